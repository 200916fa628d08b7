//! Work shared out: cases split in two, parts of other units, one person's cases handed to another.

pub mod work;

use actix_web::post;
use actix_web::web::{Data, Path};
use shared::cases::sharing::{FinishedPart, Handover, NewChild, NewHandover, NewPart};
use shared::cases::{Case, CaseId, CasePartId};
use shared::may;
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{seen_by, showing};
use crate::answer::{Answer, Created, Found};
use crate::caller::Token;
use crate::changes::By;
use crate::db::Db;
use crate::error::Error;
use crate::idempotency::write_once;
use crate::input::{Json, Once, Seen};
use crate::photos::addresses::Addresses;
use crate::secrets::Secrets;

pub use self::work::parts;

pub fn routes(config: &mut ServiceConfig) {
    config.service(split_case).service(ask_part).service(finish_part).service(hand_over_cases);
}

/// Split a case.
///
/// What turns out to be a second matter becomes a case of its own, with a clock of its own; both timelines tell of it. The first case is
/// not completed before the second has ended.
#[utoipa::path(tag = "cases")]
#[post("/cases/{case}/children")]
async fn split_case(
    db: Data<Db>,
    secrets: Data<Secrets>,
    token: Token,
    case: Path<CaseId>,
    seen: Seen,
    once: Once,
    new: Json<NewChild>,
) -> Answer<Created<Case>> {
    let (id, new, now) = (*case, new.0, Moment::now());
    let addresses = Addresses::at(&secrets, now);
    let split = write_once(&db, once.of(&new), now, move |conn| {
        let (caller, case) = seen_by(conn, token, id, now)?;
        seen.check(case.version)?;
        let child = work::split(conn, &caller, &case, &new, now)?;
        showing::show(conn, child, &caller, &addresses, now)
    })
    .await?;
    let (location, version) = (format!("/api/v1/cases/{}", split.answer.id), split.answer.version);
    Ok(Created::new(split.answer, location).at(version).replayed(split.replayed))
}

/// Ask another unit for a part.
///
/// 协办: the case stays where it is, and is not completed before the part is done.
#[utoipa::path(tag = "cases")]
#[post("/cases/{case}/parts")]
async fn ask_part(
    db: Data<Db>,
    secrets: Data<Secrets>,
    token: Token,
    case: Path<CaseId>,
    seen: Seen,
    once: Once,
    new: Json<NewPart>,
) -> Answer<Found<Case>> {
    let (id, new, now) = (*case, new.0, Moment::now());
    let addresses = Addresses::at(&secrets, now);
    let asked = write_once(&db, once.of(&new), now, move |conn| {
        let (caller, case) = seen_by(conn, token, id, now)?;
        seen.check(case.version)?;
        let case = work::ask_part(conn, &caller, &case, &new, now)?;
        showing::show(conn, case, &caller, &addresses, now)
    })
    .await?;
    let version = asked.answer.version;
    Ok(Found::at(asked.answer, version).unkept().replayed(asked.replayed))
}

/// Say that a part is done.
///
/// By those who handle cases for the unit, or by the command room.
#[utoipa::path(tag = "cases")]
#[post("/cases/{case}/parts/{part}/done")]
async fn finish_part(
    db: Data<Db>,
    secrets: Data<Secrets>,
    token: Token,
    path: Path<(CaseId, CasePartId)>,
    done: Json<FinishedPart>,
) -> Answer<Found<Case>> {
    let ((id, part), done, now) = (path.into_inner(), done.0, Moment::now());
    let addresses = Addresses::at(&secrets, now);
    let case = db
        .write(move |conn| {
            let (caller, case) = seen_by(conn, token, id, now)?;
            work::finish_part(conn, &caller, &case, part, &done, now)?;
            showing::show(conn, case, &caller, &addresses, now)
        })
        .await?;
    let version = case.version;
    Ok(Found::at(case, version).unkept())
}

/// Hand one person's open cases to another.
///
/// For leave, or a change of post: at most 500, all of them or none. They stay where they are, and their clocks run on.
#[utoipa::path(tag = "cases")]
#[post("/cases/reassign")]
async fn hand_over_cases(db: Data<Db>, token: Token, new: Json<NewHandover>) -> Answer<Found<Handover>> {
    let (new, now) = (new.0, Moment::now());
    let handed = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::hand_over_cases(&caller))?;
            work::hand_over(conn, &new, By { person: Some(caller.person), at: now })
        })
        .await?;
    Ok(Found::new(handed))
}
