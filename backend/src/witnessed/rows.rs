//! Witnessed handovers.

use diesel::prelude::*;
use shared::cases::CaseId;
use shared::staffing::PersonId;
use shared::time::Moment;
use shared::witnessed::{NewWitnessedHandover, WitnessedHandoverId};

use crate::db::Conn;
use crate::error::Error;
use crate::schema::witnessed_handovers;

/// One handover.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = witnessed_handovers)]
pub struct HandoverRow {
    pub id: WitnessedHandoverId,
    pub case_id: CaseId,
    pub by_person: PersonId,
    pub at: Moment,
    pub received_at: Moment,
    pub cash_fen: i64,
    pub handover: String,
}

impl HandoverRow {
    pub fn handover(&self) -> Result<NewWitnessedHandover, Error> {
        serde_json::from_str(&self.handover).map_err(Error::internal)
    }
}

pub fn of_case(conn: &mut Conn, case: CaseId) -> Result<Option<HandoverRow>, Error> {
    Ok(witnessed_handovers::table.filter(witnessed_handovers::case_id.eq(case)).select(HandoverRow::as_select()).first(conn).optional()?)
}

pub fn add(conn: &mut Conn, row: &HandoverRow) -> Result<(), Error> {
    diesel::insert_into(witnessed_handovers::table).values(row).execute(conn)?;
    Ok(())
}
