//! When a place is due: worked out from plans, class, season and the last patrol, the same on the phone and on the server.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::places::{EveryDays, PlaceKind};
use super::plans::{PatrolPlan, every_days};
use crate::divisions::Class;
use crate::time::Day;
use crate::value::choice;

choice! {
    /// How a place stands.
    DueState {
        Done = "done", "已巡查", "Done";
        Due = "due", "该巡查", "Due";
        Late = "late", "已超期", "Late";
    }
}

/// When somebody has to see a place, or visit somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Due {
    /// How often, on the day it is due.
    pub every_days: EveryDays,
    pub due_on: Day,
    /// From this day on it is late.
    pub late_from: Day,
    pub state: DueState,
}

/// So many days somebody has for it, from the day it is due; what is seen more often has fewer.
const DAYS_FOR_IT: i32 = 3;

impl Due {
    /// How what is due on a day stands today.
    pub fn new(due_on: Day, every_days: EveryDays, today: &Day) -> Self {
        let late_from = due_on.shifted(DAYS_FOR_IT.min(every_days.into()).into());
        let state = if *today < due_on {
            DueState::Done
        } else if *today < late_from {
            DueState::Due
        } else {
            DueState::Late
        };
        Self { every_days, due_on, late_from, state }
    }
}

/// When an area is a key one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyPeriod {
    pub from_day: Day,
    /// The last day; `null` while it lasts.
    pub to_day: Option<Day>,
}

impl KeyPeriod {
    fn contains(&self, day: &Day) -> bool {
        self.from_day <= *day && self.to_day.as_ref().is_none_or(|last| day <= last)
    }
}

/// What decides when a place is due.
#[derive(Debug, Clone, Copy)]
pub struct Beat<'a> {
    pub class: Class,
    pub kind: PlaceKind,
    /// What is set for this place alone.
    pub own: Option<EveryDays>,
    pub key_periods: &'a [KeyPeriod],
    /// Whoever added the place has seen it that day.
    pub since: &'a Day,
    pub last: Option<&'a Day>,
}

impl Beat<'_> {
    /// How many days may pass, as a day has it.
    pub fn every(&self, plans: &[PatrolPlan], day: &Day) -> EveryDays {
        let key = self.key_periods.iter().any(|period| period.contains(day));
        let area = if key { Class::Key } else { Class::Ordinary };
        self.own.unwrap_or_else(|| every_days(plans, area, self.class, self.kind, day))
    }

    /// The first day on which as many days have passed as that day allows: a season that begins meanwhile counts from its first day.
    fn due_on(&self, plans: &[PatrolPlan]) -> (Day, EveryDays) {
        let seen = self.last.unwrap_or(self.since);
        let mut day = seen.clone();
        for passed in 1..i32::from(EveryDays::MOST) {
            day = day.shifted(1);
            let every = self.every(plans, &day);
            if passed >= every.into() {
                return (day, every);
            }
        }
        (seen.shifted(i32::from(EveryDays::MOST).into()), EveryDays::MOST)
    }

    /// How it stands on a day.
    pub fn on(&self, plans: &[PatrolPlan], today: &Day) -> Due {
        let (due_on, every_days) = self.due_on(plans);
        Due::new(due_on, every_days, today)
    }
}

#[cfg(test)]
mod tests {
    use super::super::plans::{left_out, shipped};
    use super::*;
    use crate::value::Fault;

    fn day(text: &str) -> Day {
        text.parse().unwrap_or_else(|_| panic!("{text}"))
    }

    #[test]
    fn the_shipped_plans_are_all_read_and_leave_nothing_out() {
        assert_eq!((shipped().len(), left_out(&shipped())), (9, None));
        assert_eq!(left_out(&shipped()[1..]), Some((Class::Key, Class::Key)));
    }

