//! A case as a phone carries it: its row in lists, its clock as of now, and how it stands after moves that are not sent yet.

use serde::{Deserialize, Serialize};

use super::course::{Course, Holder, Moving, Times};
use super::guards::CaseFacts;
use super::moves::{Move, transition};
use super::{Case, CaseClock, CaseEvent, CaseSummary, CaseTallies, EventKind, NewTransition};
use crate::may::{self, Caller};
use crate::sla::{Calendar, Clock, Light};
use crate::staffing::{PersonId, PersonRef};
use crate::time::Moment;

/// What a phone's lists show of a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CarriedCase {
    pub summary: CaseSummary,
    pub clock: Option<CaseClock>,
}

impl CarriedCase {
    /// With its light as of `now`.
    #[must_use]
    pub fn at(&self, calendar: &Calendar, now: Moment) -> CaseSummary {
        let light = self.clock.as_ref().map_or(Light::Green, |clock| clock.at(calendar, now).light);
        CaseSummary { light, ..self.summary.clone() }
    }
}

impl From<&Case> for CarriedCase {
    fn from(case: &Case) -> Self {
        let first = case.reports.iter().flat_map(|report| &report.photos).chain(&case.photos).next();
        let summary = CaseSummary {
            id: case.id,
            number: case.number.clone(),
            status: case.status,
            category: case.category.clone(),
            summary: case.summary.clone(),
            grid: case.grid.clone(),
            grid_name: case.grid_name.clone(),
            village_name: case.village_name.clone(),
            place_text: case.place_text.clone(),
            point: case.place.as_ref().map(|place| place.point),
            level: case.level,
            unit: case.unit.clone(),
            assignee: case.assignee.clone(),
            thumbnail_url: first.map(|photo| photo.thumbnail_url.clone()),
            due_at: case.clock.as_ref().and_then(|clock| clock.due_at),
            light: case.clock.as_ref().map_or(Light::Green, |clock| clock.light),
            degree: case.degree,
            filed_at: case.filed_at,
            version: case.version,
            updated_at: case.updated_at,
        };
        Self { summary, clock: case.clock.clone() }
    }
}

impl CaseClock {
    /// The clock as it reads now, whenever it was told.
    #[must_use]
    pub fn at(&self, calendar: &Calendar, now: Moment) -> Self {
        let clock = self.running(calendar);
        Self { remaining_ms: clock.remaining(calendar, now), light: clock.light(calendar, now), ..self.clone() }
    }

    /// The clock this was read from: one that runs will have used all it was given when it is due.
    fn running(&self, calendar: &Calendar) -> Clock {
        let since = self.due_at.map(|due| calendar.after(self.unit, due, -self.allotted_ms));
        let used = if since.is_some() { 0 } else { self.allotted_ms - self.remaining_ms };
        Clock { stage: self.stage, unit: self.unit, allotted: self.allotted_ms, used, since }
    }

    fn read(clock: &Clock, calendar: &Calendar, now: Moment) -> Self {
        Self {
            stage: clock.stage,
            unit: clock.unit,
            allotted_ms: clock.allotted,
            remaining_ms: clock.remaining(calendar, now),
            due_at: clock.due(calendar),
            light: clock.light(calendar, now),
        }
    }
}

impl Case {
    /// The case with its clock, and with what the caller can do, as of now.
    #[must_use]
    pub fn at(&self, caller: &Caller, calendar: &Calendar, now: Moment) -> Self {
        let mut case = self.clone();
        case.clock = self.clock.as_ref().map(|clock| clock.at(calendar, now));
        case.moves = may::moves(caller, &case.facts(now));
        case
    }

    /// What permissions and guards need to know of it.
    pub fn facts(&self, now: Moment) -> CaseFacts {
        CaseFacts {
            grid: self.grid.clone(),
            status: self.status,
            category: self.category.clone(),
            level: self.level,
            unit: self.unit.as_ref().map(|unit| unit.id),
            assignee: self.assignee.as_ref().map(|person| person.id),
            filed_by: self.reports.first().and_then(|report| report.filed_by.as_ref()).map(|person| person.id),
            completed_by: self.completed_by(),
            parts: self.parts.iter().map(|part| part.unit.id).collect(),
            parts_open: self.parts.iter().any(|part| part.done_at.is_none()),
            children_open: self.related.iter().any(|other| other.status.is_open()),
            degree: self.degree,
            asked: self.tallies.asked,
            extensions: self.tallies.extensions,
            suspensions: self.tallies.suspensions,
            late: self.clock.as_ref().is_some_and(|clock| clock.light == Light::Red),
            confirmed: self.tallies.solved == Some(true),
            closed_at: self.closed_at,
            now,
        }
    }

