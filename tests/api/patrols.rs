//! Patrols: written down once, wherever they were made; due by class and season; covered by patrols and by nothing else.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use backend::changes::By;
use backend::schema::patrol_places;
use diesel::prelude::*;
use shared::divisions::{Class, NewClassPeriod};
use shared::grids::{NewGrid, classify_grid};
use shared::patrols::carried::{places, plans};
use shared::patrols::coverage::{Coverage, CoverageFilter, GridCoverageFilter, find_coverage, list_coverage};
use shared::patrols::due::DueState;
use shared::patrols::places::{
    NewPatrolPlace, PatrolPlace, PatrolPlaceFilter, PatrolPlaceId, PatrolPlacePatch, PlaceKind, add_patrol_place, change_patrol_place,
    list_patrol_places,
};
use shared::patrols::plans::{NewPatrolPlans, find_patrol_plans, replace_patrol_plans, shipped};
use shared::patrols::{Finding, NewPatrol, PatrolFilter, PatrolId, PlaceSeen, add_patrol, find_patrol, list_patrols};
use shared::place::Point;
use shared::problem::Code;
use shared::reports::{NewReport, ReportId};
use shared::staffing::Duty;
use shared::sync::ops::OpKind;
use shared::sync::outbox::Work;
use shared::time::{Moment, Month};

use crate::phone::{Fate, Phone};
use crate::reports::new_report;
use crate::world::{GRID_1, GRID_2, OTHER_GRID, Person, QINGHU, SHICUN, World};

fn new_place(grid: &str, name: &str, class: Class) -> NewPatrolPlace {
    NewPatrolPlace {
        grid: grid.parse().expect("a grid"),
        name: name.parse().expect("a name"),
        kind: PlaceKind::Road,
        class,
        point: Point::new(118.6, 28.67).ok(),
        every_days: None,
    }
}

/// Places of [`GRID_1`] that were added so many days ago.
async fn placed(world: &World, by: &Person, names: &[&str], days: i64) -> Vec<PatrolPlace> {
    let mut all = Vec::new();
    for name in names {
        all.push(by.sends(add_patrol_place(&new_place(GRID_1, name, Class::Key))).await);
    }
    let since = Moment::now().day().shifted(-days);
    world.write(move |conn| Ok(diesel::update(patrol_places::table).set(patrol_places::since.eq(since)).execute(conn)?)).await;
    all
}

fn patrol(seen: &[PatrolPlaceId]) -> NewPatrol {
    let now = Moment::now();
    NewPatrol {
        id: PatrolId::new(),
        grid: GRID_1.parse().expect("a grid"),
        started_at: now.plus_seconds(-1800),
        ended_at: now,
        places: seen.iter().map(|place| PlaceSeen { place: *place, at: now.plus_seconds(-600) }).collect(),
        findings: Vec::new(),
        board: None,
        companions: None,
        weather: None,
        note: None,
    }
}

fn saved(patrol: &NewPatrol) -> Work {
    Work::field(OpKind::Patrol, patrol, patrol.about())
}

async fn coverage(who: &Person) -> Coverage {
    who.sends(find_coverage(&GRID_1.parse().expect("a grid"), &CoverageFilter::default())).await
}

/// What a phone shows of its places today.
async fn on_phone(phone: &Phone) -> BTreeMap<String, (DueState, bool)> {
    let known = phone.engine.known("patrol_place/").await.expect("a store");
    let set = plans(&phone.engine.known("patrol_plans/").await.expect("a store"));
    let carried = places(&known, &set, &Moment::now().day());
    carried.into_iter().map(|it| (it.place.name.to_string(), (it.place.due.state, it.unsent))).collect()
}

