//! Deadlines computed by hand.

use super::*;
use crate::lang::Lang;
use crate::time::{Day, Moment};
use crate::value::Fault;

mod model;

use LimitUnit::{AtOnce, NaturalDay, UrgentDay, UrgentHour, UrgentMinute, WorkingDay, WorkingHour};

/// `2026-10-10 10:00` in China.
fn at(text: &str) -> Result<Moment, Fault> {
    let (day, time) = text.split_once(' ').ok_or(Fault::Day)?;
    let (hour, minute) = time.split_once(':').ok_or(Fault::Day)?;
    let number = |text: &str| text.parse::<i64>().map_err(|_| Fault::OutOfRange);
    Ok(day.parse::<Day>()?.begins().plus_seconds((number(hour)? * 60 + number(minute)?) * 60))
}

fn limit(amount: u16, unit: LimitUnit) -> Limit {
    Limit { amount, unit }
}

#[test]
fn a_clock_is_due_when_a_person_with_a_calendar_says_so() -> Result<(), Fault> {
    for (amount, unit, from, due) in [
        // National Day 2026: off from 1 to 7 October, Saturday 10 October worked, and so was Sunday 20 September.
        (1, WorkingDay, "2026-09-30 17:00", "2026-10-08 17:00"),
        (3, WorkingDay, "2026-09-30 10:00", "2026-10-10 10:00"),
        (4, WorkingHour, "2026-10-10 16:00", "2026-10-12 10:00"),
        (1, WorkingDay, "2026-10-03 12:00", "2026-10-08 18:00"),
        (1, WorkingDay, "2026-09-18 18:00", "2026-09-20 18:00"),
        (24, UrgentHour, "2026-09-30 23:59", "2026-10-01 23:59"),
        (15, NaturalDay, "2026-09-25 09:30", "2026-10-10 09:30"),
        // Spring Festival 2026: off from 15 to 23 February, Saturdays 14 and 28 worked.
        (2, WorkingDay, "2026-02-14 09:00", "2026-02-25 09:00"),
        (5, WorkingDay, "2026-02-13 18:00", "2026-02-27 18:00"),
        (1, WorkingDay, "2026-02-27 14:00", "2026-02-28 12:00"),
        (30, NaturalDay, "2026-02-14 09:00", "2026-03-16 09:00"),
        // An ordinary week: over lunch, in it, before and after hours, at the last minute of a day, over a weekend.
        (2, WorkingHour, "2026-11-24 11:00", "2026-11-24 15:00"),
        (4, WorkingHour, "2026-11-24 12:30", "2026-11-24 18:00"),
        (4, WorkingHour, "2026-11-24 06:00", "2026-11-24 12:00"),
        (4, WorkingHour, "2026-11-24 18:00", "2026-11-25 12:00"),
        (4, WorkingHour, "2026-11-24 23:59", "2026-11-25 12:00"),
        (5, WorkingHour, "2026-11-24 23:59", "2026-11-25 15:00"),
        (1, WorkingDay, "2026-11-27 15:00", "2026-11-30 15:00"),
        (1, WorkingDay, "2026-11-24 12:00", "2026-11-25 12:00"),
        (5, WorkingDay, "2026-11-28 09:00", "2026-12-04 18:00"),
        (30, UrgentMinute, "2026-11-24 23:59", "2026-11-25 00:29"),
        (0, AtOnce, "2026-11-28 03:00", "2026-11-28 03:30"),
        // The turn of a year, and the 29th of February.
        (4, WorkingHour, "2026-12-31 16:00", "2027-01-04 10:00"),
        (2, WorkingDay, "2025-12-31 09:00", "2026-01-05 09:00"),
        (1, WorkingDay, "2028-02-28 10:00", "2028-02-29 10:00"),
        (2, UrgentDay, "2028-02-28 23:59", "2028-03-01 23:59"),
        (2, UrgentDay, "2027-02-27 23:59", "2027-03-01 23:59"),
    ] {
        let clock = Clock::start(Stage::Handle, limit(amount, unit), at(from)?);
        let found = clock.due(Calendar::shipped()).map(Moment::to_minute);
        assert_eq!(found.as_deref(), Some(due), "{amount} {unit} from {from}");
    }
    Ok(())
}

