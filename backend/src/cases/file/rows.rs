//! What the file of a case needs beyond the case itself.

use diesel::prelude::*;
use shared::cases::CaseId;
use shared::photos::PhotoId;
use shared::staffing::{PersonId, PersonName};
use shared::time::Moment;
use shared::units::UnitName;

use crate::db::Conn;
use crate::error::Error;
use crate::photos;
use crate::schema::{case_parts, people, units};

/// What a unit was asked to do.
#[derive(Debug, Clone, Queryable)]
pub struct Part {
    pub unit: UnitName,
    pub task: String,
    pub asked_at: Moment,
    pub done_at: Option<Moment>,
    pub result: Option<String>,
}

/// What other units were asked to do, in the order they were asked.
pub fn parts(conn: &mut Conn, case: CaseId) -> Result<Vec<Part>, Error> {
    Ok(case_parts::table
        .inner_join(units::table)
        .filter(case_parts::case_id.eq(case))
        .order(case_parts::id)
        .select((units::name, case_parts::task, case_parts::asked_at, case_parts::done_at, case_parts::result))
        .load(conn)?)
}

/// The photos of a case and the blobs that hold them.
pub fn pictures(conn: &mut Conn, case: CaseId, most: usize) -> Result<Vec<(PhotoId, String)>, Error> {
    Ok(photos::rows::of_case(conn, case)?.into_iter().take(most).map(|photo| (photo.id, photo.large)).collect())
}

pub fn name_of(conn: &mut Conn, person: PersonId) -> Result<PersonName, Error> {
    Ok(people::table.find(person).select(people::name).first(conn)?)
}
