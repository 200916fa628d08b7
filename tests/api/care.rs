//! Care: those who visit know who it is and why, and nobody and nothing else does.

use shared::care::carried::{CarriedCare, records};
use shared::care::visits::{CareResult, CareVisitFilter, CareVisitId, CareWay, NewCareVisit, add_care_visit, list_care_visits};
use shared::care::{
    CareBasis, CareEnd, CareLevel, CarePerson, CareReason, CareRecordFilter, CareRecordId, CareRecordPatch, GridCare, GridCareFilter,
    NewCareRecord, add_care_record, change_care_record, find_care_record, list_care_records, list_grid_care,
};
use shared::patrols::due::DueState;
use shared::problem::Code;
use shared::reports::{NewReport, ReportId};
use shared::staffing::{AppointmentFilter, AppointmentPatch, Duty, change_appointment, list_appointments};
use shared::sync::ops::OpKind;
use shared::sync::outbox::Work;
use shared::time::Moment;

use backend::changes::By;
use backend::schema::{care_records, care_visitors, care_visits, changes};
use diesel::prelude::*;

use crate::phone::{Fate, Phone};
use crate::reports::new_report;
use crate::world::{GRID_1, GRID_2, Person, SHICUN, World};

/// Somebody to look after, with words that stand nowhere else.
pub fn new_record(name: &str) -> NewCareRecord {
    let day = Moment::now().day();
    NewCareRecord {
        id: CareRecordId::new(),
        grid: GRID_1.parse().expect("a grid"),
        person: CarePerson {
            name: name.parse().expect("a name"),
            phone: "13757000000".parse().ok(),
            address: "祝家十二号东边第二间".parse().ok(),
            point: None,
            reasons: vec![CareReason::LivingAlone, CareReason::Illness],
            contact: "女儿毛小芳".parse().ok(),
            hint: "耳背请敲窗".parse().ok(),
        },
        level: CareLevel::Close,
        every_days: None,
        basis: CareBasis::Consent,
        basis_day: day,
        visitor: None,
        second: None,
    }
}

pub fn new_visit(record: CareRecordId, result: CareResult) -> NewCareVisit {
    NewCareVisit { id: CareVisitId::new(), record, at: Moment::now(), way: CareWay::Home, result, note: None, report: None }
}

/// A visit as a phone saves it, by its own clock.
fn saved(phone: &Phone, visit: NewCareVisit) -> Work {
    let visit = NewCareVisit { at: phone.now(), ..visit };
    Work::field(OpKind::CareVisit, &visit, visit.about())
}

async fn on_phone(phone: &Phone) -> Vec<CarriedCare> {
    records(&phone.engine.known("care_record/").await.expect("a store"), &Moment::now().day())
}

/// Lets the records be so many days old.
async fn aged(world: &World, days: i64) {
    let since = Moment::now().day().shifted(-days);
    let late = Moment::now().day().shifted(7 - days);
    let old = (care_records::since.eq(since), care_records::due_on.eq(late.clone()), care_records::late_from.eq(late.shifted(3)));
    world.write(move |conn| Ok(diesel::update(care_records::table).set(old).execute(conn)?)).await;
}

async fn numbers(who: &Person) -> Vec<GridCare> {
    who.sends(list_grid_care(&GridCareFilter::default())).await.items
}

#[actix_web::test]
async fn a_visit_without_a_network_opens_a_case_and_is_one_visit() {
    let world = World::new().await;
    let (lin, leader) = (world.full_time("林小梅").await, world.leader("徐长根").await);
    let record = lin.sends(add_care_record(&new_record("毛秋月"))).await;
    aged(&world, 20).await;
    let (phone, other) = (Phone::of(&world, &lin), Phone::of(&world, &leader));
    phone.settles().await;
    other.settles().await;
    let carried = on_phone(&phone).await;
    assert_eq!((carried.len(), carried[0].record.due.state), (1, DueState::Late));
    assert_eq!(carried[0].record.person.as_ref().map(|it| it.name.as_str()), Some("毛秋月"));
    assert!(on_phone(&other).await.is_empty());

    // Out of reach: what is needed is entered once.
    let report = ReportId::new();
    let text = "关爱对象需要代买降压药".parse().expect("a text");
    phone.does(Work::file_report(report, &NewReport { text, ..new_report("0803") }, Vec::new())).await;
    let visit = NewCareVisit { report: Some(report), note: "药只剩三天".parse().ok(), ..new_visit(record.id, CareResult::Needs) };
    phone.does(saved(&phone, visit)).await;
    let after = on_phone(&phone).await;
    assert_eq!((after[0].record.due.state, after[0].unsent), (DueState::Done, true));
    phone.syncs(|| Fate::AnswerLost).await;
    phone.syncs(|| Fate::Twice).await;
    phone.settles().await;
    assert!(phone.engine.unsent().await.expect("a store").is_empty());
    let visits = lin.sends(list_care_visits(record.id, &CareVisitFilter::default())).await.items;
    assert_eq!((visits.len(), visits[0].note.as_deref(), visits[0].case.is_some()), (1, Some("药只剩三天"), true));
    let standing = numbers(&leader).await;
    assert_eq!((standing[0].records, standing[0].due, standing[0].late, standing[0].visits), (1, 0, 0, 1));
}

