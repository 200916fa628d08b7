//! The steps, taken by those who may take them.

use shared::appeals::{NewAppeal, NewReview};
use shared::cases::sharing::{FinishedPart, NewChild, NewPart};
use shared::cases::{CaseId, EventKind, Move, NewTransition};
use shared::may::Caller;
use shared::receipts::{NewRemark, Verdict};
use shared::staffing::{Duty, PersonId};
use shared::time::Moment;
use shared::units::{UnitId, UnitLevel};

use super::telling::{hand_over, mediate};
use super::{Act, Affairs, Doing, Other, Scheduled, Step, Who};
use crate::appeals::deciding;
use crate::cases::moving::{self, Actor};
use crate::cases::rows::timeline::{self, Event};
use crate::cases::rows::{self, CaseRow, parts};
use crate::cases::sharing::work;
use crate::cases::waking;
use crate::db::Conn;
use crate::demo::staff::Staff;
use crate::demo::units;
use crate::error::Error;
use crate::input::Seen;
use crate::notices;
use crate::receipts::answering;

/// One step about to be taken.
struct Scene<'a> {
    affairs: &'a Affairs,
    staff: &'a Staff,
    scheduled: &'a Scheduled,
    step: &'a Step,
    at: Moment,
    now: Moment,
}

impl Affairs {
    /// Takes all steps so far; the cases were written down before.
    pub fn act(&mut self, conn: &mut Conn, staff: &Staff, now: Moment) -> Result<(), Error> {
        for scheduled in std::mem::take(&mut self.scheduled) {
            let scene = Scene { affairs: self, staff, scheduled: &scheduled, step: &scheduled.step, at: scheduled.at, now };
            let split = scene.play(conn).map_err(|error| {
                let (affair, step) = (&scheduled.affair, &scheduled.step);
                Error::internal(anyhow::anyhow!("{affair}: {:?} by {:?} at {}: {error}", step.does, step.who, step.at))
            })?;
            if let Some((name, case)) = scheduled.step.case.clone().zip(split) {
                self.cases.insert(name, case);
            }
        }
        Ok(())
    }
}

