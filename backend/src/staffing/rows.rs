//! People and appointments in the database.

mod appointments;
pub mod many;
pub mod portraits;

use std::collections::HashMap;

use diesel::prelude::*;
use shared::may::{self, Caller};
use shared::page::Page;
use shared::staffing::{
    AccountState, Appointment, AreaCode, BadgeCode, Duty, NewPerson, Person, PersonFilter, PersonId, PersonName, PersonPatch,
};
use shared::time::{Day, Moment};
use shared::value::Phone;

use crate::changes::{self, By};
use crate::db::Conn;
use crate::divisions;
use crate::error::Error;
use crate::input::{Seen, moved_on};
use crate::listing::{Stretch, beginning_with, containing, searched};
use crate::schema::{accounts, appointments as held, people};
use crate::{leaves, roster, say};

pub use appointments::{
    appoint, appointments_named, appointments_of, area_name, area_names, end_appointment, find_appointment, list_appointments, on_duty,
};

/// How many codes or ids one query asks for.
pub const AT_ONCE: usize = 500;

pub fn exists(conn: &mut Conn, person: PersonId) -> Result<bool, Error> {
    Ok(diesel::select(diesel::dsl::exists(people::table.find(person))).get_result(conn)?)
}

/// Makes others who write about this person wait until the transaction ends.
pub fn hold(conn: &mut Conn, person: PersonId) -> Result<(), Error> {
    diesel::update(people::table.find(person)).set(people::version.eq(people::version)).execute(conn)?;
    Ok(())
}

#[derive(Queryable)]
struct Row {
    id: PersonId,
    name: PersonName,
    phone: Option<Phone>,
    phone_public: bool,
    portrait: Option<String>,
    photo_public: bool,
    badge: BadgeCode,
    version: i32,
    updated_at: Moment,
}

type Columns = (
    people::id,
    people::name,
    people::phone,
    people::phone_public,
    people::portrait_small,
    people::photo_public,
    people::badge,
    people::version,
    people::updated_at,
);
const COLUMNS: Columns = (
    people::id,
    people::name,
    people::phone,
    people::phone_public,
    people::portrait_small,
    people::photo_public,
    people::badge,
    people::version,
    people::updated_at,
);

/// A page of the people, by name, as the caller may see them.
pub fn list_people(
    conn: &mut Conn,
    filter: &PersonFilter,
    stretch: &Stretch<(String, PersonId)>,
    caller: &Caller,
    today: &Day,
) -> Result<Page<Person>, Error> {
    let mut query = people::table.select(COLUMNS).order((people::name, people::id)).limit(stretch.to_load()).into_boxed();
    if let Some((name, id)) = &stretch.after {
        query = query.filter(people::name.gt(name.clone()).or(people::name.eq(name.clone()).and(people::id.gt(*id))));
    }
    if let Some(q) = searched("?q", filter.q.as_deref())? {
        let by_name = people::name.like(containing(q)).escape('\\');
        // Only the office may try a phone out digit by digit.
        let begins = beginning_with(q);
        let phone = if caller.is_office() { begins } else { begins.strip_suffix('%').unwrap_or_default().to_owned() };
        query = query.filter(by_name.or(people::phone.assume_not_null().like(phone).escape('\\')));
    }
    if filter.area.is_some() || filter.duty.is_some() {
        let duties = filter.duty.map_or(Duty::ALL.to_vec(), |duty| vec![duty]);
        // Digits sort before letters, whatever the collation.
        let (first, end) = filter.area.as_ref().map_or(("0", None), |area| (area.as_str(), divisions::rows::after_all_in(area.as_str())));
        let holders = held::table
            .filter(held::duty.eq_any(duties))
            .filter(held::area.ge(first))
            .filter(held::area.lt(end.unwrap_or_else(|| "z".into())))
            .filter(held::from_day.le(today))
            .filter(held::to_day.is_null().or(held::to_day.ge(today)))
            .select(held::person_id);
        query = query.filter(people::id.eq_any(holders));
    }
    let Page { items, next_cursor } = stretch.page(query.load::<Row>(conn)?, |row| (row.name.to_string(), row.id));
    Ok(Page { items: shapes(conn, items, caller, today)?, next_cursor })
}

/// A person as the caller may see them.
pub fn find_person(conn: &mut Conn, id: PersonId, caller: &Caller, today: &Day) -> Result<Person, Error> {
    let row: Row = people::table.find(id).select(COLUMNS).first(conn)?;
    shapes(conn, vec![row], caller, today)?.pop().ok_or_else(Error::not_found)
}

fn shapes(conn: &mut Conn, rows: Vec<Row>, caller: &Caller, today: &Day) -> Result<Vec<Person>, Error> {
    let ids: Vec<PersonId> = rows.iter().map(|row| row.id).collect();
    let states: HashMap<PersonId, AccountState> = accounts::table
        .filter(accounts::person_id.eq_any(&ids))
        .select((accounts::person_id, accounts::state))
        .load::<(PersonId, AccountState)>(conn)?
        .into_iter()
        .collect();
    let mut holding: HashMap<PersonId, Vec<Appointment>> = HashMap::new();
    for appointment in appointments::of_all(conn, &ids, today)? {
        holding.entry(appointment.person.id).or_default().push(appointment);
    }
    let shape = |row: Row| {
        let Row { id, name, phone, phone_public, portrait, photo_public, badge, version, updated_at } = row;
        let appointments = holding.remove(&id).unwrap_or_default();
        let areas: Vec<AreaCode> = appointments.iter().map(|a| a.area.clone()).collect();
        let phone = phone.map(|phone| if may::see_phone(caller, id, &areas) { phone.to_string() } else { phone.masked() });
        let photo_url = portrait.map(|hash| format!("/api/v1/portraits/{id}?v={}", hash.get(..8).unwrap_or(&hash)));
        let account = states.get(&id).copied().unwrap_or(AccountState::None);
        Person { id, name, phone, phone_public, photo_url, photo_public, badge, account, appointments, version, updated_at }
    };
    Ok(rows.into_iter().map(shape).collect())
}

