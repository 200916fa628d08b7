//! The table of answers. Rows are added, never changed; the last of a grid and day counts.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use serde_json::Value;
use shared::cases::CaseId;
use shared::divisions::DivisionName;
use shared::grids::{GridCode, GridName};
use shared::may::{self, Caller};
use shared::page::Page;
use shared::reports::ReportId;
use shared::safety::{GridSafety, NewSafetyFeedback, SafetyFeedback, SafetyFeedbackId, SafetyFilter, Trouble};
use shared::staffing::{PersonId, PersonRef};
use shared::sync::pulling::{Bucket, RecordKind};
use shared::time::{Day, Moment};

use crate::cases::rows as cases;
use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::Error;
use crate::feed;
use crate::listing::Stretch;
use crate::patrols::rows::walks::cases_of;
use crate::schema::{divisions, grids, safety_feedback};

/// One answer.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = safety_feedback)]
pub struct FeedbackRow {
    pub id: SafetyFeedbackId,
    pub grid: GridCode,
    pub day: Day,
    pub person_id: PersonId,
    pub trouble: Option<Trouble>,
    pub report: Option<ReportId>,
    pub said_at: Moment,
    pub received_at: Moment,
}

/// The answer that was written down under an id, if one was.
pub fn find(conn: &mut Conn, id: SafetyFeedbackId) -> Result<Option<FeedbackRow>, Error> {
    Ok(safety_feedback::table.find(id).select(FeedbackRow::as_select()).first(conn).optional()?)
}

pub fn add(conn: &mut Conn, new: &NewSafetyFeedback, said_at: Moment, by: By) -> Result<FeedbackRow, Error> {
    let row = FeedbackRow {
        id: new.id,
        grid: new.grid.clone(),
        day: said_at.day(),
        person_id: by.person.ok_or_else(Error::forbidden)?,
        trouble: new.trouble.clone(),
        report: new.report,
        said_at,
        received_at: by.at,
    };
    diesel::insert_into(safety_feedback::table).values(&row).execute(conn)?;
    changes::note(conn, by, "safety_feedback", &row.id.to_string(), "add", new)?;
    changed(conn, &row.grid, by.at)?;
    Ok(row)
}

/// Writes down in the change feed that a grid has answered.
fn changed(conn: &mut Conn, grid: &GridCode, now: Moment) -> Result<(), Error> {
    feed::put(conn, RecordKind::SafetyFeedback, grid, &[Bucket::grid(grid).into()], None, now)
}

/// Fills a feed that knows of no answer: phones hold the last one of each grid.
pub fn fill(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    if feed::knows_any(conn, RecordKind::SafetyFeedback)? {
        return Ok(());
    }
    let answered: Vec<GridCode> =
        safety_feedback::table.select(safety_feedback::grid).distinct().order(safety_feedback::grid).load(conn)?;
    answered.iter().try_for_each(|grid| changed(conn, grid, now))
}

/// An answer as somebody may read it who sees the grid.
pub fn told(conn: &mut Conn, row: FeedbackRow, caller: &Caller, now: Moment) -> Result<SafetyFeedback, Error> {
    let mut people = cases::people_named(conn, [Some(row.person_id)])?;
    let by = people.remove(&row.person_id).ok_or_else(Error::not_found)?;
    told_by(conn, row, by, caller, now)
}

fn told_by(conn: &mut Conn, row: FeedbackRow, by: PersonRef, caller: &Caller, now: Moment) -> Result<SafetyFeedback, Error> {
    let case = match row.report {
        Some(report) => case_of(conn, report, row.person_id, caller, now)?,
        None => None,
    };
    Ok(SafetyFeedback {
        id: row.id,
        grid: row.grid,
        day: row.day,
        by,
        trouble: row.trouble,
        report: row.report,
        case,
        said_at: row.said_at,
    })
}

