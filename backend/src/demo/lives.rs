//! What became of each sighting: the case that followed, move by move, as far as it got until now.

mod pace;
mod papers;
mod work;

use shared::cases::course::{Course, Holder, Moving, Times};
use shared::cases::{CaseId, CaseStatus, EventKind, Move, Need, transition};
use shared::categories::CategoryCode;
use shared::categories::standards::StandardCode;
use shared::photos::PhotoKind;
use shared::receipts::ReceiptCode;
use shared::reports::{Channel, ReportId};
use shared::sla::{Calendar, Stage};
use shared::staffing::{Duty, PersonId};
use shared::time::Moment;

use super::chance::Chance;
use super::names;
use super::scenes::{Scene, Subject};
use super::year::{Sighting, Year};

/// One case with all that belongs to it.
pub struct Life {
    pub id: CaseId,
    /// The first report opens the case, others join it.
    pub reports: Vec<Report>,
    /// In order of time.
    pub events: Vec<Event>,
    pub photos: Vec<Shot>,
    pub leader: Option<PersonId>,
    pub full_time: Option<PersonId>,
    /// As of now.
    pub course: Course,
    /// The limit that was missed last; the timeline says so.
    pub told_due: Option<Moment>,
}

pub struct Report {
    pub id: ReportId,
    pub receipt: ReceiptCode,
    pub sighting: Sighting,
    pub photos: u8,
}

/// A line of the timeline.
#[derive(Debug, Clone)]
pub struct Event {
    pub at: Moment,
    pub kind: EventKind,
    pub by_move: Option<Move>,
    pub by: Option<PersonId>,
    /// As it was afterwards.
    pub course: Course,
    pub until: Option<Moment>,
    pub reason: Option<String>,
    pub note: Option<String>,
}

/// A photo of a case.
#[derive(Debug, Clone)]
pub struct Shot {
    pub scene: Scene,
    pub kind: PhotoKind,
    pub report: Option<ReportId>,
    pub by: Option<PersonId>,
    pub at: Moment,
}

/// One in so many reports tells what somebody told already.
const JOINING: usize = 17;
/// Kinds with fewer reports than this in a year keep all of them.
const RARE: usize = 6;
/// Of what is older than this many days, much was done before anybody was asked for photos.
const BEFORE_PHOTOS: i64 = 120;

/// Lives all of it. Sightings come, and cases leave, in order of time.
pub fn live(year: &Year<'_>, sightings: Vec<Sighting>) -> anyhow::Result<Vec<Life>> {
    let mut chance = Chance::of("lives");
    let mut lives: Vec<Life> = Vec::new();
    let mut since_last = 0;
    for sighting in sightings {
        since_last += 1;
        let twin = if since_last >= JOINING { joinable(year, &lives, &sighting) } else { None };
        match twin.and_then(|twin| lives.get_mut(twin)) {
            Some(life) => {
                life.join(year, sighting, &mut chance);
                since_last = 0;
            }
            None => lives.push(Life::begin(year, sighting, &mut chance)?),
        }
    }
    Ok(lives)
}

/// A case that was still open when the sighting came in, and which everybody sees.
fn joinable(year: &Year<'_>, lives: &[Life], sighting: &Sighting) -> Option<usize> {
    let open = |life: &Life| {
        life.reports.len() < 3 && life.course.closed_at.is_none_or(|at| at > sighting.at) && life.course.status != CaseStatus::Declined
    };
    let common = year.stories.of(&sighting.category).is_some_and(|kind| kind.share >= RARE);
    let shared = |life: &Life| life.reports.iter().all(|r| !r.sighting.category.category().restricted && r.sighting.at < sighting.at);
    lives.iter().rposition(|life| shared(life) && open(life)).filter(|_| common)
}

