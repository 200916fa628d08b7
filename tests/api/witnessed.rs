//! The 54,800 yuan: counted before witnesses, handed over once, printed.

use serde_json::json;
use shared::cases::{CaseId, find_case};
use shared::ink::Ink;
use shared::problem::Code;
use shared::reports::file_report;
use shared::staffing::Duty;
use shared::sync::ops::{ClockOffset, DeviceId, Op, OpId, OpKind, Outcome, Push};
use shared::sync::push;
use shared::time::Moment;
use shared::witnessed::cash::{CashLine, Denomination};
use shared::witnessed::{
    FoundItem, HandingOver, NewWitnessedHandover, Recipient, Witness, WitnessedHandoverId, find_witnessed_handover, hand_over,
    handover_receipt_path,
};

use crate::reports::new_report;
use crate::world::{GRID_1, OTHER_GRID, Person, World};

fn text<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect(text)
}

fn handover() -> NewWitnessedHandover {
    let ink: Ink = text("M100 100L400 300L700 80");
    let witness = |name: &str| Witness { name: text(name), role: Some(text("邻居")), ink: ink.clone() };
    NewWitnessedHandover {
        id: WitnessedHandoverId::new(),
        found: text("拆旧房时在墙缝里发现一只铁盒"),
        place: text("华夏村旧房"),
        at: Moment::now(),
        items: vec![FoundItem { name: text("铁盒"), count: 1, note: Some(text("有锈")) }],
        cash: vec![CashLine { denomination: Denomination::Yuan100, count: 548 }],
        cash_fen: 5_480_000,
        witnesses: ["张三", "李四", "王五"].map(witness).to_vec(),
        recipient: Recipient { name: text("周明"), relation: text("继承人"), phone: None, proof: text("户口簿"), ink: ink.clone() },
        ink,
    }
}

async fn found(world: &World) -> CaseId {
    world.visitor().sends(file_report(&new_report("0805"))).await.case
}

async fn refused(who: &Person, case: CaseId, new: &NewWitnessedHandover) -> (String, String) {
    let problem = who.fails(hand_over(case, new), Code::Invalid).await;
    (problem.errors[0].pointer.clone(), problem.errors[0].message.clone())
}

#[actix_web::test]
async fn what_was_found_is_handed_over_once() {
    let world = World::new().await;
    let (lin, leader) = (world.full_time("林小梅").await, world.leader("徐长根").await);
    let case = found(&world).await;
    let new = handover();
    lin.fails(find_witnessed_handover(case), Code::NotFound).await;
    let made = lin.sends(hand_over(case, &new)).await;
    assert_eq!((made.handover.clone(), made.by.name.as_str()), (new.clone(), "林小梅"));
    assert_eq!(lin.sends(hand_over(case, &new)).await, made, "the same once more is no other");
    leader.fails(hand_over(case, &handover()), Code::Conflict).await;
    let notes: Vec<String> = lin.sends(find_case(case)).await.timeline.into_iter().filter_map(|event| event.note).collect();
    assert_eq!(notes, ["见证移交：物品 1 种，现金 54800.00 元，见证人 3 位"]);
    let reply = leader.opens(&handover_receipt_path(case)).await;
    assert_eq!((reply.status.as_u16(), reply.header("content-type")), (200, Some("application/pdf")), "{}", reply.text());
}

#[actix_web::test]
async fn a_sum_that_is_wrong_is_told_and_nothing_kept() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let case = found(&world).await;
    let wrong = NewWitnessedHandover { cash_fen: 5_470_000, ..handover() };
    let told = refused(&lin, case, &wrong).await;
    assert_eq!(told, ("/cash_fen".into(), "按张数合计是 54800.00 元，与清点总额 54700.00 元不符，请重新清点".into()));
    let alone = NewWitnessedHandover { witnesses: handover().witnesses[..1].to_vec(), ..handover() };
    assert_eq!(refused(&lin, case, &alone).await.0, "/witnesses");
    let later = NewWitnessedHandover { at: Moment::now().plus_seconds(3600), ..handover() };
    assert_eq!(refused(&lin, case, &later).await.0, "/at");
    lin.fails(find_witnessed_handover(case), Code::NotFound).await;
    let outsiders =
        [world.person("姜远", Duty::FullTime, OTHER_GRID).await, world.assessor("郑敏").await, world.administrator("陈国平").await];
    for who in outsiders {
        who.fails(hand_over(case, &handover()), Code::NotFound).await;
        who.fails(find_witnessed_handover(case), Code::NotFound).await;
        assert_eq!(who.opens(&handover_receipt_path(case)).await.problem().code, Code::NotFound);
    }
    let part_time = world.person("周小平", Duty::PartTime, GRID_1).await;
    part_time.sends(hand_over(case, &handover())).await;
}

#[actix_web::test]
async fn only_found_property_is_handed_over() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let quarrel = world.visitor().sends(file_report(&new_report("0103"))).await.case;
    let (_, told) = refused(&lin, quarrel, &handover()).await;
    assert_eq!(told, "只有财物发现类案件可以登记见证移交，请先改类别");
    lin.fails(find_witnessed_handover(quarrel), Code::NotFound).await;
}

#[actix_web::test]
async fn a_phone_whose_clock_is_ahead_dates_the_handover_right() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let case = found(&world).await;
    let ahead = 7200;
    let now = Moment::now();
    let new = NewWitnessedHandover { at: now.plus_seconds(ahead - 60), ..handover() };
    let op = Op { captured_at: now.plus_seconds(ahead), clock_offset_ms: ClockOffset::near(-ahead * 1000), ..handing_over(case, new) };
    let sent = Push { device: DeviceId::new(), ops: vec![op] };
    assert_eq!(lin.sends(push(&sent)).await.results[0].outcome, Outcome::Applied);
    let at = lin.sends(find_witnessed_handover(case)).await.handover.at;
    assert_eq!(now.seconds_since(at), 60, "a minute before it was saved");
}

fn handing_over(case: CaseId, handover: NewWitnessedHandover) -> Op {
    let body = json!(HandingOver { case, handover });
    Op {
        id: OpId::new(),
        kind: OpKind::HandOverProperty.name(),
        captured_at: Moment::now(),
        clock_offset_ms: ClockOffset::default(),
        last_heard_at: None,
        body: body.as_object().expect("an object").clone(),
    }
}

#[actix_web::test]
async fn a_handover_without_a_signal_arrives_once() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let case = found(&world).await;
    let sent = Push { device: DeviceId::new(), ops: vec![handing_over(case, handover())] };
    let outcome = || async { lin.sends(push(&sent)).await.results[0].outcome };
    assert_eq!((outcome().await, outcome().await), (Outcome::Applied, Outcome::Duplicate));
    assert_eq!(lin.sends(find_witnessed_handover(case)).await.handover.cash_fen, 5_480_000);
}
