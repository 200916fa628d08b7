//! Which grid a report belongs to.

use diesel::prelude::*;
use shared::cases::CaseId;
use shared::grids::{GridCode, NearbyGrid};
use shared::place::Place;
use shared::time::Day;

use crate::db::Conn;
use crate::error::{Error, FieldFault, Words};
use crate::grids::locate::KeptMap;
use crate::schema::grids as table;
use crate::{cases, grids, say};

/// What a report says about where it belongs.
pub struct Said<'a> {
    pub grid: Option<&'a GridCode>,
    pub place: Option<&'a Place>,
    pub joins: Option<CaseId>,
}

/// The grid that was named, else the one the place lies in, else the one of the case it joins. When that is none, or more than one,
/// the fault says so.
pub fn grid_of(conn: &mut Conn, map: &KeptMap, said: &Said<'_>, today: &Day) -> Result<Result<GridCode, FieldFault>, Error> {
    if let Some(grid) = said.grid {
        let fault = || {
            FieldFault::new(
                "/grid",
                "unknown_grid",
                say!("没有这个网格，或已经撤并：{grid}", "There is no such grid, or it was closed: {grid}"),
            )
        };
        return Ok(if is_open(conn, grid, today)? { Ok(grid.clone()) } else { Err(fault()) });
    }
    let around = match said.place {
        Some(place) => grids::rows::locate(conn, map, place.point, place.accuracy_m, today)?,
        None => Vec::new(),
    };
    let mut inside = around.iter().filter(|grid| grid.inside);
    if let (Some(grid), None) = (inside.next(), inside.next()) {
        return Ok(Ok(grid.code.clone()));
    }
    match said.joins {
        Some(case) => cases::rows::find(conn, case).map(|case| Ok(case.grid)),
        None => Ok(Err(FieldFault::new("/grid", "required", which(said, &around)))),
    }
}

/// Asks for the grid, naming those the place lies near.
fn which(said: &Said<'_>, around: &[NearbyGrid]) -> Words {
    let near = around.iter().map(|grid| format!("{} {}", grid.code, grid.name)).collect::<Vec<_>>().join("、");
    match (said.place, near.is_empty()) {
        (None, _) => say!("请选择网格，或提供位置", "Choose the grid, or give a place"),
        (Some(_), true) => say!("这个位置不在任何网格内，请选择网格", "The place lies in no grid; choose the grid"),
        (Some(_), false) => say!("这个位置在网格边界上，请选择网格：{near}", "The place lies on a border; choose the grid: {near}"),
    }
}

/// Whether a grid exists and was not closed before `day`.
fn is_open(conn: &mut Conn, grid: &GridCode, day: &Day) -> Result<bool, Error> {
    let open = table::table.find(grid).filter(table::closed_on.is_null().or(table::closed_on.ge(day)));
    Ok(diesel::select(diesel::dsl::exists(open)).get_result(conn)?)
}
