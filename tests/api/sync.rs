//! Pushing: what becomes of each operation, once and in order.

use actix_web::http::StatusCode;
use backend::changes::By;
use backend::schema::{appointments, client_ops};
use diesel::prelude::*;
use futures_util::future::join_all;
use serde_json::{Map, Value, json};
use shared::cases::{CaseId, CaseStatus, EventKind, Move, NewTransition, find_case, move_case, remark_on_case};
use shared::photos::PhotoKind;
use shared::problem::Code;
use shared::reports::{NewReport, ReportId, file_report};
use shared::staffing::{Duty, NewAppointment, PersonId};
use shared::sync::ops::{AboutCase, CaseMove, CaseRemark, ClockOffset, DeviceId, Op, OpId, OpKind, OpResult, Outcome, Push};
use shared::sync::push;
use shared::sync::receipts::check_receipt;
use shared::sync::uploads::{UploadId, announce};
use shared::time::Moment;

use crate::phone::{Of, photo, piece_of, snapshot};
use crate::reports::{filed_by, new_report};
use crate::world::{GRID_1, GRID_2, OTHER_GRID, Person, World};

const DAY: i64 = 86_400;

fn op(kind: OpKind, body: Value) -> Op {
    Op {
        id: OpId::new(),
        kind: kind.name(),
        captured_at: Moment::now(),
        clock_offset_ms: ClockOffset::default(),
        last_heard_at: None,
        body: members(body),
    }
}

fn members(body: Value) -> Map<String, Value> {
    body.as_object().expect("an object").clone()
}

fn filing(id: ReportId) -> Op {
    op(OpKind::FileReport, json!(NewReport { id: Some(id), ..new_report("0602") }))
}

fn about(case: CaseId) -> AboutCase {
    AboutCase { case: Some(case), report: None }
}

fn moving(about: AboutCase, version: Option<i32>, by: Move, photos: Vec<UploadId>) -> Op {
    let transition = NewTransition { reason: "已到现场".parse().ok(), ..NewTransition::plain(by) };
    op(OpKind::MoveCase, json!(CaseMove { about, version, transition, photos }))
}

fn remark(about: AboutCase, words: &str) -> Op {
    op(OpKind::RemarkCase, json!(CaseRemark { about, note: words.parse().expect("a note") }))
}

async fn pushes(who: &Person, ops: Vec<Op>) -> Vec<OpResult> {
    let pushed = who.sends(push(&Push { device: DeviceId::new(), ops })).await;
    pushed.results
}

fn outcomes(results: &[OpResult]) -> Vec<Outcome> {
    results.iter().map(|result| result.outcome).collect()
}

async fn remembered(world: &World) -> i64 {
    world.write(|conn| Ok(client_ops::table.count().get_result(conn)?)).await
}

#[actix_web::test]
async fn what_is_sent_again_is_answered_as_it_was_the_first_time() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let id = ReportId::new();
    let filing = filing(id);
    let first = pushes(&lin, vec![filing.clone()]).await;
    let filed = first[0].filed.clone().expect("a receipt");
    assert_eq!((first[0].outcome, filed.id, first[0].case, first[0].version), (Outcome::Applied, id, Some(filed.case), Some(1)));
    let again = pushes(&lin, vec![filing.clone()]).await;
    let expected = OpResult { outcome: Outcome::Duplicate, first: Some(Outcome::Applied), ..first[0].clone() };
    assert_eq!(again, [expected]);
    // The same report through the ordinary door is the same report.
    let new = NewReport { id: Some(id), ..new_report("0602") };
    assert_eq!(lin.sends(file_report(&new)).await.receipt, filed.receipt);

    // The same id for something else is not taken, nor from somebody else.
    let other = Op {
        body: members(json!(NewReport { id: Some(id), text: "另一件事".parse().expect("a text"), ..new_report("0602") })),
        ..filing.clone()
    };
    let leader = world.leader("徐长根").await;
    for (who, op) in [(&lin, other), (&leader, filing)] {
        let result = pushes(who, vec![op]).await.remove(0);
        assert_eq!((result.outcome, result.problem.map(|p| p.code)), (Outcome::Rejected, Some(Code::IdempotencyKeyReused)));
    }
    assert_eq!(remembered(&world).await, 1);
}

