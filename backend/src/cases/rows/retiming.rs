//! When the calendar changes, clocks that run are due at other moments.

use diesel::prelude::*;
use shared::cases::CaseId;
use shared::categories::LimitUnit;
use shared::sla::{Calendar, Clock, Stage};
use shared::time::{Day, Moment};

use super::carried;
use crate::db::Conn;
use crate::error::Error;
use crate::schema::{case_courses, cases};

/// A clock that runs, and when it is due so far: the case, due, warning and told moments, and the clock's own columns.
type Row = (CaseId, (Option<Moment>, Option<Moment>, Option<Moment>), Running);
type Running = (Option<Stage>, Option<LimitUnit>, Option<i64>, Option<i64>, Option<Moment>);

/// Works out anew when clocks in working time are due, given that the calendar is the same as before up to a day. What was due by
/// then stays due. No case gets a new version by it: nobody has changed it. What was missed, and told, and is still missed by the new
/// calendar is not told again; what is due later now is told when it is missed then.
pub fn retime(conn: &mut Conn, calendar: &Calendar, from: &Day, now: Moment) -> Result<(), Error> {
    let working = LimitUnit::ALL.iter().filter(|unit| unit.is_working());
    let rows: Vec<Row> = cases::table
        .inner_join(case_courses::table)
        .filter(cases::due_at.ge(from.begins()))
        .filter(case_courses::clock_unit.eq_any(working))
        .select((
            cases::id,
            (cases::due_at, cases::warn_at, cases::told_due),
            (case_courses::stage, case_courses::clock_unit, case_courses::allotted, case_courses::used, case_courses::since),
        ))
        .load(conn)?;
    for (id, (due_at, warn_at, told), (stage, unit, allotted, used, since)) in rows {
        let (Some(stage), Some(unit), Some(allotted), Some(used)) = (stage, unit, allotted, used) else { continue };
        let clock = Clock { stage, unit, allotted, used, since };
        let (due, warn) = (clock.due(calendar), clock.warn_at(calendar));
        if (due, warn) == (due_at, warn_at) {
            continue;
        }
        let still_missed = told == due_at && due.is_some_and(|due| due < now);
        let told = if still_missed { due } else { told };
        let values = (cases::due_at.eq(due), cases::warn_at.eq(warn), cases::told_due.eq(told));
        diesel::update(cases::table.find(id)).set(values).execute(conn)?;
        carried::changed(conn, id, now)?;
    }
    Ok(())
}
