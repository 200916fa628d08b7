//! Lists of what was found: the index is read in the order of the list, and only as far as the page goes.

use std::collections::HashMap;

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use shared::cases::{CaseFilter, CaseId, CaseOrder};
use shared::may::Caller;
use shared::time::Moment;

use super::Position;
use super::choosing::{Cases, chosen};
use crate::cases::rows::CaseRow;
use crate::cases::search::{self, Wanted, search_documents};
use crate::db::Conn;
use crate::error::Error;
use crate::listing::containing;
use crate::schema::cases;

/// At most so many are taken from the index at a time: every statement has room for that many ids.
const MOST: i64 = 4000;

/// What was found beyond a position, of what the caller may see and the rest of the filter asks for.
pub fn after(
    conn: &mut Conn,
    caller: &Caller,
    filter: &CaseFilter,
    wanted: &Wanted,
    position: Option<Position>,
    most: i64,
    now: Moment,
) -> Result<Vec<(Position, CaseRow)>, Error> {
    let newest = filter.order != Some(CaseOrder::Oldest);
    let enough = usize::try_from(most).unwrap_or(usize::MAX);
    let (mut rows, mut edge, mut size) = (Vec::new(), position.map(|position| position.at), most.min(MOST));
    loop {
        let found = search::find(conn, wanted, edge, newest, size, &search::ERAS)?;
        let ids: Vec<CaseId> = found.iter().map(|found| found.case_id).collect();
        let seen: Vec<CaseRow> = chosen(caller, filter, now).filter(cases::id.eq_any(ids)).select(CaseRow::as_select()).load(conn)?;
        let mut seen: HashMap<CaseId, CaseRow> = seen.into_iter().map(|case| (case.id, case)).collect();
        rows.extend(found.iter().filter_map(|found| Some((Position { at: found.seq, id: found.case_id }, seen.remove(&found.case_id)?))));
        edge = found.last().map(|last| last.seq);
        if rows.len() >= enough || i64::try_from(found.len()).is_ok_and(|found| found < size) {
            rows.truncate(enough);
            return Ok(rows);
        }
        size = (size * 4).min(MOST);
    }
}

/// Only the cases of a query that hold all words; for few cases, which are looked at one by one.
pub fn holding<'a>(mut query: Cases<'a>, wanted: &Wanted) -> Cases<'a> {
    for word in wanted.words() {
        let like = containing(word);
        let private = search_documents::private.like(like.clone()).escape('\\').and(wanted.is_private().into_sql::<Bool>());
        let number = cases::number.like(like.clone()).escape('\\').and(wanted.is_in_number(word).into_sql::<Bool>());
        let text = search_documents::table.filter(search_documents::case_id.eq(cases::id));
        query = query.filter(exists(text.filter(search_documents::body.like(like).escape('\\').or(private).or(number))));
    }
    query
}
