//! The table of holidays.

use std::collections::BTreeSet;
use std::fmt::Write;

use diesel::prelude::*;
use sha2::{Digest, Sha256};
use shared::holidays::{Holiday, HolidayName, Holidays, Year};
use shared::sla::DayKind;
use shared::time::{Day, Moment};

use crate::db::Conn;
use crate::error::Error;
use crate::input::moved_on;
use crate::on_either;
use crate::schema::{holiday_version, holidays};

/// The table, or one year of it.
pub fn list(conn: &mut Conn, year: Option<Year>) -> Result<Holidays, Error> {
    let (version, updated_at): (i32, Moment) =
        holiday_version::table.select((holiday_version::version, holiday_version::updated_at)).first(conn)?;
    let mut query = holidays::table.order(holidays::day).into_boxed();
    if let Some(year) = year {
        let (first, next) = year.span();
        query = query.filter(holidays::day.ge(first)).filter(holidays::day.lt(next));
    }
    let rows: Vec<(Day, DayKind, HolidayName)> = query.load(conn)?;
    let days = rows.into_iter().map(|(day, kind, name)| Holiday { day, kind, name }).collect();
    Ok(Holidays { days, version, updated_at })
}

/// The version of the whole table.
pub fn version(conn: &mut Conn) -> Result<i32, Error> {
    Ok(holiday_version::table.select(holiday_version::version).first(conn)?)
}

/// Names the calendar that the table makes.
pub fn digest(conn: &mut Conn) -> Result<String, Error> {
    Ok(holiday_version::table.select(holiday_version::digest).first(conn)?)
}

/// What a calendar is made of.
pub fn days(conn: &mut Conn) -> Result<Vec<(Day, DayKind)>, Error> {
    Ok(holidays::table.select((holidays::day, holidays::kind)).order(holidays::day).load(conn)?)
}

/// The digest of these days, which are in order.
pub fn digest_of(days: &[(Day, DayKind)]) -> String {
    let mut hash = Sha256::new();
    for (day, kind) in days {
        hash.update(format!("{day},{kind}\n"));
    }
    hash.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Replaces the days of some years, of which there are none but `new`.
pub fn replace(conn: &mut Conn, years: &BTreeSet<Year>, new: &[Holiday], now: Moment) -> Result<(), Error> {
    let before = version(conn)?;
    for year in years {
        let (first, next) = year.span();
        diesel::delete(holidays::table.filter(holidays::day.ge(first)).filter(holidays::day.lt(next))).execute(conn)?;
    }
    let row = |h: &Holiday| (holidays::day.eq(h.day.clone()), holidays::kind.eq(h.kind), holidays::name.eq(h.name.clone()));
    for some in new.chunks(500) {
        let rows: Vec<_> = some.iter().map(row).collect();
        on_either!(conn, diesel::insert_into(holidays::table).values(&rows).execute(conn))?;
    }
    let digest = digest_of(&days(conn)?);
    let values = (holiday_version::version.eq(before + 1), holiday_version::digest.eq(digest), holiday_version::updated_at.eq(now));
    if diesel::update(holiday_version::table.filter(holiday_version::version.eq(before))).set(values).execute(conn)? == 0 {
        return Err(moved_on(before + 1));
    }
    Ok(())
}
