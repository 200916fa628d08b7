//! Cases: the work that follows a report.

mod bulk;
mod export;
pub mod file;
pub mod filters;
pub mod listing;
pub mod moving;
pub mod opening;
pub mod remarking;
pub mod rows;
pub mod search;
pub mod sharing;
pub mod showing;
pub mod templates;
pub mod times;
pub mod waking;

use actix_web::web::{Data, Path};
use actix_web::{get, post};
use shared::cases::queue::CaseCounts;
use shared::cases::{Case, CaseFilter, CaseId, CaseSummary, NewTransition};
use shared::may::{self, Caller};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use self::moving::Actor;
use self::rows::CaseRow;
use crate::answer::{Answer, Found, Listed};
use crate::caller::Token;
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::idempotency::write_once;
use crate::input::{Json, Once, Query, Seen};
use crate::listing::Stretch;
use crate::photos::addresses::Addresses;
use crate::secrets::Secrets;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(list_cases)
        .service(count_cases)
        .service(bulk::move_cases)
        .service(export::export_cases)
        .service(find_case)
        .service(file::case_file)
        .service(move_case);
    filters::routes(config);
    templates::routes(config);
    sharing::routes(config);
    remarking::routes(config);
}

/// List the cases one may see.
///
/// Those of one's own grids and villages, those assigned to oneself or filed by oneself; the command room and the governance office
/// see all. Restricted matters are listed for those who answer for them only.
#[utoipa::path(tag = "cases", params(CaseFilter))]
#[get("/cases")]
async fn list_cases(db: Data<Db>, secrets: Data<Secrets>, token: Token, filter: Query<CaseFilter>) -> Answer<Listed<CaseSummary>> {
    let (filter, now) = (filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, "cases", &filter, filter.cursor.as_deref(), filter.limit)?;
    let addresses = Addresses::at(&secrets, now);
    let page = db
        .read(move |conn| {
            let caller = token.caller(conn, now)?;
            listing::list(conn, &caller, &filter, &stretch, &addresses, now)
        })
        .await?;
    Ok(Listed(page))
}

/// Count what waits.
///
/// How many of the cases one may see wait in each of the queues, are open, and are one's own.
#[utoipa::path(tag = "cases")]
#[get("/cases/counts")]
async fn count_cases(db: Data<Db>, token: Token) -> Answer<Found<CaseCounts>> {
    let now = Moment::now();
    let counts = db
        .read(move |conn| {
            let caller = token.caller(conn, now)?;
            listing::counts(conn, &caller, now)
        })
        .await?;
    Ok(Found::new(counts))
}

/// Find a case.
#[utoipa::path(tag = "cases")]
#[get("/cases/{case}")]
async fn find_case(db: Data<Db>, secrets: Data<Secrets>, token: Token, case: Path<CaseId>) -> Answer<Found<Case>> {
    let (id, now) = (*case, Moment::now());
    let addresses = Addresses::at(&secrets, now);
    let case = db
        .read(move |conn| {
            let (caller, case) = seen_by(conn, token, id, now)?;
            showing::show(conn, case, &caller, &addresses, now)
        })
        .await?;
    let version = case.version;
    Ok(Found::at(case, version).unkept())
}

/// Move a case.
///
/// `move` is one of the case's `moves`. Needs `If-Match`. What else it needs (a `reason`, an `assignee`, a `level` or `unit`, `into`,
/// `until`, a `standard`, photos) is told by the table of moves in `docs/cases.md`, and by the answer when it is missing. A move that the
/// table does not allow now is answered 409 with the `moves` that are possible.
#[utoipa::path(tag = "cases")]
#[post("/cases/{case}/transitions")]
async fn move_case(
    db: Data<Db>,
    secrets: Data<Secrets>,
    token: Token,
    case: Path<CaseId>,
    seen: Seen,
    once: Once,
    wanted: Json<NewTransition>,
) -> Answer<Found<Case>> {
    let (id, wanted, now) = (*case, wanted.0, Moment::now());
    let addresses = Addresses::at(&secrets, now);
    let moved = write_once(&db, once.of(&wanted), now, move |conn| {
        let (caller, case) = seen_by(conn, token, id, now)?;
        seen.check(case.version)?;
        let case = moving::make(conn, Actor::Person(&caller), &case, wanted, now)?;
        showing::show(conn, case, &caller, &addresses, now)
    })
    .await?;
    let version = moved.answer.version;
    Ok(Found::at(moved.answer, version).unkept().replayed(moved.replayed))
}

/// Makes ready what cases need beyond their tables, at the start of a server: the first templates, and the index where it is new.
pub fn ready(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    templates::rows::ship(conn, now)?;
    if search::is_new(conn)? { search::rebuild(conn) } else { Ok(()) }
}

/// The caller and a case he or she may see; otherwise it is as if it were not there.
fn seen_by(conn: &mut Conn, token: Token, case: CaseId, now: Moment) -> Result<(Caller, CaseRow), Error> {
    let caller = token.caller(conn, now)?;
    let case = rows::find(conn, case)?;
    let facts = rows::course::facts(conn, &case, now)?;
    if may::see_case(&caller, &facts) { Ok((caller, case)) } else { Err(Error::not_found()) }
}
