//! The parts that other units have in cases.

use diesel::prelude::*;
use shared::cases::sharing::{NewPart, PartResult, Task};
use shared::cases::{CaseId, CasePartId};
use shared::staffing::PersonId;
use shared::time::Moment;
use shared::units::UnitId;

use crate::db::Conn;
use crate::error::Error;
use crate::schema::case_parts;

/// One part as it is stored.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = case_parts)]
pub struct PartRow {
    pub id: CasePartId,
    pub case_id: CaseId,
    pub unit: UnitId,
    pub task: Task,
    pub asked_by: Option<PersonId>,
    pub asked_at: Moment,
    pub done_by: Option<PersonId>,
    pub done_at: Option<Moment>,
    pub result: Option<PartResult>,
}

/// The parts of a case, oldest first.
pub fn of_case(conn: &mut Conn, case: CaseId) -> Result<Vec<PartRow>, Error> {
    Ok(case_parts::table.filter(case_parts::case_id.eq(case)).order(case_parts::id).select(PartRow::as_select()).load(conn)?)
}

/// Writes down what a unit is asked to do.
pub fn ask(conn: &mut Conn, case: CaseId, new: &NewPart, by: PersonId, now: Moment) -> Result<(), Error> {
    let (id, task) = (CasePartId::new(), new.task.clone());
    let row =
        PartRow { id, case_id: case, unit: new.unit, task, asked_by: Some(by), asked_at: now, done_by: None, done_at: None, result: None };
    diesel::insert_into(case_parts::table).values(row).execute(conn)?;
    Ok(())
}

/// Writes down what a unit did; false when somebody has done so already.
pub fn finish(conn: &mut Conn, part: CasePartId, result: &PartResult, by: PersonId, now: Moment) -> Result<bool, Error> {
    let open = case_parts::table.find(part).filter(case_parts::done_at.is_null());
    let values = (case_parts::done_by.eq(by), case_parts::done_at.eq(now), case_parts::result.eq(result));
    Ok(diesel::update(open).set(values).execute(conn)? == 1)
}
