//! Patrols in the database.

pub mod carried;
pub mod coverage;
pub mod places;
pub mod plans;
pub mod walks;

use diesel::prelude::*;
use shared::grids::GridCode;
use shared::may::{self, Caller};
use shared::time::Day;

use crate::db::Conn;
use crate::error::Error;
use crate::grids;
use crate::schema::grid_successions;

/// The grids whose field work the caller sees; `None` for all of them.
pub fn grids_seen(conn: &mut Conn, caller: &Caller, today: &Day) -> Result<Option<Vec<GridCode>>, Error> {
    if may::sees_all_field(caller) {
        return Ok(None);
    }
    grids::rows::held(conn, caller, may::carries_cases_of, today).map(Some)
}

/// The grids that took over from one.
pub fn successors(conn: &mut Conn, grid: &GridCode) -> Result<Vec<GridCode>, Error> {
    Ok(grid_successions::table.filter(grid_successions::old_code.eq(grid)).select(grid_successions::new_code).load(conn)?)
}
