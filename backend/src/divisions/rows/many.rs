//! Divisions by the hundred thousand: the national list in and out.

use std::collections::HashMap;

use diesel::prelude::*;
use shared::divisions::{DivisionCode, DivisionLevel, DivisionName};
use shared::time::Moment;

use super::after_all_in;
use crate::db::Conn;
use crate::error::Error;
use crate::on_either;
use crate::schema::divisions;

/// What those of these codes are called that are there.
pub fn names_of(conn: &mut Conn, codes: &[DivisionCode]) -> Result<HashMap<DivisionCode, DivisionName>, Error> {
    let rows: Vec<(DivisionCode, DivisionName)> =
        divisions::table.filter(divisions::code.eq_any(codes)).select((divisions::code, divisions::name)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Adds divisions that are not there.
pub fn add_all(conn: &mut Conn, new: &[(DivisionCode, DivisionName)], now: Moment) -> Result<(), Error> {
    let row = |(code, name): &(DivisionCode, DivisionName)| {
        (
            divisions::code.eq(code.clone()),
            divisions::name.eq(name.clone()),
            divisions::level.eq(code.level()),
            divisions::updated_at.eq(now),
        )
    };
    let rows: Vec<_> = new.iter().map(row).collect();
    on_either!(conn, diesel::insert_into(divisions::table).values(&rows).execute(conn))?;
    Ok(())
}

pub fn rename(conn: &mut Conn, code: &DivisionCode, name: &DivisionName, now: Moment) -> Result<(), Error> {
    diesel::update(divisions::table.find(code))
        .set((divisions::name.eq(name), divisions::version.eq(divisions::version + 1), divisions::updated_at.eq(now)))
        .execute(conn)?;
    Ok(())
}

/// The next `n` divisions of a level within an area (by the beginning of their codes), by code, after the last one seen.
pub fn some_after(
    conn: &mut Conn,
    level: DivisionLevel,
    area: &str,
    after: Option<&DivisionCode>,
    n: i64,
) -> Result<Vec<(DivisionCode, DivisionName)>, Error> {
    let mut query = divisions::table
        .filter(divisions::level.eq(level))
        .select((divisions::code, divisions::name))
        .order(divisions::code)
        .limit(n)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(divisions::code.gt(after));
    } else if !area.is_empty() {
        query = query.filter(divisions::code.ge(area));
    }
    if let Some(end) = after_all_in(area) {
        query = query.filter(divisions::code.lt(end));
    }
    Ok(query.load(conn)?)
}
