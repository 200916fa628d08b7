//! What a move's sheet collects, and how it becomes the move to send.

use std::rc::Rc;

use shared::cases::{Case, CaseId, Move, Need, NewTransition, Suggested, Telling, Transition};
use shared::categories::standards::StandardCode;
use shared::categories::{CategoryCode, PhotoNeed};
use shared::grids::GridCode;
use shared::lang::Lang;
use shared::photos::PhotoKind;
use shared::staffing::PersonRef;
use shared::time::{Day, Moment};
use shared::units::{UnitId, UnitLevel};
use yew::prelude::*;

use crate::api::Failure;
use crate::parts::form::Check;
use crate::photo::{Shot, nine};
use crate::words::MoveWords;

/// What the sheet has to know of the case, or of the cases, it moves.
#[derive(Clone, PartialEq, Default)]
pub struct About {
    /// Where the people offered first work.
    pub grid: Option<GridCode>,
    pub category: Option<CategoryCode>,
    /// Where the case lies now.
    pub level: Option<UnitLevel>,
    /// Where a rule would send it, and the rule's words.
    pub suggested: Option<Suggested>,
    pub standard: Option<StandardCode>,
    /// The day until which suspension is asked for.
    pub asked_until: Option<Moment>,
    /// The case itself cannot be merged into itself.
    pub id: Option<CaseId>,
    /// Photos that the category asks for and the case does not have.
    pub lacks_before: bool,
    pub lacks_after: bool,
}

impl About {
    /// One case.
    pub fn one(case: &Case) -> Self {
        let need = case.category.category().photos;
        let has =
            |kinds: &[PhotoKind]| case.photos.iter().chain(case.reports.iter().flat_map(|r| &r.photos)).any(|p| kinds.contains(&p.kind));
        Self {
            grid: Some(case.grid.clone()),
            category: Some(case.category.clone()),
            level: Some(case.level),
            suggested: case.suggested.clone(),
            standard: case.standard.clone(),
            asked_until: case.tallies.asked_until,
            id: Some(case.id),
            lacks_before: need == PhotoNeed::BeforeAndAfter && !has(&[PhotoKind::Scene, PhotoKind::Before]),
            lacks_after: need != PhotoNeed::NotNeeded && !has(&[PhotoKind::After]),
        }
    }
}

/// What was entered so far.
#[derive(Clone, PartialEq, Default)]
pub struct Entered {
    pub reason: String,
    pub note: String,
    pub assignee: Option<PersonRef>,
    pub level: Option<UnitLevel>,
    pub unit: Option<UnitId>,
    pub into: Option<CaseId>,
    pub until: String,
    pub standard: Option<StandardCode>,
    pub before: Vec<Shot>,
    pub after: Vec<Shot>,
}

/// One thing entered.
pub enum Change {
    Reason(String),
    Note(String),
    Assignee(PersonRef),
    Place(UnitLevel, Option<UnitId>),
    Into(CaseId),
    Until(String),
    Standard(StandardCode),
    Before(nine::Change),
    After(nine::Change),
}

impl Reducible for Entered {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut next = (*self).clone();
        match change {
            Change::Reason(words) => next.reason = words,
            Change::Note(words) => next.note = words,
            Change::Assignee(person) => next.assignee = Some(person),
            Change::Place(level, unit) => (next.level, next.unit) = (Some(level), unit),
            Change::Into(case) => next.into = Some(case),
            Change::Until(day) => next.until = day,
            Change::Standard(code) => next.standard = Some(code),
            Change::Before(change) => next.before = nine::apply(&next.before, change),
            Change::After(change) => next.after = nine::apply(&next.after, change),
        }
        Rc::new(next)
    }
}

/// After so many days a case that waits goes on, unless somebody says otherwise.
const WAIT_DAYS: i64 = 7;
const SUSPENSION_DAYS: i64 = 30;

impl Entered {
    /// What is likely, to be changed where it does not fit.
    pub fn likely(row: &Transition, about: &About, now: Moment) -> Self {
        let days = if row.by == Move::Wait { WAIT_DAYS } else { SUSPENSION_DAYS };
        let until = about.asked_until.map_or_else(|| now.day().shifted(days), Moment::day);
        let above = about.level.and_then(UnitLevel::above).filter(|_| row.by == Move::Escalate);
        let suggested = about.suggested.as_ref().filter(|_| row.needs_a(Need::Unit));
        Self {
            level: suggested.map(|it| it.level).or(above),
            unit: suggested.and_then(|it| it.unit.as_ref()).map(|unit| unit.id),
            until: if row.needs_a(Need::Until) { until.as_str().to_owned() } else { String::new() },
            standard: about.standard.clone().filter(|_| row.needs_a(Need::Standard)),
            ..Self::default()
        }
    }

