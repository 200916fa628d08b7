//! The table of saved filters.

use diesel::prelude::*;
use shared::cases::filters::{FilterId, FilterName, FilterQuery, MOST_FILTERS, SavedFilter};
use shared::staffing::PersonId;
use shared::time::Moment;

use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::Error;
use crate::say;
use crate::schema::saved_filters;

/// A person's filters by name.
pub fn of(conn: &mut Conn, person: PersonId) -> Result<Vec<SavedFilter>, Error> {
    let rows: Vec<(FilterId, FilterName, FilterQuery, Moment)> = saved_filters::table
        .filter(saved_filters::person_id.eq(person))
        .order(saved_filters::name)
        .select((saved_filters::id, saved_filters::name, saved_filters::filter, saved_filters::saved_at))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, name, filter, saved_at)| SavedFilter { id, name, filter, saved_at }).collect())
}

/// Keeps a filter, in place of one of the same name.
pub fn save(conn: &mut Conn, person: PersonId, name: FilterName, filter: FilterQuery, now: Moment) -> Result<SavedFilter, Error> {
    let mine = saved_filters::table.filter(saved_filters::person_id.eq(person));
    diesel::delete(mine.filter(saved_filters::name.eq(&name))).execute(conn)?;
    let kept: i64 = mine.count().get_result(conn)?;
    if kept >= MOST_FILTERS {
        return Err(Error::conflict(say!(
            "最多保存 {MOST_FILTERS} 个筛选，请先删去不用的",
            "At most {MOST_FILTERS} filters are kept; forget one first"
        )));
    }
    let saved = SavedFilter { id: FilterId::new(), name, filter, saved_at: now };
    let row = (
        saved_filters::id.eq(saved.id),
        saved_filters::person_id.eq(person),
        saved_filters::name.eq(&saved.name),
        saved_filters::filter.eq(&saved.filter),
        saved_filters::saved_at.eq(now),
    );
    diesel::insert_into(saved_filters::table).values(row).execute(conn)?;
    let by = By { person: Some(person), at: now };
    changes::note(conn, by, "filter", &saved.id.to_string(), "save", &serde_json::json!({ "name": saved.name, "filter": saved.filter }))?;
    Ok(saved)
}

/// Forgets one of a person's own filters.
pub fn forget(conn: &mut Conn, person: PersonId, filter: FilterId, now: Moment) -> Result<(), Error> {
    let one = saved_filters::table.find(filter).filter(saved_filters::person_id.eq(person));
    if diesel::delete(one).execute(conn)? == 0 {
        return Err(Error::not_found());
    }
    changes::note(conn, By { person: Some(person), at: now }, "filter", &filter.to_string(), "forget", &serde_json::json!({}))
}
