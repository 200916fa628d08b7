//! People by the hundred: staff tables in and out.

use diesel::prelude::*;
use shared::staffing::{AreaCode, Duty, PersonId, PersonName};
use shared::time::Day;
use shared::units::UnitName;
use shared::value::Phone;

use super::AT_ONCE;
use crate::db::Conn;
use crate::divisions;
use crate::error::Error;
use crate::schema::{appointments, people, units};

/// What a staff table says of a person, as it is in the database.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Known {
    pub id: PersonId,
    pub name: PersonName,
    pub phone: Option<Phone>,
    pub phone_public: bool,
    pub photo_public: bool,
    pub version: i32,
}

type Columns = (people::id, people::name, people::phone, people::phone_public, people::photo_public, people::version);
const COLUMNS: Columns = (people::id, people::name, people::phone, people::phone_public, people::photo_public, people::version);

/// The people who have these phones.
pub fn with_phones(conn: &mut Conn, phones: &[Phone]) -> Result<Vec<Known>, Error> {
    let mut known = Vec::new();
    for some in phones.chunks(AT_ONCE) {
        known.extend(people::table.filter(people::phone.eq_any(some)).select(COLUMNS).load::<Known>(conn)?);
    }
    Ok(known)
}

/// The people with these names who have no phone.
pub fn without_phone(conn: &mut Conn, names: &[PersonName]) -> Result<Vec<Known>, Error> {
    let mut known = Vec::new();
    for some in names.chunks(AT_ONCE) {
        known.extend(people::table.filter(people::phone.is_null()).filter(people::name.eq_any(some)).select(COLUMNS).load::<Known>(conn)?);
    }
    Ok(known)
}

/// A row of a staff table that goes out.
pub struct Held {
    pub person: Known,
    pub duty: Duty,
    pub area: AreaCode,
    pub unit: Option<UnitName>,
    pub covering_for: Option<Known>,
    pub from_day: Day,
    pub to_day: Option<Day>,
}

/// The appointments within an area that hold on a day or begin later, by area, duty and beginning.
pub fn held(conn: &mut Conn, area: &str, day: &Day) -> Result<Vec<Held>, Error> {
    type Row = (Known, Duty, AreaCode, Option<UnitName>, Option<PersonId>, Day, Option<Day>);
    let mut query = appointments::table
        .inner_join(people::table.on(appointments::person_id.eq(people::id)))
        .left_join(units::table)
        .filter(appointments::to_day.is_null().or(appointments::to_day.ge(day)))
        .select((
            COLUMNS,
            appointments::duty,
            appointments::area,
            units::name.nullable(),
            appointments::covering_for,
            appointments::from_day,
            appointments::to_day,
        ))
        .into_boxed();
    if !area.is_empty() {
        query = query.filter(appointments::area.ge(area));
        if let Some(end) = divisions::rows::after_all_in(area) {
            query = query.filter(appointments::area.lt(end));
        }
    }
    let mut rows: Vec<Row> = query.load(conn)?;
    let place = |duty: Duty| Duty::ALL.iter().position(|d| *d == duty);
    rows.sort_by_cached_key(|(person, duty, area, unit, _, from_day, _)| {
        (area.clone(), place(*duty), from_day.clone(), person.name.clone(), person.phone.clone(), person.id, unit.clone())
    });
    let covered: Vec<PersonId> = rows.iter().filter_map(|row| row.4).collect();
    let mut known: Vec<Known> = Vec::new();
    for some in covered.chunks(AT_ONCE) {
        known.extend(people::table.filter(people::id.eq_any(some)).select(COLUMNS).load::<Known>(conn)?);
    }
    let shape = |(person, duty, area, unit, covering_for, from_day, to_day): Row| {
        let covering_for = covering_for.and_then(|id| known.iter().find(|known| known.id == id).cloned());
        Held { person, duty, area, unit, covering_for, from_day, to_day }
    };
    Ok(rows.into_iter().map(shape).collect())
}
