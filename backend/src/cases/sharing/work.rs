//! How work is shared out.

use shared::cases::sharing::{FinishedPart, Handover, MOST_HANDED_OVER, NewChild, NewHandover, NewPart};
use shared::cases::{CaseAct, CaseFacts, CasePart, CasePartId, CaseRef, EventKind};
use shared::grids::GridCode;
use shared::lang::Lang;
use shared::may::{self, Caller};
use shared::notices::NoticeKind;
use shared::staffing::{AreaCode, PersonId};
use shared::time::Moment;

use crate::cases::rows::timeline::{self, Event};
use crate::cases::rows::{self, CaseRow, Opening, handover, parts};
use crate::cases::{opening, search};
use crate::changes::By;
use crate::db::Conn;
use crate::error::Error;
use crate::notices::Announcement;
use crate::reports::filing::summary;
use crate::staffing::rules::area_fault;
use crate::{notices, say, units};

/// Whether the caller may share out the case, and the case stands where that is still possible.
fn can(conn: &mut Conn, act: CaseAct, caller: &Caller, case: &CaseRow, now: Moment) -> Result<(), Error> {
    let facts = rows::course::facts(conn, case, now)?;
    Error::unless(may::share_out(caller, &facts))?;
    if act.fits(case.status) {
        return Ok(());
    }
    let ((status, what), (status_en, what_en)) =
        ((case.status.label(Lang::Zh), act.label(Lang::Zh)), (case.status.label(Lang::En), act.label(Lang::En)));
    Err(Error::conflict(say!("案件{status}，不能再{what}", "The case is “{status_en}”; it is too late to do this: {what_en}")))
}

/// Splits a case off, and answers it.
pub fn split(conn: &mut Conn, caller: &Caller, case: &CaseRow, new: &NewChild, now: Moment) -> Result<CaseRow, Error> {
    can(conn, CaseAct::Split, caller, case, now)?;
    let elsewhere = new.grid.clone().filter(|grid| *grid != case.grid);
    if let Some(grid) = &elsewhere {
        check_grid(conn, grid, now)?;
    }
    let parent = rows::raise(conn, case, now)?;
    let here = elsewhere.is_none();
    let opening = Opening {
        category: new.category.clone(),
        summary: summary(&new.text),
        grid: elsewhere.unwrap_or_else(|| case.grid.clone()),
        place: case.place().filter(|_| here),
        place_text: case.place_text.clone().filter(|_| here),
        filed_by: Some(caller.person),
        parent: Some(case.id),
    };
    let child = opening::open(conn, opening, now)?;
    search::index(conn, child.id)?;
    for (one, other) in [(&parent, child.id), (&child, parent.id)] {
        let note = Some(new.text.to_string());
        timeline::note(conn, Event { other: Some(other), note, ..Event::of(one, EventKind::Split, Some(caller.person), now) })?;
    }
    Ok(child)
}

fn check_grid(conn: &mut Conn, grid: &GridCode, now: Moment) -> Result<(), Error> {
    let area: AreaCode = grid.as_str().parse().map_err(Error::internal)?;
    match area_fault(conn, &area, &now.day())? {
        None => Ok(()),
        Some(words) => Err(Error::invalid("/grid", "unknown_grid", words)),
    }
}

/// Asks a unit for a part.
pub fn ask_part(conn: &mut Conn, caller: &Caller, case: &CaseRow, new: &NewPart, now: Moment) -> Result<CaseRow, Error> {
    can(conn, CaseAct::AskPart, caller, case, now)?;
    let Some((name, level)) = units::rows::open_one(conn, new.unit, &now.day())? else {
        let words = say!("没有这个单位，或已经撤销", "There is no such unit, or it was closed");
        return Err(Error::invalid("/unit", "unknown_unit", words));
    };
    if case.unit == Some(new.unit) {
        let words = say!("案件就在{name}办理，协办要请别的单位", "The case lies with {name} itself; ask another unit");
        return Err(Error::invalid("/unit", "holds_it", words));
    }
    if parts::of_case(conn, case.id)?.iter().any(|part| part.unit == new.unit && part.done_at.is_none()) {
        return Err(Error::conflict(say!("{name}已有一项协办没有办完", "{name} has a part already that is not done")));
    }
    // Whoever is completing the case at this moment has to look again.
    let case = rows::raise(conn, case, now)?;
    parts::ask(conn, case.id, new, caller.person, now)?;
    search::index(conn, case.id)?;
    let event = Event::of(&case, EventKind::PartAsked, Some(caller.person), now);
    let event = Event { level, unit: Some(new.unit), note: Some(new.task.to_string()), ..event };
    timeline::note(conn, event.clone())?;
    notices::tell(conn, &case, &event)?;
    Ok(case)
}

