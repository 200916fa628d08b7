//! Months computed by hand, to the hundredth, and what must hold of every month.

use proptest::prelude::*;
use uuid::Uuid;

use super::facts::{CountMeasure, Facts, RateMeasure};
use super::points::Points;
use super::presets::{fifty_thirty_twenty, shipped};
use super::ranking::{Standing, ranks};
use super::scheme::{Band, Bonus, Item, Rule, RuleId, RuleKind, Scheme, SchemeFault};
use super::scoring::{Marks, Score};
use crate::categories::CategoryGroup::{self, Construction, Environment};

fn named(n: u128) -> RuleId {
    Uuid::from_u128(n).into()
}

fn rule(n: u128, by: RuleKind) -> Rule {
    Rule { id: named(n), name: "规则".parse().unwrap(), by }
}

fn item(n: u128, weight: i64, rules: Vec<Rule>) -> Item {
    Item { id: named(n), name: "事项".parse().unwrap(), weight: Points::whole(weight), rules }
}

fn rate(n: u128, measure: RateMeasure, groups: &[CategoryGroup], points: i64, bands: &[(u8, i64)]) -> Rule {
    let bands = bands.iter().map(|(from_percent, points)| Band { from_percent: *from_percent, points: Points::whole(*points) }).collect();
    rule(n, RuleKind::Rate { measure, groups: groups.to_vec(), points: Points::whole(points), bands })
}

const PATROLS: u128 = 10;
const BANDS: [(u8, i64); 3] = [(95, 40), (90, 30), (80, 20)];
const SPOT_CHECK: u128 = 21;
const ADOPTED: u128 = 40;
const PRAISED: u128 = 41;

/// Patrols 40 by bands; environment 35 in proportion, with a spot check up to 5 off; construction 25, 2 off for each late case up to 6.
fn scheme() -> Scheme {
    use RateMeasure::{CasesInTime, CasesLasting, PatrolsInTime};
    let late =
        RuleKind::Deduction { measure: CountMeasure::CasesLate, groups: vec![Construction], each: Points::whole(2), cap: Points::whole(6) };
    let scheme = Scheme {
        items: vec![
            item(1, 40, vec![rate(PATROLS, PatrolsInTime, &[], 40, &BANDS)]),
            item(
                2,
                35,
                vec![
                    rate(20, CasesInTime, &[Environment], 30, &[]),
                    rule(SPOT_CHECK, RuleKind::Manual { cap: Points::whole(5) }),
                    rate(22, CasesLasting, &[Environment], 5, &[]),
                ],
            ),
            item(3, 25, vec![rate(30, CasesInTime, &[Construction], 25, &[]), rule(31, late)]),
        ],
        bonuses: vec![
            Bonus { id: named(ADOPTED), name: "被采纳".parse().unwrap(), most: Points::whole(8) },
            Bonus { id: named(PRAISED), name: "被表扬".parse().unwrap(), most: Points::whole(4) },
        ],
        bonus_cap: Points::whole(10),
        village_percent: 30,
    };
    scheme.check().unwrap();
    scheme
}

/// What was counted: patrols, environment in time and lasting, construction in time, each as done and due; late construction cases.
fn facts(patrols: (u64, u64), environment: (u64, u64), lasting: (u64, u64), construction: (u64, u64), late: u64) -> Facts {
    use RateMeasure::{CasesInTime, CasesLasting, PatrolsInTime};
    let mut facts = Facts::default();
    facts.rate(PatrolsInTime, None, patrols.0, patrols.1);
    facts.rate(CasesInTime, Some(Environment), environment.0, environment.1);
    facts.rate(CasesLasting, Some(Environment), lasting.0, lasting.1);
    facts.rate(CasesInTime, Some(Construction), construction.0, construction.1);
    facts.count(CountMeasure::CasesLate, Some(Construction), late);
    facts
}

fn base(facts: &Facts, marks: &[(u128, i64)]) -> Option<i64> {
    Score::of(&scheme(), facts, &marked(marks)).base.map(Points::in_hundredths)
}

