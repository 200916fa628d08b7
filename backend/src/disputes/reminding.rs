//! Reminding of what falls due in mediations.

use std::collections::BTreeSet;

use shared::notices::NoticeKind;
use shared::staffing::PersonId;
use shared::time::Moment;

use super::rows;
use crate::db::Conn;
use crate::error::Error;
use crate::notices;

/// Mediations reminded of at a time.
const BATCH: i64 = 200;

/// Tells the mediator and whoever has the case, the day before something is due.
pub fn remind(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    for (case, mediator, assignee) in rows::to_remind(conn, &now.day().shifted(1), BATCH)? {
        let told: BTreeSet<PersonId> = assignee.into_iter().chain([mediator]).collect();
        notices::rows::add(conn, told.into_iter(), NoticeKind::MediationDue, case, now)?;
        rows::note_reminder(conn, case, now)?;
    }
    Ok(())
}
