//! Boards as the tables have them now: never stored, so never older than the staffing table.

pub mod cases;
mod material;

use diesel::prelude::*;
use shared::boards::{Board, BoardFilter, BoardSummary, StaleBoard};
use shared::divisions::{DivisionCode, DivisionName};
use shared::grids::{GridCode, GridKind, GridName, ShortCode};
use shared::page::Page;
use shared::staffing::PersonId;
use shared::time::{Day, Moment};
use shared::value::Count;

use crate::announcements;
use crate::changes::{self, By};
use crate::db::Conn;
use crate::emergencies;
use crate::error::Error;
use crate::listing::{Stretch, beginning_with, containing};
use crate::roster;
use crate::schema::{appointments, divisions, grid_successions, grids, people};
use material::Material;

/// A grid, as much of it as its board needs.
#[derive(Debug, Clone, Queryable)]
pub struct GridRow {
    pub code: GridCode,
    pub short_code: ShortCode,
    pub name: GridName,
    kind: GridKind,
    pub village: DivisionCode,
    pub village_name: DivisionName,
    households: Option<Count>,
    population: Option<Count>,
    area_m2: Option<f64>,
    pub closed_on: Option<Day>,
    checked_at: Option<Moment>,
    version: i32,
}

macro_rules! grid_columns {
    () => {
        (
            grids::code,
            grids::short_code,
            grids::name,
            grids::kind,
            grids::village,
            divisions::name,
            grids::households,
            grids::population,
            grids::area_m2,
            grids::closed_on,
            grids::checked_at,
            grids::version,
        )
    };
}

/// The grid of this short code or code, closed ones too.
pub fn find_grid(conn: &mut Conn, code: &str) -> Result<GridRow, Error> {
    let named = grids::short_code.eq(code).or(grids::code.eq(code));
    Ok(grids::table.inner_join(divisions::table).filter(named).select(grid_columns!()).first(conn)?)
}

/// The grids that took over from a closed one.
pub fn successors(conn: &mut Conn, code: &GridCode) -> Result<Vec<(ShortCode, GridName)>, Error> {
    let took_over = grid_successions::table.filter(grid_successions::old_code.eq(code)).select(grid_successions::new_code);
    let codes: Vec<GridCode> = took_over.limit(100).load(conn)?;
    Ok(grids::table.filter(grids::code.eq_any(codes)).order(grids::code).select((grids::short_code, grids::name)).load(conn)?)
}

/// The board of one grid, with its outline.
pub fn board(conn: &mut Conn, grid: GridRow, now: Moment) -> Result<Board, Error> {
    let boundary: Option<String> = grids::table.find(&grid.code).select(grids::boundary).first(conn)?;
    let mut board = Material::of(conn, std::slice::from_ref(&grid), now)?.board(grid, now);
    board.news = announcements::rows::news_of(conn, &board.grid, &now.day())?;
    board.on_duty = roster::rows::on_duty(conn, &board.grid, now)?;
    board.alerts = emergencies::rows::alerts_of(conn, &board.grid)?;
    board.boundary = boundary.and_then(|text| serde_json::from_str(&text).ok());
    Ok(board)
}

/// The boards of all open grids by code, `most` at the most, without outlines.
pub fn boards(conn: &mut Conn, most: i64, now: Moment) -> Result<Vec<Board>, Error> {
    let rows = open_grids(conn, &Wanted { q: None, after: None, most: Some(most) }, now)?;
    let material = Material::of(conn, &rows, now)?;
    Ok(rows.into_iter().map(|grid| material.board(grid, now)).collect())
}

/// One stretch of the list of boards.
pub fn list(conn: &mut Conn, filter: &BoardFilter, stretch: &Stretch<GridCode>, now: Moment) -> Result<Page<BoardSummary>, Error> {
    let wanted = Wanted { q: filter.q.as_deref(), after: stretch.after.as_ref(), most: Some(stretch.to_load()) };
    let rows = open_grids(conn, &wanted, now)?;
    let material = Material::of(conn, &rows, now)?;
    let page = stretch.page(rows, |grid| grid.code.clone());
    Ok(page.map(|grid| material.summary(&grid)))
}

