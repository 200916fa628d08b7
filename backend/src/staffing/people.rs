//! The people who work for the grids.

use actix_web::web::{Data, Path};
use actix_web::{get, patch, post};
use shared::may;
use shared::staffing::{NewPerson, Person, PersonFilter, PersonId, PersonPatch};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use super::rows;
use crate::answer::{Answer, Created, Found, Listed};
use crate::caller::Token;
use crate::changes::By;
use crate::db::Db;
use crate::error::Error;
use crate::input::{Json, Patch, Query, Seen};
use crate::listing::Stretch;
use crate::secrets::Secrets;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_people).service(find_person).service(add_person).service(change_person);
}

/// List people.
///
/// By name, with the appointments that hold today. Phones are masked unless the caller is of the same grid or village, or in the office;
/// only the office finds people by the beginning of a phone, others by the whole number.
#[utoipa::path(tag = "staffing", params(PersonFilter))]
#[get("/people")]
async fn list_people(db: Data<Db>, secrets: Data<Secrets>, token: Token, filter: Query<PersonFilter>) -> Answer<Listed<Person>> {
    let (filter, now) = (filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, "people", &filter, filter.cursor.as_deref(), filter.limit)?;
    let people = db
        .read(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::see_staff(&caller))?;
            rows::list_people(conn, &filter, &stretch, &caller, &now.day())
        })
        .await?;
    Ok(Listed(people))
}

/// Read a person.
#[utoipa::path(tag = "staffing")]
#[get("/people/{person}")]
async fn find_person(db: Data<Db>, token: Token, person: Path<PersonId>) -> Answer<Found<Person>> {
    let now = Moment::now();
    let person = db
        .read(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::see_staff(&caller))?;
            rows::find_person(conn, *person, &caller, &now.day())
        })
        .await?;
    let version = person.version;
    Ok(Found::at(person, version))
}

/// Add a person.
///
/// The badge code is made here. An account is opened apart.
#[utoipa::path(tag = "staffing")]
#[post("/people")]
async fn add_person(db: Data<Db>, token: Token, new: Json<NewPerson>) -> Answer<Created<Person>> {
    let now = Moment::now();
    let person = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::manage_staffing(&caller))?;
            let id = rows::add_person(conn, &new, By { person: Some(caller.person), at: now })?;
            rows::find_person(conn, id, &caller, &now.day())
        })
        .await?;
    let (location, version) = (format!("/api/v1/people/{}", person.id), person.version);
    Ok(Created::new(person, location).at(version))
}

/// Change a person.
///
/// The phone is also what the person signs in with, so somebody with an account keeps a mobile number, and the phones of those in the
/// office are for the administrator to change.
#[utoipa::path(tag = "staffing", request_body(content = PersonPatch, content_type = "application/merge-patch+json"))]
#[patch("/people/{person}")]
async fn change_person(db: Data<Db>, token: Token, person: Path<PersonId>, seen: Seen, patch: Patch<PersonPatch>) -> Answer<Found<Person>> {
    let (patch, now) = (patch.0, Moment::now());
    let person = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::manage_staffing(&caller))?;
            let before = rows::find_person(conn, *person, &caller, &now.day())?;
            if caller.person != *person && patch.phone.as_ref().is_some_and(|phone| phone.as_deref() != before.phone.as_deref()) {
                Error::unless(before.appointments.iter().all(|held| may::appoint(&caller, held.duty)))?;
            }
            rows::change_person(conn, *person, &patch, seen, By { person: Some(caller.person), at: now })?;
            rows::find_person(conn, *person, &caller, &now.day())
        })
        .await?;
    let version = person.version;
    Ok(Found::at(person, version))
}
