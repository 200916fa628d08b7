//! The demo: as many of each as the real Qinghu has, the same every time, and never on top of anything else.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::StatusCode;
use backend::cases::rows::CaseRow;
use backend::cases::rows::timeline::Event;
use backend::db::Conn;
use backend::demo::{Guide, PASSWORD, Size, fill};
use backend::error::Error;
use backend::photos::rows::PhotoRow;
use backend::reports::rows::ReportRow;
use backend::schema::{
    appointments, case_courses, case_events, case_parts, cases, class_periods, divisions, grids, notices, people, photos, reports,
    witnessed_handovers,
};
use diesel::prelude::*;
use shared::appeals::{AppealFilter, AppealState, list_appeals};
use shared::boards::{BoardFilter, Staleness, find_board, list_stale_boards};
use shared::cases::filters::list_filters;
use shared::cases::templates::{TemplateFilter, list_templates};
use shared::cases::{Ask, CaseFilter, CaseId, CaseNumber, CaseStatus, Degree, EventKind, Move, list_cases};
use shared::divisions::{DivisionFilter, DivisionLevel, list_divisions};
use shared::grids::{FlawKind, Here, check_boundaries, locate_grid};
use shared::notices::{Notice, NoticeFilter, NoticeKind, list_notices};
use shared::receipts::find_receipt;
use shared::routing::{RoutingRule, RuleAuto, RuleLate, list_routing_rules};
use shared::session::{SignIn, SignedIn, sign_in};
use shared::staffing::{Duty, PersonId};
use shared::time::{Day, Moment};

use crate::world::{Person, World};

async fn demo(world: &World, now: Moment) -> Guide {
    fill(&world.state, Size::Small, now).await.expect("a demo")
}

/// Signs in as the demo's login of a duty.
async fn login(world: &World, guide: &Guide, duty: Duty) -> Person {
    let (_, _, phone) = guide.logins.iter().find(|(of, ..)| *of == duty).expect("a login");
    let signed_in: SignedIn =
        world.visitor().sends(sign_in(&SignIn { phone: phone.clone(), password: PASSWORD.into(), device: None })).await;
    world.visitor().with_token(&signed_in.access_token)
}

/// How many people hold each duty on a day.
fn holders(conn: &mut Conn, day: &Day) -> Result<BTreeMap<Duty, usize>, Error> {
    let held =
        appointments::table.filter(appointments::from_day.le(day)).filter(appointments::to_day.is_null().or(appointments::to_day.ge(day)));
    let rows: Vec<(Duty, PersonId)> = held.select((appointments::duty, appointments::person_id)).load(conn)?;
    let mut people: BTreeMap<Duty, BTreeSet<PersonId>> = BTreeMap::new();
    for (duty, person) in rows {
        people.entry(duty).or_default().insert(person);
    }
    Ok(people.into_iter().map(|(duty, people)| (duty, people.len())).collect())
}