#[actix_web::test]
async fn only_those_who_visit_know_who_it_is() {
    let world = World::new().await;
    let (lin, leader) = (world.full_time("林小梅").await, world.leader("徐长根").await);
    let record = lin.sends(add_care_record(&new_record("毛秋月"))).await;
    assert_eq!(lin.sends(find_care_record(record.id)).await.person.expect("a person").reasons.len(), 2);
    // Who answers for the grid sees that there is somebody, and how the visits stand.
    assert_eq!(leader.sends(find_care_record(record.id)).await.person, None);
    leader.fails(list_care_visits(record.id, &CareVisitFilter::default()), Code::Forbidden).await;
    let list = leader.sends(list_care_records(&CareRecordFilter::default())).await.items;
    assert_eq!((list.len(), list[0].person.as_ref(), list[0].label.chars().count()), (1, None, 7));
    // Lists never say it, not even to those who visit.
    assert_eq!(lin.sends(list_care_records(&CareRecordFilter::default())).await.items[0].person, None);
    for stranger in [
        world.person("周小平", Duty::PartTime, GRID_1).await,
        world.person("姜远", Duty::FullTime, GRID_2).await,
        world.dispatcher("何青").await,
        world.assessor("郑敏").await,
        world.administrator("陈国平").await,
    ] {
        stranger.fails(find_care_record(record.id), Code::NotFound).await;
        stranger.fails(add_care_visit(&new_visit(record.id, CareResult::Well)), Code::NotFound).await;
        let patch = CareRecordPatch { visitor: Some(stranger.id), ..CareRecordPatch::default() };
        stranger.fails(change_care_record(record.id, &patch, record.version), Code::NotFound).await;
    }
    // Every look is written down.
    let reads = world
        .write(|conn| {
            Ok(changes::table.filter(changes::noun.eq("care_record")).filter(changes::action.eq("read")).count().get_result::<i64>(conn)?)
        })
        .await;
    assert_eq!(reads, 2);
}

#[actix_web::test]
async fn handing_over_takes_the_record_off_one_phone_and_onto_another() {
    let world = World::new().await;
    let (lin, leader) = (world.full_time("林小梅").await, world.leader("徐长根").await);
    let zhou = world.person("周小平", Duty::PartTime, GRID_1).await;
    let record = lin.sends(add_care_record(&new_record("毛秋月"))).await;
    let (from, to) = (Phone::of(&world, &lin), Phone::of(&world, &zhou));
    from.settles().await;
    // Made before it is handed over, sent after: it counts.
    let visit = new_visit(record.id, CareResult::Well);
    from.does(saved(&from, visit)).await;
    let away = world.person("姜远", Duty::FullTime, GRID_2).await;
    let wrong = CareRecordPatch { visitor: Some(away.id), ..CareRecordPatch::default() };
    assert_eq!(leader.fails(change_care_record(record.id, &wrong, 1), Code::Invalid).await.errors[0].pointer, "/visitor");
    let nosy = CareRecordPatch { level: Some(CareLevel::Light), ..CareRecordPatch::default() };
    leader.fails(change_care_record(record.id, &nosy, 1), Code::Forbidden).await;
    let patch = CareRecordPatch { visitor: Some(zhou.id), ..CareRecordPatch::default() };
    leader.sends(change_care_record(record.id, &patch, 1)).await;
    leader.fails(change_care_record(record.id, &patch, 1), Code::VersionConflict).await;
    from.settles().await;
    to.settles().await;
    assert!(from.engine.unsent().await.expect("a store").is_empty());
    assert!(from.engine.known("care_record/").await.expect("a store").is_empty());
    assert_eq!(on_phone(&to).await[0].record.last.as_ref().map(|last| last.result), Some(CareResult::Well));
    // Whoever visited that day may have called before hearing of it; the day after, nobody has.
    lin.sends(add_care_visit(&new_visit(record.id, CareResult::NotMet))).await;
    let yesterday = Moment::now().plus_seconds(-2 * 86_400);
    let ended = care_visitors::table.filter(care_visitors::person_id.eq(lin.id));
    let long_ago = (care_visitors::from_at.eq(yesterday.plus_seconds(-1)), care_visitors::to_at.eq(yesterday));
    world.write(move |conn| Ok(diesel::update(ended).set(long_ago).execute(conn)?)).await;
    lin.fails(add_care_visit(&new_visit(record.id, CareResult::Well)), Code::NotFound).await;
}

