//! What coverage is counted from: patrols, the places they saw, what they found.

use std::collections::{BTreeMap, HashMap};

use diesel::dsl::{count_star, max, sum};
use diesel::prelude::*;
use shared::divisions::{Class, DivisionName};
use shared::grids::{GridCode, GridName};
use shared::page::Page;
use shared::patrols::PatrolId;
use shared::patrols::coverage::{Coverage, GridCoverage, GridCoverageFilter, Walk, days, places};
use shared::patrols::due::DueState;
use shared::patrols::places::{PatrolPlace, PatrolPlaceId};
use shared::time::{Day, Moment, Month};

use super::places as place_rows;
use crate::cases::rows::names_of;
use crate::db::Conn;
use crate::divisions::{self as villages, classes};
use crate::error::Error;
use crate::listing::Stretch;
use crate::schema::{divisions, grids, patrol_seen, patrols};

/// The days of a month: from its first to before the next one's.
fn span(month: &Month) -> (Moment, Moment) {
    (month.first_day().begins(), month.after().first_day().begins())
}

/// The last day of a month that has passed or is today.
fn as_of(month: &Month, today: &Day) -> Day {
    month.after().first_day().shifted(-1).min(today.clone())
}

/// A grid's month.
pub fn of_grid(conn: &mut Conn, grid: &GridCode, month: Month, today: &Day) -> Result<Coverage, Error> {
    let (grid_name, village) = names_of(conn, grid)?;
    let as_of = as_of(&month, today);
    let walks = walks(conn, grid, &month)?;
    let covered = {
        let there = place_rows::of_grid(conn, grid, &as_of)?;
        let before = seen_before(conn, &there, &month)?;
        let plans = super::plans::in_force(conn)?;
        places(there, &before, &walks, &plans, &as_of)
    };
    Ok(Coverage {
        grid: grid.clone(),
        grid_name,
        village_name: village.short().to_owned(),
        month,
        as_of,
        days: days(&walks),
        places: covered,
    })
}

/// A grid's patrols of a month.
fn walks(conn: &mut Conn, grid: &GridCode, month: &Month) -> Result<Vec<Walk>, Error> {
    let (from, to) = span(month);
    let of_month = || patrols::table.filter(patrols::grid.eq(grid)).filter(patrols::started_at.ge(from)).filter(patrols::started_at.lt(to));
    let rows: Vec<(PatrolId, Day, i32)> =
        of_month().order(patrols::started_at).select((patrols::id, patrols::day, patrols::findings)).load(conn)?;
    let seen: Vec<(PatrolId, PatrolPlaceId)> =
        of_month().inner_join(patrol_seen::table).select((patrols::id, patrol_seen::place)).load(conn)?;
    let mut of_patrol: HashMap<PatrolId, Vec<PatrolPlaceId>> = HashMap::new();
    for (patrol, place) in seen {
        of_patrol.entry(patrol).or_default().push(place);
    }
    let walk = |(id, day, findings): (PatrolId, Day, i32)| Walk {
        day,
        places: of_patrol.remove(&id).unwrap_or_default(),
        findings: findings.into(),
    };
    Ok(rows.into_iter().map(walk).collect())
}

/// When each of the places was last seen before a month.
fn seen_before(conn: &mut Conn, there: &[PatrolPlace], month: &Month) -> Result<BTreeMap<PatrolPlaceId, Day>, Error> {
    let rows: Vec<(PatrolPlaceId, Option<Moment>)> = patrol_seen::table
        .filter(patrol_seen::place.eq_any(there.iter().map(|place| place.id)))
        .filter(patrol_seen::at.lt(span(month).0))
        .group_by(patrol_seen::place)
        .select((patrol_seen::place, max(patrol_seen::at)))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(place, at)| Some((place, at?.day()))).collect())
}

type Row = (GridCode, GridName, DivisionName);

/// A page of all grids, by code; only some where `of` is given.
pub fn list(
    conn: &mut Conn,
    filter: &GridCoverageFilter,
    of: Option<&[GridCode]>,
    stretch: &Stretch<GridCode>,
    month: &Month,
    today: &Day,
) -> Result<Page<GridCoverage>, Error> {
    let mut query = grids::table.inner_join(divisions::table).select((grids::code, grids::name, divisions::name)).into_boxed();
    query = query.filter(grids::closed_on.is_null().or(grids::closed_on.ge(today)));
    if let Some(codes) = of {
        query = query.filter(grids::code.eq_any(codes));
    }
    if let Some(village) = &filter.village {
        query = query.filter(grids::code.gt(village.as_str().to_owned()));
        if let Some(end) = villages::rows::after_all_in(village.as_str()) {
            query = query.filter(grids::code.lt(end));
        }
    }
    if let Some(after) = &stretch.after {
        query = query.filter(grids::code.gt(after));
    }
    let rows: Vec<Row> = query.order(grids::code).limit(stretch.to_load()).load(conn)?;
    let Page { items, next_cursor } = stretch.page(rows, |(code, ..)| code.clone());
    Ok(Page { items: counted(conn, items, month, today)?, next_cursor })
}

/// Patrols, findings and the last day of grids.
type Patrolled = (GridCode, i64, Option<i64>);

fn counted(conn: &mut Conn, rows: Vec<Row>, month: &Month, today: &Day) -> Result<Vec<GridCoverage>, Error> {
    let codes: Vec<GridCode> = rows.iter().map(|(code, ..)| code.clone()).collect();
    let (from, to) = span(month);
    let patrolled: Vec<Patrolled> = patrols::table
        .filter(patrols::grid.eq_any(&codes))
        .filter(patrols::started_at.ge(from))
        .filter(patrols::started_at.lt(to))
        .group_by(patrols::grid)
        .select((patrols::grid, count_star(), sum(patrols::findings)))
        .load(conn)?;
    // Of what an index holds: there are as many patrols as there have ever been.
    let of_grids = patrols::table.filter(patrols::grid.eq_any(&codes)).group_by(patrols::grid);
    let last: Vec<(GridCode, Option<Moment>)> = of_grids.select((patrols::grid, max(patrols::started_at))).load(conn)?;
    let places = place_rows::of_grids(conn, &codes, today)?;
    let names: Vec<String> = codes.iter().map(ToString::to_string).collect();
    let of_class: Vec<(String, Class)> = classes::on(conn, &names, today)?;
    let told = |(grid, grid_name, village): Row| {
        let mine = || places.iter().filter(|place| place.grid == grid);
        let (patrols, findings) = patrolled.iter().find(|(of, ..)| *of == grid).map_or((0, 0), |(_, n, found)| (*n, found.unwrap_or(0)));
        GridCoverage {
            class: classes::of(&of_class, grid.as_str()),
            patrols,
            findings,
            places: mine().count() as i64,
            due: mine().filter(|place| place.is_due()).count() as i64,
            late: mine().filter(|place| place.due.state == DueState::Late).count() as i64,
            last_day: last.iter().find(|(of, _)| *of == grid).and_then(|(_, at)| at.map(Moment::day)),
            grid,
            grid_name,
            village_name: village.short().to_owned(),
        }
    };
    Ok(rows.into_iter().map(told).collect())
}
