//! A patrol with what became of its findings, as far as the reader may know.

use shared::cases::{CaseId, CaseRef};
use shared::may::{self, Caller};
use shared::patrols::{Found, Patrol};
use shared::time::Moment;

use super::rows::walks::{self, PatrolRow};
use crate::cases::rows as cases;
use crate::db::Conn;
use crate::error::Error;

/// Puts a patrol together for somebody who may see it.
pub fn show(conn: &mut Conn, row: PatrolRow, caller: &Caller, now: Moment) -> Result<Patrol, Error> {
    let (grid_name, village) = cases::names_of(conn, &row.grid)?;
    let people = cases::people_named(conn, [Some(row.person_id)])?;
    let person = people.get(&row.person_id).cloned().ok_or_else(Error::not_found)?;
    let findings = walks::findings(conn, row.id)?;
    let ids: Vec<_> = findings.iter().map(|finding| finding.report).collect();
    let of_report = walks::cases_of(conn, &ids, row.person_id)?;
    let mut found = Vec::with_capacity(findings.len());
    for finding in findings {
        let case = of_report.get(&finding.report).copied();
        let told = case.map(|case| case_seen(conn, case, caller, now)).transpose()?.flatten();
        found.push(Found { report: finding.report, place: finding.place, arrived: case.is_some(), case: told });
    }
    Ok(Patrol {
        places: walks::seen(conn, row.id)?,
        id: row.id,
        grid: row.grid,
        grid_name,
        village_name: village.short().to_owned(),
        person,
        day: row.day,
        started_at: row.started_at,
        ended_at: row.ended_at,
        findings: found,
        board: row.board,
        companions: row.companions,
        weather: row.weather,
        note: row.note,
        received_at: row.received_at,
    })
}

/// A case in passing, for those who may see it.
pub fn case_seen(conn: &mut Conn, id: CaseId, caller: &Caller, now: Moment) -> Result<Option<CaseRef>, Error> {
    let case = cases::find(conn, id)?;
    let facts = cases::course::facts(conn, &case, now)?;
    let told = may::see_case(caller, &facts);
    Ok(told.then_some(CaseRef { id: case.id, number: case.number, status: case.status, summary: case.summary }))
}