/// Marks by rule, in hundredths.
fn marked(marks: &[(u128, i64)]) -> Marks {
    marks.iter().map(|(rule, points)| (named(*rule), Points::hundredths(*points))).collect()
}

#[test]
fn months_computed_by_hand() {
    let everything = facts((20, 20), (10, 10), (10, 10), (4, 4), 0);
    // All done: 40 + 35 + 25.
    assert_eq!(base(&everything, &[]), Some(10_000));
    // 19 of 20 patrols are 95 %: still the first band. 18 of 20 are 90 %: 30. 17 of 20: 20. 15 of 20 reach none: 0.
    for (done, points) in [(19, 10_000), (18, 9_000), (17, 8_000), (15, 6_000)] {
        assert_eq!(base(&facts((done, 20), (10, 10), (10, 10), (4, 4), 0), &[]), Some(points));
    }
    // 949 of 1000 are not 95 %, whatever they are rounded to.
    assert_eq!(base(&facts((949, 1000), (10, 10), (10, 10), (4, 4), 0), &[]), Some(9_000));
    // 2 of 3 in time: 30 × 2/3 = 20.00; lasting 1 of 3: 5 × 1/3 = 1.666… → 1.67; 40 + 21.67 + 25.
    assert_eq!(base(&facts((20, 20), (2, 3), (1, 3), (4, 4), 0), &[]), Some(8_667));
    // No lasting cases to speak of: 30 × 2/3 = 20 of 30 is 35 × 20/30 = 23.33; 40 + 23.33 + 25.
    assert_eq!(base(&facts((20, 20), (2, 3), (0, 0), (4, 4), 0), &[]), Some(8_833));
    // No construction cases at all: 40 + 20 + 1.67 = 61.67 of 75 → 82.2266… → 82.23.
    assert_eq!(base(&facts((20, 20), (2, 3), (1, 3), (0, 0), 0), &[]), Some(8_223));
    // Nothing but patrols: 30 of 40 → 75.
    assert_eq!(base(&facts((18, 20), (0, 0), (0, 0), (0, 0), 0), &[]), Some(7_500));
    // Nothing was due: no points, rather than none.
    assert_eq!(base(&Facts::default(), &[]), None);
}

#[test]
fn deductions_stop_at_their_cap_and_at_nothing() {
    // 3 of 4 in time: 18.75, two late: 4 off → 14.75; 40 + 35 + 14.75.
    assert_eq!(base(&facts((20, 20), (10, 10), (10, 10), (3, 4), 2), &[]), Some(8_975));
    // Nine late are 18, capped at 6: 18.75 - 6 = 12.75.
    assert_eq!(base(&facts((20, 20), (10, 10), (10, 10), (3, 4), 9), &[]), Some(8_775));
    // 0 of 4: nothing less than nothing.
    assert_eq!(base(&facts((20, 20), (10, 10), (10, 10), (0, 4), 4), &[]), Some(7_500));
    // Late, though no rate says anything: one begins with everything, 25 - 2.
    assert_eq!(base(&facts((20, 20), (10, 10), (10, 10), (0, 0), 1), &[]), Some(9_800));
    // A spot check takes 2.50; one that was meant to take 9 takes its cap of 5.
    let all = facts((20, 20), (10, 10), (10, 10), (4, 4), 0);
    assert_eq!(base(&all, &[(SPOT_CHECK, 250)]), Some(9_750));
    assert_eq!(base(&all, &[(SPOT_CHECK, 900)]), Some(9_500));
}

#[test]
fn bonus_is_beside_the_points_and_capped() {
    let all = facts((20, 20), (10, 10), (10, 10), (4, 4), 0);
    let bonus = |marks: &[(u128, i64)]| Score::of(&scheme(), &all, &marked(marks)).bonus.in_hundredths();
    assert_eq!(bonus(&[]), 0);
    assert_eq!(bonus(&[(ADOPTED, 450)]), 450);
    assert_eq!(bonus(&[(ADOPTED, 800), (PRAISED, 400)]), 1_000);
    // Nothing is taken by a bonus.
    assert_eq!(bonus(&[(ADOPTED, -300), (PRAISED, 100)]), 100);
}