#[actix_web::test]
async fn a_patrol_without_a_network_makes_three_reports_ticks_the_plan_and_shows_in_coverage() {
    let world = World::new().await;
    let (lin, assessor) = (world.full_time("林小梅").await, world.assessor("郑敏").await);
    let there = placed(&world, &assessor, &["村口桥", "后山水塘", "文化礼堂"], 40).await;
    let phone = Phone::of(&world, &lin);
    phone.settles().await;
    let late = (DueState::Late, false);
    assert_eq!(on_phone(&phone).await.into_values().collect::<Vec<_>>(), [late, late, late]);

    // Out of reach: three findings, each entered once, and the patrol.
    let reports = [ReportId::new(), ReportId::new(), ReportId::new()];
    for (i, id) in reports.iter().enumerate() {
        let text = format!("巡查发现 {i}").parse().expect("a text");
        phone.does(Work::file_report(*id, &NewReport { text, ..new_report("0602") }, Vec::new())).await;
    }
    let finding = |(i, report): (usize, &ReportId)| Finding { report: *report, place: (i < 2).then(|| there[i].id) };
    let walked = NewPatrol {
        findings: reports.iter().enumerate().map(finding).collect(),
        board: "207001".parse().ok(),
        note: "水位正常".parse().ok(),
        ..patrol(&[there[0].id, there[1].id])
    };
    // By the phone's own clock, which is ahead.
    let walked = walked.shifted(phone.now().millis() - Moment::now().millis());
    phone.does(saved(&walked)).await;
    // It shows on the phone at once.
    let seen = on_phone(&phone).await;
    assert_eq!((seen["村口桥"], seen["后山水塘"], seen["文化礼堂"]), ((DueState::Done, true), (DueState::Done, true), late));

    // The answer is lost the first time, and everything arrives twice.
    phone.syncs(|| Fate::AnswerLost).await;
    phone.settles().await;
    assert!(phone.engine.unsent().await.expect("a store").is_empty());
    let told = lin.sends(find_patrol(walked.id)).await;
    assert!(told.board && told.findings.iter().all(|found| found.arrived && found.case.is_some()), "{told:?}");
    assert_eq!((told.places.len(), told.findings.len(), told.person.id), (2, 3, lin.id));
    let list = lin.sends(list_patrols(&PatrolFilter::default())).await;
    assert_eq!(list.items.iter().map(|it| (it.id, it.places, it.findings)).collect::<Vec<_>>(), [(walked.id, 2, 3)]);

    let month = coverage(&lin).await;
    assert_eq!(month.days.iter().map(|day| (day.patrols, day.places, day.findings)).collect::<Vec<_>>(), [(1, 2, 3)]);
    let states: BTreeMap<_, _> = month.places.iter().map(|it| (it.place.name.to_string(), (it.place.due.state, it.days))).collect();
    assert_eq!((states["村口桥"], states["文化礼堂"]), ((DueState::Done, 1), (DueState::Late, 0)));
    let seen = on_phone(&phone).await;
    assert_eq!((seen["村口桥"], seen["文化礼堂"]), ((DueState::Done, false), late));
}

#[actix_web::test]
async fn a_patrol_may_come_before_its_reports_and_names_nobody_elses() {
    let world = World::new().await;
    let (lin, leader, assessor) = (world.full_time("林小梅").await, world.leader("徐长根").await, world.assessor("郑敏").await);
    placed(&world, &assessor, &["村口桥"], 1).await;
    let (mine, others) = (ReportId::new(), ReportId::new());
    leader.sends(shared::reports::file_report(&NewReport { id: Some(others), ..new_report("0602") })).await;
    let findings = [mine, others].map(|report| Finding { report, place: None }).to_vec();
    let walked = lin.sends(add_patrol(&NewPatrol { findings, ..patrol(&[]) })).await;
    assert!(walked.findings.iter().all(|found| !found.arrived && found.case.is_none()), "{walked:?}");
    lin.sends(shared::reports::file_report(&NewReport { id: Some(mine), ..new_report("0602") })).await;
    let told = lin.sends(find_patrol(walked.id)).await;
    let arrived: Vec<ReportId> = told.findings.iter().filter(|found| found.arrived).map(|found| found.report).collect();
    assert_eq!(arrived, [mine]);
}

#[actix_web::test]
async fn a_restricted_finding_is_a_number_to_who_may_not_see_it() {
    let world = World::new().await;
    let (lin, zhou) = (world.full_time("林小梅").await, world.person("周小平", Duty::PartTime, GRID_1).await);
    let report = ReportId::new();
    lin.sends(shared::reports::file_report(&NewReport { id: Some(report), ..new_report("0202") })).await;
    let new = NewPatrol { findings: vec![Finding { report, place: None }], ..patrol(&[]) };
    let walked = lin.sends(add_patrol(&new)).await;
    assert!(walked.findings[0].case.is_some());
    let told = zhou.sends(find_patrol(walked.id)).await;
    assert!(told.findings[0].arrived && told.findings[0].case.is_none());
}

