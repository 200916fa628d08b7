//! Which rule fits which case.

use super::*;
use crate::time::Day;

fn rule(name: &str) -> Result<NewRoutingRule, Fault> {
    Ok(NewRoutingRule {
        name: name.parse()?,
        category: None,
        group: None,
        area: None,
        hours: None,
        weekdays: Vec::new(),
        from_time: None,
        to_time: None,
        level: Some(UnitLevel::SubDistrict),
        unit: None,
        duty: None,
        auto: RuleAuto::Suggest,
        late: RuleLate::Nothing,
    })
}

/// A moment in China.
fn at(day: &str, time: &str) -> Result<Moment, Fault> {
    let time: TimeOfDay = time.parse()?;
    let (hour, minute) = time.split_once(':').unwrap_or_default();
    let seconds = hour.parse::<i64>().unwrap_or_default() * 3600 + minute.parse::<i64>().unwrap_or_default() * 60;
    Ok(day.parse::<Day>()?.begins().plus_seconds(seconds))
}

#[test]
fn a_rule_fits_when_everything_it_names_does() -> Result<(), Fault> {
    let (category, grid) = ("0602".parse()?, "330881003207001".parse()?);
    // A Tuesday, the eve of no holiday; the National Day week; and a Saturday worked for it.
    let (tuesday, holiday, made_up) = ("2026-11-24", "2026-10-02", "2026-10-10");
    let night = (Some("18:00".parse()?), Some("08:00".parse()?));
    let day = (Some("08:30".parse()?), Some("09:00".parse()?));
    let cases: [(&str, NewRoutingRule, Moment, bool); 20] = [
        ("nothing named", rule("a")?, at(tuesday, "10:00")?, true),
        ("its category", NewRoutingRule { category: Some("0602".parse()?), ..rule("a")? }, at(tuesday, "10:00")?, true),
        ("another category", NewRoutingRule { category: Some("0601".parse()?), ..rule("a")? }, at(tuesday, "10:00")?, false),
        ("its group", NewRoutingRule { group: Some(CategoryGroup::Facilities), ..rule("a")? }, at(tuesday, "10:00")?, true),
        ("another group", NewRoutingRule { group: Some(CategoryGroup::Disputes), ..rule("a")? }, at(tuesday, "10:00")?, false),
        ("its village", NewRoutingRule { area: Some("330881003207".parse()?), ..rule("a")? }, at(tuesday, "10:00")?, true),
        ("its grid", NewRoutingRule { area: Some("330881003207001".parse()?), ..rule("a")? }, at(tuesday, "10:00")?, true),
        ("another grid", NewRoutingRule { area: Some("330881003207002".parse()?), ..rule("a")? }, at(tuesday, "10:00")?, false),
        ("working hours", NewRoutingRule { hours: Some(OfficeHours::Working), ..rule("a")? }, at(tuesday, "08:00")?, true),
        ("the lunch break", NewRoutingRule { hours: Some(OfficeHours::Working), ..rule("a")? }, at(tuesday, "12:00")?, false),
        ("a holiday", NewRoutingRule { hours: Some(OfficeHours::Outside), ..rule("a")? }, at(holiday, "10:00")?, true),
        ("a Saturday worked", NewRoutingRule { hours: Some(OfficeHours::Working), ..rule("a")? }, at(made_up, "10:00")?, true),
        ("its weekday", NewRoutingRule { weekdays: vec![Weekday::Monday, Weekday::Tuesday], ..rule("a")? }, at(tuesday, "23:59")?, true),
        ("another weekday", NewRoutingRule { weekdays: vec![Weekday::Wednesday], ..rule("a")? }, at(tuesday, "23:59")?, false),
        ("the night", window(&night)?, at(tuesday, "23:00")?, true),
        ("the small hours", window(&night)?, at(tuesday, "07:59")?, true),
        ("not the night", window(&night)?, at(tuesday, "08:00")?, false),
        ("the first minute", window(&day)?, at(tuesday, "08:30")?, true),
        ("the end", window(&day)?, at(tuesday, "09:00")?, false),
        ("before", window(&day)?, at(tuesday, "08:29")?, false),
    ];
    for (what, rule, filed_at, fits) in cases {
        let matter = Matter { category: &category, grid: &grid, filed_at };
        assert_eq!(rule.fits(&matter, Calendar::shipped()), fits, "{what}");
    }
    Ok(())
}

fn window((from_time, to_time): &(Option<TimeOfDay>, Option<TimeOfDay>)) -> Result<NewRoutingRule, Fault> {
    Ok(NewRoutingRule { from_time: from_time.clone(), to_time: to_time.clone(), ..rule("a")? })
}

#[test]
fn the_first_that_fits_counts() -> Result<(), Fault> {
    let rules = [
        NewRoutingRule { category: Some("0601".parse()?), ..rule("roads")? },
        NewRoutingRule { group: Some(CategoryGroup::Facilities), ..rule("facilities")? },
        NewRoutingRule { category: Some("0602".parse()?), ..rule("lights")? },
    ];
    let grid = "330881003207001".parse()?;
    for (category, found) in [("0601", Some(0)), ("0602", Some(1)), ("0102", None)] {
        let category = category.parse()?;
        let matter = Matter { category: &category, grid: &grid, filed_at: at("2026-11-24", "10:00")? };
        assert_eq!(first_fit(&rules, &matter, Calendar::shipped()), found, "{category}");
    }
    Ok(())
}

#[test]
fn what_cannot_be_said_is_named() -> Result<(), Fault> {
    let unit = Some(UnitId::new());
    let none = NewRoutingRule { level: None, ..rule("a")? };
    let cases = [
        (rule("a")?, None),
        (NewRoutingRule { unit, ..rule("a")? }, None),
        (NewRoutingRule { duty: Some(Duty::PartTime), ..none.clone() }, None),
        (NewRoutingRule { unit, ..none.clone() }, Some(RuleFault::NoTarget)),
        (NewRoutingRule { duty: Some(Duty::Handler), ..none.clone() }, Some(RuleFault::NotOfGrid)),
        (NewRoutingRule { duty: Some(Duty::Leader), ..rule("a")? }, Some(RuleFault::TwoTargets)),
        (NewRoutingRule { unit, level: Some(UnitLevel::Village), ..rule("a")? }, Some(RuleFault::NoUnits)),
        (NewRoutingRule { level: Some(UnitLevel::County), ..rule("a")? }, Some(RuleFault::CountyWithoutUnit)),
        (NewRoutingRule { from_time: Some("08:00".parse()?), ..rule("a")? }, Some(RuleFault::HalfWindow)),
        (window(&(Some("08:00".parse()?), Some("08:00".parse()?)))?, Some(RuleFault::EmptyWindow)),
        (
            NewRoutingRule { category: Some("0601".parse()?), group: Some(CategoryGroup::Facilities), ..rule("a")? },
            Some(RuleFault::CategoryAndGroup),
        ),
        (none, Some(RuleFault::NoTarget)),
    ];
    for (rule, fault) in cases {
        assert_eq!(rule.fault(), fault, "{rule:?}");
    }
    for wrong in ["8:00", "24:00", "08:60", "08.00", "0800", "+8:00", ""] {
        assert_eq!(wrong.parse::<TimeOfDay>(), Err(Fault::TimeOfDay), "{wrong}");
    }
    Ok(())
}