    /// Who completed it, unless it was taken up again since.
    fn completed_by(&self) -> Option<PersonId> {
        self.timeline.iter().fold(None, |by, event| match event.by_move {
            Some(Move::Complete | Move::SelfHandle) => event.by.as_ref().map(|person| person.id),
            Some(Move::Rework | Move::Reopen) => None,
            _ => by,
        })
    }

    /// The case as a move will leave it that was made on this phone and is not sent yet. A move that is not possible leaves it as it is:
    /// the server will say so.
    #[must_use]
    pub fn after(&self, made: &NewTransition, by: &PersonRef, calendar: &Calendar, at: Moment) -> Self {
        let Some(row) = transition(made.by, self.status) else { return self.clone() };
        let to = made.level.or_else(|| self.level.above().filter(|_| made.by == Move::Escalate));
        let moving = Moving {
            transition: row,
            by: Some(by.id),
            reason: made.reason.clone(),
            assignee: made.assignee,
            to: to.map(|level| Holder { level, unit: made.unit }),
            into: made.into,
            until: made.until,
            standard: made.standard.clone(),
        };
        let limit = |stage, standard: Option<&_>| Times::default_limit(&self.category, stage, standard);
        let course = self.course(calendar, at).after(&moving, &Times { calendar, limit: &limit }, at);
        let mut case = self.led(course, by, calendar, at);
        case.timeline.push(case.told(made, by, at));
        case
    }

    fn course(&self, calendar: &Calendar, at: Moment) -> Course {
        Course {
            status: self.status,
            holder: Holder { level: self.level, unit: self.unit.as_ref().map(|unit| unit.id) },
            assignee: self.assignee.as_ref().map(|person| person.id),
            standard: self.standard.clone(),
            clock: self.clock.as_ref().map(|clock| clock.running(calendar)),
            parked: None,
            degree: self.degree,
            asked: self.tallies.asked,
            asked_until: self.tallies.asked_until,
            resume_at: self.tallies.resume_at,
            bounces: self.tallies.bounces,
            extensions: self.tallies.extensions,
            suspensions: self.tallies.suspensions,
            reworks: self.tallies.reworks,
            reopenings: self.tallies.reopenings,
            completed_by: self.facts(at).completed_by,
            solved: self.tallies.solved,
            late_since: self.tallies.late_since,
            merged_into: self.merged_into.as_ref().map(|other| other.id),
            result: None,
            closed_at: self.closed_at,
        }
    }

    /// The case with what a course has become.
    fn led(&self, course: Course, by: &PersonRef, calendar: &Calendar, at: Moment) -> Self {
        let known = [self.assignee.as_ref(), self.leader.as_ref(), self.full_time.as_ref(), Some(by)];
        let assignee = course.assignee.and_then(|id| known.into_iter().flatten().find(|person| person.id == id));
        let tallies = CaseTallies {
            bounces: course.bounces,
            extensions: course.extensions,
            suspensions: course.suspensions,
            reworks: course.reworks,
            reopenings: course.reopenings,
            asked: course.asked,
            asked_until: course.asked_until,
            resume_at: course.resume_at,
            late_since: course.late_since,
            solved: course.solved,
            ..self.tallies.clone()
        };
        Self {
            status: course.status,
            level: course.holder.level,
            unit: self.unit.clone().filter(|unit| Some(unit.id) == course.holder.unit),
            assignee: assignee.cloned(),
            standard: course.standard,
            degree: course.degree,
            clock: course.clock.map(|clock| CaseClock::read(&clock, calendar, at)),
            tallies,
            closed_at: course.closed_at,
            ..self.clone()
        }
    }

    /// The line of the timeline that a move made by somebody will be.
    fn told(&self, made: &NewTransition, by: &PersonRef, at: Moment) -> CaseEvent {
        CaseEvent {
            at,
            kind: EventKind::Moved,
            by_move: Some(made.by),
            by: Some(by.clone()),
            status: self.status,
            level: self.level,
            unit: self.unit.clone(),
            assignee: self.assignee.clone(),
            other: made.into,
            until: made.until,
            reason: made.reason.as_ref().map(ToString::to_string),
            note: made.note.as_ref().map(ToString::to_string),
        }
    }
}
