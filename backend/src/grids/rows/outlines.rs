//! The outlines of grids in the database, and the map that is made of them.

use std::collections::HashMap;
use std::sync::Arc;

use diesel::prelude::*;
use serde_json::{Value, json};
use shared::divisions::{DivisionCode, DivisionName};
use shared::grids::{BoundaryCheck, GridBoundary, GridCode, GridName, NearbyGrid, ShortCode};
use shared::place::Point;
use shared::place::boundary::Boundary;
use shared::time::Day;

use crate::changes::{self, By};
use crate::db::Conn;
use crate::divisions;
use crate::error::Error;
use crate::grids::flaws;
use crate::grids::locate::{BoundaryMap, KeptMap};
use crate::input::{Seen, moved_on};
use crate::schema::{boundary_version, divisions as villages, grids};

/// A grid that has an outline.
pub struct Outlined {
    pub code: GridCode,
    pub name: GridName,
    pub boundary: Boundary,
}

/// What a boundary file needs to know of a grid.
pub enum State {
    Open { name: GridName, boundary: Option<String> },
    Closed,
}

/// The states of those of these grids that are there.
pub fn states_of(conn: &mut Conn, codes: &[GridCode], today: &Day) -> Result<HashMap<GridCode, State>, Error> {
    let mut states = HashMap::new();
    for some in codes.chunks(500) {
        let rows: Vec<(GridCode, GridName, Option<String>, Option<Day>)> = grids::table
            .filter(grids::code.eq_any(some))
            .select((grids::code, grids::name, grids::boundary, grids::closed_on))
            .load(conn)?;
        let state = |(code, name, boundary, closed_on): (GridCode, GridName, Option<String>, Option<Day>)| {
            let open = closed_on.is_none_or(|closed| closed >= *today);
            (code, if open { State::Open { name, boundary } } else { State::Closed })
        };
        states.extend(rows.into_iter().map(state));
    }
    Ok(states)
}

/// The boundary as it is stored; 404 where there is none.
pub fn boundary(conn: &mut Conn, code: &GridCode) -> Result<GridBoundary, Error> {
    type Row = (Option<String>, Option<f64>, i32);
    let (boundary, area_m2, version): Row =
        grids::table.find(code).select((grids::boundary, grids::area_m2, grids::version)).first(conn)?;
    let boundary = boundary.ok_or_else(Error::not_found)?;
    let boundary = serde_json::from_str(&boundary).map_err(Error::internal)?;
    Ok(GridBoundary { code: code.clone(), boundary, area_m2: area_m2.unwrap_or_default(), version })
}

/// Draws a boundary anew; `seen` is missing when a file is imported.
pub fn draw(conn: &mut Conn, code: &GridCode, boundary: &Boundary, seen: Option<Seen>, by: By) -> Result<(), Error> {
    let area_m2 = boundary.area_m2();
    store(conn, code, Some((boundary.to_geojson().to_string(), area_m2)), seen, by)?;
    changes::note(conn, by, "grid", code.as_str(), "draw_boundary", &json!({ "area_m2": area_m2.round() }))
}

pub fn erase(conn: &mut Conn, code: &GridCode, seen: Seen, by: By) -> Result<(), Error> {
    boundary(conn, code)?;
    store(conn, code, None, Some(seen), by)?;
    changes::note(conn, by, "grid", code.as_str(), "erase_boundary", &())
}

fn store(conn: &mut Conn, code: &GridCode, outline: Option<(String, f64)>, seen: Option<Seen>, by: By) -> Result<(), Error> {
    let version = super::version(conn, code)?;
    seen.map_or(Ok(()), |seen| seen.check(version))?;
    let (boundary, area_m2) = outline.unzip();
    let values = (grids::boundary.eq(boundary), grids::area_m2.eq(area_m2), grids::version.eq(version + 1), grids::updated_at.eq(by.at));
    if diesel::update(grids::table.find(code).filter(grids::version.eq(version))).set(values).execute(conn)? == 0 {
        return Err(moved_on(version + 1));
    }
    raise_map(conn)
}

/// Tells all servers that their map is old.
pub fn raise_map(conn: &mut Conn) -> Result<(), Error> {
    diesel::update(boundary_version::table).set(boundary_version::version.eq(boundary_version::version + 1)).execute(conn)?;
    Ok(())
}

