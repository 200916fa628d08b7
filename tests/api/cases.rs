//! Cases: who sees them, and how they move.

use actix_web::http::StatusCode;
use shared::cases::{Case, CaseFilter, CaseOrder, CaseStatus, EventKind, Move, NewTransition, find_case, list_cases, move_case};
use shared::photos::{PhotoKind, add_case_photo, add_receipt_photo};
use shared::problem::Code;
use shared::reports::{FiledReport, NewReport, file_report};
use shared::sla::{Light, Stage};
use shared::staffing::{Duty, PersonId};
use uuid::Uuid;

use crate::photos::jpeg;
use crate::reports::{filed_by, new_report};
use crate::world::{GRID_1, GRID_2, OTHER_GRID, Person, QINGHU, SHICUN, World};

fn step(by: Move) -> NewTransition {
    NewTransition::plain(by)
}

fn because(by: Move, reason: &str) -> NewTransition {
    NewTransition { reason: Some(reason.parse().expect("a reason")), ..step(by) }
}

async fn add_photo(who: &Person, filed: &FiledReport, kind: PhotoKind) {
    who.sends(add_case_photo(filed.case, kind, "image/jpeg", jpeg(7))).await;
}

async fn titles(who: &Person, filter: CaseFilter) -> Vec<String> {
    who.sends(list_cases(&filter)).await.items.into_iter().map(|case| case.summary).collect()
}

async fn filed_in(world: &World, grid: &str, category: &str, text: &str) -> FiledReport {
    let new = NewReport { grid: Some(grid.parse().expect("a grid")), text: text.parse().expect("a text"), ..new_report(category) };
    world.visitor().sends(file_report(&new)).await
}

#[actix_web::test]
async fn a_case_goes_its_way_from_filed_to_closed() {
    let world = World::new().await;
    let (lin, leader) = (world.full_time("林小梅").await, world.leader("徐长根").await);
    let filed = filed_by(&world.visitor()).await;
    let taken = lin.sends(move_case(filed.case, &because(Move::Take, "明天上午来"), 1)).await;
    assert_eq!((taken.status, taken.version, taken.assignee.map(|p| p.id)), (CaseStatus::Handling, 2, Some(lin.id)));
    let clock = taken.clock.expect("a running clock");
    assert_eq!((clock.stage, clock.light, clock.allotted_ms), (Stage::Handle, Light::Green, 16 * 3_600_000));

    // A street light wants photos of before and after.
    let done = because(Move::Complete, "已换新灯泡");
    let problem = lin.fails(move_case(filed.case, &done, 2), Code::Invalid).await;
    assert_eq!(problem.errors[0].code, "after_photo_required");
    add_photo(&lin, &filed, PhotoKind::After).await;
    let problem = lin.fails(move_case(filed.case, &done, 2), Code::Invalid).await;
    assert_eq!(problem.errors[0].code, "before_photo_required");
    world.visitor().sends(add_receipt_photo(&filed.receipt, false, "image/jpeg", jpeg(1))).await;
    let problem = lin.fails(move_case(filed.case, &step(Move::Complete), 2), Code::Invalid).await;
    assert_eq!((&*problem.errors[0].pointer, &*problem.errors[0].code), ("/reason", "required"));
    let completed = lin.sends(move_case(filed.case, &done, 2)).await;
    assert_eq!((completed.status, completed.photos.len(), completed.reports[0].photos.len()), (CaseStatus::Completed, 1, 1));

    // Somebody else looks at it before it is closed.
    let problem = lin.fails(move_case(filed.case, &step(Move::Verify), 3), Code::Forbidden).await;
    assert_eq!(problem.detail, "自己办结的案件要由别人核查");
    let problem = leader.fails(move_case(filed.case, &because(Move::Close, "现场核实已亮"), 3), Code::MoveNotPossible).await;
    assert_eq!((&*problem.detail, problem.moves), ("这类事项要先核查，再结案", vec![Move::Verify, Move::Rework]));
    leader.sends(move_case(filed.case, &step(Move::Verify), 3)).await;
    let closed = leader.sends(move_case(filed.case, &because(Move::Close, "现场核实已亮"), 4)).await;
    assert_eq!((closed.status, closed.closed_at.is_some(), closed.clock, closed.moves), (CaseStatus::Closed, true, None, vec![]));
    let kinds: Vec<_> = closed.timeline.iter().map(|e| (e.kind, e.by_move)).collect();
    let moved = |by| (EventKind::Moved, Some(by));
    assert_eq!(
        kinds,
        [
            (EventKind::Filed, None),
            moved(Move::Take),
            (EventKind::PhotoAdded, None),
            (EventKind::PhotoAdded, None),
            moved(Move::Complete),
            moved(Move::Verify),
            moved(Move::Close)
        ]
    );
    let problem = lin.fails(move_case(filed.case, &because(Move::Complete, "再来一次"), 5), Code::MoveNotPossible).await;
    assert_eq!(problem.moves, []);
    lin.fails(add_case_photo(filed.case, PhotoKind::After, "image/jpeg", jpeg(8)), Code::Conflict).await;
}

