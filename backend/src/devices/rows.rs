//! The table of devices.

use std::collections::HashMap;

use diesel::prelude::*;
use shared::devices::{AppVersion, Device, DeviceFilter};
use shared::page::Page;
use shared::staffing::{PersonId, PersonName, PersonRef};
use shared::sync::REMEMBERED_DAYS;
use shared::sync::ops::DeviceId;
use shared::time::Moment;

use super::Contact;
use crate::caller::Token;
use crate::changes::By;
use crate::db::Conn;
use crate::error::Error;
use crate::listing::Stretch;
use crate::schema::{devices, held_ops, people, sessions};

/// A contact after so many seconds is written down even when it tells nothing new.
const OLD_SECONDS: i64 = 600;

/// Where a device stands in the list.
pub type Position = (Moment, DeviceId);

type Row =
    (DeviceId, PersonId, PersonName, Option<String>, Moment, Moment, Option<AppVersion>, Option<i32>, Option<Moment>, Option<Moment>);
type Columns = (
    devices::id,
    devices::person_id,
    people::name,
    devices::name,
    devices::first_contact_at,
    devices::last_contact_at,
    devices::app,
    devices::unsent,
    devices::lost_at,
    devices::wiped_at,
);
const COLUMNS: Columns = (
    devices::id,
    devices::person_id,
    people::name,
    devices::name,
    devices::first_contact_at,
    devices::last_contact_at,
    devices::app,
    devices::unsent,
    devices::lost_at,
    devices::wiped_at,
);

pub fn find(conn: &mut Conn, person: PersonId, device: DeviceId) -> Result<Device, Error> {
    let row: Row = devices::table.inner_join(people::table).filter(is(person, device)).select(COLUMNS).first(conn)?;
    let held = held(conn, &[device])?;
    Ok(shown(row, &held))
}

/// A page of all devices.
pub fn list(conn: &mut Conn, filter: &DeviceFilter, stretch: &Stretch<Position>) -> Result<Page<Device>, Error> {
    let mut query = devices::table.inner_join(people::table).select(COLUMNS).into_boxed();
    if let Some(person) = filter.person {
        query = query.filter(devices::person_id.eq(PersonId::from(person)));
    }
    query = match filter.lost {
        Some(true) => query.filter(devices::lost_at.is_not_null()),
        Some(false) => query.filter(devices::lost_at.is_null()),
        None => query,
    };
    if let Some((at, id)) = stretch.after {
        query = query.filter(devices::last_contact_at.lt(at).or(devices::last_contact_at.eq(at).and(devices::id.lt(id))));
    }
    let rows: Vec<Row> = query.order((devices::last_contact_at.desc(), devices::id.desc())).limit(stretch.to_load()).load(conn)?;
    let page = stretch.page(rows, |row| (row.5, row.0));
    let ids: Vec<DeviceId> = page.items.iter().map(|row| row.0).collect();
    let held = held(conn, &ids)?;
    Ok(page.map(|row| shown(row, &held)))
}

