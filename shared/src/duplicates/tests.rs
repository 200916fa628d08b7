use proptest::prelude::*;

use super::*;
use crate::value::Fault;

const HERE: &str = "330881003207001";
const NEXT: &str = "330881003207002";
const FAR: &str = "330881003206001";
const DAY: i64 = 86_400;

/// What varies in the table: category, grid, point, words, status and when it was closed.
type Case<'a> = (&'a str, &'a str, Option<(f64, f64)>, Option<&'a str>, CaseStatus, Option<i64>);

/// The same of a report: category, grid, point and words.
type New<'a> = (&'a str, &'a str, Option<(f64, f64)>, Option<&'a str>);

fn asked(new: New<'_>, known: Case<'_>) -> Result<Option<Likeness>, Fault> {
    let now = Moment::from_millis(1_764_000_000_000);
    let point = |p: Option<(f64, f64)>| p.map(|(lon, lat)| Point::new(lon, lat)).transpose();
    let (category, grid) = (new.0.parse()?, new.1.parse()?);
    let sighting = Sighting { category: &category, grid: Some(&grid), point: point(new.2)?, place_text: new.3 };
    let (category, grid) = (known.0.parse()?, known.1.parse()?);
    let closed_at = known.5.map(|days| now.plus_seconds(-days * DAY));
    let known = Known { category: &category, grid: &grid, point: point(known.2)?, place_text: known.3, status: known.4, closed_at };
    Ok(likeness(&sighting, &known, now))
}

#[test]
fn the_rule() -> Result<(), Fault> {
    use CaseStatus::{Closed, Declined, Filed, Handling, Merged, Void};
    let bridge = Some((118.600_00, 28.670_00));
    // 0.0004 degrees of latitude are 44 metres, 0.0005 are 56.
    let (near, beyond) = (Some((118.600_00, 28.670_40)), Some((118.600_00, 28.670_50)));
    let words = Some("村口 桥头");
    let lamp = ("0602", HERE, bridge, words);
    let table: &[(New<'_>, Case<'_>, bool)] = &[
        (lamp, ("0602", HERE, near, None, Filed, None), true),
        (lamp, ("0602", NEXT, near, None, Handling, None), true),
        (lamp, ("0602", HERE, beyond, words, Filed, None), false),
        (lamp, ("0605", HERE, near, None, Filed, None), true),
        (lamp, ("0601", HERE, near, None, Filed, None), true),
        (lamp, ("0401", HERE, near, None, Filed, None), false),
        (lamp, ("0602", HERE, near, None, Closed, Some(7)), true),
        (lamp, ("0602", HERE, near, None, Closed, Some(8)), false),
        (lamp, ("0602", HERE, near, None, Closed, None), false),
        (lamp, ("0602", HERE, near, None, Declined, None), false),
        (lamp, ("0602", HERE, near, None, Merged, None), false),
        (lamp, ("0602", HERE, near, None, Void, None), false),
        (lamp, ("0602", HERE, None, None, Filed, None), true),
        (lamp, ("0602", NEXT, None, None, Filed, None), false),
        (lamp, ("0602", NEXT, None, Some("村口桥头！"), Filed, None), true),
        (lamp, ("0602", FAR, None, Some("村口桥头"), Filed, None), false),
        (lamp, ("0601", HERE, None, Some("别处"), Filed, None), false),
        (lamp, ("0605", HERE, None, Some("别处"), Filed, None), true),
        (("0102", HERE, bridge, None), ("0102", HERE, near, None, Filed, None), true),
        (("0204", HERE, bridge, None), ("0202", HERE, near, None, Filed, None), false),
        (("0801", HERE, bridge, None), ("0802", HERE, near, None, Filed, None), false),
    ];
    for (new, known, same) in table {
        assert_eq!(asked(*new, *known)?.is_some(), *same, "{new:?} {known:?}");
    }
    Ok(())
}

#[test]
fn the_likelier_comes_first() -> Result<(), Fault> {
    let new = ("0602", HERE, Some((118.6, 28.67)), Some("桥头"));
    let open = CaseStatus::Filed;
    let order = [
        ("0602", HERE, Some((118.6, 28.6701)), None, open, None),
        ("0602", HERE, None, Some("桥头"), open, None),
        ("0605", HERE, Some((118.6, 28.6701)), None, open, None),
        ("0601", HERE, Some((118.6, 28.6701)), None, open, None),
        ("0602", HERE, None, None, open, None),
    ];
    let ranks: Vec<f64> =
        order.into_iter().filter_map(|known| asked(new, known).transpose()).map(|l| l.map(|l| l.rank())).collect::<Result<_, _>>()?;
    assert_eq!(ranks.len(), 5);
    assert!(ranks.is_sorted(), "{ranks:?}");
    Ok(())
}

#[test]
fn near_leaves_are_leaves_of_the_tree_and_equally_open() -> Result<(), Fault> {
    for (a, b) in NEAR_LEAVES {
        let (a, b): (CategoryCode, CategoryCode) = (a.parse()?, b.parse()?);
        assert_eq!((kinship(&a, &b), kinship(&b, &a)), (Some(Kinship::Near), Some(Kinship::Near)), "{a} {b}");
    }
    Ok(())
}

prop_compose! {
    fn category()(i in 0..CATEGORIES.len()) -> CategoryCode {
        CATEGORIES[i].code.parse().expect("a code of the tree")
    }
}

proptest! {
    #[test]
    fn kinship_works_both_ways_and_keeps_restricted_matters_apart(a in category(), b in category()) {
        prop_assert_eq!(kinship(&a, &b), kinship(&b, &a));
        prop_assert!(kinship(&a, &b).is_none() || a.category().restricted == b.category().restricted);
        prop_assert_eq!(kin_of(&a).contains(&b), kinship(&a, &b).is_some());
    }

    #[test]
    fn with_two_points_only_the_distance_counts(lon in 118.5..118.7_f64, lat in 28.6..28.7_f64, east in -0.002..0.002_f64, north in -0.002..0.002_f64) {
        let (here, there) = (Point::new(lon, lat).expect("a point"), Point::new(lon + east, lat + north).expect("a point"));
        let metres = here.metres_to(there);
        // On so small a piece of the earth it is flat.
        let flat = ((east * 111_195.0 * lat.to_radians().cos()).powi(2) + (north * 111_195.0).powi(2)).sqrt();
        prop_assert!((metres - flat).abs() < 0.5 + flat * 0.001, "{metres} {flat}");
        let same = asked(("0602", HERE, Some((lon, lat)), None), ("0602", FAR, Some((lon + east, lat + north)), None, CaseStatus::Filed, None)).expect("codes");
        prop_assert_eq!(same.is_some(), metres <= NEAR_M);
    }
}
