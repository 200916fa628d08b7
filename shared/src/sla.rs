//! The clock of a case (办理时限): how long each stage may take, in which kind of time, and what is left of it.
//!
//! Four kinds of time: hours and days round the clock, and hours and days in which the office works, by a table of holidays and
//! make-up workdays. Source: the stage limits, the traffic light and the kinds of time of GB/T 30428 systems.

use crate::categories::{CategoryCode, Limit, LimitUnit};
use crate::value::choice;

mod calendar;
mod clock;
pub mod limits;
mod words;

#[cfg(test)]
mod tests;

pub use calendar::{Calendar, DayKind, shipped_days};
pub use clock::{Clock, OtherTime};
pub use words::{promise_in_words, remaining_in_words};

choice! {
    /// The stages of a case that are timed one by one, so that a unit answers for its own delay only.
    Stage {
        Accept = "accept", "受理", "Accept";
        Dispatch = "dispatch", "派遣", "Dispatch";
        Handle = "handle", "处置", "Handle";
        Verify = "verify", "核查", "Verify";
    }
}

choice! {
    /// How much of a limit is used: below four fifths, up to all of it, or more.
    Light {
        Green = "green", "正常", "In time";
        Yellow = "yellow", "将到期", "Due soon";
        Red = "red", "已超期", "Overdue";
    }
}

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
/// A day round the clock.
const DAY: i64 = 24 * HOUR;
/// What the office works in a day: 08:00-12:00 and 14:00-18:00.
const WORKING_DAY: i64 = 8 * HOUR;

/// A limit in milliseconds of its own time: a working day has 8 hours, all others have 24. At once means within half an hour of the
/// clock, whatever the amount says, for even that must end at some moment.
pub fn counted(limit: Limit) -> i64 {
    let amount = i64::from(limit.amount);
    match limit.unit {
        LimitUnit::UrgentMinute => amount * MINUTE,
        LimitUnit::UrgentHour | LimitUnit::WorkingHour => amount * HOUR,
        LimitUnit::UrgentDay | LimitUnit::NaturalDay => amount * DAY,
        LimitUnit::WorkingDay => amount * WORKING_DAY,
        LimitUnit::AtOnce => 30 * MINUTE,
    }
}

/// How long a stage may take unless the office decides otherwise.
///
/// Handling has the limit of the category. What leads to it and what follows must not eat that up: half an hour each where the limit
/// runs round the clock; else half a working day to accept and as much to dispatch, so that somebody is in touch within one working
/// day (which is what disputes ask for), and a working day to verify. Two groups of reports are not like the others:
///
/// - a crime lead (0203) goes straight to the police, so both steps together take half an hour; what became of it is asked in office
///   hours;
/// - a petition and a public security lead (0201, 0202) have a day round the clock to be answered but are no emergency: two hours for
///   each step, and they are verified in office hours too.
pub fn default_limit(category: &CategoryCode, stage: Stage) -> Limit {
    let own = category.category().limit;
    let limit = |amount, unit| Limit { amount, unit };
    match (category.as_str(), stage) {
        (_, Stage::Handle) => own,
        ("0203", Stage::Accept | Stage::Dispatch) => limit(15, LimitUnit::UrgentMinute),
        ("0201" | "0202", Stage::Accept | Stage::Dispatch) => limit(2, LimitUnit::UrgentHour),
        ("0201" | "0202" | "0203", Stage::Verify) => limit(1, LimitUnit::WorkingDay),
        _ if own.unit.is_urgent() => limit(30, LimitUnit::UrgentMinute),
        (_, Stage::Accept | Stage::Dispatch) => limit(4, LimitUnit::WorkingHour),
        (_, Stage::Verify) => limit(1, LimitUnit::WorkingDay),
    }
}
