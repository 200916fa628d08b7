//! When a visit is due: by the level, from the last visit that met the person; the same on the phone and on the server.

use super::CareLevel;
use crate::patrols::due::Due;
use crate::patrols::places::EveryDays;
use crate::time::Day;

impl CareLevel {
    /// So many days may pass from one visit to the next.
    pub const fn every_days(self) -> EveryDays {
        match self {
            Self::Close => EveryDays::WEEKLY,
            Self::Regular => EveryDays::FORTNIGHTLY,
            Self::Light => EveryDays::MONTHLY,
        }
    }
}

/// What decides when a visit is due.
#[derive(Debug, Clone, Copy)]
pub struct Beat<'a> {
    pub level: CareLevel,
    /// What is set for this person alone.
    pub own: Option<EveryDays>,
    /// Whoever added the record has met the person that day.
    pub since: &'a Day,
    /// The last visit that met the person.
    pub met: Option<&'a Day>,
}

impl Beat<'_> {
    /// How it stands on a day.
    pub fn on(&self, today: &Day) -> Due {
        let every = self.own.unwrap_or_else(|| self.level.every_days());
        let seen = self.met.unwrap_or(self.since).max(self.since);
        Due::new(seen.shifted(i32::from(every).into()), every, today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patrols::due::DueState::{Done, Due as Now, Late};
    use crate::value::Fault;

    /// Level, own rhythm, last met, today: due, late from, state. The record is of the first of June.
    #[test]
    fn a_visit_is_due_by_the_level_and_by_nothing_else() -> Result<(), Fault> {
        let table = [
            (CareLevel::Close, None, None, "2026-06-07", "2026-06-08", "2026-06-11", Done),
            (CareLevel::Close, None, None, "2026-06-08", "2026-06-08", "2026-06-11", Now),
            (CareLevel::Close, None, Some("2026-06-08"), "2026-06-18", "2026-06-15", "2026-06-18", Late),
            (CareLevel::Regular, None, Some("2026-06-10"), "2026-06-24", "2026-06-24", "2026-06-27", Now),
            (CareLevel::Light, None, Some("2026-06-10"), "2026-07-10", "2026-07-10", "2026-07-13", Now),
            // What is set for the person alone goes first; every day means that who missed one is late on the next.
            (CareLevel::Light, Some(1), Some("2026-06-10"), "2026-06-12", "2026-06-11", "2026-06-12", Late),
            // Met before the record was begun anew.
            (CareLevel::Close, None, Some("2026-05-01"), "2026-06-07", "2026-06-08", "2026-06-11", Done),
        ];
        let since: Day = "2026-06-01".parse()?;
        for (level, own, met, today, due_on, late_from, state) in table {
            let met: Option<Day> = met.map(str::parse).transpose()?;
            let beat = Beat { level, own: own.map(EveryDays::try_from).transpose()?, since: &since, met: met.as_ref() };
            let due = beat.on(&today.parse()?);
            assert_eq!(
                (due.due_on.as_str(), due.late_from.as_str(), due.state),
                (due_on, late_from, state),
                "{level} {own:?} {met:?} {today}"
            );
        }
        Ok(())
    }
}