/// The case a report of whoever answered led to, if the reader may see it.
fn case_of(conn: &mut Conn, report: ReportId, by: PersonId, caller: &Caller, now: Moment) -> Result<Option<CaseId>, Error> {
    let Some(id) = cases_of(conn, &[report], by)?.remove(&report) else { return Ok(None) };
    let case = cases::find(conn, id)?;
    let facts = cases::course::facts(conn, &case, now)?;
    Ok(may::see_case(caller, &facts).then_some(id))
}

/// A page of the grids with what they answered on a day; only some grids where `of` is given.
pub fn list(
    conn: &mut Conn,
    filter: &SafetyFilter,
    of: Option<&[GridCode]>,
    stretch: &Stretch<GridCode>,
    caller: &Caller,
    now: Moment,
) -> Result<Page<GridSafety>, Error> {
    let day = filter.day.clone().unwrap_or_else(|| now.day());
    let mut query = grids::table.inner_join(divisions::table).select((grids::code, grids::name, divisions::name)).into_boxed();
    query = query.filter(grids::opened_on.le(&day)).filter(grids::closed_on.is_null().or(grids::closed_on.ge(&day)));
    if let Some(codes) = of {
        query = query.filter(grids::code.eq_any(codes));
    }
    if let Some(grid) = &filter.grid {
        query = query.filter(grids::code.eq(grid));
    }
    if let Some(after) = &stretch.after {
        query = query.filter(grids::code.gt(after));
    }
    let rows: Vec<(GridCode, GridName, DivisionName)> = query.order(grids::code).limit(stretch.to_load()).load(conn)?;
    let page = stretch.page(rows, |(code, ..)| code.clone());
    let codes: Vec<GridCode> = page.items.iter().map(|(code, ..)| code.clone()).collect();
    let answers: Vec<FeedbackRow> = safety_feedback::table
        .filter(safety_feedback::day.eq(&day))
        .filter(safety_feedback::grid.eq_any(&codes))
        .order((safety_feedback::said_at, safety_feedback::id))
        .select(FeedbackRow::as_select())
        .load(conn)?;
    let mut last: BTreeMap<GridCode, FeedbackRow> = answers.into_iter().map(|row| (row.grid.clone(), row)).collect();
    let people = cases::people_named(conn, last.values().map(|row| Some(row.person_id)))?;
    let Page { items, next_cursor } = page;
    let mut shaped = Vec::with_capacity(items.len());
    for (grid, grid_name, village) in items {
        let answered = last.remove(&grid).and_then(|row| Some((people.get(&row.person_id).cloned()?, row)));
        let feedback = answered.map(|(by, row)| told_by(conn, row, by, caller, now)).transpose()?;
        let state = GridSafety::state_of(feedback.as_ref());
        shaped.push(GridSafety { grid, grid_name, village_name: village.short().to_owned(), day: day.clone(), state, feedback });
    }
    Ok(Page { items: shaped, next_cursor })
}

/// What phones hold of grids, by their codes: the last answer of each.
pub fn bodies(conn: &mut Conn, of: &BTreeSet<GridCode>, caller: &Caller, now: Moment) -> Result<BTreeMap<String, Value>, Error> {
    let mut bodies = BTreeMap::new();
    for grid in of {
        let last = safety_feedback::table
            .filter(safety_feedback::grid.eq(grid))
            .order((safety_feedback::said_at.desc(), safety_feedback::id.desc()))
            .select(FeedbackRow::as_select())
            .first(conn)
            .optional()?;
        let Some(row) = last else { continue };
        let (grid_name, village) = cases::names_of(conn, grid)?;
        let day = row.day.clone();
        let feedback = Some(told(conn, row, caller, now)?);
        let state = GridSafety::state_of(feedback.as_ref());
        let safety = GridSafety { grid: grid.clone(), grid_name, village_name: village.short().to_owned(), day, state, feedback };
        bodies.insert(grid.to_string(), serde_json::to_value(safety).map_err(Error::internal)?);
    }
    Ok(bodies)
}
