//! The people of the grids and the office, and who did what from when to when.

use shared::may::{Caller, Held};
use shared::staffing::{AppointmentId, AreaCode, BadgeCode, Duty, PersonId, PersonName};
use shared::time::{Day, Moment};
use shared::units::UnitId;
use shared::value::Phone;

use super::Size;
use super::chance::Chance;
use super::ground::{HOME, SUB_DISTRICT, Village};
use super::names::{Names, staff_phone};
use super::portraits::Face;

pub struct Person {
    pub id: PersonId,
    pub name: PersonName,
    pub phone: Phone,
    pub phone_public: bool,
    pub phone_changed_at: Option<Moment>,
    pub face: Option<Face>,
    pub photo_public: bool,
    pub badge: BadgeCode,
    pub since: Moment,
}

pub struct Post {
    pub id: AppointmentId,
    pub person: PersonId,
    pub duty: Duty,
    pub area: AreaCode,
    /// The office of a handler.
    pub unit: Option<UnitId>,
    pub covering_for: Option<PersonId>,
    pub from_day: Day,
    pub to_day: Option<Day>,
}

pub struct Staff {
    pub people: Vec<Person>,
    pub posts: Vec<Post>,
}

/// The duties that have a login of their own, and the number it ends in.
pub const LOGINS: [(Duty, usize); 9] = [
    (Duty::Administrator, 1),
    (Duty::Dispatcher, 2),
    (Duty::Assessor, 3),
    (Duty::Handler, 4),
    (Duty::Instructor, 5),
    (Duty::Leader, 6),
    (Duty::FullTime, 7),
    (Duty::PartTime, 8),
    (Duty::VillageCadre, 9),
];
/// The other numbers begin here.
const FIRST_NUMBER: usize = 101;
/// How many the office has of each.
const OFFICE: [(Duty, usize); 4] = [(Duty::Administrator, 1), (Duty::Dispatcher, 3), (Duty::Assessor, 2), (Duty::Handler, 4)];
/// Days since the posts began.
const SINCE: i64 = 720;

/// How readily the holders of a duty have a portrait, show it, and show their phone.
fn readiness(duty: Duty) -> (f64, f64, f64) {
    match duty {
        Duty::Leader => (0.8, 0.92, 0.92),
        Duty::FullTime => (0.85, 0.92, 0.95),
        Duty::PartTime => (0.5, 0.8, 0.75),
        Duty::Instructor => (0.7, 0.9, 0.85),
        _ => (0.3, 0.5, 0.0),
    }
}

struct Hiring {
    staff: Staff,
    names: Names,
    chance: Chance,
    number: usize,
    size: Size,
    now: Moment,
}

/// Everybody who works for these villages today, some who did before, and who stands in for whom.
pub fn hire(villages: &[Village], size: Size, now: Moment) -> anyhow::Result<Staff> {
    let staff = Staff { people: Vec::new(), posts: Vec::new() };
    let mut hiring = Hiring { staff, names: Names::new(), chance: Chance::of("staff"), number: FIRST_NUMBER, size, now };
    for (duty, count) in OFFICE {
        for nth in 0..count {
            let person = hiring.person(duty, SUB_DISTRICT.0)?;
            hiring.post(person, duty, SUB_DISTRICT.0, -SINCE, None)?;
            if let Some(post) = hiring.staff.posts.last_mut().filter(|_| duty == Duty::Handler) {
                post.unit = Some(super::units::id(nth));
            }
        }
    }
    for pair in villages.chunks(2) {
        let first = pair.iter().find(|v| HOME.starts_with(v.code.as_str())).or(pair.first());
        let person = hiring.person(Duty::Instructor, first.map_or("", |v| v.code.as_str()))?;
        for village in pair {
            hiring.post(person, Duty::Instructor, village.code.as_str(), -SINCE, None)?;
        }
    }
    let grids: Vec<&str> = villages.iter().flat_map(|v| &v.grids).map(|g| g.code.as_str()).collect();
    for (i, grid) in grids.iter().enumerate() {
        hiring.fill(grid, i)?;
    }
    hiring.stand_in(villages)?;
    for village in villages {
        let person = hiring.person(Duty::VillageCadre, village.code.as_str())?;
        hiring.post(person, Duty::VillageCadre, village.code.as_str(), -SINCE, None)?;
    }
    Ok(hiring.staff)
}

