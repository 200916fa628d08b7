//! A clock that runs, stops, goes on and is given more.

use serde::{Deserialize, Serialize};

use crate::categories::{Limit, LimitUnit};
use crate::lang::Lang;
use crate::sla::{Calendar, Light, Stage, counted, remaining_in_words};
use crate::time::Moment;

/// The time of one stage of a case: what it was given, what is used, and since when it runs.
///
/// It is overdue as soon as its due moment has passed, also when that was the end of a Friday's work and nobody has worked since:
/// what residents were promised is what counts. Then a millisecond more than allotted is used, so that a clock stopped on Saturday
/// stays late; it gives way as soon as time is really used, or more is allotted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    pub stage: Stage,
    pub unit: LimitUnit,
    /// Milliseconds of the unit's time.
    pub allotted: i64,
    /// Milliseconds used before `since`.
    pub used: i64,
    /// None while it stands still.
    pub since: Option<Moment>,
}

/// Working time cannot be added to time round the clock, or the other way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an extension in {extension}, where the clock counts in {clock}")]
pub struct OtherTime {
    pub clock: LimitUnit,
    pub extension: LimitUnit,
}

impl Clock {
    pub fn start(stage: Stage, limit: Limit, at: Moment) -> Self {
        Self { stage, unit: limit.unit, allotted: counted(limit), used: 0, since: Some(at) }
    }

    /// Stops it: the case is with somebody else, suspended, or waits for the resident. A clock that stands still is left as it is.
    #[must_use]
    pub fn pause(self, calendar: &Calendar, at: Moment) -> Self {
        Self { used: self.used(calendar, at), since: None, ..self }
    }

    /// Lets it run on with what is left. A running clock is left as it is.
    #[must_use]
    pub fn resume(self, at: Moment) -> Self {
        Self { since: self.since.or(Some(at)), ..self }
    }

    /// Gives it more time of the same kind; hours and days add up.
    pub fn extend(self, limit: Limit) -> Result<Self, OtherTime> {
        if limit.unit.is_working() != self.unit.is_working() {
            return Err(OtherTime { clock: self.unit, extension: limit.unit });
        }
        Ok(Self { allotted: self.allotted.saturating_add(counted(limit)), used: self.really_used(), ..self })
    }

    /// Milliseconds of the unit's time used up to now.
    pub fn used(&self, calendar: &Calendar, now: Moment) -> i64 {
        let Some(since) = self.since else { return self.used };
        let used = match calendar.between(self.unit, since, now) {
            0 => self.used,
            more => self.really_used() + more,
        };
        let late = used == self.allotted && self.due(calendar).is_some_and(|due| now > due);
        used + i64::from(late)
    }

    /// What is left, in milliseconds of the unit's time; negative when it is late.
    pub fn remaining(&self, calendar: &Calendar, now: Moment) -> i64 {
        self.allotted - self.used(calendar, now)
    }

    /// The moment at which all of the time is used; nobody knows it of a clock that stands still.
    pub fn due(&self, calendar: &Calendar) -> Option<Moment> {
        self.when_used(calendar, self.allotted)
    }

    /// The moment from which the light is yellow: four fifths are used.
    pub fn warn_at(&self, calendar: &Calendar) -> Option<Moment> {
        self.when_used(calendar, self.warning())
    }

    pub fn light(&self, calendar: &Calendar, now: Moment) -> Light {
        match self.used(calendar, now) {
            used if used > self.allotted => Light::Red,
            used if used >= self.warning() => Light::Yellow,
            _ => Light::Green,
        }
    }

    pub fn is_overdue(&self, calendar: &Calendar, now: Moment) -> bool {
        self.light(calendar, now) == Light::Red
    }

    /// `还剩 1 个工作日 3 小时`, `已超期 2 小时`.
    pub fn remaining_in_words(&self, calendar: &Calendar, now: Moment, lang: Lang) -> String {
        remaining_in_words(self.unit, self.remaining(calendar, now), lang)
    }

    /// Without the millisecond that only says it was late.
    const fn really_used(&self) -> i64 {
        if self.used == self.allotted + 1 { self.allotted } else { self.used }
    }

    fn when_used(&self, calendar: &Calendar, used: i64) -> Option<Moment> {
        self.since.map(|since| calendar.after(self.unit, since, used - self.used))
    }

    /// Four fifths of what is allotted, rounded up to the millisecond.
    const fn warning(&self) -> i64 {
        self.allotted - self.allotted / 5
    }
}