#[actix_web::test]
async fn a_patrol_is_written_down_once_and_never_changed() {
    let world = World::new().await;
    let (lin, leader) = (world.full_time("林小梅").await, world.leader("徐长根").await);
    let new = patrol(&[]);
    let first = lin.sends(add_patrol(&new)).await;
    assert_eq!(lin.sends(add_patrol(&new)).await, first);
    leader.fails(add_patrol(&new), Code::Conflict).await;
    assert_eq!(lin.sends(list_patrols(&PatrolFilter::default())).await.items.len(), 1);
}

#[actix_web::test]
async fn what_is_wrong_with_a_patrol_is_told_all_at_once() {
    let world = World::new().await;
    let (lin, assessor) = (world.full_time("林小梅").await, world.assessor("郑敏").await);
    let elsewhere = assessor.sends(add_patrol_place(&new_place(GRID_2, "二网格桥", Class::Key))).await;
    let here = placed(&world, &assessor, &["村口桥"], 1).await.remove(0);
    let now = Moment::now();
    let report = ReportId::new();
    let wrong = NewPatrol {
        started_at: now.plus_seconds(3600),
        ended_at: now.plus_seconds(1800),
        findings: vec![Finding { report, place: None }, Finding { report, place: None }],
        board: "207002".parse().ok(),
        ..patrol(&[here.id, here.id, elsewhere.id, PatrolPlaceId::new()])
    };
    let problem = lin.fails(add_patrol(&wrong), Code::Invalid).await;
    let told: Vec<(&str, &str)> = problem.errors.iter().map(|error| (&*error.pointer, &*error.code)).collect();
    assert_eq!(
        told,
        [
            ("/ended_at", "out_of_range"),
            ("/ended_at", "out_of_range"),
            ("/findings/1/report", "duplicate"),
            ("/board", "other_board"),
            ("/places/1/place", "duplicate"),
            ("/places/2/place", "unknown_place"),
            ("/places/3/place", "unknown_place"),
        ]
    );
    let long = NewPatrol { started_at: now.plus_seconds(-25 * 3600), ..patrol(&[]) };
    lin.fails(add_patrol(&long), Code::Invalid).await;
    assert!(coverage(&lin).await.days.is_empty(), "nothing of it was kept");
}

#[actix_web::test]
async fn others_see_nothing_and_do_nothing() {
    let world = World::new().await;
    let (lin, assessor) = (world.full_time("林小梅").await, world.assessor("郑敏").await);
    let here = placed(&world, &assessor, &["村口桥"], 1).await.remove(0);
    let walked = lin.sends(add_patrol(&patrol(&[here.id]))).await;
    let grid = GRID_1.parse().expect("a grid");
    let sees = async |who: &Person| {
        let patrols = who.sends(list_patrols(&PatrolFilter::default())).await.items.len();
        let places = who.sends(list_patrol_places(&PatrolPlaceFilter::default())).await.items.len();
        let grids = who.sends(list_coverage(&GridCoverageFilter::default())).await.items.len();
        (patrols, places, grids)
    };
    let other = world.person("姜远", Duty::FullTime, OTHER_GRID).await;
    assert_eq!(sees(&other).await, (0, 0, 1));
    other.fails(find_patrol(walked.id), Code::NotFound).await;
    other.fails(find_coverage(&grid, &CoverageFilter::default()), Code::Forbidden).await;
    other.fails(add_patrol(&patrol(&[])), Code::Forbidden).await;
    let moved = PatrolPlacePatch { point: Some(None), ..PatrolPlacePatch::default() };
    other.fails(change_patrol_place(here.id, &moved, 1), Code::NotFound).await;
    for (duty, area, all) in [
        (Duty::PartTime, GRID_1, 1),
        (Duty::Instructor, SHICUN, 2),
        (Duty::VillageCadre, SHICUN, 2),
        (Duty::Dispatcher, QINGHU, 3),
        (Duty::Assessor, QINGHU, 3),
    ] {
        let who = world.person("某人", duty, area).await;
        assert_eq!(sees(&who).await, (1, 1, all), "{duty}");
    }
    let handler = world.person("姜波", Duty::Handler, QINGHU).await;
    handler.fails(list_patrols(&PatrolFilter::default()), Code::Forbidden).await;
    // The office sees and does not patrol.
    assessor.fails(add_patrol(&patrol(&[])), Code::Forbidden).await;
}

