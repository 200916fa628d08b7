//! Divisions in the database.

use diesel::prelude::*;
use shared::divisions::{DivisionCode, DivisionLevel, DivisionName};
use shared::staffing::AreaCode;
use shared::time::Moment;
use shared::value::Fault;

use crate::db::Conn;
use crate::error::{Error, FieldFault};
use crate::schema::divisions;

/// Adds a sub-district that is not there yet; one that is keeps its name.
pub fn ensure_sub_district(conn: &mut Conn, code: &DivisionCode, name: &DivisionName, now: Moment) -> Result<(), Error> {
    if code.level() != DivisionLevel::SubDistrict {
        return Err(Error::fields(vec![FieldFault::of("/sub_district", Fault::Digits(9))]));
    }
    let there: bool = diesel::select(diesel::dsl::exists(divisions::table.find(code))).get_result(conn)?;
    if !there {
        let row = (divisions::code.eq(code), divisions::name.eq(name), divisions::level.eq(code.level()), divisions::updated_at.eq(now));
        diesel::insert_into(divisions::table).values(row).execute(conn)?;
    }
    Ok(())
}

/// The sub-district an area lies in.
pub fn sub_district_of(area: &AreaCode) -> Result<DivisionCode, Error> {
    let code = area.as_str().get(..9).unwrap_or_default().parse();
    code.map_err(|fault| Error::fields(vec![FieldFault::of("/area", fault)]))
}
