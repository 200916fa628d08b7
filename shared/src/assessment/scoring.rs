//! From what was counted to points. Everything is exact until it is rounded to the hundredth, once for each line that people see.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::facts::{Facts, Rate};
use super::points::Points;
use super::scheme::{Band, FULL, Item, Rule, RuleId, RuleKind, Scheme};

/// Points given or taken by judgement, by rule.
pub type Marks = BTreeMap<RuleId, Points>;

/// The points of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Score {
    #[schema(max_items = 20)]
    pub items: Vec<ItemScore>,
    /// Of 100, with the weight of what does not apply spread over the rest; `null` where nothing applies.
    pub base: Option<Points>,
    pub bonus: Points,
}

/// The points of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ItemScore {
    pub item: RuleId,
    pub weight: Points,
    /// `null` where nothing was due and nothing went wrong: it does not apply.
    pub points: Option<Points>,
    #[schema(max_items = 10)]
    pub lines: Vec<Line>,
}

/// What a rule came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Line {
    pub rule: RuleId,
    /// Of a rate.
    pub rate: Option<Rate>,
    /// Of a deduction: how often.
    pub times: Option<u64>,
    /// Given by a rate, below 0 where taken; `null` where nothing was due.
    pub points: Option<Points>,
}

impl Score {
    /// The points of facts by a scheme that has been checked.
    pub fn of(scheme: &Scheme, facts: &Facts, marks: &Marks) -> Self {
        let items: Vec<ItemScore> = scheme.items.iter().map(|item| ItemScore::of(item, facts, marks)).collect();
        let applying = || items.iter().filter_map(|item| item.points.map(|points| (item.weight, points)));
        let weight: Points = applying().map(|(weight, _)| weight).sum();
        let earned: Points = applying().map(|(_, points)| points).sum();
        let base = (weight > Points::ZERO).then(|| spread(earned, FULL, weight));
        let given = scheme.bonuses.iter().filter_map(|bonus| Some((*marks.get(&bonus.id)?).clamp(Points::ZERO, scheme.bonus_cap)));
        Self { base, bonus: given.sum::<Points>().min(scheme.bonus_cap), items }
    }

    /// Of a grid's base, the share that comes from its village's.
    pub fn bundled(own: Points, village: Option<Points>, village_percent: u8) -> Points {
        let Some(village) = village else { return own };
        let percent = i64::from(village_percent.min(100));
        let sum = own.in_hundredths() * (100 - percent) + village.in_hundredths() * percent;
        Points::hundredths((2 * sum + 100).div_euclid(200))
    }
}

impl ItemScore {
    fn of(item: &Item, facts: &Facts, marks: &Marks) -> Self {
        let lines: Vec<Line> = item.rules.iter().map(|rule| Line::of(rule, facts, marks)).collect();
        let (mut rated, mut got, mut of, mut taken) = (false, Points::ZERO, Points::ZERO, Points::ZERO);
        for (rule, line) in item.rules.iter().zip(&lines) {
            if let RuleKind::Rate { points, .. } = &rule.by {
                rated = true;
                if let Some(given) = line.points {
                    (got, of) = (got + given, of + *points);
                }
            } else {
                taken = taken - line.points.unwrap_or_default();
            }
        }
        let begun = if of > Points::ZERO {
            Some(spread(got, item.weight, of))
        } else {
            // Where no rate says anything one begins with everything: what was not due cannot have been missed.
            (!rated || taken > Points::ZERO).then_some(item.weight)
        };
        Self { item: item.id, weight: item.weight, points: begun.map(|begun| (begun - taken).max(Points::ZERO)), lines }
    }
}

impl Line {
    fn of(rule: &Rule, facts: &Facts, marks: &Marks) -> Self {
        let (mut rate, mut times) = (None, None);
        let points = match &rule.by {
            RuleKind::Rate { measure, groups, points, bands } => {
                let of = facts.rate_of(*measure, groups);
                rate = Some(of);
                (of.due > 0).then(|| rated(of, *points, bands))
            }
            RuleKind::Deduction { measure, groups, each, cap } => {
                let n = facts.times_of(*measure, groups);
                times = Some(n);
                Some(Points::ZERO - each.times(n).min(*cap))
            }
            RuleKind::Manual { cap } => marks.get(&rule.id).map(|mark| Points::ZERO - (*mark).clamp(Points::ZERO, *cap)),
        };
        Self { rule: rule.id, rate, times, points }
    }
}

/// The points of a rate: of the first band that it reaches, else in proportion. Compared exactly: 949 of 1000 is below 95 %.
fn rated(rate: Rate, full: Points, bands: &[Band]) -> Points {
    if bands.is_empty() {
        return full.share(rate.done, rate.due);
    }
    let reached = |band: &&Band| u128::from(rate.done) * 100 >= u128::from(rate.due) * u128::from(band.from_percent);
    bands.iter().find(reached).map_or(Points::ZERO, |band| band.points)
}

/// `got` of `of`, as a share of `full`.
fn spread(got: Points, full: Points, of: Points) -> Points {
    let positive = |points: Points| u64::try_from(points.in_hundredths()).unwrap_or(0);
    full.share(positive(got), positive(of))
}
