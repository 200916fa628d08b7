//! People and appointments in the database.

use diesel::prelude::*;
use shared::staffing::{Appointment, AppointmentId, AreaCode, BadgeCode, Duty, NewAppointment, NewPerson, PersonId, PersonName, PersonRef};
use shared::time::Day;

use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::Error;
use crate::say;
use crate::schema::{appointments, divisions, grids, people};

pub fn exists(conn: &mut Conn, person: PersonId) -> Result<bool, Error> {
    Ok(diesel::select(diesel::dsl::exists(people::table.find(person))).get_result(conn)?)
}

/// Adds a person with a badge of its own.
pub fn add_person(conn: &mut Conn, new: &NewPerson, by: By) -> Result<PersonId, Error> {
    let id = PersonId::new();
    let row = (
        people::id.eq(id),
        people::name.eq(&new.name),
        people::phone.eq(&new.phone),
        people::phone_public.eq(new.phone_public),
        people::photo_public.eq(new.photo_public),
        people::badge.eq(BadgeCode::from_random(rand::random())),
        people::updated_at.eq(by.at),
    );
    phone_is_free(conn, new)?;
    diesel::insert_into(people::table).values(row).execute(conn)?;
    changes::note(conn, by, "person", &id.to_string(), "add", &serde_json::json!({ "name": new.name }))?;
    Ok(id)
}

fn phone_is_free(conn: &mut Conn, new: &NewPerson) -> Result<(), Error> {
    let Some(phone) = &new.phone else { return Ok(()) };
    let holder: Option<PersonName> = people::table.filter(people::phone.eq(phone)).select(people::name).first(conn).optional()?;
    match holder {
        None => Ok(()),
        Some(name) => Err(Error::invalid("/phone", "taken", say!("这个电话已登记在 {name} 名下", "This phone is already {name}'s"))),
    }
}

/// Appoints somebody; the area must exist and fit the duty.
pub fn appoint(conn: &mut Conn, new: &NewAppointment, by: By) -> Result<AppointmentId, Error> {
    if !new.duty.fits(&new.area) {
        return Err(Error::invalid("/area", "area", say!("网格职务对应网格编码（15 位），指导员可对应村（12 位），办公室职务对应街道（9 位）", "Grid duties take a grid's code (15 digits), instructors also a village's (12), office duties the sub-district's (9)")));
    }
    let id = AppointmentId::new();
    let row = (
        appointments::id.eq(id),
        appointments::person_id.eq(new.person),
        appointments::duty.eq(new.duty),
        appointments::area.eq(&new.area),
        appointments::covering_for.eq(new.covering_for),
        appointments::from_day.eq(&new.from_day),
        appointments::to_day.eq(&new.to_day),
        appointments::updated_at.eq(by.at),
    );
    diesel::insert_into(appointments::table).values(row).execute(conn)?;
    changes::note(conn, by, "appointment", &id.to_string(), "add", new)?;
    Ok(id)
}

type Row = (AppointmentId, PersonId, PersonName, Duty, AreaCode, Option<PersonId>, Day, Option<Day>, i32);

/// The appointments of a person that hold on a day.
pub fn appointments_of(conn: &mut Conn, person: PersonId, on: &Day) -> Result<Vec<Appointment>, Error> {
    let rows: Vec<Row> = appointments::table
        .inner_join(people::table)
        .filter(appointments::person_id.eq(person))
        .filter(appointments::from_day.le(on))
        .filter(appointments::to_day.is_null().or(appointments::to_day.ge(on)))
        .select((appointments::id, people::id, people::name, appointments::duty, appointments::area, appointments::covering_for, appointments::from_day, appointments::to_day, appointments::version))
        .order((appointments::area, appointments::id))
        .load(conn)?;
    rows.into_iter().map(|row| shape(conn, row)).collect()
}

fn shape(conn: &mut Conn, (id, person, name, duty, area, covering_for, from_day, to_day, version): Row) -> Result<Appointment, Error> {
    let covering_for = covering_for.map(|id| people::table.find(id).select(people::name).first(conn).map(|name| PersonRef { id, name })).transpose()?;
    let area_name = area_name(conn, &area)?;
    Ok(Appointment { id, person: PersonRef { id: person, name }, duty, area, area_name, covering_for, from_day, to_day, version })
}

/// What an area is called.
pub fn area_name(conn: &mut Conn, area: &AreaCode) -> Result<String, Error> {
    let name: Option<String> = if area.is_grid() {
        grids::table.find(area.as_str()).select(grids::name).first(conn).optional()?
    } else {
        divisions::table.find(area.as_str()).select(divisions::name).first(conn).optional()?
    };
    Ok(name.unwrap_or_else(|| area.to_string()))
}
