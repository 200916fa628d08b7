//! Schemes to begin with. The first four items are those that the sub-district's own rules name; the weights are a proposal.

use uuid::Uuid;

use super::facts::{CountMeasure, RateMeasure};
use super::points::Points;
use super::scheme::{Band, Bonus, Item, Rule, RuleId, RuleKind, RuleName, Scheme};
use crate::categories::CategoryGroup::{self, Construction, Disputes, Environment, Hazards, Safety};

/// Ids of what every instance begins with, so that a scheme exported from one is known by another.
const FIRST_ID: u128 = 0x0193_0000_0000_7000_8000_0000_0000_0000;

/// Counts up ids while a preset is written down.
struct Ids(u128);

impl Ids {
    fn next(&mut self) -> RuleId {
        self.0 += 1;
        Uuid::from_u128(FIRST_ID + self.0).into()
    }

    fn rate(&mut self, measure: RateMeasure, groups: &[CategoryGroup], points: i64, bands: &[(u8, i64)]) -> Rule {
        let bands = bands.iter().map(|(from_percent, points)| Band { from_percent: *from_percent, points: Points::whole(*points) });
        let by = RuleKind::Rate { measure, groups: groups.to_vec(), points: Points::whole(points), bands: bands.collect() };
        Rule { id: self.next(), name: name(measure.label(crate::lang::Lang::Zh)), by }
    }

    fn off(&mut self, measure: CountMeasure, groups: &[CategoryGroup], each: i64, cap: i64) -> Rule {
        let by = RuleKind::Deduction { measure, groups: groups.to_vec(), each: Points::whole(each), cap: Points::whole(cap) };
        Rule { id: self.next(), name: name(measure.label(crate::lang::Lang::Zh)), by }
    }

    fn judged(&mut self, words: &str, cap: i64) -> Rule {
        Rule { id: self.next(), name: name(words), by: RuleKind::Manual { cap: Points::whole(cap) } }
    }

    fn item(&mut self, words: &str, weight: i64, rules: Vec<Rule>) -> Item {
        Item { id: self.next(), name: name(words), weight: Points::whole(weight), rules }
    }

    fn bonus(&mut self, words: &str, most: i64) -> Bonus {
        Bonus { id: self.next(), name: name(words), most: Points::whole(most) }
    }
}

/// Only what is written in this file is named so, and it fits.
fn name(words: &str) -> RuleName {
    words.parse().unwrap_or_else(|_| unreachable!("a name of this file: {words}"))
}

/// What an instance begins with: eight key items.
pub fn shipped() -> Scheme {
    use RateMeasure::{CasesInTime, CasesLasting, DisputesSettled, PatrolsInTime, SolvedByReporters, VisitsInTime};
    let mut ids = Ids(0);
    let steps = [(95, 15), (90, 12), (85, 9), (60, 5)];
    let tenths = [(95, 10), (90, 8), (85, 6), (60, 3)];
    let items = vec![
        {
            let rules = vec![ids.rate(PatrolsInTime, &[], 15, &steps)];
            ids.item("网格巡查", 15, rules)
        },
        {
            let rules = vec![
                ids.rate(CasesInTime, &[Environment], 10, &[]),
                ids.rate(CasesLasting, &[Environment], 5, &[]),
                ids.judged("环境整治现场抽查", 5),
            ];
            ids.item("环境整治", 15, rules)
        },
        {
            let rules = vec![ids.rate(CasesInTime, &[Construction], 15, &[]), ids.off(CountMeasure::CasesLate, &[Construction], 2, 6)];
            ids.item("违建防控", 15, rules)
        },
        {
            let rules = vec![
                ids.rate(CasesInTime, &[Safety], 10, &[]),
                ids.rate(SolvedByReporters, &[Safety], 5, &[]),
                ids.off(CountMeasure::RedCards, &[Safety], 2, 6),
            ];
            ids.item("综治信访维稳", 15, rules)
        },
        {
            let rules = vec![ids.rate(DisputesSettled, &[], 10, &tenths), ids.off(CountMeasure::CasesReworked, &[Disputes], 1, 3)];
            ids.item("矛盾纠纷化解", 10, rules)
        },
        {
            let rules = vec![ids.rate(CasesInTime, &[Hazards], 10, &[]), ids.off(CountMeasure::CasesLate, &[Hazards], 1, 4)];
            ids.item("安全隐患排查", 10, rules)
        },
        {
            let rules = vec![ids.rate(VisitsInTime, &[], 10, &tenths)];
            ids.item("关爱走访", 10, rules)
        },
        {
            let rules =
                vec![ids.rate(CasesInTime, &[], 4, &[]), ids.rate(CasesLasting, &[], 3, &[]), ids.rate(SolvedByReporters, &[], 3, &[])];
            ids.item("上报与处置质量", 10, rules)
        },
    ];
    let bonuses = vec![ids.bonus("经验做法被上级采纳", 10)];
    Scheme { items, bonuses, bonus_cap: Points::whole(10), village_percent: 30 }
}

/// After a neighbouring town's rules of 2023 (贺村镇网格考核实施细则): results of the grid 50, duty of the grid 30, of its members 20.
pub fn fifty_thirty_twenty() -> Scheme {
    use RateMeasure::{CasesInTime, CasesLasting, DisputesSettled, PatrolsInTime, SolvedByReporters, VisitsInTime};
    let mut ids = Ids(1000);
    let items = vec![
        {
            let rules = vec![
                ids.rate(CasesInTime, &[], 30, &[]),
                ids.rate(DisputesSettled, &[], 20, &[(95, 20), (90, 16), (85, 12), (60, 6)]),
                ids.judged("科室考评", 20),
            ];
            ids.item("网格运作成效", 50, rules)
        },
        {
            let rules =
                vec![ids.rate(PatrolsInTime, &[], 20, &[(95, 20), (90, 16), (85, 12), (60, 6)]), ids.rate(CasesLasting, &[], 10, &[])];
            ids.item("网格履职绩效", 30, rules)
        },
        {
            let rules = vec![ids.rate(VisitsInTime, &[], 10, &[]), ids.rate(SolvedByReporters, &[], 10, &[])];
            ids.item("网格员绩效", 20, rules)
        },
    ];
    let bonuses =
        vec![ids.bonus("创新做法被镇采纳", 2), ids.bonus("被市采纳", 4), ids.bonus("被衢州采纳", 8), ids.bonus("被省级以上采纳", 10)];
    Scheme { items, bonuses, bonus_cap: Points::whole(10), village_percent: 0 }
}
