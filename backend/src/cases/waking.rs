//! What the clock does to cases: waiting and suspension end, limits are missed. Every server does it every minute, in small batches; a case
//! that another server or a person was faster with is left alone.

use diesel::Connection;
use shared::cases::{CaseId, EventKind, Move, NewTransition, transition};
use shared::problem::Code;
use shared::routing::RuleLate;
use shared::time::Moment;
use shared::units::UnitLevel;

use super::moving::{self, Actor};
use super::opening;
use super::rows::timeline::{self, Event};
use super::rows::{self, CaseRow, due};
use crate::db::Conn;
use crate::error::Error;
use crate::notices;

/// How many cases one transaction takes.
const TOGETHER: i64 = 50;

/// Why a case climbs that nobody moved in time; colleagues read it.
const PROMISE_MISSED: &str = "到期没有办结，按分派规则自动上报一级";

/// What a batch did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Woken {
    pub resumed: usize,
    pub overdue: usize,
    pub escalated: usize,
    /// There is more to do now.
    pub more: bool,
}

/// Takes the next cases whose moment has come.
pub fn wake(conn: &mut Conn, now: Moment) -> Result<Woken, Error> {
    let mut woken = Woken::default();
    let (to_resume, to_tell) = (due::to_resume(conn, now, TOGETHER)?, due::to_tell(conn, now, TOGETHER)?);
    let full = usize::try_from(TOGETHER).unwrap_or_default();
    let is_full = to_resume.len() == full || to_tell.len() == full;
    for id in to_resume {
        woken.resumed += usize::from(alone(conn, |conn| {
            let case = rows::find(conn, id)?;
            let due = case.resume_at.is_some_and(|at| at <= now) && transition(Move::Resume, case.status).is_some();
            if due {
                moving::make(conn, Actor::Clock, &case, NewTransition::plain(Move::Resume), now)?;
            }
            Ok(due)
        })?);
    }
    for id in to_tell {
        let told = alone(conn, |conn| {
            let case = rows::find(conn, id)?;
            Ok(tell_overdue(conn, &case, now)?.is_some())
        })?;
        woken.overdue += usize::from(told);
        woken.escalated += usize::from(told && alone(conn, |conn| escalate(conn, id, now))?);
    }
    woken.more = is_full && woken.resumed + woken.overdue > 0;
    Ok(woken)
}

/// Writes on the timeline that the limit of the present stage was missed, and answers the case as it is marked then; nothing when it was
/// not missed, or when that is written already.
///
/// Whoever wants to be told of overdue cases is told here, in the same transaction: it happens once for every limit that was missed,
/// whether the clock or somebody who moves the case finds it.
pub fn tell_overdue(conn: &mut Conn, case: &CaseRow, now: Moment) -> Result<Option<CaseRow>, Error> {
    let Some(due) = case.due_at.filter(|due| *due < now) else { return Ok(None) };
    if !due::mark_late(conn, case, due)? {
        return Ok(None);
    }
    let event = Event::of(case, EventKind::Overdue, None, now);
    timeline::note(conn, event.clone())?;
    notices::tell(conn, case, &event)?;
    Ok(Some(CaseRow { late_since: case.late_since.or(Some(due)), ..case.clone() }))
}

/// Passes a case up the chain where its rule says so, as far as the command room.
fn escalate(conn: &mut Conn, id: CaseId, now: Moment) -> Result<bool, Error> {
    let case = rows::find(conn, id)?;
    let above = case.level.above().filter(|level| *level <= UnitLevel::SubDistrict);
    let (Some(level), Some(_)) = (above, transition(Move::Escalate, case.status)) else { return Ok(false) };
    let rule = opening::rule_of(conn, &case)?;
    if rule.is_none_or(|rule| rule.late != RuleLate::Escalate) {
        return Ok(false);
    }
    let reason = PROMISE_MISSED.parse().ok();
    let wanted = NewTransition { level: Some(level), reason, ..NewTransition::plain(Move::Escalate) };
    moving::make(conn, Actor::Clock, &case, wanted, now)?;
    Ok(true)
}

/// Works on one case by itself: what goes wrong with it stops no other.
fn alone(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<bool, Error>) -> Result<bool, Error> {
    match conn.transaction(work) {
        Err(error) if matches!(error.code, Code::Busy) => Err(error),
        // Somebody was faster.
        Err(error) if error.code == Code::VersionConflict => Ok(false),
        Err(error) => {
            tracing::error!(%error, "a case could not be woken and will be tried again");
            Ok(false)
        }
        done => done,
    }
}
