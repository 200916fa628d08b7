//! The one category tree (事项清单) of all grids: 8 groups, 46 leaves, each with its limit and what it asks for.
//!
//! Sources: GB/T 30428 style limits of a live city standard, GB/T 31000 for disputes, 人民调解工作若干规定 Art. 36 for their 30 days.
//! A code is retired, never reused.

pub mod standards;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use self::standards::StandardInfo;
use crate::call::Call;
use crate::lang::Lang;
use crate::page::Page;
use crate::value::{Fault, choice, digits, text};

text!(
    /// A leaf's code: two digits for the group, two for the leaf. Only codes of the tree exist.
    CategoryCode, max 4, "^[0-9]{4}$", |s| {
        let code = digits(s, 4)?;
        if CATEGORIES.iter().any(|c| c.code == code) { Ok(code) } else { Err(Fault::Choice) }
    }
);

impl CategoryCode {
    /// The leaf itself.
    pub fn category(&self) -> &'static Category {
        CATEGORIES.iter().find(|c| c.code == self.as_str()).unwrap_or(&CATEGORIES[CATEGORIES.len() - 1])
    }
}

choice! {
    /// The groups, as the first two digits say.
    CategoryGroup {
        Disputes = "01", "矛盾纠纷", "Disputes";
        Safety = "02", "平安与诉求", "Safety and requests";
        Hazards = "03", "安全隐患", "Hazards";
        Environment = "04", "环境整治", "Environment";
        Construction = "05", "违建防控", "Illegal construction";
        Facilities = "06", "公共设施", "Public facilities";
        Emergency = "07", "应急处置", "Emergency";
        Services = "08", "民生服务与关爱", "Services and care";
    }
}

choice! {
    /// In what time a limit is counted.
    LimitUnit {
        /// Minutes round the clock.
        UrgentMinute = "urgent_minute", "分钟", "minutes";
        /// Hours round the clock.
        UrgentHour = "urgent_hour", "小时", "hours";
        /// Days of 24 hours, every day.
        UrgentDay = "urgent_day", "天", "days";
        WorkingHour = "working_hour", "个工作小时", "working hours";
        WorkingDay = "working_day", "个工作日", "working days";
        NaturalDay = "natural_day", "天", "days";
        AtOnce = "at_once", "立即", "at once";
    }
}

choice! {
    /// The four platforms (基层治理四平台) an escalated case goes to.
    Platform {
        Governance = "governance", "综治工作", "Public security and governance";
        Enforcement = "enforcement", "监管执法", "Regulation and enforcement";
        Emergency = "emergency", "应急管理", "Emergency management";
        Services = "services", "公共服务", "Public services";
    }
}

choice! {
    /// The photos a case of the category must have before it can be completed.
    PhotoNeed {
        NotNeeded = "not_needed", "不要求", "None";
        After = "after", "处置后", "After";
        BeforeAndAfter = "before_and_after", "处置前后", "Before and after";
    }
}

impl LimitUnit {
    /// Whether only the office's working time counts, and not the clock's.
    pub const fn is_working(self) -> bool {
        matches!(self, Self::WorkingHour | Self::WorkingDay)
    }

    /// Whether it cannot wait for office hours. Natural days run on too, but are given for what takes weeks.
    pub const fn is_urgent(self) -> bool {
        matches!(self, Self::UrgentMinute | Self::UrgentHour | Self::UrgentDay | Self::AtOnce)
    }
}

/// How long a case, or a stage of it, may take: 1 to 1000 of a unit, or at once with the amount 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "Unchecked")]
pub struct Limit {
    #[schema(minimum = 0, maximum = 1000)]
    pub amount: u16,
    pub unit: LimitUnit,
}

/// A limit as somebody writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    amount: u16,
    unit: LimitUnit,
}

impl TryFrom<Unchecked> for Limit {
    type Error = Fault;

    fn try_from(Unchecked { amount, unit }: Unchecked) -> Result<Self, Fault> {
        Self::fit(amount, unit)
    }
}

impl Limit {
    /// From 1 to 1000 of a unit; at once has no amount, which is written as 0.
    pub fn fit(amount: u16, unit: LimitUnit) -> Result<Self, Fault> {
        let fits = if unit == LimitUnit::AtOnce { amount == 0 } else { (1..=1000).contains(&amount) };
        if fits { Ok(Self { amount, unit }) } else { Err(Fault::OutOfRange) }
    }

