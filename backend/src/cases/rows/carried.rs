//! Which phones carry a case: those of its grid's people, of whoever works on it and of whoever reported it; until some time after its end.

use diesel::prelude::*;
use shared::cases::{CaseId, CaseStatus};
use shared::grids::GridCode;
use shared::staffing::PersonId;
use shared::sync::ENDED_KEPT_DAYS;
use shared::sync::pulling::{Bucket, RecordKind};
use shared::time::Moment;

use crate::db::Conn;
use crate::error::Error;
use crate::schema::cases;
use crate::{disputes, feed};

/// Writes down in the change feed that something about a case has changed. The timeline and whatever writes beside it call this.
pub fn changed(conn: &mut Conn, case: CaseId, now: Moment) -> Result<(), Error> {
    type Row = (GridCode, bool, CaseStatus, Option<PersonId>, Option<PersonId>, Option<Moment>, Moment);
    let (grid, restricted, status, assignee, filed_by, closed_at, updated_at): Row = cases::table
        .find(case)
        .select((cases::grid, cases::restricted, cases::status, cases::assignee, cases::filed_by, cases::closed_at, cases::updated_at))
        .first(conn)?;
    let leaves_at = (!status.is_open()).then(|| closed_at.unwrap_or(updated_at).plus_seconds(ENDED_KEPT_DAYS * 86_400));
    let mut buckets: Vec<String> = vec![bucket(&grid, restricted).into()];
    for person in assignee.iter().chain(filed_by.iter().filter(|by| Some(**by) != assignee)) {
        buckets.push(feed::of_person(*person));
    }
    if leaves_at.is_some_and(|at| at <= now) {
        buckets.clear();
    }
    feed::put(conn, RecordKind::Case, &case.to_string(), &buckets, leaves_at, now)?;
    // Its mediation goes where it goes.
    if restricted { disputes::carrying::follow(conn, case, now) } else { Ok(()) }
}

/// The bucket of a grid's cases.
pub fn bucket(grid: &GridCode, restricted: bool) -> Bucket {
    if restricted { Bucket::restricted(grid) } else { Bucket::grid(grid) }
}

/// Fills a feed that knows of no case: those that phones still carry.
pub fn fill(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    if feed::knows_any(conn, RecordKind::Case)? {
        return Ok(());
    }
    let since = now.plus_seconds(-ENDED_KEPT_DAYS * 86_400);
    let carried: Vec<CaseId> = cases::table
        .filter(cases::status.eq_any(CaseStatus::OPEN).or(cases::closed_at.gt(since).assume_not_null()))
        .select(cases::id)
        .order(cases::id)
        .load(conn)?;
    carried.into_iter().try_for_each(|case| changed(conn, case, now))
}
