//! One person's open cases handed to another.

use diesel::prelude::*;
use shared::cases::{CaseStatus, EventKind};
use shared::grids::GridCode;
use shared::staffing::PersonId;

use super::CaseRow;
use super::timeline::{self, Event};
use crate::changes::By;
use crate::db::Conn;
use crate::error::Error;
use crate::input::moved_on;
use crate::schema::cases;

/// The open cases of a person, oldest first; of these grids where some are named.
pub fn open_of(conn: &mut Conn, person: PersonId, grids: &[GridCode], most: usize) -> Result<Vec<CaseRow>, Error> {
    let mut query = cases::table
        .filter(cases::assignee.eq(person))
        .filter(cases::status.eq_any(CaseStatus::OPEN))
        .order((cases::filed_at, cases::id))
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .select(CaseRow::as_select())
        .into_boxed();
    if !grids.is_empty() {
        query = query.filter(cases::grid.eq_any(grids));
    }
    Ok(query.load(conn)?)
}

/// Hands one case over: it stays where it is and its clock runs on, with another person.
pub fn hand_over(conn: &mut Conn, case: &CaseRow, to: PersonId, note: &str, by: By) -> Result<CaseRow, Error> {
    let that = cases::table.find(case.id).filter(cases::version.eq(case.version));
    let values = (cases::assignee.eq(to), cases::version.eq(case.version + 1), cases::updated_at.eq(by.at));
    if diesel::update(that).set(values).execute(conn)? == 0 {
        return Err(moved_on(case.version + 1));
    }
    let moved = CaseRow { assignee: Some(to), version: case.version + 1, updated_at: by.at, ..case.clone() };
    timeline::note(conn, Event { note: Some(note.to_owned()), ..Event::of(&moved, EventKind::Moved, by.person, by.at) })?;
    Ok(moved)
}