#[actix_web::test]
async fn who_answers_for_the_grid_does_not_make_himself_a_visitor() {
    let world = World::new().await;
    let (lin, leader) = (world.full_time("林小梅").await, world.leader("徐长根").await);
    let record = lin.sends(add_care_record(&new_record("毛秋月"))).await;
    let first = CareRecordPatch { visitor: Some(leader.id), ..CareRecordPatch::default() };
    let second = CareRecordPatch { second: Some(Some(leader.id)), ..CareRecordPatch::default() };
    for (patch, pointer) in [(first, "/visitor"), (second.clone(), "/second")] {
        assert_eq!(leader.fails(change_care_record(record.id, &patch, 1), Code::Invalid).await.errors[0].pointer, pointer);
    }
    // Whoever visits may ask him along.
    lin.sends(change_care_record(record.id, &second, 1)).await;
    assert!(leader.sends(find_care_record(record.id)).await.person.is_some());
}

#[actix_web::test]
async fn what_was_found_later_stands_when_something_earlier_arrives_late() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let record = lin.sends(add_care_record(&new_record("毛秋月"))).await;
    lin.sends(add_care_visit(&new_visit(record.id, CareResult::Well))).await;
    let earlier = NewCareVisit { at: Moment::now().plus_seconds(-600), ..new_visit(record.id, CareResult::Moved) };
    lin.sends(add_care_visit(&earlier)).await;
    let stands = lin.sends(find_care_record(record.id)).await;
    assert_eq!((stands.end, stands.last.map(|last| last.result)), (None, Some(CareResult::Well)));
}

#[actix_web::test]
async fn a_visit_that_is_given_up_takes_the_name_off_the_phone() {
    let world = World::new().await;
    let (lin, leader) = (world.full_time("林小梅").await, world.leader("徐长根").await);
    let zhou = world.person("周小平", Duty::PartTime, GRID_1).await;
    let record = lin.sends(add_care_record(&new_record("毛秋月"))).await;
    let phone = Phone::of(&world, &lin);
    phone.settles().await;
    // Needs say what is needed: this one the server does not take.
    phone.does(saved(&phone, new_visit(record.id, CareResult::Needs))).await;
    leader.sends(change_care_record(record.id, &CareRecordPatch { visitor: Some(zhou.id), ..CareRecordPatch::default() }, 1)).await;
    phone.settles().await;
    let known = phone.engine.known("care_record/").await.expect("a store");
    assert!(known.iter().all(|record| record.body.is_none()), "who it is stays for no visit");
    let stuck = phone.engine.unsent().await.expect("a store").remove(0);
    phone.engine.discard(stuck.op.id, phone.now()).await.expect("a store");
    assert!(phone.engine.known("care_record/").await.expect("a store").is_empty());
}

#[actix_web::test]
async fn whoever_leaves_the_grid_keeps_nothing_and_the_record_waits_to_be_handed_over() {
    let world = World::new().await;
    let (lin, leader, assessor) = (world.full_time("林小梅").await, world.leader("徐长根").await, world.assessor("郑敏").await);
    let record = lin.sends(add_care_record(&new_record("毛秋月"))).await;
    let phone = Phone::of(&world, &lin);
    phone.settles().await;
    let filter = AppointmentFilter { person: uuid::Uuid::parse_str(&lin.id.to_string()).ok(), ..AppointmentFilter::default() };
    let held = assessor.sends(list_appointments(&filter)).await.items.remove(0);
    let patch = AppointmentPatch { to_day: Some(Some(Moment::now().day().shifted(-1))) };
    assessor.sends(change_appointment(held.id, &patch, held.version)).await;
    lin.fails(find_care_record(record.id), Code::NotFound).await;
    phone.settles().await;
    assert!(phone.engine.known("care_record/").await.expect("a store").is_empty());
    let standing = leader.sends(find_care_record(record.id)).await;
    assert_eq!((standing.visitor, standing.person), (None, None));
    assert_eq!(numbers(&leader).await[0].unvisited, 1);
    // Whoever takes it over reads it again.
    let patch = CareRecordPatch { visitor: Some(leader.id), ..CareRecordPatch::default() };
    let taken = leader.sends(change_care_record(record.id, &patch, standing.version)).await;
    assert_eq!(taken.person.map(|it| it.name.to_string()).as_deref(), Some("毛秋月"));
}

