//! What is counted of a grid's or village's month. Counts are added up, so it does not matter in which order things happened.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::categories::CategoryGroup;
use crate::value::choice;

choice! {
    /// What went well of what was due.
    RateMeasure {
        /// Days on which a place was patrolled of those it was due.
        PatrolsInTime = "patrols_in_time", "巡查按期完成率", "Patrols in time";
        /// Cases of the month closed and never late, of those closed or late. Lateness that was exempted by an appeal does not count.
        CasesInTime = "cases_in_time", "案件按期办结率", "Cases closed in time";
        /// Closed cases that nobody had to take up again.
        CasesLasting = "cases_lasting", "一次办结率", "Cases solved at the first go";
        /// Closed cases of which the reporter said solved, of those of which the reporter said anything.
        SolvedByReporters = "solved_by_reporters", "群众确认解决率", "Confirmed by reporters";
        /// Mediations that ended with an agreement inside of a month, of those that ended or lasted longer.
        DisputesSettled = "disputes_settled", "矛盾纠纷化解率", "Disputes settled";
        /// People to care for who were visited as often as planned.
        VisitsInTime = "visits_in_time", "关爱走访完成率", "Care visits in time";
    }
}

choice! {
    /// What went wrong, by the number of times.
    CountMeasure {
        CasesLate = "cases_late", "超期案件", "Late cases";
        CasesReworked = "cases_reworked", "返工案件", "Reworked cases";
        YellowCards = "yellow_cards", "黄牌督办", "Yellow cards";
        RedCards = "red_cards", "红牌督办", "Red cards";
    }
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Rate {
    pub done: u64,
    pub due: u64,
}

/// What was counted, by measure; what is about cases also by group of categories.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    rates: BTreeMap<(RateMeasure, Option<CategoryGroup>), Rate>,
    counts: BTreeMap<(CountMeasure, Option<CategoryGroup>), u64>,
}

impl Facts {
    /// Adds `done` of `due`.
    pub fn rate(&mut self, measure: RateMeasure, group: Option<CategoryGroup>, done: u64, due: u64) {
        let rate = self.rates.entry((measure, group)).or_default();
        rate.due += due;
        rate.done += done.min(due);
    }

    /// Adds so many times.
    pub fn count(&mut self, measure: CountMeasure, group: Option<CategoryGroup>, times: u64) {
        *self.counts.entry((measure, group)).or_default() += times;
    }

    /// Adds what was counted elsewhere, as a village does with its grids.
    pub fn add(&mut self, other: &Self) {
        for ((measure, group), rate) in &other.rates {
            self.rate(*measure, *group, rate.done, rate.due);
        }
        for ((measure, group), times) in &other.counts {
            self.count(*measure, *group, *times);
        }
    }

    /// A rate over some groups of categories; of all where none is named.
    pub fn rate_of(&self, measure: RateMeasure, groups: &[CategoryGroup]) -> Rate {
        let fitting = self.rates.iter().filter(|((of, group), _)| *of == measure && is_among(*group, groups));
        fitting.fold(Rate::default(), |sum, (_, rate)| Rate { done: sum.done + rate.done, due: sum.due + rate.due })
    }

    /// How often, over some groups of categories; of all where none is named.
    pub fn times_of(&self, measure: CountMeasure, groups: &[CategoryGroup]) -> u64 {
        self.counts.iter().filter(|((of, group), _)| *of == measure && is_among(*group, groups)).map(|(_, times)| times).sum()
    }
}

fn is_among(group: Option<CategoryGroup>, groups: &[CategoryGroup]) -> bool {
    groups.is_empty() || group.is_some_and(|group| groups.contains(&group))
}
