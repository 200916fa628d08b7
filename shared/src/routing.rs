//! Routing (分派规则): by category, place and time, to a unit or to somebody of the grid. Rules are data that the office edits; the first
//! one that fits counts, and where none fits a case goes to the grid's full-time member.

mod dry_run;
#[cfg(test)]
mod tests;

use chrono::{Datelike, Timelike};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use self::dry_run::{DryRun, DryRunCase, DryRunTarget, MOST_EXAMPLES, NewDryRun, dry_run};
use crate::call::Call;
use crate::categories::{CategoryCode, CategoryGroup, LimitUnit};
use crate::grids::GridCode;
use crate::page::Page;
use crate::sla::Calendar;
use crate::staffing::{AreaCode, Duty};
use crate::time::Moment;
use crate::units::{UnitId, UnitLevel, UnitRef};
use crate::value::{Fault, choice, id, text};

id!(
    /// Names one rule.
    RuleId
);

text!(RuleName, 60);

text!(
    /// A time of day in China: `08:30`.
    TimeOfDay, max 5, "^([01][0-9]|2[0-3]):[0-5][0-9]$", time_of_day
);

fn time_of_day(text: &str) -> Result<String, Fault> {
    let text = text.trim();
    let part =
        |text: &str, below: u8| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()) && text.parse::<u8>().is_ok_and(|n| n < below);
    let fit = text.split_once(':').is_some_and(|(hour, minute)| part(hour, 24) && part(minute, 60));
    if fit { Ok(text.to_owned()) } else { Err(Fault::TimeOfDay) }
}

/// The most rules there can be.
pub const MOST_RULES: usize = 200;

choice! {
    Weekday {
        Monday = "mon", "周一", "Mon";
        Tuesday = "tue", "周二", "Tue";
        Wednesday = "wed", "周三", "Wed";
        Thursday = "thu", "周四", "Thu";
        Friday = "fri", "周五", "Fri";
        Saturday = "sat", "周六", "Sat";
        Sunday = "sun", "周日", "Sun";
    }
}

impl Weekday {
    /// The weekday of a moment in China.
    pub fn of(moment: Moment) -> Self {
        let from_monday = moment.in_china().weekday().num_days_from_monday() as usize;
        Self::ALL.get(from_monday).copied().unwrap_or(Self::Monday)
    }
}

choice! {
    /// Whether the office is at work; holidays and make-up workdays count.
    OfficeHours {
        Working = "working", "工作时间", "Working hours";
        Outside = "outside", "非工作时间", "Outside working hours";
    }
}

choice! {
    /// What a rule does when a case is filed.
    RuleAuto {
        /// The command room sees where it should go.
        Suggest = "suggest", "给出建议", "Suggest";
        /// It goes there at once.
        Dispatch = "dispatch", "直接派遣", "Dispatch at once";
    }
}

choice! {
    /// What happens when who has the case misses its limit.
    RuleLate {
        Nothing = "nothing", "只记超期", "Only note it";
        /// One level up the chain, as far as the command room.
        Escalate = "escalate", "自动上报一级", "Escalate one level";
    }
}

/// What a rule says. It fits a case when everything it names does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRoutingRule {
    pub name: RuleName,
    /// One category; not together with a group.
    #[serde(default)]
    pub category: Option<CategoryCode>,
    #[serde(default)]
    pub group: Option<CategoryGroup>,
    /// A sub-district, village or grid.
    #[serde(default)]
    pub area: Option<AreaCode>,
    #[serde(default)]
    pub hours: Option<OfficeHours>,
    /// Every day where none is named.
    #[serde(default)]
    #[schema(max_items = 7)]
    pub weekdays: Vec<Weekday>,
    /// From this time of day up to, but not including, `to_time`; over midnight where that is the earlier one.
    #[serde(default)]
    pub from_time: Option<TimeOfDay>,
    #[serde(default)]
    pub to_time: Option<TimeOfDay>,
    /// Where to: a level, …
    #[serde(default)]
    pub level: Option<UnitLevel>,
    /// … and at the sub-district and the county a unit of it;
    #[serde(default)]
    pub unit: Option<UnitId>,
    /// or who holds this duty in the grid.
    #[serde(default)]
    pub duty: Option<Duty>,
    pub auto: RuleAuto,
    pub late: RuleLate,
}

/// A rule in force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RoutingRule {
    pub id: RuleId,
    /// Its place among the rules, from 1.
    #[schema(minimum = 1)]
    pub position: i32,
    pub name: RuleName,
    pub category: Option<CategoryCode>,
    pub group: Option<CategoryGroup>,
    pub area: Option<AreaCode>,
    #[schema(max_length = 130)]
    pub area_name: Option<String>,
    pub hours: Option<OfficeHours>,
    #[schema(max_items = 7)]
    pub weekdays: Vec<Weekday>,
    pub from_time: Option<TimeOfDay>,
    pub to_time: Option<TimeOfDay>,
    pub level: Option<UnitLevel>,
    pub unit: Option<UnitRef>,
    pub duty: Option<Duty>,
    pub auto: RuleAuto,
    pub late: RuleLate,
    #[schema(minimum = 1)]
    pub version: i32,
    pub updated_at: Moment,
}

impl RoutingRule {
    /// What it says, as it would be sent.
    pub fn said(&self) -> NewRoutingRule {
        NewRoutingRule {
            name: self.name.clone(),
            category: self.category.clone(),
            group: self.group,
            area: self.area.clone(),
            hours: self.hours,
            weekdays: self.weekdays.clone(),
            from_time: self.from_time.clone(),
            to_time: self.to_time.clone(),
            level: self.level,
            unit: self.unit.as_ref().map(|unit| unit.id),
            duty: self.duty,
            auto: self.auto,
            late: self.late,
        }
    }
}

