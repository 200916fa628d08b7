//! Making a move: every rule that stands in its way, told at once.

use shared::cases::{CaseStatus, Move, NewTransition, Transition, transition};
use shared::categories::PhotoNeed;
use shared::lang::Lang;
use shared::may::{self, Caller};
use shared::photos::PhotoKind;
use shared::problem::Code;
use shared::time::Moment;

use super::rows::{self, CaseRow, Change};
use crate::db::Conn;
use crate::error::{Error, FieldFault, Words};
use crate::input::moved_on;
use crate::{photos, say};

/// Makes the move, or says why it cannot be made. The caller sees the case, and has seen the version it has now.
pub fn make(conn: &mut Conn, caller: &Caller, case: &CaseRow, wanted: NewTransition, now: Moment) -> Result<CaseRow, Error> {
    let row = transition(wanted.by, case.status).ok_or_else(|| not_possible(caller, case, wanted.by))?;
    Error::unless(may::make_move(caller, &case.facts(), row))?;
    let faults = faults(conn, case, row, &wanted, now)?;
    if !faults.is_empty() {
        return Err(Error::fields(faults));
    }
    let change = change(caller, case, row, wanted);
    rows::make(conn, case, change, now)?.ok_or_else(|| moved_on(case.version + 1))
}

fn not_possible(caller: &Caller, case: &CaseRow, by: Move) -> Error {
    let told = |lang: Lang| {
        let moves: Vec<&str> = may::moves(caller, &case.facts()).into_iter().map(|m| m.label(lang)).collect();
        (case.status.label(lang), by.label(lang), moves)
    };
    let ((status, wanted, moves), (status_en, wanted_en, moves_en)) = (told(Lang::Zh), told(Lang::En));
    let (can, can_en) = match moves.is_empty() {
        true => ("您现在不用再做什么".to_owned(), "there is nothing for you to do now".to_owned()),
        false => (format!("现在可以：{}", moves.join("、")), format!("you can now: {}", moves_en.join(", "))),
    };
    Error::new(Code::MoveNotPossible)
        .saying(say!("案件{status}，不能“{wanted}”；{can}", "The case is “{status_en}” and cannot be moved by “{wanted_en}”; {can_en}"))
}

/// What is missing or too much.
fn faults(conn: &mut Conn, case: &CaseRow, row: &Transition, wanted: &NewTransition, now: Moment) -> Result<Vec<FieldFault>, Error> {
    let mut faults = Vec::new();
    if row.needs_reason && wanted.reason.is_none() {
        faults.push(FieldFault::new("/reason", "required", ask_for_reason(row.by)));
    }
    match wanted.assignee {
        None if row.needs_assignee => {
            faults.push(FieldFault::new("/assignee", "required", say!("请选择由谁处理", "Say who shall handle it")))
        }
        Some(_) if !row.needs_assignee => faults.push(FieldFault::new(
            "/assignee",
            "not_allowed",
            say!("这一步不能改派，请用“指派”", "This move does not assign; use assign"),
        )),
        Some(person) if !rows::works_today(conn, person, &now.day())? => {
            faults.push(FieldFault::new(
                "/assignee",
                "not_on_duty",
                say!("没有这个人，或他今天没有任何岗位", "There is no such person, or they hold no duty today"),
            ));
        }
        _ => {}
    }
    if row.needs_after_photo {
        faults.extend(missing_photo(conn, case)?);
    }
    Ok(faults)
}

fn ask_for_reason(by: Move) -> Words {
    match by {
        Move::Complete => say!("请写明怎么处理的，上报人会看到", "Say what was done; the reporter will read it"),
        Move::Decline => say!("请写明为什么不受理，上报人会看到", "Say why it is declined; the reporter will read it"),
        _ => say!("请写明核实和办结的情况，上报人会看到", "Say how it was checked and closed; the reporter will read it"),
    }
}

/// The photo the category asks for and the case does not have. What a reporter photographed counts as before the work.
fn missing_photo(conn: &mut Conn, case: &CaseRow) -> Result<Option<FieldFault>, Error> {
    let need = case.category.category().photos;
    if need == PhotoNeed::NotNeeded {
        return Ok(None);
    }
    let photos = photos::rows::of_case(conn, case.id)?;
    let after = photos.iter().any(|p| p.kind == PhotoKind::After);
    let before = photos.iter().any(|p| p.kind != PhotoKind::After);
    Ok(match need {
        _ if !after => {
            Some(FieldFault::new("", "after_photo_required", say!("请先补一张处置后的照片", "Add a photo taken after the work first")))
        }
        PhotoNeed::BeforeAndAfter if !before => {
            Some(FieldFault::new("", "before_photo_required", say!("请先补一张处置前的照片", "Add a photo taken before the work first")))
        }
        _ => None,
    })
}

fn change(caller: &Caller, case: &CaseRow, row: &Transition, wanted: NewTransition) -> Change {
    let assignee = match row.by {
        Move::Assign => wanted.assignee,
        // Whoever takes a case nobody has is who handles it; the office takes none.
        Move::Accept if !caller.is_office() => case.assignee.or(Some(caller.person)),
        _ => case.assignee,
    };
    let result = match (row.by, case.status) {
        (Move::Complete | Move::Decline, _) | (Move::Close, CaseStatus::Accepted) => wanted.reason.clone(),
        _ => None,
    };
    Change { by_move: row.by, by: caller.person, to: row.to, assignee, reason: wanted.reason, note: wanted.note, result }
}
