//! 我也遇到: a further report of a matter that is known already, with a receipt of its own.

use actix_web::post;
use actix_web::web::Path;
use shared::cases::CaseId;
use shared::reports::{Channel, FiledReport, MeToo, NewReport, ReportText};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use super::desk::Desk;
use super::filing::{Filer, Filing, file};
use crate::answer::{Answer, Created};
use crate::caller::MaybeToken;
use crate::cases;
use crate::db::Conn;
use crate::error::Error;
use crate::idempotency::write_once;
use crate::input::{Json, Once};
use crate::receipts;
use crate::say;

pub fn routes(config: &mut ServiceConfig) {
    config.service(me_too);
}

/// Say that a case is one's own matter too.
///
/// Files a report that belongs to the case and answers with a receipt for it. Public for open cases of unrestricted categories, as
/// `GET /reports/similar` shows them; with a token for those one may see. Anonymous ones count like other reports.
#[utoipa::path(tag = "reports")]
#[post("/cases/{case}/me-too")]
async fn me_too(desk: Desk, token: MaybeToken, case: Path<CaseId>, once: Once, new: Json<MeToo>) -> Answer<Created<FiledReport>> {
    let (id, new, now) = (*case, new.0, Moment::now());
    let proof = match token.0 {
        Some(_) => None,
        None => {
            desk.count()?;
            desk.admit(None, now)?
        }
    };
    let Desk { db, config, map, .. } = desk;
    let filed = write_once(&db, once.of(&new), now, move |conn| {
        let caller = token.caller(conn, now)?;
        let new = joining(conn, id, new, caller.is_none())?;
        let filer = caller.map_or(Filer::MeToo(Channel::Api), Filer::Staff);
        file(conn, &map, Filing { filer, new, prints: Vec::new(), proof }, &config.public_url, now)
    })
    .await?;
    let location = format!("/api/v1/reports/{}", filed.answer.id);
    Ok(Created::new(filed.answer, location).replayed(filed.replayed))
}

/// The report that joins the case, or the one the case was merged into. `public`: whoever asks may know of unrestricted cases only.
pub fn joining(conn: &mut Conn, case: CaseId, new: MeToo, public: bool) -> Result<NewReport, Error> {
    let case = cases::rows::find(conn, case)?;
    let case = receipts::rows::followed(conn, case)?.pop().ok_or_else(Error::not_found)?;
    if public && case.restricted {
        return Err(Error::not_found());
    }
    if !case.status.is_open() {
        return Err(Error::conflict(say!(
            "这件事已经办结或不在办理。如果又出现了，请作为新的问题上报",
            "This matter is not open any more. If it is there again, please report it anew"
        )));
    }
    let said = || ReportText::try_from("我也遇到同样的事".to_owned()).map_err(Error::internal);
    Ok(NewReport {
        id: new.id,
        category: case.category,
        text: new.text.map_or_else(said, Ok)?,
        grid: Some(case.grid),
        place: new.place,
        place_text: new.place_text,
        channel: None,
        reporter: new.reporter,
        captured_at: None,
        photo_count: new.photo_count,
        joins: Some(case.id),
    })
}
