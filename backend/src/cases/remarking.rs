//! Remarks for colleagues.

use actix_web::post;
use actix_web::web::{Data, Path};
use shared::cases::{Case, CaseId, CaseNote, EventKind, InternalNote};
use shared::may::{self, Caller};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use super::rows::timeline::{self, Event};
use super::rows::{self, CaseRow};
use super::{seen_by, showing};
use crate::answer::{Answer, Found};
use crate::caller::Token;
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::idempotency::write_once;
use crate::input::{Json, Once};
use crate::photos::addresses::Addresses;
use crate::secrets::Secrets;

pub fn routes(config: &mut ServiceConfig) {
    config.service(remark_on_case);
}

/// Add a remark for colleagues to a case.
///
/// For those who handle it, whether it is open or not. The reporter does not read it.
#[utoipa::path(tag = "cases")]
#[post("/cases/{case}/remarks")]
async fn remark_on_case(
    db: Data<Db>,
    secrets: Data<Secrets>,
    token: Token,
    case: Path<CaseId>,
    once: Once,
    new: Json<CaseNote>,
) -> Answer<Found<Case>> {
    let (id, new, now) = (*case, new.0, Moment::now());
    let addresses = Addresses::at(&secrets, now);
    let done = write_once(&db, once.of(&new), now, move |conn| {
        let (caller, case) = seen_by(conn, token, id, now)?;
        let case = remark(conn, &caller, &case, &new.note, now)?;
        showing::show(conn, case, &caller, &addresses, now)
    })
    .await?;
    let version = done.answer.version;
    Ok(Found::at(done.answer, version).unkept().replayed(done.replayed))
}

/// Writes a remark on the timeline of a case the caller sees. It does not get in the way of who is about to move the case.
pub fn remark(conn: &mut Conn, caller: &Caller, case: &CaseRow, note: &InternalNote, now: Moment) -> Result<CaseRow, Error> {
    let facts = rows::course::facts(conn, case, now)?;
    Error::unless(may::remark(caller, &facts))?;
    let note = Some(note.to_string());
    timeline::note(conn, Event { note, ..Event::of(case, EventKind::Remarked, Some(caller.person), now) })?;
    Ok(case.clone())
}
