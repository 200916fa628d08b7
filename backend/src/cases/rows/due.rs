//! Cases whose moment has come.

use diesel::prelude::*;
use shared::cases::{CaseId, CaseStatus};
use shared::time::Moment;

use super::CaseRow;
use crate::db::Conn;
use crate::error::Error;
use crate::schema::cases;

/// Cases whose waiting or suspension ends, longest ago first.
pub fn to_resume(conn: &mut Conn, now: Moment, most: i64) -> Result<Vec<CaseId>, Error> {
    Ok(cases::table
        .filter(cases::resume_at.le(now))
        .filter(cases::status.eq_any([CaseStatus::Waiting, CaseStatus::Suspended]))
        .order(cases::resume_at)
        .limit(most)
        .select(cases::id)
        .load(conn)?)
}

/// Cases whose limit was missed and whose timeline does not say so yet, longest ago first.
pub fn to_tell(conn: &mut Conn, now: Moment, most: i64) -> Result<Vec<CaseId>, Error> {
    Ok(cases::table
        .filter(cases::due_at.lt(now))
        .filter(cases::told_due.is_null().or(cases::told_due.ne(cases::due_at)))
        .order(cases::due_at)
        .limit(most)
        .select(cases::id)
        .load(conn)?)
}

/// Marks a case as late, unless it has moved on or somebody has marked it for this limit. The version stays: nobody who is about to move
/// the case is held up by the clock.
pub fn mark_late(conn: &mut Conn, case: &CaseRow, due: Moment) -> Result<bool, Error> {
    let that = cases::table
        .find(case.id)
        .filter(cases::version.eq(case.version))
        .filter(cases::due_at.eq(due))
        .filter(cases::told_due.is_null().or(cases::told_due.ne(cases::due_at)));
    let values = (cases::told_due.eq(due), cases::late_since.eq(case.late_since.unwrap_or(due)));
    Ok(diesel::update(that).set(values).execute(conn)? == 1)
}
