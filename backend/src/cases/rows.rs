//! Cases, their running numbers and their timelines.

use std::collections::HashMap;

use diesel::prelude::*;
use shared::cases::{CaseId, CaseNumber, CaseStatus, EventKind, InternalNote, Move, Reason};
use shared::categories::CategoryCode;
use shared::divisions::DivisionName;
use shared::grids::{GridCode, GridName};
use shared::may::CaseFacts;
use shared::place::{Place, PlaceSource, Point};
use shared::reports::PlaceText;
use shared::staffing::{Duty, PersonId, PersonRef};
use shared::time::{Day, Moment};
use uuid::Uuid;

use crate::db::Conn;
use crate::error::Error;
use crate::on_either;
use crate::schema::{appointments, case_events, case_numbers, cases, divisions, grids, people};

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
    pub assignee: Option<PersonId>,
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
    /// What permissions need to know.
    pub fn facts(&self) -> CaseFacts {
        CaseFacts {
            grid: self.grid.clone(),
            status: self.status,
            restricted: self.restricted,
            assignee: self.assignee,
            filed_by: self.filed_by,
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
}

pub fn find(conn: &mut Conn, id: CaseId) -> Result<CaseRow, Error> {
    Ok(cases::table.find(id).select(CaseRow::as_select()).first(conn)?)
}

/// Opens a case: gives it a number, writes down who answers for the grid today, and lays it on the desk of who works there today.
pub fn open(conn: &mut Conn, opening: Opening, now: Moment) -> Result<CaseRow, Error> {
    let today = now.day();
    let on_duty = on_duty(conn, &opening.grid, &today)?;
    let row = CaseRow {
        id: CaseId::new(),
        number: next_number(conn, &today)?,
        status: CaseStatus::Filed,
        restricted: opening.category.category().restricted,
        category: opening.category,
        summary: opening.summary,
        grid: opening.grid,
        lon: opening.place.map(|p| p.point.lon),
        lat: opening.place.map(|p| p.point.lat),
        accuracy_m: opening.place.and_then(|p| p.accuracy_m),
        place_source: opening.place.map(|p| p.source),
        place_text: opening.place_text,
        assignee: on_duty.works(),
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
    note(conn, Event::of(&row, EventKind::Filed, row.filed_by, now))?;
    Ok(row)
}

/// Who is appointed to a grid on a day, as (duty, person, covers somebody).
struct OnDuty(Vec<(Duty, PersonId, bool)>);

impl OnDuty {
    /// Who holds a duty in his or her own right; a cover only where nobody does.
    fn holds(&self, duty: Duty) -> Option<PersonId> {
        self.first(duty, false).or_else(|| self.first(duty, true))
    }

    /// Who does the work: the full-time member or today's cover, else the leader or today's cover.
    fn works(&self) -> Option<PersonId> {
        [Duty::FullTime, Duty::Leader].into_iter().find_map(|duty| self.first(duty, true).or_else(|| self.first(duty, false)))
    }

    fn first(&self, duty: Duty, covering: bool) -> Option<PersonId> {
        self.0.iter().find(|(d, _, c)| *d == duty && *c == covering).map(|(_, person, _)| *person)
    }
}

fn on_duty(conn: &mut Conn, grid: &GridCode, day: &Day) -> Result<OnDuty, Error> {
    let rows: Vec<(Duty, PersonId, Option<PersonId>)> = appointments::table
        .filter(appointments::area.eq(grid.as_str()))
        .filter(appointments::from_day.le(day))
        .filter(appointments::to_day.is_null().or(appointments::to_day.ge(day)))
        .order((appointments::from_day, appointments::id))
        .select((appointments::duty, appointments::person_id, appointments::covering_for))
        .load(conn)?;
    Ok(OnDuty(rows.into_iter().map(|(duty, person, covered)| (duty, person, covered.is_some())).collect()))
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

/// One line of a timeline as it is stored.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = case_events)]
pub struct Event {
    pub id: Vec<u8>,
    pub case_id: CaseId,
    pub at: Moment,
    pub kind: EventKind,
    pub by_move: Option<Move>,
    pub by_person: Option<PersonId>,
    pub status: CaseStatus,
    pub assignee: Option<PersonId>,
    pub reason: Option<String>,
    pub note: Option<String>,
}

impl Event {
    /// Something that happened to a case and left its status as it is.
    pub fn of(case: &CaseRow, kind: EventKind, by: Option<PersonId>, now: Moment) -> Self {
        Self {
            id: Uuid::now_v7().as_bytes().to_vec(),
            case_id: case.id,
            at: now,
            kind,
            by_move: None,
            by_person: by,
            status: case.status,
            assignee: case.assignee,
            reason: None,
            note: None,
        }
    }
}

/// Adds a line to a timeline.
pub fn note(conn: &mut Conn, event: Event) -> Result<(), Error> {
    diesel::insert_into(case_events::table).values(event).execute(conn)?;
    Ok(())
}

/// Writes down that a photo or a report came to a case.
pub fn note_arrival(conn: &mut Conn, case: CaseId, kind: EventKind, by: Option<PersonId>, now: Moment) -> Result<(), Error> {
    let case = find(conn, case)?;
    diesel::update(cases::table.find(case.id)).set(cases::updated_at.eq(now)).execute(conn)?;
    note(conn, Event::of(&case, kind, by, now))
}

/// The timeline of a case, oldest first.
pub fn timeline(conn: &mut Conn, case: CaseId) -> Result<Vec<Event>, Error> {
    Ok(case_events::table.filter(case_events::case_id.eq(case)).order(case_events::id).select(Event::as_select()).load(conn)?)
}

/// A move that was found right: what it changes.
#[derive(Debug, Clone)]
pub struct Change {
    pub by_move: Move,
    pub by: PersonId,
    pub to: CaseStatus,
    pub assignee: Option<PersonId>,
    pub reason: Option<Reason>,
    pub note: Option<InternalNote>,
    /// What the reporter is told was done, or why it was declined; `None` leaves it as it is.
    pub result: Option<Reason>,
}

/// Makes a move on the version that was read; `None` when the case has moved on since.
pub fn make(conn: &mut Conn, case: &CaseRow, change: Change, now: Moment) -> Result<Option<CaseRow>, Error> {
    let mut moved = case.clone();
    moved.status = change.to;
    moved.assignee = change.assignee;
    moved.version += 1;
    moved.updated_at = now;
    if let Some(result) = change.result {
        moved.result = Some(result.into());
    }
    if change.to == CaseStatus::Closed {
        moved.closed_at = Some(now);
    }
    let values = (
        cases::status.eq(moved.status),
        cases::assignee.eq(moved.assignee),
        cases::result.eq(&moved.result),
        cases::closed_at.eq(moved.closed_at),
        cases::version.eq(moved.version),
        cases::updated_at.eq(now),
    );
    if diesel::update(cases::table.find(case.id).filter(cases::version.eq(case.version))).set(values).execute(conn)? == 0 {
        return Ok(None);
    }
    let event = Event {
        by_move: Some(change.by_move),
        reason: change.reason.map(Into::into),
        note: change.note.map(Into::into),
        ..Event::of(&moved, EventKind::Moved, Some(change.by), now)
    };
    note(conn, event)?;
    Ok(Some(moved))
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
