//! Emergencies: two phones without a network count the same people, and nobody is lost or counted twice.

use std::time::Duration;

use actix_web::http::StatusCode;
use backend::schema::{emergency_evacuees, emergency_households};
use diesel::prelude::*;
use shared::boards::find_board;
use shared::emergencies::carried::{emergencies, households, unread};
use shared::emergencies::households::{Evacuee, EvacueeId, EvacueeState, HouseholdFilter, HouseholdId, NewHousehold, list_households};
use shared::emergencies::situation::{Heads, Situation, find_situation};
use shared::emergencies::steps::{Counting, EmergencyStep, EmergencyStepId, Moving, NewEmergencyStep, Returning, take_emergency_step};
use shared::emergencies::{
    Emergency, EmergencyFilter, EmergencyId, EmergencyKind, EmergencyNoticeId, EmergencyPatch, NewEmergency, NewEmergencyNotice,
    change_emergency, emergency_report_path, find_emergency, list_emergencies, open_emergency, tell_everybody,
};
use shared::problem::Code;
use shared::staffing::Duty;
use shared::sync::ops::OpKind;
use shared::sync::outbox::Work;
use shared::time::Moment;

use crate::phone::{Fate, Phone};
use crate::world::{GRID_1, GRID_2, OTHER_GRID, Person, QINGHU, SHICUN, World};

fn flood(areas: &[&str]) -> NewEmergency {
    NewEmergency {
        id: EmergencyId::new(),
        kind: EmergencyKind::Flood,
        title: "6 月 18 日强降雨".parse().expect("a title"),
        areas: areas.iter().map(|area| area.parse().expect("an area")).collect(),
        shelters: ["清湖小学", "文化礼堂"].map(|name| name.parse().expect("a shelter")).into(),
        public: "今晚有强降雨，请听网格员安排转移".parse().ok(),
    }
}

fn household(grid: &str, names: &[&str]) -> NewHousehold {
    let person = |(i, name): (usize, &&str)| Evacuee { id: EvacueeId::new(), name: name.parse().expect("a name"), needs_help: i == 1 };
    NewHousehold {
        id: HouseholdId::new(),
        grid: grid.parse().expect("a grid"),
        name: names[0].parse().expect("a name"),
        address: "毛家塘 12 号".parse().ok(),
        phone: None,
        note: None,
        people: names.iter().enumerate().map(person).collect(),
    }
}

fn step(emergency: EmergencyId, step: EmergencyStep) -> NewEmergencyStep {
    NewEmergencyStep { id: EmergencyStepId::new(), emergency, at: Moment::now(), step }
}

fn moving(home: &NewHousehold, who: &[usize], to: &str, property: Option<&str>) -> EmergencyStep {
    let people = who.iter().map(|i| home.people[*i].id).collect();
    EmergencyStep::Move(Moving {
        household: home.id,
        people,
        to: to.parse().expect("a shelter"),
        property: property.and_then(|it| it.parse().ok()),
    })
}

/// A step as a phone saves it, by its own clock.
fn saved(phone: &Phone, new: NewEmergencyStep) -> Work {
    let new = NewEmergencyStep { at: phone.now(), ..new };
    Work::field(OpKind::EmergencyStep, &new, new.about())
}

async fn situation(who: &Person, id: EmergencyId) -> Situation {
    who.sends(find_situation(id)).await
}

/// The emergency on a phone, and where its people are.
async fn on_phone(phone: &Phone) -> (Emergency, Vec<(String, EvacueeState)>) {
    let all = emergencies(&phone.engine.known("emergency/").await.expect("a store"));
    let list = households(&phone.engine.known("emergency_household/").await.expect("a store"), &all[0]);
    let people = list.iter().flat_map(|it| &it.household.people).map(|it| (it.person.name.to_string(), it.state)).collect();
    (all[0].clone(), people)
}

