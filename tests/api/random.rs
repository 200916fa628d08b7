//! A few of the random runs of [`crate::model`], each time others; `cargo xtask bench --runs N` does many.

use shared::cases::Move;

use crate::model::{self, Happens};
use crate::phone::Fate;

/// How many there are when nobody says.
const RUNS: u32 = 6;

#[test]
fn whatever_happens_nothing_is_lost_or_done_twice() {
    let runs = std::env::var("WANGGE_SYNC_RUNS").ok().and_then(|n| n.parse().ok()).unwrap_or(RUNS);
    let totals = model::run(runs);
    println!("{totals:?}");
    assert_eq!(totals.runs, u64::from(runs));
}

#[test]
fn a_remark_on_a_case_that_was_declined_meanwhile() {
    use Happens::*;
    model::tell(vec![
        Relocated { phone: 0, grid: 1 },
        Resident { grid: 1, restricted: false },
        Files { phone: 0, photos: 0 },
        Files { phone: 0, photos: 0 },
        Syncs { phone: 3, fates: vec![Fate::Good] },
        Moves { phone: 3, case: 0, by: Move::Take, photos: 1 },
        Files { phone: 0, photos: 0 },
        Files { phone: 3, photos: 0 },
        Moves { phone: 3, case: 0, by: Move::Take, photos: 1 },
        Office { case: 0, by: Move::Decline },
        Moves { phone: 0, case: 12, by: Move::Return, photos: 0 },
        Moves { phone: 2, case: 13, by: Move::Update, photos: 0 },
        MovesOwn { phone: 1, by: Move::Update },
        Remarks { phone: 2, case: 2 },
        Files { phone: 1, photos: 0 },
        Syncs { phone: 3, fates: vec![Fate::Good, Fate::Good, Fate::AnswerLost, Fate::Good] },
        Remarks { phone: 3, case: 9 },
    ]);
}