#[test]
fn a_village_is_what_its_grids_are_together_and_they_share_in_it() {
    // 10 of 10 and 8 of 10 patrols: the village has 18 of 20, which is 30 of 40.
    let (one, other) = (facts((10, 10), (0, 0), (0, 0), (0, 0), 0), facts((8, 10), (0, 0), (0, 0), (0, 0), 0));
    let mut village = Facts::default();
    for grid in [&one, &other] {
        village.add(grid);
    }
    assert_eq!((base(&one, &[]), base(&other, &[]), base(&village, &[])), (Some(10_000), Some(5_000), Some(7_500)));
    let bundled = |own: i64| Score::bundled(Points::hundredths(own), Some(Points::hundredths(7_500)), 30).in_hundredths();
    // 100 × 70 % + 75 × 30 % = 92.50; 50 × 70 % + 75 × 30 % = 57.50; 33.33 × 70 % + 22.50 = 45.831 → 45.83.
    assert_eq!([bundled(10_000), bundled(5_000), bundled(3_333)], [9_250, 5_750, 4_583]);
    // A village without points shares nothing.
    assert_eq!(Score::bundled(Points::whole(80), None, 30), Points::whole(80));
}

#[test]
fn ranks_are_shared_and_a_veto_stands_behind() {
    let of = |points: i64| Standing { total: Some(Points::hundredths(points)), vetoed: false };
    let nothing = Standing { total: None, vetoed: false };
    let vetoed = Standing { vetoed: true, ..of(9_999) };
    let all = [of(9_000), of(9_512), nothing, of(9_512), vetoed, of(9_511)];
    assert_eq!(ranks(&all), [Some(4), Some(1), None, Some(1), Some(5), Some(3)]);
}

#[test]
fn schemes_that_do_not_add_up_are_refused() {
    shipped().check().unwrap();
    fifty_thirty_twenty().check().unwrap();
    let changed = |change: fn(&mut Scheme)| {
        let mut scheme = scheme();
        change(&mut scheme);
        scheme.check()
    };
    assert_eq!(changed(|it| it.items[0].weight = Points::whole(41)), Err(SchemeFault::Weights(Points::whole(101))));
    let weights = |it: &mut Scheme| {
        it.items[0].rules.clear();
        (it.items[0].weight, it.items[1].weight) = (Points::whole(75), Points::ZERO);
    };
    assert_eq!(changed(weights), Err(SchemeFault::Weight { item: 1 }));
    assert_eq!(changed(|it| drop(it.items[1].rules.pop())), Err(SchemeFault::Rates { item: 1 }));
    assert_eq!(changed(|it| it.bonus_cap = Points::whole(7)), Err(SchemeFault::Bonus));
    let bands = |bands: &[(u8, i64)]| {
        let mut scheme = scheme();
        scheme.items[0].rules = vec![rate(PATROLS, RateMeasure::PatrolsInTime, &[], 40, bands)];
        scheme.check()
    };
    // Everything is not worth everything; more is worth less; two of the same height.
    for wrong in [&[(95, 39)][..], &[(95, 40), (80, 41)], &[(80, 40), (90, 30)], &[(95, 40), (95, 30)]] {
        assert_eq!(bands(wrong), Err(SchemeFault::Bands { item: 0, rule: 0 }), "{wrong:?}");
    }
    let free = changed(|it| it.items[2].rules[1] = rule(31, RuleKind::Manual { cap: Points::ZERO }));
    assert_eq!(free, Err(SchemeFault::Amount { item: 2, rule: 1 }));
}

