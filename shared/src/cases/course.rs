//! The course of a case: what moves change. A pure function of the course, the row of the table and what the move brought along.

use crate::categories::standards::StandardCode;
use crate::categories::{CategoryCode, Limit};
use crate::sla::{Calendar, Clock, Stage};
use crate::staffing::PersonId;
use crate::time::Moment;
use crate::units::{UnitId, UnitLevel};

use super::guards::{Ask, Degree};
use super::moves::{ClockEffect, Move, Transition};
use super::status::CaseStatus;
use super::{CaseId, Reason};

/// Where a case lies: a level, and at the sub-district and the county an office or department.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    pub level: UnitLevel,
    pub unit: Option<UnitId>,
}

/// What was used of the handling time when a holder had to let go of the case.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parked {
    pub holder: Holder,
    pub clock: Clock,
}

/// What moves change.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    pub status: CaseStatus,
    pub holder: Holder,
    pub assignee: Option<PersonId>,
    pub standard: Option<StandardCode>,
    /// `None` once the case has ended.
    pub clock: Option<Clock>,
    pub parked: Option<Parked>,
    pub degree: Degree,
    pub asked: Option<Ask>,
    pub asked_until: Option<Moment>,
    /// When waiting or suspension ends by itself.
    pub resume_at: Option<Moment>,
    pub bounces: i32,
    pub extensions: i32,
    pub suspensions: i32,
    pub reworks: i32,
    pub reopenings: i32,
    pub completed_by: Option<PersonId>,
    /// What the reporter said of the result.
    pub solved: Option<bool>,
    /// When the first stage that was late should have ended.
    pub late_since: Option<Moment>,
    pub merged_into: Option<CaseId>,
    /// What was done or why it was declined, in words the reporter reads.
    pub result: Option<String>,
    pub closed_at: Option<Moment>,
}

/// A move with what it brings along.
#[derive(Debug, Clone, PartialEq)]
pub struct Moving {
    pub transition: &'static Transition,
    /// `None` for the reporter and the clock.
    pub by: Option<PersonId>,
    pub reason: Option<Reason>,
    pub assignee: Option<PersonId>,
    /// Where it is dispatched or escalated to.
    pub to: Option<Holder>,
    pub into: Option<CaseId>,
    pub until: Option<Moment>,
    pub standard: Option<StandardCode>,
}

/// The times that hold for a case.
pub struct Times<'a> {
    pub calendar: &'a Calendar,
    /// The limit of a stage; of handling under the standard that was chosen.
    pub limit: &'a dyn Fn(Stage, Option<&StandardCode>) -> Limit,
}

impl Times<'_> {
    /// The limits as shipped.
    pub fn default_limit(category: &CategoryCode, stage: Stage, standard: Option<&StandardCode>) -> Limit {
        match (stage, standard) {
            (Stage::Handle, Some(standard)) => standard.standard().limit,
            _ => crate::sla::default_limit(category, stage),
        }
    }
}

impl Course {
    /// A case that was just filed lies with its grid, and the command room has to accept it.
    pub fn filed(assignee: Option<PersonId>, times: &Times<'_>, now: Moment) -> Self {
        Self {
            status: CaseStatus::Filed,
            holder: Holder { level: UnitLevel::Grid, unit: None },
            assignee,
            standard: None,
            clock: Some(Clock::start(Stage::Accept, (times.limit)(Stage::Accept, None), now)),
            parked: None,
            degree: Degree::None,
            asked: None,
            asked_until: None,
            resume_at: None,
            bounces: 0,
            extensions: 0,
            suspensions: 0,
            reworks: 0,
            reopenings: 0,
            completed_by: None,
            solved: None,
            late_since: None,
            merged_into: None,
            result: None,
            closed_at: None,
        }
    }

    /// The course after a move. The caller has checked that the table, the guards and the permissions allow it.
    #[must_use]
    pub fn after(&self, moving: &Moving, times: &Times<'_>, now: Moment) -> Self {
        let mut next = self.clone();
        next.status = moving.transition.leads_to(self.status);
        next.standard = moving.standard.clone().or(next.standard);
        next.note_lateness(times.calendar, now);
        next.hand_over(moving);
        next.count(moving);
        if next.status != CaseStatus::Handling {
            (next.asked, next.asked_until) = (None, None);
        }
        if !matches!(next.status, CaseStatus::Waiting | CaseStatus::Suspended) {
            next.resume_at = None;
        }
        if next.status == CaseStatus::Closed {
            next.closed_at = self.closed_at.or(Some(now));
        }
        self.turn_clock(&mut next, moving.transition.clock, times, now);
        next
    }