/// The open grids at or near a point, nearest first.
pub fn locate(conn: &mut Conn, kept: &KeptMap, point: Point, accuracy_m: Option<f64>, today: &Day) -> Result<Vec<NearbyGrid>, Error> {
    let map = map(conn, kept)?;
    let hits = map.locate(point, accuracy_m);
    if hits.is_empty() {
        return Ok(Vec::new());
    }
    type Row = (GridCode, ShortCode, GridName, DivisionName);
    let rows: Vec<Row> = grids::table
        .inner_join(villages::table)
        .filter(grids::code.eq_any(hits.iter().map(|hit| hit.code)))
        .filter(grids::opened_on.le(today))
        .filter(grids::closed_on.is_null().or(grids::closed_on.ge(today)))
        .select((grids::code, grids::short_code, grids::name, villages::name))
        .load(conn)?;
    let near = hits.iter().filter_map(|hit| {
        let (code, short_code, name, village_name) = rows.iter().find(|(code, ..)| code == hit.code)?.clone();
        Some(NearbyGrid {
            code,
            short_code,
            name,
            village_name: village_name.short().to_owned(),
            inside: hit.inside,
            distance_m: hit.distance_m,
        })
    });
    Ok(near.collect())
}

/// This server's map, read anew when it is older than the database says. The version is read first: should boundaries change in
/// between, the map is taken for older than it is, and read once more.
fn map(conn: &mut Conn, kept: &KeptMap) -> Result<Arc<BoundaryMap>, Error> {
    let version = boundary_version::table.select(boundary_version::version).first(conn)?;
    if let Some(map) = kept.of(version) {
        return Ok(map);
    }
    let rows: Vec<(GridCode, Option<String>)> =
        grids::table.filter(grids::boundary.is_not_null()).select((grids::code, grids::boundary)).load(conn)?;
    let outlines = rows.into_iter().filter_map(|(code, boundary)| Some((code, stored(boundary?)?)));
    let map = Arc::new(BoundaryMap::new(outlines));
    kept.keep(version, Arc::clone(&map));
    Ok(map)
}

/// What the database keeps was checked when it came in; should it not be readable all the same, the rest still works.
fn stored(boundary: String) -> Option<Boundary> {
    Boundary::from_stored(&boundary).inspect_err(|fault| tracing::error!(%fault, "a stored boundary cannot be read")).ok()
}

/// The outlines of the open grids within an area (by the beginning of their codes), by code.
pub fn outlines_of(conn: &mut Conn, area: &str, today: &Day) -> Result<Vec<Outlined>, Error> {
    let mut query = grids::table
        .filter(grids::boundary.is_not_null())
        .filter(grids::closed_on.is_null().or(grids::closed_on.ge(today)))
        .select((grids::code, grids::name, grids::boundary))
        .order(grids::code)
        .into_boxed();
    if !area.is_empty() {
        query = query.filter(grids::code.ge(area.to_owned()));
        if let Some(end) = divisions::rows::after_all_in(area) {
            query = query.filter(grids::code.lt(end));
        }
    }
    let rows: Vec<(GridCode, GridName, Option<String>)> = query.load(conn)?;
    Ok(rows.into_iter().filter_map(|(code, name, boundary)| Some(Outlined { code, name, boundary: stored(boundary?)? })).collect())
}

/// Gaps and overlaps of a village, and its grids without a boundary.
pub fn check(conn: &mut Conn, village: &DivisionCode, today: &Day) -> Result<BoundaryCheck, Error> {
    divisions::rows::village(conn, village)?;
    let around = outlines_of(conn, village.sub_district().as_str(), today)?;
    let (own, others): (Vec<Outlined>, Vec<Outlined>) = around.into_iter().partition(|grid| grid.code.village().as_ref() == Some(village));
    let outlines = json!({ "type": "FeatureCollection", "features": own.iter().map(feature).collect::<Value>() });
    let missing = grids::table
        .filter(grids::village.eq(village))
        .filter(grids::boundary.is_null())
        .filter(grids::closed_on.is_null().or(grids::closed_on.ge(today)))
        .select(grids::code)
        .order(grids::code)
        .load(conn)?;
    let pairs = |grids: Vec<Outlined>| -> Vec<(GridCode, Boundary)> { grids.into_iter().map(|grid| (grid.code, grid.boundary)).collect() };
    let flaws = flaws::find(&pairs(own), &pairs(others));
    Ok(BoundaryCheck { outlines, missing, flaws })
}

fn feature(grid: &Outlined) -> Value {
    json!({ "type": "Feature", "properties": { "code": grid.code, "name": grid.name }, "geometry": grid.boundary })
}

/// A GeoJSON file of the open grids within an area, one feature a line.
pub fn exported(conn: &mut Conn, area: &str, today: &Day) -> Result<String, Error> {
    let features: Vec<String> = outlines_of(conn, area, today)?.iter().map(|grid| feature(grid).to_string()).collect();
    Ok(format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", features.join(",\n")))
}