/// Two working days over National Day: suspended, given a day more, sent back by the unit and taken up again.
#[test]
fn a_clock_keeps_what_is_left_through_suspension_extension_and_return() -> Result<(), Box<dyn std::error::Error>> {
    let calendar = Calendar::shipped();
    let due = |clock: Clock| clock.due(calendar).map(Moment::to_minute);
    // Monday: 3 + 4 hours.
    let clock = Clock::start(Stage::Handle, limit(2, WorkingDay), at("2026-09-28 09:00")?);
    assert_eq!(due(clock).as_deref(), Some("2026-09-30 09:00"));
    // Tuesday: 2 hours, so 9 of 16 are used.
    let suspended = clock.pause(calendar, at("2026-09-29 10:00")?);
    assert_eq!((due(suspended), suspended.used), (None, 9 * HOUR));
    assert_eq!(suspended.pause(calendar, at("2026-10-09 10:00")?), suspended);
    assert_eq!(suspended.remaining(calendar, at("2026-10-09 15:00")?), 7 * HOUR);
    // Friday: 3 hours; Saturday, which is worked: the 4 that are left.
    let resumed = suspended.resume(at("2026-10-09 15:00")?);
    assert_eq!(resumed.resume(at("2026-10-09 17:00")?), resumed);
    assert_eq!(due(resumed).as_deref(), Some("2026-10-10 12:00"));
    // A day more: 4 hours on Saturday afternoon, 4 on Monday. Four fifths of 24 hours are 19:12, of which 10:12 are to come.
    let extended = resumed.extend(limit(1, WorkingDay))?;
    assert_eq!(due(extended).as_deref(), Some("2026-10-12 12:00"));
    assert_eq!(extended.warn_at(calendar).map(Moment::to_minute).as_deref(), Some("2026-10-10 17:12"));
    // Sent back on Saturday with 18 hours used; with the unit again on Monday, and 6 hours left.
    let returned = extended.pause(calendar, at("2026-10-10 16:00")?).resume(at("2026-10-12 09:00")?);
    assert_eq!(due(returned).as_deref(), Some("2026-10-12 17:00"));
    for (now, light, words) in [
        ("2026-10-12 10:11", Light::Green, "还剩 4 个工作小时 49 分钟"),
        ("2026-10-12 10:12", Light::Yellow, "还剩 4 个工作小时 48 分钟"),
        ("2026-10-12 17:00", Light::Yellow, "还剩不到 1 分钟"),
        ("2026-10-12 17:01", Light::Red, "已超期 1 分钟"),
        ("2026-10-13 09:00", Light::Red, "已超期 2 个工作小时"),
    ] {
        assert_eq!(returned.light(calendar, at(now)?), light, "{now}");
        assert_eq!(returned.remaining_in_words(calendar, at(now)?, Lang::Zh), words, "{now}");
    }
    assert_eq!(
        returned.extend(limit(2, UrgentHour)),
        Err(OtherTime { clock: WorkingDay, extension: UrgentHour }),
        "hours round the clock are no working hours"
    );
    Ok(())
}

#[test]
fn what_was_due_at_the_end_of_a_friday_is_late_on_saturday_and_stays_so() -> Result<(), Box<dyn std::error::Error>> {
    let calendar = Calendar::shipped();
    let clock = Clock::start(Stage::Handle, limit(4, WorkingHour), at("2026-11-27 14:00")?);
    assert!(!clock.is_overdue(calendar, at("2026-11-27 18:00")?));
    assert!(clock.is_overdue(calendar, at("2026-11-28 09:00")?));
    let stopped = clock.pause(calendar, at("2026-11-28 09:00")?);
    let again = stopped.resume(at("2026-11-28 10:00")?);
    assert!(stopped.is_overdue(calendar, at("2026-11-29 09:00")?) && again.is_overdue(calendar, at("2026-11-28 10:00")?));
    assert!(again.due(calendar) < again.since);
    assert_eq!(again.remaining_in_words(calendar, at("2026-11-29 09:00")?, Lang::Zh), "已超期");
    // An hour more begins with Monday's work.
    let extended = again.extend(limit(1, WorkingHour))?;
    assert_eq!(extended.light(calendar, at("2026-11-29 09:00")?), Light::Yellow);
    assert_eq!(extended.due(calendar), Some(at("2026-11-30 09:00")?));
    Ok(())
}

#[test]
fn the_shipped_days_are_those_of_the_notices() -> Result<(), Fault> {
    let lines = include_str!("holidays.csv").lines().filter(|line| !line.starts_with('#')).skip(1);
    assert_eq!(lines.count(), shipped_days().count(), "every line can be read");
    let days: Vec<Day> = shipped_days().map(|(day, _, _)| day).collect();
    assert!(days.is_sorted_by(|a, b| a < b));
    let calendar = Calendar::shipped();
    for (year, off, made_up, worked) in [("2025", 28, 5, 248), ("2026", 33, 6, 248), ("2027", 13, 0, 254)] {
        let of = |kind| shipped_days().filter(|(day, k, _)| day.as_str().starts_with(year) && *k == kind).count();
        assert_eq!((of(DayKind::Off), of(DayKind::Workday)), (off, made_up), "{year}");
        let first: Day = format!("{year}-01-01").parse()?;
        let workdays = (0..365).filter(|n| calendar.is_workday(&first.shifted(*n))).count();
        assert_eq!(workdays, worked, "{year}");
        let all = calendar.between(WorkingDay, first.begins(), first.shifted(365).begins());
        assert_eq!(all, i64::try_from(worked).unwrap_or_default() * WORKING_DAY, "{year}");
    }
    Ok(())
}

