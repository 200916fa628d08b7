//! Units: who keeps them, and what stands in the way of closing one.

use backend::changes::By;
use shared::cases::{Move, NewTransition, find_case, move_case};
use shared::problem::Code;
use shared::staffing::{Duty, NewAppointment};
use shared::time::Moment;
use shared::units::{NewUnit, Unit, UnitFilter, UnitLevel, UnitPatch, add_unit, change_unit, find_unit, list_units};

use crate::reports::filed_by;
use crate::world::{GRID_1, Person, QINGHU, World};

/// A unit that somebody of the office adds.
pub async fn unit(office: &Person, name: &str, level: UnitLevel) -> Unit {
    office.sends(add_unit(&NewUnit { name: name.parse().expect("a name"), level, platform: None, phone: None })).await
}

/// Somebody who handles cases for a unit.
pub async fn handler(world: &World, name: &str, unit: &Unit) -> Person {
    let who = world.person(name, Duty::Handler, QINGHU).await;
    let (person, unit, area) = (who.id, Some(unit.id), QINGHU.parse().expect("an area"));
    let now = Moment::now();
    let new = NewAppointment { person, duty: Duty::Handler, area, unit, covering_for: None, from_day: now.day().shifted(-1), to_day: None };
    world.write(move |conn| backend::staffing::rows::appoint(conn, &new, By { person: None, at: now }).map(drop)).await;
    who
}

async fn names(who: &Person, filter: UnitFilter) -> Vec<String> {
    who.sends(list_units(&filter)).await.items.iter().map(|unit| unit.name.to_string()).collect()
}

fn closed(days_ago: i64) -> UnitPatch {
    UnitPatch { closed_on: Some(Some(Moment::now().day().shifted(-days_ago))), ..UnitPatch::default() }
}

#[actix_web::test]
async fn the_office_keeps_the_units_and_all_staff_read_them() {
    let world = World::new().await;
    let (office, member) = (world.assessor("郑敏").await, world.full_time("林小梅").await);
    for (name, level) in [("市供电公司", UnitLevel::County), ("司法所", UnitLevel::SubDistrict), ("应急管理站", UnitLevel::SubDistrict)]
    {
        unit(&office, name, level).await;
    }
    assert_eq!(names(&member, UnitFilter::default()).await, ["司法所", "应急管理站", "市供电公司"]);
    assert_eq!(names(&member, UnitFilter { level: Some(UnitLevel::County), ..UnitFilter::default() }).await, ["市供电公司"]);
    assert_eq!(names(&member, UnitFilter { q: Some("应急".into()), ..UnitFilter::default() }).await, ["应急管理站"]);
    let first = member.sends(list_units(&UnitFilter { limit: Some(2), ..UnitFilter::default() })).await;
    let rest = UnitFilter { limit: Some(2), cursor: first.next_cursor, ..UnitFilter::default() };
    assert_eq!(names(&member, rest).await, ["市供电公司"]);
    retired(&world).await.fails(list_units(&UnitFilter::default()), Code::Forbidden).await;
    world.visitor().fails(list_units(&UnitFilter::default()), Code::SignInRequired).await;

    let new = |name: &str, level| add_unit(&NewUnit { name: name.parse().expect("a name"), level, platform: None, phone: None });
    member.fails(new("综合行政执法队", UnitLevel::SubDistrict), Code::Forbidden).await;
    for (name, level, pointer, code) in
        [("十村", UnitLevel::Village, "/level", "no_units"), ("司法所", UnitLevel::County, "/name", "taken")]
    {
        let problem = office.fails(new(name, level), Code::Invalid).await;
        assert_eq!((&*problem.errors[0].pointer, &*problem.errors[0].code), (pointer, code));
    }
}