#[actix_web::test]
async fn moves_are_for_those_who_may_make_them_on_what_they_have_seen() {
    let world = World::new().await;
    let (lin, dispatcher) = (world.full_time("林小梅").await, world.dispatcher("何青").await);
    let stranger = world.person("姜远", Duty::FullTime, OTHER_GRID).await;
    let assessor = world.assessor("郑敏").await;
    let filed = filed_by(&world.visitor()).await;
    let accept = || move_case(filed.case, &step(Move::Take), 1);
    stranger.fails(accept(), Code::NotFound).await;
    assessor.fails(accept(), Code::Forbidden).await;
    world.visitor().fails(accept(), Code::SignInRequired).await;
    lin.fails(move_case(filed.case, &because(Move::Decline, "不归我管"), 1), Code::Forbidden).await;
    let mut unseen = accept();
    unseen.if_match = None;
    lin.fails(unseen, Code::PreconditionRequired).await;
    lin.fails(move_case(filed.case, &step(Move::Take), 9), Code::VersionConflict).await;
    let problem = dispatcher.fails(move_case(filed.case, &step(Move::Decline), 1), Code::Invalid).await;
    assert_eq!(problem.errors[0].pointer, "/reason");
    let declined = dispatcher.sends(move_case(filed.case, &because(Move::Decline, "属于私人灯具"), 1)).await;
    assert_eq!((declined.status, declined.closed_at), (CaseStatus::Declined, None));
    let late = lin.tries(&accept()).await;
    assert_eq!((late.status, late.header("etag")), (StatusCode::PRECONDITION_FAILED, Some("\"r2\"")));
}

#[actix_web::test]
async fn the_office_assigns_to_somebody_who_works_today() {
    let world = World::new().await;
    let (dispatcher, handler) = (world.dispatcher("何青").await, world.person("姜波", Duty::Handler, QINGHU).await);
    let filed = filed_by(&world.visitor()).await;
    let to = |assignee: Option<PersonId>| NewTransition { assignee, ..step(Move::Assign) };
    for (assignee, code) in [(None, "required"), (Some(PersonId::new()), "not_on_duty")] {
        let problem = dispatcher.fails(move_case(filed.case, &to(assignee), 1), Code::Invalid).await;
        assert_eq!((&*problem.errors[0].pointer, &*problem.errors[0].code), ("/assignee", code));
    }
    handler.fails(find_case(filed.case), Code::NotFound).await;
    let assigned = dispatcher.sends(move_case(filed.case, &to(Some(handler.id)), 1)).await;
    assert_eq!((assigned.status, assigned.assignee.map(|p| p.id)), (CaseStatus::Handling, Some(handler.id)));
    let moves = handler.sends(find_case(filed.case)).await.moves;
    assert!(moves.contains(&Move::Complete) && moves.contains(&Move::Return) && !moves.contains(&Move::Extend), "{moves:?}");
    assert_eq!(titles(&handler, CaseFilter { mine: Some(true), ..CaseFilter::default() }).await.len(), 1);
    let accept = NewTransition { assignee: Some(handler.id), ..step(Move::Accept) };
    let other = filed_by(&world.visitor()).await;
    let problem = dispatcher.fails(move_case(other.case, &accept, 1), Code::Invalid).await;
    assert_eq!(problem.errors[0].code, "not_allowed");
}

#[actix_web::test]
async fn a_move_sent_again_counts_once() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let filed = filed_by(&world.visitor()).await;
    let call = || move_case(filed.case, &step(Move::Take), 1).once(Uuid::nil());
    let first: Case = lin.sends(call()).await;
    assert_eq!(lin.sends(call()).await, first, "the first answer comes again, to the millisecond of its clock");
    assert_eq!(lin.sends(find_case(filed.case)).await.timeline.len(), 2);
}

