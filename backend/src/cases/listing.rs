//! The list of cases: what the caller may see of it, filtered and cut into pages.

pub mod choosing;
mod found;

use std::collections::HashMap;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use shared::cases::queue::{CaseCounts, QueueCount};
use shared::cases::{CaseFilter, CaseId, CaseOrder, CaseSummary, Queue};
use shared::divisions::DivisionName;
use shared::grids::{GridCode, GridName};
use shared::may::Caller;
use shared::page::Page;
use shared::place::Point;
use shared::time::Moment;

use self::choosing::{Cases, chosen, in_parts};
use super::rows::{self, CaseRow};
use super::search::Wanted;
use crate::db::Conn;
use crate::error::Error;
use crate::listing::{Stretch, searched};
use crate::photos;
use crate::photos::addresses::{Addresses, Size};
use crate::schema::{cases, divisions, grids};

/// Where a case stands in the list: when it was filed or is due, in milliseconds, or in a search where it stands among all; and its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    at: i64,
    id: CaseId,
}

/// The page of cases that the caller may see and the filter asks for.
pub fn list(
    conn: &mut Conn,
    caller: &Caller,
    filter: &CaseFilter,
    stretch: &Stretch<Position>,
    addresses: &Addresses,
    now: Moment,
) -> Result<Page<CaseSummary>, Error> {
    let rows = after(conn, caller, filter, stretch.after, stretch.to_load(), now)?;
    let page = stretch.page(rows, |(position, _)| *position);
    summaries(conn, page.map(|(_, case)| case), addresses, now)
}

/// The cases of the list beyond a position, at most so many.
pub fn after(
    conn: &mut Conn,
    caller: &Caller,
    filter: &CaseFilter,
    position: Option<Position>,
    most: i64,
    now: Moment,
) -> Result<Vec<(Position, CaseRow)>, Error> {
    let wanted = searched("?q", filter.q.as_deref())?.map(|text| Wanted::new(text, caller, filter));
    if !is_of_few(filter) {
        return match wanted {
            Some(wanted) => found::after(conn, caller, filter, &wanted, position, most, now),
            None => merged(conn, caller, filter, position, most, now),
        };
    }
    let mut query = chosen(caller, filter, now);
    if let Some(wanted) = &wanted {
        query = found::holding(query, wanted);
    }
    Ok(stretch(query, filter, position)
        .limit(most)
        .select(CaseRow::as_select())
        .load(conn)?
        .into_iter()
        .map(|case| placed(case, filter))
        .collect())
}

/// The cases of all parts of a list beyond a position, in the order of the list and each once.
fn merged(
    conn: &mut Conn,
    caller: &Caller,
    filter: &CaseFilter,
    position: Option<Position>,
    most: i64,
    now: Moment,
) -> Result<Vec<(Position, CaseRow)>, Error> {
    let mut rows: Vec<(Position, CaseRow)> = Vec::new();
    for part in in_parts(conn, caller, filter, now)? {
        let part: Vec<CaseRow> = stretch(part, filter, position).limit(most).select(CaseRow::as_select()).load(conn)?;
        rows.extend(part.into_iter().map(|case| placed(case, filter)));
    }
    rows.sort_unstable_by_key(|(position, _)| *position);
    rows.dedup_by_key(|(position, _)| *position);
    if order_of(filter) == CaseOrder::Newest {
        rows.reverse();
    }
    rows.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    Ok(rows)
}

fn order_of(filter: &CaseFilter) -> CaseOrder {
    filter.order.unwrap_or(CaseOrder::Newest)
}

/// A case with its place in a list that is not a search.
fn placed(case: CaseRow, filter: &CaseFilter) -> (Position, CaseRow) {
    let by_due = order_of(filter) == CaseOrder::Due;
    let at = case.due_at.filter(|_| by_due).unwrap_or(case.filed_at).millis();
    (Position { at, id: case.id }, case)
}

/// The query in the order of the list, beyond a position.
fn stretch<'a>(query: Cases<'a>, filter: &CaseFilter, position: Option<Position>) -> Cases<'a> {
    let order = order_of(filter);
    let query = match order {
        CaseOrder::Newest => query.order((cases::filed_at.desc(), cases::id.desc())),
        CaseOrder::Oldest => query.order((cases::filed_at.asc(), cases::id.asc())),
        CaseOrder::Due => query.filter(cases::due_at.is_not_null()).order((cases::due_at.asc(), cases::id.asc())),
    };
    let Some(Position { at, id }) = position else { return query };
    let at = Moment::from_millis(at);
    // The first of the two conditions is one that an index can begin at.
    match order {
        CaseOrder::Newest => query.filter(cases::filed_at.le(at)).filter(cases::filed_at.lt(at).or(cases::id.lt(id))),
        CaseOrder::Oldest => query.filter(cases::filed_at.ge(at)).filter(cases::filed_at.gt(at).or(cases::id.gt(id))),
        CaseOrder::Due => query.filter(cases::due_at.ge(at)).filter(cases::due_at.gt(at).or(cases::id.gt(id))),
    }
}

