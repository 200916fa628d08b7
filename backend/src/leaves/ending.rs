//! When covering has ended: open cases that came in meanwhile go back to whoever was away.

use diesel::prelude::*;
use shared::cases::CaseStatus;
use shared::staffing::{Appointment, Duty, PersonId};
use shared::time::Day;

use super::rows;
use crate::cases::rows::CaseRow;
use crate::cases::sharing::work::give;
use crate::changes::By;
use crate::db::Conn;
use crate::error::Error;
use crate::listing::beginning_with;
use crate::schema::cases;
use crate::session::rows::duties_on;

/// Cases that go back at once; the rest follows an hour later.
const AT_ONCE: usize = 200;
/// Who is away again when a covering ends is waited for so long.
const WAITS_DAYS: i64 = 60;

/// Gives back what can be given back now; each cover once.
pub fn hand_back(conn: &mut Conn, by: By) -> Result<(), Error> {
    let today = by.at.day();
    for (leave, away, cover) in rows::ended_covers(conn, &today.shifted(-WAITS_DAYS), &today)? {
        if rows::is_away(conn, away, &today)? {
            continue;
        }
        let all = !works_there(conn, away, &cover, &today)?
            || works_there(conn, cover.person.id, &cover, &today)?
            || gave_all(conn, away, &cover, by)?;
        if all {
            rows::handed_back(conn, leave, cover.id)?;
        }
    }
    Ok(())
}

/// Whether somebody has a duty of grid or village where the cover was.
fn works_there(conn: &mut Conn, person: PersonId, cover: &Appointment, today: &Day) -> Result<bool, Error> {
    Ok(duties_on(conn, person, today)?.iter().any(|held| held.duty.is_of_grid() && held.area.contains(&cover.area)))
}

/// Gives back what came to the cover in the days of covering and by the duty that was covered; false when there is more.
fn gave_all(conn: &mut Conn, away: PersonId, cover: &Appointment, by: By) -> Result<bool, Error> {
    let ends = cover.to_day.as_ref().map_or(by.at, |to| to.shifted(1).begins());
    let mut query = cases::table
        .filter(cases::assignee.eq(cover.person.id))
        .filter(cases::status.eq_any(CaseStatus::OPEN))
        .filter(cases::grid.like(beginning_with(&cover.area)).escape('\\'))
        .filter(cases::filed_at.ge(cover.from_day.begins()))
        .filter(cases::filed_at.lt(ends))
        .order((cases::filed_at, cases::id))
        .limit(i64::try_from(AT_ONCE).unwrap_or(i64::MAX))
        .select(CaseRow::as_select())
        .into_boxed();
    query = match cover.duty {
        Duty::Leader => query.filter(cases::leader.eq(away)),
        Duty::FullTime => query.filter(cases::full_time.eq(away)),
        _ => query,
    };
    let open: Vec<CaseRow> = query.load(conn)?;
    for case in &open {
        give(conn, case, away, "替班结束，案件转回", by)?;
    }
    Ok(open.len() < AT_ONCE)
}
