//! Field work of the demo: places to patrol in every grid, a year of patrols, and what the grids answered in the last weeks.

use std::collections::BTreeMap;

use diesel::prelude::*;
use shared::divisions::Class;
use shared::grids::GridCode;
use shared::patrols::PatrolId;
use shared::patrols::places::{PatrolPlaceId, PlaceKind};
use shared::reports::{Channel, ReportId};
use shared::staffing::{Duty, PersonId};
use shared::time::{Day, Moment};

use super::Size;
use super::chance::Chance;
use super::ground::{Grid, HOME, Village};
use super::lives::Life;
use super::staff::Staff;
use crate::db::Conn;
use crate::error::Error;
use crate::on_either;
use crate::patrols::rows::carried;
use crate::patrols::rows::places::PlaceRow;
use crate::patrols::rows::walks::PatrolRow;
use crate::safety;
use crate::safety::rows::FeedbackRow;
use crate::schema::{patrol_findings, patrol_places, patrol_seen, patrols, safety_feedback};

/// What stands in every grid: kind, name, class. A grid takes five of them, the first always.
const PLACES: [(PlaceKind, &str, Class); 12] = [
    (PlaceKind::Gathering, "文化礼堂", Class::Key),
    (PlaceKind::Water, "后山水塘", Class::Key),
    (PlaceKind::Rental, "老街出租房", Class::Ordinary),
    (PlaceKind::Fire, "礼堂后消防通道", Class::Ordinary),
    (PlaceKind::Waste, "垃圾分类集中点", Class::Ordinary),
    (PlaceKind::Workshop, "木门加工坊", Class::Key),
    (PlaceKind::Road, "村口岔路", Class::Ordinary),
    (PlaceKind::Slope, "屋后切坡点", Class::Ordinary),
    (PlaceKind::Forest, "后山进山口", Class::Ordinary),
    (PlaceKind::OldHouse, "老祠堂旁旧屋", Class::Ordinary),
    (PlaceKind::School, "村幼儿园", Class::Key),
    (PlaceKind::Land, "溪边农田", Class::Ordinary),
];

/// What was not well on some days.
const TROUBLES: [&str; 4] = [
    "后山水塘水位偏高，已拉警戒线",
    "老街一户电表箱冒火花，已断电，电工在路上",
    "下午大风刮倒一棵树，不影响通行",
    "有外来人员上门推销保健品，已劝离",
];

/// Patrols come every so many days.
const EVERY: i64 = 6;
/// Nobody has patrolled the logins' own grid for so many days: something is due.
const HOME_SINCE: i64 = 4;
/// So many days of daily feedback.
const FEEDBACK_DAYS: i64 = 21;
const BATCH: usize = 400;

/// What is written down in batches.
#[derive(Default)]
struct Books {
    places: Vec<PlaceRow>,
    patrols: Vec<PatrolRow>,
    seen: Vec<(PatrolId, PatrolPlaceId, Moment)>,
    findings: Vec<(PatrolId, ReportId)>,
    answers: Vec<FeedbackRow>,
}

/// Writes all of it down.
pub fn work(conn: &mut Conn, villages: &[Village], staff: &Staff, lives: &[Life], size: Size, now: Moment) -> Result<(), Error> {
    let mut books = Books::default();
    for (nth, grid) in villages.iter().flat_map(|village| &village.grids).enumerate() {
        let mut chance = Chance::of(&format!("field {}", grid.code));
        let places = books.lay_out(grid, &mut chance, now)?;
        let days = if size == Size::Full { 365 } else { 40 };
        for back in (1..days).filter(|back| back % EVERY == nth as i64 % EVERY) {
            if chance.happens(0.9) {
                books.walk(grid, staff, &places, back, &mut chance, now);
            }
        }
        if grid.code.as_str() == HOME {
            books.patrols.retain(|patrol| patrol.grid != grid.code || now.seconds_since(patrol.started_at) > HOME_SINCE * 86_400);
            let kept: Vec<PatrolId> = books.patrols.iter().map(|patrol| patrol.id).collect();
            books.seen.retain(|(patrol, ..)| kept.contains(patrol));
        }
        books.answer(grid, staff, &mut chance, now)?;
    }
    books.find(lives, &mut Chance::of("findings"), now);
    books.remember();
    books.write(conn)?;
    carried::fill(conn, now)?;
    safety::rows::fill(conn, now)
}

impl Books {
    fn lay_out(&mut self, grid: &Grid, chance: &mut Chance, now: Moment) -> Result<Vec<PatrolPlaceId>, Error> {
        let since = now.day().shifted(-370).max(grid.opened_on.clone());
        let mut rest: Vec<usize> = (1..PLACES.len()).collect();
        chance.shuffle(&mut rest);
        let mut ids = Vec::new();
        for i in std::iter::once(0).chain(rest.into_iter().take(4)) {
            let Some((kind, name, class)) = PLACES.get(i).copied() else { continue };
            let (id, point) = (PatrolPlaceId::from(chance.id(since.begins())), grid.plot.somewhere(chance));
            ids.push(id);
            self.places.push(PlaceRow {
                id,
                grid: grid.code.clone(),
                name: name.parse().map_err(Error::internal)?,
                kind,
                class,
                lon: Some(point.lon),
                lat: Some(point.lat),
                every_days: None,
                since: since.clone(),
                retired_on: None,
                last_day: None,
                version: 1,
                updated_at: since.begins(),
            });
        }
        Ok(ids)
    }