impl Hiring {
    /// One grid's leader, full-time and part-time members, and those they took over from.
    fn fill(&mut self, grid: &str, i: usize) -> anyhow::Result<()> {
        for (duty, changed) in [(Duty::Leader, i % 10 == 3), (Duty::FullTime, i % 9 == 4)] {
            let took_over = if changed { -self.chance.between(45, 330) } else { -SINCE };
            if changed {
                let before = self.person(duty, "")?;
                self.post(before, duty, grid, -SINCE, Some(took_over - 1))?;
            }
            let person = self.person(duty, grid)?;
            self.post(person, duty, grid, took_over, None)?;
        }
        let part_timers = if grid == HOME { 3 } else { 2 };
        for nth in 0..part_timers {
            let person = self.person(Duty::PartTime, if nth == 0 { grid } else { "" })?;
            self.post(person, Duty::PartTime, grid, -SINCE, None)?;
        }
        self.can_be_called(grid);
        Ok(())
    }

    /// Everybody's board names somebody to call.
    fn can_be_called(&mut self, grid: &str) {
        let Some(full_time) = self.staff.on(grid, Duty::FullTime, &self.now.day()) else { return };
        if let Some(person) = self.staff.people.iter_mut().find(|p| p.id == full_time) {
            person.phone_public = true;
        }
    }

    /// Somebody new; the first of a duty at home gets the number of its login.
    fn person(&mut self, duty: Duty, area: &str) -> anyhow::Result<PersonId> {
        let at_home = if matches!(duty, Duty::Instructor | Duty::VillageCadre) {
            !area.is_empty() && HOME.starts_with(area)
        } else {
            area == HOME || area == SUB_DISTRICT.0
        };
        let login = LOGINS.iter().find(|(of, _)| *of == duty).map(|(_, number)| *number).filter(|_| at_home);
        let taken = login.is_none_or(|number| self.staff.people.iter().any(|p| p.phone.as_str() == staff_phone(number)));
        let number = login.filter(|_| !taken).unwrap_or_else(|| {
            self.number += 1;
            self.number - 1
        });
        let woman = self.chance.happens(if duty == Duty::Leader { 0.3 } else { 0.5 });
        let (has_photo, shows_photo, shows_phone) = readiness(duty);
        let since = self.now.day().shifted(-SINCE).begins().plus_seconds(9 * 3600 + self.staff.people.len() as i64);
        // Everybody in turn, so that no board shows a face twice.
        let face = Face { woman, number: (self.staff.people.len() % usize::from(self.size.faces())) as u8 };
        let person = Person {
            id: self.chance.id(since).into(),
            name: self.names.next(woman).parse()?,
            phone: staff_phone(number).parse()?,
            phone_public: self.chance.happens(shows_phone),
            phone_changed_at: None,
            // The logins look best with a face.
            face: Some(face).filter(|_| self.chance.happens(has_photo) || login.is_some()),
            photo_public: self.chance.happens(shows_photo) || login.is_some(),
            badge: BadgeCode::from_random(self.chance.bytes()),
            since,
        };
        let id = person.id;
        self.staff.people.push(person);
        Ok(id)
    }

    /// Days are counted from today.
    fn post(&mut self, person: PersonId, duty: Duty, area: &str, from: i64, to: Option<i64>) -> anyhow::Result<()> {
        let from_day = self.now.day().shifted(from);
        let made = from_day.begins().plus_seconds(8 * 3600 + self.staff.posts.len() as i64);
        let to_day = to.map(|to| self.now.day().shifted(to));
        let post =
            Post { id: self.chance.id(made).into(), person, duty, area: area.parse()?, unit: None, covering_for: None, from_day, to_day };
        self.staff.posts.push(post);
        Ok(())
    }

