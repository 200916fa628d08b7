//! What is going on these days: the cases of `demo/affairs.toml`. They are filed like all others of the demo, and from then on moved,
//! shared out and appealed one step after the other through the doors that everybody uses.

mod acting;
mod telling;

use std::collections::BTreeMap;

use anyhow::Context;
use serde::Deserialize;
use shared::cases::{CaseId, Move};
use shared::categories::CategoryCode;
use shared::photos::PhotoKind;
use shared::place::{Place, PlaceSource};
use shared::receipts::ReceiptCode;
use shared::reports::Channel;
use shared::staffing::{Duty, PersonId};
use shared::time::Moment;

use super::chance::Chance;
use super::ground::{Grid, HOME};
use super::lives::{Life, Report, Shot};
use super::names;
use super::scenes::{Scene, Subject};
use super::stories::Told;
use super::year::{Sighting, Year};

const FILE: &str = include_str!("../../../demo/affairs.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    affair: Vec<Affair>,
}

/// One matter, from what was reported to what was done so far.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Affair {
    name: String,
    category: CategoryCode,
    text: String,
    place: String,
    channel: Channel,
    /// The member who enters it.
    by: Option<Duty>,
    filed: String,
    /// Its place among the grids; the logins' own where none is named.
    grid: Option<usize>,
    /// The affair that lies at the same place.
    near: Option<String>,
    /// Whether a photo comes with it.
    #[serde(default)]
    photo: bool,
    #[serde(default)]
    also: Vec<Also>,
    #[serde(default)]
    steps: Vec<Step>,
}

/// Somebody else who reports the same.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Also {
    at: String,
    channel: Channel,
    text: String,
}