    /// A patrol so many days back: the key place every time, the others in turn.
    fn walk(&mut self, grid: &Grid, staff: &Staff, places: &[PatrolPlaceId], back: i64, chance: &mut Chance, now: Moment) {
        let day = now.day().shifted(-back);
        let duty = if chance.happens(0.75) { Duty::FullTime } else { Duty::PartTime };
        let Some(person) = staff.works(grid.code.as_str(), duty, &day).or_else(|| staff.works(grid.code.as_str(), Duty::FullTime, &day))
        else {
            return;
        };
        let started_at = day.begins().plus_seconds(chance.between(8 * 3600, 16 * 3600));
        let round = back / EVERY;
        let seen: Vec<PatrolPlaceId> =
            (0_i64..).zip(places).filter(|(i, _)| *i == 0 || (round + i) % 2 == 0).map(|(_, place)| *place).collect();
        let mut at = started_at;
        let id = PatrolId::from(chance.id(started_at));
        for place in &seen {
            at = at.plus_seconds(chance.between(300, 1200));
            self.seen.push((id, *place, at));
        }
        let ended_at = at.plus_seconds(chance.between(60, 600));
        self.patrols.push(patrol(id, &grid.code, person, started_at, ended_at, seen.len()));
    }

    /// Some of what members reported was found on a patrol.
    fn find(&mut self, lives: &[Life], chance: &mut Chance, now: Moment) {
        for report in lives.iter().flat_map(|life| &life.reports) {
            let sighting = &report.sighting;
            let Some(person) = sighting.filed_by.filter(|_| sighting.channel == Channel::App && chance.happens(0.4)) else { continue };
            let (from, to) = (sighting.at.plus_seconds(-chance.between(600, 2400)), sighting.at.plus_seconds(chance.between(300, 1800)));
            if to >= now {
                continue;
            }
            let id = PatrolId::from(chance.id(from));
            self.patrols.push(PatrolRow { findings: 1, ..patrol(id, &sighting.grid, person, from, to, 0) });
            self.findings.push((id, report.id));
        }
    }

    /// The days the places were last seen.
    fn remember(&mut self) {
        let days: BTreeMap<PatrolId, &Day> = self.patrols.iter().map(|patrol| (patrol.id, &patrol.day)).collect();
        let mut last: BTreeMap<PatrolPlaceId, &Day> = BTreeMap::new();
        for (patrol, place, _) in &self.seen {
            if let Some(day) = days.get(patrol) {
                let known = last.entry(*place).or_insert(day);
                *known = (*known).max(day);
            }
        }
        for place in &mut self.places {
            place.last_day = last.get(&place.id).map(|day| (*day).clone());
        }
    }

    /// What a grid answered day by day; now and then nothing. The logins' own has not answered today.
    fn answer(&mut self, grid: &Grid, staff: &Staff, chance: &mut Chance, now: Moment) -> Result<(), Error> {
        for back in 0..FEEDBACK_DAYS {
            let day = now.day().shifted(-back);
            let said_at = day.begins().plus_seconds(chance.between(7 * 3600, 18 * 3600));
            let silent = chance.happens(if back == 0 { 0.15 } else { 0.05 }) || (back == 0 && grid.code.as_str() == HOME);
            let trouble = if chance.happens(0.03) { Some(chance.pick(&TROUBLES).parse().map_err(Error::internal)?) } else { None };
            let person = staff.works(grid.code.as_str(), Duty::FullTime, &day);
            let (id, Some(person_id)) = (chance.id(said_at), person) else { continue };
            if !silent && said_at < now {
                self.answers.push(FeedbackRow {
                    id: id.into(),
                    grid: grid.code.clone(),
                    day,
                    person_id,
                    trouble,
                    report: None,
                    said_at,
                    received_at: said_at,
                });
            }
        }
        Ok(())
    }

    fn write(self, conn: &mut Conn) -> Result<(), Error> {
        for rows in self.places.chunks(BATCH) {
            on_either!(conn, diesel::insert_into(patrol_places::table).values(rows).execute(conn))?;
        }
        for rows in self.patrols.chunks(BATCH) {
            on_either!(conn, diesel::insert_into(patrols::table).values(rows).execute(conn))?;
        }
        let seen: Vec<_> = self
            .seen
            .iter()
            .map(|(patrol, place, at)| (patrol_seen::patrol.eq(*patrol), patrol_seen::place.eq(*place), patrol_seen::at.eq(*at)))
            .collect();
        for rows in seen.chunks(BATCH) {
            on_either!(conn, diesel::insert_into(patrol_seen::table).values(rows).execute(conn))?;
        }
        let found: Vec<_> = self
            .findings
            .iter()
            .map(|(patrol, report)| (patrol_findings::patrol.eq(*patrol), patrol_findings::report.eq(*report)))
            .collect();
        for rows in found.chunks(BATCH) {
            on_either!(conn, diesel::insert_into(patrol_findings::table).values(rows).execute(conn))?;
        }
        for rows in self.answers.chunks(BATCH) {
            on_either!(conn, diesel::insert_into(safety_feedback::table).values(rows).execute(conn))?;
        }
        Ok(())
    }
}

fn patrol(id: PatrolId, grid: &GridCode, person_id: PersonId, started_at: Moment, ended_at: Moment, places: usize) -> PatrolRow {
    PatrolRow {
        id,
        grid: grid.clone(),
        person_id,
        day: started_at.day(),
        started_at,
        ended_at,
        places: i32::try_from(places).unwrap_or_default(),
        findings: 0,
        board: false,
        companions: None,
        weather: None,
        note: None,
        received_at: ended_at,
    }
}
