//! Cases and their running numbers.

pub mod carried;
pub mod course;
pub mod due;
pub mod handover;
pub mod on_duty;
pub mod parts;
pub mod related;
pub mod retiming;
pub mod timeline;

use std::collections::HashMap;

use diesel::prelude::*;
use shared::cases::course::Course;
use shared::cases::{CaseId, CaseNumber, CaseStatus, Degree, EventKind};
use shared::categories::CategoryCode;
use shared::divisions::DivisionName;
use shared::grids::{GridCode, GridName};
use shared::place::{Place, PlaceSource, Point};
use shared::reports::PlaceText;
use shared::sla::Light;
use shared::staffing::{Duty, PersonId, PersonRef};
use shared::time::{Day, Moment};
use shared::units::{UnitId, UnitLevel, UnitName, UnitRef};

use self::on_duty::OnDuty;
use self::timeline::Event;
use super::times::CaseTimes;

use crate::db::Conn;
use crate::error::Error;
use crate::input::moved_on;
use crate::on_either;
use crate::schema::{appointments, case_numbers, cases, divisions, grids, people, units};

/// One case.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = cases)]
pub struct CaseRow {
    pub id: CaseId,
    pub number: CaseNumber,
    pub status: CaseStatus,
    pub category: CategoryCode,
    pub restricted: bool,
    pub summary: String,
    pub grid: GridCode,
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub accuracy_m: Option<f64>,
    pub place_source: Option<PlaceSource>,
    pub place_text: Option<PlaceText>,
    pub level: UnitLevel,
    pub unit: Option<UnitId>,
    pub assignee: Option<PersonId>,
    pub due_at: Option<Moment>,
    pub warn_at: Option<Moment>,
    pub resume_at: Option<Moment>,
    pub degree: Degree,
    pub late_since: Option<Moment>,
    pub merged_into: Option<CaseId>,
    pub parent: Option<CaseId>,
    pub leader: Option<PersonId>,
    pub full_time: Option<PersonId>,
    pub filed_by: Option<PersonId>,
    pub result: Option<String>,
    pub filed_at: Moment,
    pub closed_at: Option<Moment>,
    /// Raised by every move. Photos and further reports leave it: they do not get in the way of who is about to make one.
    pub version: i32,
    pub updated_at: Moment,
}

impl CaseRow {
    /// The light of the present stage; green while the clock stands still.
    pub fn light(&self, now: Moment) -> Light {
        match (self.due_at, self.warn_at) {
            (Some(due), _) if due < now => Light::Red,
            (_, Some(warn)) if warn <= now => Light::Yellow,
            _ => Light::Green,
        }
    }

    pub fn place(&self) -> Option<Place> {
        place(self.lon, self.lat, self.accuracy_m, self.place_source)
    }
}

/// A place from its columns.
pub fn place(lon: Option<f64>, lat: Option<f64>, accuracy_m: Option<f64>, source: Option<PlaceSource>) -> Option<Place> {
    Some(Place { point: Point { lon: lon?, lat: lat? }, accuracy_m, source: source? })
}

/// What a case is opened from.
#[derive(Debug, Clone)]
pub struct Opening {
    pub category: CategoryCode,
    pub summary: String,
    pub grid: GridCode,
    pub place: Option<Place>,
    pub place_text: Option<PlaceText>,
    pub filed_by: Option<PersonId>,
    /// The case it is split from.
    pub parent: Option<CaseId>,
}

pub fn find(conn: &mut Conn, id: CaseId) -> Result<CaseRow, Error> {
    Ok(cases::table.find(id).select(CaseRow::as_select()).first(conn)?)
}

/// Those of these cases that there are.
pub fn find_all(conn: &mut Conn, ids: &[CaseId]) -> Result<Vec<CaseRow>, Error> {
    Ok(cases::table.filter(cases::id.eq_any(ids)).select(CaseRow::as_select()).load(conn)?)
}