#[actix_web::test]
async fn everybody_lists_what_is_theirs_to_see() {
    let world = World::new().await;
    filed_in(&world, GRID_1, "0602", "一网格路灯").await;
    filed_in(&world, GRID_1, "0102", "一网格邻里").await;
    filed_in(&world, GRID_2, "0602", "二网格路灯").await;
    filed_in(&world, OTHER_GRID, "0602", "九村路灯").await;
    let all = ["九村路灯", "二网格路灯", "一网格邻里", "一网格路灯"];
    for (name, duty, area, seen) in [
        ("专职", Duty::FullTime, GRID_1, &["一网格邻里", "一网格路灯"][..]),
        ("兼职", Duty::PartTime, GRID_1, &["一网格路灯"]),
        ("指导", Duty::Instructor, SHICUN, &["二网格路灯", "一网格邻里", "一网格路灯"]),
        ("调度", Duty::Dispatcher, QINGHU, &all),
        ("治理", Duty::Assessor, QINGHU, &all),
        ("处置", Duty::Handler, QINGHU, &[]),
        ("管理", Duty::Administrator, QINGHU, &[]),
    ] {
        let who = world.person(name, duty, area).await;
        assert_eq!(titles(&who, CaseFilter::default()).await, seen, "{name}");
    }
    world.visitor().fails(list_cases(&CaseFilter::default()), Code::SignInRequired).await;
}

#[actix_web::test]
async fn the_list_is_filtered_searched_and_cut_into_pages() {
    let world = World::new().await;
    let dispatcher = world.dispatcher("何青").await;
    let mut filed = Vec::new();
    for (grid, category, text) in
        [(GRID_1, "0602", "路灯100%不亮"), (GRID_2, "0401", "垃圾满溢 QR_1"), (OTHER_GRID, "0602", "九村路灯坏了")]
    {
        filed.push(filed_in(&world, grid, category, text).await);
    }
    let number = filed[1].case_number.to_string();
    dispatcher.sends(move_case(filed[0].case, &because(Move::Decline, "重复"), 1)).await;
    let filter = CaseFilter::default;
    let cases: [(CaseFilter, &[&str]); 11] = [
        (CaseFilter { open: Some(true), ..filter() }, &["九村路灯坏了", "垃圾满溢 QR_1"]),
        (CaseFilter { open: Some(false), ..filter() }, &["路灯100%不亮"]),
        (CaseFilter { status: Some(CaseStatus::Declined), ..filter() }, &["路灯100%不亮"]),
        (CaseFilter { category: Some("0401".parse().expect("a code")), ..filter() }, &["垃圾满溢 QR_1"]),
        (CaseFilter { grid: Some(OTHER_GRID.parse().expect("a code")), ..filter() }, &["九村路灯坏了"]),
        (CaseFilter { village: Some(SHICUN.parse().expect("a code")), ..filter() }, &["垃圾满溢 QR_1", "路灯100%不亮"]),
        (CaseFilter { q: Some("路灯".into()), ..filter() }, &["九村路灯坏了", "路灯100%不亮"]),
        (CaseFilter { q: Some("0%".into()), ..filter() }, &["路灯100%不亮"]),
        (CaseFilter { q: Some("qr_".into()), ..filter() }, &["垃圾满溢 QR_1"]),
        (CaseFilter { q: Some(number), ..filter() }, &["垃圾满溢 QR_1"]),
        (CaseFilter { order: Some(CaseOrder::Oldest), ..filter() }, &["路灯100%不亮", "垃圾满溢 QR_1", "九村路灯坏了"]),
    ];
    for (filter, expected) in cases {
        assert_eq!(titles(&dispatcher, filter.clone()).await, expected, "{filter:?}");
    }
    let first = dispatcher.sends(list_cases(&CaseFilter { limit: Some(2), ..filter() })).await;
    let cursor = first.next_cursor.expect("another page");
    let second = CaseFilter { limit: Some(2), cursor: Some(cursor.clone()), ..filter() };
    assert_eq!(titles(&dispatcher, second).await, ["路灯100%不亮"]);
    let elsewhere = CaseFilter { cursor: Some(cursor), open: Some(true), ..filter() };
    dispatcher.fails(list_cases(&elsewhere), Code::InvalidCursor).await;
    for (query, pointer) in
        [("q=a%00b", "?q"), ("limit=0", "?limit"), ("status=lost", "?status"), ("sort=age", "?sort"), ("open=maybe", "?open")]
    {
        let reply = dispatcher.opens(&format!("/api/v1/cases?{query}")).await;
        assert_eq!((reply.status.as_u16(), &*reply.problem().errors[0].pointer), (422, pointer), "{query}");
    }
}
