//! A mediation with all that was done.

use shared::disputes::standing::Standing;
use shared::disputes::{Dispute, dues};

use super::rows;
use crate::cases::rows::{CaseRow, names_of};
use crate::db::Conn;
use crate::error::Error;

/// Puts the mediation of a case together for somebody who may see it; `None` where there is none.
pub fn show(conn: &mut Conn, case: &CaseRow) -> Result<Option<Dispute>, Error> {
    let Some(row) = rows::of_case(conn, case.id)? else { return Ok(None) };
    let (grid_name, village) = names_of(conn, &case.grid)?;
    let steps = rows::steps(conn, case.id)?;
    let standing = Standing::of(&steps);
    Ok(Some(Dispute {
        case: case.id,
        case_number: case.number.clone(),
        number: Some(row.number),
        category: case.category.clone(),
        grid: case.grid.clone(),
        grid_name,
        village_name: village.short().to_owned(),
        dues: dues::of(&standing),
        standing,
        steps,
        version: row.version,
        updated_at: row.updated_at,
    }))
}
