//! Pulling: a phone holds what its owner may see of its grids, and no more.

use std::collections::BTreeMap;

use backend::cases::waking::wake;
use backend::changes::By;
use backend::schema::{appointments, cases};
use diesel::prelude::*;
use serde_json::json;
use shared::cases::{CaseId, Move, NewTransition, find_case, move_case};
use shared::grids::GridCode;
use shared::problem::Code;
use shared::reports::{NewReport, file_report};
use shared::settings::{SettingsPatch, change_settings, find_settings};
use shared::staffing::{Duty, NewAppointment, PersonId};
use shared::sync::pull;
use shared::sync::pulling::{Bucket, PullFilter, Pulled, ScopeChange};
use shared::sync::store::Shelf;
use shared::sync::{ENDED_KEPT_DAYS, TOMBSTONE_DAYS};
use shared::time::Moment;

use crate::phone::{Fate, Phone};
use crate::reports::{filed_by, new_report};
use crate::world::{GRID_1, GRID_2, OTHER_GRID, Person, SHICUN, World};

async fn pulls(world: &World, who: &Person, cursor: Option<&str>) -> Pulled {
    world.caught_up().await;
    who.sends(pull(&PullFilter { cursor: cursor.map(str::to_owned), ..PullFilter::default() })).await
}

fn grid(code: &str) -> Bucket {
    Bucket::grid(&code.parse::<GridCode>().expect("a grid"))
}

fn restricted(code: &str) -> Bucket {
    Bucket::restricted(&code.parse::<GridCode>().expect("a grid"))
}

/// The cases that came, by bucket: their ids, and whether they came whole.
fn came(pulled: &Pulled) -> BTreeMap<String, Vec<(CaseId, bool, bool)>> {
    let cases = pulled.buckets.iter().map(|news| {
        let of_cases = news.changes.iter().filter(|change| change.kind == "case");
        let told = of_cases.map(|change| (change.id.parse().expect("an id"), change.gone, change.body.is_some()));
        (news.bucket.to_string(), told.collect::<Vec<_>>())
    });
    cases.filter(|(_, cases)| !cases.is_empty()).collect()
}

async fn reported(world: &World, grid: &str, category: &str) -> CaseId {
    world.visitor().sends(file_report(&NewReport { grid: grid.parse().ok(), ..new_report(category) })).await.case
}

#[actix_web::test]
async fn a_phone_holds_its_grid_and_what_is_restricted_only_where_its_owner_answers_for_it() {
    let world = World::new().await;
    let (lin, zhou) = (world.full_time("林小梅").await, world.person("周小平", Duty::PartTime, GRID_1).await);
    let cadre = world.person("毛建国", Duty::VillageCadre, SHICUN).await;
    let dispatcher = world.dispatcher("何青").await;
    let (light, quarrel, other) =
        (reported(&world, GRID_1, "0602").await, reported(&world, GRID_1, "0102").await, reported(&world, OTHER_GRID, "0602").await);
    let config_and_me = [Bucket::config(), Bucket::me()];
    let of = |grids: &[Bucket]| {
        let mut all = config_and_me.to_vec();
        all.extend_from_slice(grids);
        all.sort();
        all
    };
    for (who, buckets, sees) in [
        (&lin, of(&[grid(GRID_1), restricted(GRID_1)]), vec![light, quarrel]),
        (&zhou, of(&[grid(GRID_1)]), vec![light]),
        (&cadre, of(&[grid(GRID_1), restricted(GRID_1), grid(GRID_2), restricted(GRID_2)]), vec![light, quarrel]),
        (&dispatcher, of(&[]), vec![]),
    ] {
        let pulled = pulls(&world, who, None).await;
        let scope = pulled.scope.clone().expect("the first time it is told");
        assert_eq!((&scope.held, &scope.gained), (&buckets, &buckets));
        let mut cases: Vec<CaseId> =
            came(&pulled).into_values().flatten().filter(|(_, gone, whole)| *whole && !gone).map(|(id, ..)| id).collect();
        cases.sort();
        assert_eq!(cases, sees);
        assert!(pulled.buckets.iter().all(|news| news.reset));
    }
    // The full-time member of the grid has both on his desk: that they are his own is told without sending them twice.
    let mine = came(&pulls(&world, &lin, None).await).remove("me").expect("his own");
    assert!(mine.len() == 2 && mine.iter().all(|(_, _, whole)| !whole), "{mine:?}");
    assert!(!came(&pulls(&world, &lin, None).await).values().flatten().any(|(id, ..)| *id == other));
    let body = pulls(&world, &zhou, None)
        .await
        .buckets
        .into_iter()
        .find(|news| news.bucket == grid(GRID_1))
        .expect("a bucket")
        .changes
        .remove(0)
        .body;
    assert_eq!(body.expect("a case")["id"], json!(light));
}

