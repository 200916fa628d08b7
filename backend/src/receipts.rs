//! Receipts: what became of a report, for the one who filed it, and what he says about it.

pub mod answering;
mod page;
pub mod rows;
mod steps;
mod view;
mod words;

use actix_web::web::{self, Data, Path};
use actix_web::{get, post};
use shared::cases::{CaseStatus, Move};
use shared::grids::grid_title;
use shared::lang::Lang;
use shared::photos::PhotoKind;
use shared::receipts::{NewRemark, Receipt, ReceiptCode, Verdict};
use shared::sla::{Stage, promise_in_words};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{Answer, Found};
use crate::caller::Address;
use crate::cases::rows::{self as cases};
use crate::cases::times::CaseTimes;
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::input::{Json, Speak};
use crate::limits::Limits;
use crate::photos;
use crate::photos::addresses::Addresses;
use crate::secrets::Secrets;

pub fn routes(config: &mut ServiceConfig) {
    config.service(find_receipt).service(judge).service(remark);
}

/// The pages on which a resident follows a report.
pub fn pages(config: &mut web::ServiceConfig) {
    config.service(page::show).service(page::add_photos).service(page::judge).service(page::remark);
}

/// Find out what became of a report.
///
/// Public: the receipt code is the key. Names and notes of staff stay inside. Whoever tries too many codes that do not exist waits.
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
    let now = Moment::now();
    let addresses = Addresses::at(&secrets, now);
    let found = db.read(move |conn| find(conn, &code, lang.0, &addresses, now));
    Ok(Found::new(limits.look_up(from, now, found).await?))
}

/// Say whether it is solved.
///
/// Public: the receipt code is the key. `confirm` (解决了, with `rating`) or `reopen` (没解决, with a `reason`), as `moves` of the receipt
/// says. Reopening is possible until 30 days after closing, and the clock begins anew.
#[utoipa::path(tag = "receipts")]
#[post("/receipts/{code}/transitions")]
async fn judge(
    db: Data<Db>,
    secrets: Data<Secrets>,
    limits: Data<Limits>,
    from: Address,
    lang: Speak,
    code: Path<ReceiptCode>,
    verdict: Json<Verdict>,
) -> Answer<Found<Receipt>> {
    let now = Moment::now();
    let addresses = Addresses::at(&secrets, now);
    let judged = db.write(move |conn| {
        answering::judge(conn, &code, verdict.0, now)?;
        find(conn, &code, lang.0, &addresses, now)
    });
    Ok(Found::new(limits.look_up(from, now, judged).await?).unkept())
}

/// Add a remark to one's report.
///
/// Public: the receipt code is the key. While there is work to do; a case that waits for the resident goes on by itself.
#[utoipa::path(tag = "receipts")]
#[post("/receipts/{code}/remarks")]
async fn remark(
    db: Data<Db>,
    secrets: Data<Secrets>,
    limits: Data<Limits>,
    from: Address,
    lang: Speak,
    code: Path<ReceiptCode>,
    new: Json<NewRemark>,
) -> Answer<Found<Receipt>> {
    let now = Moment::now();
    let addresses = Addresses::at(&secrets, now);
    let remarked = db.write(move |conn| {
        answering::remark(conn, &code, new.0, now)?;
        find(conn, &code, lang.0, &addresses, now)
    });
    Ok(Found::new(limits.look_up(from, now, remarked).await?).unkept())
}

/// The receipt of a code.
pub fn find(conn: &mut Conn, code: &ReceiptCode, lang: Lang, addresses: &Addresses, now: Moment) -> Result<Receipt, Error> {
    let (report, way) = answering::of_code(conn, code)?;
    let main = way.last().ok_or_else(Error::not_found)?;
    let (grid, village) = cases::names_of(conn, &report.grid)?;
    let own = photos::rows::of_report(conn, report.id)?.iter().map(|p| addresses.photo(p)).collect();
    let work = if main.status.is_done() { photos::rows::of_case(conn, main.id)? } else { Vec::new() };
    let of_work = |kind| work.iter().filter(|p| p.kind == kind && p.report_id.is_none()).map(|p| addresses.photo(p)).collect();
    let timelines: Vec<_> = way.iter().map(|case| cases::timeline::of_case(conn, case.id)).collect::<Result<_, _>>()?;
    let lines = rows::lines_of(conn, report.id)?;
    let (rating, _) = cases::course::verdict(conn, main.id)?;
    let course = cases::course::of_case(conn, main)?;
    let moves = answering::moves(conn, &report, main, now)?;
    let category = report.category.category();
    // A standard for a special situation that was chosen has a limit of its own.
    let standard = course.standard.as_ref().filter(|_| main.category == report.category);
    let promise = CaseTimes::of(conn, &report.category)?.lend(|times| (times.limit)(Stage::Handle, standard));
    let promised = main.due_at.map(|due| words::due(main.status, &promise_in_words(due, now, lang), lang));
    let due_words = promised.or_else(|| main.resume_at.map(|at| words::goes_on(main.status, &at.day(), lang)));
    let has_result = main.status.is_done() || matches!(main.status, CaseStatus::Declined | CaseStatus::Void);
    let is_open = main.status.is_open();
    Ok(Receipt {
        status: main.status,
        status_words: main.status.to_reporter(lang).into(),
        level: is_open.then_some(main.level),
        due_at: main.due_at,
        due_words,
        merged: way.len() > 1,
        category_label: category.label(lang).into(),
        promise: promise.in_words(lang),
        grid_name: grid_title(village.short(), &grid),
        photo_count: report.announced(),
        photos: own,
        before_photos: of_work(PhotoKind::Before),
        after_photos: of_work(PhotoKind::After),
        result: main.result.clone().filter(|_| has_result),
        solved: course.solved.filter(|_| !is_open),
        rating: rating.and_then(|stars| u8::try_from(stars).ok()),
        can_add: is_open,
        steps: steps::steps(report.received_at, &timelines, &lines, main.result.as_deref(), lang),
        moves: moves.into_iter().filter(|by| matches!(by, Move::Confirm | Move::Reopen)).collect(),
        code: report.receipt,
        text: report.text.into(),
        received_at: report.received_at,
    })
}
