//! What receipts read and write beside cases and reports: who wrote which line, stars, and the way from a merged case to the main one.

use diesel::prelude::*;
use shared::cases::{CaseId, CaseStatus, EventKind};
use shared::reports::ReportId;
use shared::time::Moment;

use crate::cases::rows::{self as cases, CaseRow};
use crate::db::Conn;
use crate::error::Error;
use crate::schema::{case_courses, case_events, cases as case_table, reporter_lines, reports};

/// Merges are followed so far; nobody merges on and on.
const LONGEST_WAY: usize = 20;

/// A case and those it was merged into, one into the next; the last is the one that is worked on.
pub fn followed(conn: &mut Conn, case: CaseRow) -> Result<Vec<CaseRow>, Error> {
    let mut way = vec![case];
    while let Some(next) = way.last().filter(|last| last.status == CaseStatus::Merged && way.len() < LONGEST_WAY) {
        let Some(into) = next.merged_into else { break };
        way.push(cases::find(conn, into)?);
    }
    Ok(way)
}

/// The report a case was opened with.
pub fn opened_with(conn: &mut Conn, case: CaseId) -> Result<ReportId, Error> {
    let own = reports::table.filter(reports::case_id.eq(case)).order((reports::received_at, reports::id));
    Ok(own.select(reports::id).first(conn)?)
}

/// A line a reporter wrote: its event, when, of what kind, and the words.
pub type Line = (Vec<u8>, Moment, EventKind, Option<String>);

/// The lines a reporter wrote, oldest first.
pub fn lines_of(conn: &mut Conn, report: ReportId) -> Result<Vec<Line>, Error> {
    Ok(reporter_lines::table
        .inner_join(case_events::table)
        .filter(reporter_lines::report_id.eq(report))
        .order(case_events::id)
        .select((case_events::id, case_events::at, case_events::kind, case_events::reason))
        .load(conn)?)
}

/// How many remarks of reporters a case has.
pub fn remarks_on(conn: &mut Conn, case: CaseId) -> Result<i64, Error> {
    let remarks = case_events::table
        .filter(case_events::case_id.eq(case))
        .filter(case_events::kind.eq(EventKind::Remarked))
        .filter(case_events::by_person.is_null());
    Ok(remarks.count().get_result(conn)?)
}

/// Writes down which reporter wrote a line.
pub fn wrote(conn: &mut Conn, report: ReportId, event: &[u8]) -> Result<(), Error> {
    let row = (reporter_lines::event_id.eq(event.to_vec()), reporter_lines::report_id.eq(report));
    diesel::insert_into(reporter_lines::table).values(row).execute(conn)?;
    Ok(())
}

/// The same for the line that was written last on a case.
pub fn wrote_last(conn: &mut Conn, report: ReportId, case: CaseId) -> Result<(), Error> {
    let event: Vec<u8> =
        case_events::table.filter(case_events::case_id.eq(case)).order(case_events::id.desc()).select(case_events::id).first(conn)?;
    wrote(conn, report, &event)
}

/// Keeps the reporter's stars.
pub fn rate(conn: &mut Conn, case: CaseId, rating: Option<u8>) -> Result<(), Error> {
    diesel::update(case_courses::table.find(case)).set(case_courses::rating.eq(rating.map(i32::from))).execute(conn)?;
    Ok(())
}

/// A case that something was added to counts as changed, but keeps its version.
pub fn touch(conn: &mut Conn, case: CaseId, now: Moment) -> Result<(), Error> {
    diesel::update(case_table::table.find(case)).set(case_table::updated_at.eq(now)).execute(conn)?;
    Ok(())
}
