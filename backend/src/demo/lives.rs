//! What became of each sighting: the case that followed, move by move, as far as it got until now.

mod pace;
mod papers;

use shared::cases::{CaseId, CaseStatus, EventKind, Move, transition};
use shared::categories::PhotoNeed;
use shared::photos::PhotoKind;
use shared::receipts::ReceiptCode;
use shared::reports::{Channel, ReportId};
use shared::staffing::{Duty, PersonId};
use shared::time::Moment;

use self::pace::Pace;
use super::chance::Chance;
use super::names;
use super::scenes::{Scene, Subject};
use super::staff::Staff;
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
    pub status: CaseStatus,
    pub assignee: Option<PersonId>,
    pub result: Option<String>,
    pub closed_at: Option<Moment>,
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
    pub status: CaseStatus,
    pub assignee: Option<PersonId>,
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
    let open =
        |life: &Life| life.reports.len() < 3 && life.closed_at.is_none_or(|at| at > sighting.at) && life.status != CaseStatus::Declined;
    let common = year.stories.of(&sighting.category).is_some_and(|kind| kind.share >= RARE);
    let shared = |life: &Life| life.reports.iter().all(|r| !r.sighting.category.category().restricted && r.sighting.at < sighting.at);
    lives.iter().rposition(|life| shared(life) && open(life)).filter(|_| common)
}

impl Life {
    fn begin(year: &Year<'_>, sighting: Sighting, chance: &mut Chance) -> anyhow::Result<Self> {
        let (at, day, grid) = (sighting.at, sighting.at.day(), sighting.grid.clone());
        let (staff, filed_by) = (year.staff, sighting.filed_by);
        let assignee = staff.works(&grid, Duty::FullTime, &day);
        let mut life = Self {
            id: chance.id(at).into(),
            reports: Vec::new(),
            events: vec![Event {
                at,
                kind: EventKind::Filed,
                by_move: None,
                by: filed_by,
                status: CaseStatus::Filed,
                assignee,
                reason: None,
                note: None,
            }],
            photos: Vec::new(),
            leader: staff.on(&grid, Duty::Leader, &day),
            full_time: staff.on(&grid, Duty::FullTime, &day),
            status: CaseStatus::Filed,
            assignee,
            result: None,
            closed_at: None,
        };
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
        let (status, assignee) = before.map_or((CaseStatus::Filed, self.assignee), |e| (e.status, e.assignee));
        Event { at, kind: EventKind::PhotoAdded, by_move: None, by: None, status, assignee, reason: None, note: None }
    }

    fn note(&mut self, event: Event) {
        let place = self.events.partition_point(|e| e.at <= event.at);
        self.events.insert(place, event);
    }

