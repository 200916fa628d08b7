//! The staff of a day as the rules of who is told need them: everybody with an account, and the duties that hold.

use diesel::prelude::*;
use shared::grids::GridCode;
use shared::may::{Caller, Held};
use shared::staffing::{AccountState, AreaCode, Duty, PersonId};
use shared::time::Day;
use shared::units::UnitId;

use crate::db::Conn;
use crate::error::Error;
use crate::schema::{accounts, appointments};

type Row = (PersonId, Duty, AreaCode, Option<UnitId>);

/// Those who hold a duty for a grid, its village or its sub-district on a day, and these people wherever they work.
pub fn staff_around(conn: &mut Conn, grid: &GridCode, involved: [Option<PersonId>; 5], day: &Day) -> Result<Vec<Caller>, Error> {
    let areas = AreaCode::from(grid.clone()).around();
    let involved: Vec<PersonId> = involved.into_iter().flatten().collect();
    let around = appointments::area.eq_any(areas).or(appointments::person_id.eq_any(involved));
    let rows: Vec<Row> = holding(day).filter(around).load(conn)?;
    Ok(callers(rows))
}

/// Everybody who holds a duty on a day.
pub fn staff_on(conn: &mut Conn, day: &Day) -> Result<Vec<Caller>, Error> {
    let rows: Vec<Row> = holding(day).load(conn)?;
    Ok(callers(rows))
}

#[diesel::dsl::auto_type(no_type_alias)]
fn holding<'a>(day: &'a Day) -> _ {
    let disabled: AccountState = AccountState::Disabled;
    let open = accounts::table.filter(accounts::state.ne(disabled)).select(accounts::person_id);
    appointments::table
        .filter(appointments::from_day.le(day))
        .filter(appointments::to_day.is_null().or(appointments::to_day.ge(day)))
        .filter(appointments::person_id.eq_any(open))
        .order((appointments::person_id, appointments::id))
        .select((appointments::person_id, appointments::duty, appointments::area, appointments::unit))
}

fn callers(rows: Vec<Row>) -> Vec<Caller> {
    let mut callers: Vec<Caller> = Vec::new();
    for (person, duty, area, unit) in rows {
        let held = Held { duty, area, unit };
        match callers.last_mut().filter(|caller| caller.person == person) {
            Some(caller) => caller.duties.push(held),
            None => callers.push(Caller { person, duties: vec![held] }),
        }
    }
    callers
}
