//! What a set of boards is made of, read in a handful of queries however many boards there are, and put together without any.

use std::collections::HashMap;

use diesel::prelude::*;
use shared::boards::{Board, BoardPerson, BoardSummary, CallInstead, STALE_AFTER_DAYS, Staleness};
use shared::cases::CaseStatus;
use shared::divisions::{Class, DivisionCode, DivisionName};
use shared::grids::GridCode;
use shared::settings::Settings;
use shared::staffing::{Duty, PersonId, PersonName};
use shared::time::Moment;
use shared::value::Phone;

use super::GridRow;
use crate::db::Conn;
use crate::error::Error;
use crate::schema::{appointments, cases, class_periods, divisions, people};
use crate::settings;

/// The duties that boards show, in this order.
pub const ON_BOARDS: [Duty; 4] = [Duty::Leader, Duty::FullTime, Duty::PartTime, Duty::Instructor];

/// An appointment that holds today, and what its person agreed to.
#[derive(Debug, Clone, Queryable)]
struct Holder {
    duty: Duty,
    area: String,
    covering_for: Option<PersonId>,
    id: PersonId,
    name: PersonName,
    phone: Option<Phone>,
    phone_public: bool,
    phone_changed_at: Option<Moment>,
    portrait: Option<String>,
    photo_public: bool,
}

impl Holder {
    fn public_phone(&self) -> Option<&Phone> {
        self.phone.as_ref().filter(|_| self.phone_public)
    }
}

pub struct Material {
    settings: Settings,
    /// By grid or village.
    holders: HashMap<String, Vec<Holder>>,
    classes: HashMap<String, Class>,
    /// Cases closed as solved since the first of the month.
    solved: HashMap<GridCode, i64>,
    sub_districts: HashMap<DivisionCode, DivisionName>,
    /// Names of those who are away.
    away: HashMap<PersonId, PersonName>,
}

impl Material {
    pub fn of(conn: &mut Conn, grids: &[GridRow], now: Moment) -> Result<Self, Error> {
        let codes: Vec<&GridCode> = grids.iter().map(|g| &g.code).collect();
        let mut areas: Vec<&str> = grids.iter().flat_map(|g| [g.code.as_str(), g.village.as_str()]).collect();
        areas.sort_unstable();
        areas.dedup();
        let mut above: Vec<DivisionCode> = grids.iter().map(|g| g.village.sub_district()).collect();
        above.sort_unstable();
        above.dedup();
        let holders = holders(conn, &areas, now)?;
        let away: Vec<PersonId> = holders.iter().filter_map(|h| h.covering_for).collect();
        let names: Vec<(PersonId, PersonName)> =
            people::table.filter(people::id.eq_any(away)).select((people::id, people::name)).load(conn)?;
        let sub_districts: Vec<(DivisionCode, DivisionName)> =
            divisions::table.filter(divisions::code.eq_any(above)).select((divisions::code, divisions::name)).load(conn)?;
        let mut by_area: HashMap<String, Vec<Holder>> = HashMap::new();
        for holder in holders {
            by_area.entry(holder.area.clone()).or_default().push(holder);
        }
        Ok(Self {
            settings: settings::find(conn)?,
            holders: by_area,
            classes: classes(conn, &codes, now)?,
            solved: solved(conn, &codes, now)?,
            sub_districts: sub_districts.into_iter().collect(),
            away: names.into_iter().collect(),
        })
    }

    /// The board of one of the grids, without its outline.
    pub fn board(&self, grid: GridRow, now: Moment) -> Board {
        let sub_district = self.sub_districts.get(&grid.village.sub_district()).or(self.settings.sub_district_name.as_ref());
        Board {
            people: self.people(&grid),
            class: self.classes.get(grid.code.as_str()).copied(),
            village_name: grid.village_name.short().to_owned(),
            sub_district_name: sub_district.map(|name| name.to_string()).unwrap_or_default(),
            supervision_phone: self.settings.supervision_phone.clone(),
            service_promise: self.settings.service_promise.as_ref().map(|p| p.to_string()),
            solved_this_month: self.solved.get(&grid.code).copied().unwrap_or_default(),
            stale: is_unconfirmed(grid.checked_at, now),
            alerts: Vec::new(),
            on_duty: Vec::new(),
            news: Vec::new(),
            checked_at: grid.checked_at,
            grid: grid.code,
            short_code: grid.short_code,
            name: grid.name,
            kind: grid.kind,
            households: grid.households,
            population: grid.population,
            area_m2: grid.area_m2,
            boundary: None,
        }
    }

    pub fn summary(&self, grid: &GridRow) -> BoardSummary {
        let leader = self.on_board(grid).into_iter().find(|h| h.duty == Duty::Leader);
        BoardSummary {
            grid: grid.code.clone(),
            short_code: grid.short_code.clone(),
            name: grid.name.clone(),
            village_name: grid.village_name.short().to_owned(),
            class: self.classes.get(grid.code.as_str()).copied(),
            leader: leader.map(|h| h.name.to_string()),
            checked_at: grid.checked_at,
        }
    }