/// Whether a filter leaves cases that somebody works on: few, however many there have ever been, so that they can all be looked at.
fn is_of_few(filter: &CaseFilter) -> bool {
    filter.queue.is_some()
        || filter.open == Some(true)
        || filter.light.is_some()
        || filter.order == Some(CaseOrder::Due)
        || filter.status.is_some_and(|status| status.is_open())
}

/// How many cases the caller sees of those the filter asks for; the words of a search are left out of account.
pub fn count(conn: &mut Conn, caller: &Caller, filter: &CaseFilter, now: Moment) -> Result<i64, Error> {
    let mut query = chosen(caller, filter, now);
    if filter.order == Some(CaseOrder::Due) {
        query = query.filter(cases::due_at.is_not_null());
    }
    Ok(query.count().get_result(conn)?)
}

/// How many cases wait for what.
pub fn counts(conn: &mut Conn, caller: &Caller, now: Moment) -> Result<CaseCounts, Error> {
    let open = CaseFilter { open: Some(true), ..CaseFilter::default() };
    let mut of_queue = |queue: Queue| {
        let filter = CaseFilter { queue: Some(queue), ..CaseFilter::default() };
        Ok(QueueCount { queue, count: count(conn, caller, &filter, now)? })
    };
    Ok(CaseCounts {
        queues: Queue::ALL.iter().map(|queue| of_queue(*queue)).collect::<Result<_, Error>>()?,
        open: count(conn, caller, &open, now)?,
        mine: count(conn, caller, &CaseFilter { mine: Some(true), ..open }, now)?,
    })
}

/// What grids and their villages are called.
pub fn names_of(conn: &mut Conn, grids: Vec<GridCode>) -> Result<HashMap<GridCode, (GridName, DivisionName)>, Error> {
    if grids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(GridCode, GridName, DivisionName)> = grids::table
        .inner_join(divisions::table)
        .filter(grids::code.eq_any(grids))
        .select((grids::code, grids::name, divisions::name))
        .load(conn)?;
    Ok(rows.into_iter().map(|(code, grid, village)| (code, (grid, village))).collect())
}

fn summaries(conn: &mut Conn, page: Page<CaseRow>, addresses: &Addresses, now: Moment) -> Result<Page<CaseSummary>, Error> {
    let ids: Vec<CaseId> = page.items.iter().map(|case| case.id).collect();
    let mut codes: Vec<GridCode> = page.items.iter().map(|case| case.grid.clone()).collect();
    codes.sort_unstable();
    codes.dedup();
    let places = names_of(conn, codes)?;
    let people = rows::people_named(conn, page.items.iter().map(|case| case.assignee))?;
    let units = rows::units_named(conn, page.items.iter().map(|case| case.unit))?;
    let photos = photos::rows::first_of(conn, &ids)?;
    let Page { items, next_cursor } = page;
    let told = |case: CaseRow| {
        let (grid_name, village) = places.get(&case.grid).cloned()?;
        Some(CaseSummary {
            light: case.light(now),
            id: case.id,
            number: case.number,
            status: case.status,
            category: case.category,
            summary: case.summary,
            grid: case.grid,
            grid_name,
            village_name: village.short().to_owned(),
            place_text: case.place_text.map(Into::into),
            point: case.lon.zip(case.lat).map(|(lon, lat)| Point { lon, lat }),
            level: case.level,
            unit: case.unit.and_then(|id| units.get(&id).cloned()),
            due_at: case.due_at,
            degree: case.degree,
            assignee: case.assignee.and_then(|id| people.get(&id).cloned()),
            thumbnail_url: photos.iter().find(|(of, _)| *of == case.id).map(|(_, photo)| addresses.of(*photo, Size::Thumbnail)),
            filed_at: case.filed_at,
            version: case.version,
            updated_at: case.updated_at,
        })
    };
    // A case's grid is always there: the database holds the two together.
    Ok(Page { items: items.into_iter().filter_map(told).collect(), next_cursor })
}