    /// `2 个工作日内`.
    pub fn in_words(self, lang: Lang) -> String {
        match (self.unit, lang) {
            (LimitUnit::AtOnce, Lang::Zh) => "立即处置".into(),
            (LimitUnit::AtOnce, Lang::En) => "at once".into(),
            (unit, Lang::Zh) => format!("{} {}内", self.amount, unit.label(lang)),
            (unit, Lang::En) if self.amount == 1 => format!("within 1 {}", unit.label(lang).trim_end_matches('s')),
            (unit, Lang::En) => format!("within {} {}", self.amount, unit.label(lang)),
        }
    }
}

/// One leaf of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Category {
    #[schema(value_type = String, pattern = "^[0-9]{4}$", max_length = 4)]
    pub code: &'static str,
    #[schema(value_type = String, max_length = 60)]
    pub zh: &'static str,
    #[schema(value_type = String, max_length = 60)]
    pub en: &'static str,
    pub limit: Limit,
    pub platform: Platform,
    /// Never on boards, lists for the public, maps or exports without right.
    pub restricted: bool,
    pub photos: PhotoNeed,
    /// A grid member may solve it on the spot.
    pub self_handle: bool,
}

impl Category {
    pub const fn label(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }

    pub fn group(&self) -> CategoryGroup {
        self.code.get(..2).and_then(|g| g.parse().ok()).unwrap_or(CategoryGroup::Services)
    }
}

#[expect(clippy::too_many_arguments, reason = "a row of the table below")]
const fn leaf(
    code: &'static str,
    zh: &'static str,
    en: &'static str,
    limit: Limit,
    platform: Platform,
    restricted: bool,
    photos: PhotoNeed,
    self_handle: bool,
) -> Category {
    Category { code, zh, en, limit, platform, restricted, photos, self_handle }
}