    /// Why the office should look at a board; nothing when it is in order.
    pub fn reasons(&self, grid: &GridRow, now: Moment) -> Vec<Staleness> {
        let people = self.on_board(grid);
        let lacks = |duty| !people.iter().any(|h| h.duty == duty);
        let changed = |checked: Moment| people.iter().any(|h| h.phone_changed_at.is_some_and(|at| at > checked));
        let reasons = [
            (Staleness::Unconfirmed, is_unconfirmed(grid.checked_at, now)),
            (Staleness::NoLeader, lacks(Duty::Leader)),
            (Staleness::NoFullTime, lacks(Duty::FullTime)),
            (Staleness::NoPhone, !people.iter().any(|h| h.public_phone().is_some())),
            (Staleness::PhoneChanged, grid.checked_at.is_some_and(changed)),
        ];
        reasons.into_iter().filter_map(|(reason, holds)| holds.then_some(reason)).collect()
    }

    /// Everybody once, by the first of their duties: the grid's own people, and the instructors of its village.
    fn on_board(&self, grid: &GridRow) -> Vec<&Holder> {
        let of = |area: &str| self.holders.get(area).into_iter().flatten();
        let villages = of(&grid.village).filter(|h| h.duty == Duty::Instructor);
        let mut all: Vec<&Holder> = of(&grid.code).chain(villages).collect();
        all.sort_by_key(|h| ON_BOARDS.iter().position(|duty| *duty == h.duty));
        let mut seen = Vec::new();
        all.retain(|h| {
            !seen.contains(&h.id) && {
                seen.push(h.id);
                true
            }
        });
        all
    }

    fn people(&self, grid: &GridRow) -> Vec<BoardPerson> {
        let holders = self.on_board(grid);
        holders.iter().map(|holder| self.person(grid, holder, &holders)).collect()
    }

    fn person(&self, grid: &GridRow, holder: &Holder, all: &[&Holder]) -> BoardPerson {
        let cover = all.iter().find(|h| h.covering_for == Some(holder.id));
        let phone = holder.public_phone().cloned();
        BoardPerson {
            id: holder.id,
            name: holder.name.clone(),
            duty: holder.duty,
            call_instead: if phone.is_none() { self.call_instead(holder, cover.copied(), all) } else { None },
            phone,
            // The version in the address lets browsers keep the picture until it changes.
            photo_url: holder
                .portrait
                .as_ref()
                .filter(|_| holder.photo_public)
                .map(|hash| format!("/api/v1/portraits/{}?v={}", holder.id, hash.get(..8).unwrap_or(hash))),
            covering_for: holder.covering_for.and_then(|id| self.away.get(&id)).map(|name| name.to_string()),
            covered_by: cover.map(|h| h.name.to_string()),
            card_url: format!("/g/{}/people/{}.vcf", grid.short_code, holder.id),
        }
    }

    /// Who does the work today, else the grid's next person with a public phone, else the supervision phone.
    fn call_instead(&self, holder: &Holder, cover: Option<&Holder>, all: &[&Holder]) -> Option<CallInstead> {
        let others = cover.into_iter().chain(all.iter().copied()).filter(|h| h.id != holder.id);
        let other = others
            .into_iter()
            .find_map(|h| h.public_phone().map(|phone| CallInstead { name: Some(h.name.to_string()), phone: phone.clone() }));
        other.or_else(|| self.settings.supervision_phone.clone().map(|phone| CallInstead { name: None, phone }))
    }
}

fn is_unconfirmed(checked_at: Option<Moment>, now: Moment) -> bool {
    checked_at.is_none_or(|at| now.seconds_since(at) > STALE_AFTER_DAYS * 86_400)
}

fn holders(conn: &mut Conn, areas: &[&str], now: Moment) -> Result<Vec<Holder>, Error> {
    let today = now.day();
    let columns = (
        appointments::duty,
        appointments::area,
        appointments::covering_for,
        people::id,
        people::name,
        people::phone,
        people::phone_public,
        people::phone_changed_at,
        people::portrait_small,
        people::photo_public,
    );
    let held = appointments::table
        .inner_join(people::table)
        .filter(appointments::area.eq_any(areas))
        .filter(appointments::duty.eq_any(ON_BOARDS))
        .filter(appointments::from_day.le(&today))
        .filter(appointments::to_day.is_null().or(appointments::to_day.ge(&today)));
    Ok(held.order((appointments::from_day, appointments::id)).select(columns).load(conn)?)
}

fn classes(conn: &mut Conn, codes: &[&GridCode], now: Moment) -> Result<HashMap<String, Class>, Error> {
    let today = now.day();
    let today_s = class_periods::table
        .filter(class_periods::area.eq_any(codes.iter().map(|c| c.as_str())))
        .filter(class_periods::from_day.le(&today))
        .filter(class_periods::to_day.is_null().or(class_periods::to_day.ge(&today)));
    let rows: Vec<(String, Class)> = today_s.select((class_periods::area, class_periods::class)).load(conn)?;
    Ok(rows.into_iter().collect())
}

fn solved(conn: &mut Conn, codes: &[&GridCode], now: Moment) -> Result<HashMap<GridCode, i64>, Error> {
    let rows: Vec<(GridCode, i64)> = cases::table
        .filter(cases::grid.eq_any(codes))
        .filter(cases::closed_at.ge(now.day().first_of_month().begins()))
        .filter(cases::status.eq(CaseStatus::Closed))
        .filter(cases::restricted.eq(false))
        .group_by(cases::grid)
        .select((cases::grid, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