#[actix_web::test]
async fn a_pull_with_nothing_new_is_small() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    world.appoint(&lin, Duty::FullTime, GRID_2, None).await;
    for _ in 0..5 {
        reported(&world, GRID_1, "0602").await;
    }
    let first = pulls(&world, &lin, None).await;
    let reply = lin.tries(&pull(&PullFilter { cursor: Some(first.cursor.clone()), ..PullFilter::default() })).await;
    println!("a pull with nothing new: {} bytes", reply.body.len());
    assert!(reply.body.len() <= 1024, "{} bytes: {}", reply.body.len(), reply.text());
    let nothing: Pulled = serde_json::from_slice(&reply.body).expect("a pull");
    assert_eq!((nothing.cursor, nothing.more, nothing.scope, nothing.buckets.len()), (first.cursor, false, None, 0));
}

#[actix_web::test]
async fn pages_add_up_and_a_cursor_is_good_for_its_owner_alone() {
    let world = World::new().await;
    let (lin, leader) = (world.full_time("林小梅").await, world.leader("徐长根").await);
    let mut all = Vec::new();
    for _ in 0..7 {
        all.push(reported(&world, GRID_1, "0602").await);
    }
    world.caught_up().await;
    let (mut cursor, mut got) = (None, Vec::new());
    loop {
        let pulled = lin.sends(pull(&PullFilter { cursor, limit: Some(3), ..PullFilter::default() })).await;
        got.extend(came(&pulled).remove(grid(GRID_1).as_str()).unwrap_or_default().into_iter().map(|(id, ..)| id));
        cursor = Some(pulled.cursor);
        if !pulled.more {
            break;
        }
    }
    assert_eq!(got, all);
    let filter = PullFilter { cursor, ..PullFilter::default() };
    leader.fails(pull(&filter), Code::InvalidCursor).await;
    lin.fails(pull(&PullFilter { limit: Some(501), ..filter.clone() }), Code::Invalid).await;
    world.visitor().fails(pull(&filter), Code::SignInRequired).await;
}

#[actix_web::test]
async fn a_case_goes_where_its_people_are() {
    let world = World::new().await;
    let (lin, jiang, dispatcher) =
        (world.full_time("林小梅").await, world.person("姜远", Duty::FullTime, GRID_2).await, world.dispatcher("何青").await);
    let case = reported(&world, GRID_1, "0602").await;
    let first = pulls(&world, &jiang, None).await;
    assert!(came(&first).is_empty());
    let assign = |to: PersonId| NewTransition { assignee: Some(to), ..NewTransition::plain(Move::Assign) };
    dispatcher.sends(move_case(case, &assign(jiang.id), 1)).await;
    let second = pulls(&world, &jiang, Some(&first.cursor)).await;
    assert_eq!(came(&second), BTreeMap::from([("me".to_owned(), vec![(case, false, true)])]), "whole, for his grid is another");
    dispatcher.sends(move_case(case, &assign(lin.id), 2)).await;
    let third = pulls(&world, &jiang, Some(&second.cursor)).await;
    assert_eq!(came(&third), BTreeMap::from([("me".to_owned(), vec![(case, true, false)])]));
}