#[actix_web::test]
async fn five_at_once_with_the_same_report_file_it_once() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let sent = Push { device: DeviceId::new(), ops: vec![filing(ReportId::new())] };
    let pushed = join_all((0..5).map(|_| async { lin.sends(push(&sent)).await.results.remove(0) })).await;
    let applied = pushed.iter().filter(|result| result.outcome == Outcome::Applied).count();
    assert_eq!((applied, pushed.iter().filter(|result| result.outcome == Outcome::Duplicate).count()), (1, 4));
    assert!(pushed.iter().all(|result| result.filed == pushed[0].filed && result.receipt == pushed[0].receipt));
}

#[actix_web::test]
async fn a_day_in_the_hills_goes_up_in_its_order() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let id = ReportId::new();
    let about = AboutCase { case: None, report: Some(id) };
    let ops =
        vec![filing(id), moving(about, None, Move::Take, vec![]), remark(about, "钥匙在村委"), moving(about, None, Move::Update, vec![])];
    let results = pushes(&lin, ops).await;
    assert_eq!(outcomes(&results), [Outcome::Applied; 4]);
    let case = lin.sends(find_case(results[0].case.expect("a case"))).await;
    let kinds: Vec<_> = case.timeline.iter().map(|event| (event.kind, event.by_move)).collect();
    let moved = |by| (EventKind::Moved, Some(by));
    assert_eq!(kinds, [(EventKind::Filed, None), moved(Move::Take), (EventKind::Remarked, None), moved(Move::Update)]);
    assert_eq!(case.timeline[2].note.as_deref(), Some("钥匙在村委"));
    assert_eq!((case.status, case.reports[0].captured_at.is_some()), (CaseStatus::Handling, true));
}

#[actix_web::test]
async fn each_stands_by_itself_and_what_failed_leaves_no_trace() {
    let world = World::new().await;
    let (lin, dispatcher) = (world.full_time("林小梅").await, world.dispatcher("何青").await);
    let (one, two, three) =
        (filed_by(&world.visitor()).await.case, filed_by(&world.visitor()).await.case, filed_by(&world.visitor()).await.case);
    // While the phone was away the command room has accepted one case and declined another.
    dispatcher.sends(move_case(one, &NewTransition::plain(Move::Accept), 1)).await;
    let declined = NewTransition { reason: "重复".parse().ok(), ..NewTransition::plain(Move::Decline) };
    dispatcher.sends(move_case(two, &declined, 1)).await;
    let unfit = op(OpKind::FileReport, json!({ "id": ReportId::new(), "category": "0602", "text": "路灯不亮" }));
    let unknown = Op { kind: "fly".parse().expect("a name"), ..filing(ReportId::new()) };
    let ops = vec![
        moving(about(one), Some(1), Move::Take, vec![]),
        moving(about(two), Some(1), Move::Take, vec![]),
        moving(about(three), Some(1), Move::Verify, vec![]),
        moving(about(CaseId::new()), Some(1), Move::Take, vec![]),
        remark(AboutCase { case: None, report: Some(ReportId::new()) }, "还没送达"),
        unfit,
        unknown,
        remark(AboutCase::default(), "哪一件？"),
        moving(about(three), Some(1), Move::Take, vec![]),
    ];
    let results = pushes(&lin, ops.clone()).await;
    use Outcome::{Applied, Conflict, Deferred, Merged, Rejected};
    assert_eq!(outcomes(&results), [Merged, Conflict, Conflict, Rejected, Deferred, Rejected, Rejected, Rejected, Applied]);
    let problem = |n: usize| results[n].problem.clone().expect("a reason");
    assert_eq!((problem(1).code, problem(3).code), (Code::MoveNotPossible, Code::NotFound));
    assert_eq!(
        (&*problem(5).errors[0].pointer, &*problem(6).errors[0].pointer, &*problem(7).errors[0].pointer),
        ("/grid", "/kind", "/about")
    );
    assert!(results.iter().all(|result| result.receipt.is_some() == result.outcome.is_done()));
    assert_eq!(remembered(&world).await, 2, "what was not done can be sent again");
    assert_eq!(outcomes(&pushes(&lin, ops[1..2].to_vec()).await), [Conflict]);
}

