//! Administrative divisions: the sub-district and its villages.

pub mod classes;
pub mod rows;

use actix_web::web::{Data, Path};
use actix_web::{get, patch, post};
use shared::divisions::{ClassPeriod, Division, DivisionCode, DivisionFilter, DivisionPatch, NewClassPeriod, NewDivision};
use shared::may;
use shared::page::Page;
use shared::time::Moment;
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
    config.service(list_divisions).service(find_division).service(add_division).service(change_division);
    config.service(list_division_classes).service(classify_division);
}

/// List divisions.
///
/// By code, so a sub-district stands before its villages. Public.
#[utoipa::path(tag = "divisions", params(DivisionFilter))]
#[get("/divisions")]
async fn list_divisions(db: Data<Db>, secrets: Data<Secrets>, filter: Query<DivisionFilter>) -> Answer<Listed<Division>> {
    let (filter, today) = (filter.0, Moment::now().day());
    let stretch = Stretch::new(&secrets, "divisions", &filter, filter.cursor.as_deref(), filter.limit)?;
    Ok(Listed(db.read(move |conn| rows::list(conn, &filter, &stretch, &today)).await?))
}

/// Read a division.
#[utoipa::path(tag = "divisions")]
#[get("/divisions/{code}")]
async fn find_division(db: Data<Db>, code: Path<DivisionCode>) -> Answer<Found<Division>> {
    let today = Moment::now().day();
    let division = db.read(move |conn| rows::find(conn, &code, &today)).await?;
    let version = division.version;
    Ok(Found::at(division, version))
}

/// Add a division.
///
/// A village's sub-district must be there already.
#[utoipa::path(tag = "divisions")]
#[post("/divisions")]
async fn add_division(db: Data<Db>, token: Token, new: Json<NewDivision>) -> Answer<Created<Division>> {
    let now = Moment::now();
    let division = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::manage_staffing(&caller))?;
            rows::add(conn, &new, By { person: Some(caller.person), at: now })?;
            rows::find(conn, &new.code, &now.day())
        })
        .await?;
    let (location, version) = (format!("/api/v1/divisions/{}", division.code), division.version);
    Ok(Created::new(division, location).at(version))
}

/// Rename a division.
#[utoipa::path(tag = "divisions", request_body(content = DivisionPatch, content_type = "application/merge-patch+json"))]
#[patch("/divisions/{code}")]
async fn change_division(
    db: Data<Db>,
    token: Token,
    code: Path<DivisionCode>,
    seen: Seen,
    patch: Patch<DivisionPatch>,
) -> Answer<Found<Division>> {
    let (patch, now) = (patch.0, Moment::now());
    let division = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::manage_staffing(&caller))?;
            rows::change(conn, &code, &patch, seen, By { person: Some(caller.person), at: now })?;
            rows::find(conn, &code, &now.day())
        })
        .await?;
    let version = division.version;
    Ok(Found::at(division, version))
}

/// List the classes a village has had.
///
/// Earliest first.
#[utoipa::path(tag = "divisions")]
#[get("/divisions/{code}/classes")]
async fn list_division_classes(db: Data<Db>, token: Token, code: Path<DivisionCode>) -> Answer<Listed<ClassPeriod>> {
    let now = Moment::now();
    let periods = db
        .read(move |conn| {
            Error::unless(may::see_staff(&token.caller(conn, now)?))?;
            rows::village(conn, &code)?;
            classes::list(conn, code.as_str())
        })
        .await?;
    Ok(Listed(Page::whole(periods)))
}

/// Set a village's class from a day on.
///
/// The period before ends the day before. A period that begins later stands in the way.
#[utoipa::path(tag = "divisions")]
#[post("/divisions/{code}/classes")]
async fn classify_division(db: Data<Db>, token: Token, code: Path<DivisionCode>, new: Json<NewClassPeriod>) -> Answer<Listed<ClassPeriod>> {
    let now = Moment::now();
    let periods = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::manage_staffing(&caller))?;
            rows::village(conn, &code)?;
            if classes::classify(conn, code.as_str(), &new, By { person: Some(caller.person), at: now }, "division")? {
                rows::touch(conn, &code, now)?;
            }
            classes::list(conn, code.as_str())
        })
        .await?;
    Ok(Listed(Page::whole(periods)))
}