#[test]
fn a_rule_cannot_count_how_the_app_is_used() {
    for measure in ["sign_ins", "mileage", "online_hours", "reports_filed", "check_ins"] {
        let text =
            format!(r#"{{ "id": "{}", "name": "打卡", "by": {{ "kind": "rate", "measure": "{measure}", "points": 10 }} }}"#, named(1));
        assert!(serde_json::from_str::<Rule>(&text).is_err(), "{measure}");
        assert!(serde_json::from_str::<Rule>(&text.replace(measure, "patrols_in_time")).is_ok());
    }
}

#[test]
fn points_are_read_and_written_to_the_hundredth() {
    for (text, points) in
        [("12.5", Some(1_250)), ("0.07", Some(7)), ("100", Some(10_000)), ("1.005", None), ("1000.01", None), ("-2", Some(-200))]
    {
        assert_eq!(serde_json::from_str::<Points>(text).ok(), points.map(Points::hundredths), "{text}");
    }
    assert_eq!(serde_json::to_string(&Points::hundredths(8_667)).unwrap(), "86.67");
    // 1 of 3 of 0.01, and 1 of 2 of it: half a hundredth is rounded up.
    assert_eq!((Points::hundredths(1).share(1, 3), Points::hundredths(1).share(1, 2)), (Points::ZERO, Points::hundredths(1)));
}

/// Counts of any month.
fn any_facts() -> impl Strategy<Value = Facts> {
    let event = (0..RateMeasure::ALL.len(), 0..CategoryGroup::ALL.len(), 0_u64..50, 0_u64..50, 0_u64..4);
    proptest::collection::vec(event, 0..12).prop_map(|events| {
        let mut facts = Facts::default();
        for (measure, group, done, more, times) in events {
            let (measure, group) = (RateMeasure::ALL[measure], Some(CategoryGroup::ALL[group]));
            facts.rate(measure, group, done, done + more);
            facts.count(CountMeasure::ALL[(times as usize) % CountMeasure::ALL.len()], group, times);
        }
        facts
    })
}

fn any_scheme() -> impl Strategy<Value = Scheme> {
    prop_oneof![Just(scheme()), Just(shipped()), Just(fifty_thirty_twenty())]
}

proptest! {
    #[test]
    fn no_points_are_out_of_bounds(scheme in any_scheme(), facts in any_facts(), mark in -2_000_i64..2_000) {
        let marks = scheme.items.iter().flat_map(|item| &item.rules).map(|rule| rule.id).chain(scheme.bonuses.iter().map(|it| it.id));
        let score = Score::of(&scheme, &facts, &marks.map(|id| (id, Points::hundredths(mark))).collect());
        prop_assert!(score.base.is_none_or(|base| (Points::ZERO..=Points::whole(100)).contains(&base)));
        prop_assert!((Points::ZERO..=scheme.bonus_cap).contains(&score.bonus));
        for item in &score.items {
            prop_assert!(item.points.is_none_or(|points| (Points::ZERO..=item.weight).contains(&points)));
        }
    }

    #[test]
    fn one_more_good_outcome_never_costs_points(scheme in any_scheme(), facts in any_facts(), measure in 0..RateMeasure::ALL.len(), group in 0..CategoryGroup::ALL.len()) {
        let mut better = facts.clone();
        better.rate(RateMeasure::ALL[measure], Some(CategoryGroup::ALL[group]), 1, 1);
        let points = |facts: &Facts| Score::of(&scheme, facts, &Marks::new()).base;
        prop_assert!(points(&better) >= points(&facts), "{:?} became {:?}", points(&facts), points(&better));
    }

    #[test]
    fn it_does_not_matter_in_which_order_things_happened(scheme in any_scheme(), one in any_facts(), other in any_facts()) {
        let together = |a: &Facts, b: &Facts| { let mut sum = a.clone(); sum.add(b); Score::of(&scheme, &sum, &Marks::new()) };
        prop_assert_eq!(together(&one, &other), together(&other, &one));
    }

    #[test]
    fn ranks_follow_the_points(points in proptest::collection::vec(0_i64..40, 1..30)) {
        let all: Vec<Standing> = points.iter().map(|it| Standing { total: Some(Points::hundredths(*it)), vetoed: false }).collect();
        for (own, rank) in points.iter().zip(ranks(&all)) {
            prop_assert_eq!(rank, Some(1 + points.iter().filter(|other| *other > own).count()));
        }
    }
}