/// All rules in a new order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleOrder {
    #[schema(max_items = 200)]
    pub rules: Vec<RuleId>,
}

choice! {
    /// Why a rule cannot be as it is.
    RuleFault {
        CategoryAndGroup = "category_and_group", "事项和大类只能选一个", "Name a category or a group, not both";
        NoTarget = "no_target", "请选择交给哪一级、哪个单位，或网格里的谁", "Say to which level or unit it goes, or to whom in the grid";
        TwoTargets = "two_targets", "只能交给单位或网格里的人，不能两样都选", "It goes to a level or unit, or to somebody of the grid, not to both";
        NoUnits = "no_units", "这一级没有单位可选", "There are no units at this level";
        CountyWithoutUnit = "county_without_unit", "请选择县级部门", "Choose the department of the county";
        NotOfGrid = "not_of_grid", "只能是网格长、专职、兼职网格员或网格指导员", "It can be the grid's leader, a member or its instructor only";
        HalfWindow = "half_window", "起止时间要么都填，要么都不填", "Give both times of day, or neither";
        EmptyWindow = "empty_window", "起止时间相同，没有时段", "Both times of day are the same";
    }
}

impl RuleFault {
    /// The member that is wrong.
    pub const fn pointer(self) -> &'static str {
        match self {
            Self::CategoryAndGroup => "/group",
            Self::NoTarget => "/level",
            Self::TwoTargets | Self::NotOfGrid => "/duty",
            Self::NoUnits | Self::CountyWithoutUnit => "/unit",
            Self::HalfWindow | Self::EmptyWindow => "/to_time",
        }
    }
}

/// What the rules need to know of a case.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Matter<'a> {
    pub category: &'a CategoryCode,
    pub grid: &'a GridCode,
    pub filed_at: Moment,
}

impl NewRoutingRule {
    /// What is wrong with it by itself.
    pub fn fault(&self) -> Option<RuleFault> {
        let of_grid = |duty| matches!(duty, Duty::Leader | Duty::FullTime | Duty::PartTime | Duty::Instructor);
        let target = match (self.level, self.unit, self.duty) {
            (None, None, None) => Some(RuleFault::NoTarget),
            (Some(_), _, Some(_)) | (None, Some(_), Some(_)) => Some(RuleFault::TwoTargets),
            (None, None, Some(duty)) => (!of_grid(duty)).then_some(RuleFault::NotOfGrid),
            (None, Some(_), None) => Some(RuleFault::NoTarget),
            (Some(level), Some(_), None) => (!level.has_units()).then_some(RuleFault::NoUnits),
            (Some(level), None, None) => (level == UnitLevel::County).then_some(RuleFault::CountyWithoutUnit),
        };
        let window = match (&self.from_time, &self.to_time) {
            (Some(from), Some(to)) => (from == to).then_some(RuleFault::EmptyWindow),
            (None, None) => None,
            _ => Some(RuleFault::HalfWindow),
        };
        let matter = (self.category.is_some() && self.group.is_some()).then_some(RuleFault::CategoryAndGroup);
        matter.or(window).or(target)
    }

    /// Whether it is about this case.
    pub fn fits(&self, matter: &Matter<'_>, calendar: &Calendar) -> bool {
        self.category.as_ref().is_none_or(|category| category == matter.category)
            && self.group.is_none_or(|group| group == matter.category.category().group())
            && self.area.as_ref().is_none_or(|area| area.contains(matter.grid))
            && self.is_at(matter.filed_at, calendar)
    }

    fn is_at(&self, moment: Moment, calendar: &Calendar) -> bool {
        // A moment is worked when the millisecond that begins with it is.
        let worked = |moment: Moment| calendar.between(LimitUnit::WorkingHour, moment, Moment::from_millis(moment.millis() + 1)) > 0;
        let now = moment.in_china();
        let now = format!("{:02}:{:02}", now.hour(), now.minute());
        let inside = |from: &TimeOfDay, to: &TimeOfDay| match from < to {
            true => (from.as_str()..to.as_str()).contains(&now.as_str()),
            false => now.as_str() >= from.as_str() || now.as_str() < to.as_str(),
        };
        self.hours.is_none_or(|hours| (hours == OfficeHours::Working) == worked(moment))
            && (self.weekdays.is_empty() || self.weekdays.contains(&Weekday::of(moment)))
            && self.from_time.as_ref().zip(self.to_time.as_ref()).is_none_or(|(from, to)| inside(from, to))
    }
}

/// The place of the first rule that fits.
pub fn first_fit<'a>(rules: impl IntoIterator<Item = &'a NewRoutingRule>, matter: &Matter<'_>, calendar: &Calendar) -> Option<usize> {
    rules.into_iter().position(|rule| rule.fits(matter, calendar))
}

pub fn list_routing_rules() -> Call<Page<RoutingRule>> {
    Call::get("/routing-rules")
}

/// Adds a rule after all others.
pub fn add_routing_rule(new: &NewRoutingRule) -> Call<RoutingRule> {
    Call::post("/routing-rules", new)
}

/// Replaces what a rule says.
pub fn change_routing_rule(id: RuleId, new: &NewRoutingRule, version: i32) -> Call<RoutingRule> {
    Call::put(format!("/routing-rules/{id}"), new).when(version)
}

pub fn remove_routing_rule(id: RuleId, version: i32) -> Call<()> {
    Call::delete(format!("/routing-rules/{id}")).when(version)
}

/// Puts the rules in another order.
pub fn order_routing_rules(rules: Vec<RuleId>) -> Call<Page<RoutingRule>> {
    Call::post("/routing-rules/order", &RuleOrder { rules })
}