#[test]
fn of_a_day_named_twice_the_later_word_counts() -> Result<(), Fault> {
    let (friday, sunday): (Day, Day) = ("2026-11-27".parse()?, "2026-11-29".parse()?);
    let calendar = Calendar::new([
        (friday.clone(), DayKind::Off),
        (sunday.clone(), DayKind::Workday),
        (friday.clone(), DayKind::Workday),
        (sunday.clone(), DayKind::Off),
    ]);
    assert!(calendar.is_workday(&friday) && !calendar.is_workday(&sunday));
    assert_eq!(calendar, Calendar::new([]));
    Ok(())
}

#[test]
fn every_stage_of_every_category_has_a_limit() -> Result<(), Fault> {
    for category in crate::categories::CATEGORIES {
        let code: CategoryCode = category.code.parse()?;
        assert_eq!(default_limit(&code, Stage::Handle), category.limit);
        assert!(Stage::ALL.iter().all(|stage| counted(default_limit(&code, *stage)) > 0), "{code}");
    }
    for (code, accept, verify) in [
        ("0102", limit(4, WorkingHour), limit(1, WorkingDay)),
        ("0201", limit(2, UrgentHour), limit(1, WorkingDay)),
        ("0203", limit(15, UrgentMinute), limit(1, WorkingDay)),
        ("0205", limit(30, UrgentMinute), limit(30, UrgentMinute)),
        ("0501", limit(30, UrgentMinute), limit(30, UrgentMinute)),
        ("0602", limit(4, WorkingHour), limit(1, WorkingDay)),
        ("0703", limit(30, UrgentMinute), limit(30, UrgentMinute)),
    ] {
        let code: CategoryCode = code.parse()?;
        let found = [Stage::Accept, Stage::Dispatch, Stage::Verify].map(|stage| default_limit(&code, stage));
        assert_eq!(found, [accept, accept, verify], "{code}");
    }
    Ok(())
}

#[test]
fn what_is_left_reads_as_people_say_it() {
    for (unit, remaining, zh, en) in [
        (WorkingDay, WORKING_DAY + 3 * HOUR, "还剩 1 个工作日 3 小时", "1 working day 3 hours left"),
        (WorkingDay, 2 * WORKING_DAY + 5 * MINUTE, "还剩 2 个工作日", "2 working days left"),
        (WorkingHour, 3 * HOUR, "还剩 3 个工作小时", "3 working hours left"),
        (WorkingHour, 59 * MINUTE + 59_999, "还剩 59 分钟", "59 minutes left"),
        (UrgentHour, -2 * HOUR, "已超期 2 小时", "overdue by 2 hours"),
        (UrgentHour, -25 * HOUR, "已超期 1 天 1 小时", "overdue by 1 day 1 hour"),
        (NaturalDay, 0, "还剩不到 1 分钟", "less than a minute left"),
        (AtOnce, -1, "已超期", "overdue"),
    ] {
        assert_eq!(remaining_in_words(unit, remaining, Lang::Zh), zh);
        assert_eq!(remaining_in_words(unit, remaining, Lang::En), en);
    }
}

#[test]
fn a_promise_reads_as_people_say_it() -> Result<(), Fault> {
    let now = at("2026-11-24 16:05")?;
    for (due, zh, en) in [
        ("2026-11-24 18:00", "今天下午 18:00 前", "by 18:00 today"),
        ("2026-11-25 12:00", "明天上午 12:00 前", "by 12:00 tomorrow"),
        ("2026-11-25 00:29", "明天凌晨 00:29 前", "by 00:29 tomorrow"),
        ("2026-11-25 00:00", "今天晚上 24:00 前", "by 24:00 today"),
        ("2026-11-26 10:00", "后天上午 10:00 前", "by 10:00 on Thursday 26 November"),
        ("2026-12-04 14:30", "12 月 4 日（周五）下午 14:30 前", "by 14:30 on Friday 4 December"),
        ("2027-01-04 20:00", "2027 年 1 月 4 日（周一）晚上 20:00 前", "by 20:00 on Monday 4 January 2027"),
        ("2026-11-24 12:00", "原定今天上午 12:00 前", "was due by 12:00 today"),
        ("2026-11-23 12:00", "原定昨天上午 12:00 前", "was due by 12:00 yesterday"),
    ] {
        assert_eq!(promise_in_words(at(due)?, now, Lang::Zh), zh);
        assert_eq!(promise_in_words(at(due)?, now, Lang::En), en);
    }
    Ok(())
}