/// All there is, but for secrets and what is salted.
fn everything(conn: &mut Conn) -> Result<Vec<String>, Error> {
    type Ground = (String, String, Option<i32>, Option<i32>, Option<String>, Option<Moment>, i32);
    type Staff = (PersonId, String, Option<String>, bool, Option<Moment>, Option<String>, bool, String);
    let mut all = Vec::new();
    let mut add = |what: &dyn std::fmt::Debug| all.push(format!("{what:?}"));
    add(&divisions::table.order(divisions::code).select((divisions::code, divisions::name)).load::<(String, String)>(conn)?);
    add(&class_periods::table
        .order((class_periods::area, class_periods::from_day))
        .select((class_periods::area, class_periods::class, class_periods::from_day))
        .load::<(String, String, Day)>(conn)?);
    let ground = (grids::code, grids::name, grids::households, grids::population, grids::boundary, grids::checked_at, grids::version);
    add(&grids::table.order(grids::code).select(ground).load::<Ground>(conn)?);
    let staff = (
        people::id,
        people::name,
        people::phone,
        people::phone_public,
        people::phone_changed_at,
        people::portrait,
        people::photo_public,
        people::badge,
    );
    add(&people::table.order(people::id).select(staff).load::<Staff>(conn)?);
    let posts = (appointments::person_id, appointments::duty, appointments::area, appointments::from_day, appointments::to_day);
    add(&appointments::table.order(appointments::id).select(posts).load::<(PersonId, Duty, String, Day, Option<Day>)>(conn)?);
    let all_cases: Vec<CaseRow> = cases::table.order(cases::number).select(CaseRow::as_select()).load(conn)?;
    let numbers: BTreeMap<CaseId, CaseNumber> = all_cases.iter().map(|case| (case.id, case.number.clone())).collect();
    // What was split off these days got its id at the door.
    let nobody = CaseId::from(uuid::Uuid::nil());
    add(&all_cases.into_iter().map(|case| if case.parent.is_some() { CaseRow { id: nobody, ..case } } else { case }).collect::<Vec<_>>());
    let events: Vec<Event> = case_events::table.order(case_events::id).select(Event::as_select()).load(conn)?;
    let named = |event: Event| {
        let other = event.other.map(|other| numbers[&other].clone());
        (numbers[&event.case_id].clone(), Event { id: Vec::new(), case_id: nobody, other: None, ..event }, other)
    };
    let mut events: Vec<String> = events.into_iter().map(named).map(|event| format!("{event:?}")).collect();
    events.sort();
    add(&events);
    let told = (notices::person_id, notices::at, notices::kind, notices::read_at);
    add(&notices::table.order(told).select(told).load::<(PersonId, Moment, NoticeKind, Option<Moment>)>(conn)?);
    add(&reports::table.order(reports::id).select(ReportRow::as_select()).load(conn)?);
    add(&photos::table.order(photos::id).select(PhotoRow::as_select()).load(conn)?);
    Ok(all)
}

#[actix_web::test]
async fn it_has_as_many_of_each_as_qinghu() {
    let (world, now) = (World::empty().await, Moment::now());
    let made = demo(&world, now).await.made.expect("it was made");
    assert_eq!((made.villages, made.grids), (26, 60));
    let visitor = world.visitor();
    let villages = visitor
        .sends(list_divisions(&DivisionFilter { level: Some(DivisionLevel::Village), limit: Some(100), ..DivisionFilter::default() }))
        .await;
    assert_eq!(villages.items.len(), 26);
    assert!(villages.items.iter().all(|village| village.name.ends_with("村委会")), "no communities");
    assert_eq!(villages.items.iter().map(|village| village.grids).sum::<i64>(), 60);
    let today = now.day();
    let held = world.write(move |conn| holders(conn, &today)).await;
    let expected = [
        (Duty::Leader, 60),
        (Duty::FullTime, 60),
        (Duty::PartTime, 121),
        (Duty::Instructor, 13),
        (Duty::VillageCadre, 26),
        (Duty::Dispatcher, 3),
        (Duty::Handler, 4),
        (Duty::Assessor, 2),
        (Duty::Administrator, 1),
    ];
    assert_eq!(held, expected.into());
}

#[actix_web::test]
async fn every_border_fits_but_for_the_one_drawn_wrong() {
    let world = World::empty().await;
    let guide = demo(&world, Moment::now()).await;
    let office = login(&world, &guide, Duty::Assessor).await;
    let villages = office
        .sends(list_divisions(&DivisionFilter { level: Some(DivisionLevel::Village), limit: Some(100), ..DivisionFilter::default() }))
        .await;
    let mut flawed = Vec::new();
    for village in &villages.items {
        let check = office.sends(check_boundaries(&village.code)).await;
        assert_eq!(check.missing, [], "{}", village.name);
        if !check.flaws.is_empty() {
            let mut kinds: Vec<FlawKind> = check.flaws.iter().map(|flaw| flaw.kind).collect();
            kinds.sort();
            flawed.push((village.name.to_string(), kinds));
        }
    }
    assert_eq!(flawed, [("贺仓村委会".to_owned(), vec![FlawKind::Gap, FlawKind::Overlap])]);
    let here = world.visitor().sends(locate_grid(&Here { lon: 118.6, lat: 28.67, accuracy: None })).await;
    assert!(here.items.first().is_some_and(|grid| grid.inside), "the middle of Qinghu lies in a grid");
}

