//! Appeals against lateness.

pub mod deciding;
pub mod rows;
mod showing;

use actix_web::web::{Data, Path};
use actix_web::{get, post};
use shared::appeals::{Appeal, AppealFilter, AppealId, NewAppeal, NewReview};
use shared::cases::CaseId;
use shared::may::{self, Caller};
use shared::problem::Code;
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use self::rows::AppealRow;
use crate::answer::{Answer, Created, Found, Listed};
use crate::caller::Token;
use crate::cases::rows as cases;
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::input::{Json, Query, Seen};
use crate::listing::Stretch;
use crate::photos::addresses::Addresses;
use crate::secrets::Secrets;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_appeals).service(find_appeal).service(file_appeal).service(review_appeal);
}

/// List the appeals one may see.
///
/// The command room and the governance office see all, everybody else the own ones; with `case`, the appeal of a case that one could have
/// appealed oneself. Newest first.
#[utoipa::path(tag = "appeals", params(AppealFilter))]
#[get("/appeals")]
async fn list_appeals(db: Data<Db>, secrets: Data<Secrets>, token: Token, filter: Query<AppealFilter>) -> Answer<Listed<Appeal>> {
    let (filter, now) = (filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, "appeals", &filter, filter.cursor.as_deref(), filter.limit)?;
    let addresses = Addresses::at(&secrets, now);
    let page = db
        .read(move |conn| {
            let caller = token.caller(conn, now)?;
            let all = may::see_appeals(&caller) || of_own_case(conn, &caller, filter.case.map(CaseId::from), now)?;
            let page = rows::list(conn, &filter, (!all).then_some(caller.person), &stretch)?;
            showing::page(conn, page, &caller, &addresses)
        })
        .await?;
    Ok(Listed(page))
}

/// Whether it is asked for the appeal of a case that the caller could have appealed.
fn of_own_case(conn: &mut Conn, caller: &Caller, case: Option<CaseId>, now: Moment) -> Result<bool, Error> {
    let Some(case) = case else { return Ok(false) };
    let case = match cases::find(conn, case) {
        Ok(case) => case,
        // Of a case that is not there, there is no appeal to list.
        Err(error) if error.code == Code::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    Ok(may::appeal(caller, &cases::course::facts(conn, &case, now)?))
}

/// Find an appeal.
#[utoipa::path(tag = "appeals")]
#[get("/appeals/{appeal}")]
async fn find_appeal(db: Data<Db>, secrets: Data<Secrets>, token: Token, appeal: Path<AppealId>) -> Answer<Found<Appeal>> {
    let (id, now) = (*appeal, Moment::now());
    let addresses = Addresses::at(&secrets, now);
    let appeal = db
        .read(move |conn| {
            let (caller, appeal) = seen_by(conn, token, id, now)?;
            showing::one(conn, appeal, &caller, &addresses)
        })
        .await?;
    let version = appeal.version;
    Ok(Found::at(appeal, version).unkept())
}

/// Appeal against the lateness of a case.
///
/// Once a case, within 10 working days of its closing, by those who handled it. `If-Match` is the case's. The case's own photos may be
/// pointed to.
#[utoipa::path(tag = "appeals")]
#[post("/cases/{case}/appeal")]
async fn file_appeal(
    db: Data<Db>,
    secrets: Data<Secrets>,
    token: Token,
    case: Path<CaseId>,
    seen: Seen,
    new: Json<NewAppeal>,
) -> Answer<Created<Appeal>> {
    let (id, new, now) = (*case, new.0, Moment::now());
    let addresses = Addresses::at(&secrets, now);
    let appeal = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            let case = cases::find(conn, id)?;
            let facts = cases::course::facts(conn, &case, now)?;
            if !may::see_case(&caller, &facts) {
                return Err(Error::not_found());
            }
            Error::unless(may::appeal(&caller, &facts))?;
            seen.check(case.version)?;
            let appeal = deciding::file(conn, &caller, &case, new, now)?;
            showing::one(conn, appeal, &caller, &addresses)
        })
        .await?;
    let (location, version) = (format!("/api/v1/appeals/{}", appeal.id), appeal.version);
    Ok(Created::new(appeal, location).at(version))
}

/// Review an appeal.
///
/// The command room first, the governance office second; neither who appealed, nor one person twice. It is upheld only if both agree: then
/// the case stays late but statistics leave it out. `If-Match` is the appeal's.
#[utoipa::path(tag = "appeals")]
#[post("/appeals/{appeal}/reviews")]
async fn review_appeal(
    db: Data<Db>,
    secrets: Data<Secrets>,
    token: Token,
    appeal: Path<AppealId>,
    seen: Seen,
    review: Json<NewReview>,
) -> Answer<Found<Appeal>> {
    let (id, review, now) = (*appeal, review.0, Moment::now());
    let addresses = Addresses::at(&secrets, now);
    let appeal = db
        .write(move |conn| {
            let (caller, appeal) = seen_by(conn, token, id, now)?;
            let appeal = deciding::review(conn, &caller, appeal, review, seen, now)?;
            showing::one(conn, appeal, &caller, &addresses)
        })
        .await?;
    let version = appeal.version;
    Ok(Found::at(appeal, version).unkept())
}

/// The caller and an appeal he or she may see; otherwise it is as if it were not there.
fn seen_by(conn: &mut Conn, token: Token, id: AppealId, now: Moment) -> Result<(Caller, AppealRow), Error> {
    let caller = token.caller(conn, now)?;
    let appeal = rows::find(conn, id)?;
    let seen = may::see_appeals(&caller) || appeal.appellant == caller.person || of_own_case(conn, &caller, Some(appeal.case_id), now)?;
    if seen { Ok((caller, appeal)) } else { Err(Error::not_found()) }
}
