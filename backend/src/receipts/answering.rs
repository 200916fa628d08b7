//! What a reporter says after filing: solved or not, a remark, another photo.

use shared::cases::{CaseId, CaseStatus, EventKind, Move, NewTransition};
use shared::may;
use shared::problem::Code;
use shared::receipts::{NewRemark, ReceiptCode, Verdict};
use shared::time::Moment;

use super::rows;
use crate::cases::moving::{self, Actor};
use crate::cases::rows::timeline::{self, Event};
use crate::cases::rows::{self as cases, CaseRow};
use crate::db::Conn;
use crate::error::Error;
use crate::reports::rows::{self as reports, ReportRow};
use crate::{notices, say};

/// So many remarks on one case are read; who has more to say had better call.
const MOST_REMARKS: i64 = 60;

/// A report and the case that is worked on for it.
pub fn of_code(conn: &mut Conn, code: &ReceiptCode) -> Result<(ReportRow, Vec<CaseRow>), Error> {
    let report = reports::by_receipt(conn, code)?;
    let case = cases::find(conn, report.case_id)?;
    Ok((report, rows::followed(conn, case)?))
}

fn main_of(way: Vec<CaseRow>) -> Result<CaseRow, Error> {
    way.into_iter().next_back().ok_or_else(Error::not_found)
}

/// What the reporter can say of the result now. While the result is still to be checked, only the one whose report opened the case
/// can say that it is solved and so end it: others joined in and may not have seen the same.
pub fn moves(conn: &mut Conn, report: &ReportRow, main: &CaseRow, now: Moment) -> Result<Vec<Move>, Error> {
    let mut moves = may::reporter_moves(&cases::course::facts(conn, main, now)?);
    if main.status.is_open() && moves.contains(&Move::Confirm) && rows::opened_with(conn, main.id)? != report.id {
        moves.retain(|by| *by != Move::Confirm);
    }
    Ok(moves)
}

/// 解决了 with stars, or 没解决 with what is left to do.
pub fn judge(conn: &mut Conn, code: &ReceiptCode, verdict: Verdict, now: Moment) -> Result<(), Error> {
    let (report, way) = of_code(conn, code)?;
    let main = main_of(way)?;
    if verdict.rating.is_some_and(|stars| !(1..=5).contains(&stars)) {
        return Err(Error::invalid("/rating", "out_of_range", say!("请选 1 到 5 颗星", "Choose one to five stars")));
    }
    if verdict.rating.is_some() && verdict.by != Move::Confirm {
        return Err(Error::invalid("/rating", "not_allowed", say!("说“解决了”的时候才评星", "Stars go with “it is solved” only")));
    }
    if verdict.by == Move::Confirm && main.status.is_done() {
        let possible = moves(conn, &report, &main, now)?;
        if main.status.is_open() && !possible.contains(&Move::Confirm) {
            let words = say!(
                "还在核查，结案以后您可以评价；没有解决的，现在就可以说",
                "It is still being checked; you can confirm once it is closed. If it is not solved, say so now"
            );
            return Err(Error::new(Code::MoveNotPossible).saying(words).with_moves(possible));
        }
    }
    let transition = NewTransition { reason: verdict.reason, ..NewTransition::plain(verdict.by) };
    moving::make(conn, Actor::Reporter, &main, transition, now)?;
    rows::wrote_last(conn, report.id, main.id)?;
    // What was unsolved has no stars any more.
    rows::rate(conn, main.id, verdict.rating)
}

/// Adds a remark. The same words again, as of a button pressed twice, are one remark.
pub fn remark(conn: &mut Conn, code: &ReceiptCode, new: NewRemark, now: Moment) -> Result<(), Error> {
    let (report, way) = of_code(conn, code)?;
    let main = main_of(way)?;
    must_be_open(&main)?;
    let said = rows::lines_of(conn, report.id)?;
    if said.iter().any(|(_, _, kind, words)| *kind == EventKind::Remarked && words.as_deref() == Some(new.text.as_str())) {
        return Ok(());
    }
    if rows::remarks_on(conn, main.id)? >= MOST_REMARKS {
        return Err(Error::conflict(say!(
            "补充说明已经很多，请直接打电话给网格员",
            "There are many remarks already; please call the grid member"
        )));
    }
    let event = Event { reason: Some(new.text.into()), ..Event::of(&main, EventKind::Remarked, None, now) };
    let id = event.id.clone();
    notices::tell(conn, &main, &event)?;
    timeline::note(conn, event)?;
    rows::wrote(conn, report.id, &id)?;
    rows::touch(conn, main.id, now)?;
    go_on(conn, &main, now)
}

/// Whether something can be added to a report: there is work to do, or photos that were announced have not come yet.
pub fn may_add_photo(conn: &mut Conn, report: &ReportRow) -> Result<(), Error> {
    let case = cases::find(conn, report.case_id)?;
    let main = main_of(rows::followed(conn, case)?)?;
    let there = crate::photos::rows::of_report(conn, report.id)?.len();
    if there < usize::from(report.announced()) { Ok(()) } else { must_be_open(&main) }
}

/// A photo of a resident came to a case: whoever works on it is told, also where the case was merged into another.
pub fn photo_came(conn: &mut Conn, case: CaseId, now: Moment) -> Result<(), Error> {
    let own = cases::find(conn, case)?;
    let main = main_of(rows::followed(conn, own)?)?;
    if main.id != case {
        let event = Event { other: Some(case), ..Event::of(&main, EventKind::PhotoAdded, None, now) };
        timeline::note(conn, event)?;
        rows::touch(conn, main.id, now)?;
    }
    go_on(conn, &main, now)
}

fn must_be_open(main: &CaseRow) -> Result<(), Error> {
    match main.status {
        status if status.is_open() => Ok(()),
        CaseStatus::Closed => Err(Error::conflict(say!(
            "已经办结，不能再补充。没有解决的，请点“没解决”",
            "It is closed and nothing can be added. If it is not solved, say “not solved”"
        ))),
        _ => {
            Err(Error::conflict(say!("这件事已经不在办理，不能再补充", "This matter is not being handled any more; nothing can be added")))
        }
    }
}

/// What waited for the resident goes on by itself.
fn go_on(conn: &mut Conn, main: &CaseRow, now: Moment) -> Result<(), Error> {
    if main.status == CaseStatus::Waiting {
        moving::make(conn, Actor::Clock, main, NewTransition::plain(Move::Resume), now)?;
    }
    Ok(())
}