#[actix_web::test]
async fn every_screen_is_alive() {
    let world = World::empty().await;
    let guide = demo(&world, Moment::now()).await;
    let visitor = world.visitor();
    let board = visitor.sends(find_board(guide.board.as_ref().expect("a board"))).await;
    assert_eq!(&*board.name, "十村一网格");
    assert!(board.service_promise.as_deref().is_some_and(|promise| promise.contains("演示数据")), "a board of the demo says so");
    assert!(board.people.iter().any(|person| person.phone.is_some()), "somebody can be called");
    for (duty, ..) in &guide.logins {
        login(&world, &guide, *duty).await;
    }
    let office = login(&world, &guide, Duty::Dispatcher).await;
    let stale = office.sends(list_stale_boards(&BoardFilter::default())).await;
    let mut reasons: Vec<Staleness> = stale.items.into_iter().flat_map(|board| board.reasons).collect();
    reasons.sort();
    assert_eq!(reasons, [Staleness::Unconfirmed, Staleness::Unconfirmed, Staleness::PhoneChanged]);
    let cases = office.sends(list_cases(&CaseFilter { limit: Some(100), ..CaseFilter::default() })).await;
    let picture = cases.items.iter().find_map(|case| case.thumbnail_url.clone()).expect("a case with a photo");
    let shown = visitor.opens(&picture).await;
    assert_eq!((shown.status, shown.header("content-type")), (StatusCode::OK, Some("image/jpeg")));
    let receipt = world.write(|conn| Ok(reports::table.order(reports::id.desc()).select(reports::receipt).first(conn)?)).await;
    assert!(!visitor.sends(find_receipt(&receipt)).await.steps.is_empty());
}

/// What has become of cases, in a few words each.
fn happenings(conn: &mut Conn) -> Result<BTreeSet<&'static str>, Error> {
    type Facts = (CaseStatus, Degree, Option<CaseId>, i32, Option<Ask>, bool);
    let facts = (cases::status, cases::degree, cases::parent, case_courses::bounces, case_courses::asked, case_courses::exempt);
    let facts: Vec<Facts> = cases::table.inner_join(case_courses::table).select(facts).load(conn)?;
    let events: Vec<Event> = case_events::table.select(Event::as_select()).load(conn)?;
    let parts: Vec<Option<Moment>> = case_parts::table.select(case_parts::done_at).load(conn)?;
    let reports: Vec<CaseId> = reports::table.select(reports::case_id).load(conn)?;
    let main: Vec<Option<CaseId>> = cases::table.filter(cases::merged_into.is_not_null()).select(cases::merged_into).load(conn)?;
    let handovers: i64 = witnessed_handovers::table.count().get_result(conn)?;
    let any = |fits: &dyn Fn(&Facts) -> bool| facts.iter().any(fits);
    let moved = |by: Move, clock: bool| events.iter().any(|e| e.by_move == Some(by) && e.by_person.is_none() == clock);
    let several = main.iter().flatten().any(|case| reports.iter().filter(|of| *of == case).count() > 1);
    let all = [
        ("suspended", any(&|f| f.0 == CaseStatus::Suspended)),
        ("waiting for the resident", any(&|f| f.0 == CaseStatus::Waiting)),
        ("reopened", any(&|f| f.0 == CaseStatus::Accepted) && moved(Move::Reopen, true)),
        ("yellow card", any(&|f| f.1 == Degree::Yellow && f.0.is_open())),
        ("red card", any(&|f| f.1 == Degree::Red && f.0.is_open())),
        ("split off", any(&|f| f.2.is_some())),
        ("returned three times", any(&|f| f.3 >= 3)),
        ("asked for more time", any(&|f| f.4 == Some(Ask::Extension))),
        ("exempt", any(&|f| f.5)),
        ("merged", any(&|f| f.0 == CaseStatus::Merged)),
        ("merged by several reporters", several),
        ("unmerged", moved(Move::Unmerge, false)),
        ("sent back for rework", moved(Move::Rework, false)),
        ("escalated by people", moved(Move::Escalate, false)),
        ("escalated by the clock", moved(Move::Escalate, true)),
        ("dispatched by a rule", moved(Move::Dispatch, true)),
        ("overdue", events.iter().any(|e| e.kind == EventKind::Overdue)),
        ("remarked", events.iter().any(|e| e.kind == EventKind::Remarked)),
        ("part done", parts.iter().any(Option::is_some)),
        ("part open", parts.iter().any(Option::is_none)),
        ("handed over before witnesses", handovers > 0),
    ];
    let missing: Vec<&str> = all.iter().filter(|(_, there)| !there).map(|(what, _)| *what).collect();
    assert!(missing.is_empty(), "the demo shows none of {missing:?}");
    Ok(all.into_iter().map(|(what, _)| what).collect())
}

