//! Care (关爱走访): people who live alone, are ill, disabled or in hardship, and who visits them when. Only those who visit somebody see
//! who it is and why; everybody else reads a neutral label.

pub mod carried;
pub mod due;
pub mod visits;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use self::due::Beat;
use self::visits::CareResult;
use crate::call::Call;
use crate::grids::{GridCode, GridName};
use crate::page::Page;
use crate::patrols::due::{Due, DueState};
use crate::patrols::places::EveryDays;
use crate::place::Point;
use crate::staffing::{PersonId, PersonName, PersonRef};
use crate::time::{Day, Moment};
use crate::value::{Phone, choice, double_option, empty_is_none, id, text};

id!(
    /// Names one care record. Whoever adds it chooses it, so that sending twice adds it once.
    CareRecordId
);

text!(
    /// Where somebody lives: `祝家 12 号，东边第二间`.
    CareAddress, 120
);

text!(
    /// Whom to call when nobody opens: `女儿 毛小芳 13800000000`.
    CareContact, 80
);

text!(
    /// What a visitor has to know: `耳背，敲窗`.
    CareHint, 500, lines
);

choice! {
    /// Why somebody is looked after. Seen by those who visit, and by nobody else.
    CareReason {
        LivingAlone = "living_alone", "独居老人", "Lives alone";
        EmptyNest = "empty_nest", "空巢老人", "Old people without their children";
        Disabled = "disabled", "残疾", "Disability";
        LeftBehind = "left_behind", "留守儿童", "Left-behind child";
        Illness = "illness", "重病慢病", "Serious or lasting illness";
        Hardship = "hardship", "生活困难", "Hardship";
        Bereaved = "bereaved", "失独家庭", "Lost an only child";
        Other = "other", "其他需要关心", "Other need of care";
    }
}

choice! {
    /// How often somebody is visited.
    CareLevel {
        Close = "close", "重点关爱", "Close care";
        Regular = "regular", "经常关爱", "Regular care";
        Light = "light", "一般关爱", "Light care";
    }
}

choice! {
    /// What the record rests on (个人信息保护法 13, 29, 31).
    CareBasis {
        Consent = "consent", "本人同意", "The person agreed";
        Guardian = "guardian", "监护人同意", "A guardian agreed";
        Duty = "duty", "法定职责", "A duty by law";
    }
}

impl CareBasis {
    /// Whether it ends when the person does not want to be visited any more.
    pub const fn is_consent(self) -> bool {
        matches!(self, Self::Consent | Self::Guardian)
    }
}

choice! {
    /// Why somebody is not visited any more.
    CareEnd {
        NoNeed = "no_need", "不再需要", "No need any more";
        Declined = "declined", "本人谢绝", "The person declined";
        Moved = "moved", "已搬离", "Moved away";
        Died = "died", "已去世", "Died";
        Mistake = "mistake", "登记有误", "Entered by mistake";
    }
}

/// Who it is, and what a visitor has to know: the least there can be. Encrypted where it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CarePerson {
    pub name: PersonName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<CareAddress>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Point>,
    /// Each once.
    #[schema(min_items = 1, max_items = 4)]
    pub reasons: Vec<CareReason>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<CareContact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<CareHint>,
}

/// The most reasons of one person.
pub const MOST_REASONS: usize = 4;
/// So many days after a record has ended, who it was is erased.
pub const ERASED_AFTER_DAYS: i64 = 180;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCareRecord {
    pub id: CareRecordId,
    pub grid: GridCode,
    pub person: CarePerson,
    pub level: CareLevel,
    /// Of this person alone; otherwise the level says how often.
    #[serde(default)]
    pub every_days: Option<EveryDays>,
    pub basis: CareBasis,
    /// The day of the consent, or from which the duty holds.
    pub basis_day: Day,
    /// Who visits: one of the grid's own people. Whoever adds it when left out.
    #[serde(default)]
    pub visitor: Option<PersonId>,
    /// Who visits as well.
    #[serde(default)]
    pub second: Option<PersonId>,
}

/// The last time somebody called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LastCall {
    pub day: Day,
    pub result: CareResult,
}

