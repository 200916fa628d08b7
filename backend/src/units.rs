//! Units: offices and platforms of the sub-district, departments of the county.

pub mod rows;

use actix_web::web::{Data, Path};
use actix_web::{get, patch, post};
use shared::may;
use shared::time::Moment;
use shared::units::{NewUnit, Unit, UnitFilter, UnitId, UnitPatch};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{Answer, Created, Found, Listed};
use crate::caller::Token;
use crate::changes::By;
use crate::db::Db;
use crate::error::Error;
use crate::input::{Json, Patch, Query, Seen};
use crate::listing::Stretch;
use crate::secrets::Secrets;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_units).service(find_unit).service(add_unit).service(change_unit);
}

/// List units.
///
/// Those of the sub-district first, by name; closed ones only where they are asked for.
#[utoipa::path(tag = "units", params(UnitFilter))]
#[get("/units")]
async fn list_units(db: Data<Db>, secrets: Data<Secrets>, token: Token, filter: Query<UnitFilter>) -> Answer<Listed<Unit>> {
    let (filter, now) = (filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, "units", &filter, filter.cursor.as_deref(), filter.limit)?;
    let units = db
        .read(move |conn| {
            Error::unless(may::see_staff(&token.caller(conn, now)?))?;
            rows::list(conn, &filter, &stretch, &now.day())
        })
        .await?;
    Ok(Listed(units))
}

/// Read a unit.
#[utoipa::path(tag = "units")]
#[get("/units/{unit}")]
async fn find_unit(db: Data<Db>, token: Token, unit: Path<UnitId>) -> Answer<Found<Unit>> {
    let now = Moment::now();
    let unit = db
        .read(move |conn| {
            Error::unless(may::see_staff(&token.caller(conn, now)?))?;
            rows::find(conn, *unit, &now.day())
        })
        .await?;
    let version = unit.version;
    Ok(Found::at(unit, version))
}

/// Add a unit.
///
/// Of the sub-district or the county; grids, villages and instructors need none.
#[utoipa::path(tag = "units")]
#[post("/units")]
async fn add_unit(db: Data<Db>, token: Token, new: Json<NewUnit>) -> Answer<Created<Unit>> {
    let now = Moment::now();
    let unit = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::manage_units(&caller))?;
            let id = rows::add(conn, &new, By { person: Some(caller.person), at: now })?;
            rows::find(conn, id, &now.day())
        })
        .await?;
    let (location, version) = (format!("/api/v1/units/{}", unit.id), unit.version);
    Ok(Created::new(unit, location).at(version))
}

/// Change or close a unit.
///
/// A unit is closed only when no open case lies with it, it has finished its parts in others, and no routing rule leads to it.
#[utoipa::path(tag = "units", request_body(content = UnitPatch, content_type = "application/merge-patch+json"))]
#[patch("/units/{unit}")]
async fn change_unit(db: Data<Db>, token: Token, unit: Path<UnitId>, seen: Seen, patch: Patch<UnitPatch>) -> Answer<Found<Unit>> {
    let (patch, now) = (patch.0, Moment::now());
    let unit = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::manage_units(&caller))?;
            rows::change(conn, *unit, &patch, seen, By { person: Some(caller.person), at: now })?;
            rows::find(conn, *unit, &now.day())
        })
        .await?;
    let version = unit.version;
    Ok(Found::at(unit, version))
}
