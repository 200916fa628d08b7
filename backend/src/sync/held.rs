//! What lost phones send is kept as it came, and the office decides on it.

mod rows;

use actix_web::web::{Data, Path};
use actix_web::{get, post};
use serde_json::json;
use shared::may::{self, Caller};
use shared::staffing::PersonId;
use shared::sync::held::{Discarded, HeldFilter, HeldOp, MOST_HELD, MOST_HELD_BYTES};
use shared::sync::ops::{DeviceId, OpId, OpResult, Push};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use self::rows::{Decision, HeldRow};
use super::pushing::Tools;
use super::rows::is_done;
use crate::answer::{Answer, Found, Listed, NoContent};
use crate::caller::Token;
use crate::changes::{self, By};
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::input::{Json, Query};
use crate::listing::Stretch;
use crate::secrets::Secrets;
use crate::session;

pub use self::rows::forget_old;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_held).service(apply_held).service(discard_held);
}

/// List what lost phones have sent and nobody has decided on.
///
/// Oldest first.
#[utoipa::path(tag = "sync", params(HeldFilter))]
#[get("/sync/held")]
async fn list_held(db: Data<Db>, secrets: Data<Secrets>, token: Token, filter: Query<HeldFilter>) -> Answer<Listed<HeldOp>> {
    let (filter, now) = (filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, "held", &filter, filter.cursor.as_deref(), filter.limit)?;
    let page = db
        .read(move |conn| {
            Error::unless(may::keep_devices(&token.caller(conn, now)?))?;
            rows::list(conn, &filter, &stretch)
        })
        .await?;
    Ok(Listed(page))
}

/// Do what a lost phone has sent.
///
/// Once, in its owner's name, by the duties of the day it was captured on as well as by today's. What cannot be done says why in its
/// result, and goes on waiting.
#[utoipa::path(tag = "sync", request_body(content = Object, content_type = "application/json"))]
#[post("/sync/held/{op}/apply")]
async fn apply_held(
    db: Data<Db>,
    tools: Tools,
    token: Token,
    op: Path<OpId>,
    _body: Json<serde_json::Map<String, serde_json::Value>>,
) -> Answer<Found<OpResult>> {
    let (id, now) = (*op, Moment::now());
    let result = db
        .write(move |conn| {
            let by = decides(conn, token, now)?;
            let held = rows::waiting(conn, id)?;
            let owner = Caller { person: held.person_id, duties: session::rows::duties_on(conn, held.person_id, &now.day())? };
            let push = Push { device: held.device, ops: vec![held.op()?] };
            let mut pushed = tools.desk(owner, now).arrived_at(held.arrived_at).take(conn, &push)?;
            let result = pushed.results.pop().ok_or_else(Error::not_found)?;
            if result.outcome.is_done() {
                decide(conn, &held, Decision::Applied, None, by)?;
            }
            Ok(result)
        })
        .await?;
    Ok(Found::new(result).unkept())
}

/// Discard what a lost phone has sent.
///
/// With the reason. It stays on record for half a year.
#[utoipa::path(tag = "sync")]
#[post("/sync/held/{op}/discard")]
async fn discard_held(db: Data<Db>, token: Token, op: Path<OpId>, why: Json<Discarded>) -> Answer<NoContent> {
    let (id, why, now) = (*op, why.0, Moment::now());
    db.write(move |conn| {
        let by = decides(conn, token, now)?;
        let held = rows::waiting(conn, id)?;
        decide(conn, &held, Decision::Discarded, Some(&why.reason), by)
    })
    .await?;
    Ok(NoContent)
}

fn decides(conn: &mut Conn, token: Token, now: Moment) -> Result<By, Error> {
    let caller = token.caller(conn, now)?;
    Error::unless(may::keep_devices(&caller))?;
    Ok(By { person: Some(caller.person), at: now })
}

fn decide(conn: &mut Conn, held: &HeldRow, decision: Decision, reason: Option<&str>, by: By) -> Result<(), Error> {
    rows::decide(conn, held.id, decision, reason, by)?;
    let detail = json!({ "person": held.person_id, "reason": reason });
    changes::note(conn, by, "held_op", &held.id.to_string(), decision.as_str(), &detail)
}

/// Keeps what a lost phone sends. Answers which of it is safe here: kept now or before, or done already. Of one phone so much is kept and
/// no more: it may be in a thief's hands.
pub fn hold(conn: &mut Conn, person: PersonId, device: DeviceId, push: &Push, now: Moment) -> Result<Vec<OpId>, Error> {
    let (mut count, mut bytes) = rows::kept_of(conn, person, device)?;
    let mut safe = Vec::with_capacity(push.ops.len());
    for op in &push.ops {
        if is_done(conn, op.id, person)? || rows::is_kept(conn, op.id, person)? {
            safe.push(op.id);
            continue;
        }
        let row = HeldRow::new(person, device, op, now)?;
        (count, bytes) = (count + 1, bytes + i64::from(row.bytes));
        if count > MOST_HELD || bytes > MOST_HELD_BYTES {
            break;
        }
        if rows::keep(conn, &row)? {
            safe.push(op.id);
        }
    }
    Ok(safe)
}