    /// The move to send, or what is missing.
    pub fn read(&self, lang: Lang, row: &Transition, about: &About, now: Moment) -> Result<NewTransition, Failure> {
        let mut check = Check::new(lang);
        let needs = |need| row.needs_a(need);
        check.must("/assignee", !needs(Need::Assignee) || self.assignee.is_some(), lang.choose_assignee());
        check.must("/level", !needs(Need::Unit) || self.level.is_some(), lang.choose_level());
        check.must("/into", !needs(Need::Into) || self.into.is_some(), lang.choose_into());
        check.must("/standard", !needs(Need::Standard) || self.standard.is_some() || !chooses_standard(about), lang.choose_standard());
        check.must("/before", !needs(Need::Photos) || !about.lacks_before || !self.before.is_empty(), lang.before_photos_needed());
        check.must("/after", !needs(Need::Photos) || !about.lacks_after || !self.after.is_empty(), lang.after_photos_needed());
        let until = if needs(Need::Until) { self.until.parse::<Day>().ok().filter(|day| *day > now.day()) } else { None };
        check.must("/until", !needs(Need::Until) || until.is_some(), lang.choose_until());
        let reason = match (needs(Need::Reason), takes_reason(row)) {
            (true, _) => check.read("/reason", &self.reason),
            (false, true) => check.read_optional("/reason", &self.reason),
            (false, false) => None,
        };
        let note = check.read_optional("/note", &self.note);
        let new = NewTransition {
            reason,
            note,
            assignee: self.assignee.as_ref().map(|person| person.id),
            level: self.level,
            unit: self.unit,
            into: self.into,
            until: until.map(|day| day.begins().plus_seconds(WORK_BEGINS)),
            standard: self.standard.clone(),
            ..NewTransition::plain(row.by)
        };
        check.failure().map_or(Ok(new), Err)
    }
}

/// Eight in the morning, in seconds: a case goes on when the office opens.
const WORK_BEGINS: i64 = 8 * 3600;

/// Whether the move gives the case to another level or unit; escalating goes one level up unless somebody says otherwise.
pub fn takes_unit(row: &Transition) -> bool {
    row.needs_a(Need::Unit) || row.by == Move::Escalate
}

/// Whether words can go with the move: those it needs, and those the reporter would read.
pub fn takes_reason(row: &Transition) -> bool {
    row.needs_a(Need::Reason) || row.telling == Telling::Reason
}

/// Whether there is a standard to choose.
pub fn chooses_standard(about: &About) -> bool {
    about.category.as_ref().is_some_and(|code| code.category().standards().len() > 1)
}

#[cfg(test)]
mod tests {
    use shared::cases::{CaseStatus, transition};

    use super::*;

    fn about() -> Option<About> {
        Some(About { category: Some("0302".parse().ok()?), level: Some(UnitLevel::Grid), lacks_after: true, ..About::default() })
    }

    fn faults(by: Move, entered: &Entered) -> Option<Vec<String>> {
        let row = transition(by, CaseStatus::Handling)?;
        let read = entered.read(Lang::Zh, row, &about()?, Moment::from_millis(1_795_000_000_000));
        Some(read.err().map(|failure| failure.fields().iter().map(|field| field.pointer.clone()).collect()).unwrap_or_default())
    }

    #[test]
    fn a_move_asks_for_what_its_row_needs_and_nothing_else() {
        let nothing = Entered::default();
        assert_eq!(faults(Move::Assign, &nothing).as_deref(), Some(&["/assignee".to_owned()][..]));
        assert_eq!(faults(Move::Dispatch, &nothing).as_deref(), Some(&["/level".to_owned()][..]));
        assert_eq!(faults(Move::Suspend, &nothing).as_deref(), Some(&["/until".to_owned(), "/reason".to_owned()][..]));
        let complete = faults(Move::Complete, &nothing).unwrap_or_default();
        assert!(complete.contains(&"/after".to_owned()) && complete.contains(&"/reason".to_owned()));
        assert_eq!(complete.contains(&"/standard".to_owned()), about().is_some_and(|about| chooses_standard(&about)));
    }

    #[test]
    fn what_is_likely_is_filled_in() {
        let now = Moment::from_millis(1_795_000_000_000);
        let likely = |by| {
            let row = transition(by, CaseStatus::Handling)?;
            Some(Entered::likely(row, &about()?, now))
        };
        assert_eq!(likely(Move::Escalate).and_then(|it| it.level), Some(UnitLevel::Village));
        assert_eq!(likely(Move::Wait).map(|it| it.until), Some(now.day().shifted(7).as_str().to_owned()));
        assert_eq!(likely(Move::Assign).map(|it| it.until), Some(String::new()));
    }
}
