//! Appointments in the database.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;
use shared::page::Page;
use shared::staffing::{Appointment, AppointmentFilter, AppointmentId, AreaCode, Duty, NewAppointment, PersonId, PersonName, PersonRef};
use shared::time::Day;
use shared::units::UnitId;

use crate::changes::{self, By};
use crate::db::Conn;
use crate::divisions;
use crate::error::Error;
use crate::input::moved_on;
use crate::leaves;
use crate::listing::Stretch;
use crate::schema::{appointments, divisions as areas, grids, people};
use crate::staffing::rules::unfit_area;

type Row = (AppointmentId, PersonId, PersonName, Duty, AreaCode, Option<UnitId>, Option<PersonId>, Day, Option<Day>, i32);
type Columns = (
    appointments::id,
    people::id,
    people::name,
    appointments::duty,
    appointments::area,
    appointments::unit,
    appointments::covering_for,
    appointments::from_day,
    appointments::to_day,
    appointments::version,
);
const COLUMNS: Columns = (
    appointments::id,
    people::id,
    people::name,
    appointments::duty,
    appointments::area,
    appointments::unit,
    appointments::covering_for,
    appointments::from_day,
    appointments::to_day,
    appointments::version,
);

/// Appoints somebody; [`crate::staffing::rules::check`] comes before.
pub fn appoint(conn: &mut Conn, new: &NewAppointment, by: By) -> Result<AppointmentId, Error> {
    if !new.duty.fits(&new.area) {
        return Err(Error::invalid("/area", "area", unfit_area()));
    }
    let id = AppointmentId::new();
    let row = (
        appointments::id.eq(id),
        appointments::person_id.eq(new.person),
        appointments::duty.eq(new.duty),
        appointments::area.eq(&new.area),
        appointments::unit.eq(new.unit),
        appointments::covering_for.eq(new.covering_for),
        appointments::from_day.eq(&new.from_day),
        appointments::to_day.eq(&new.to_day),
        appointments::updated_at.eq(by.at),
    );
    diesel::insert_into(appointments::table).values(row).execute(conn)?;
    changes::note(conn, by, "appointment", &id.to_string(), "add", new)?;
    Ok(id)
}

/// Sets or clears an appointment's last day.
pub fn end_appointment(conn: &mut Conn, id: AppointmentId, version: i32, to_day: Option<&Day>, by: By) -> Result<(), Error> {
    let that = appointments::table.find(id).filter(appointments::version.eq(version));
    if diesel::update(that)
        .set((appointments::to_day.eq(to_day), appointments::version.eq(version + 1), appointments::updated_at.eq(by.at)))
        .execute(conn)?
        == 0
    {
        return Err(moved_on(version + 1));
    }
    changes::note(conn, by, "appointment", &id.to_string(), "change", &serde_json::json!({ "to_day": to_day }))?;
    leaves::rows::appointment_changed(conn, id, by.at)
}

/// The grids' own people and the villages' cadres on duty on a day, in some places, around them and within them; of all their duties when
/// none is named.
pub fn on_duty(conn: &mut Conn, areas: &[AreaCode], duties: &[Duty], day: &Day) -> Result<BTreeMap<PersonId, PersonName>, Error> {
    let meant = |duty: &&Duty| duty.is_of_grid() && (duties.is_empty() || duties.contains(duty));
    let rows: Vec<(PersonId, PersonName, AreaCode)> = appointments::table
        .inner_join(people::table)
        .filter(appointments::duty.eq_any(Duty::ALL.iter().filter(meant)))
        .filter(appointments::from_day.le(day))
        .filter(appointments::to_day.is_null().or(appointments::to_day.ge(day)))
        .select((people::id, people::name, appointments::area))
        .load(conn)?;
    let here = |held: &AreaCode| areas.iter().any(|area| area.contains(held) || held.contains(area));
    Ok(rows.into_iter().filter(|(_, _, held)| here(held)).map(|(id, name, _)| (id, name)).collect())
}

pub fn find_appointment(conn: &mut Conn, id: AppointmentId) -> Result<Appointment, Error> {
    let row: Row = joined().filter(appointments::id.eq(id)).select(COLUMNS).first(conn)?;
    shapes(conn, vec![row])?.pop().ok_or_else(Error::not_found)
}

/// These appointments, by area.
pub fn appointments_named(conn: &mut Conn, ids: &[AppointmentId]) -> Result<Vec<Appointment>, Error> {
    let rows = joined().filter(appointments::id.eq_any(ids)).select(COLUMNS).order((appointments::area, appointments::id)).load(conn)?;
    shapes(conn, rows)
}