/// Says that a part is done.
pub fn finish_part(
    conn: &mut Conn,
    caller: &Caller,
    case: &CaseRow,
    part: CasePartId,
    done: &FinishedPart,
    now: Moment,
) -> Result<(), Error> {
    let part = parts::of_case(conn, case.id)?.into_iter().find(|one| one.id == part).ok_or_else(Error::not_found)?;
    let facts = rows::course::facts(conn, case, now)?;
    Error::unless(may::finish_part(caller, &facts, part.unit))?;
    if !case.status.is_open() {
        let (zh, en) = (case.status.label(Lang::Zh), case.status.label(Lang::En));
        return Err(Error::conflict(say!("案件{zh}，协办不用再办", "The case is “{en}”; the part is no longer needed")));
    }
    if !parts::finish(conn, part.id, &done.result, caller.person, now)? {
        return Err(Error::conflict(say!("这一项协办已经办完", "This part is done already")));
    }
    let event = Event::of(case, EventKind::PartDone, Some(caller.person), now);
    let level = units::rows::level_of(conn, part.unit)?;
    let event = Event { level, unit: Some(part.unit), note: Some(done.result.to_string()), ..event };
    timeline::note(conn, event.clone())?;
    notices::tell(conn, case, &event)
}

/// The parts of a case as the caller may see them.
pub fn parts(conn: &mut Conn, case: &CaseRow, facts: &CaseFacts, caller: &Caller) -> Result<Vec<CasePart>, Error> {
    let rows = parts::of_case(conn, case.id)?;
    let units = rows::units_named(conn, rows.iter().map(|part| Some(part.unit)))?;
    let people = rows::people_named(conn, rows.iter().flat_map(|part| [part.asked_by, part.done_by]))?;
    let named = |id: Option<PersonId>| id.and_then(|id| people.get(&id).cloned());
    let shape = |part: parts::PartRow| {
        Some(CasePart {
            unit: units.get(&part.unit).cloned()?,
            may_finish: part.done_at.is_none() && case.status.is_open() && may::finish_part(caller, facts, part.unit),
            id: part.id,
            task: part.task,
            asked_by: named(part.asked_by),
            asked_at: part.asked_at,
            done_by: named(part.done_by),
            done_at: part.done_at,
            result: part.result,
        })
    };
    Ok(rows.into_iter().filter_map(shape).collect())
}

/// Hands one person's open cases to another.
pub fn hand_over(conn: &mut Conn, new: &NewHandover, by: By) -> Result<Handover, Error> {
    if new.from == new.to {
        return Err(Error::invalid("/to", "same_person", say!("请选择另一个人", "Choose somebody else")));
    }
    let people = rows::people_named(conn, [Some(new.from), Some(new.to)])?;
    let Some(from) = people.get(&new.from) else {
        return Err(Error::invalid("/from", "unknown_person", say!("没有这个人", "There is no such person")));
    };
    if !rows::works_today(conn, new.to, &by.at.day())? {
        let words = say!("没有这个人，或他今天没有任何岗位", "There is no such person, or they hold no duty today");
        return Err(Error::invalid("/to", "not_on_duty", words));
    }
    let cases = handover::open_of(conn, new.from, &new.grids, MOST_HANDED_OVER + 1)?;
    if cases.len() > MOST_HANDED_OVER {
        return Err(Error::conflict(say!(
            "未办结的案件超过 {MOST_HANDED_OVER} 件，请按网格分几次移交",
            "There are more than {MOST_HANDED_OVER} open cases; hand them over grid by grid"
        )));
    }
    let name = &from.name;
    let note = match &new.note {
        None => format!("{name} 经办的案件移交"),
        Some(note) => format!("{name} 经办的案件移交：{note}").chars().take(1000).collect(),
    };
    let mut handed = Vec::with_capacity(cases.len());
    for case in &cases {
        let CaseRow { id, number, status, summary, .. } = give(conn, case, new.to, &note, by)?;
        handed.push(CaseRef { id, number, status, summary });
    }
    Ok(Handover { cases: handed })
}

/// Gives one case to another person, and tells that person.
pub fn give(conn: &mut Conn, case: &CaseRow, to: PersonId, note: &str, by: By) -> Result<CaseRow, Error> {
    let moved = handover::hand_over(conn, case, to, note, by)?;
    let kind = NoticeKind::Assigned;
    notices::announce(conn, &moved, Announcement { kind, by: by.person, appellant: None, helper: None, at: by.at })?;
    Ok(moved)
}