#[actix_web::test]
async fn two_phones_without_a_network_count_everybody_once() {
    let world = World::new().await;
    let (office, lin, xu) = (world.dispatcher("何青").await, world.full_time("林小梅").await, world.leader("徐长根").await);
    let emergency = office.sends(open_emergency(&flood(&[SHICUN]))).await;
    assert_eq!(emergency.grids.len(), 2);
    let home = household(GRID_1, &["毛阿福", "毛奶奶", "毛小军"]);
    lin.sends(take_emergency_step(&step(emergency.id, EmergencyStep::Household(home.clone())))).await;
    let (one, two) = (Phone::of(&world, &lin), Phone::of(&world, &xu));
    one.settles().await;
    two.settles().await;
    assert_eq!(on_phone(&one).await.1.len(), 3);

    // Both out of reach: one brings two, the other the same one and another; one finds another house.
    one.does(saved(&one, step(emergency.id, moving(&home, &[0, 1], "清湖小学", Some("摩托车 1 辆"))))).await;
    two.does(saved(&two, step(emergency.id, moving(&home, &[1, 2], "文化礼堂", Some("粮食 6 袋"))))).await;
    let found = household(GRID_1, &["祝水生", "祝奶奶"]);
    two.does(saved(&two, step(emergency.id, EmergencyStep::Household(found.clone())))).await;
    two.does(saved(&two, step(emergency.id, moving(&found, &[0], "文化礼堂", None)))).await;
    assert_eq!(on_phone(&two).await.1.len(), 5);
    // Later than what was moved, by clocks that are put right to some milliseconds.
    tokio::time::sleep(Duration::from_millis(100)).await;
    let count = Counting { household: home.id, present: vec![home.people[0].id, home.people[1].id], missing: vec![home.people[2].id] };
    one.does(saved(&one, step(emergency.id, EmergencyStep::Count(count)))).await;

    // The line is bad: answers are lost, things arrive twice.
    one.syncs(|| Fate::AnswerLost).await;
    two.syncs(|| Fate::Twice).await;
    one.settles().await;
    two.settles().await;
    one.settles().await;
    let heads = Heads { waiting: 1, moved: 1, present: 2, missing: 1, returned: 0 };
    let told = situation(&office, emergency.id).await;
    assert_eq!((told.heads, told.need_help, told.heads.all()), (heads, 1, 5));
    let shelters: Vec<_> = told.shelters.iter().map(|it| (it.name.to_string(), it.people, it.present)).collect();
    assert_eq!(shelters.iter().map(|(_, people, _)| people).sum::<i64>(), 3);
    assert_eq!(on_phone(&one).await.1, on_phone(&two).await.1);
    let list = office.sends(list_households(emergency.id, &HouseholdFilter::default())).await.items;
    let property: usize = list.iter().map(|it| it.property.len()).sum();
    assert_eq!((list.len(), property), (2, 2));
    // Who was not there turns up, and goes home with the others.
    xu.sends(take_emergency_step(&step(
        emergency.id,
        EmergencyStep::Return(Returning { household: home.id, people: home.people.iter().map(|it| it.id).collect() }),
    )))
    .await;
    assert_eq!(situation(&office, emergency.id).await.heads.returned, 3);
}

#[actix_web::test]
async fn a_message_reaches_everybody_and_who_has_not_confirmed_is_seen() {
    let world = World::new().await;
    let (office, lin, xu) = (world.dispatcher("何青").await, world.full_time("林小梅").await, world.leader("徐长根").await);
    let emergency = office.sends(open_emergency(&flood(&[GRID_1]))).await;
    let new = NewEmergencyNotice { id: EmergencyNoticeId::new(), text: "19 点前完成转移".parse().expect("a text") };
    office.sends(tell_everybody(emergency.id, &new)).await;
    // Sent again it is told once.
    assert_eq!(office.sends(tell_everybody(emergency.id, &new)).await.notices.len(), 1);
    let phone = Phone::of(&world, &lin);
    phone.settles().await;
    let waiting = async |phone: &Phone| {
        let (emergency, _) = on_phone(phone).await;
        unread(&emergency, &phone.engine.known("emergency_receipts/").await.expect("a store")).len()
    };
    assert_eq!(waiting(&phone).await, 1);
    let got = step(emergency.id, EmergencyStep::Receive(shared::emergencies::steps::Receiving { notice: new.id }));
    phone.does(saved(&phone, got.clone())).await;
    assert_eq!(waiting(&phone).await, 0);
    phone.syncs(|| Fate::AnswerLost).await;
    phone.settles().await;
    assert_eq!(waiting(&phone).await, 0);
    // A colleague's receipt takes nothing off this phone.
    xu.sends(take_emergency_step(&NewEmergencyStep { id: EmergencyStepId::new(), ..got.clone() })).await;
    phone.settles().await;
    assert_eq!(waiting(&phone).await, 0);
    let zhou = world.person("周小平", Duty::PartTime, GRID_1).await;
    let told = situation(&office, emergency.id).await.notices.remove(0);
    let silent: Vec<_> = told.silent.iter().map(|it| it.id).collect();
    assert_eq!((told.received, told.silent_count, silent), (2, 1, vec![zhou.id]));
}

