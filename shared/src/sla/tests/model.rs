//! The clock against one that looks at every minute.

use std::collections::HashMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use proptest::prelude::*;

use crate::categories::{Limit, LimitUnit};
use crate::sla::{Calendar, Clock, DAY, DayKind, HOUR, Light, MINUTE, Stage};
use crate::time::{Day, Moment};

/// Days that differ from their weekday, as somebody might put them into the table.
type Exceptions = HashMap<NaiveDate, DayKind>;

/// Before 1970, around a leap day, and this year's autumn.
const BEGINNINGS: [(i32, u32, u32); 3] = [(1969, 12, 15), (2028, 2, 10), (2026, 9, 14)];

fn worked(exceptions: &Exceptions, date: NaiveDate) -> bool {
    let weekday = !matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    exceptions.get(&date).map_or(weekday, |kind| *kind == DayKind::Workday)
}

/// What a clock does, and how many minutes after the last.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Pause,
    Resume,
    Extend(Limit),
}

/// A clock that is moved on minute by minute and remembers every one of them.
struct Slow<'a> {
    exceptions: &'a Exceptions,
    unit: LimitUnit,
    allotted: i64,
    /// Minutes since 1970.
    now: i64,
    /// What was used at each minute since it runs; empty while it stands still.
    running: Vec<i64>,
    /// What was used when it last stopped, and whether it was too late by then.
    stopped: i64,
    late: bool,
    today: (i64, bool),
}

impl<'a> Slow<'a> {
    fn start(exceptions: &'a Exceptions, unit: LimitUnit, allotted: i64, now: i64) -> Self {
        Self { exceptions, unit, allotted, now, running: vec![0], stopped: 0, late: false, today: (i64::MIN, false) }
    }

    fn counts(&mut self) -> bool {
        if !matches!(self.unit, LimitUnit::WorkingHour | LimitUnit::WorkingDay) {
            return true;
        }
        let (day, minute) = ((self.now + 480).div_euclid(1440), (self.now + 480).rem_euclid(1440));
        if self.today.0 != day {
            let date = Moment::from_millis(self.now * MINUTE).in_china().date_naive();
            self.today = (day, worked(self.exceptions, date));
        }
        self.today.1 && ((480..720).contains(&minute) || (840..1080).contains(&minute))
    }

    fn tick(&mut self) {
        if let Some(used) = self.running.last().copied() {
            let minute = if self.counts() { MINUTE } else { 0 };
            self.running.push(used + minute);
        }
        self.now += 1;
    }

    fn wait(&mut self, minutes: i64) {
        (0..minutes).for_each(|_| self.tick());
    }

    fn used(&self) -> i64 {
        let used = self.running.last().copied().unwrap_or(self.stopped);
        let late = used == self.allotted && (self.late || self.due().is_some_and(|due| self.now > due));
        used + i64::from(late)
    }

    /// The minute in which all was used since it runs; none while it is not, or if it was before.
    fn due(&self) -> Option<i64> {
        let first = self.running.iter().position(|used| *used >= self.allotted)?;
        let began = self.now - i64::try_from(self.running.len()).ok()? + 1;
        let before = self.late || self.running[0] > self.allotted;
        (!before).then_some(began + i64::try_from(first).ok()?)
    }

    fn does(&mut self, deed: Deed) {
        match deed {
            Deed::Pause => {
                self.late = self.used() > self.allotted;
                self.stopped = self.running.last().copied().unwrap_or(self.stopped);
                self.running.clear();
            }
            Deed::Resume if self.running.is_empty() => self.running.push(self.stopped),
            Deed::Resume => {}
            Deed::Extend(limit) => {
                self.allotted += length(limit);
                self.late = false;
            }
        }
    }
}

/// Written out once more, so that the two cannot be wrong together.
fn length(limit: Limit) -> i64 {
    i64::from(limit.amount)
        * match limit.unit {
            LimitUnit::UrgentMinute => 60_000,
            LimitUnit::UrgentHour | LimitUnit::WorkingHour => 3_600_000,
            LimitUnit::WorkingDay => 28_800_000,
            LimitUnit::UrgentDay | LimitUnit::NaturalDay => 86_400_000,
            LimitUnit::AtOnce => 0,
        }
}

fn calendars() -> impl Strategy<Value = (NaiveDate, Exceptions)> {
    let kinds = prop_oneof![Just(DayKind::Off), Just(DayKind::Workday)];
    (0..BEGINNINGS.len(), prop::collection::vec((0_u64..70, kinds), 0..30)).prop_map(|(which, days)| {
        let (year, month, day) = BEGINNINGS[which];
        let first = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        (first, days.into_iter().map(|(n, kind)| (first + Days::new(n), kind)).collect())
    })
}

fn calendar(exceptions: &Exceptions) -> Calendar {
    Calendar::new(exceptions.iter().map(|(date, kind)| (Day::from(*date), *kind)))
}

fn limits() -> impl Strategy<Value = Limit> {
    prop_oneof![
        (1_u16..=90).prop_map(|amount| Limit { amount, unit: LimitUnit::UrgentMinute }),
        (1_u16..=48).prop_map(|amount| Limit { amount, unit: LimitUnit::UrgentHour }),
        (1_u16..=20).prop_map(|amount| Limit { amount, unit: LimitUnit::WorkingHour }),
        (1_u16..=8).prop_map(|amount| Limit { amount, unit: LimitUnit::WorkingDay }),
        (1_u16..=8).prop_map(|amount| Limit { amount, unit: LimitUnit::NaturalDay }),
    ]
}

