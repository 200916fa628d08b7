//! Many hands at once: one wins, the others see what happened, and nothing of the history is lost.

use std::collections::HashSet;

use actix_web::http::StatusCode;
use futures_util::future::join_all;
use shared::cases::{Case, CaseStatus, EventKind, Move, NewTransition, find_case, move_case};
use shared::problem::Code;
use shared::reports::{NewReport, file_report};
use shared::staffing::Duty;

use crate::reports::{filed_by, new_report};
use crate::world::{GRID_1, Person, QINGHU, World};

/// Eight people in the command room.
async fn room(world: &World) -> Vec<Person> {
    let mut room = Vec::new();
    for name in ["何青", "姜波", "毛敏", "周平", "徐洁", "郑强", "祝兰", "柴军"] {
        room.push(world.person(name, Duty::Dispatcher, QINGHU).await);
    }
    room
}

fn because(by: Move, reason: String) -> NewTransition {
    NewTransition { reason: reason.parse().ok(), ..NewTransition::plain(by) }
}

#[actix_web::test]
async fn of_eight_who_move_a_case_at_once_one_wins_and_the_others_see_the_new_state() {
    let world = World::new().await;
    let (room, filed) = (room(&world).await, filed_by(&world.visitor()).await);
    let accept = || move_case(filed.case, &NewTransition::plain(Move::Accept), 1);
    let replies = join_all(room.iter().map(|one| async { one.tries(&accept()).await })).await;
    let won = replies.iter().filter(|reply| reply.status == StatusCode::OK).count();
    assert_eq!(won, 1, "{:?}", replies.iter().map(|reply| reply.status).collect::<Vec<_>>());
    for reply in replies.iter().filter(|reply| reply.status != StatusCode::OK) {
        assert!(matches!(reply.problem().code, Code::VersionConflict | Code::MoveNotPossible), "{}", reply.text());
        if reply.status == StatusCode::PRECONDITION_FAILED {
            assert_eq!(reply.header("etag"), Some("\"r2\""), "it says which version is there now");
        }
    }
    let case = room[0].sends(find_case(filed.case)).await;
    assert_eq!((case.status, case.version, case.timeline.len()), (CaseStatus::Accepted, 2, 2));
}

#[actix_web::test]
async fn eight_clients_who_try_again_lose_nothing_of_the_history() {
    let world = World::new().await;
    let (room, filed) = (room(&world).await, filed_by(&world.visitor()).await);
    room[0].sends(move_case(filed.case, &NewTransition::plain(Move::Accept), 1)).await;
    // Each has five things to say, and says each until it is heard.
    join_all(room.iter().enumerate().map(|(who, one)| async move {
        for what in 0..5 {
            let word = because(Move::Update, format!("第 {who} 人的第 {what} 句"));
            loop {
                let version = one.sends(find_case(filed.case)).await.version;
                let reply = one.tries(&move_case(filed.case, &word, version)).await;
                match reply.status {
                    StatusCode::OK => break,
                    status => assert!(matches!(status.as_u16(), 409 | 412 | 503), "{}", reply.text()),
                }
            }
        }
    }))
    .await;
    let case: Case = room[0].sends(find_case(filed.case)).await;
    let said: HashSet<&str> = case.timeline.iter().filter_map(|event| event.reason.as_deref()).collect();
    assert_eq!((said.len(), case.version), (40, 42), "every word once, every move counted");
    assert_eq!(case.timeline.iter().filter(|event| event.kind == EventKind::Moved).count(), 41);
}

#[actix_web::test]
async fn numbers_given_at_once_are_all_different_and_leave_no_gap() {
    let world = World::new().await;
    let residents: Vec<Person> = (0..24).map(|_| world.visitor()).collect();
    let new = NewReport { grid: GRID_1.parse().ok(), ..new_report("0602") };
    let filed = join_all(residents.iter().map(|one| one.sends(file_report(&new)))).await;
    let mut numbers: Vec<u32> =
        filed.iter().map(|filed| filed.case_number.split_once('-').expect("a running number").1.parse().expect("a number")).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=24).collect::<Vec<u32>>());
}
