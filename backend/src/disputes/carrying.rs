//! Which phones carry a mediation: those of who answers for the grid, of the mediator and of whoever has the case.

use shared::cases::CaseId;
use shared::disputes::ENDED_KEPT_DAYS;
use shared::sync::pulling::{Bucket, RecordKind};
use shared::time::Moment;

use super::rows::{self, DisputeRow};
use crate::cases::rows::{self as cases, CaseRow};
use crate::db::Conn;
use crate::error::Error;
use crate::feed;

/// Writes down in the change feed that a mediation has changed.
pub fn changed(conn: &mut Conn, case: &CaseRow, dispute: &DisputeRow, now: Moment) -> Result<(), Error> {
    // Nothing is left to be done about it.
    let leaves_at = (!dispute.status.is_open() && dispute.due.is_none()).then(|| dispute.updated_at.plus_seconds(ENDED_KEPT_DAYS * 86_400));
    let mut buckets: Vec<String> = vec![Bucket::restricted(&case.grid).into(), feed::of_person(dispute.mediator)];
    buckets.extend(case.assignee.filter(|assignee| *assignee != dispute.mediator).map(feed::of_person));
    if leaves_at.is_some_and(|at| at <= now) {
        buckets.clear();
    }
    feed::put(conn, RecordKind::Dispute, &case.id.to_string(), &buckets, leaves_at, now)
}

/// A case has changed: its mediation goes where it goes.
pub fn follow(conn: &mut Conn, case: CaseId, now: Moment) -> Result<(), Error> {
    let Some(dispute) = rows::of_case(conn, case)? else { return Ok(()) };
    let case = cases::find(conn, case)?;
    changed(conn, &case, &dispute, now)
}