/// Somebody whose last duty has ended.
async fn retired(world: &World) -> Person {
    let who = world.person("周小平", Duty::PartTime, GRID_1).await;
    let (id, yesterday) = (who.id, Moment::now().day().shifted(-1));
    world
        .write(move |conn| {
            use backend::schema::appointments;
            use diesel::prelude::*;
            let held = appointments::table.filter(appointments::person_id.eq(id));
            diesel::update(held).set(appointments::to_day.eq(yesterday)).execute(conn)?;
            Ok(())
        })
        .await;
    who
}

#[actix_web::test]
async fn a_unit_is_changed_on_what_was_seen() {
    let world = World::new().await;
    let office = world.administrator("陈国平").await;
    let one = unit(&office, "司法所", UnitLevel::SubDistrict).await;
    unit(&office, "派出所", UnitLevel::County).await;
    let phone = UnitPatch { phone: Some("0570-4012345".parse().ok()), ..UnitPatch::default() };
    let changed = office.sends(change_unit(one.id, &phone, 1)).await;
    assert_eq!((changed.version, changed.phone.as_deref(), changed.handlers), (2, Some("0570-4012345"), 0));
    office.fails(change_unit(one.id, &phone, 1), Code::VersionConflict).await;
    let taken = UnitPatch { name: "派出所".parse().ok(), ..UnitPatch::default() };
    assert_eq!(office.fails(change_unit(one.id, &taken, 2), Code::Invalid).await.errors[0].pointer, "/name");
    let history = world
        .write(move |conn| {
            use backend::schema::changes;
            use diesel::prelude::*;
            let of = changes::table.filter(changes::noun.eq("unit")).filter(changes::record.eq(one.id.to_string()));
            Ok(of.order(changes::id).select(changes::action).load::<String>(conn)?)
        })
        .await;
    assert_eq!(history, ["add", "change"]);
    handler(&world, "姜波", &one).await;
    assert_eq!(office.sends(find_unit(one.id)).await.handlers, 1);
}

#[actix_web::test]
async fn a_unit_with_open_cases_is_not_closed() {
    let world = World::new().await;
    let (office, dispatcher) = (world.assessor("郑敏").await, world.dispatcher("何青").await);
    let one = unit(&office, "司法所", UnitLevel::SubDistrict).await;
    let filed = filed_by(&world.visitor()).await;
    let to_unit = NewTransition { unit: Some(one.id), ..NewTransition::plain(Move::Dispatch) };
    dispatcher.sends(move_case(filed.case, &to_unit, 1)).await;
    assert_eq!(office.sends(find_unit(one.id)).await.open_cases, 1);
    let problem = office.fails(change_unit(one.id, &closed(0), 1), Code::Conflict).await;
    assert!(problem.detail.contains("1 件未办结"), "{}", problem.detail);

    let elsewhere = NewTransition { level: Some(UnitLevel::SubDistrict), ..NewTransition::plain(Move::Dispatch) };
    let version = dispatcher.sends(find_case(filed.case)).await.version;
    dispatcher.sends(move_case(filed.case, &elsewhere, version)).await;
    assert_eq!(office.fails(change_unit(one.id, &closed(-1), 1), Code::Invalid).await.errors[0].pointer, "/closed_on");
    office.sends(change_unit(one.id, &closed(1), 1)).await;
    assert_eq!(names(&office, UnitFilter::default()).await, [""; 0]);
    assert_eq!(names(&office, UnitFilter { closed: Some(true), ..UnitFilter::default() }).await, ["司法所"]);
    let problem = dispatcher.fails(move_case(filed.case, &to_unit, version + 1), Code::Invalid).await;
    assert_eq!(problem.errors[0].code, "unknown_unit");
    let again = NewUnit { name: "司法所".parse().expect("a name"), level: UnitLevel::SubDistrict, platform: None, phone: None };
    assert!(office.fails(add_unit(&again), Code::Invalid).await.detail.contains("撤销"));
    let reopened = UnitPatch { closed_on: Some(None), ..UnitPatch::default() };
    assert_eq!(office.sends(change_unit(one.id, &reopened, 2)).await.closed_on, None);
}