#[actix_web::test]
async fn all_that_can_become_of_a_case_is_there_to_see() {
    let world = World::empty().await;
    let guide = demo(&world, Moment::now()).await;
    assert_eq!(world.write(happenings).await.len(), 21);
    let office = login(&world, &guide, Duty::Dispatcher).await;
    let appeals = office.sends(list_appeals(&AppealFilter::default())).await.items;
    let states: BTreeSet<AppealState> = appeals.iter().map(|appeal| appeal.state).collect();
    assert_eq!(states, AppealState::ALL.iter().copied().collect());
    assert!(appeals.iter().any(|appeal| appeal.reviewable));

    let rules = office.sends(list_routing_rules()).await.items;
    let of = |fits: fn(&RoutingRule) -> bool| rules.iter().any(fits);
    assert!(of(|r| r.category.is_some()) && of(|r| r.group.is_some()) && of(|r| r.area.is_some()) && of(|r| r.hours.is_some()));
    assert!(of(|r| !r.weekdays.is_empty()) && of(|r| r.from_time.is_some()) && of(|r| r.duty.is_some()) && of(|r| r.unit.is_some()));
    assert!(of(|r| r.auto == RuleAuto::Dispatch) && of(|r| r.late == RuleLate::Escalate));

    let templates = office.sends(list_templates(&TemplateFilter { retired: Some(true), ..TemplateFilter::default() })).await.items;
    assert!(templates.iter().any(|template| template.retired) && templates.iter().any(|t| t.by == Move::Suspend));
    for duty in [Duty::Dispatcher, Duty::Assessor, Duty::Handler, Duty::FullTime] {
        let own = login(&world, &guide, duty).await.sends(list_filters()).await.items;
        assert!(!own.is_empty(), "{duty}");
    }
}

#[actix_web::test]
async fn it_is_all_there_whenever_the_demo_is_made() {
    // The first minutes of a month, and a holiday week.
    for now in [1_772_295_300_000, 1_791_079_200_000].map(Moment::from_millis) {
        let world = World::empty().await;
        demo(&world, now).await;
        assert_eq!(world.write(happenings).await.len(), 21, "{}", now.to_minute());
    }
}

#[actix_web::test]
async fn every_login_has_something_to_read_and_something_read() {
    let world = World::empty().await;
    let guide = demo(&world, Moment::now()).await;
    for (duty, ..) in guide.logins.iter().filter(|(duty, ..)| *duty != Duty::Administrator) {
        let who = login(&world, &guide, *duty).await;
        let all = who.sends(list_notices(&NoticeFilter { limit: Some(100), ..NoticeFilter::default() })).await.items;
        let of_cases = all.iter().filter(|notice| notice.kind != NoticeKind::Digest);
        let (read, unread): (Vec<&Notice>, Vec<&Notice>) = of_cases.partition(|notice| notice.read_at.is_some());
        assert!(!read.is_empty() && !unread.is_empty(), "{duty}: {} read, {} unread", read.len(), unread.len());
    }
}

#[actix_web::test]
async fn it_is_the_same_every_time() {
    let now = Moment::now();
    let (one, other) = (World::empty().await, World::empty().await);
    assert_eq!(demo(&one, now).await, demo(&other, now).await);
    assert_eq!(one.write(everything).await, other.write(everything).await);
}

#[actix_web::test]
async fn a_second_time_leaves_it_as_it_is() {
    let (world, now) = (World::empty().await, Moment::now());
    let first = demo(&world, now).await;
    let before = world.write(everything).await;
    let second = demo(&world, now.plus_seconds(86_400)).await;
    assert_eq!(second, Guide { made: None, ..first });
    assert_eq!(world.write(everything).await, before);
}

#[actix_web::test]
async fn it_stays_away_from_what_is_not_its_own() {
    let world = World::new().await;
    world.leader("陈国平").await;
    let before = world.write(everything).await;
    let refused = fill(&world.state, Size::Small, Moment::now()).await.expect_err("somebody else's database");
    assert!(refused.to_string().contains("choose an empty one"), "{refused}");
    assert_eq!(world.write(everything).await, before);
}
