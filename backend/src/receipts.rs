//! Receipts: what became of a report, for the one who filed it.

mod page;
mod view;
mod words;

use actix_web::get;
use actix_web::web::{self, Data, Path};
use shared::cases::{CaseStatus, EventKind, Move};
use shared::grids::grid_title;
use shared::lang::Lang;
use shared::photos::PhotoKind;
use shared::receipts::{Receipt, ReceiptCode, ReceiptStep};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use self::words::Words;
use crate::answer::{Answer, Found};
use crate::caller::Address;
use crate::cases::rows::{self as cases, CaseRow, Event};
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
    let is_done = matches!(case.status, CaseStatus::Completed | CaseStatus::Closed);
    let after = photos.iter().filter(|p| is_done && p.kind == PhotoKind::After).map(|p| addresses.photo(p)).collect();
    let steps = steps(&case, &cases::timeline(conn, case.id)?, report.received_at, lang);
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
        result: case.result.filter(|_| is_done || case.status == CaseStatus::Declined),
        steps,
        code: report.receipt,
        text: report.text.into(),
        received_at: report.received_at,
    })
}

/// The way of a case since this reporter came to it: the moves, with what was promised or explained on the way.
fn steps(case: &CaseRow, timeline: &[Event], received_at: Moment, lang: Lang) -> Vec<ReceiptStep> {
    let moves = timeline.iter().filter(|event| event.kind == EventKind::Moved).filter_map(|event| {
        let happened = in_words(event.by_move?, lang);
        // The result stands on its own; it is not told twice.
        let reason = event.reason.as_ref().filter(|reason| case.result.as_ref() != Some(*reason));
        let words = match (reason, lang) {
            (None, _) => happened,
            (Some(reason), Lang::Zh) => format!("{happened}：{reason}"),
            (Some(reason), Lang::En) => format!("{happened}: {reason}"),
        };
        Some(ReceiptStep { at: event.at, words })
    });
    let mut steps: Vec<ReceiptStep> = moves.chain([ReceiptStep { at: received_at, words: lang.received() }]).collect();
    steps.sort_by_key(|step| step.at);
    steps
}

fn in_words(by: Move, lang: Lang) -> String {
    match by {
        Move::Accept => lang.taken_up(),
        Move::Assign => lang.assigned(),
        Move::Complete => lang.done(),
        Move::Close => lang.closed(),
        Move::Decline => lang.declined(),
    }
}