/// Moves somebody to another grid, from today on.
async fn relocated(world: &World, person: PersonId, grid: &str) {
    let (by, area) = (By { person: None, at: Moment::now() }, grid.parse().expect("an area"));
    world
        .write(move |conn| {
            let held = appointments::table.filter(appointments::person_id.eq(person)).filter(appointments::to_day.is_null());
            diesel::update(held).set(appointments::to_day.eq(by.at.day().shifted(-1))).execute(conn)?;
            let new =
                NewAppointment { person, duty: Duty::FullTime, area, unit: None, covering_for: None, from_day: by.at.day(), to_day: None };
            backend::staffing::rows::appoint(conn, &new, by).map(drop)
        })
        .await;
}

#[actix_web::test]
async fn who_is_moved_to_another_grid_takes_his_own_cases_along_and_leaves_the_others() {
    let world = World::new().await;
    let zhou = world.person("周小平", Duty::PartTime, GRID_1).await;
    let own = filed_by(&zhou).await.case;
    let (others, there) = (reported(&world, GRID_1, "0602").await, reported(&world, GRID_2, "0602").await);
    let phone = Phone::of(&world, &zhou);
    phone.syncs(|| Fate::Good).await;
    let held = || {
        phone.engine.store().all(Shelf::Records).into_iter().filter(|(key, record)| key.starts_with("case/") && record["body"].is_object())
    };
    let ids = || held().map(|(key, _)| key.trim_start_matches("case/").parse().expect("an id")).collect::<Vec<CaseId>>();
    assert_eq!(ids(), [own, others]);
    let cursor = phone.engine.held().await.expect("a store").cursor.expect("a cursor");
    relocated(&world, zhou.id, GRID_2).await;
    let scope = pulls(&world, &zhou, Some(&cursor)).await.scope.expect("another scope");
    let held_now = vec![Bucket::config(), grid(GRID_2), Bucket::me(), restricted(GRID_2)];
    assert_eq!(scope, ScopeChange { held: held_now, gained: vec![grid(GRID_2), restricted(GRID_2)], lost: vec![grid(GRID_1)] });
    phone.syncs(|| Fate::Good).await;
    assert_eq!(ids(), [own, there]);
    let log = phone.engine.store().all(Shelf::Deletions);
    assert_eq!((log.len(), &log[0].1["reason"], &log[0].1["record"]), (1, &json!("scope"), &json!(format!("case/{others}"))));
}

#[actix_web::test]
async fn what_everybody_reads_comes_when_it_changes() {
    let world = World::new().await;
    let (lin, administrator) = (world.full_time("林小梅").await, world.administrator("陈国平").await);
    let first = pulls(&world, &lin, None).await;
    let config = first.buckets.iter().find(|news| news.bucket == Bucket::config()).expect("a bucket");
    let mut kinds: Vec<&str> = config.changes.iter().map(|change| &*change.kind).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["holidays", "limits", "patrol_plans", "settings", "templates"]);
    let version = administrator.sends(find_settings()).await.version;
    let patch = SettingsPatch { supervision_phone: Some("12345".parse().ok()), ..SettingsPatch::default() };
    administrator.sends(change_settings(&patch, version)).await;
    let second = pulls(&world, &lin, Some(&first.cursor)).await;
    let change = &second.buckets[0].changes[0];
    assert_eq!((&*change.kind, &change.body.as_ref().expect("a body")["supervision_phone"]), ("settings", &json!("12345")));
}