/// A page of the appointments, by area and age.
pub fn list_appointments(
    conn: &mut Conn,
    filter: &AppointmentFilter,
    stretch: &Stretch<(String, AppointmentId)>,
) -> Result<Page<Appointment>, Error> {
    let mut query = joined().select(COLUMNS).order((appointments::area, appointments::id)).limit(stretch.to_load()).into_boxed();
    if let Some((area, id)) = &stretch.after {
        query = query.filter(appointments::area.gt(area.clone()).or(appointments::area.eq(area.clone()).and(appointments::id.gt(*id))));
    }
    if let Some(person) = filter.person {
        query = query.filter(appointments::person_id.eq(PersonId::from(person)));
    }
    if let Some(area) = &filter.area {
        query = query.filter(appointments::area.ge(area.as_str()));
        if let Some(end) = divisions::rows::after_all_in(area.as_str()) {
            query = query.filter(appointments::area.lt(end));
        }
    }
    if let Some(day) = &filter.on {
        query = query.filter(appointments::from_day.le(day)).filter(appointments::to_day.is_null().or(appointments::to_day.ge(day)));
    }
    let Page { items, next_cursor } = stretch.page(query.load::<Row>(conn)?, |row| (row.4.to_string(), row.0));
    Ok(Page { items: shapes(conn, items)?, next_cursor })
}

/// The appointments of a person that hold on a day.
pub fn appointments_of(conn: &mut Conn, person: PersonId, on: &Day) -> Result<Vec<Appointment>, Error> {
    of_all(conn, &[person], on)
}

/// The appointments of these people that hold on a day.
pub(super) fn of_all(conn: &mut Conn, of: &[PersonId], on: &Day) -> Result<Vec<Appointment>, Error> {
    let rows: Vec<Row> = joined()
        .filter(appointments::person_id.eq_any(of))
        .filter(appointments::from_day.le(on))
        .filter(appointments::to_day.is_null().or(appointments::to_day.ge(on)))
        .select(COLUMNS)
        .order((appointments::area, appointments::id))
        .load(conn)?;
    shapes(conn, rows)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn joined() -> _ {
    appointments::table.inner_join(people::table.on(appointments::person_id.eq(people::id)))
}

fn shapes(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Appointment>, Error> {
    let covered: Vec<PersonId> = rows.iter().filter_map(|row| row.6).collect();
    let names: HashMap<PersonId, PersonName> = if covered.is_empty() {
        HashMap::new()
    } else {
        people::table
            .filter(people::id.eq_any(covered))
            .select((people::id, people::name))
            .load::<(PersonId, PersonName)>(conn)?
            .into_iter()
            .collect()
    };
    let areas = area_names(conn, rows.iter().map(|row| &row.4))?;
    let units = crate::cases::rows::units_named(conn, rows.iter().map(|row| row.5))?;
    let shape = |(id, person, name, duty, area, unit, covering_for, from_day, to_day, version): Row| {
        let covering_for = covering_for.and_then(|id| Some(PersonRef { id, name: names.get(&id)?.clone() }));
        let unit = unit.and_then(|id| units.get(&id).cloned());
        let area_name = areas.get(&area).cloned().unwrap_or_else(|| area.to_string());
        Appointment { id, person: PersonRef { id: person, name }, duty, area, area_name, unit, covering_for, from_day, to_day, version }
    };
    Ok(rows.into_iter().map(shape).collect())
}

/// What an area is called.
pub fn area_name(conn: &mut Conn, area: &AreaCode) -> Result<String, Error> {
    Ok(area_names(conn, [area])?.remove(area).unwrap_or_else(|| area.to_string()))
}

/// What these areas are called, those that are there.
pub fn area_names<'a>(conn: &mut Conn, of: impl IntoIterator<Item = &'a AreaCode>) -> Result<HashMap<AreaCode, String>, Error> {
    let (of_grids, of_divisions): (Vec<&AreaCode>, Vec<&AreaCode>) = of.into_iter().partition(|area| area.is_grid());
    let mut names: HashMap<AreaCode, String> = HashMap::new();
    for some in of_grids.chunks(super::AT_ONCE) {
        let codes: Vec<&str> = some.iter().map(|area| area.as_str()).collect();
        names.extend(grids::table.filter(grids::code.eq_any(codes)).select((grids::code, grids::name)).load::<(AreaCode, String)>(conn)?);
    }
    for some in of_divisions.chunks(super::AT_ONCE) {
        let codes: Vec<&str> = some.iter().map(|area| area.as_str()).collect();
        names.extend(areas::table.filter(areas::code.eq_any(codes)).select((areas::code, areas::name)).load::<(AreaCode, String)>(conn)?);
    }
    Ok(names)
}
