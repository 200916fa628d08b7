//! Emergencies: opened by the office for some grids, worked in the grids, watched from the office.

pub mod opening;
mod paper;
pub mod rows;
pub mod stepping;

use actix_web::web::{Data, Path, block};
use actix_web::{get, patch, post};
use shared::emergencies::households::{Household, HouseholdFilter};
use shared::emergencies::situation::Situation;
use shared::emergencies::steps::NewEmergencyStep;
use shared::emergencies::{Emergency, EmergencyFilter, EmergencyId, EmergencyPatch, NewEmergency, NewEmergencyNotice};
use shared::grids::GridCode;
use shared::may::{self, Caller};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use self::rows::EmergencyRow;
use crate::answer::{Answer, Created, Found, Listed};
use crate::boards::paper::{told, turn};
use crate::boards::pdf::fonts::Fonts;
use crate::caller::Token;
use crate::cases::file::Pdf;
use crate::cases::rows::people_named;
use crate::changes::{self, By};
use crate::config::Config;
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::grids;
use crate::input::{Json, Patch, Query, Seen, Speak};
use crate::listing::Stretch;
use crate::say;
use crate::secrets::Secrets;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_emergencies).service(open_emergency).service(find_emergency).service(change_emergency);
    config.service(tell_everybody).service(list_households).service(take_emergency_step).service(find_situation).service(print_report);
}

/// List emergencies.
///
/// Those of the grids one works in, or all for the office; latest first.
#[utoipa::path(tag = "emergencies", params(EmergencyFilter))]
#[get("/emergencies")]
async fn list_emergencies(db: Data<Db>, secrets: Data<Secrets>, token: Token, filter: Query<EmergencyFilter>) -> Answer<Listed<Emergency>> {
    let (filter, now) = (filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, "emergencies", &filter, filter.cursor.as_deref(), filter.limit)?;
    let page = db
        .read(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::sees_some_emergency(&caller))?;
            let of = grids_worked(conn, &caller, now)?;
            rows::list(conn, &filter, of.as_deref(), &stretch)
        })
        .await?;
    Ok(Listed(page))
}

/// Open an emergency.
///
/// By the office. The people of its grids have it on their phones from then on; `public` stands on the boards of the grids while it lasts.
#[utoipa::path(tag = "emergencies")]
#[post("/emergencies")]
async fn open_emergency(db: Data<Db>, token: Token, new: Json<NewEmergency>) -> Answer<Created<Emergency>> {
    let (new, now) = (new.0, Moment::now());
    let emergency = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            let row = opening::open(conn, &caller, &new, now)?;
            rows::shape(conn, row)
        })
        .await?;
    let (location, version) = (format!("/api/v1/emergencies/{}", emergency.id), emergency.version);
    Ok(Created::new(emergency, location).at(version))
}

/// Read an emergency.
#[utoipa::path(tag = "emergencies")]
#[get("/emergencies/{emergency}")]
async fn find_emergency(db: Data<Db>, token: Token, emergency: Path<EmergencyId>) -> Answer<Found<Emergency>> {
    let (id, now) = (*emergency, Moment::now());
    let emergency = db
        .read(move |conn| {
            let (_, row) = seen(conn, token, id, now)?;
            rows::shape(conn, row)
        })
        .await?;
    let version = emergency.version;
    Ok(Found::at(emergency, version))
}

/// Change an emergency, or end it.
///
/// By the office. `closing` ends it: nothing is added afterwards but what was done before and arrives late. Who the people were is erased
/// 90 days later; numbers stay.
#[utoipa::path(tag = "emergencies", request_body(content = EmergencyPatch, content_type = "application/merge-patch+json"))]
#[patch("/emergencies/{emergency}")]
async fn change_emergency(
    db: Data<Db>,
    token: Token,
    emergency: Path<EmergencyId>,
    version: Seen,
    patch: Patch<EmergencyPatch>,
) -> Answer<Found<Emergency>> {
    let (id, patch, now) = (*emergency, patch.0, Moment::now());
    let emergency = db
        .write(move |conn| {
            let (caller, row) = seen(conn, token, id, now)?;
            let row = opening::change(conn, &caller, row, &patch, version, now)?;
            rows::shape(conn, row)
        })
        .await?;
    let version = emergency.version;
    Ok(Found::at(emergency, version))
}

/// Tell everybody on duty in the grids.
///
/// By the office. Who has read it is seen in the situation. Sent again under its id it is told once.
#[utoipa::path(tag = "emergencies")]
#[post("/emergencies/{emergency}/notices")]
async fn tell_everybody(
    db: Data<Db>,
    token: Token,
    emergency: Path<EmergencyId>,
    new: Json<NewEmergencyNotice>,
) -> Answer<Found<Emergency>> {
    let (id, new, now) = (*emergency, new.0, Moment::now());
    let emergency = db
        .write(move |conn| {
            let (caller, row) = seen(conn, token, id, now)?;
            let row = opening::tell(conn, &caller, row, &new, now)?;
            rows::shape(conn, row)
        })
        .await?;
    let version = emergency.version;
    Ok(Found::at(emergency, version))
}

