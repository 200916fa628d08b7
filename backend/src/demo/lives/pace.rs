//! How long work takes.

use shared::categories::{Limit, LimitUnit};
use shared::time::Moment;

use crate::demo::chance::Chance;

/// The pace of one category, from the limit it has.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Hours of the clock the limit comes to.
    hours: f64,
    /// Goes on at night too.
    urgent: bool,
}

/// Hours of the day in which people work.
const BEGINS: i64 = 7;
const ENDS: i64 = 20;

impl Pace {
    pub fn of(limit: Limit) -> Self {
        let amount = f64::from(limit.amount);
        let hours = match limit.unit {
            LimitUnit::AtOnce => 2.0,
            LimitUnit::UrgentMinute => amount / 60.0,
            LimitUnit::UrgentHour => amount,
            // A third of a day is worked, and two days of seven are not.
            LimitUnit::WorkingHour => amount * 2.0,
            LimitUnit::WorkingDay => amount * 33.0,
            LimitUnit::UrgentDay | LimitUnit::NaturalDay => amount * 24.0,
        };
        Self { hours, urgent: matches!(limit.unit, LimitUnit::AtOnce | LimitUnit::UrgentHour) && limit.amount <= 2 }
    }

    pub fn accepted(self, filed: Moment, chance: &mut Chance) -> Moment {
        let minutes = if self.urgent { chance.between(3, 25) } else { chance.between(8, 300) };
        self.awake(filed.plus_seconds(minutes * 60 + chance.between(0, 59)), chance)
    }

    /// Mostly well within the limit, one in twelve late.
    pub fn completed(self, accepted: Moment, chance: &mut Chance) -> Moment {
        let share = if chance.happens(0.08) { chance.within(1.05, 1.6) } else { chance.within(0.15, 0.85) };
        let hours = (self.hours * share).max(chance.within(0.6, 1.4));
        self.awake(accepted.plus_seconds((hours * 3600.0) as i64), chance)
    }

    pub fn closed(self, completed: Moment, chance: &mut Chance) -> Moment {
        let hours = chance.within(0.5, 1.0) * if self.hours > 48.0 { 46.0 } else { 20.0 };
        Self { urgent: false, ..self }.awake(completed.plus_seconds((hours * 3600.0) as i64), chance)
    }

    /// What would fall into the night waits for the morning, unless it is urgent.
    fn awake(self, at: Moment, chance: &mut Chance) -> Moment {
        let midnight = at.day().begins();
        let hour = at.seconds_since(midnight) / 3600;
        match hour {
            _ if self.urgent => at,
            BEGINS..ENDS => at,
            ENDS.. => at.day().shifted(1).begins().plus_seconds(BEGINS * 3600 + chance.between(1800, 9000)),
            _ => midnight.plus_seconds(BEGINS * 3600 + chance.between(1800, 9000)),
        }
    }
}
