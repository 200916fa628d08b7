//! Phones that work without a signal: what they did comes up, what they hold goes down. `docs/sync.md` tells how.

mod applying;
mod bodies;
pub mod dating;
mod handovers;
mod held;
mod pulling;
pub mod pushing;
pub mod receipts;
pub mod rows;

use actix_web::web::Data;
use actix_web::{get, post};
use shared::sync::ops::{OpReceipt, Push, Pushed};
use shared::sync::pulling::{PullFilter, Pulled};
use shared::sync::receipts::Checked;
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use self::pulling::Asking;
use self::pushing::Tools;
use crate::answer::{Answer, Found};
use crate::caller::Token;
use crate::config::Config;
use crate::db::{Conn, Db};
use crate::devices::{self, Contact, Sender, Sending, device_lost};
use crate::error::Error;
use crate::feed;
use crate::input::{Json, Query};
use crate::photos::addresses::Addresses;
use crate::secrets::Secrets;

pub fn routes(config: &mut ServiceConfig) {
    config.service(push).service(pull).service(check_receipt);
    held::routes(config);
    handovers::routes(config);
}

/// Send what was done without a signal.
///
/// Operations in the order they were done, each by itself: what cannot be done stands in its result and holds up no other. An operation
/// sent again is answered as it was the first time (`duplicate`). Work is judged by the duties of the day it was captured on as well as
/// by today's. The answer is 200 whatever became of them. From a phone that was reported lost, with its token or its refresh cookie, the
/// operations are kept for the office to look at: 403 `device_lost` names those that are safe in `held`.
#[utoipa::path(tag = "sync")]
#[post("/sync/push")]
async fn push(db: Data<Db>, tools: Tools, sender: Sender, contact: Contact, sent: Json<Push>) -> Answer<Found<Pushed>> {
    let (sent, now) = (sent.0, Moment::now());
    let contact = Contact { device: Some(sent.device), ..contact };
    let taken = db
        .write(move |conn| match sender.who(conn, contact.device, now)? {
            Sending::Lost { person, device } => {
                pushing::fits(&sent)?;
                Ok(Err(held::hold(conn, person, device, &sent, now)?))
            }
            Sending::Caller { caller, token } => {
                devices::meet(conn, token, &contact, now)?;
                tools.desk(caller, now).take(conn, &sent).map(Ok)
            }
        })
        .await?;
    let pushed = taken.map_err(|held| device_lost().holding(held))?;
    Ok(Found::new(pushed).unkept())
}

/// Fetch what has changed on what a phone holds.
///
/// The records of the caller's buckets since `cursor`, which is good for the caller alone. When the buckets themselves have changed,
/// `scope` tells which were gained and lost. A bucket that is sent from its beginning is marked `reset`. An app that is too old to read the
/// answer gets 426 `app_too_old`; what it has to send is taken all the same.
#[utoipa::path(tag = "sync", params(PullFilter))]
#[get("/sync/pull")]
async fn pull(
    db: Data<Db>,
    config: Data<Config>,
    secrets: Data<Secrets>,
    token: Token,
    contact: Contact,
    filter: Query<PullFilter>,
) -> Answer<Found<Pulled>> {
    let now = Moment::now();
    contact.is_new_enough(config.oldest_app.as_ref())?;
    let contact = Contact { unsent: filter.0.unsent.map(i32::from), ..contact };
    let asking = Asking { filter: filter.0, addresses: Addresses::lasting(&secrets, now), secrets: secrets.get_ref().clone(), now };
    let told = contact.clone();
    let (pulled, known) = db
        .read(move |conn| {
            let caller = token.caller(conn, now)?;
            Ok((asking.answer(conn, &caller)?, devices::knows(conn, token, &told, now)?))
        })
        .await?;
    if !known {
        db.write(move |conn| devices::meet(conn, token, &contact, now)).await?;
    }
    Ok(Found::new(pulled).unkept())
}

/// Check a receipt.
///
/// Whether this server signed it: that it had the operation at that moment, captured at that one.
#[utoipa::path(tag = "sync")]
#[post("/sync/receipts/check")]
async fn check_receipt(db: Data<Db>, secrets: Data<Secrets>, token: Token, receipt: Json<OpReceipt>) -> Answer<Found<Checked>> {
    let now = Moment::now();
    db.read(move |conn| token.caller(conn, now)).await?;
    Ok(Found::new(Checked { holds: receipts::holds(&secrets, &receipt) }).unkept())
}

/// Makes ready what phones are served from, at the start of a server.
pub fn ready(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    feed::order::catch_up(conn)?;
    crate::cases::rows::carried::fill(conn, now)?;
    crate::patrols::rows::carried::fill(conn, now)?;
    crate::safety::rows::fill(conn, now)?;
    crate::care::rows::carried::fill(conn, now)?;
    crate::emergencies::rows::carried::fill(conn, now)?;
    crate::announcements::rows::carried::fill(conn, now)?;
    crate::roster::rows::fill(conn, now)?;
    crate::leaves::rows::fill(conn, now)
}

/// Lets go of what has had its time.
pub fn tidy(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    feed::tidy(conn, now)?;
    held::forget_old(conn, now)?;
    rows::forget_old(conn, now)
}