    /// Remembers the first limit that was missed.
    pub fn note_lateness(&mut self, calendar: &Calendar, now: Moment) {
        if let Some(clock) = self.clock.filter(|clock| clock.is_overdue(calendar, now)) {
            self.late_since = self.late_since.or_else(|| clock.due(calendar)).or(Some(now));
        }
    }

    /// With whom the case lies afterwards.
    fn hand_over(&mut self, moving: &Moving) {
        match moving.transition.by {
            Move::Take | Move::SelfHandle => self.assignee = moving.by.or(self.assignee),
            Move::Assign => self.assignee = moving.assignee,
            Move::Dispatch | Move::Escalate => {
                self.holder = moving.to.unwrap_or(self.holder);
                self.assignee = None;
            }
            Move::Return => {
                self.holder = Holder { level: UnitLevel::SubDistrict, unit: None };
                self.assignee = None;
            }
            _ => {}
        }
    }

    /// What else the move leaves behind.
    fn count(&mut self, moving: &Moving) {
        let reason = || moving.reason.as_ref().map(ToString::to_string);
        match moving.transition.by {
            Move::Return => self.bounces += 1,
            Move::AskExtension => self.asked = Some(Ask::Extension),
            Move::AskSuspension => (self.asked, self.asked_until) = (Some(Ask::Suspension), moving.until),
            Move::Extend => (self.extensions, self.asked) = (self.extensions + 1, None),
            Move::Suspend => (self.suspensions, self.resume_at) = (self.suspensions + 1, moving.until),
            Move::Wait => self.resume_at = moving.until,
            Move::Refuse => (self.asked, self.asked_until) = (None, None),
            Move::Complete | Move::SelfHandle => (self.completed_by, self.result, self.solved) = (moving.by, reason(), None),
            Move::Close => self.result = self.result.take().or_else(reason),
            Move::Decline | Move::Void => self.result = reason(),
            Move::Rework => (self.reworks, self.completed_by, self.result) = (self.reworks + 1, None, None),
            Move::Confirm => self.solved = Some(true),
            Move::Reopen => {
                // Only what was done can be unsolved; what was declined is looked at for the first time.
                if self.completed_by.is_some() || self.closed_at.is_some() {
                    (self.reopenings, self.solved) = (self.reopenings + 1, Some(false));
                }
                (self.completed_by, self.closed_at, self.result) = (None, None, None);
            }
            Move::Merge => self.merged_into = moving.into,
            Move::Unmerge => self.merged_into = None,
            Move::Remind => self.degree = Degree::Reminded,
            Move::YellowCard => self.degree = Degree::Yellow,
            Move::RedCard => self.degree = Degree::Red,
            Move::Lift => self.degree = Degree::None,
            Move::Accept | Move::Take | Move::Dispatch | Move::Assign | Move::Escalate | Move::Update | Move::Resume | Move::Verify => {}
        }
    }

    fn turn_clock(&self, next: &mut Self, effect: ClockEffect, times: &Times<'_>, now: Moment) {
        let start = |stage, standard: Option<&StandardCode>| Clock::start(stage, (times.limit)(stage, standard), now);
        match effect {
            ClockEffect::Keep => {}
            ClockEffect::Begin(stage) => {
                next.parked = self.parked_at(times.calendar, now);
                let left = next.parked.filter(|parked| stage == Stage::Handle && parked.holder == next.holder);
                next.clock = Some(left.map_or_else(|| start(stage, next.standard.as_ref()), |parked| parked.clock.resume(now)));
            }
            ClockEffect::Renew(stage) => {
                next.parked = None;
                next.clock = Some(start(stage, next.standard.as_ref()));
            }
            ClockEffect::Pause => next.clock = self.clock.map(|clock| clock.pause(times.calendar, now)),
            ClockEffect::Resume => next.clock = self.clock.map(|clock| clock.resume(now)),
            // Once more what the stage was given at first.
            ClockEffect::Extend => {
                let first = |clock: &Clock| clock.allotted / i64::from(self.extensions + 1);
                next.clock = self.clock.map(|clock| Clock { allotted: clock.allotted + first(&clock), ..clock });
            }
            ClockEffect::Stop => (next.clock, next.parked) = (None, None),
        }
    }

    /// The handling time as it stands when the stage is left, or as it stood when it was left before.
    fn parked_at(&self, calendar: &Calendar, now: Moment) -> Option<Parked> {
        match self.clock {
            Some(clock) if clock.stage == Stage::Handle => Some(Parked { holder: self.holder, clock: clock.pause(calendar, now) }),
            _ => self.parked,
        }
    }
}

#[cfg(test)]
mod tests;