    /// Those on leave are covered by who does the same in the next grid: three today, two last season. One person has a new number.
    fn stand_in(&mut self, villages: &[Village]) -> anyhow::Result<()> {
        let covers = [
            (2, Duty::FullTime, -2, 4),
            (9, Duty::Leader, -1, 6),
            (20, Duty::FullTime, 0, 2),
            (5, Duty::FullTime, -96, -84),
            (14, Duty::Leader, -61, -50),
        ];
        for (village, duty, from, to) in covers {
            let [away, cover, ..] = villages[village].grids.as_slice() else { continue };
            let on = |grid: &str| self.staff.on(grid, duty, &self.now.day().shifted(to.min(0)));
            if let (Some(absent), Some(covering)) = (on(away.code.as_str()), on(cover.code.as_str())) {
                self.post(covering, duty, away.code.as_str(), from, Some(to))?;
                if let Some(post) = self.staff.posts.last_mut() {
                    post.covering_for = Some(absent);
                }
            }
        }
        // A board that was checked before the number changed is out of date.
        let stale = villages
            .iter()
            .skip(11)
            .flat_map(|v| &v.grids)
            .find(|g| g.checked_at.is_some_and(|at| self.now.seconds_since(at) > 20 * 86_400));
        let holder = stale.and_then(|grid| self.staff.on(grid.code.as_str(), Duty::FullTime, &self.now.day()));
        if let Some(person) = self.staff.people.iter_mut().find(|p| Some(p.id) == holder) {
            person.phone_changed_at = Some(self.now.day().shifted(-6).begins().plus_seconds(10 * 3600));
        }
        Ok(())
    }
}

impl Staff {
    /// Who holds a duty of an area in his or her own right on a day.
    pub fn on(&self, area: &str, duty: Duty, day: &Day) -> Option<PersonId> {
        self.posts.iter().find(|p| p.covering_for.is_none() && p.holds(area, duty, day)).map(|p| p.person)
    }

    /// Who does the work of a duty on a day: the cover, where there is one.
    pub fn works(&self, area: &str, duty: Duty, day: &Day) -> Option<PersonId> {
        let cover = self.posts.iter().find(|p| p.covering_for.is_some() && p.holds(area, duty, day));
        cover.map(|p| p.person).or_else(|| self.on(area, duty, day))
    }

    /// All who hold a duty of an area on a day.
    pub fn all(&self, area: &str, duty: Duty, day: &Day) -> Vec<PersonId> {
        self.posts.iter().filter(|p| p.holds(area, duty, day)).map(|p| p.person).collect()
    }

    /// Who does the work of a duty for a grid at a moment: of the grid itself, its village or its sub-district.
    pub fn works_at(&self, grid: &str, duty: Duty, at: Moment) -> Option<PersonId> {
        let day = at.day();
        let areas = [grid, grid.get(..12)?, grid.get(..9)?];
        areas.into_iter().find_map(|area| self.works(area, duty, &day))
    }

    /// Who handles cases for a unit on a day.
    pub fn handler(&self, unit: UnitId, day: &Day) -> Option<PersonId> {
        let of_unit = |post: &&Post| post.duty == Duty::Handler && post.unit == Some(unit) && post.on(day);
        self.posts.iter().find(of_unit).map(|post| post.person)
    }

    /// Somebody with the duties of a day, as if signed in.
    pub fn caller(&self, person: PersonId, day: &Day) -> Caller {
        let held = self.posts.iter().filter(|post| post.person == person && post.on(day));
        Caller { person, duties: held.map(|post| Held { duty: post.duty, area: post.area.clone(), unit: post.unit }).collect() }
    }

    /// Whether somebody has any post today, and so an account that works.
    pub fn is_serving(&self, person: PersonId, day: &Day) -> bool {
        self.posts.iter().any(|p| p.person == person && p.on(day))
    }
}

impl Post {
    pub fn on(&self, day: &Day) -> bool {
        self.from_day <= *day && self.to_day.as_ref().is_none_or(|to| to >= day)
    }

    fn holds(&self, area: &str, duty: Duty, day: &Day) -> bool {
        self.duty == duty && self.area.as_str() == area && self.on(day)
    }
}
