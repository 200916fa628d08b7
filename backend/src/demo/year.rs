//! A year of work: what was reported when, where and by whom.

use chrono::Datelike;
use shared::categories::CategoryCode;
use shared::grids::GridCode;
use shared::place::{Place, PlaceSource};
use shared::reports::Channel;
use shared::staffing::{Duty, PersonId};
use shared::time::Moment;

use super::Size;
use super::chance::Chance;
use super::ground::{Grid, HOME, Village};
use super::names;
use super::staff::Staff;
use super::stories::{Hours, Kind, Stories, Told};

/// Something somebody saw.
pub struct Sighting {
    pub category: CategoryCode,
    pub told: Told,
    pub grid: GridCode,
    pub place: Option<Place>,
    pub channel: Channel,
    pub filed_by: Option<PersonId>,
    pub reporter: Option<(String, String)>,
    pub at: Moment,
}

/// Of the reports this share is of the last month: what is open, and what boards count, is young.
const LAST_MONTH: f64 = 0.36;
/// How often something happens at home, so that the printed logins have something to do.
const AT_HOME: f64 = 0.05;

pub struct Year<'a> {
    pub stories: &'a Stories,
    pub grids: Vec<&'a Grid>,
    pub staff: &'a Staff,
    pub size: Size,
    pub now: Moment,
}

impl<'a> Year<'a> {
    pub fn new(stories: &'a Stories, villages: &'a [Village], staff: &'a Staff, size: Size, now: Moment) -> Self {
        Self { stories, grids: villages.iter().flat_map(|v| &v.grids).collect(), staff, size, now }
    }

    /// Everything that was seen, earliest first.
    pub fn sightings(&self) -> Vec<Sighting> {
        let mut all = Vec::new();
        for kind in &self.stories.kind {
            let mut chance = Chance::of(kind.category.as_str());
            let count = if self.size == Size::Full { kind.share } else { 1 + kind.share / 14 };
            all.extend((0..count).map(|nth| self.sighting(kind, nth, &mut chance)));
        }
        all.sort_by_key(|s| s.at);
        all
    }

    fn sighting(&self, kind: &Kind, nth: usize, chance: &mut Chance) -> Sighting {
        let at = self.moment(kind, chance);
        let home = self.grids.iter().find(|g| g.code.as_str() == HOME).filter(|_| chance.happens(AT_HOME));
        let grid = home.unwrap_or_else(|| chance.weighted(&self.grids, |g: &&Grid| f64::from(g.population)));
        let channel = channel(kind, chance);
        let by_resident = matches!(channel, Channel::Board | Channel::Api | Channel::Phone | Channel::ChatGroup);
        let reporter =
            matches!(channel, Channel::Phone | Channel::ChatGroup | Channel::Visit) || channel == Channel::Board && chance.happens(0.6);
        let name = names::name(chance.happens(0.5), chance);
        Sighting {
            category: kind.category.clone(),
            told: self.stories.tell(kind, nth, by_resident, chance),
            grid: grid.code.clone(),
            place: place(grid, channel, chance),
            channel,
            filed_by: self.filer(&grid.code, channel, at, chance),
            reporter: reporter.then(|| (name, names::resident_phone(chance))),
            at,
        }
    }

    /// Some moment of the last year, in the months and hours in which such things happen.
    fn moment(&self, kind: &Kind, chance: &mut Chance) -> Moment {
        let today = self.now.day();
        let mut age = if chance.happens(LAST_MONTH) { (chance.unit().powf(1.35) * 30.0) as i64 } else { chance.between(30, 364) };
        // Out of season it is rare, but not unheard of.
        for _ in 0..6 {
            if kind.months.is_empty() || kind.months.contains(&today.shifted(-age).date().month()) {
                break;
            }
            age = chance.between(1, 364);
        }
        let hour = match kind.hours {
            Hours::Day => *chance
                .weighted(&[(7.2, 1.0), (8.6, 4.0), (10.0, 3.5), (13.4, 1.5), (15.4, 3.5), (17.2, 2.0), (19.3, 1.0)], |(_, weight)| {
                    *weight
                }),
            Hours::Evening => *chance.weighted(&[(19.0, 3.0), (20.2, 3.0), (8.5, 1.0), (16.5, 1.0)], |(_, weight)| *weight),
            Hours::Night => *chance.weighted(&[(4.8, 1.0), (6.2, 2.0), (21.5, 1.5), (15.0, 1.0)], |(_, weight)| *weight),
        };
        let seconds = (hour.0 * 3600.0) as i64 + chance.between(-2700, 2700);
        let at = today.shifted(-age).begins().plus_seconds(seconds);
        // What would lie ahead happened in the last hours.
        if at.millis() < self.now.plus_seconds(-600).millis() { at } else { self.now.plus_seconds(-chance.between(600, 4 * 3600)) }
    }

    fn filer(&self, grid: &GridCode, channel: Channel, at: Moment, chance: &mut Chance) -> Option<PersonId> {
        let (grid, day) = (grid.as_str(), at.day());
        let duty = match channel {
            Channel::Board | Channel::Api => return None,
            Channel::Phone if chance.happens(0.4) => {
                return self.staff.all(grid.get(..9)?, Duty::Dispatcher, &day).first().copied();
            }
            Channel::Visit if chance.happens(0.2) => return self.staff.on(grid.get(..12)?, Duty::Instructor, &day),
            _ => *chance.weighted(&[(Duty::FullTime, 6.0), (Duty::PartTime, 3.0), (Duty::Leader, 1.0)], |(_, weight)| *weight),
        };
        match duty.0 {
            Duty::PartTime => Some(*chance.pick(&self.staff.all(grid, Duty::PartTime, &day))),
            duty => self.staff.works(grid, duty, &day),
        }
    }
}

/// Residents do not report disputes through a board, and a visit finds needs rather than potholes.
fn channel(kind: &Kind, chance: &mut Chance) -> Channel {
    let restricted = kind.category.category().restricted;
    let ways: &[(Channel, f64)] = if restricted {
        &[(Channel::App, 5.0), (Channel::Phone, 2.5), (Channel::Visit, 3.0), (Channel::ChatGroup, 0.5)]
    } else {
        &[
            (Channel::App, 58.0),
            (Channel::Board, 17.0),
            (Channel::Phone, 9.0),
            (Channel::ChatGroup, 11.0),
            (Channel::Visit, 3.0),
            (Channel::Api, 2.0),
        ]
    };
    chance.weighted(ways, |(_, weight)| *weight).0
}

fn place(grid: &Grid, channel: Channel, chance: &mut Chance) -> Option<Place> {
    let point = grid.plot.somewhere(chance);
    match channel {
        Channel::App | Channel::Visit => Some(Place { point, accuracy_m: Some(chance.between(4, 28) as f64), source: PlaceSource::Gps }),
        Channel::Board | Channel::Api if chance.happens(0.55) => {
            Some(Place { point, accuracy_m: Some(chance.between(8, 65) as f64), source: PlaceSource::Gps })
        }
        Channel::Phone | Channel::ChatGroup if chance.happens(0.5) => Some(Place { point, accuracy_m: None, source: PlaceSource::Manual }),
        _ => None,
    }
}