    /// Goes the way of the case to its end, whenever that may be.
    fn work(&mut self, year: &Year<'_>, with_photos: bool, chance: &mut Chance) -> anyhow::Result<()> {
        let Some(Report { sighting, photos, .. }) = self.reports.first() else { return Ok(()) };
        let (category, grid, told, filed_by) = (sighting.category.category(), sighting.grid.clone(), &sighting.told, sighting.filed_by);
        let (done, refused, has_photo) = (told.done.clone(), told.refused.clone(), *photos > 0);
        let pace = Pace::of(category.limit);
        let office = Office::of(year.staff, &grid, sighting.at, chance);
        let mut at = pace.accepted(sighting.at, chance);
        if !category.restricted && filed_by.is_none_or(|_| chance.happens(0.1)) && chance.happens(0.12) {
            return self.make(Move::Decline, at, office.dispatcher, None, Some(refused), None);
        }
        let on_the_spot = category.self_handle && filed_by.is_some() && filed_by == self.assignee && chance.happens(0.5);
        let to_office = !category.self_handle && chance.happens(0.45);
        if on_the_spot {
            at = sighting.at.plus_seconds(chance.between(60, 300));
        }
        let (coming, note) = if on_the_spot { (None, None) } else { year.stories.accepting(category, chance) };
        match to_office {
            true => self.make(Move::Assign, at, office.dispatcher, office.handler, coming, note)?,
            false => self.make(Move::Accept, at, self.assignee, None, coming, note)?,
        }
        let worker = self.assignee;
        let finished = if on_the_spot { at.plus_seconds(chance.between(600, 3300)) } else { pace.completed(at, chance) };
        let needs = category.photos;
        if if needs == PhotoNeed::NotNeeded { chance.happens(0.3) } else { !with_photos } {
            return self.make(Move::Close, finished, office.dispatcher, None, Some(done), None);
        }
        if let Some(subject) = Subject::of(category.code).filter(|_| needs != PhotoNeed::NotNeeded) {
            if needs == PhotoNeed::BeforeAndAfter && !has_photo {
                self.shoot(
                    Scene { subject, solved: false },
                    PhotoKind::Before,
                    finished.plus_seconds(-chance.between(900, 2400)).max(at.plus_seconds(30)),
                    worker,
                );
            }
            self.shoot(
                Scene { subject, solved: true },
                PhotoKind::After,
                finished.plus_seconds(-chance.between(20, 200)).max(at.plus_seconds(60)),
                worker,
            );
        }
        self.make(Move::Complete, finished, worker, None, Some(done), None)?;
        let closed = pace.closed(finished, chance);
        let duty = if chance.happens(0.65) { Duty::Leader } else { Duty::FullTime };
        let closer = if to_office && chance.happens(0.5) { office.dispatcher } else { year.staff.works(&grid, duty, &closed.day()) };
        self.make(Move::Close, closed, closer, None, Some(year.stories.closing(category, chance)), None)
    }

    fn shoot(&mut self, scene: Scene, kind: PhotoKind, at: Moment, by: Option<PersonId>) {
        self.photos.push(Shot { scene, kind, report: None, by, at });
        self.note(Event { by, ..self.line(at) });
    }

    /// Makes a move that the table allows, and says so when it does not.
    fn make(
        &mut self,
        by_move: Move,
        at: Moment,
        by: Option<PersonId>,
        assignee: Option<PersonId>,
        reason: Option<String>,
        note: Option<String>,
    ) -> anyhow::Result<()> {
        let row = transition(by_move, self.status)
            .ok_or_else(|| anyhow::anyhow!("the demo makes a move that is not there: {by_move} out of {}", self.status))?;
        anyhow::ensure!(
            by.is_some() && (!row.needs_reason || reason.is_some()) && (!row.needs_assignee || assignee.is_some()),
            "the demo leaves out what {by_move} needs"
        );
        if matches!((by_move, self.status), (Move::Complete | Move::Decline, _) | (Move::Close, CaseStatus::Accepted)) {
            self.result.clone_from(&reason);
        }
        self.status = row.to;
        self.assignee = assignee.or(self.assignee);
        if row.to == CaseStatus::Closed {
            self.closed_at = Some(at);
        }
        self.note(Event {
            at,
            kind: EventKind::Moved,
            by_move: Some(by_move),
            by,
            status: self.status,
            assignee: self.assignee,
            reason,
            note,
        });
        Ok(())
    }

    /// Forgets what lies in the future.
    fn stop_at(&mut self, now: Moment) {
        self.events.retain(|e| e.at <= now);
        self.photos.retain(|p| p.at <= now);
        let Some(last) = self.events.last() else { return };
        (self.status, self.assignee) = (last.status, last.assignee);
        self.closed_at = self.closed_at.filter(|at| *at <= now);
        if !matches!(self.status, CaseStatus::Completed | CaseStatus::Closed | CaseStatus::Declined) {
            self.result = None;
        }
    }
}

/// Who in the office takes care of a case.
struct Office {
    dispatcher: Option<PersonId>,
    handler: Option<PersonId>,
}

impl Office {
    fn of(staff: &Staff, grid: &str, at: Moment, chance: &mut Chance) -> Self {
        let mut one = |duty| {
            let all = staff.all(grid.get(..9).unwrap_or_default(), duty, &at.day());
            (!all.is_empty()).then(|| *chance.pick(&all))
        };
        Self { dispatcher: one(Duty::Dispatcher), handler: one(Duty::Handler) }
    }
}

#[cfg(test)]
mod tests;
