//! Reports: what somebody saw.

mod asking;
mod desk;
pub mod filing;
pub mod form;
mod joining;
mod kept;
mod page;
mod placing;
pub mod rows;
mod similar;
mod view;
mod words;

use actix_web::web::{self, Data, Path};
use actix_web::{get, post};
use shared::may;
use shared::reports::{Channel, FiledReport, NewReport, Report, ReportId};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use self::desk::Desk;
use self::filing::{Filer, Filing, file};
use crate::answer::{Answer, Created, Found};
use crate::caller::{MaybeToken, Token};
use crate::db::Db;
use crate::error::Error;
use crate::idempotency::write_once;
use crate::input::{Json, Once};
use crate::photos::addresses::Addresses;
use crate::secrets::Secrets;
use crate::{cases, photos};

pub fn routes(config: &mut ServiceConfig) {
    // The nearer path first.
    similar::routes(config);
    config.service(file_report).service(find_report);
    joining::routes(config);
}

/// The page on which a resident reports.
pub fn pages(config: &mut web::ServiceConfig) {
    config.service(page::ask).service(page::take).service(page::show_known);
}

/// File a report.
///
/// Without a token as a resident, with one as staff. Give `grid`, or a `place` inside one grid. Photos follow on their own. A report
/// sent twice with the same `id`, or the same `Idempotency-Key`, is filed once. Without a token, a few an hour from one address are free;
/// further ones are answered 429 with a `challenge` and need a proof of work in the header `Proof-Of-Work`.
#[utoipa::path(tag = "reports")]
#[post("/reports")]
async fn file_report(desk: Desk, token: MaybeToken, once: Once, new: Json<NewReport>) -> Answer<Created<FiledReport>> {
    let (new, now) = (new.0, Moment::now());
    let proof = match token.0 {
        Some(_) => None,
        None => {
            desk.count()?;
            desk.admit(None, now)?
        }
    };
    let Desk { db, config, map, .. } = desk;
    let filed = write_once(&db, once.of(&new), now, move |conn| {
        let filer = token.caller(conn, now)?.map_or(Filer::Resident(Channel::Api), Filer::Staff);
        file(conn, &map, Filing { filer, new, prints: Vec::new(), proof }, &config.public_url, now)
    })
    .await?;
    let location = format!("/api/v1/reports/{}", filed.answer.id);
    Ok(Created::new(filed.answer, location).replayed(filed.replayed))
}

/// Find a report.
#[utoipa::path(tag = "reports")]
#[get("/reports/{report}")]
async fn find_report(db: Data<Db>, secrets: Data<Secrets>, token: Token, report: Path<ReportId>) -> Answer<Found<Report>> {
    let (id, now) = (*report, Moment::now());
    let addresses = Addresses::at(&secrets, now);
    let report = db
        .read(move |conn| {
            let caller = token.caller(conn, now)?;
            let report = rows::find(conn, id)?;
            let case = cases::rows::find(conn, report.case_id)?;
            let facts = cases::rows::course::facts(conn, &case, now)?;
            if !may::see_case(&caller, &facts) {
                return Err(Error::not_found());
            }
            let filed_by = cases::rows::people_named(conn, [report.filed_by])?.into_values().next();
            let photos = photos::rows::of_report(conn, id)?.iter().map(|row| addresses.photo(row)).collect();
            let with_reporter = may::see_reporter(&caller, &facts, report.filed_by);
            Ok(report.shown(with_reporter, filed_by, photos))
        })
        .await?;
    Ok(Found::new(report))
}