/// The tree: code, labels, limit, platform, restricted, photos asked for, whether a member may solve it on the spot.
#[rustfmt::skip]
pub const CATEGORIES: &[Category] = &[
    leaf("0101", "婚姻家庭纠纷", "Marriage and family dispute", Limit { amount: 30, unit: LimitUnit::NaturalDay }, Platform::Governance, true, PhotoNeed::NotNeeded, false),
    leaf("0102", "邻里纠纷（通行、采光、排水）", "Dispute between neighbours", Limit { amount: 30, unit: LimitUnit::NaturalDay }, Platform::Governance, true, PhotoNeed::NotNeeded, false),
    leaf("0103", "建房与宅基地纠纷", "Building and homestead dispute", Limit { amount: 30, unit: LimitUnit::NaturalDay }, Platform::Governance, true, PhotoNeed::NotNeeded, false),
    leaf("0104", "山林土地水利权属纠纷", "Forest, land or water rights dispute", Limit { amount: 30, unit: LimitUnit::NaturalDay }, Platform::Governance, true, PhotoNeed::NotNeeded, false),
    leaf("0105", "劳资与经济合同纠纷", "Labour or contract dispute", Limit { amount: 30, unit: LimitUnit::NaturalDay }, Platform::Governance, true, PhotoNeed::NotNeeded, false),
    leaf("0106", "征地拆迁安置纠纷", "Land acquisition dispute", Limit { amount: 30, unit: LimitUnit::NaturalDay }, Platform::Governance, true, PhotoNeed::NotNeeded, false),
    leaf("0107", "村务与集体三资纠纷", "Village affairs and collective assets", Limit { amount: 30, unit: LimitUnit::NaturalDay }, Platform::Governance, true, PhotoNeed::NotNeeded, false),
    leaf("0201", "信访诉求", "Petition", Limit { amount: 24, unit: LimitUnit::UrgentHour }, Platform::Governance, true, PhotoNeed::NotNeeded, false),
    leaf("0202", "治安隐患线索", "Public security lead", Limit { amount: 24, unit: LimitUnit::UrgentHour }, Platform::Governance, true, PhotoNeed::NotNeeded, false),
    leaf("0203", "违法犯罪线索", "Crime lead", Limit { amount: 2, unit: LimitUnit::UrgentHour }, Platform::Governance, true, PhotoNeed::NotNeeded, false),
    leaf("0204", "电信诈骗预警", "Telecom fraud warning", Limit { amount: 2, unit: LimitUnit::UrgentHour }, Platform::Governance, false, PhotoNeed::NotNeeded, false),
    leaf("0205", "关爱对象求助", "Call for help from a cared-for person", Limit { amount: 2, unit: LimitUnit::UrgentHour }, Platform::Governance, true, PhotoNeed::NotNeeded, false),
    leaf("0301", "消防通道堵塞、飞线充电", "Blocked fire lane, unsafe charging", Limit { amount: 2, unit: LimitUnit::WorkingHour }, Platform::Emergency, false, PhotoNeed::After, false),
    leaf("0302", "危房与房屋裂缝", "Dangerous or cracked house", Limit { amount: 2, unit: LimitUnit::UrgentHour }, Platform::Emergency, false, PhotoNeed::After, false),
    leaf("0303", "安全生产（小作坊、出租房）", "Workplace and rental safety", Limit { amount: 3, unit: LimitUnit::WorkingDay }, Platform::Emergency, false, PhotoNeed::After, false),
    leaf("0304", "燃气用电隐患", "Gas or electricity hazard", Limit { amount: 2, unit: LimitUnit::UrgentHour }, Platform::Emergency, false, PhotoNeed::After, false),
    leaf("0305", "道路交通隐患", "Traffic hazard", Limit { amount: 2, unit: LimitUnit::WorkingDay }, Platform::Emergency, false, PhotoNeed::After, false),
    leaf("0306", "涉水与山塘隐患", "Water and pond hazard", Limit { amount: 2, unit: LimitUnit::UrgentHour }, Platform::Emergency, false, PhotoNeed::After, false),
    leaf("0307", "食品药品安全", "Food and drug safety", Limit { amount: 3, unit: LimitUnit::WorkingDay }, Platform::Emergency, false, PhotoNeed::After, false),
    leaf("0401", "垃圾暴露或满溢", "Exposed or overflowing rubbish", Limit { amount: 4, unit: LimitUnit::WorkingHour }, Platform::Enforcement, false, PhotoNeed::BeforeAndAfter, true),
    leaf("0402", "积存渣土、建筑垃圾", "Rubble and construction waste", Limit { amount: 5, unit: LimitUnit::WorkingDay }, Platform::Enforcement, false, PhotoNeed::BeforeAndAfter, false),
    leaf("0403", "垃圾分类不规范", "Waste not sorted", Limit { amount: 2, unit: LimitUnit::WorkingDay }, Platform::Enforcement, false, PhotoNeed::BeforeAndAfter, true),
    leaf("0404", "乱堆乱放乱贴", "Piled or posted without order", Limit { amount: 1, unit: LimitUnit::WorkingDay }, Platform::Enforcement, false, PhotoNeed::BeforeAndAfter, true),
    leaf("0405", "河塘不洁、污水直排", "Dirty river or pond, sewage", Limit { amount: 2, unit: LimitUnit::WorkingDay }, Platform::Enforcement, false, PhotoNeed::BeforeAndAfter, false),
    leaf("0406", "露天焚烧", "Open burning", Limit { amount: 2, unit: LimitUnit::UrgentHour }, Platform::Enforcement, false, PhotoNeed::BeforeAndAfter, true),
    leaf("0407", "畜禽养殖、动物尸体", "Livestock, dead animals", Limit { amount: 4, unit: LimitUnit::WorkingHour }, Platform::Enforcement, false, PhotoNeed::BeforeAndAfter, false),
    leaf("0501", "新增在建违建", "Illegal building under way", Limit { amount: 2, unit: LimitUnit::UrgentDay }, Platform::Enforcement, false, PhotoNeed::BeforeAndAfter, false),
    leaf("0502", "已建成违建", "Illegal building completed", Limit { amount: 15, unit: LimitUnit::NaturalDay }, Platform::Enforcement, false, PhotoNeed::BeforeAndAfter, false),
    leaf("0503", "农村自建房违规", "House built against the rules", Limit { amount: 2, unit: LimitUnit::UrgentDay }, Platform::Enforcement, false, PhotoNeed::BeforeAndAfter, false),
    leaf("0504", "占用耕地、非法取土采砂", "Farmland taken, illegal digging", Limit { amount: 1, unit: LimitUnit::WorkingDay }, Platform::Enforcement, false, PhotoNeed::BeforeAndAfter, false),
    leaf("0601", "道路破损", "Damaged road", Limit { amount: 5, unit: LimitUnit::WorkingDay }, Platform::Services, false, PhotoNeed::BeforeAndAfter, false),
    leaf("0602", "路灯与照明", "Street lights", Limit { amount: 2, unit: LimitUnit::WorkingDay }, Platform::Services, false, PhotoNeed::BeforeAndAfter, true),
    leaf("0603", "井盖与排水", "Manhole covers and drains", Limit { amount: 2, unit: LimitUnit::UrgentHour }, Platform::Services, false, PhotoNeed::BeforeAndAfter, false),
    leaf("0604", "供水供电", "Water and power supply", Limit { amount: 1, unit: LimitUnit::UrgentHour }, Platform::Services, false, PhotoNeed::NotNeeded, false),
    leaf("0605", "线缆脱落", "Fallen cables", Limit { amount: 2, unit: LimitUnit::WorkingHour }, Platform::Services, false, PhotoNeed::BeforeAndAfter, false),
    leaf("0701", "洪涝积水", "Flooding", Limit { amount: 2, unit: LimitUnit::UrgentHour }, Platform::Emergency, false, PhotoNeed::After, false),
    leaf("0702", "地质灾害险情", "Landslide danger", Limit { amount: 1, unit: LimitUnit::UrgentHour }, Platform::Emergency, false, PhotoNeed::After, false),
    leaf("0703", "火情、森林火险", "Fire", Limit { amount: 0, unit: LimitUnit::AtOnce }, Platform::Emergency, false, PhotoNeed::NotNeeded, false),
    leaf("0704", "人员财物转移", "Moving people and property", Limit { amount: 0, unit: LimitUnit::AtOnce }, Platform::Emergency, false, PhotoNeed::NotNeeded, false),
    leaf("0705", "冰雪道路", "Icy roads", Limit { amount: 4, unit: LimitUnit::WorkingHour }, Platform::Emergency, false, PhotoNeed::After, true),
    leaf("0801", "代办事项", "Errand for a resident", Limit { amount: 3, unit: LimitUnit::WorkingDay }, Platform::Services, false, PhotoNeed::NotNeeded, true),
    leaf("0802", "困难救助", "Hardship relief", Limit { amount: 3, unit: LimitUnit::WorkingDay }, Platform::Services, true, PhotoNeed::NotNeeded, false),
    leaf("0803", "独居老人、残疾、留守关爱", "Care for the lonely, disabled, left behind", Limit { amount: 24, unit: LimitUnit::UrgentHour }, Platform::Services, true, PhotoNeed::NotNeeded, false),
    leaf("0804", "政策咨询宣传", "Advice on policy", Limit { amount: 1, unit: LimitUnit::WorkingDay }, Platform::Services, false, PhotoNeed::NotNeeded, true),
    leaf("0805", "财物发现与见证移交", "Found property handed over", Limit { amount: 24, unit: LimitUnit::UrgentHour }, Platform::Services, false, PhotoNeed::BeforeAndAfter, false),
    leaf("0806", "意见建议与表扬", "Suggestion or praise", Limit { amount: 3, unit: LimitUnit::WorkingDay }, Platform::Services, false, PhotoNeed::NotNeeded, true),
];

