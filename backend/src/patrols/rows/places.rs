//! The table of places to patrol.

use std::collections::BTreeSet;

use diesel::prelude::*;
use shared::divisions::Class;
use shared::grids::{GridCode, GridName};
use shared::page::Page;
use shared::patrols::due::{Due, DueState, KeyPeriod};
use shared::patrols::places::{
    EveryDays, NewPatrolPlace, PatrolPlace, PatrolPlaceFilter, PatrolPlaceId, PatrolPlaceName, PatrolPlacePatch, PlaceKind,
};
use shared::place::Point;
use shared::time::{Day, Moment};

use super::{carried, plans};
use crate::cases::listing::names_of;
use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::Error;
use crate::input::{Seen, moved_on};
use crate::listing::Stretch;
use crate::say;
use crate::schema::{class_periods, grids, patrol_places};

/// One place.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = patrol_places)]
pub struct PlaceRow {
    pub id: PatrolPlaceId,
    pub grid: GridCode,
    pub name: PatrolPlaceName,
    pub kind: PlaceKind,
    pub class: Class,
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub every_days: Option<i32>,
    pub since: Day,
    pub retired_on: Option<Day>,
    pub last_day: Option<Day>,
    pub version: i32,
    pub updated_at: Moment,
}

/// Classes that ended longer ago have no say in when a place is due.
const REMEMBERED_DAYS: i64 = 366;

/// When the grids, or their villages, are key ones, by the code of either.
type KeyAreas = Vec<(String, KeyPeriod)>;

fn key_areas(conn: &mut Conn, of: &[PlaceRow], today: &Day) -> Result<KeyAreas, Error> {
    let grids: BTreeSet<&GridCode> = of.iter().map(|place| &place.grid).collect();
    let areas: BTreeSet<String> =
        grids.into_iter().flat_map(|grid| [Some(grid.to_string()), grid.village().map(String::from)]).flatten().collect();
    let since = today.shifted(-REMEMBERED_DAYS);
    let rows: Vec<(String, Day, Option<Day>)> = class_periods::table
        .filter(class_periods::area.eq_any(areas))
        .filter(class_periods::class.eq(Class::Key))
        .filter(class_periods::to_day.is_null().or(class_periods::to_day.ge(since)))
        .order((class_periods::area, class_periods::from_day))
        .select((class_periods::area, class_periods::from_day, class_periods::to_day))
        .load(conn)?;
    Ok(rows.into_iter().map(|(area, from_day, to_day)| (area, KeyPeriod { from_day, to_day })).collect())
}

impl PlaceRow {
    /// As it is told, its due day still to be worked out.
    fn shaped(self, areas: &KeyAreas, grid_name: GridName) -> PatrolPlace {
        let of_it = |area: &str| area == self.grid.as_str() || self.grid.village().is_some_and(|village| village.as_str() == area);
        let key_periods = areas.iter().filter(|(area, _)| of_it(area)).map(|(_, period)| period.clone()).collect();
        let unknown =
            Due { every_days: EveryDays::MONTHLY, due_on: self.since.clone(), late_from: self.since.clone(), state: DueState::Done };
        PatrolPlace {
            id: self.id,
            grid: self.grid,
            grid_name,
            name: self.name,
            kind: self.kind,
            class: self.class,
            point: self.lon.zip(self.lat).map(|(lon, lat)| Point { lon, lat }),
            every_days: self.every_days.and_then(|days| days.try_into().ok()),
            since: self.since,
            retired_on: self.retired_on,
            last_day: self.last_day,
            key_periods,
            due: unknown,
            version: self.version,
            updated_at: self.updated_at,
        }
    }
}

/// Places as they stand on a day.
fn shapes(conn: &mut Conn, rows: Vec<PlaceRow>, today: &Day) -> Result<Vec<PatrolPlace>, Error> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let (areas, plans) = (key_areas(conn, &rows, today)?, plans::in_force(conn)?);
    let codes: BTreeSet<GridCode> = rows.iter().map(|place| place.grid.clone()).collect();
    let names = names_of(conn, codes.into_iter().collect())?;
    // A place's grid is always there: the database holds the two together.
    let shape = |row: PlaceRow| {
        let (grid_name, _) = names.get(&row.grid).cloned()?;
        Some(row.shaped(&areas, grid_name).on(&plans, today))
    };
    Ok(rows.into_iter().filter_map(shape).collect())
}

/// A page of the places, by grid; only those of some grids where `of` is given.
pub fn list(
    conn: &mut Conn,
    filter: &PatrolPlaceFilter,
    of: Option<&[GridCode]>,
    stretch: &Stretch<(GridCode, PatrolPlaceId)>,
    today: &Day,
) -> Result<Page<PatrolPlace>, Error> {
    let mut query = patrol_places::table.select(PlaceRow::as_select()).into_boxed();
    if let Some(grids) = of {
        query = query.filter(patrol_places::grid.eq_any(grids));
    }
    if let Some(grid) = &filter.grid {
        query = query.filter(patrol_places::grid.eq(grid));
    }
    if !filter.retired.unwrap_or(false) {
        query = query.filter(patrol_places::retired_on.is_null().or(patrol_places::retired_on.ge(today)));
    }
    if let Some((grid, id)) = &stretch.after {
        query = query.filter(patrol_places::grid.gt(grid).or(patrol_places::grid.eq(grid).and(patrol_places::id.gt(*id))));
    }
    let rows = query.order((patrol_places::grid, patrol_places::id)).limit(stretch.to_load()).load::<PlaceRow>(conn)?;
    let Page { items, next_cursor } = stretch.page(rows, |row| (row.grid.clone(), row.id));
    Ok(Page { items: shapes(conn, items, today)?, next_cursor })
}