impl Scene<'_> {
    /// Answers a case that was split off.
    fn play(&self, conn: &mut Conn) -> Result<Option<CaseId>, Error> {
        let (step, at) = (self.step, self.at);
        if step.does == Doing::Act(Act::Wake) {
            waking::wake(conn, at)?;
            return Ok(None);
        }
        let case = self.case(conn)?;
        match step.does {
            Doing::Move(by) => self.make(conn, &case, by)?,
            Doing::Act(Act::File) => notices::tell(conn, &case, &Event::of(&case, EventKind::Filed, case.filed_by, at))?,
            Doing::Act(Act::Join) => {
                timeline::note_arrival(conn, case.id, EventKind::Joined, None, at)?;
                notices::tell(conn, &case, &Event::of(&case, EventKind::Joined, None, at))?;
            }
            Doing::Act(Act::Photo) => timeline::note_arrival(conn, case.id, EventKind::PhotoAdded, case.assignee, at)?,
            Doing::Act(Act::Remark) => answering::remark(conn, &self.scheduled.receipt, NewRemark { text: self.words()? }, at)?,
            Doing::Act(Act::Split) => {
                let category = step.category.clone().ok_or_else(|| missing("a category"))?;
                let new = NewChild { category, text: self.words()?, grid: None };
                return Ok(Some(work::split(conn, &self.caller(&case)?, &case, &new, at)?.id));
            }
            Doing::Act(Act::AskPart) => {
                let new = NewPart { unit: self.unit()?.0, task: self.words()? };
                work::ask_part(conn, &self.caller(&case)?, &case, &new, at)?;
            }
            Doing::Act(Act::FinishPart) => self.finish_part(conn, &case)?,
            Doing::Act(Act::Appeal) => {
                deciding::file(conn, &self.caller(&case)?, &case, NewAppeal { reason: self.words()?, photos: Vec::new() }, at)?;
            }
            Doing::Act(Act::Review) => self.review(conn, &case)?,
            Doing::Act(Act::Mediate) => {
                let made = step.step.as_ref().ok_or_else(|| missing("a step"))?;
                mediate(conn, &self.caller(&case)?, &case, made, [at, self.now])?;
            }
            Doing::Act(Act::HandOver) => {
                let made = step.handover.as_ref().ok_or_else(|| missing("a handover"))?;
                hand_over(conn, &self.caller(&case)?, &case, made, [at, self.now])?;
            }
            Doing::Act(Act::Wake) => {}
        }
        Ok(None)
    }

    /// The case as it stands then; what was late by then has been told, as the clock of a server would have.
    fn case(&self, conn: &mut Conn) -> Result<CaseRow, Error> {
        let split = self.step.case.as_ref().filter(|_| self.step.does != Doing::Act(Act::Split));
        let id = self.id(split.unwrap_or(&self.scheduled.affair))?;
        let case = rows::find(conn, id)?;
        if let Some(due) = case.due_at.filter(|due| *due < self.at) {
            waking::tell_overdue(conn, &case, due.plus_seconds(40).min(self.at))?;
        }
        rows::find(conn, id)
    }

    fn id(&self, name: &str) -> Result<CaseId, Error> {
        self.affairs.cases.get(name).copied().ok_or_else(|| missing(name))
    }

    fn make(&self, conn: &mut Conn, case: &CaseRow, by: Move) -> Result<(), Error> {
        let (step, at) = (self.step, self.at);
        if step.who == Who::Other(Other::Reporter) {
            let verdict = Verdict { by, reason: self.words().ok(), rating: step.stars };
            return answering::judge(conn, &self.scheduled.receipt, verdict, at);
        }
        let (unit, level) = step.to.as_ref().map(|_| self.unit()).transpose()?.unzip();
        let completes = matches!(by, Move::Complete | Move::SelfHandle);
        let standard = case.category.category().standards().first().filter(|_| completes).and_then(|first| first.code.parse().ok());
        let assignee = step.assignee.and_then(|duty| self.person(case, duty));
        let into = step.into.as_ref().map(|name| self.id(name)).transpose()?;
        let wanted = NewTransition {
            by,
            reason: self.words().ok(),
            assignee,
            level,
            unit,
            into,
            until: step.until.map(|days| self.now.plus_seconds(days * 86_400)),
            standard,
            note: step.note.as_ref().and_then(|note| note.parse().ok()),
        };
        match step.who {
            Who::Duty(_) => moving::make(conn, Actor::Person(&self.caller(case)?), case, wanted, at)?,
            Who::Other(_) => moving::make(conn, Actor::Clock, case, wanted, at)?,
        };
        Ok(())
    }

    fn finish_part(&self, conn: &mut Conn, case: &CaseRow) -> Result<(), Error> {
        let unit = self.unit()?.0;
        let part = parts::of_case(conn, case.id)?.into_iter().find(|part| part.unit == unit).ok_or_else(|| missing("a part"))?;
        let done = FinishedPart { result: self.words()? };
        work::finish_part(conn, &self.caller(case)?, case, part.id, &done, self.at)
    }

    fn review(&self, conn: &mut Conn, case: &CaseRow) -> Result<(), Error> {
        let appeal = crate::appeals::rows::of_case(conn, case.id)?.ok_or_else(|| missing("an appeal"))?;
        let review = NewReview { uphold: self.step.yes, reason: self.words()? };
        let seen = Seen::of(appeal.version);
        deciding::review(conn, &self.caller(case)?, appeal, review, seen, self.at)?;
        Ok(())
    }

    fn words<T: TryFrom<String>>(&self) -> Result<T, Error> {
        let words = self.step.words.clone().ok_or_else(|| missing("words"))?;
        T::try_from(words).map_err(|_| missing("words that fit"))
    }

    fn unit(&self) -> Result<(UnitId, UnitLevel), Error> {
        self.step.to.as_deref().and_then(units::named).ok_or_else(|| missing("a unit"))
    }

    fn caller(&self, case: &CaseRow) -> Result<Caller, Error> {
        let Who::Duty(duty) = self.step.who else { return Err(missing("a person")) };
        let person = self.person(case, duty).ok_or_else(|| missing("somebody on duty"))?;
        Ok(self.staff.caller(person, &self.at.day()))
    }

    /// Who does the work of a duty for the case; a handler is one of the unit that is asked, or else of the one that has the case.
    fn person(&self, case: &CaseRow, duty: Duty) -> Option<PersonId> {
        let asked = self.unit().ok().filter(|_| self.step.does == Doing::Act(Act::FinishPart)).map(|(unit, _)| unit);
        match duty {
            Duty::Handler => self.staff.handler(asked.or(case.unit)?, &self.at.day()),
            duty => self.staff.works_at(&self.scheduled.grid, duty, self.at),
        }
    }
}

/// The file says something that cannot be.
fn missing(what: &str) -> Error {
    Error::internal(anyhow::anyhow!("the affairs of the demo name none: {what}"))
}
