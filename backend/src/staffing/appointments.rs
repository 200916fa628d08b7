//! Appointments: somebody's duty somewhere, from a day to a day.

use actix_web::web::{Data, Path};
use actix_web::{get, patch, post};
use shared::may;
use shared::staffing::{Appointment, AppointmentFilter, AppointmentId, AppointmentPatch, NewAppointment};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{rows, rules};
use crate::answer::{Answer, Created, Found, Listed};
use crate::caller::Token;
use crate::care;
use crate::changes::By;
use crate::db::Db;
use crate::error::Error;
use crate::input::{Json, Patch, Query, Seen};
use crate::listing::Stretch;
use crate::secrets::Secrets;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_appointments).service(appoint).service(change_appointment);
}

/// List appointments.
///
/// By area and age; past and coming ones too unless a day is given.
#[utoipa::path(tag = "staffing", params(AppointmentFilter))]
#[get("/appointments")]
async fn list_appointments(
    db: Data<Db>,
    secrets: Data<Secrets>,
    token: Token,
    filter: Query<AppointmentFilter>,
) -> Answer<Listed<Appointment>> {
    let (filter, now) = (filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, "appointments", &filter, filter.cursor.as_deref(), filter.limit)?;
    let appointments = db
        .read(move |conn| {
            Error::unless(may::see_staff(&token.caller(conn, now)?))?;
            rows::list_appointments(conn, &filter, &stretch)
        })
        .await?;
    Ok(Listed(appointments))
}

/// Appoint somebody.
///
/// A grid has one leader at a time. Covering for somebody (替班) needs that person's own appointment to the same duty, and a last day.
#[utoipa::path(tag = "staffing")]
#[post("/appointments")]
async fn appoint(db: Data<Db>, token: Token, new: Json<NewAppointment>) -> Answer<Created<Appointment>> {
    let now = Moment::now();
    let appointment = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::appoint(&caller, new.duty))?;
            rules::check(conn, &new)?;
            let id = rows::appoint(conn, &new, By { person: Some(caller.person), at: now })?;
            rows::find_appointment(conn, id)
        })
        .await?;
    let (location, version) = (format!("/api/v1/appointments/{}", appointment.id), appointment.version);
    Ok(Created::new(appointment, location).at(version))
}

/// Change when an appointment ends.
///
/// The rest of it stays: a history is kept, not corrected away.
#[utoipa::path(tag = "staffing", request_body(content = AppointmentPatch, content_type = "application/merge-patch+json"))]
#[patch("/appointments/{appointment}")]
async fn change_appointment(
    db: Data<Db>,
    token: Token,
    appointment: Path<AppointmentId>,
    seen: Seen,
    patch: Patch<AppointmentPatch>,
) -> Answer<Found<Appointment>> {
    let (patch, now) = (patch.0, Moment::now());
    let appointment = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            let before = rows::find_appointment(conn, *appointment)?;
            Error::unless(may::appoint(&caller, before.duty))?;
            seen.check(before.version)?;
            if let Some(to_day) = &patch.to_day {
                rules::check_end(conn, &before, to_day.as_ref())?;
                let by = By { person: Some(caller.person), at: now };
                rows::end_appointment(conn, before.id, before.version, to_day.as_ref(), by)?;
                care::rows::visitors::let_go(conn, Some(before.person.id), by)?;
            }
            rows::find_appointment(conn, *appointment)
        })
        .await?;
    let version = appointment.version;
    Ok(Found::at(appointment, version))
}