#[actix_web::test]
async fn the_grids_people_add_places_and_move_them_and_the_office_does_the_rest() {
    let world = World::new().await;
    let (lin, zhou, assessor) =
        (world.full_time("林小梅").await, world.person("周小平", Duty::PartTime, GRID_1).await, world.assessor("郑敏").await);
    zhou.fails(add_patrol_place(&new_place(GRID_1, "村口桥", Class::Key)), Code::Forbidden).await;
    lin.fails(add_patrol_place(&new_place(GRID_2, "村口桥", Class::Key)), Code::Forbidden).await;
    let often = NewPatrolPlace { every_days: 1.try_into().ok(), ..new_place(GRID_1, "村口桥", Class::Key) };
    lin.fails(add_patrol_place(&often), Code::Forbidden).await;
    let place = lin.sends(add_patrol_place(&new_place(GRID_1, "村口桥", Class::Key))).await;
    assert_eq!((place.due.state, i32::from(place.due.every_days)), (DueState::Done, 7));

    let moved = PatrolPlacePatch { point: Some(Point::new(118.61, 28.66).ok()), ..PatrolPlacePatch::default() };
    let place = lin.sends(change_patrol_place(place.id, &moved, place.version)).await;
    assert_eq!((place.version, place.point.map(|point| point.lon)), (2, Some(118.61)));
    let renamed = PatrolPlacePatch { name: "新桥".parse().ok(), ..PatrolPlacePatch::default() };
    lin.fails(change_patrol_place(place.id, &renamed, 2), Code::Forbidden).await;
    assessor.fails(change_patrol_place(place.id, &renamed, 1), Code::VersionConflict).await;
    let reply = assessor.tries(&change_patrol_place(place.id, &renamed, 2)).await;
    assert_eq!(reply.status, StatusCode::OK);
    let often = PatrolPlacePatch { every_days: Some(1.try_into().ok()), ..PatrolPlacePatch::default() };
    assert_eq!(i32::from(assessor.sends(change_patrol_place(place.id, &often, 3)).await.due.every_days), 1);

    let phone = Phone::of(&world, &lin);
    phone.settles().await;
    assert_eq!(on_phone(&phone).await.into_keys().collect::<Vec<_>>(), ["新桥"]);
    let today = Moment::now().day();
    let retired = |day| PatrolPlacePatch { retired_on: Some(Some(day)), ..PatrolPlacePatch::default() };
    assessor.fails(change_patrol_place(place.id, &retired(today.shifted(-1)), 4), Code::Invalid).await;
    let there = world
        .write(move |conn| Ok(diesel::update(patrol_places::table).set(patrol_places::since.eq(today.shifted(-3))).execute(conn)?))
        .await;
    assert_eq!(there, 1);
    assessor.sends(change_patrol_place(place.id, &retired(Moment::now().day().shifted(-1)), 4)).await;
    assert!(lin.sends(list_patrol_places(&PatrolPlaceFilter::default())).await.items.is_empty());
    let all = PatrolPlaceFilter { retired: Some(true), ..PatrolPlaceFilter::default() };
    assert_eq!(lin.sends(list_patrol_places(&all)).await.items.len(), 1);
    phone.settles().await;
    assert!(on_phone(&phone).await.is_empty());
    // Whoever saw it before it was retired is not turned away.
    lin.sends(add_patrol(&patrol(&[place.id]))).await;
}

