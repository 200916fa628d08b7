//! A few of the random runs of [`crate::model`], each time others; `cargo xtask bench --runs N` does many.

use crate::model;

/// How many there are when nobody says.
const RUNS: u32 = 6;

#[test]
fn whatever_happens_nothing_is_lost_or_done_twice() {
    let runs = std::env::var("WANGGE_SYNC_RUNS").ok().and_then(|n| n.parse().ok()).unwrap_or(RUNS);
    let totals = model::run(runs);
    println!("{totals:?}");
    assert_eq!(totals.runs, u64::from(runs));
}
