//! A rule as its form holds it, and the choices the form offers.

use std::str::FromStr;

use shared::categories::{CATEGORIES, CategoryCode, CategoryGroup};
use shared::lang::Lang;
use shared::routing::{NewRoutingRule, RoutingRule, RuleAuto, RuleLate, Weekday};
use shared::staffing::Duty;
use shared::units::{Unit, UnitId, UnitLevel};
use yew::AttrValue;

use super::super::said;
use crate::parts::form::Check;
use crate::words::RoutingWords;

/// Those of a grid a rule can name.
const DUTIES: [Duty; 4] = [Duty::FullTime, Duty::PartTime, Duty::Leader, Duty::Instructor];
/// Levels that need no unit.
const LEVELS: [UnitLevel; 4] = [UnitLevel::Grid, UnitLevel::Village, UnitLevel::Instructor, UnitLevel::SubDistrict];

/// What is in the fields.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    pub name: String,
    /// A category's code of four digits, a group's of two, or nothing for everything.
    pub matter: String,
    pub area: String,
    pub hours: String,
    /// Weekdays and times of day are shown.
    pub narrow: bool,
    pub weekdays: Vec<Weekday>,
    pub from_time: String,
    pub to_time: String,
    /// `level:`, `duty:` or `unit:` and which; of a unit its level too.
    pub target: String,
    /// Which of [`RuleAuto`] and [`RuleLate`].
    pub auto: usize,
    pub late: usize,
}

impl Draft {
    /// What a rule says.
    pub fn of(rule: &RoutingRule) -> Self {
        let text = |value: Option<String>| value.unwrap_or_default();
        let group = rule.group.map(|group| group.to_string());
        let target = match (&rule.unit, rule.level, rule.duty) {
            (Some(unit), Some(level), _) => of_unit(unit.id, level),
            (_, Some(level), _) => of_level(level),
            (.., duty) => text(duty.map(of_duty)),
        };
        Self {
            name: rule.name.to_string(),
            matter: text(rule.category.as_ref().map(ToString::to_string).or(group)),
            area: text(rule.area.as_ref().map(ToString::to_string)),
            hours: text(rule.hours.map(|hours| hours.to_string())),
            narrow: !rule.weekdays.is_empty() || rule.from_time.is_some(),
            weekdays: rule.weekdays.clone(),
            from_time: text(rule.from_time.as_ref().map(ToString::to_string)),
            to_time: text(rule.to_time.as_ref().map(ToString::to_string)),
            target,
            auto: RuleAuto::ALL.iter().position(|auto| *auto == rule.auto).unwrap_or(0),
            late: RuleLate::ALL.iter().position(|late| *late == rule.late).unwrap_or(0),
        }
    }

    /// Without weekdays and times of day.
    pub fn at_any_time(&self) -> Self {
        Self { weekdays: Vec::new(), from_time: String::new(), to_time: String::new(), ..self.clone() }
    }

    /// Names a weekday, or does so no longer.
    pub fn turn(&mut self, day: Weekday) {
        if self.weekdays.contains(&day) {
            self.weekdays.retain(|other| *other != day);
        } else {
            self.weekdays.push(day);
            self.weekdays.sort();
        }
    }

    /// The rule; nothing where a field cannot be read.
    pub fn read(&self, check: &mut Check) -> Option<NewRoutingRule> {
        let name = check.read("/name", &self.name);
        let area = check.read_optional("/area", &self.area);
        let (from_time, to_time) = (check.read_optional("/from_time", &self.from_time), check.read_optional("/to_time", &self.to_time));
        let (level, unit, duty) = self.target();
        Some(NewRoutingRule {
            name: name?,
            category: CategoryCode::from_str(&self.matter).ok(),
            group: CategoryGroup::from_str(&self.matter).ok(),
            area,
            hours: self.hours.parse().ok(),
            weekdays: self.weekdays.clone(),
            from_time,
            to_time,
            level,
            unit,
            duty,
            auto: RuleAuto::ALL.get(self.auto).copied().unwrap_or(RuleAuto::Suggest),
            late: RuleLate::ALL.get(self.late).copied().unwrap_or(RuleLate::Nothing),
        })
    }

    fn target(&self) -> (Option<UnitLevel>, Option<UnitId>, Option<Duty>) {
        match self.target.split_once(':') {
            Some(("level", level)) => (level.parse().ok(), None, None),
            Some(("duty", duty)) => (None, None, duty.parse().ok()),
            Some(("unit", which)) => {
                let (unit, level) = which.split_once(':').unwrap_or_default();
                (level.parse().ok(), unit.parse().ok(), None)
            }
            _ => (None, None, None),
        }
    }
}

fn of_level(level: UnitLevel) -> String {
    format!("level:{level}")
}

fn of_duty(duty: Duty) -> String {
    format!("duty:{duty}")
}

fn of_unit(id: UnitId, level: UnitLevel) -> String {
    format!("unit:{id}:{level}")
}

/// Everything, then each group and its categories.
pub fn matters(lang: Lang) -> Vec<(AttrValue, AttrValue)> {
    let mut all: Vec<(AttrValue, AttrValue)> = vec![("".into(), lang.every_matter().into())];
    for group in CategoryGroup::ALL {
        all.push((group.as_str().into(), lang.whole_group(group.label(lang)).into()));
        let of_group = CATEGORIES.iter().filter(|category| category.group() == *group);
        all.extend(of_group.map(|category| (category.code.into(), format!("\u{3000}{} {}", category.code, category.label(lang)).into())));
    }
    all
}

/// Those of the grid, the levels, and the units.
pub fn targets(lang: Lang, units: &[Unit]) -> Vec<(AttrValue, AttrValue)> {
    let mut all: Vec<(AttrValue, AttrValue)> = vec![("".into(), lang.choose_target().into())];
    all.extend(DUTIES.iter().map(|duty| (of_duty(*duty).into(), said::target(lang, None, None, Some(*duty)).into())));
    all.extend(LEVELS.iter().map(|level| (of_level(*level).into(), said::target(lang, Some(*level), None, None).into())));
    all.extend(
        units.iter().map(|unit| (of_unit(unit.id, unit.level).into(), format!("{} · {}", unit.level.label(lang), unit.name).into())),
    );
    all
}

#[cfg(test)]
mod tests {
    use shared::value::Fault;

    use super::*;

    #[test]
    fn a_form_reads_back_what_was_chosen() -> Result<(), Fault> {
        let unit = UnitId::new();
        let cases = [
            (of_level(UnitLevel::Instructor), (Some(UnitLevel::Instructor), None, None)),
            (of_duty(Duty::Instructor), (None, None, Some(Duty::Instructor))),
            (of_unit(unit, UnitLevel::County), (Some(UnitLevel::County), Some(unit), None)),
            (String::new(), (None, None, None)),
        ];
        for (target, meant) in cases {
            assert_eq!(Draft { target, ..Draft::default() }.target(), meant);
        }
        let mut draft = Draft { name: "夜间".into(), matter: "06".into(), target: of_level(UnitLevel::Village), ..Draft::default() };
        [Weekday::Sunday, Weekday::Monday, Weekday::Sunday].into_iter().for_each(|day| draft.turn(day));
        let mut check = Check::new(Lang::Zh);
        let rule = draft.read(&mut check).ok_or(Fault::Empty)?;
        assert_eq!((rule.category, rule.group, rule.weekdays), (None, Some(CategoryGroup::Facilities), vec![Weekday::Monday]));
        assert!(check.is_fine());
        draft.from_time = "8点".into();
        draft.read(&mut check);
        assert!(!check.is_fine());
        Ok(())
    }
}
