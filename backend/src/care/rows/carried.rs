//! Which phones carry a record: those of the people who visit, as long as it has not ended.

use diesel::prelude::*;
use serde_json::Value;
use shared::care::CareRecordId;
use shared::grids::GridCode;
use shared::may::{self, Caller};
use shared::sync::pulling::RecordKind;
use shared::time::{Day, Moment};

use super::records::{self, CareRow};
use crate::changes::By;
use crate::db::Conn;
use crate::error::Error;
use crate::feed;
use crate::schema::{care_records, grid_successions, grids};
use crate::secrets::Secrets;

/// Writes down in the change feed that something about a record has changed.
pub fn changed(conn: &mut Conn, row: &CareRow, now: Moment) -> Result<(), Error> {
    let visit = row.visitors().into_iter().flatten().filter(|_| row.ended_on.is_none());
    let buckets: Vec<String> = visit.map(feed::of_person).collect();
    feed::put(conn, RecordKind::CareRecord, &row.id.to_string(), &buckets, None, now)
}

/// Moves the records of closed grids on to the grid that took over (the first by code where a grid was split).
pub fn hand_on(conn: &mut Conn, by: By) -> Result<(), Error> {
    let left: Vec<(CareRow, GridCode)> = care_records::table
        .inner_join(grids::table)
        .inner_join(grid_successions::table.on(grid_successions::old_code.eq(grids::code)))
        .filter(care_records::ended_on.is_null())
        .filter(grids::closed_on.lt(by.at.day()))
        .order((care_records::id, grid_successions::new_code))
        .select((CareRow::as_select(), grid_successions::new_code))
        .load(conn)?;
    let mut last = None;
    for (mut row, to) in left {
        if last.replace(row.id) != Some(row.id) {
            row.grid = to;
            records::change(conn, row, "hand_on", by)?;
        }
    }
    Ok(())
}

/// Fills a feed that knows of no record.
pub fn fill(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    if feed::knows_any(conn, RecordKind::CareRecord)? {
        return Ok(());
    }
    let rows: Vec<CareRow> = care_records::table.order(care_records::id).select(CareRow::as_select()).load(conn)?;
    rows.iter().try_for_each(|row| changed(conn, row, now))
}

/// A record with who it is, for those who visit; `None` for everybody else.
pub fn body(conn: &mut Conn, secrets: &Secrets, caller: &Caller, record: &str, today: &Day) -> Result<Option<Value>, Error> {
    let row = match record.parse::<CareRecordId>() {
        Ok(id) => records::find(conn, id)?,
        Err(_) => None,
    };
    let Some(row) = row.filter(|row| row.ended_on.is_none() && may::see_care(caller, &row.grid, row.visitors())) else { return Ok(None) };
    let person = row.opened(secrets);
    let record = shared::care::CareRecord { person, ..records::shape(conn, row, today)? };
    serde_json::to_value(record).map(Some).map_err(Error::internal)
}