/// How many operations wait of each device.
fn held(conn: &mut Conn, of: &[DeviceId]) -> Result<HashMap<(PersonId, DeviceId), i64>, Error> {
    let counted: Vec<(PersonId, DeviceId, i64)> = held_ops::table
        .filter(held_ops::device.eq_any(of))
        .filter(held_ops::decision.is_null())
        .group_by((held_ops::person_id, held_ops::device))
        .select((held_ops::person_id, held_ops::device, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(counted.into_iter().map(|(person, device, n)| ((person, device), n)).collect())
}

fn shown(row: Row, held: &HashMap<(PersonId, DeviceId), i64>) -> Device {
    let (id, person, person_name, name, first_contact_at, last_contact_at, app, unsent, lost_at, wiped_at) = row;
    let held = held.get(&(person, id)).copied().unwrap_or_default();
    let person = PersonRef { id: person, name: person_name };
    Device { id, person, name, first_contact_at, last_contact_at, app, unsent, lost_at, wiped_at, held }
}

type Is = diesel::dsl::And<diesel::dsl::Eq<devices::person_id, PersonId>, diesel::dsl::Eq<devices::id, DeviceId>>;

fn is(person: PersonId, device: DeviceId) -> Is {
    devices::person_id.eq(person).and(devices::id.eq(device))
}

/// The device a session is on.
fn bound(conn: &mut Conn, token: Token) -> Result<Option<DeviceId>, Error> {
    let of = sessions::table.find(token.session).filter(sessions::person_id.eq(token.person));
    Ok(of.select(sessions::device_id).first::<Option<DeviceId>>(conn).optional()?.flatten())
}

/// The lost device that a session is on, or that the request itself names.
pub fn lost(conn: &mut Conn, token: Token, told: Option<DeviceId>) -> Result<Option<DeviceId>, Error> {
    let these: Vec<DeviceId> = bound(conn, token)?.into_iter().chain(told).collect();
    let lost =
        devices::table.filter(devices::person_id.eq(token.person)).filter(devices::id.eq_any(these)).filter(devices::lost_at.is_not_null());
    Ok(lost.select(devices::id).first(conn).optional()?)
}

/// Takes note that a device was heard of, and binds its session to it. A session that is bound stays with its device.
pub fn met(conn: &mut Conn, token: Token, contact: &Contact, now: Moment) -> Result<(), Error> {
    let bound = bound(conn, token)?;
    let Some(device) = bound.or(contact.device) else { return Ok(()) };
    let session = || sessions::table.find(token.session);
    if bound.is_none() {
        diesel::update(session()).set(sessions::device_id.eq(device)).execute(conn)?;
    }
    let name: Option<String> = session().select(sessions::device).first(conn)?;
    let told = (
        name.map(|name| devices::name.eq(name)),
        contact.app.as_ref().map(|app| devices::app.eq(app)),
        contact.unsent.map(|unsent| devices::unsent.eq(unsent)),
        devices::last_contact_at.eq(now),
    );
    if diesel::update(devices::table.filter(is(token.person, device))).set(told.clone()).execute(conn)? == 0 {
        let new = (devices::person_id.eq(token.person), devices::id.eq(device), devices::first_contact_at.eq(now));
        diesel::insert_into(devices::table).values((new, devices::last_contact_at.eq(now))).execute(conn)?;
        diesel::update(devices::table.filter(is(token.person, device))).set(told).execute(conn)?;
    }
    Ok(())
}

/// Whether a contact is lately known, with all that it tells.
pub fn knows(conn: &mut Conn, token: Token, contact: &Contact, now: Moment) -> Result<bool, Error> {
    let bound = bound(conn, token)?;
    let Some(device) = bound else { return Ok(contact.device.is_none()) };
    let known: Option<(Option<AppVersion>, Option<i32>, Moment)> = devices::table
        .filter(is(token.person, device))
        .select((devices::app, devices::unsent, devices::last_contact_at))
        .first(conn)
        .optional()?;
    Ok(known.is_some_and(|(app, unsent, at)| {
        let told = (contact.app.is_none() || contact.app == app) && (contact.unsent.is_none() || contact.unsent == unsent);
        told && now.seconds_since(at) < OLD_SECONDS
    }))
}

/// Marks a device as lost; false when it is already.
pub fn lose(conn: &mut Conn, person: PersonId, device: DeviceId, by: By) -> Result<bool, Error> {
    let not_yet = devices::table.filter(is(person, device)).filter(devices::lost_at.is_null());
    Ok(diesel::update(not_yet).set((devices::lost_at.eq(by.at), devices::lost_by.eq(by.person))).execute(conn)? == 1)
}

/// A lost device has deleted everything; its sessions end.
pub fn wiped(conn: &mut Conn, person: PersonId, device: DeviceId, now: Moment) -> Result<(), Error> {
    let not_yet = devices::table.filter(is(person, device)).filter(devices::wiped_at.is_null());
    diesel::update(not_yet).set((devices::wiped_at.eq(now), devices::last_contact_at.eq(now), devices::unsent.eq(0))).execute(conn)?;
    let on_it = sessions::table.filter(sessions::person_id.eq(person)).filter(sessions::device_id.eq(device));
    diesel::update(on_it.filter(sessions::ended_at.is_null())).set(sessions::ended_at.eq(now)).execute(conn)?;
    Ok(())
}

/// Forgets devices that were not heard of for long, but for lost ones of which nobody knows whether they are wiped.
pub fn forget_old(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    let before = now.plus_seconds(-REMEMBERED_DAYS * 86_400);
    let silent = devices::table.filter(devices::last_contact_at.lt(before));
    diesel::delete(silent.filter(devices::lost_at.is_null().or(devices::wiped_at.is_not_null()))).execute(conn)?;
    Ok(())
}
