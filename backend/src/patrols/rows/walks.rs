//! The table of patrols. Rows are added, never changed.

use std::collections::HashMap;

use diesel::prelude::*;
use shared::cases::CaseId;
use shared::divisions::DivisionName;
use shared::grids::{GridCode, GridName};
use shared::page::Page;
use shared::patrols::places::{PatrolPlaceId, PatrolPlaceName};
use shared::patrols::{Companions, Finding, NewPatrol, PatrolFilter, PatrolId, PatrolNote, PatrolSummary, PlaceSeen, SeenPlace, Weather};
use shared::reports::ReportId;
use shared::staffing::{PersonId, PersonName, PersonRef};
use shared::time::{Day, Moment};

use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::Error;
use crate::listing::Stretch;
use crate::on_either;
use crate::schema::{divisions, grids, patrol_findings, patrol_places, patrol_seen, patrols, people, reports};

/// One patrol.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = patrols)]
pub struct PatrolRow {
    pub id: PatrolId,
    pub grid: GridCode,
    pub person_id: PersonId,
    pub day: Day,
    pub started_at: Moment,
    pub ended_at: Moment,
    pub places: i32,
    pub findings: i32,
    pub board: bool,
    pub companions: Option<Companions>,
    pub weather: Option<Weather>,
    pub note: Option<PatrolNote>,
    pub received_at: Moment,
}

/// The patrol that was written down under an id, if one was.
pub fn find(conn: &mut Conn, id: PatrolId) -> Result<Option<PatrolRow>, Error> {
    Ok(patrols::table.find(id).select(PatrolRow::as_select()).first(conn).optional()?)
}

/// Writes a patrol down with what it saw and found.
pub fn add(conn: &mut Conn, new: &NewPatrol, by: By) -> Result<PatrolRow, Error> {
    let count = |n: usize| i32::try_from(n).map_err(Error::internal);
    let person_id = by.person.ok_or_else(Error::forbidden)?;
    let row = PatrolRow {
        id: new.id,
        grid: new.grid.clone(),
        person_id,
        day: new.started_at.day(),
        started_at: new.started_at,
        ended_at: new.ended_at,
        places: count(new.places.len())?,
        findings: count(new.findings.len())?,
        board: new.board.is_some(),
        companions: new.companions.clone(),
        weather: new.weather,
        note: new.note.clone(),
        received_at: by.at,
    };
    diesel::insert_into(patrols::table).values(&row).execute(conn)?;
    let seen: Vec<_> = new
        .places
        .iter()
        .map(|PlaceSeen { place, at }| (patrol_seen::patrol.eq(row.id), patrol_seen::place.eq(*place), patrol_seen::at.eq(*at)))
        .collect();
    on_either!(conn, diesel::insert_into(patrol_seen::table).values(&seen).execute(conn))?;
    let found: Vec<_> = new
        .findings
        .iter()
        .map(|Finding { report, place }| {
            (patrol_findings::patrol.eq(row.id), patrol_findings::report.eq(*report), patrol_findings::place.eq(*place))
        })
        .collect();
    on_either!(conn, diesel::insert_into(patrol_findings::table).values(&found).execute(conn))?;
    changes::note(conn, by, "patrol", &row.id.to_string(), "add", new)?;
    Ok(row)
}

/// The places of a patrol in the order they were seen.
pub fn seen(conn: &mut Conn, patrol: PatrolId) -> Result<Vec<SeenPlace>, Error> {
    let rows: Vec<(PatrolPlaceId, PatrolPlaceName, Moment)> = patrol_seen::table
        .inner_join(patrol_places::table)
        .filter(patrol_seen::patrol.eq(patrol))
        .order((patrol_seen::at, patrol_seen::place))
        .select((patrol_places::id, patrol_places::name, patrol_seen::at))
        .load(conn)?;
    Ok(rows.into_iter().map(|(place, name, at)| SeenPlace { place, name, at }).collect())
}

/// What a patrol found, as it was told.
pub fn findings(conn: &mut Conn, patrol: PatrolId) -> Result<Vec<Finding>, Error> {
    let rows: Vec<(ReportId, Option<PatrolPlaceId>)> = patrol_findings::table
        .filter(patrol_findings::patrol.eq(patrol))
        .order(patrol_findings::report)
        .select((patrol_findings::report, patrol_findings::place))
        .load(conn)?;
    Ok(rows.into_iter().map(|(report, place)| Finding { report, place }).collect())
}

/// The cases that the reports among these led to which the person filed: nobody learns of another's by naming it.
pub fn cases_of(conn: &mut Conn, of: &[ReportId], person: PersonId) -> Result<HashMap<ReportId, CaseId>, Error> {
    let rows: Vec<(ReportId, CaseId)> = reports::table
        .filter(reports::id.eq_any(of))
        .filter(reports::filed_by.eq(person))
        .select((reports::id, reports::case_id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Where a patrol stands in the list.
pub type Position = (Moment, PatrolId);

/// A page of the patrols, latest first; only those of some grids where `of` is given.
pub fn list(
    conn: &mut Conn,
    filter: &PatrolFilter,
    of: Option<&[GridCode]>,
    stretch: &Stretch<Position>,
) -> Result<Page<PatrolSummary>, Error> {
    type Row = (PatrolRow, GridName, DivisionName, PersonName);
    let mut query = patrols::table
        .inner_join(grids::table.inner_join(divisions::table))
        .inner_join(people::table)
        .select((PatrolRow::as_select(), grids::name, divisions::name, people::name))
        .into_boxed();
    if let Some(grids) = of {
        query = query.filter(patrols::grid.eq_any(grids));
    }
    if let Some(grid) = &filter.grid {
        query = query.filter(patrols::grid.eq(grid));
    }
    if let Some(from) = &filter.from {
        query = query.filter(patrols::started_at.ge(from.begins()));
    }
    if let Some(to) = &filter.to {
        query = query.filter(patrols::started_at.lt(to.shifted(1).begins()));
    }
    if let Some((at, id)) = stretch.after {
        query = query.filter(patrols::started_at.le(at)).filter(patrols::started_at.lt(at).or(patrols::id.lt(id)));
    }
    let rows: Vec<Row> = query.order((patrols::started_at.desc(), patrols::id.desc())).limit(stretch.to_load()).load(conn)?;
    let page = stretch.page(rows, |(row, ..)| (row.started_at, row.id));
    Ok(page.map(|(row, grid_name, village, name)| PatrolSummary {
        id: row.id,
        grid: row.grid,
        grid_name,
        village_name: village.short().to_owned(),
        person: PersonRef { id: row.person_id, name },
        day: row.day,
        started_at: row.started_at,
        ended_at: row.ended_at,
        places: row.places,
        findings: row.findings,
    }))
}