/// Waits of minutes to days, and often of exactly the hours at which work begins and ends.
fn waits() -> impl Strategy<Value = i64> {
    prop_oneof![0_i64..90, 0_i64..6000, (0_i64..60).prop_map(|hours| hours * 60)]
}

fn deeds(unit: LimitUnit) -> impl Strategy<Value = Vec<(i64, Deed)>> {
    let more = (1_u16..=3).prop_map(move |amount| Deed::Extend(Limit { amount, unit }));
    let deed = prop_oneof![3 => Just(Deed::Pause), 3 => Just(Deed::Resume), 1 => more];
    prop::collection::vec((waits(), deed), 0..10)
}

fn moment(minute: i64) -> Moment {
    Moment::from_millis(minute * MINUTE)
}

fn agree(clock: Clock, slow: &mut Slow<'_>, calendar: &Calendar) -> Result<(), TestCaseError> {
    let now = moment(slow.now);
    let used = slow.used();
    prop_assert_eq!(clock.used(calendar, now), used);
    prop_assert_eq!(clock.remaining(calendar, now), slow.allotted - used);
    let light = match used {
        used if used > slow.allotted => Light::Red,
        used if used * 5 >= slow.allotted * 4 => Light::Yellow,
        _ => Light::Green,
    };
    prop_assert_eq!(clock.light(calendar, now), light);
    prop_assert_eq!(clock.due(calendar).is_some(), !slow.running.is_empty());
    let (Some(due), Some(warn)) = (clock.due(calendar), clock.warn_at(calendar)) else { return Ok(()) };
    prop_assert!(warn <= due);
    prop_assert_eq!(clock.is_overdue(calendar, now), now > due);
    prop_assert_eq!(light != Light::Green, now >= warn);
    match slow.due() {
        Some(minute) => prop_assert_eq!(due, moment(minute)),
        None => prop_assert!(now < due || clock.since.is_some_and(|since| due < since)),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_clock_says_what_one_that_looks_at_every_minute_says(
        (first, exceptions) in calendars(),
        begins in 0_i64..20_000,
        (limit, deeds) in limits().prop_flat_map(|limit| (Just(limit), deeds(limit.unit))),
        last in waits(),
    ) {
        let calendar = calendar(&exceptions);
        let minute = Day::from(first).begins().millis() / MINUTE + begins;
        let mut clock = Clock::start(Stage::Handle, limit, moment(minute));
        let mut slow = Slow::start(&exceptions, limit.unit, length(limit), minute);
        for (wait, deed) in deeds {
            slow.wait(wait);
            agree(clock, &mut slow, &calendar)?;
            clock = match deed {
                Deed::Pause => clock.pause(&calendar, moment(slow.now)),
                Deed::Resume => clock.resume(moment(slow.now)),
                Deed::Extend(limit) => clock.extend(limit).map_err(|e| TestCaseError::fail(e.to_string()))?,
            };
            slow.does(deed);
            agree(clock, &mut slow, &calendar)?;
        }
        slow.wait(last);
        agree(clock, &mut slow, &calendar)?;
        // On to the end of it.
        if let Some(due) = clock.resume(moment(slow.now)).due(&calendar) {
            let late = clock.is_overdue(&calendar, moment(slow.now));
            slow.does(Deed::Resume);
            for _ in 0..200_000 {
                if late || slow.running.last() >= Some(&slow.allotted) { break; }
                slow.tick();
            }
            prop_assert!(late || slow.due().map(moment) == Some(due));
        }
    }

    #[test]
    fn moments_and_lengths_fit_together_to_the_millisecond(
        (first, exceptions) in calendars(),
        from in 0..70 * DAY,
        lengths in (0..30 * DAY, 0..30 * DAY),
        unit in prop_oneof![Just(LimitUnit::WorkingDay), Just(LimitUnit::WorkingHour), Just(LimitUnit::NaturalDay)],
        counted in 0..40 * 8 * HOUR,
    ) {
        let calendar = calendar(&exceptions);
        let a = Moment::from_millis(Day::from(first).begins().millis() - 10 * DAY + from);
        let (b, c) = (Moment::from_millis(a.millis() + lengths.0), Moment::from_millis(a.millis() + lengths.0 + lengths.1));
        let between = |from, to| calendar.between(unit, from, to);
        prop_assert_eq!(between(a, b) + between(b, c), between(a, c));
        prop_assert!(between(a, b) >= 0 && between(a, b) <= lengths.0);
        prop_assert_eq!(between(b, a), 0);
        let due = calendar.after(unit, a, counted);
        prop_assert_eq!(between(a, due), counted);
        prop_assert!(counted == 0 || between(a, Moment::from_millis(due.millis() - 1)) == counted - 1, "it is the first such moment");
        prop_assert!(calendar.after(unit, a, counted + 1) > due);
        let back = calendar.after(unit, a, -counted);
        prop_assert!(back <= a && between(back, a) == counted);
        if unit != LimitUnit::NaturalDay {
            prop_assert_eq!(between(a, c), day_by_day(&exceptions, a, c));
        }
    }
}

/// Working time by looking at every day.
fn day_by_day(exceptions: &Exceptions, from: Moment, to: Moment) -> i64 {
    let mut day = from.day();
    let mut sum = 0;
    while day.begins() < to {
        if worked(exceptions, day.date()) {
            for hour in [8, 14] {
                let opens = day.begins().millis() + hour * HOUR;
                sum += (to.millis().min(opens + 4 * HOUR) - from.millis().max(opens)).max(0);
            }
        }
        day = day.shifted(1);
    }
    sum
}
