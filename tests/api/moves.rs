//! The table of moves, walked whole: every status, every move, every role; by the pure rule and by the server.

use std::fmt::Write;

use actix_web::http::StatusCode;
use backend::schema::{case_courses, cases};
use diesel::prelude::*;
use shared::cases::{CaseFacts, CaseId, CaseStatus, Degree, Move, NewTransition, TRANSITIONS, find_case, move_case, transition};
use shared::lang::Lang;
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

/// The table as people read it; `docs/cases.md` is this text.
fn documentation() -> String {
    let mut text = String::from(
        "# The moves of a case\n\n\
         Written from the table in `shared/src/cases/moves.rs` by a test (`tests/api/moves.rs`); change the table, not this page.\n\n\
         ```mermaid\nstateDiagram-v2\n    [*] --> filed\n",
    );
    for row in TRANSITIONS.iter().filter(|row| row.to.is_some()) {
        for from in row.from {
            writeln!(text, "    {from} --> {}: {}", row.leads_to(*from), row.by).expect("text");
        }
    }
    for status in CaseStatus::ALL.iter().filter(|status| !status.is_open()) {
        writeln!(text, "    {status} --> [*]").expect("text");
    }
    text.push_str(
        "```\n\n| move | 中文 | from | to | who | needs | guards | clock | the reporter hears |\n|---|---|---|---|---|---|---|---|---|\n",
    );
    let words = |list: Vec<String>| if list.is_empty() { "–".to_owned() } else { list.join(", ") };
    for row in TRANSITIONS {
        writeln!(
            text,
            "| `{}` | {} | {} | {} | {} | {} | {} | {:?} | {:?} |",
            row.by,
            row.by.label(Lang::Zh),
            if row.from == CaseStatus::OPEN { "any open".to_owned() } else { words(row.from.iter().map(ToString::to_string).collect()) },
            row.to.map_or_else(|| "stays".to_owned(), |to| to.to_string()),
            row.mover.label(Lang::En),
            words(row.needs.iter().map(ToString::to_string).collect()),
            words(row.guards.iter().map(ToString::to_string).collect()),
            row.clock,
            row.telling,
        )
        .expect("text");
    }
    text.push_str("\n## What the guards say\n\n| guard | says |\n|---|---|\n");
    for guard in shared::cases::Guard::ALL {
        writeln!(text, "| `{guard}` | {} {} |", guard.label(Lang::Zh), guard.label(Lang::En)).expect("text");
    }
    text
}

#[test]
fn the_page_about_moves_is_the_table() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/cases.md");
    let written = documentation();
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(path, &written).expect("a page that can be written");
    }
    assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), written, "run with INSTA_UPDATE=always to write it anew");
}
