//! Which of the possible moves the reader most likely wants next.

use shared::cases::{Ask, Case, CaseStatus, Move};

/// The move that is offered first, when one of them stands out.
pub fn likeliest(case: &Case) -> Option<Move> {
    let likely: &[Move] = match (case.status, case.tallies.asked) {
        (CaseStatus::Filed, _) => &[Move::Accept, Move::Take],
        (CaseStatus::Accepted, _) => &[Move::Dispatch, Move::Take],
        (CaseStatus::Dispatched, _) => &[Move::Take],
        (CaseStatus::Handling, Some(Ask::Extension)) => &[Move::Extend, Move::Complete],
        (CaseStatus::Handling, Some(Ask::Suspension)) => &[Move::Suspend, Move::Complete],
        (CaseStatus::Handling, None) => &[Move::Complete],
        (CaseStatus::Waiting | CaseStatus::Suspended, _) => &[Move::Resume],
        (CaseStatus::Completed, _) => &[Move::Verify, Move::Close],
        (CaseStatus::Verified, _) => &[Move::Close],
        (CaseStatus::Merged, _) => &[Move::Unmerge],
        (CaseStatus::Closed | CaseStatus::Declined | CaseStatus::Void, _) => &[],
    };
    likely.iter().copied().find(|by| case.moves.contains(by))
}
