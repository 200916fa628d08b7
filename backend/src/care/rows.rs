//! Care in the database.

pub mod carried;
pub mod coverage;
pub mod records;
pub mod visitors;
pub mod visits;

use diesel::prelude::*;
use shared::care::{CareRecordId, ERASED_AFTER_DAYS};
use shared::time::Moment;

use crate::db::Conn;
use crate::error::Error;
use crate::schema::{care_records, care_visits};

/// Records erased at once.
const BATCH: i64 = 500;

/// Erases who it was, and what visitors noted, half a year after the end.
pub fn erase_old(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    let before = now.day().shifted(-ERASED_AFTER_DAYS);
    let old: Vec<CareRecordId> = care_records::table
        .filter(care_records::ended_on.lt(before))
        .filter(care_records::person.is_not_null())
        .order(care_records::ended_on)
        .limit(BATCH)
        .select(care_records::id)
        .load(conn)?;
    diesel::update(care_visits::table.filter(care_visits::record.eq_any(&old))).set(care_visits::note.eq(None::<Vec<u8>>)).execute(conn)?;
    diesel::update(care_records::table.filter(care_records::id.eq_any(&old)))
        .set(care_records::person.eq(None::<Vec<u8>>))
        .execute(conn)?;
    Ok(())
}
