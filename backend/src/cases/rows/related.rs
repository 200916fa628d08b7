//! How cases belong together: merged into one another, split from one another.

use diesel::prelude::*;
use shared::cases::{CaseId, CaseNumber, CaseRef, CaseStatus};

use super::CaseRow;
use crate::db::Conn;
use crate::error::Error;
use crate::schema::cases;

/// The cases a case belongs together with.
pub struct Related {
    pub merged_into: Option<CaseRef>,
    pub parent: Option<CaseRef>,
    /// Split off from it or merged into it, oldest first.
    pub others: Vec<CaseRef>,
}

/// What a reference shows, the parent, and what it was merged into.
type Columns = (CaseId, CaseNumber, CaseStatus, String, Option<CaseId>, Option<CaseId>);

pub fn of_case(conn: &mut Conn, case: &CaseRow) -> Result<Related, Error> {
    // An empty list would make SQLite look through all cases: where there is no other case, the case itself stands for it.
    let named = [case.merged_into, case.parent].map(|other| other.unwrap_or(case.id));
    let rows: Vec<Columns> = cases::table
        .filter(cases::parent.eq(case.id).or(cases::merged_into.eq(case.id)))
        .or_filter(cases::id.eq_any(named))
        .order(cases::id)
        .select((cases::id, cases::number, cases::status, cases::summary, cases::parent, cases::merged_into))
        .load(conn)?;
    let (mut related, mine) = (Related { merged_into: None, parent: None, others: Vec::new() }, Some(case.id));
    for (id, number, status, summary, parent, merged_into) in rows {
        let one = CaseRef { id, number, status, summary };
        match () {
            () if id == case.id => {}
            () if parent == mine || merged_into == mine => related.others.push(one),
            () if case.merged_into == Some(id) => related.merged_into = Some(one),
            () => related.parent = Some(one),
        }
    }
    Ok(related)
}
