//! What the clock does to cases: waiting ends, missed limits are told once, and climb where a rule says so.

use backend::cases::waking::{Woken, wake};
use backend::schema::cases;
use diesel::prelude::*;
use futures_util::future::join_all;
use shared::cases::{Case, CaseId, CaseStatus, EventKind, Move, NewTransition, find_case, move_case};
use shared::notices::{NoticeFilter, NoticeKind, list_notices};
use shared::routing::{RuleLate, add_routing_rule};
use shared::time::Moment;
use shared::units::UnitLevel;

use crate::reports::filed_by;
use crate::routing::rule;
use crate::world::{Person, World};

const DAY: i64 = 86_400;

async fn woken(world: &World, days: i64) -> Woken {
    world.write(move |conn| wake(conn, Moment::now().plus_seconds(days * DAY))).await
}

fn kinds(case: &Case) -> Vec<(EventKind, Option<Move>)> {
    case.timeline.iter().map(|event| (event.kind, event.by_move)).collect()
}

async fn moves(who: &Person, case: CaseId, by: Move) -> Case {
    let version = who.sends(find_case(case)).await.version;
    let reason = "请补充门牌号".parse().ok();
    let reason = if by == Move::Wait { reason } else { None };
    who.sends(move_case(case, &NewTransition { reason, ..NewTransition::plain(by) }, version)).await
}

#[actix_web::test]
async fn waiting_ends_by_itself() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let filed = filed_by(&world.visitor()).await;
    moves(&lin, filed.case, Move::Take).await;
    let waiting = moves(&lin, filed.case, Move::Wait).await;
    assert_eq!((waiting.status, woken(&world, 6).await.resumed), (CaseStatus::Waiting, 0));
    assert_eq!(woken(&world, 8).await, Woken { resumed: 1, ..Woken::default() });
    assert_eq!(woken(&world, 8).await.resumed, 0);
    let resumed = lin.sends(find_case(filed.case)).await;
    assert_eq!((resumed.status, resumed.tallies.resume_at, resumed.version), (CaseStatus::Handling, None, waiting.version + 1));
    let last = resumed.timeline.last().expect("a line");
    assert_eq!((last.by_move, last.by.is_none()), (Some(Move::Resume), true));
}

#[actix_web::test]
async fn a_missed_limit_is_told_once_and_holds_nobody_up() {
    let world = World::new().await;
    let (lin, dispatcher) = (world.full_time("林小梅").await, world.dispatcher("何青").await);
    let told = async |who: &Person| {
        let all = who.sends(list_notices(&NoticeFilter::default())).await.items;
        all.into_iter().filter(|notice| notice.kind == NoticeKind::Overdue).count()
    };
    let filed = filed_by(&world.visitor()).await;
    assert_eq!(woken(&world, 0).await, Woken::default());
    let (world, now) = (&world, Moment::now().plus_seconds(30 * DAY));
    // Eight servers at once.
    let all = join_all((0..8).map(|_| world.write(move |conn| wake(conn, now)))).await;
    assert_eq!(all.iter().map(|woken| woken.overdue).sum::<usize>(), 1);
    let late = lin.sends(find_case(filed.case)).await;
    assert_eq!((late.version, kinds(&late)), (1, vec![(EventKind::Filed, None), (EventKind::Overdue, None)]));
    assert!(late.tallies.late_since.is_some_and(|at| at < now));
    assert_eq!((told(&lin).await, told(&dispatcher).await), (1, 1), "who has it, and who is above");
    let taken = lin.sends(move_case(filed.case, &NewTransition::plain(Move::Take), 1)).await;
    assert_eq!((taken.status, taken.tallies.late_since), (CaseStatus::Handling, late.tallies.late_since));
    // The next stage has a limit of its own.
    assert_eq!((woken(world, 60).await.overdue, woken(world, 61).await.overdue), (1, 0));
    let again = lin.sends(find_case(filed.case)).await;
    assert_eq!((again.tallies.late_since, again.timeline.len()), (late.tallies.late_since, 4));
}

#[actix_web::test]
async fn who_moves_a_late_case_before_the_clock_does_leaves_the_same_trace() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let filed = filed_by(&world.visitor()).await;
    let ago = Moment::now().plus_seconds(-3600);
    world
        .write(move |conn| {
            diesel::update(cases::table).set(cases::due_at.eq(ago)).execute(conn)?;
            Ok(())
        })
        .await;
    let taken = lin.sends(move_case(filed.case, &NewTransition::plain(Move::Take), 1)).await;
    assert_eq!(kinds(&taken), [(EventKind::Filed, None), (EventKind::Overdue, None), (EventKind::Moved, Some(Move::Take))]);
    assert_eq!((taken.tallies.late_since, woken(&world, 0).await.overdue), (Some(ago), 0));
}

#[actix_web::test]
async fn a_missed_promise_climbs_as_far_as_the_command_room() {
    let world = World::new().await;
    let (office, lin, dispatcher) = (world.assessor("郑敏").await, world.full_time("林小梅").await, world.dispatcher("何青").await);
    let filed = filed_by(&world.visitor()).await;
    moves(&lin, filed.case, Move::Take).await;
    assert_eq!(woken(&world, 30).await, Woken { overdue: 1, ..Woken::default() });
    let mut climbing = rule("路灯");
    (climbing.late, climbing.category) = (RuleLate::Escalate, "0602".parse().ok());
    office.sends(add_routing_rule(&climbing)).await;

    let other = filed_by(&world.visitor()).await;
    // Nobody has it yet, so nobody is passed over.
    assert_eq!(woken(&world, 30).await, Woken { overdue: 1, ..Woken::default() });
    moves(&lin, other.case, Move::Take).await;
    for (days, level) in [(60, UnitLevel::Village), (90, UnitLevel::Instructor), (120, UnitLevel::SubDistrict)] {
        assert_eq!(woken(&world, days).await, Woken { overdue: 1, escalated: 1, ..Woken::default() }, "{level}");
        let case = dispatcher.sends(find_case(other.case)).await;
        assert_eq!((case.level, case.status, case.assignee), (level, CaseStatus::Dispatched, None));
        let last = case.timeline.last().expect("a line");
        assert_eq!((last.by_move, last.by.is_none(), last.reason.is_some()), (Some(Move::Escalate), true, true));
    }
    assert_eq!(woken(&world, 150).await, Woken { overdue: 1, ..Woken::default() });
}
