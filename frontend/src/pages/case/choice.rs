//! Which of the possible moves the reader most likely wants next, and which are kept behind 更多.

use shared::cases::{Ask, Case, CaseStatus, Move};
use shared::sla::Light;
use shared::staffing::PersonId;
use shared::units::UnitLevel;

/// The move that is offered first, when one of them stands out. Who watches over cases is offered to remind where time presses, not to
/// do others' work.
pub fn likeliest(case: &Case, me: PersonId) -> Option<Move> {
    let likely: &[Move] = match (case.status, case.tallies.asked) {
        (CaseStatus::Filed, _) => &[Move::Accept, Move::Take],
        (CaseStatus::Accepted, _) => &[Move::Dispatch, Move::Take],
        (CaseStatus::Handling, Some(Ask::Extension)) => &[Move::Extend, Move::Complete],
        (CaseStatus::Handling, Some(Ask::Suspension)) => &[Move::Suspend, Move::Complete],
        (CaseStatus::Dispatched | CaseStatus::Handling, _) if of_others(case, me) => {
            if presses(case) {
                &[Move::Remind]
            } else {
                &[]
            }
        }
        (CaseStatus::Dispatched, _) => &[Move::Take],
        (CaseStatus::Handling, None) => &[Move::Complete],
        (CaseStatus::Waiting | CaseStatus::Suspended, _) => &[Move::Resume],
        (CaseStatus::Completed, _) => &[Move::Verify, Move::Close],
        (CaseStatus::Verified, _) => &[Move::Close],
        (CaseStatus::Merged, _) => &[Move::Unmerge],
        (CaseStatus::Closed | CaseStatus::Declined | CaseStatus::Void, _) => &[],
    };
    likely.iter().copied().find(|by| case.moves.contains(by))
}

/// Whether the reader watches over the case while it lies with others.
fn of_others(case: &Case, me: PersonId) -> bool {
    let supervises = [Move::Remind, Move::YellowCard, Move::Lift].iter().any(|by| case.moves.contains(by));
    let with_command_room = case.level == UnitLevel::SubDistrict && case.unit.is_none();
    let mine = case.assignee.as_ref().map_or(with_command_room, |person| person.id == me);
    supervises && !mine
}

/// Whether its time is nearly used up, or more.
fn presses(case: &Case) -> bool {
    case.clock.as_ref().is_some_and(|clock| clock.light != Light::Green)
}

/// The moves in the order they are offered: the likeliest, then the quick ones, then those that end or press.
pub fn ordered(case: &Case, me: PersonId) -> Vec<Move> {
    let (first, of_others) = (likeliest(case, me), of_others(case, me));
    let does = |by: Move| matches!(by, Move::SelfHandle | Move::Take | Move::Complete);
    let mut moves = case.moves.clone();
    moves.sort_by_key(|by| (Some(*by) != first, if of_others && does(*by) { 6 } else { rank(*by) }));
    moves
}

/// How readily a move is offered.
const fn rank(by: Move) -> u8 {
    match by {
        Move::SelfHandle => 0,
        Move::Accept | Move::Take | Move::Complete | Move::Verify | Move::Close | Move::Resume => 1,
        Move::Dispatch | Move::Assign => 2,
        Move::Update | Move::Rework => 3,
        Move::Return | Move::Escalate | Move::Wait => 4,
        Move::AskExtension | Move::AskSuspension | Move::Extend | Move::Suspend | Move::Refuse => 5,
        Move::Merge | Move::Unmerge | Move::Confirm | Move::Reopen => 6,
        Move::Remind | Move::YellowCard | Move::RedCard | Move::Lift => 7,
        Move::Decline | Move::Void => 8,
    }
}

/// Whether a move ends the case without any work.
pub const fn ends_it(by: Move) -> bool {
    matches!(by, Move::Decline | Move::Void)
}