#[actix_web::test]
async fn the_office_runs_it_and_only_its_grids_see_it() {
    let world = World::new().await;
    let (office, lin) = (world.dispatcher("何青").await, world.full_time("林小梅").await);
    lin.fails(open_emergency(&flood(&[GRID_1])), Code::Forbidden).await;
    let wrong = NewEmergency { areas: vec!["330881003207077".parse().expect("a code")], ..flood(&[]) };
    assert_eq!(office.fails(open_emergency(&wrong), Code::Invalid).await.errors[0].pointer, "/areas/0");
    assert_eq!(office.fails(open_emergency(&flood(&[])), Code::Invalid).await.errors[0].pointer, "/areas");
    let new = flood(&[GRID_1]);
    let emergency = office.sends(open_emergency(&new)).await;
    assert_eq!(office.sends(open_emergency(&new)).await.id, emergency.id);
    // Residents read it on the board, of this grid alone.
    let board = world.visitor().sends(find_board(GRID_1)).await;
    assert_eq!(board.alerts.len(), 1);
    assert!(world.visitor().opens(&format!("/g/{}", board.short_code)).await.text().contains("今晚有强降雨"));
    assert_eq!(world.visitor().sends(find_board(OTHER_GRID)).await.alerts.len(), 0);

    let (away, handler) = (world.person("姜远", Duty::FullTime, OTHER_GRID).await, world.person("姜波", Duty::Handler, QINGHU).await);
    away.fails(find_emergency(emergency.id), Code::NotFound).await;
    handler.fails(list_emergencies(&EmergencyFilter::default()), Code::Forbidden).await;
    assert_eq!(away.sends(list_emergencies(&EmergencyFilter::default())).await.items, []);
    let home = household(GRID_2, &["毛阿福"]);
    let problem = lin.fails(take_emergency_step(&step(emergency.id, EmergencyStep::Household(home))), Code::Forbidden).await;
    assert!(problem.errors.is_empty());
    let (home, other) = (household(GRID_1, &["毛阿福", "毛奶奶"]), household(GRID_1, &["祝水生"]));
    let added = step(emergency.id, EmergencyStep::Household(home.clone()));
    lin.sends(take_emergency_step(&added)).await;
    lin.sends(take_emergency_step(&added)).await;
    lin.sends(take_emergency_step(&step(emergency.id, EmergencyStep::Household(other.clone())))).await;
    // People of another household, nobody, and the same one twice.
    for people in [vec![other.people[0].id], vec![], vec![home.people[0].id, home.people[0].id]] {
        let moving = Moving { household: home.id, people, to: "清湖小学".parse().expect("a shelter"), property: None };
        assert_eq!(
            lin.fails(take_emergency_step(&step(emergency.id, EmergencyStep::Move(moving))), Code::Invalid).await.errors[0].pointer,
            "/step"
        );
    }
    // Grids join, and none leaves: a phone may hold households of it.
    let more = EmergencyPatch { areas: Some(vec![GRID_2.parse().expect("a code")]), ..EmergencyPatch::default() };
    assert_eq!(office.sends(change_emergency(emergency.id, &more, 1)).await.grids.len(), 2);
}

