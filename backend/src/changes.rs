//! The history of every record that is not a case: who changed what and when, written in the transaction of the change.

use diesel::prelude::*;
use serde::Serialize;
use shared::staffing::PersonId;
use shared::time::Moment;
use uuid::Uuid;

use crate::db::Conn;
use crate::error::Error;
use crate::feed;
use crate::schema::changes;

/// Who changed something and when.
#[derive(Debug, Clone, Copy)]
pub struct By {
    /// `None` for the command line.
    pub person: Option<PersonId>,
    pub at: Moment,
}

/// Writes down one change. `noun` is the table's word in the singular, `record` its code or id, `detail` the members that changed
/// (no secrets; phones masked).
pub fn note(conn: &mut Conn, by: By, noun: &str, record: &str, action: &str, detail: &impl Serialize) -> Result<(), Error> {
    let detail = serde_json::to_string(detail).map_err(Error::internal)?;
    let id = Uuid::now_v7().as_bytes().to_vec();
    let row = (
        changes::id.eq(id),
        changes::noun.eq(noun),
        changes::record.eq(record),
        changes::action.eq(action),
        changes::by_person.eq(by.person),
        changes::at.eq(by.at),
        changes::detail.eq(detail),
    );
    diesel::insert_into(changes::table).values(row).execute(conn)?;
    feed::follow(conn, noun, by.at)
}
