//! Receipts: what became of a report, for the one who filed it.

mod page;
mod view;
mod words;

use actix_web::get;
use actix_web::web::{self, Data, Path};
use shared::cases::{CaseStatus, Telling, transition};
use shared::grids::grid_title;
use shared::lang::Lang;
use shared::photos::PhotoKind;
use shared::receipts::{Receipt, ReceiptCode, ReceiptStep};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use self::words::Words;
use crate::answer::{Answer, Found};
use crate::caller::Address;
use crate::cases::rows::timeline::Event;
use crate::cases::rows::{self as cases, CaseRow};
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::input::Speak;
use crate::limits::{Limited, Limits};
use crate::photos;
use crate::photos::addresses::Addresses;
use crate::reports;
use crate::secrets::Secrets;

pub fn routes(config: &mut ServiceConfig) {
    config.service(find_receipt);
}

/// The pages on which a resident follows a report.
pub fn pages(config: &mut web::ServiceConfig) {
    config.service(page::show).service(page::add_photos);
}

/// Find out what became of a report.
///
/// Public: the receipt code is the key. Names and notes of staff stay inside.
#[utoipa::path(tag = "receipts")]
#[get("/receipts/{code}")]
async fn find_receipt(
    db: Data<Db>,
    secrets: Data<Secrets>,
    limits: Data<Limits>,
    from: Address,
    lang: Speak,
    code: Path<ReceiptCode>,
) -> Answer<Found<Receipt>> {
    limits.count(Limited::Lookup, from)?;
    let addresses = Addresses::at(&secrets, Moment::now());
    let receipt = db.read(move |conn| find(conn, &code, lang.0, &addresses)).await?;
    Ok(Found::new(receipt))
}

/// The receipt of a code.
pub fn find(conn: &mut Conn, code: &ReceiptCode, lang: Lang, addresses: &Addresses) -> Result<Receipt, Error> {
    let report = reports::rows::by_receipt(conn, code)?;
    let case = cases::find(conn, report.case_id)?;
    let (grid, village) = cases::names_of(conn, &report.grid)?;
    let photos = photos::rows::of_case(conn, case.id)?;
    let own = photos.iter().filter(|p| p.report_id == Some(report.id)).map(|p| addresses.photo(p)).collect();
    let is_done = case.status.is_done();
    let after = photos.iter().filter(|p| is_done && p.kind == PhotoKind::After).map(|p| addresses.photo(p)).collect();
    let steps = steps(&case, &cases::timeline::of_case(conn, case.id)?, report.received_at, lang);
    let category = report.category.category();
    Ok(Receipt {
        status: case.status,
        status_words: case.status.to_reporter(lang).into(),
        category_label: category.label(lang).into(),
        promise: category.limit.in_words(lang),
        grid_name: grid_title(village.short(), &grid),
        photo_count: report.announced(),
        photos: own,
        after_photos: after,
        result: case.result.filter(|_| is_done || matches!(case.status, CaseStatus::Declined | CaseStatus::Void)),
        steps,
        code: report.receipt,
        text: report.text.into(),
        received_at: report.received_at,
    })
}

/// The way of a case since this reporter came to it: what the table of moves tells the reporter.
fn steps(case: &CaseRow, timeline: &[Event], received_at: Moment, lang: Lang) -> Vec<ReceiptStep> {
    let mut steps = vec![ReceiptStep { at: received_at, words: lang.received() }];
    let mut from = CaseStatus::Filed;
    for event in timeline {
        let row = event.by_move.and_then(|by| transition(by, from));
        from = event.status;
        let Some((row, happened)) = row.filter(|row| row.telling != Telling::Silent).map(|row| (row, row.by.to_reporter(lang))) else {
            continue;
        };
        // The result stands on its own; it is not told twice.
        let reason = event.reason.as_ref().filter(|reason| row.telling == Telling::Reason && case.result.as_ref() != Some(*reason));
        let words = match (reason, lang) {
            (None, _) => happened.to_owned(),
            (Some(reason), Lang::Zh) => format!("{happened}：{reason}"),
            (Some(reason), Lang::En) => format!("{happened}: {reason}"),
        };
        steps.push(ReceiptStep { at: event.at, words });
    }
    steps.sort_by_key(|step| step.at);
    steps
}