impl Life {
    /// A case as it is filed, before anybody moves it; its report is still to come.
    pub fn filed(year: &Year<'_>, sighting: &Sighting, chance: &mut Chance) -> Self {
        let (at, day, grid) = (sighting.at, sighting.at.day(), sighting.grid.as_str());
        let (staff, by) = (year.staff, sighting.filed_by);
        let course = timed(&sighting.category, |times| Course::filed(staff.works(grid, Duty::FullTime, &day), times, at));
        let (until, reason, note) = Default::default();
        Self {
            id: chance.id(at).into(),
            reports: Vec::new(),
            events: vec![Event { at, kind: EventKind::Filed, by_move: None, by, course: course.clone(), until, reason, note }],
            photos: Vec::new(),
            leader: staff.on(grid, Duty::Leader, &day),
            full_time: staff.on(grid, Duty::FullTime, &day),
            course,
            told_due: None,
        }
    }

    fn begin(year: &Year<'_>, sighting: Sighting, chance: &mut Chance) -> anyhow::Result<Self> {
        let (at, mut life) = (sighting.at, Self::filed(year, &sighting, chance));
        let drawn = Subject::of(&sighting.category).is_none_or(|subject| year.size.draws(subject));
        let with_photos = (year.now.seconds_since(at) < BEFORE_PHOTOS * 86_400 || chance.happens(0.35)) && drawn;
        life.take(sighting, with_photos, chance);
        life.work(year, with_photos, chance)?;
        life.stop_at(year.now);
        Ok(life)
    }

    /// Adds a report with what was photographed on the spot.
    fn take(&mut self, sighting: Sighting, with_photos: bool, chance: &mut Chance) {
        let share = match sighting.channel {
            Channel::App => 0.6,
            Channel::Board | Channel::Api => 0.45,
            Channel::ChatGroup | Channel::Visit => 0.3,
            Channel::Phone => 0.0,
        };
        let id: ReportId = chance.id(sighting.at).into();
        let subject = Subject::of(&sighting.category).filter(|_| with_photos && chance.happens(share));
        if let Some(subject) = subject {
            // The app sends photos after the report; a resident's form brings them along.
            let later = if sighting.channel == Channel::Board { 0 } else { chance.between(4, 40) };
            let at = sighting.at.plus_seconds(later);
            self.photos.push(Shot {
                scene: Scene { subject, solved: false },
                kind: PhotoKind::Scene,
                report: Some(id),
                by: sighting.filed_by,
                at,
            });
            if later > 0 {
                self.note(Event { at, kind: EventKind::PhotoAdded, by: sighting.filed_by, ..self.line(at) });
            }
        }
        self.reports.push(Report { id, receipt: ReceiptCode::from_random(chance.bytes()), photos: u8::from(subject.is_some()), sighting });
    }

    /// Somebody else tells the same: the report joins the case.
    fn join(&mut self, year: &Year<'_>, mut sighting: Sighting, chance: &mut Chance) {
        let Some(first) = self.reports.first() else { return };
        let same = &first.sighting;
        if let Some(kind) = year.stories.of(&same.category) {
            sighting.told = year.stories.tell(kind, chance.below(9), true, chance);
        }
        (sighting.category, sighting.grid, sighting.place, sighting.told.place) =
            (same.category.clone(), same.grid.clone(), same.place, same.told.place.clone());
        // Residents do not join cases themselves: whoever takes the call or reads the group does.
        sighting.channel = if chance.happens(0.5) { Channel::Phone } else { Channel::ChatGroup };
        sighting.reporter.get_or_insert_with(|| (names::name(chance.happens(0.5), chance), names::resident_phone(chance)));
        sighting.filed_by = year.staff.works(&sighting.grid, Duty::FullTime, &sighting.at.day());
        let (at, by) = (sighting.at, sighting.filed_by);
        self.note(Event { kind: EventKind::Joined, by, ..self.line(at) });
        self.reports.push(Report { id: chance.id(at).into(), receipt: ReceiptCode::from_random(chance.bytes()), photos: 0, sighting });
    }

    /// A line that changes nothing, as things stood at a moment.
    fn line(&self, at: Moment) -> Event {
        let before = self.events.iter().rev().find(|e| e.at <= at).or(self.events.first());
        let course = before.map_or_else(|| self.course.clone(), |e| e.course.clone());
        Event { at, kind: EventKind::PhotoAdded, by_move: None, by: None, course, until: None, reason: None, note: None }
    }