#[actix_web::test]
async fn what_waits_is_not_overtaken_by_what_is_about_the_same() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let case = filed_by(&lin).await.case;
    pushes(&lin, vec![moving(about(case), Some(1), Move::Take, vec![])]).await;
    let after = photo(Of::Case(case), PhotoKind::After, snapshot(1));
    let before = photo(Of::Case(case), PhotoKind::Before, snapshot(2));
    let photos = vec![after.upload.id, before.upload.id];
    let ops = vec![moving(about(case), Some(2), Move::Complete, photos), remark(about(case), "已换灯泡"), filing(ReportId::new())];
    let results = pushes(&lin, ops.clone()).await;
    assert_eq!(outcomes(&results), [Outcome::Deferred, Outcome::Deferred, Outcome::Applied]);
    assert_eq!(results[0].problem.as_ref().map(|p| &*p.detail), Some("还有 2 张照片没有传完"));
    for one in [after, before] {
        lin.sends(announce(&one.upload)).await;
        assert_eq!(lin.asks(piece_of(one.upload.id, 0, one.content)).await.status, StatusCode::OK);
    }
    let results = pushes(&lin, ops).await;
    assert_eq!(outcomes(&results), [Outcome::Applied, Outcome::Applied, Outcome::Duplicate]);
    assert_eq!(lin.sends(find_case(case)).await.status, CaseStatus::Completed);
}

/// Moves somebody from where he works to [`GRID_2`], as of today.
async fn relocated(world: &World, person: PersonId) {
    let by = By { person: None, at: Moment::now() };
    let yesterday = by.at.day().shifted(-1);
    world
        .write(move |conn| {
            let held = appointments::table.filter(appointments::person_id.eq(person));
            diesel::update(held).set(appointments::to_day.eq(&yesterday)).execute(conn)?;
            let area = GRID_2.parse().expect("an area");
            let new =
                NewAppointment { person, duty: Duty::FullTime, area, unit: None, covering_for: None, from_day: by.at.day(), to_day: None };
            backend::staffing::rows::appoint(conn, &new, by).map(drop)
        })
        .await;
}

#[actix_web::test]
async fn work_is_judged_by_the_duties_of_its_day() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let case = filed_by(&world.visitor()).await.case;
    relocated(&world, lin.id).await;
    let at = |days: i64, op: Op| Op { captured_at: Moment::now().plus_seconds(-days * DAY), ..op };
    let results = pushes(&lin, vec![at(3, remark(about(case), "三天前写的")), remark(about(case), "今天写的")]).await;
    assert_eq!(outcomes(&results), [Outcome::Applied; 2], "it is assigned to her, wherever she works");
    let other = world.person("姜远", Duty::PartTime, GRID_1).await;
    relocated(&world, other.id).await;
    let results =
        pushes(&other, vec![at(3, remark(about(case), "三天前")), remark(about(case), "今天"), at(400, remark(about(case), "去年"))]).await;
    assert_eq!(outcomes(&results), [Outcome::Applied, Outcome::Rejected, Outcome::Rejected]);
    // A clock that runs ahead gains nothing: nothing is captured after it arrived.
    let ahead = Op { captured_at: Moment::now().plus_seconds(700 * DAY), ..remark(about(case), "两年后") };
    assert_eq!(outcomes(&pushes(&other, vec![ahead]).await), [Outcome::Rejected]);
    let slow = Op { clock_offset_ms: ClockOffset::near(-3 * DAY * 1000), ..remark(about(case), "表快三天") };
    let result = pushes(&other, vec![slow]).await.remove(0);
    let receipt = result.receipt.expect("a receipt");
    assert_eq!((result.outcome, receipt.arrived_at.seconds_since(receipt.captured_at) / DAY), (Outcome::Applied, 3));
}

