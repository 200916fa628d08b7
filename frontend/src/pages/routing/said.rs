//! What a rule says, in words.

use shared::lang::Lang;
use shared::routing::NewRoutingRule;
use shared::staffing::Duty;
use shared::units::{UnitLevel, UnitRef};

use crate::words::RoutingWords;

/// For which matters, where and when: `公共设施 · 十村 · 非工作时间 · 周六周日`.
pub fn matter(lang: Lang, rule: &NewRoutingRule, area: Option<&str>) -> String {
    let what = match (&rule.category, rule.group) {
        (Some(category), _) => category.category().label(lang).to_owned(),
        (None, Some(group)) => group.label(lang).to_owned(),
        (None, None) => lang.every_matter(),
    };
    let area = rule.area.as_ref().map(|code| area.map_or_else(|| code.to_string(), ToOwned::to_owned));
    let hours = rule.hours.map(|hours| hours.label(lang).to_owned());
    let between = if lang == Lang::Zh { "" } else { " " };
    let days = (!rule.weekdays.is_empty()).then(|| rule.weekdays.iter().map(|day| day.label(lang)).collect::<Vec<_>>().join(between));
    let window = rule.from_time.as_ref().zip(rule.to_time.as_ref()).map(|(from, to)| format!("{from}–{to}"));
    [Some(what), area, hours, days, window].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Where to: a unit, a level, or somebody of the grid.
pub fn target(lang: Lang, level: Option<UnitLevel>, unit: Option<&UnitRef>, duty: Option<Duty>) -> String {
    match (unit, duty, level) {
        (Some(unit), ..) => unit.name.to_string(),
        (None, Some(duty), _) => lang.to_duty(duty.label(lang)),
        (None, None, Some(UnitLevel::SubDistrict)) => lang.command_room(),
        (None, None, Some(level)) => level.label(lang).to_owned(),
        (None, None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use shared::routing::{OfficeHours, RuleAuto, RuleLate, Weekday};
    use shared::value::Fault;

    use super::*;

    #[test]
    fn a_rule_reads_as_people_say_it() -> Result<(), Fault> {
        let rule = NewRoutingRule {
            name: "夜间".parse()?,
            category: Some("0602".parse()?),
            group: None,
            area: Some("330881003207".parse()?),
            hours: Some(OfficeHours::Outside),
            weekdays: vec![Weekday::Saturday, Weekday::Sunday],
            from_time: Some("18:00".parse()?),
            to_time: Some("08:00".parse()?),
            level: Some(UnitLevel::SubDistrict),
            unit: None,
            duty: None,
            auto: RuleAuto::Suggest,
            late: RuleLate::Nothing,
        };
        assert_eq!(matter(Lang::Zh, &rule, Some("十村")), "路灯与照明 · 十村 · 非工作时间 · 周六周日 · 18:00–08:00");
        assert_eq!(target(Lang::Zh, rule.level, None, None), "街道指挥室");
        assert_eq!(target(Lang::Zh, None, None, Some(Duty::PartTime)), "本网格的兼职网格员");
        Ok(())
    }
}
