//! The table of operations that phones sent and the server has done.

use diesel::prelude::*;
use shared::staffing::PersonId;
use shared::sync::REMEMBERED_DAYS;
use shared::sync::ops::{DeviceId, OpId};
use shared::time::Moment;

use crate::db::Conn;
use crate::error::Error;
use crate::on_either;
use crate::schema::client_ops;

/// An operation that is about to be done.
#[derive(Debug, Clone, PartialEq, Eq, Insertable)]
#[diesel(table_name = client_ops)]
pub struct Beginning {
    pub id: OpId,
    pub person_id: PersonId,
    pub device: DeviceId,
    pub kind: String,
    /// SHA-256 of the body.
    pub request: Vec<u8>,
    pub captured_at: Moment,
    pub arrived_at: Moment,
}

/// What is known of an operation that was sent before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    pub person: PersonId,
    pub request: Vec<u8>,
    pub answer: Option<String>,
}

/// Writes down that an operation is being done, unless it was before: then what is known of it. Where another request is doing it at this
/// moment, this waits for the end of it.
pub fn begin(conn: &mut Conn, op: &Beginning) -> Result<Option<Before>, Error> {
    if on_either!(conn, diesel::insert_into(client_ops::table).values(op).on_conflict_do_nothing().execute(conn))? == 1 {
        return Ok(None);
    }
    let (person, request, answer) =
        client_ops::table.find(op.id).select((client_ops::person_id, client_ops::request, client_ops::answer)).first(conn)?;
    Ok(Some(Before { person, request, answer }))
}

/// Whether the server has done an operation of somebody's.
pub fn is_done(conn: &mut Conn, op: OpId, person: PersonId) -> Result<bool, Error> {
    let done = client_ops::table.find(op).filter(client_ops::person_id.eq(person));
    Ok(diesel::select(diesel::dsl::exists(done)).get_result(conn)?)
}

/// Keeps what was answered.
pub fn finish(conn: &mut Conn, op: OpId, answer: &str) -> Result<(), Error> {
    diesel::update(client_ops::table.find(op)).set(client_ops::answer.eq(answer)).execute(conn)?;
    Ok(())
}

/// Forgets what no phone sends again.
pub fn forget_old(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    let before = now.plus_seconds(-REMEMBERED_DAYS * 86_400);
    diesel::delete(client_ops::table.filter(client_ops::arrived_at.lt(before))).execute(conn)?;
    Ok(())
}