/// Opens a case: gives it a number, writes down who answers for the grid today, and lays it on somebody's desk.
pub fn open(conn: &mut Conn, opening: Opening, on_duty: &OnDuty, assignee: Option<PersonId>, now: Moment) -> Result<CaseRow, Error> {
    let today = now.day();
    let times = CaseTimes::of(conn, &opening.category)?;
    let filed = times.lend(|times| Course::filed(assignee, times, now));
    let clock = filed.clock.as_ref();
    let row = CaseRow {
        id: CaseId::new(),
        number: next_number(conn, &today)?,
        status: filed.status,
        restricted: opening.category.category().restricted,
        category: opening.category,
        summary: opening.summary,
        grid: opening.grid,
        lon: opening.place.map(|p| p.point.lon),
        lat: opening.place.map(|p| p.point.lat),
        accuracy_m: opening.place.and_then(|p| p.accuracy_m),
        place_source: opening.place.map(|p| p.source),
        place_text: opening.place_text,
        level: filed.holder.level,
        unit: filed.holder.unit,
        assignee: filed.assignee,
        due_at: clock.and_then(|clock| clock.due(times.calendar())),
        warn_at: clock.and_then(|clock| clock.warn_at(times.calendar())),
        resume_at: None,
        degree: filed.degree,
        late_since: None,
        merged_into: None,
        parent: opening.parent,
        leader: on_duty.holds(Duty::Leader),
        full_time: on_duty.holds(Duty::FullTime),
        filed_by: opening.filed_by,
        result: None,
        filed_at: now,
        closed_at: None,
        version: 1,
        updated_at: now,
    };
    diesel::insert_into(cases::table).values(&row).execute(conn)?;
    course::add(conn, row.id, &filed)?;
    timeline::note(conn, Event::of(&row, EventKind::Filed, row.filed_by, now))?;
    Ok(row)
}

/// Gives a case another version, for what must not slip past somebody who is about to move it.
pub fn raise(conn: &mut Conn, case: &CaseRow, now: Moment) -> Result<CaseRow, Error> {
    let that = cases::table.find(case.id).filter(cases::version.eq(case.version));
    if diesel::update(that).set((cases::version.eq(case.version + 1), cases::updated_at.eq(now))).execute(conn)? == 0 {
        return Err(moved_on(case.version + 1));
    }
    Ok(CaseRow { version: case.version + 1, updated_at: now, ..case.clone() })
}

/// Whether somebody holds any duty on a day, and so can be given work.
pub fn works_today(conn: &mut Conn, person: PersonId, day: &Day) -> Result<bool, Error> {
    let held = appointments::table
        .filter(appointments::person_id.eq(person))
        .filter(appointments::from_day.le(day))
        .filter(appointments::to_day.is_null().or(appointments::to_day.ge(day)));
    Ok(diesel::select(diesel::dsl::exists(held)).get_result(conn)?)
}

/// The next number of a day. The row of the day is locked until the transaction ends, so no number is given twice.
fn next_number(conn: &mut Conn, day: &Day) -> Result<CaseNumber, Error> {
    let day: String = day.as_str().chars().filter(char::is_ascii_digit).collect();
    let first = (case_numbers::day.eq(&day), case_numbers::last.eq(0));
    on_either!(conn, diesel::insert_into(case_numbers::table).values(first).on_conflict_do_nothing().execute(conn))?;
    diesel::update(case_numbers::table.find(&day)).set(case_numbers::last.eq(case_numbers::last + 1)).execute(conn)?;
    let last: i32 = case_numbers::table.find(&day).select(case_numbers::last).first(conn)?;
    format!("{day}-{last:04}")
        .parse()
        .map_err(|fault| Error::internal(anyhow::Error::new(fault).context("the day has run out of case numbers")))
}

/// What a grid and its village are called.
pub fn names_of(conn: &mut Conn, grid: &GridCode) -> Result<(GridName, DivisionName), Error> {
    Ok(grids::table.inner_join(divisions::table).filter(grids::code.eq(grid)).select((grids::name, divisions::name)).first(conn)?)
}

/// The names of people.
pub fn people_named(conn: &mut Conn, ids: impl IntoIterator<Item = Option<PersonId>>) -> Result<HashMap<PersonId, PersonRef>, Error> {
    let mut ids: Vec<PersonId> = ids.into_iter().flatten().collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let named: Vec<(PersonId, shared::staffing::PersonName)> =
        people::table.filter(people::id.eq_any(ids)).select((people::id, people::name)).load(conn)?;
    Ok(named.into_iter().map(|(id, name)| (id, PersonRef { id, name })).collect())
}

/// The names of units.
pub fn units_named(conn: &mut Conn, ids: impl IntoIterator<Item = Option<UnitId>>) -> Result<HashMap<UnitId, UnitRef>, Error> {
    let mut ids: Vec<UnitId> = ids.into_iter().flatten().collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let named: Vec<(UnitId, UnitName)> = units::table.filter(units::id.eq_any(ids)).select((units::id, units::name)).load(conn)?;
    Ok(named.into_iter().map(|(id, name)| (id, UnitRef { id, name })).collect())
}