#[actix_web::test]
async fn a_consent_taken_back_ends_it_and_half_a_year_later_nobody_knows_who_it_was() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let (one, two) = (new_record("毛秋月"), NewCareRecord { basis: CareBasis::Duty, ..new_record("祝阿福") });
    lin.sends(add_care_record(&one)).await;
    lin.sends(add_care_record(&two)).await;
    let declined = NewCareVisit { note: "说不用再来".parse().ok(), ..new_visit(one.id, CareResult::Declined) };
    lin.sends(add_care_visit(&declined)).await;
    lin.sends(add_care_visit(&new_visit(two.id, CareResult::Declined))).await;
    let (ended, goes_on) = (lin.sends(find_care_record(one.id)).await, lin.sends(find_care_record(two.id)).await);
    assert_eq!((ended.end, goes_on.end), (Some(CareEnd::Declined), None));
    let back = CareRecordPatch { level: Some(CareLevel::Light), ..CareRecordPatch::default() };
    lin.fails(change_care_record(one.id, &back, ended.version), Code::Conflict).await;
    let erase = |days: i64| {
        let now = Moment::now().plus_seconds(days * 86_400);
        world.write(move |conn| {
            backend::care::rows::erase_old(conn, now)?;
            let kept: i64 = care_records::table.filter(care_records::person.is_not_null()).count().get_result(conn)?;
            let notes: i64 = care_visits::table.filter(care_visits::note.is_not_null()).count().get_result(conn)?;
            Ok((kept, notes))
        })
    };
    assert_eq!(erase(179).await, (2, 1));
    assert_eq!(erase(182).await, (1, 0));
}

#[actix_web::test]
async fn what_does_not_fit_is_told_at_once_and_changes_nothing() {
    let world = World::new().await;
    let (lin, cadre) = (world.full_time("林小梅").await, world.person("祝大有", Duty::VillageCadre, SHICUN).await);
    let mut new = new_record("毛秋月");
    new.person.reasons = Vec::new();
    new.basis_day = Moment::now().day().shifted(1);
    new.second = Some(lin.id);
    let wrong: Vec<String> = lin.fails(add_care_record(&new), Code::Invalid).await.errors.into_iter().map(|it| it.pointer).collect();
    assert_eq!(wrong, ["/person/reasons", "/basis_day", "/second"]);
    let part_time = world.person("周小平", Duty::PartTime, GRID_1).await;
    part_time.fails(add_care_record(&new_record("毛秋月")), Code::Forbidden).await;
    let record = cadre.sends(add_care_record(&NewCareRecord { visitor: Some(lin.id), ..new_record("毛秋月") })).await;
    assert_eq!(record.person, None);
    let needs = lin.fails(add_care_visit(&new_visit(record.id, CareResult::Needs)), Code::Invalid).await;
    assert_eq!(needs.errors[0].pointer, "/note");
    let ahead = NewCareVisit { at: Moment::now().plus_seconds(7200), ..new_visit(record.id, CareResult::Well) };
    assert_eq!(lin.fails(add_care_visit(&ahead), Code::Invalid).await.errors[0].pointer, "/at");
    assert_eq!(lin.sends(list_care_visits(record.id, &CareVisitFilter::default())).await.items, []);
    // Sent again it is the same one; under the id of another it is refused.
    let visit = new_visit(record.id, CareResult::Well);
    let told = lin.sends(add_care_visit(&visit)).await;
    assert_eq!(lin.sends(add_care_visit(&visit)).await, told);
    lin.fails(add_care_visit(&NewCareVisit { result: CareResult::NotMet, ..visit }), Code::Conflict).await;
}

#[actix_web::test]
async fn a_grid_that_takes_over_takes_over_its_people() {
    let world = World::new().await;
    let (lin, leader) = (world.full_time("林小梅").await, world.leader("徐长根").await);
    let record = lin.sends(add_care_record(&new_record("毛秋月"))).await;
    let by = By { person: None, at: Moment::now().plus_seconds(86_400) };
    let today = Moment::now().day();
    world
        .write(move |conn| {
            use backend::schema::{grid_successions, grids};
            diesel::update(grids::table.find(GRID_1)).set(grids::closed_on.eq(today)).execute(conn)?;
            let after = (grid_successions::old_code.eq(GRID_1), grid_successions::new_code.eq(GRID_2));
            diesel::insert_into(grid_successions::table).values(after).execute(conn)?;
            backend::grids::rows::hand_on(conn, by)?;
            backend::care::rows::visitors::let_go(conn, None, by)
        })
        .await;
    leader.fails(find_care_record(record.id), Code::NotFound).await;
    let there = world.person("姜远", Duty::FullTime, GRID_2).await;
    let moved = there.sends(find_care_record(record.id)).await;
    assert_eq!((moved.grid.as_str(), moved.visitor), (GRID_2, None));
}