#[actix_web::test]
async fn a_receipt_is_the_servers_word_and_cannot_be_bettered() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let receipt = pushes(&lin, vec![filing(ReportId::new())]).await.remove(0).receipt.expect("a receipt");
    assert!(lin.sends(check_receipt(&receipt)).await.holds);
    let mut better = receipt.clone();
    better.captured_at = receipt.captured_at.plus_seconds(-DAY);
    assert!(!lin.sends(check_receipt(&better)).await.holds);
    world.visitor().fails(check_receipt(&receipt), Code::SignInRequired).await;
}

#[actix_web::test]
async fn a_push_has_a_size_and_a_sender() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    for n in [0, 51] {
        let sent = Push { device: DeviceId::new(), ops: vec![filing(ReportId::new()); n] };
        let problem = lin.fails(push(&sent), Code::Invalid).await;
        assert_eq!(problem.errors[0].pointer, "/ops");
    }
    let long = op(OpKind::RemarkCase, json!({ "note": "长".repeat(100_000) }));
    lin.fails(push(&Push { device: DeviceId::new(), ops: vec![long] }), Code::TooLarge).await;
    let sent = Push { device: DeviceId::new(), ops: vec![filing(ReportId::new())] };
    world.visitor().fails(push(&sent), Code::SignInRequired).await;
    assert_eq!(remembered(&world).await, 0);
}

#[actix_web::test]
async fn a_remark_is_for_colleagues_and_by_those_who_handle_the_case() {
    let world = World::new().await;
    let (lin, stranger) = (world.full_time("林小梅").await, world.person("姜远", Duty::FullTime, OTHER_GRID).await);
    let filed = filed_by(&world.visitor()).await;
    let note = || remark_on_case(filed.case, &serde_json::from_value(json!({ "note": "找过房东" })).expect("a note"));
    stranger.fails(note(), Code::NotFound).await;
    world.assessor("郑敏").await.fails(note(), Code::Forbidden).await;
    let case = lin.sends(note()).await;
    let last = case.timeline.last().expect("a line");
    assert_eq!((last.kind, last.by.as_ref().map(|by| by.id), last.note.as_deref()), (EventKind::Remarked, Some(lin.id), Some("找过房东")));
    let receipt = world.visitor().opens(&format!("/api/v1/receipts/{}", filed.receipt)).await;
    assert!(!receipt.text().contains("房东"), "{}", receipt.text());
}

#[actix_web::test]
async fn a_clock_that_is_behind_dates_nothing_before_the_phone_last_heard_from_the_server() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let heard = Moment::now().plus_seconds(-3600);
    let behind = Op { captured_at: heard.plus_seconds(-DAY), last_heard_at: Some(heard), ..filing(ReportId::new()) };
    let ahead = Op { captured_at: heard.plus_seconds(2 * 365 * DAY), last_heard_at: Some(heard), ..filing(ReportId::new()) };
    let right = Op { captured_at: heard.plus_seconds(60), last_heard_at: Some(heard), ..filing(ReportId::new()) };
    let receipts = pushes(&lin, vec![behind, ahead, right]).await.into_iter().map(|result| result.receipt.expect("a receipt"));
    let receipts: Vec<_> = receipts.collect();
    let dated: Vec<_> = receipts.iter().map(|receipt| (receipt.captured_at, receipt.corrected)).collect();
    assert_eq!(dated, [(heard, true), (receipts[1].arrived_at, true), (heard.plus_seconds(60), false)]);
    for receipt in receipts {
        assert!(lin.sends(check_receipt(&receipt)).await.holds);
        let changed = shared::sync::ops::OpReceipt { corrected: !receipt.corrected, ..receipt };
        assert!(!lin.sends(check_receipt(&changed)).await.holds, "that it was corrected is signed too");
    }
}
