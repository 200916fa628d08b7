//! Badges: is the person at the door who they say they are? Answers for today, from the appointments.

pub mod rows;
mod view;

use actix_web::get;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path};
use serde::Deserialize;
use shared::boards::Visitor;
use shared::problem::Code;
use shared::staffing::BadgeCode;
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{Answer, Found};
use crate::caller::Address;
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::limits::{Limited, Limits};
use crate::pages::answers::Shown;
use crate::pages::{House, Reader};
use crate::settings;
use view::Outcome;

/// The API.
pub fn routes(config: &mut ServiceConfig) {
    config.service(verify_visitor);
}

/// The pages.
pub fn pages(config: &mut web::ServiceConfig) {
    config.service(verify_form).service(verify_page);
}

/// Check a visitor's badge.
///
/// Whether the person is on duty today, and where.
#[utoipa::path(tag = "boards")]
#[get("/badges/{badge}")]
async fn verify_visitor(db: Data<Db>, limits: Data<Limits>, from: Address, badge: Path<String>) -> Answer<Found<Visitor>> {
    limits.count(Limited::Lookup, from)?;
    let badge: BadgeCode = badge.parse().map_err(|_| Error::not_found())?;
    let now = Moment::now();
    Ok(Found::new(db.read(move |conn| rows::visitor(conn, &badge, now)).await?))
}

#[derive(Debug, Deserialize)]
struct Entered {
    badge: Option<String>,
}

/// The form, and the outcome of what was entered in it.
#[get("/verify")]
async fn verify_form(db: Data<Db>, limits: Data<Limits>, from: Address, reader: Reader, entered: web::Query<Entered>) -> Answer<Shown> {
    let entered = entered.into_inner().badge.filter(|code| !code.trim().is_empty());
    check(&db, &limits, from, &reader, entered).await
}

/// The address on a badge.
#[get("/verify/{badge}")]
async fn verify_page(db: Data<Db>, limits: Data<Limits>, from: Address, reader: Reader, badge: Path<String>) -> Answer<Shown> {
    check(&db, &limits, from, &reader, Some(badge.into_inner())).await
}

async fn check(db: &Db, limits: &Limits, from: Address, reader: &Reader, entered: Option<String>) -> Answer<Shown> {
    if entered.is_some() {
        limits.count(Limited::Lookup, from)?;
    }
    let now = Moment::now();
    let (outcome, house) = db.read(move |conn| Ok((outcome(conn, entered.as_deref(), now)?, House::from(&settings::find(conn)?)))).await?;
    let status = match outcome {
        Outcome::Open | Outcome::Found(_) => StatusCode::OK,
        Outcome::WrongForm(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Outcome::Unknown(_) => StatusCode::NOT_FOUND,
    };
    Ok(Shown::personal(view::verify_page(reader, &house, &outcome)).with(status))
}

fn outcome(conn: &mut Conn, entered: Option<&str>, now: Moment) -> Result<Outcome, Error> {
    let Some(entered) = entered else { return Ok(Outcome::Open) };
    let shown = || entered.chars().filter(|c| !c.is_control()).take(12).collect();
    let Ok(badge) = entered.parse::<BadgeCode>() else { return Ok(Outcome::WrongForm(shown())) };
    match rows::visitor(conn, &badge, now) {
        Ok(visitor) => Ok(Outcome::Found(Box::new(visitor))),
        Err(error) if error.code == Code::NotFound => Ok(Outcome::Unknown(shown())),
        Err(error) => Err(error),
    }
}