/// A care record. `person` is there for those who visit, and for nobody else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CareRecord {
    pub id: CareRecordId,
    pub grid: GridCode,
    pub grid_name: GridName,
    #[schema(max_length = 60)]
    pub village_name: String,
    /// What it is called where nobody may know who it is: `关爱 7F3A`.
    #[schema(max_length = 12)]
    pub label: String,
    pub level: CareLevel,
    pub every_days: Option<EveryDays>,
    pub basis: CareBasis,
    pub basis_day: Day,
    pub since: Day,
    /// Who visits; `null` when nobody does any more: it waits to be handed over.
    pub visitor: Option<PersonRef>,
    pub second: Option<PersonRef>,
    /// The day of the last visit that met the person.
    pub met_on: Option<Day>,
    /// The last time somebody called, met or not.
    pub last: Option<LastCall>,
    pub ended_on: Option<Day>,
    pub end: Option<CareEnd>,
    /// As of when it was asked for.
    pub due: Due,
    pub person: Option<CarePerson>,
    #[schema(minimum = 1)]
    pub version: i32,
    pub updated_at: Moment,
}

impl CareRecord {
    /// As it stands on a day.
    #[must_use]
    pub fn on(mut self, today: &Day) -> Self {
        self.due = self.beat().on(today);
        self
    }

    /// What decides when a visit is due.
    pub fn beat(&self) -> Beat<'_> {
        Beat { level: self.level, own: self.every_days, since: &self.since, met: self.met_on.as_ref() }
    }

    /// Whether somebody has to go there now.
    pub fn is_due(&self) -> bool {
        self.ended_on.is_none() && self.due.state != DueState::Done
    }

    /// Whether somebody visits.
    pub fn is_visited_by(&self, person: PersonId) -> bool {
        [&self.visitor, &self.second].into_iter().flatten().any(|it| it.id == person)
    }
}

/// What a record is called where nobody may know who it is.
pub fn label(id: CareRecordId) -> String {
    let digits = id.to_string();
    format!("关爱 {}", digits[digits.len() - 4..].to_ascii_uppercase())
}

/// A merge patch. Those who visit change all of it; who answers for the grid hands it over (`visitor`, `second`) and ends it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CareRecordPatch {
    /// All of it anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<CarePerson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<CareLevel>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "double_option")]
    pub every_days: Option<Option<EveryDays>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<CareBasis>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis_day: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visitor: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "double_option")]
    pub second: Option<Option<PersonId>>,
    /// Ends it today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<CareEnd>,
}

impl CareRecordPatch {
    /// Whether it does no more than say who visits, or end it.
    pub fn only_hands_over(&self) -> bool {
        *self == Self { visitor: self.visitor, second: self.second, end: self.end, ..Self::default() }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CareRecordFilter {
    #[serde(default, deserialize_with = "empty_is_none")]
    pub grid: Option<GridCode>,
    /// Only those one visits.
    pub mine: Option<bool>,
    /// Also those that have ended.
    pub ended: Option<bool>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

/// What stands in a grid, in numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GridCare {
    pub grid: GridCode,
    pub grid_name: GridName,
    #[schema(max_length = 60)]
    pub village_name: String,
    /// People who are looked after.
    #[schema(minimum = 0)]
    pub records: i64,
    /// Of them, those whose visit is due or late today.
    #[schema(minimum = 0)]
    pub due: i64,
    /// Of them, those whose visit is late.
    #[schema(minimum = 0)]
    pub late: i64,
    /// Of them, those nobody visits: they wait to be handed over.
    #[schema(minimum = 0)]
    pub unvisited: i64,
    /// Visits this month that met the person.
    #[schema(minimum = 0)]
    pub visits: i64,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GridCareFilter {
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

/// Those one visits, and those of the grids one answers for; never with `person`.
pub fn list_care_records(filter: &CareRecordFilter) -> Call<Page<CareRecord>> {
    Call::list("/care-records", filter)
}

pub fn add_care_record(new: &NewCareRecord) -> Call<CareRecord> {
    Call::post("/care-records", new)
}

/// With `person` for those who visit; that it was read is written down.
pub fn find_care_record(id: CareRecordId) -> Call<CareRecord> {
    Call::get(format!("/care-records/{id}"))
}

pub fn change_care_record(id: CareRecordId, patch: &CareRecordPatch, version: i32) -> Call<CareRecord> {
    Call::patch(format!("/care-records/{id}"), patch, version)
}

/// Numbers only, grid by grid.
pub fn list_grid_care(filter: &GridCareFilter) -> Call<Page<GridCare>> {
    Call::list("/care-coverage", filter)
}