/// One stretch of the boards that need attention. Which they are shows only once the people are known, so all boards are looked at.
pub fn list_stale(conn: &mut Conn, filter: &BoardFilter, stretch: &Stretch<GridCode>, now: Moment) -> Result<Page<StaleBoard>, Error> {
    let rows = open_grids(conn, &Wanted { q: filter.q.as_deref(), after: stretch.after.as_ref(), most: None }, now)?;
    let material = Material::of(conn, &rows, now)?;
    let stale = rows
        .iter()
        .map(|grid| StaleBoard { board: material.summary(grid), reasons: material.reasons(grid, now) })
        .filter(|b| !b.reasons.is_empty());
    Ok(stretch.page(stale.collect(), |stale| stale.board.grid.clone()))
}

/// The outline of each open grid that has one, as GeoJSON.
pub fn outlines(conn: &mut Conn, codes: &[GridCode]) -> Result<Vec<(GridCode, String)>, Error> {
    let drawn = grids::table.filter(grids::code.eq_any(codes)).filter(grids::boundary.is_not_null());
    Ok(drawn.order(grids::code).select((grids::code, grids::boundary.assume_not_null())).load(conn)?)
}

/// Writes down that the board on the wall is right.
pub fn confirm(conn: &mut Conn, grid: &GridRow, by: By) -> Result<(), Error> {
    let values =
        (grids::checked_at.eq(by.at), grids::checked_by.eq(by.person), grids::version.eq(grid.version + 1), grids::updated_at.eq(by.at));
    diesel::update(grids::table.find(&grid.code)).set(values).execute(conn)?;
    changes::note(conn, by, "board", &grid.code, "confirm", &serde_json::json!({ "checked_at": by.at }))
}

/// The small portraits, by their hash, of those of these people who agreed to show them.
pub fn portraits(conn: &mut Conn, of: &[PersonId]) -> Result<Vec<(PersonId, String)>, Error> {
    let shown = people::table.filter(people::id.eq_any(of)).filter(people::photo_public).filter(people::portrait_small.is_not_null());
    Ok(shown.select((people::id, people::portrait_small.assume_not_null())).load(conn)?)
}

/// Which open grids to load.
struct Wanted<'a> {
    /// Part of the grid's, village's or a person's name, or the beginning of a code.
    q: Option<&'a str>,
    after: Option<&'a GridCode>,
    most: Option<i64>,
}

fn open_grids(conn: &mut Conn, wanted: &Wanted<'_>, now: Moment) -> Result<Vec<GridRow>, Error> {
    let today = now.day();
    let open = grids::opened_on.le(&today).and(grids::closed_on.is_null().or(grids::closed_on.ge(&today)));
    let mut query = grids::table.inner_join(divisions::table).filter(open).order(grids::code).select(grid_columns!()).into_boxed();
    if let Some(q) = wanted.q.map(str::trim).filter(|q| !q.is_empty()) {
        let areas = areas_of_people_named(conn, q, now)?;
        let (part, code) = (containing(q), beginning_with(q));
        let named = grids::name.like(part.clone()).escape('\\').or(divisions::name.like(part).escape('\\'));
        let coded = grids::code.like(code.clone()).escape('\\').or(grids::short_code.like(code).escape('\\'));
        let staffed = grids::code.eq_any(areas.clone()).or(grids::village.eq_any(areas));
        query = query.filter(named.or(coded).or(staffed));
    }
    if let Some(after) = wanted.after {
        query = query.filter(grids::code.gt(after));
    }
    if let Some(most) = wanted.most {
        query = query.limit(most);
    }
    Ok(query.load(conn)?)
}

/// Grids and villages where somebody of this name stands on a board.
fn areas_of_people_named(conn: &mut Conn, q: &str, now: Moment) -> Result<Vec<String>, Error> {
    let today = now.day();
    let areas = appointments::table
        .inner_join(people::table)
        .filter(people::name.like(containing(q)).escape('\\'))
        .filter(appointments::duty.eq_any(material::ON_BOARDS))
        .filter(appointments::from_day.le(&today))
        .filter(appointments::to_day.is_null().or(appointments::to_day.ge(&today)));
    Ok(areas.select(appointments::area).distinct().limit(1000).load(conn)?)
}