#[actix_web::test]
async fn what_was_done_before_the_end_counts_and_afterwards_nobody_is_named() {
    let world = World::new().await;
    let (office, lin) = (world.dispatcher("何青").await, world.full_time("林小梅").await);
    let emergency = office.sends(open_emergency(&flood(&[GRID_1]))).await;
    let home = household(GRID_1, &["毛阿福", "毛奶奶"]);
    let added = step(emergency.id, EmergencyStep::Household(home.clone()));
    lin.sends(take_emergency_step(&added)).await;
    let told = NewEmergencyNotice { id: EmergencyNoticeId::new(), text: "雨停了".parse().expect("a text") };
    office.sends(tell_everybody(emergency.id, &told)).await;
    let before = step(emergency.id, moving(&home, &[0], "清湖小学", Some("摩托车 1 辆")));
    let closing = EmergencyPatch { closing: "全部安全".parse().ok(), ..EmergencyPatch::default() };
    let closed = office.sends(change_emergency(emergency.id, &closing, 1)).await;
    assert_eq!((closed.closing.as_deref(), closed.public.as_deref()), (Some("全部安全"), None));
    lin.sends(take_emergency_step(&before)).await;
    let late = NewEmergencyStep { at: Moment::now().plus_seconds(2), ..step(emergency.id, moving(&home, &[1], "清湖小学", None)) };
    lin.fails(take_emergency_step(&late), Code::Conflict).await;
    // What was told may be read afterwards.
    let read = EmergencyStep::Receive(shared::emergencies::steps::Receiving { notice: told.id });
    lin.sends(take_emergency_step(&NewEmergencyStep { at: Moment::now().plus_seconds(2), ..step(emergency.id, read) })).await;
    assert_eq!(situation(&office, emergency.id).await.heads, Heads { waiting: 1, moved: 1, ..Heads::default() });
    // The same id does not stand for other people.
    let other = NewHousehold { address: "别处".parse().ok(), ..home.clone() };
    let twice = NewEmergencyStep { id: added.id, ..step(emergency.id, EmergencyStep::Household(other)) };
    lin.fails(take_emergency_step(&twice), Code::Conflict).await;

    let path = format!("/api/v1{}", emergency_report_path(emergency.id));
    let report = office.opens(&path).await;
    assert_eq!((report.status, report.body.get(..5)), (StatusCode::OK, Some(&b"%PDF-"[..])), "{}", report.text());
    assert_eq!(lin.opens(&path).await.status, StatusCode::FORBIDDEN);

    let now = Moment::now().plus_seconds(91 * 86_400);
    let names = world
        .write(move |conn| {
            backend::emergencies::rows::erase_old(conn, now)?;
            let mut names: Vec<String> = emergency_households::table.select(emergency_households::name).load(conn)?;
            names.extend(emergency_evacuees::table.select(emergency_evacuees::name).load::<String>(conn)?);
            Ok(names)
        })
        .await;
    assert!(names.iter().all(|name| name == "已删除"), "{names:?}");
    assert_eq!(situation(&office, emergency.id).await.heads.all(), 2);
}

#[actix_web::test]
async fn a_grid_that_takes_over_takes_over_the_list() {
    let world = World::new().await;
    let (office, lin) = (world.dispatcher("何青").await, world.full_time("林小梅").await);
    let emergency = office.sends(open_emergency(&flood(&[GRID_1]))).await;
    lin.sends(take_emergency_step(&step(emergency.id, EmergencyStep::Household(household(GRID_1, &["毛阿福", "毛奶奶"]))))).await;
    let by = backend::changes::By { person: None, at: Moment::now().plus_seconds(86_400) };
    let today = Moment::now().day();
    world
        .write(move |conn| {
            use backend::schema::{grid_successions, grids};
            diesel::update(grids::table.find(GRID_1)).set(grids::closed_on.eq(today)).execute(conn)?;
            let after = (grid_successions::old_code.eq(GRID_1), grid_successions::new_code.eq(OTHER_GRID));
            diesel::insert_into(grid_successions::table).values(after).execute(conn)?;
            backend::grids::rows::hand_on(conn, by).map(drop)
        })
        .await;
    let there = world.person("姜远", Duty::FullTime, OTHER_GRID).await;
    let list = there.sends(list_households(emergency.id, &HouseholdFilter::default())).await.items;
    assert_eq!((list.len(), list[0].grid.as_str(), list[0].people.len()), (1, OTHER_GRID, 2));
    assert_eq!(situation(&there, emergency.id).await.heads.waiting, 2);
}
