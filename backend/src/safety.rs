//! Daily safety feedback: that all is well in a grid, or what is not.

pub mod answering;
pub mod rows;

use actix_web::web::Data;
use actix_web::{get, post};
use shared::may;
use shared::safety::{GridSafety, NewSafetyFeedback, SafetyFeedback, SafetyFilter};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{Answer, Found, Listed};
use crate::caller::Token;
use crate::db::Db;
use crate::error::Error;
use crate::input::{Json, Query};
use crate::listing::Stretch;
use crate::patrols;
use crate::secrets::Secrets;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_safety_feedback).service(give_safety_feedback);
}

/// List what grids answered on a day.
///
/// The grids one works in, or all for the office, in the order of their codes; also those that did not answer. Nobody is ranked.
#[utoipa::path(tag = "safety", params(SafetyFilter))]
#[get("/safety-feedback")]
async fn list_safety_feedback(
    db: Data<Db>,
    secrets: Data<Secrets>,
    token: Token,
    filter: Query<SafetyFilter>,
) -> Answer<Listed<GridSafety>> {
    let (filter, now) = (filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, "safety feedback", &filter, filter.cursor.as_deref(), filter.limit)?;
    let page = db
        .read(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::sees_some_field(&caller))?;
            let of = patrols::rows::grids_seen(conn, &caller, &now.day())?;
            rows::list(conn, &filter, of.as_deref(), &stretch, &caller, now)
        })
        .await?;
    Ok(Listed(page))
}

/// Answer for a grid's day.
///
/// Without `trouble`: all is well. The last answer of a day counts, the others stay. Sent again under its id it is answered as it stands.
#[utoipa::path(tag = "safety")]
#[post("/safety-feedback")]
async fn give_safety_feedback(db: Data<Db>, token: Token, new: Json<NewSafetyFeedback>) -> Answer<Found<SafetyFeedback>> {
    let (new, now) = (new.0, Moment::now());
    let feedback = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            let row = answering::answer(conn, &caller, &new, now, now)?;
            rows::told(conn, row, &caller, now)
        })
        .await?;
    Ok(Found::new(feedback))
}