    fn note(&mut self, event: Event) {
        let place = self.events.partition_point(|e| e.at <= event.at);
        self.events.insert(place, event);
    }

    fn shoot(&mut self, scene: Scene, kind: PhotoKind, at: Moment, by: Option<PersonId>) {
        self.photos.push(Shot { scene, kind, report: None, by, at });
        self.note(Event { by, ..self.line(at) });
    }

    /// Makes a move that the table allows, and says so when it does not.
    fn make(&mut self, step: Step) -> anyhow::Result<()> {
        let Step { by_move, at, by, reason, note, .. } = step.clone();
        let row = transition(by_move, self.course.status)
            .ok_or_else(|| anyhow::anyhow!("the demo makes a move that is not there: {by_move} out of {}", self.course.status))?;
        let brought = |need| match need {
            Need::Reason => reason.is_some(),
            Need::Assignee => step.assignee.is_some(),
            Need::Unit => step.to.is_some(),
            Need::Until => step.until.is_some(),
            Need::Into | Need::Photos | Need::Standard => true,
        };
        anyhow::ensure!(row.needs.iter().all(|need| brought(*need)), "the demo leaves out what {by_move} needs");
        let moving = Moving {
            transition: row,
            by,
            reason: reason.as_ref().map(|reason| reason.parse()).transpose()?,
            assignee: step.assignee,
            to: step.to,
            into: None,
            until: step.until,
            standard: None,
        };
        let category = self.reports.first().map(|report| report.sighting.category.clone());
        let category = category.ok_or_else(|| anyhow::anyhow!("a case of the demo without a report"))?;
        self.note_missed(at);
        self.course = timed(&category, |times| self.course.after(&moving, times, at));
        self.note(Event {
            at,
            kind: EventKind::Moved,
            by_move: Some(by_move),
            by,
            course: self.course.clone(),
            until: step.until,
            reason,
            note,
        });
        Ok(())
    }

    /// A limit that was missed by a moment stands on the timeline, as the clock would have written it there.
    fn note_missed(&mut self, by_then: Moment) {
        let due = self.course.clock.and_then(|clock| clock.due(Calendar::shipped())).filter(|due| *due < by_then);
        let Some(due) = due.filter(|due| self.told_due != Some(*due)) else { return };
        self.told_due = Some(due);
        self.course.note_lateness(Calendar::shipped(), by_then);
        let at = due.plus_seconds(40).min(by_then);
        self.note(Event { at, kind: EventKind::Overdue, course: self.course.clone(), ..self.line(at) });
    }

    /// Forgets what lies in the future.
    fn stop_at(&mut self, now: Moment) {
        self.events.retain(|e| e.at <= now);
        self.photos.retain(|p| p.at <= now);
        if let Some(last) = self.events.last() {
            self.course = last.course.clone();
        }
        let told = self.events.iter().rev().find(|e| e.kind == EventKind::Overdue);
        self.told_due = told.and_then(|e| e.course.clock).and_then(|clock| clock.due(Calendar::shipped()));
        self.note_missed(now);
    }
}

/// The times as shipped.
fn timed<T>(category: &CategoryCode, f: impl FnOnce(&Times<'_>) -> T) -> T {
    let limit = |stage: Stage, standard: Option<&StandardCode>| Times::default_limit(category, stage, standard);
    f(&Times { calendar: Calendar::shipped(), limit: &limit })
}

/// A move to make.
#[derive(Clone)]
struct Step {
    by_move: Move,
    at: Moment,
    by: Option<PersonId>,
    reason: Option<String>,
    note: Option<String>,
    assignee: Option<PersonId>,
    to: Option<Holder>,
    until: Option<Moment>,
}

impl Step {
    fn of(by_move: Move, at: Moment, by: Option<PersonId>) -> Self {
        Self { by_move, at, by, reason: None, note: None, assignee: None, to: None, until: None }
    }

    fn because(self, reason: impl Into<String>) -> Self {
        Self { reason: Some(reason.into()), ..self }
    }
}

#[cfg(test)]
mod tests;