#[actix_web::test]
async fn what_has_ended_leaves_the_phones_after_some_time_and_who_was_away_for_long_begins_anew() {
    let world = World::new().await;
    let (lin, dispatcher) = (world.full_time("林小梅").await, world.dispatcher("何青").await);
    let (ended, open) = (reported(&world, GRID_1, "0602").await, reported(&world, GRID_1, "0602").await);
    let phone = Phone::of(&world, &lin);
    phone.syncs(|| Fate::Good).await;
    let declined = NewTransition { reason: "不属实".parse().ok(), ..NewTransition::plain(Move::Decline) };
    dispatcher.sends(move_case(ended, &declined, 1)).await;
    phone.syncs(|| Fate::Good).await;
    let cases = || phone.engine.store().all(Shelf::Records).into_iter().filter(|(key, _)| key.starts_with("case/")).count();
    assert_eq!(cases(), 2);
    let before = phone.engine.held().await.expect("a store").cursor.expect("a cursor");
    let tidy = |days: i64| world.write(move |conn| backend::sync::tidy(conn, Moment::now().plus_seconds(days * 86_400)));
    tidy(ENDED_KEPT_DAYS - 1).await;
    phone.syncs(|| Fate::Good).await;
    assert_eq!(cases(), 2);
    tidy(ENDED_KEPT_DAYS + 1).await;
    tidy(ENDED_KEPT_DAYS + TOMBSTONE_DAYS + 2).await;
    // The tombstone is forgotten: a phone that has not heard of it gets its grid from the beginning, in its place.
    let anew = pulls(&world, &lin, Some(&before)).await;
    assert!(anew.buckets.iter().any(|news| news.bucket == grid(GRID_1) && news.reset));
    phone.syncs(|| Fate::Good).await;
    assert_eq!(
        phone
            .engine
            .store()
            .all(Shelf::Records)
            .iter()
            .filter(|(key, _)| key.starts_with("case/"))
            .map(|(key, _)| key.clone())
            .collect::<Vec<_>>(),
        [format!("case/{open}")]
    );
    let again = phone.engine.held().await.expect("a store").cursor.expect("a cursor");
    assert!(pulls(&world, &lin, Some(&again)).await.buckets.is_empty(), "once is enough");
}

#[actix_web::test]
async fn a_phone_that_differs_finds_out_within_a_day() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let case = reported(&world, GRID_1, "0602").await;
    let phone = Phone::of(&world, &lin);
    phone.syncs(|| Fate::Good).await;
    let summary = || world.write(move |conn| Ok(cases::table.find(case).select(cases::summary).first::<String>(conn)?));
    assert_eq!(summary().await, "村口路灯不亮");
    phone.syncs(|| Fate::Good).await;
    assert!(phone.engine.held().await.expect("a store").afresh.is_empty(), "the digests agree");
    // Something takes a record away behind the engine's back.
    use shared::sync::store::{Durability, Store, Write};
    let gone = [Shelf::Holdings, Shelf::Records].map(|shelf| {
        let (key, _) = phone.engine.store().all(shelf).into_iter().find(|(key, _)| key.ends_with(&case.to_string())).expect("it is there");
        Write::Remove { shelf, key }
    });
    phone.engine.store().commit(gone.to_vec(), Durability::Strict).await.expect("room");
    phone.pass(86_401);
    phone.syncs(|| Fate::Good).await;
    assert_eq!(phone.engine.held().await.expect("a store").afresh.len(), 1);
    phone.syncs(|| Fate::Good).await;
    assert!(phone.engine.view(&format!("case/{case}")).await.expect("a store").is_some());
}

#[actix_web::test]
async fn the_clock_is_heard_too() {
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let case = reported(&world, GRID_1, "0602").await;
    let first = pulls(&world, &lin, None).await;
    world.write(|conn| wake(conn, Moment::now().plus_seconds(30 * 86_400))).await;
    let second = pulls(&world, &lin, Some(&first.cursor)).await;
    assert!(came(&second).values().flatten().any(|(id, ..)| *id == case));
    assert!(lin.sends(find_case(case)).await.tallies.late_since.is_some());
}
