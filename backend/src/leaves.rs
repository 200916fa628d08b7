//! Leave and covering.

pub mod deciding;
pub mod ending;
pub mod rows;

use actix_web::web::{Data, Path};
use actix_web::{get, post};
use shared::leaves::{Leave, LeaveFilter, LeaveId, NewLeave, NewLeaveDecision};
use shared::may::{self, Caller};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use self::rows::LeaveRow;
use crate::answer::{Answer, Created, Found, Listed};
use crate::caller::Token;
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::input::{Json, Query, Seen};
use crate::listing::Stretch;
use crate::secrets::Secrets;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_leaves).service(find_leave).service(ask_for_leave).service(decide_leave).service(end_leave);
}

/// List leaves.
///
/// All for the office that decides; one's own and those one covers, as long as it lasts, for everybody else. The latest first day first.
#[utoipa::path(tag = "leaves", params(LeaveFilter))]
#[get("/leaves")]
async fn list_leaves(db: Data<Db>, secrets: Data<Secrets>, token: Token, filter: Query<LeaveFilter>) -> Answer<Listed<Leave>> {
    let (filter, now) = (filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, "leaves", &filter, filter.cursor.as_deref(), filter.limit)?;
    let page = db
        .read(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::ask_for_leave(&caller) || may::decide_leaves(&caller))?;
            rows::list(conn, &filter, &caller, &stretch, &now.day())
        })
        .await?;
    Ok(Listed(page))
}

/// Read a leave.
#[utoipa::path(tag = "leaves")]
#[get("/leaves/{leave}")]
async fn find_leave(db: Data<Db>, token: Token, leave: Path<LeaveId>) -> Answer<Found<Leave>> {
    let (id, now) = (*leave, Moment::now());
    let leave = db
        .read(move |conn| {
            let (_, row) = seen_by(conn, token, id, now)?;
            rows::shape(conn, row)
        })
        .await?;
    let version = leave.version;
    Ok(Found::at(leave, version).unkept())
}

/// Ask for leave.
///
/// For oneself, from today on; the office that decides also asks for others. No reason is asked for. Sent again under its id it is
/// answered as it stands.
#[utoipa::path(tag = "leaves")]
#[post("/leaves")]
async fn ask_for_leave(db: Data<Db>, token: Token, new: Json<NewLeave>) -> Answer<Created<Leave>> {
    let (new, now) = (new.0, Moment::now());
    let leave = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            let row = deciding::ask(conn, &caller, new, now)?;
            rows::shape(conn, row)
        })
        .await?;
    let (location, version) = (format!("/api/v1/leaves/{}", leave.id), leave.version);
    Ok(Created::new(leave, location).at(version))
}

/// Decide on a leave.
///
/// By the office that appoints. Granting it appoints those who cover (替班) to the duties of whoever is away, from the first day to the
/// last; what they need is on their phones for just as long.
#[utoipa::path(tag = "leaves")]
#[post("/leaves/{leave}/decision")]
async fn decide_leave(
    db: Data<Db>,
    token: Token,
    leave: Path<LeaveId>,
    seen: Seen,
    decision: Json<NewLeaveDecision>,
) -> Answer<Found<Leave>> {
    let (id, decision, now) = (*leave, decision.0, Moment::now());
    let leave = db
        .write(move |conn| {
            let (caller, row) = seen_by(conn, token, id, now)?;
            let row = deciding::decide(conn, &caller, row, decision, seen, now)?;
            rows::shape(conn, row)
        })
        .await?;
    let version = leave.version;
    Ok(Found::at(leave, version).unkept())
}

/// End a leave.
///
/// By whoever is away, or the office. Before its first day it is taken back; afterwards it ends today (销假), and so does the covering.
#[utoipa::path(tag = "leaves")]
#[post("/leaves/{leave}/end")]
async fn end_leave(db: Data<Db>, token: Token, leave: Path<LeaveId>, seen: Seen) -> Answer<Found<Leave>> {
    let (id, now) = (*leave, Moment::now());
    let leave = db
        .write(move |conn| {
            let (caller, row) = seen_by(conn, token, id, now)?;
            let row = deciding::end(conn, &caller, row, seen, now)?;
            rows::shape(conn, row)
        })
        .await?;
    let version = leave.version;
    Ok(Found::at(leave, version).unkept())
}

/// The caller and a leave he or she may see; otherwise it is as if it were not there.
fn seen_by(conn: &mut Conn, token: Token, id: LeaveId, now: Moment) -> Result<(Caller, LeaveRow), Error> {
    let caller = token.caller(conn, now)?;
    let row = rows::find(conn, id)?.ok_or_else(Error::not_found)?;
    let covers = rows::covers_of(conn, &[id])?.remove(&id).unwrap_or_default();
    let covering: Vec<_> = covers.iter().filter(|cover| rows::lasts(cover, &now.day())).map(|cover| cover.person.id).collect();
    if may::see_leave(&caller, row.person_id, &covering) { Ok((caller, row)) } else { Err(Error::not_found()) }
}
