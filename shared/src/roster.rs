//! Duty rosters (值班表): who can be called and comes, by week, in the sub-district's office, a village or a grid. Boards and phones
//! show who is on duty today.

pub mod carried;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::call::Call;
use crate::page::Page;
use crate::staffing::{AreaCode, PersonId, PersonName, PersonRef};
use crate::time::{Day, Moment};
use crate::value::{Phone, choice, empty_is_none};

choice! {
    /// Which part of the day somebody is on duty.
    Shift {
        Day = "day", "白班", "Day";
        /// From the evening of its day to eight o'clock in the morning of the next.
        Night = "night", "夜班", "Night";
        WholeDay = "whole_day", "全天", "Whole day";
    }
}

choice! {
    /// What somebody does on the roster.
    RosterRole {
        /// Answers for the shift.
        Lead = "lead", "带班", "In charge";
        Member = "member", "值班", "On duty";
    }
}

/// A night's duty ends at this hour of the next day.
pub const NIGHT_ENDS_AT: u32 = 8;
/// The most entries of one week.
pub const MOST_ENTRIES: usize = 140;

/// The Monday of the week a day lies in.
pub fn week_of(day: &Day) -> Day {
    use chrono::Datelike;
    day.shifted(-i64::from(day.date().weekday().num_days_from_monday()))
}

/// Whether somebody of this shift and day is on duty at a moment.
pub fn is_on_duty(day: &Day, shift: Shift, now: Moment) -> bool {
    use chrono::Timelike;
    let today = now.day();
    *day == today || (shift == Shift::Night && day.shifted(1) == today && now.in_china().hour() < NIGHT_ENDS_AT)
}

/// Somebody on duty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RosterEntry {
    pub day: Day,
    pub shift: Shift,
    pub role: RosterRole,
    pub person: PersonRef,
    /// Whole: whoever is on duty is there to be called.
    pub phone: Option<Phone>,
}

/// The roster of one area for one week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Roster {
    pub area: AreaCode,
    #[schema(max_length = 130)]
    pub area_name: String,
    /// Its Monday.
    pub week: Day,
    /// By day, who is in charge first, then by shift.
    #[schema(max_items = 140)]
    pub entries: Vec<RosterEntry>,
    /// 0 where none was ever written.
    #[schema(minimum = 0)]
    pub version: i32,
    pub updated_at: Option<Moment>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRosterEntry {
    pub day: Day,
    pub role: RosterRole,
    pub shift: Shift,
    pub person: PersonId,
}

impl From<&RosterEntry> for NewRosterEntry {
    fn from(it: &RosterEntry) -> Self {
        Self { day: it.day.clone(), shift: it.shift, role: it.role, person: it.person.id }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRoster {
    #[schema(max_items = 140)]
    pub entries: Vec<NewRosterEntry>,
}

/// Somebody on duty now, as residents read it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BoardDuty {
    pub name: PersonName,
    pub shift: Shift,
    pub role: RosterRole,
    #[schema(max_length = 130)]
    pub area_name: String,
    /// Only with consent.
    pub phone: Option<Phone>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RosterFilter {
    /// Of this area and those within it.
    #[serde(default, deserialize_with = "empty_is_none")]
    pub area: Option<AreaCode>,
    /// Of the week this day lies in.
    #[serde(default, deserialize_with = "empty_is_none")]
    pub week: Option<Day>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

/// Latest week first, then by area; those the caller may see.
pub fn list_rosters(filter: &RosterFilter) -> Call<Page<Roster>> {
    Call::list("/rosters", filter)
}

/// `week` is any day of it.
pub fn find_roster(area: &AreaCode, week: &Day) -> Call<Roster> {
    Call::get(format!("/rosters/{area}/{week}"))
}

/// Replaces the roster of a week; `version` is 0 where there is none.
pub fn replace_roster(area: &AreaCode, week: &Day, new: &NewRoster, version: i32) -> Call<Roster> {
    Call::put(format!("/rosters/{area}/{week}"), new).when(version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Fault;

    #[test]
    fn a_week_begins_on_monday() -> Result<(), Fault> {
        for day in ["2026-11-30", "2026-12-03", "2026-12-06"] {
            assert_eq!(week_of(&day.parse()?), "2026-11-30".parse()?);
        }
        Ok(())
    }

    #[test]
    fn a_night_ends_in_the_morning() -> Result<(), Fault> {
        let day: Day = "2026-12-01".parse()?;
        let at = |hours: i64| day.begins().plus_seconds(hours * 3600);
        assert!(is_on_duty(&day, Shift::Night, at(23)) && is_on_duty(&day, Shift::Night, at(31)));
        assert!(!is_on_duty(&day, Shift::Night, at(32)) && !is_on_duty(&day, Shift::Day, at(25)));
        assert!(!is_on_duty(&day.shifted(1), Shift::Day, at(23)));
        Ok(())
    }
}