/// The places of a grid that are, or were then, patrolled on a day.
pub fn of_grid(conn: &mut Conn, grid: &GridCode, day: &Day) -> Result<Vec<PatrolPlace>, Error> {
    let rows = patrol_places::table
        .filter(patrol_places::grid.eq(grid))
        .filter(patrol_places::since.le(day))
        .filter(patrol_places::retired_on.is_null().or(patrol_places::retired_on.ge(day)))
        .order(patrol_places::id)
        .select(PlaceRow::as_select())
        .load(conn)?;
    shapes(conn, rows, day)
}

/// The places of several grids that are patrolled on a day.
pub fn of_grids(conn: &mut Conn, grids: &[GridCode], day: &Day) -> Result<Vec<PatrolPlace>, Error> {
    let rows = patrol_places::table
        .filter(patrol_places::grid.eq_any(grids))
        .filter(patrol_places::retired_on.is_null().or(patrol_places::retired_on.ge(day)))
        .select(PlaceRow::as_select())
        .load(conn)?;
    shapes(conn, rows, day)
}

/// Those of some places that are there.
pub fn find_all(conn: &mut Conn, ids: &[PatrolPlaceId], today: &Day) -> Result<Vec<PatrolPlace>, Error> {
    let rows = patrol_places::table.filter(patrol_places::id.eq_any(ids)).select(PlaceRow::as_select()).load(conn)?;
    shapes(conn, rows, today)
}

pub fn find(conn: &mut Conn, id: PatrolPlaceId, today: &Day) -> Result<PatrolPlace, Error> {
    find_all(conn, &[id], today)?.pop().ok_or_else(Error::not_found)
}

/// Adds a place to a grid that is there.
pub fn add(conn: &mut Conn, new: &NewPatrolPlace, by: By) -> Result<PatrolPlaceId, Error> {
    let today = by.at.day();
    let closed_on: Option<Option<Day>> = grids::table.find(&new.grid).select(grids::closed_on).first(conn).optional()?;
    if closed_on.is_none_or(|closed_on| closed_on.is_some_and(|last| last < today)) {
        return Err(Error::invalid("/grid", "unknown_grid", say!("没有这个网格，或已停用", "There is no such grid, or it was closed")));
    }
    let row = PlaceRow {
        id: PatrolPlaceId::new(),
        grid: new.grid.clone(),
        name: new.name.clone(),
        kind: new.kind,
        class: new.class,
        lon: new.point.map(|point| point.lon),
        lat: new.point.map(|point| point.lat),
        every_days: new.every_days.map(Into::into),
        since: today,
        retired_on: None,
        last_day: None,
        version: 1,
        updated_at: by.at,
    };
    diesel::insert_into(patrol_places::table).values(&row).execute(conn)?;
    changes::note(conn, by, "patrol_place", &row.id.to_string(), "add", new)?;
    carried::changed(conn, row.id, by.at)?;
    Ok(row.id)
}

#[derive(AsChangeset)]
#[diesel(table_name = patrol_places)]
struct Changed {
    name: Option<PatrolPlaceName>,
    kind: Option<PlaceKind>,
    class: Option<Class>,
    lon: Option<Option<f64>>,
    lat: Option<Option<f64>>,
    every_days: Option<Option<i32>>,
    retired_on: Option<Option<Day>>,
}

/// Changes the place that `seen` was read from.
pub fn change(conn: &mut Conn, place: &PatrolPlace, patch: &PatrolPlacePatch, seen: Seen, by: By) -> Result<(), Error> {
    seen.check(place.version)?;
    if let Some(Some(day)) = &patch.retired_on
        && *day < place.since
    {
        let since = &place.since;
        let words = say!("从 {since} 起才巡查这里，不能在这之前停止", "It is patrolled from {since} and cannot end before");
        return Err(Error::invalid("/retired_on", "day", words));
    }
    let PatrolPlacePatch { name, kind, class, point, every_days, retired_on } = patch.clone();
    let changed = Changed {
        name,
        kind,
        class,
        lon: point.map(|point| point.map(|point| point.lon)),
        lat: point.map(|point| point.map(|point| point.lat)),
        every_days: every_days.map(|days| days.map(Into::into)),
        retired_on,
    };
    let values = (changed, patrol_places::version.eq(place.version + 1), patrol_places::updated_at.eq(by.at));
    let as_read = patrol_places::table.find(place.id).filter(patrol_places::version.eq(place.version));
    if diesel::update(as_read).set(values).execute(conn)? == 0 {
        return Err(moved_on(place.version + 1));
    }
    changes::note(conn, by, "patrol_place", &place.id.to_string(), "change", patch)?;
    carried::changed(conn, place.id, by.at)
}

/// Remembers that places were seen on a day.
pub fn seen_on(conn: &mut Conn, places: &[PatrolPlaceId], day: &Day, now: Moment) -> Result<(), Error> {
    for place in places {
        let earlier = patrol_places::last_day.is_null().or(patrol_places::last_day.lt(day));
        let that = patrol_places::table.filter(patrol_places::id.eq(*place)).filter(earlier);
        if diesel::update(that).set(patrol_places::last_day.eq(day)).execute(conn)? > 0 {
            carried::changed(conn, *place, now)?;
        }
    }
    Ok(())
}