/// What somebody does with it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    at: String,
    who: Who,
    #[serde(rename = "do")]
    does: Doing,
    /// The reason, the remark, the task or the result.
    words: Option<String>,
    note: Option<String>,
    /// The unit it goes to, or that is asked.
    to: Option<String>,
    assignee: Option<Duty>,
    /// The affair it is merged into.
    into: Option<String>,
    /// When it goes on, in days from now.
    until: Option<i64>,
    stars: Option<u8>,
    /// Whether a reviewer agrees.
    #[serde(default)]
    yes: bool,
    /// Of the case that is split off.
    category: Option<CategoryCode>,
    /// The case that is, or was, split off.
    case: Option<String>,
    /// Of a mediation.
    step: Option<serde_json::Value>,
    /// What was handed over before witnesses.
    handover: Option<serde_json::Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum Who {
    Duty(Duty),
    Other(Other),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Other {
    Reporter,
    Clock,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum Doing {
    Move(Move),
    Act(Act),
}

/// What is done beside the moves of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Act {
    Split,
    AskPart,
    FinishPart,
    Appeal,
    Review,
    Remark,
    Photo,
    /// A step of a mediation.
    Mediate,
    /// A witnessed handover.
    HandOver,
    /// The clock looks for what is late.
    Wake,
    /// It is filed, or filed once more; not written in the file.
    #[serde(skip)]
    File,
    #[serde(skip)]
    Join,
}

/// All affairs: the cases as they are filed, and what is done with them in order of time.
pub struct Affairs {
    pub lives: Vec<Life>,
    scheduled: Vec<Scheduled>,
    cases: BTreeMap<String, CaseId>,
}

/// A step with its moment and its affair.
struct Scheduled {
    at: Moment,
    affair: String,
    grid: String,
    receipt: ReceiptCode,
    step: Step,
}

impl Affairs {
    /// As they stand in the file, seen from the moment of the demo.
    pub fn read(year: &Year<'_>) -> anyhow::Result<Self> {
        let File { affair } = toml::from_str(FILE).context("the affairs of the demo cannot be read")?;
        let mut affairs = Self { lives: Vec::new(), scheduled: Vec::new(), cases: BTreeMap::new() };
        let mut places: BTreeMap<String, Place> = BTreeMap::new();
        for one in affair {
            let mut chance = Chance::of(&format!("affair {}", one.name));
            let home = year.grids.iter().find(|grid| grid.code.as_str() == HOME);
            let grid = one.grid.map_or(home, |nth| year.grids.get(nth)).with_context(|| format!("no grid for {}", one.name))?;
            let beside = one.near.as_ref().and_then(|near| places.get(near)).copied();
            let place = match beside {
                Some(place) => a_few_steps_from(place, &mut chance),
                None => somewhere(grid, &mut chance),
            };
            places.insert(one.name.clone(), place);
            affairs.lay_out(year, one, grid, place, &mut chance)?;
        }
        affairs.scheduled.sort_by_key(|scheduled| scheduled.at);
        affairs.lives.sort_by_key(Life::filed_at);
        Ok(affairs)
    }

    fn lay_out(&mut self, year: &Year<'_>, affair: Affair, grid: &Grid, place: Place, chance: &mut Chance) -> anyhow::Result<()> {
        let Affair { name, category, text, place: words, channel, by, filed, photo, also, steps, .. } = affair;
        let seen = |at: Moment, text: String, channel: Channel, by: Option<Duty>, chance: &mut Chance| {
            let told = Told { text, place: words.clone(), done: String::new(), refused: String::new() };
            let (category, code, filed_by) =
                (category.clone(), grid.code.clone(), by.and_then(|duty| year.staff.works_at(&grid.code, duty, at)));
            let named = matches!(channel, Channel::Phone | Channel::ChatGroup | Channel::Visit);
            let reporter = named.then(|| (names::name(chance.happens(0.5), chance), names::resident_phone(chance)));
            Sighting { category, told, grid: code, place: Some(place), channel, filed_by, reporter, at }
        };
        let at = moment(&filed, year.now)?;
        let sighting = seen(at, text, channel, by, chance);
        let mut life = Life::filed(year, &sighting, chance);
        let mut add = |sighting: Sighting, photos: u8, chance: &mut Chance| {
            let receipt = ReceiptCode::from_random(chance.bytes());
            life.reports.push(Report { id: chance.id(sighting.at).into(), receipt: receipt.clone(), sighting, photos });
            receipt
        };
        let receipt = add(sighting, photo.into(), chance);
        let schedule =
            |at: Moment, step: Step| Scheduled { at, affair: name.clone(), grid: grid.code.to_string(), receipt: receipt.clone(), step };
        self.scheduled.push(schedule(at, Step::arriving(Act::File)));
        for Also { at, channel, text } in also {
            let at = moment(&at, year.now)?;
            // Whoever takes the call or reads the group enters it.
            let by = Some(Duty::FullTime).filter(|_| matches!(channel, Channel::Phone | Channel::ChatGroup));
            add(seen(at, text, channel, by, chance), 0, chance);
            self.scheduled.push(schedule(at, Step::arriving(Act::Join)));
        }
        for step in steps {
            self.scheduled.push(schedule(moment(&step.at, year.now)?, step));
        }
        life.photos = self.shots(&name, &category, life.reports.first().filter(|_| photo), life.full_time);
        self.cases.insert(name, life.id);
        self.lives.push(life);
        Ok(())
    }

    /// The photo that came with the report, and those of the result.
    fn shots(&self, affair: &str, category: &CategoryCode, report: Option<&Report>, by: Option<PersonId>) -> Vec<Shot> {
        let Some(subject) = Subject::of(category) else { return Vec::new() };
        let before = report.map(|report| Shot {
            scene: Scene { subject, solved: false },
            kind: PhotoKind::Scene,
            report: Some(report.id),
            by: report.sighting.filed_by,
            at: report.sighting.at,
        });
        let taken = self.scheduled.iter().filter(|one| one.affair == affair && one.step.does == Doing::Act(Act::Photo));
        let solved = Scene { subject, solved: true };
        let after = taken.map(|one| Shot { scene: solved, kind: PhotoKind::After, report: None, by, at: one.at });
        before.into_iter().chain(after).collect()
    }
}

impl Step {
    /// A report that comes in.
    const fn arriving(act: Act) -> Self {
        Self {
            at: String::new(),
            who: Who::Other(Other::Reporter),
            does: Doing::Act(act),
            words: None,
            note: None,
            to: None,
            assignee: None,
            into: None,
            until: None,
            stars: None,
            yes: false,
            category: None,
            case: None,
            step: None,
            handover: None,
        }
    }
}

fn somewhere(grid: &Grid, chance: &mut Chance) -> Place {
    Place { point: grid.plot.somewhere(chance), accuracy_m: Some(chance.between(5, 20) as f64), source: PlaceSource::Gps }
}

/// Ten metres or so.
fn a_few_steps_from(mut place: Place, chance: &mut Chance) -> Place {
    place.point.lon += chance.within(-0.0001, 0.0001);
    place.point.lat += chance.within(-0.0001, 0.0001);
    place
}

/// `3d 08:30` is a time of a day before today, `2h` and `40m` are before now.
fn moment(text: &str, now: Moment) -> anyhow::Result<Moment> {
    let read = || {
        if let Some(minutes) = text.strip_suffix('m') {
            return Some(now.plus_seconds(-60 * minutes.parse::<i64>().ok()?));
        }
        if let Some(hours) = text.strip_suffix('h') {
            return Some(now.plus_seconds(-3600 * hours.parse::<i64>().ok()?));
        }
        let (days, time) = text.split_once("d ")?;
        let (hour, minute) = time.split_once(':')?;
        let seconds = hour.parse::<i64>().ok()? * 3600 + minute.parse::<i64>().ok()? * 60;
        Some(now.day().shifted(-days.parse::<i64>().ok()?).begins().plus_seconds(seconds))
    };
    read().with_context(|| format!("no moment: {text}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_affair_is_told_in_order_and_its_words_fit() -> anyhow::Result<()> {
        let File { affair } = toml::from_str(FILE)?;
        // In the first minutes of a day what happened some hours ago was yesterday.
        for now in [1_795_400_400_000, 1_772_295_300_000].map(Moment::from_millis) {
            for one in &affair {
                let mut times = vec![moment(&one.filed, now)?];
                times.extend(one.steps.iter().map(|step| moment(&step.at, now)).collect::<anyhow::Result<Vec<_>>>()?);
                assert!(times.is_sorted() && times.iter().all(|at| *at < now), "{}", one.name);
                assert!(one.text.chars().count() <= 120, "{}", one.name);
            }
        }
        let names: std::collections::BTreeSet<&str> = affair.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names.len(), affair.len());
        Ok(())
    }
}