/// List the households of an emergency.
///
/// Of the grids one works in, or of all for the office; by grid.
#[utoipa::path(tag = "emergencies", params(HouseholdFilter))]
#[get("/emergencies/{emergency}/households")]
async fn list_households(
    db: Data<Db>,
    secrets: Data<Secrets>,
    token: Token,
    emergency: Path<EmergencyId>,
    filter: Query<HouseholdFilter>,
) -> Answer<Listed<Household>> {
    let (id, filter, now) = (*emergency, filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, &format!("households {id}"), &filter, filter.cursor.as_deref(), filter.limit)?;
    let page = db
        .read(move |conn| {
            let (caller, row) = seen(conn, token, id, now)?;
            let of = grids_worked(conn, &caller, now)?;
            rows::households::list(conn, row.id, &filter, of.as_deref(), &stretch)
        })
        .await?;
    Ok(Listed(page))
}

/// Do a step: add a household, move people, count heads, let people go home, read a message.
///
/// By those who work in the grid, and the office. Steps are added and never changed; of two who say where somebody is, the later counts.
/// Sent again under its id it is answered as it stands.
#[utoipa::path(tag = "emergencies")]
#[post("/emergencies/{emergency}/steps")]
async fn take_emergency_step(
    db: Data<Db>,
    token: Token,
    emergency: Path<EmergencyId>,
    new: Json<NewEmergencyStep>,
) -> Answer<Found<NewEmergencyStep>> {
    let (id, new, now) = (*emergency, new.0, Moment::now());
    if new.emergency != id {
        let words = say!("与地址里的应急不是同一个", "This is not the emergency of the address");
        return Err(Error::invalid("/emergency", "choice", words));
    }
    let step = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            stepping::take(conn, &caller, &new, now)?;
            Ok(new)
        })
        .await?;
    Ok(Found::new(step).unkept())
}

/// Read the situation.
///
/// Where everybody is, by grid and shelter, and who has not read what was told; of the grids one works in, or of all for the office.
#[utoipa::path(tag = "emergencies")]
#[get("/emergencies/{emergency}/situation")]
async fn find_situation(db: Data<Db>, token: Token, emergency: Path<EmergencyId>) -> Answer<Found<Situation>> {
    let (id, now) = (*emergency, Moment::now());
    let situation = db
        .read(move |conn| {
            let (caller, row) = seen(conn, token, id, now)?;
            let of = grids_worked(conn, &caller, now)?;
            rows::situation::of(conn, row.id, of.as_deref(), now)
        })
        .await?;
    Ok(Found::new(situation).unkept())
}

/// Print the report of an emergency.
///
/// A PDF in A4 with numbers by grid and shelter, what was told, and what was brought to safety; by the office. It names no evacuee. It is
/// written down that it was printed, and for whom.
#[utoipa::path(tag = "emergencies")]
#[get("/emergencies/{emergency}/report")]
async fn print_report(db: Data<Db>, config: Data<Config>, token: Token, speak: Speak, emergency: Path<EmergencyId>) -> Answer<Pdf> {
    let (id, now, lang, font) = (*emergency, Moment::now(), speak.0, config.font.clone());
    let print = db
        .write(move |conn| {
            let (caller, row) = seen(conn, token, id, now)?;
            Error::unless(may::run_emergencies(&caller))?;
            changes::note(
                conn,
                By { person: Some(caller.person), at: now },
                "emergency",
                &id.to_string(),
                "print",
                &serde_json::json!({}),
            )?;
            let named = people_named(conn, [Some(caller.person)])?.remove(&caller.person).ok_or_else(Error::not_found)?;
            Ok(paper::Print {
                situation: rows::situation::of(conn, id, None, now)?,
                span: rows::steps::span(conn, id)?,
                property: rows::households::property_of(conn, id)?,
                emergency: rows::shape(conn, row)?,
                made_for: named.name,
                made_at: now,
            })
        })
        .await?;
    let name = format!("emergency-{}.pdf", print.emergency.opened_at.day());
    let _turn = turn().await?;
    let bytes = block(move || paper::draw(&print, lang, &Fonts::find(font.as_deref())?)).await?.map_err(told)?;
    Ok(Pdf { name, bytes })
}

/// The caller and an emergency he or she may see.
fn seen(conn: &mut Conn, token: Token, id: EmergencyId, now: Moment) -> Result<(Caller, EmergencyRow), Error> {
    let caller = token.caller(conn, now)?;
    let row = rows::find(conn, id)?.ok_or_else(Error::not_found)?;
    let grids = rows::grids_of(conn, id)?;
    if may::see_emergency(&caller, &grids) { Ok((caller, row)) } else { Err(Error::not_found()) }
}

/// The grids whose lists the caller sees; `None` for all of them.
fn grids_worked(conn: &mut Conn, caller: &Caller, now: Moment) -> Result<Option<Vec<GridCode>>, Error> {
    if may::run_emergencies(caller) {
        return Ok(None);
    }
    grids::rows::held(conn, caller, may::carries_cases_of, &now.day()).map(Some)
}
