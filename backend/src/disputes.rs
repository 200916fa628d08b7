//! Disputes: people's mediation of a case.

pub mod carrying;
pub mod making;
mod paper;
mod papers;
pub mod reminding;
pub mod rows;
pub mod showing;
mod words;

use actix_web::web::{Data, Path};
use actix_web::{get, post};
use shared::cases::CaseId;
use shared::disputes::steps::NewStep;
use shared::disputes::{Dispute, DisputeFilter, DisputeSummary, Identity, NewReveal, PartyId};
use shared::may::{self, Caller};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use self::making::Hand;
use crate::answer::{Answer, Found, Listed};
use crate::caller::Token;
use crate::cases::rows::{self as cases, CaseRow};
use crate::changes::{self, By};
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::input::{Json, Query};
use crate::listing::Stretch;
use crate::say;
use crate::secrets::Secrets;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_disputes)
        .service(find_dispute)
        .service(make_step)
        .service(reveal_identity)
        .service(papers::dispute_agreement)
        .service(papers::dispute_file);
}

/// List the mediations one may see.
///
/// Newest first; with `due_by`, what has something due, the most urgent first. Nothing of the parties is told. Those who answer for a
/// grid see its mediations, whoever has a case sees its own, the command room sees all.
#[utoipa::path(tag = "disputes", params(DisputeFilter))]
#[get("/disputes")]
async fn list_disputes(db: Data<Db>, secrets: Data<Secrets>, token: Token, filter: Query<DisputeFilter>) -> Answer<Listed<DisputeSummary>> {
    let (filter, now) = (filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, "disputes", &filter, filter.cursor.as_deref(), filter.limit)?;
    let page = db
        .read(move |conn| {
            let caller = token.caller(conn, now)?;
            rows::list(conn, &caller, &filter, &stretch)
        })
        .await?;
    Ok(Listed(page))
}

/// Find the mediation of a case.
///
/// With every step, and how it stands after them. ID numbers are masked.
#[utoipa::path(tag = "disputes")]
#[get("/cases/{case}/dispute")]
async fn find_dispute(db: Data<Db>, token: Token, case: Path<CaseId>) -> Answer<Found<Dispute>> {
    let (id, now) = (*case, Moment::now());
    let dispute = db
        .read(move |conn| {
            let (_, case) = seen_by(conn, token, id, now)?;
            showing::show(conn, &case)?.ok_or_else(Error::not_found)
        })
        .await?;
    let version = dispute.version;
    Ok(Found::at(dispute, version).unkept())
}

/// Make a step of a mediation.
///
/// The first one, `open`, begins it. Steps are added and never changed; which may follow is told by the answer when one cannot be made. A
/// step sent again under its `id` is made once. A signature names the text it stands under by its SHA-256 (`standing.text`): another
/// text voids it.
#[utoipa::path(tag = "disputes")]
#[post("/cases/{case}/dispute/steps")]
async fn make_step(db: Data<Db>, secrets: Data<Secrets>, token: Token, case: Path<CaseId>, new: Json<NewStep>) -> Answer<Found<Dispute>> {
    let (id, new, now) = (*case, new.0, Moment::now());
    let dispute = db
        .write(move |conn| {
            let (caller, case) = seen_by(conn, token, id, now)?;
            making::make(conn, Hand { caller: &caller, secrets: &secrets, at: now, now }, &case, new)?;
            showing::show(conn, &case)?.ok_or_else(Error::not_found)
        })
        .await?;
    let version = dispute.version;
    Ok(Found::at(dispute, version).unkept())
}

/// Read the ID number of a party.
///
/// That it was read, by whom and what for is written down.
#[utoipa::path(tag = "disputes")]
#[post("/cases/{case}/dispute/parties/{party}/identity")]
async fn reveal_identity(
    db: Data<Db>,
    secrets: Data<Secrets>,
    token: Token,
    path: Path<(CaseId, PartyId)>,
    reveal: Json<NewReveal>,
) -> Answer<Found<Identity>> {
    let ((case, party), purpose, now) = (path.into_inner(), reveal.0.purpose, Moment::now());
    let identity = db
        .write(move |conn| {
            let (caller, case) = seen_by(conn, token, case, now)?;
            let facts = cases::course::facts(conn, &case, now)?;
            Error::unless(may::mediate(&caller, &facts))?;
            let sealed = rows::identity(conn, party, case.id)?.ok_or_else(Error::not_found)?;
            let id_number = making::unsealed(&secrets, party, &sealed).ok_or_else(|| {
                Error::conflict(say!("这个号码已无法解密，请重新登记", "The number can no longer be decrypted; enter it anew"))
            })?;
            rows::note_reveal(conn, party, caller.person, &purpose, now)?;
            let by = By { person: Some(caller.person), at: now };
            changes::note(conn, by, "dispute", &case.id.to_string(), "reveal", &serde_json::json!({ "party": party, "purpose": purpose }))?;
            Ok(Identity { party, id_number })
        })
        .await?;
    Ok(Found::new(identity).unkept())
}

/// The caller and a case whose mediation he or she may see; otherwise it is as if it were not there.
fn seen_by(conn: &mut Conn, token: Token, case: CaseId, now: Moment) -> Result<(Caller, CaseRow), Error> {
    let caller = token.caller(conn, now)?;
    let case = cases::find(conn, case)?;
    let facts = cases::course::facts(conn, &case, now)?;
    if may::see_dispute(&caller, &facts) { Ok((caller, case)) } else { Err(Error::not_found()) }
}