/// A leaf as the API sends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CategoryInfo {
    pub code: CategoryCode,
    pub group: CategoryGroup,
    #[schema(max_length = 60)]
    pub label: String,
    /// The limit in words.
    #[schema(max_length = 100)]
    pub limit: String,
    pub platform: Platform,
    pub restricted: bool,
    pub photos: PhotoNeed,
    pub self_handle: bool,
    /// Somebody other than the handler must see the result on the spot before the case is closed.
    pub verify: bool,
    /// When a matter is filed and closed; the first is taken when nobody chooses.
    #[schema(min_items = 1, max_items = 99)]
    pub standards: Vec<StandardInfo>,
}

/// Public; labels in the language asked for.
pub fn list_categories() -> Call<Page<CategoryInfo>> {
    Call::get("/categories")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_has_46_leaves_in_8_groups_and_every_code_once() {
        let mut codes: Vec<_> = CATEGORIES.iter().map(|c| c.code).collect();
        assert_eq!(codes.len(), 46);
        codes.dedup();
        assert_eq!(codes.len(), 46);
        assert!(codes.is_sorted());
        for group in CategoryGroup::ALL {
            assert!(CATEGORIES.iter().any(|c| c.group() == *group), "{group}");
        }
    }

    #[test]
    fn limits_read_as_people_say_them() {
        let limit = |code: &str| code.parse::<CategoryCode>().map(|c| c.category().limit.in_words(Lang::Zh));
        assert_eq!(limit("0602"), Ok("2 个工作日内".into()));
        assert_eq!(limit("0703"), Ok("立即处置".into()));
        assert_eq!(limit("0909"), Err(Fault::Choice));
    }
}