#[actix_web::test]
async fn plans_are_the_offices_and_reach_the_phones() {
    let world = World::new().await;
    let (lin, assessor) = (world.full_time("林小梅").await, world.assessor("郑敏").await);
    placed(&world, &assessor, &["村口桥"], 3).await;
    let phone = Phone::of(&world, &lin);
    phone.settles().await;
    assert_eq!(on_phone(&phone).await["村口桥"].0, DueState::Done);
    let told = lin.sends(find_patrol_plans()).await;
    assert_eq!((told.version, &told.items), (0, &shipped()));
    let mut items = shipped();
    items[2].every_days = 2.try_into().expect("days");
    lin.fails(replace_patrol_plans(&NewPatrolPlans { items: items.clone() }, 0), Code::Forbidden).await;
    let hole = NewPatrolPlans { items: items[1..].to_vec() };
    assert_eq!(assessor.fails(replace_patrol_plans(&hole, 0), Code::Invalid).await.errors[0].code, "left_out");
    let changed = assessor.sends(replace_patrol_plans(&NewPatrolPlans { items: items.clone() }, 0)).await;
    assert_eq!((changed.version, &changed.items), (1, &items));
    assessor.fails(replace_patrol_plans(&NewPatrolPlans { items }, 0), Code::VersionConflict).await;
    phone.settles().await;
    assert_eq!(on_phone(&phone).await["村口桥"].0, DueState::Due);
}

#[actix_web::test]
async fn a_grid_that_becomes_key_is_patrolled_more_often() {
    let world = World::new().await;
    let (lin, assessor) = (world.full_time("林小梅").await, world.assessor("郑敏").await);
    placed(&world, &assessor, &["村口桥"], 5).await;
    let phone = Phone::of(&world, &lin);
    phone.settles().await;
    assert_eq!(on_phone(&phone).await["村口桥"].0, DueState::Done);
    let from_day = Moment::now().day().shifted(-1);
    assessor.sends(classify_grid(&GRID_1.parse().expect("a grid"), &NewClassPeriod { class: Class::Key, from_day })).await;
    phone.settles().await;
    assert_eq!(on_phone(&phone).await["村口桥"].0, DueState::Due);
}

#[actix_web::test]
async fn places_go_on_to_the_grid_that_takes_over_and_late_patrols_still_arrive() {
    let world = World::new().await;
    let (lin, assessor) = (world.full_time("林小梅").await, world.assessor("郑敏").await);
    let here = placed(&world, &assessor, &["村口桥"], 5).await.remove(0);
    let phone = Phone::of(&world, &lin);
    phone.settles().await;
    phone.does(saved(&patrol(&[here.id]))).await;
    let code = format!("{SHICUN}003");
    let opened_on = Moment::now().day();
    let new = NewGrid {
        code: code.parse().expect("a code"),
        name: "十村三网格".parse().expect("a name"),
        households: None,
        population: None,
        opened_on,
        supersedes: vec![GRID_1.parse().expect("a grid")],
    };
    let by = By { person: None, at: Moment::now() };
    world.write(move |conn| backend::grids::rows::add(conn, &new, by)).await;
    let there = assessor.sends(list_patrol_places(&PatrolPlaceFilter { grid: code.parse().ok(), ..PatrolPlaceFilter::default() })).await;
    assert_eq!(there.items.iter().map(|place| place.id).collect::<Vec<_>>(), [here.id]);
}

#[actix_web::test]
async fn coverage_knows_of_patrols_and_of_nothing_else() {
    let world = World::new().await;
    let (lin, assessor) = (world.full_time("林小梅").await, world.assessor("郑敏").await);
    placed(&world, &assessor, &["村口桥"], 40).await;
    let before = coverage(&lin).await;
    // The app is opened, fetches, looks around, files a report; none of it counts.
    let phone = Phone::of(&world, &lin);
    phone.settles().await;
    phone.does(Work::file_report(ReportId::new(), &new_report("0602"), Vec::new())).await;
    phone.settles().await;
    assert_eq!(coverage(&lin).await, before);
    assert!(before.days.is_empty());
    let month = Month::of(&Moment::now().day()).before();
    let earlier = lin.sends(find_coverage(&GRID_1.parse().expect("a grid"), &CoverageFilter { month: Some(month.clone()) })).await;
    assert_eq!((earlier.as_of, earlier.month.clone()), (month.after().first_day().shifted(-1), month));
}
