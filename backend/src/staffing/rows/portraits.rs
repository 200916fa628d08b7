//! Portraits in the database: the hashes of their two sizes.

use diesel::prelude::*;
use shared::staffing::PersonId;

use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::Error;
use crate::schema::people;

/// The hash of the small portrait, and whether the person agreed to show it.
pub fn find(conn: &mut Conn, id: PersonId) -> Result<(String, bool), Error> {
    let (hash, public): (Option<String>, bool) =
        people::table.find(id).select((people::portrait_small, people::photo_public)).first(conn)?;
    hash.map(|hash| (hash, public)).ok_or_else(Error::not_found)
}

/// The hashes of all portraits, large and small.
pub fn blobs(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let shown = people::table.filter(people::portrait.is_not_null()).filter(people::portrait_small.is_not_null());
    let pairs: Vec<(String, String)> =
        shown.select((people::portrait.assume_not_null(), people::portrait_small.assume_not_null())).load(conn)?;
    Ok(pairs.into_iter().flat_map(|(large, small)| [large, small]).collect())
}

/// Sets the hashes of the large and the small portrait, or removes them.
pub fn change(conn: &mut Conn, id: PersonId, hashes: Option<(&str, &str)>, by: By) -> Result<(), Error> {
    let (large, small) = hashes.unzip();
    let values = (
        people::portrait.eq(large),
        people::portrait_small.eq(small),
        people::version.eq(people::version + 1),
        people::updated_at.eq(by.at),
    );
    diesel::update(people::table.find(id)).set(values).execute(conn)?;
    let action = if hashes.is_some() { "set_portrait" } else { "remove_portrait" };
    changes::note(conn, by, "person", &id.to_string(), action, &serde_json::json!({ "portrait": small }))
}
