//! The scheme (考核细则): items with weights, and what each is measured by. It is data, so that an office can change it from a month on.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::facts::{CountMeasure, RateMeasure};
use super::points::Points;
use crate::categories::CategoryGroup;
use crate::value::{id, text};

id!(
    /// Names an item or a rule of a scheme.
    RuleId
);

text!(
    /// What an item or rule is called: `网格巡查`.
    RuleName, 40
);

/// How grids and villages are assessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    #[schema(min_items = 1, max_items = 20)]
    pub items: Vec<Item>,
    /// Beside the 100 points, and never more than [`Scheme::bonus_cap`].
    #[schema(max_items = 10)]
    pub bonuses: Vec<Bonus>,
    pub bonus_cap: Points,
    /// How many percent of a grid's points come from its village's.
    #[schema(minimum = 0, maximum = 100)]
    pub village_percent: u8,
}

/// A key item, such as patrols.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub id: RuleId,
    pub name: RuleName,
    /// The most points there are for it. Those of all items are 100.
    pub weight: Points,
    #[schema(max_items = 10)]
    pub rules: Vec<Rule>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub id: RuleId,
    pub name: RuleName,
    pub by: RuleKind,
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum RuleKind {
    /// Points for a rate: those of the first band it reaches; in proportion where there are no bands. Those of an item's rates are its weight.
    Rate {
        measure: RateMeasure,
        /// Only cases of these; all where none is named.
        #[serde(default)]
        #[schema(max_items = 8)]
        groups: Vec<CategoryGroup>,
        points: Points,
        #[serde(default)]
        #[schema(max_items = 10)]
        bands: Vec<Band>,
    },
    /// Points off for each time (`N*(-2)`), and never more than `cap`.
    Deduction {
        measure: CountMeasure,
        #[serde(default)]
        #[schema(max_items = 8)]
        groups: Vec<CategoryGroup>,
        each: Points,
        cap: Points,
    },
    /// Points off by somebody's judgement, with a reason and evidence, and never more than `cap`.
    Manual { cap: Points },
}

/// From so many percent on, so many points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Band {
    #[schema(minimum = 0, maximum = 100)]
    pub from_percent: u8,
    pub points: Points,
}

/// What is given beside the 100 points, by judgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Bonus {
    pub id: RuleId,
    pub name: RuleName,
    /// The most at once.
    pub most: Points,
}

/// What the weights of all items are together.
pub const FULL: Points = Points::whole(100);

/// Why a scheme cannot be used. `item` and `rule` count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemeFault {
    /// The weights are not 100 together but this.
    Weights(Points),
    /// An item weighs nothing, or less.
    Weight { item: usize },
    /// The points of an item's rates are not its weight.
    Rates { item: usize },
    /// The bands of a rate do not fall from full points.
    Bands { item: usize, rule: usize },
    /// Something is nothing, or more than its item.
    Amount { item: usize, rule: usize },
    /// More bonus at once than the cap, or the share of the village is more than everything.
    Bonus,
}

impl Scheme {
    /// Refuses a scheme by which a good result could cost points, or whose points do not add up.
    pub fn check(&self) -> Result<(), SchemeFault> {
        let weights = self.items.iter().map(|item| item.weight).sum();
        if weights != FULL {
            return Err(SchemeFault::Weights(weights));
        }
        for (at, item) in self.items.iter().enumerate() {
            item.check(at)?;
        }
        let bonus = self.bonuses.iter().all(|bonus| bonus.most > Points::ZERO && bonus.most <= self.bonus_cap);
        let fits = bonus && self.bonus_cap >= Points::ZERO && self.bonus_cap <= FULL && self.village_percent <= 100;
        if fits { Ok(()) } else { Err(SchemeFault::Bonus) }
    }
}

impl Item {
    fn check(&self, item: usize) -> Result<(), SchemeFault> {
        if self.weight <= Points::ZERO {
            return Err(SchemeFault::Weight { item });
        }
        let mut rates = None;
        for (rule, it) in self.rules.iter().enumerate() {
            let fits = |amount: Points| amount > Points::ZERO && amount <= self.weight;
            let amounts = match &it.by {
                RuleKind::Rate { points, bands, .. } => {
                    rates = Some(rates.unwrap_or(Points::ZERO) + *points);
                    if !falls(*points, bands) {
                        return Err(SchemeFault::Bands { item, rule });
                    }
                    fits(*points)
                }
                RuleKind::Deduction { each, cap, .. } => fits(*each) && fits(*cap) && each <= cap,
                RuleKind::Manual { cap } => fits(*cap),
            };
            if !amounts {
                return Err(SchemeFault::Amount { item, rule });
            }
        }
        if rates.is_none_or(|rates| rates == self.weight) { Ok(()) } else { Err(SchemeFault::Rates { item }) }
    }
}

/// Whether bands begin with full points and fall from there, both in percent and in points.
fn falls(full: Points, bands: &[Band]) -> bool {
    let first = bands.first().is_none_or(|band| band.points == full && band.from_percent <= 100);
    let rest = bands.iter().zip(bands.iter().skip(1));
    first && rest.into_iter().all(|(a, b)| a.from_percent > b.from_percent && a.points > b.points && b.points >= Points::ZERO)
}
