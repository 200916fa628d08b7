//! Making a move: every rule that stands in its way, told at once.

mod missing;

use shared::cases::course::{Course, Holder, Moving};
use shared::cases::{CaseFacts, EventKind, Move, Mover, NewTransition, Transition, transition};
use shared::lang::Lang;
use shared::may::{self, Caller};
use shared::problem::Code;
use shared::staffing::PersonId;
use shared::time::Moment;
use shared::units::UnitLevel;

use super::rows::timeline::{self, Event};
use super::rows::{self, CaseRow};
use super::times::CaseTimes;
use super::waking;
use crate::db::Conn;
use crate::error::Error;
use crate::input::moved_on;
use crate::{notices, say};

/// Who makes a move.
#[derive(Clone, Copy)]
pub enum Actor<'a> {
    Person(&'a Caller),
    /// Whoever holds the receipt code.
    Reporter,
    /// A moment that has come.
    Clock,
}

impl Actor<'_> {
    fn person(self) -> Option<PersonId> {
        match self {
            Self::Person(caller) => Some(caller.person),
            Self::Reporter | Self::Clock => None,
        }
    }

    /// The moves this one can make now.
    fn moves(self, facts: &CaseFacts) -> Vec<Move> {
        match self {
            Self::Person(caller) => may::moves(caller, facts),
            Self::Reporter => may::reporter_moves(facts),
            Self::Clock => Vec::new(),
        }
    }

    fn may_make(self, facts: &CaseFacts, row: &Transition) -> Result<(), Error> {
        match self {
            Self::Clock => Ok(()),
            Self::Reporter => Error::unless(row.mover == Mover::Reporter),
            Self::Person(caller) if row.mover == Mover::Verifier && facts.completed_by == Some(caller.person) => Err(Error::forbidden()
                .saying(say!("自己办结的案件要由别人核查", "Who completed a case cannot verify it; somebody else has to"))),
            Self::Person(caller) => Error::unless(may::make_move(caller, facts, row)),
        }
    }
}

/// Makes the move, or says why it cannot be made. The actor sees the case, and has seen the version it has now.
pub fn make(conn: &mut Conn, actor: Actor<'_>, case: &CaseRow, wanted: NewTransition, now: Moment) -> Result<CaseRow, Error> {
    let facts = rows::course::facts(conn, case, now)?;
    let row = transition(wanted.by, case.status).ok_or_else(|| not_possible(actor, &facts, wanted.by))?;
    actor.may_make(&facts, row)?;
    if let Some(guard) = row.guards.iter().find(|guard| !guard.lets_pass(&facts)) {
        let (zh, en) = (guard.label(Lang::Zh), guard.label(Lang::En));
        return Err(Error::new(Code::MoveNotPossible).saying(say!("{zh}", "{en}")).with_moves(actor.moves(&facts)));
    }
    let late = waking::tell_overdue(conn, case, now)?;
    let case = late.as_ref().unwrap_or(case);
    let course = rows::course::of_case(conn, case)?;
    let wanted = missing::completed(wanted, &course, now);
    let faults = missing::faults(conn, case, row, &course, &wanted, now)?;
    if !faults.is_empty() {
        return Err(Error::fields(faults));
    }
    let moving = moving(actor, row, &course, &wanted);
    let times = CaseTimes::of(conn, &case.category)?;
    let next = times.lend(|times| course.after(&moving, times, now));
    let moved = rows::course::save(conn, case, &next, &times, now)?.ok_or_else(|| moved_on(case.version + 1))?;
    let event = Event {
        by_move: Some(row.by),
        other: moving.into,
        until: moving.until,
        reason: moving.reason.map(Into::into),
        note: wanted.note.map(Into::into),
        ..Event::of(&moved, EventKind::Moved, actor.person(), now)
    };
    timeline::note(conn, event.clone())?;
    notices::tell(conn, &moved, &event)?;
    if let Some(into) = moving.into {
        absorb(conn, &moved, into, actor.person(), now)?;
    }
    Ok(moved)
}

/// Writes down on the other case's timeline that one was merged into it.
fn absorb(conn: &mut Conn, merged: &CaseRow, into: shared::cases::CaseId, by: Option<PersonId>, now: Moment) -> Result<(), Error> {
    let main = rows::find(conn, into)?;
    timeline::note(conn, Event { other: Some(merged.id), ..Event::of(&main, EventKind::Absorbed, by, now) })
}

fn not_possible(actor: Actor<'_>, facts: &CaseFacts, by: Move) -> Error {
    let moves = actor.moves(facts);
    let told = |lang: Lang| {
        let names: Vec<&str> = moves.iter().map(|m| m.label(lang)).collect();
        (facts.status.label(lang), by.label(lang), names)
    };
    let ((status, wanted, names), (status_en, wanted_en, names_en)) = (told(Lang::Zh), told(Lang::En));
    let (can, can_en) = match moves.is_empty() {
        true => ("您现在不用再做什么".to_owned(), "there is nothing for you to do now".to_owned()),
        false => (format!("现在可以：{}", names.join("、")), format!("you can now: {}", names_en.join(", "))),
    };
    Error::new(Code::MoveNotPossible)
        .saying(say!("案件{status}，不能“{wanted}”；{can}", "The case is “{status_en}” and cannot be moved by “{wanted_en}”; {can_en}"))
        .with_moves(moves)
}

fn moving(actor: Actor<'_>, transition: &'static Transition, course: &Course, wanted: &NewTransition) -> Moving {
    let level = wanted.level.or(match wanted.by {
        Move::Escalate => course.holder.level.above(),
        _ => wanted.unit.map(|_| UnitLevel::SubDistrict),
    });
    // Whoever takes a case is who handles it; the command room takes none for itself.
    let by = match actor {
        Actor::Person(caller) if transition.by == Move::Take && caller.is_office() && course.assignee.is_some() => course.assignee,
        actor => actor.person(),
    };
    Moving {
        transition,
        by,
        reason: wanted.reason.clone(),
        assignee: wanted.assignee,
        to: level.map(|level| Holder { level, unit: wanted.unit }),
        into: wanted.into,
        until: wanted.until,
        standard: wanted.standard.clone(),
    }
}