    /// Key grid, class of the place, kind, own rhythm, last seen, today: due, late from, state.
    #[test]
    fn places_are_due_by_class_and_season() -> Result<(), Fault> {
        use DueState::{Done, Due, Late};
        let table = [
            // An ordinary place of an ordinary grid: once in 30 days, and three days for it.
            (false, Class::Ordinary, PlaceKind::Road, None, "2026-06-01", "2026-06-30", "2026-07-01", "2026-07-04", Done),
            (false, Class::Ordinary, PlaceKind::Road, None, "2026-06-01", "2026-07-01", "2026-07-01", "2026-07-04", Due),
            (false, Class::Ordinary, PlaceKind::Road, None, "2026-06-01", "2026-07-03", "2026-07-01", "2026-07-04", Due),
            (false, Class::Ordinary, PlaceKind::Road, None, "2026-06-01", "2026-07-04", "2026-07-01", "2026-07-04", Late),
            // Key places and key grids more often.
            (false, Class::Key, PlaceKind::Road, None, "2026-06-01", "2026-06-08", "2026-06-08", "2026-06-11", Due),
            (true, Class::Ordinary, PlaceKind::Road, None, "2026-06-01", "2026-06-08", "2026-06-15", "2026-06-18", Done),
            (true, Class::Key, PlaceKind::Road, None, "2026-06-01", "2026-06-08", "2026-06-04", "2026-06-07", Late),
            // Water in the flood season: by the season's own rhythm, from its first day on.
            (false, Class::Ordinary, PlaceKind::Water, None, "2026-06-01", "2026-06-04", "2026-06-04", "2026-06-07", Due),
            (false, Class::Ordinary, PlaceKind::Water, None, "2026-04-01", "2026-04-14", "2026-04-15", "2026-04-18", Done),
            (false, Class::Ordinary, PlaceKind::Water, None, "2026-04-13", "2026-04-15", "2026-04-16", "2026-04-19", Done),
            (false, Class::Ordinary, PlaceKind::Water, None, "2026-10-14", "2026-10-20", "2026-11-13", "2026-11-16", Done),
            // Forests over the turn of the year.
            (false, Class::Ordinary, PlaceKind::Forest, None, "2026-12-29", "2027-01-05", "2027-01-05", "2027-01-08", Due),
            (false, Class::Ordinary, PlaceKind::Forest, None, "2026-06-01", "2026-06-20", "2026-07-01", "2026-07-04", Done),
            // What is set for the place alone goes before all plans.
            (true, Class::Key, PlaceKind::Water, Some(60), "2026-06-01", "2026-07-30", "2026-07-31", "2026-08-03", Done),
            // Every day: who missed a day is late on the next.
            (true, Class::Key, PlaceKind::Water, Some(1), "2026-06-01", "2026-06-02", "2026-06-02", "2026-06-03", Due),
            (true, Class::Key, PlaceKind::Water, Some(1), "2026-06-01", "2026-06-03", "2026-06-02", "2026-06-03", Late),
            (false, Class::Key, PlaceKind::Water, Some(366), "2026-06-01", "2026-06-03", "2027-06-02", "2027-06-05", Done),
        ];
        for (key, class, kind, own, last, today, due_on, late_from, state) in table {
            let periods = [KeyPeriod { from_day: day("2025-01-01"), to_day: None }];
            let (last, since) = (day(last), day("2025-01-01"));
            let beat = Beat {
                class,
                kind,
                own: own.map(EveryDays::try_from).transpose()?,
                key_periods: if key { &periods } else { &[] },
                since: &since,
                last: Some(&last),
            };
            let due = beat.on(&shipped(), &day(today));
            let told = (due.due_on.as_str(), due.late_from.as_str(), due.state);
            assert_eq!(told, (due_on, late_from, state), "{kind} {class}, key grid {key}, last {last}, today {today}");
        }
        Ok(())
    }

    #[test]
    fn a_new_place_counts_from_its_first_day_and_a_grid_that_becomes_key_from_then_on() {
        let since = day("2026-06-01");
        let beat = Beat { class: Class::Key, kind: PlaceKind::Shop, own: None, key_periods: &[], since: &since, last: None };
        assert_eq!(beat.on(&shipped(), &since).due_on, day("2026-06-08"));
        let periods = [KeyPeriod { from_day: day("2026-06-05"), to_day: Some(day("2026-06-30")) }];
        assert_eq!(Beat { key_periods: &periods, ..beat }.on(&shipped(), &since).due_on, day("2026-06-05"));
        // Without any plan it is once a month.
        assert_eq!(beat.on(&[], &since).due_on, day("2026-07-01"));
    }
}