/// Adds a person with a badge of its own.
pub fn add_person(conn: &mut Conn, new: &NewPerson, by: By) -> Result<PersonId, Error> {
    let id = PersonId::new();
    add_person_as(conn, id, new, by)?;
    Ok(id)
}

/// Adds a person whose id is settled already.
pub fn add_person_as(conn: &mut Conn, id: PersonId, new: &NewPerson, by: By) -> Result<(), Error> {
    phone_is_free(conn, new.phone.as_ref(), None)?;
    let row = (
        people::id.eq(id),
        people::name.eq(&new.name),
        people::phone.eq(&new.phone),
        people::phone_public.eq(new.phone_public),
        people::photo_public.eq(new.photo_public),
        people::badge.eq(BadgeCode::from_random(rand::random())),
        people::updated_at.eq(by.at),
    );
    diesel::insert_into(people::table).values(row).execute(conn)?;
    let phone = new.phone.as_ref().map(Phone::masked);
    let detail =
        serde_json::json!({ "name": new.name, "phone": phone, "phone_public": new.phone_public, "photo_public": new.photo_public });
    changes::note(conn, by, "person", &id.to_string(), "add", &detail)
}

fn phone_is_free(conn: &mut Conn, phone: Option<&Phone>, but_of: Option<PersonId>) -> Result<(), Error> {
    let Some(phone) = phone else { return Ok(()) };
    let holder: Option<(PersonId, PersonName)> =
        people::table.filter(people::phone.eq(phone)).select((people::id, people::name)).first(conn).optional()?;
    match holder.filter(|(id, _)| Some(*id) != but_of) {
        None => Ok(()),
        Some((_, name)) => Err(Error::invalid("/phone", "taken", say!("这个电话已登记在 {name} 名下", "This phone is already {name}'s"))),
    }
}

#[derive(AsChangeset)]
#[diesel(table_name = people)]
struct Changed<'a> {
    name: Option<&'a PersonName>,
    phone: Option<Option<&'a Phone>>,
    phone_changed_at: Option<Moment>,
    phone_public: Option<bool>,
    photo_public: Option<bool>,
}

/// Changes the person that `seen` was read from.
pub fn change_person(conn: &mut Conn, id: PersonId, patch: &PersonPatch, seen: Seen, by: By) -> Result<(), Error> {
    let (version, phone): (i32, Option<Phone>) = people::table.find(id).select((people::version, people::phone)).first(conn)?;
    seen.check(version)?;
    let new_phone = patch.phone.as_ref().filter(|new| **new != phone);
    if let Some(new) = new_phone {
        phone_is_free(conn, new.as_ref(), Some(id))?;
        phone_can_sign_in(conn, id, new.as_ref())?;
    }
    store(conn, id, version, patch, new_phone.map(|_| by.at), by)
}

/// Changes a person whose version is known; `phone_changed_at` when the phone is another one.
pub fn store(
    conn: &mut Conn,
    id: PersonId,
    version: i32,
    patch: &PersonPatch,
    phone_changed_at: Option<Moment>,
    by: By,
) -> Result<(), Error> {
    let PersonPatch { name, phone, phone_public, photo_public } = patch;
    let changed = Changed {
        name: name.as_ref(),
        phone: phone.as_ref().map(Option::as_ref),
        phone_changed_at,
        phone_public: *phone_public,
        photo_public: *photo_public,
    };
    let that = people::table.find(id).filter(people::version.eq(version));
    if diesel::update(that).set((changed, people::version.eq(version + 1), people::updated_at.eq(by.at))).execute(conn)? == 0 {
        return Err(moved_on(version + 1));
    }
    let mut detail = serde_json::to_value(patch).map_err(Error::internal)?;
    if let (Some(Some(phone)), Some(members)) = (phone, detail.as_object_mut()) {
        members.insert("phone".into(), phone.masked().into());
    }
    changes::note(conn, by, "person", &id.to_string(), "change", &detail)?;
    if name.is_some() || phone.is_some() {
        roster::rows::person_changed(conn, id, by.at)?;
        leaves::rows::person_changed(conn, id, by.at)?;
    }
    Ok(())
}

/// Somebody who signs in does so with a mobile number.
fn phone_can_sign_in(conn: &mut Conn, id: PersonId, phone: Option<&Phone>) -> Result<(), Error> {
    if phone.is_some_and(Phone::is_mobile) {
        return Ok(());
    }
    let signs_in: bool = diesel::select(diesel::dsl::exists(accounts::table.find(id).filter(accounts::state.ne(AccountState::Disabled))))
        .get_result(conn)?;
    if signs_in {
        Err(Error::invalid(
            "/phone",
            "mobile",
            say!(
                "此人用这个号码登录，请填写手机号，或先停用账号",
                "This person signs in with the phone: give a mobile number, or disable the account first"
            ),
        ))
    } else {
        Ok(())
    }
}
