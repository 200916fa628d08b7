//! Which days are worked, and moments counted in working time without walking from day to day.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use crate::categories::LimitUnit;
use crate::sla::{DAY, HOUR, WORKING_DAY};
use crate::time::{Day, Moment};
use crate::value::choice;

choice! {
    /// What a day is that is not as its weekday says.
    DayKind {
        /// A holiday, or the day off before or after one.
        Off = "off", "放假", "Day off";
        /// A Saturday or Sunday worked in exchange (调休).
        Workday = "workday", "调休上班", "Make-up workday";
    }
}

/// The days that are not as the weekday says. Monday to Friday are worked, 08:00-12:00 and 14:00-18:00 in China.
///
/// Cheap to clone. Every answer takes a search among the exceptions, however far apart the moments are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    exceptions: Arc<[Exception]>,
}

/// A day on which the count of workdays leaves the rhythm of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Exception {
    /// Days since 1970.
    day: i64,
    kind: DayKind,
    /// Workdays up to and including this day, more or fewer than the weekdays alone would make.
    shift: i64,
}

static SHIPPED: LazyLock<Calendar> = LazyLock::new(|| Calendar::new(shipped_days().map(|(day, kind, _)| (day, kind))));

/// The holidays of 2025 to 2027 with the names people call them; the table in `holidays.csv` says where they come from.
/// Those of 2027 are only what the law fixes: the year's notice comes later, and with it the days worked in exchange.
pub fn shipped_days() -> impl Iterator<Item = (Day, DayKind, &'static str)> {
    include_str!("holidays.csv").lines().filter_map(|line| {
        let mut cells = line.split(',');
        Some((cells.next()?.parse().ok()?, cells.next()?.parse().ok()?, cells.next()?))
    })
}

impl Default for Calendar {
    /// [`Calendar::shipped`].
    fn default() -> Self {
        SHIPPED.clone()
    }
}

impl Calendar {
    /// The calendar this version comes with: [`shipped_days`].
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Of a day named twice, the later word counts. A day that is as its weekday says may be named too.
    pub fn new(days: impl IntoIterator<Item = (Day, DayKind)>) -> Self {
        let days: BTreeMap<i64, DayKind> = days.into_iter().map(|(day, kind)| (number(day.begins()), kind)).collect();
        let unlike = days.into_iter().filter(|(day, kind)| is_weekday(*day) != (*kind == DayKind::Workday));
        let exceptions = unlike.scan(0, |shift, (day, kind)| {
            *shift += if kind == DayKind::Workday { 1 } else { -1 };
            Some(Exception { day, kind, shift: *shift })
        });
        Self { exceptions: exceptions.collect() }
    }

    pub fn is_workday(&self, day: &Day) -> bool {
        self.is_worked(number(day.begins()))
    }

    /// The first moment at which `counted` milliseconds of this unit's time have passed since `from`. Negative: how long before.
    pub fn after(&self, unit: LimitUnit, from: Moment, counted: i64) -> Moment {
        match unit.is_working() {
            false => Moment::from_millis(from.millis().saturating_add(counted)),
            true if counted == 0 => from,
            true => self.first_at(self.worked_until(from).saturating_add(counted)),
        }
    }

    /// How many milliseconds of this unit's time lie between two moments; none when `to` is not after `from`.
    pub fn between(&self, unit: LimitUnit, from: Moment, to: Moment) -> i64 {
        match unit.is_working() {
            _ if to <= from => 0,
            false => to.millis() - from.millis(),
            true => self.worked_until(to) - self.worked_until(from),
        }
    }

    fn is_worked(&self, day: i64) -> bool {
        match self.exceptions.binary_search_by_key(&day, |e| e.day) {
            Ok(found) => self.exceptions[found].kind == DayKind::Workday,
            Err(_) => is_weekday(day),
        }
    }

    /// Working time from the beginning of 1970 up to a moment.
    fn worked_until(&self, moment: Moment) -> i64 {
        let day = number(moment);
        let today = if self.is_worked(day) { worked_by(moment.millis() - begins(day)) } else { 0 };
        self.workdays_before(day) * WORKING_DAY + today
    }

    /// The first moment up to which so much has been worked.
    fn first_at(&self, worked: i64) -> Moment {
        let workdays = (worked - 1).div_euclid(WORKING_DAY);
        Moment::from_millis(begins(self.workday_after(workdays)) + time_at(worked - workdays * WORKING_DAY))
    }

    fn workdays_before(&self, day: i64) -> i64 {
        let passed = self.exceptions.partition_point(|e| e.day < day);
        weekdays_before(day) + self.shift_after(passed)
    }

    /// The workday before which there are so many workdays.
    fn workday_after(&self, workdays: i64) -> i64 {
        let passed = self.exceptions.partition_point(|e| weekdays_before(e.day + 1) + e.shift <= workdays);
        let day = weekday_after(workdays - self.shift_after(passed));
        // A Saturday that is worked comes before the weekday that would have been next.
        self.exceptions.get(passed).map_or(day, |next| day.min(next.day))
    }

    /// How far the first exceptions together have moved the count.
    fn shift_after(&self, exceptions: usize) -> i64 {
        exceptions.checked_sub(1).map_or(0, |last| self.exceptions[last].shift)
    }
}

/// The day in China, counted from 1970.
fn number(moment: Moment) -> i64 {
    (moment.millis() + 8 * HOUR).div_euclid(DAY)
}

/// Its first millisecond.
fn begins(day: i64) -> i64 {
    day * DAY - 8 * HOUR
}

/// 1970 began on a Thursday, so day 4 was its first Monday.
const MONDAY: i64 = 4;

fn is_weekday(day: i64) -> bool {
    (day - MONDAY).rem_euclid(7) < 5
}

/// Mondays to Fridays before a day, counted from the Monday of that week on.
fn weekdays_before(day: i64) -> i64 {
    (day - MONDAY).div_euclid(7) * 5 + (day - MONDAY).rem_euclid(7).min(5)
}

/// The weekday before which there are so many.
fn weekday_after(weekdays: i64) -> i64 {
    MONDAY + weekdays.div_euclid(5) * 7 + weekdays.rem_euclid(5)
}

/// How much of a workday's work is done so long after midnight.
fn worked_by(time: i64) -> i64 {
    (time - 8 * HOUR).clamp(0, 4 * HOUR) + (time - 14 * HOUR).clamp(0, 4 * HOUR)
}

/// When so much of a workday's work, at least something, is first done.
fn time_at(worked: i64) -> i64 {
    worked + if worked <= 4 * HOUR { 8 * HOUR } else { 10 * HOUR }
}
