//! The table of moves, walked whole: every status, every move, every role; by the pure rule and by the server.

use std::fmt::Write;

use actix_web::http::StatusCode;
use backend::schema::{case_courses, cases};
use diesel::prelude::*;
use shared::cases::{CaseFacts, CaseId, CaseStatus, Degree, Move, NewTransition, TRANSITIONS, find_case, move_case, transition};
use shared::may::{self, Caller, Held};
use shared::problem::Code;
use shared::reports::FiledReport;
use shared::staffing::{Duty, PersonId};
use shared::time::Moment;
use shared::units::UnitLevel;

use crate::reports::filed_by;
use crate::world::{GRID_1, Person, QINGHU, SHICUN, World};

const ROLES: [(&str, Duty, &str); 9] = [
    ("part_time", Duty::PartTime, GRID_1),
    ("full_time", Duty::FullTime, GRID_1),
    ("leader", Duty::Leader, GRID_1),
    ("instructor", Duty::Instructor, SHICUN),
    ("village_cadre", Duty::VillageCadre, SHICUN),
    ("dispatcher", Duty::Dispatcher, QINGHU),
    ("handler", Duty::Handler, QINGHU),
    ("assessor", Duty::Assessor, QINGHU),
    ("administrator", Duty::Administrator, QINGHU),
];

/// An ordinary case in its grid that stands somewhere.
fn standing(status: CaseStatus) -> CaseFacts {
    CaseFacts {
        grid: GRID_1.parse().expect("a grid"),
        status,
        category: "0602".parse().expect("a category"),
        level: UnitLevel::Grid,
        unit: None,
        assignee: None,
        filed_by: None,
        completed_by: None,
        parts: Vec::new(),
        parts_open: false,
        children_open: false,
        degree: Degree::None,
        asked: None,
        extensions: 0,
        suspensions: 0,
        late: false,
        confirmed: false,
        closed_at: None,
        now: Moment::from_millis(0),
    }
}

/// `yes` may make it, `then` could if the case were otherwise (a guard), `no` may not; a dot where the table has no such move.
fn verdict(caller: Option<&Caller>, facts: &CaseFacts, by: Move) -> &'static str {
    let Some(row) = transition(by, facts.status) else { return "." };
    let may = match caller {
        Some(caller) => may::make_move(caller, facts, row),
        None => row.mover == shared::cases::Mover::Reporter,
    };
    match (may, row.guards.iter().all(|guard| guard.lets_pass(facts))) {
        (true, true) => "yes",
        (true, false) => "then",
        (false, _) => "no",
    }
}

#[test]
fn every_status_move_and_role() {
    let callers: Vec<(&str, Caller)> = ROLES
        .iter()
        .map(|(name, duty, area)| {
            let held = Held { duty: *duty, area: area.parse().expect("an area"), unit: None };
            (*name, Caller { person: PersonId::new(), duties: vec![held] })
        })
        .collect();
    let mut table = format!("{:<11} {:<14} {:<10}", "status", "move", "leads to");
    for (name, _) in callers.iter().map(|(name, caller)| (*name, caller)).map(|(name, _)| (name, ())).chain([("reporter", ())]) {
        write!(table, " {name:>13}").expect("text");
    }
    for status in CaseStatus::ALL {
        for by in Move::ALL.iter().filter(|by| transition(**by, *status).is_some()) {
            let (facts, row) = (standing(*status), transition(*by, *status).expect("a row"));
            write!(table, "\n{status:<11} {by:<14} {:<10}", row.leads_to(*status)).expect("text");
            for (_, caller) in &callers {
                write!(table, " {:>13}", verdict(Some(caller), &facts, *by)).expect("text");
            }
            write!(table, " {:>13}", verdict(None, &facts, *by)).expect("text");
        }
    }
    insta::with_settings!({prepend_module_to_snapshot => false}, { insta::assert_snapshot!("moves", table) });
}

/// Puts a case somewhere, as only time and many hands could.
async fn put(world: &World, case: CaseId, status: CaseStatus) {
    world
        .write(move |conn| {
            diesel::update(cases::table.find(case)).set((cases::status.eq(status), cases::assignee.eq(None::<PersonId>))).execute(conn)?;
            diesel::update(case_courses::table.find(case)).set(case_courses::completed_by.eq(None::<PersonId>)).execute(conn)?;
            Ok(())
        })
        .await;
}

#[actix_web::test]
async fn the_server_offers_what_the_table_allows_and_nothing_else() {
    let world = World::new().await;
    let filed: FiledReport = filed_by(&world.visitor()).await;
    let mut people: Vec<Person> = Vec::new();
    for (name, duty, area) in ROLES {
        people.push(world.person(name, duty, area).await);
    }
    for status in CaseStatus::ALL {
        put(&world, filed.case, *status).await;
        for (person, (name, duty, area)) in people.iter().zip(ROLES) {
            let held = Held { duty, area: area.parse().expect("an area"), unit: None };
            let caller = Caller { person: person.id, duties: vec![held] };
            let reply = person.tries(&find_case(filed.case)).await;
            if !may::see_case(&caller, &standing(*status)) {
                assert_eq!(reply.status, StatusCode::NOT_FOUND, "{name} of a {status} case");
                continue;
            }
            let offered: Vec<Move> = serde_json::from_value(reply.json()["moves"].clone()).expect("moves");
            assert_eq!(offered, may::moves(&caller, &standing(*status)), "{name} of a {status} case");
        }
    }
}

#[actix_web::test]
async fn a_move_that_is_not_in_the_table_is_answered_with_those_that_are() {
    let world = World::new().await;
    let dispatcher = world.dispatcher("何青").await;
    let filed = filed_by(&world.visitor()).await;
    for status in CaseStatus::ALL {
        put(&world, filed.case, *status).await;
        let possible = dispatcher.sends(find_case(filed.case)).await.moves;
        for by in Move::ALL.iter().filter(|by| !TRANSITIONS.iter().any(|t| t.by == **by && t.from.contains(status))) {
            let problem = dispatcher.fails(move_case(filed.case, &NewTransition::plain(*by), 1), Code::MoveNotPossible).await;
            assert_eq!((problem.status, &problem.moves), (409, &possible), "{by} out of {status}");
        }
    }
    assert_eq!(dispatcher.sends(find_case(filed.case)).await.timeline.len(), 1, "nothing was written down");
}
