//! Leaves in the database, and which phones carry them.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;
use serde_json::Value;
use shared::cases::Reason;
use shared::leaves::{CoverPack, HandoverNote, Leave, LeaveDecision, LeaveFilter, LeaveId, LeaveState};
use shared::may::{self, Caller};
use shared::page::Page;
use shared::staffing::{Appointment, AppointmentId, PersonId};
use shared::sync::pulling::RecordKind;
use shared::time::{Day, Moment};
use shared::value::Phone;

use crate::cases::rows::people_named;
use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::Error;
use crate::feed;
use crate::input::moved_on;
use crate::listing::Stretch;
use crate::roster::rows::rostered;
use crate::schema::{appointments, leave_covers, leaves, people};
use crate::staffing::rows::appointments_named;

/// So long after its last day a leave stays on the phone of whoever was away; covers lose it with the duty.
const KEPT_DAYS: i64 = 30;

/// One leave.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = leaves, treat_none_as_null = true)]
pub struct LeaveRow {
    pub id: LeaveId,
    pub person_id: PersonId,
    pub from_day: Day,
    pub to_day: Day,
    pub note: Option<HandoverNote>,
    pub state: LeaveState,
    pub asked_at: Moment,
    pub decided_by: Option<PersonId>,
    pub decided_at: Option<Moment>,
    pub reason: Option<Reason>,
    pub version: i32,
    pub updated_at: Moment,
}

pub fn find(conn: &mut Conn, id: LeaveId) -> Result<Option<LeaveRow>, Error> {
    Ok(leaves::table.find(id).select(LeaveRow::as_select()).first(conn).optional()?)
}

/// Another leave of the same person that meets these days and was not refused.
pub fn meeting(conn: &mut Conn, person: PersonId, from: &Day, to: &Day) -> Result<Option<LeaveRow>, Error> {
    let meeting = leaves::table
        .filter(leaves::person_id.eq(person))
        .filter(leaves::state.eq_any([LeaveState::Asked, LeaveState::Granted]))
        .filter(leaves::from_day.le(to))
        .filter(leaves::to_day.ge(from));
    Ok(meeting.select(LeaveRow::as_select()).first(conn).optional()?)
}

/// Whether somebody is on leave on a day.
pub fn is_away(conn: &mut Conn, person: PersonId, day: &Day) -> Result<bool, Error> {
    let away = leaves::table
        .filter(leaves::person_id.eq(person))
        .filter(leaves::state.eq(LeaveState::Granted))
        .filter(leaves::from_day.le(day))
        .filter(leaves::to_day.ge(day));
    Ok(diesel::select(diesel::dsl::exists(away)).get_result(conn)?)
}

/// Covers that ended between two days, the last not included, and were not handed back yet; with whoever was away.
pub fn ended_covers(conn: &mut Conn, from: &Day, before: &Day) -> Result<Vec<(LeaveId, PersonId, Appointment)>, Error> {
    let rows: Vec<(LeaveId, PersonId, AppointmentId)> = leave_covers::table
        .inner_join(leaves::table)
        .inner_join(appointments::table)
        .filter(leave_covers::handed_back.eq(false))
        .filter(appointments::to_day.ge(from))
        .filter(appointments::to_day.lt(before))
        .order((leaves::from_day, leaves::id))
        .select((leaves::id, leaves::person_id, appointments::id))
        .load(conn)?;
    let named: Vec<AppointmentId> = rows.iter().map(|(.., id)| *id).collect();
    let mut by_id: HashMap<AppointmentId, Appointment> = appointments_named(conn, &named)?.into_iter().map(|it| (it.id, it)).collect();
    Ok(rows.into_iter().filter_map(|(leave, away, id)| Some((leave, away, by_id.remove(&id)?))).collect())
}

/// Writes down that what was begun has gone back.
pub fn handed_back(conn: &mut Conn, leave: LeaveId, appointment: AppointmentId) -> Result<(), Error> {
    diesel::update(leave_covers::table.find((leave, appointment))).set(leave_covers::handed_back.eq(true)).execute(conn)?;
    Ok(())
}

/// The appointments by which colleagues cover, by leave.
pub fn covers_of(conn: &mut Conn, ids: &[LeaveId]) -> Result<BTreeMap<LeaveId, Vec<Appointment>>, Error> {
    let pairs: Vec<(LeaveId, AppointmentId)> = leave_covers::table
        .filter(leave_covers::leave_id.eq_any(ids))
        .select((leave_covers::leave_id, leave_covers::appointment))
        .order((leave_covers::leave_id, leave_covers::appointment))
        .load(conn)?;
    let named: Vec<AppointmentId> = pairs.iter().map(|(_, appointment)| *appointment).collect();
    let mut by_id: HashMap<AppointmentId, Appointment> = appointments_named(conn, &named)?.into_iter().map(|it| (it.id, it)).collect();
    let mut all: BTreeMap<LeaveId, Vec<Appointment>> = BTreeMap::new();
    for (leave, appointment) in pairs {
        all.entry(leave).or_default().extend(by_id.remove(&appointment));
    }
    Ok(all)
}

pub fn shapes(conn: &mut Conn, rows: Vec<LeaveRow>) -> Result<Vec<Leave>, Error> {
    let ids: Vec<LeaveId> = rows.iter().map(|row| row.id).collect();
    let mut covers = covers_of(conn, &ids)?;
    let people = people_named(conn, rows.iter().flat_map(|row| [Some(row.person_id), row.decided_by]))?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let rostered = match row.state {
            LeaveState::Asked | LeaveState::Granted => rostered(conn, row.person_id, &row.from_day, &row.to_day)?,
            LeaveState::Declined | LeaveState::Withdrawn => Vec::new(),
        };
        let by = row.decided_by.and_then(|by| people.get(&by)).cloned();
        let decision = by.zip(row.decided_at).map(|(by, at)| LeaveDecision { by, at, reason: row.reason });
        all.push(Leave {
            id: row.id,
            person: people.get(&row.person_id).cloned().ok_or_else(Error::not_found)?,
            from_day: row.from_day,
            to_day: row.to_day,
            note: row.note,
            state: row.state,
            asked_at: row.asked_at,
            decision,
            covers: covers.remove(&row.id).unwrap_or_default(),
            rostered,
            version: row.version,
            updated_at: row.updated_at,
        });
    }
    Ok(all)
}

pub fn shape(conn: &mut Conn, row: LeaveRow) -> Result<Leave, Error> {
    shapes(conn, vec![row])?.pop().ok_or_else(Error::not_found)
}

/// A page of the leaves the caller may see, the latest first day first.
pub fn list(
    conn: &mut Conn,
    filter: &LeaveFilter,
    caller: &Caller,
    stretch: &Stretch<(Day, LeaveId)>,
    today: &Day,
) -> Result<Page<Leave>, Error> {
    let mut query = leaves::table.select(LeaveRow::as_select()).into_boxed();
    if !may::decide_leaves(caller) {
        // Few, and read first: PostgreSQL looks at every leave where they are a question inside of the question.
        let covered: Vec<LeaveId> = leave_covers::table
            .inner_join(appointments::table)
            .filter(appointments::person_id.eq(caller.person))
            .filter(appointments::to_day.is_null().or(appointments::to_day.ge(today)).assume_not_null())
            .select(leave_covers::leave_id)
            .load(conn)?;
        // SQLite looks at every leave where one of two ways to it is none.
        query = if covered.is_empty() {
            query.filter(leaves::person_id.eq(caller.person))
        } else {
            query.filter(leaves::person_id.eq(caller.person).or(leaves::id.eq_any(covered)))
        };
    }
    if let Some(state) = filter.state {
        query = query.filter(leaves::state.eq(state));
    }
    if let Some(person) = filter.person {
        query = query.filter(leaves::person_id.eq(PersonId::from(person)));
    }
    if let Some(day) = &filter.on {
        query = query.filter(leaves::from_day.le(day)).filter(leaves::to_day.ge(day));
    }
    if let Some((day, id)) = &stretch.after {
        query = query.filter(leaves::from_day.lt(day.clone()).or(leaves::from_day.eq(day.clone()).and(leaves::id.lt(*id))));
    }
    let rows: Vec<LeaveRow> = query.order((leaves::from_day.desc(), leaves::id.desc())).limit(stretch.to_load()).load(conn)?;
    let Page { items, next_cursor } = stretch.page(rows, |row| (row.from_day.clone(), row.id));
    Ok(Page { items: shapes(conn, items)?, next_cursor })
}

pub fn add(conn: &mut Conn, row: &LeaveRow, by: By) -> Result<(), Error> {
    diesel::insert_into(leaves::table).values(row).execute(conn)?;
    changes::note(conn, by, "leave", &row.id.to_string(), "ask", &serde_json::json!({ "from_day": row.from_day, "to_day": row.to_day }))?;
    changed(conn, row, by.at)
}

/// Changes a leave from the version it was read at.
pub fn change(conn: &mut Conn, row: LeaveRow, action: &str, by: By) -> Result<LeaveRow, Error> {
    let seen = row.version;
    let row = LeaveRow { version: seen + 1, updated_at: by.at, ..row };
    if diesel::update(leaves::table.find(row.id).filter(leaves::version.eq(seen))).set(&row).execute(conn)? == 0 {
        return Err(moved_on(seen + 1));
    }
    changes::note(conn, by, "leave", &row.id.to_string(), action, &serde_json::json!({ "to_day": row.to_day, "state": row.state }))?;
    changed(conn, &row, by.at)?;
    Ok(row)
}

pub fn add_cover(conn: &mut Conn, leave: LeaveId, appointment: AppointmentId) -> Result<(), Error> {
    let cover = (leave_covers::leave_id.eq(leave), leave_covers::appointment.eq(appointment));
    diesel::insert_into(leave_covers::table).values(cover).execute(conn)?;
    Ok(())
}

/// Takes a cover that never began off its leave, and off the appointments.
pub fn take_back_cover(conn: &mut Conn, leave: LeaveId, cover: &Appointment, by: By) -> Result<(), Error> {
    diesel::delete(leave_covers::table.find((leave, cover.id))).execute(conn)?;
    diesel::delete(appointments::table.find(cover.id)).execute(conn)?;
    let detail = serde_json::json!({ "person": cover.person.id, "leave": leave });
    changes::note(conn, by, "appointment", &cover.id.to_string(), "take_back", &detail)?;
    feed::put(conn, RecordKind::Cover, &feed::own_record(leave, cover.person.id), &[], None, by.at)
}

/// Writes down in the change feed that a leave has changed: it lies with whoever is away, and what there is to know for covering with
/// whoever covers, until that ends.
fn changed(conn: &mut Conn, row: &LeaveRow, now: Moment) -> Result<(), Error> {
    let leaves_at = row.to_day.shifted(KEPT_DAYS).begins().max(now.plus_seconds(KEPT_DAYS * 86_400));
    feed::put(conn, RecordKind::Leave, &row.id.to_string(), &[feed::of_person(row.person_id)], Some(leaves_at), now)?;
    for cover in covers_of(conn, &[row.id])?.remove(&row.id).unwrap_or_default() {
        carry(conn, row.id, &cover, now)?;
    }
    Ok(())
}

/// What there is to know for covering lies with whoever covers until the last day of it.
fn carry(conn: &mut Conn, leave: LeaveId, cover: &Appointment, now: Moment) -> Result<(), Error> {
    let ends = cover.to_day.as_ref().map(|to| to.shifted(1).begins());
    let buckets = if lasts(cover, &now.day()) { vec![feed::of_person(cover.person.id)] } else { Vec::new() };
    feed::put(conn, RecordKind::Cover, &feed::own_record(leave, cover.person.id), &buckets, ends, now)
}

/// Whether somebody covers today or will.
pub fn lasts(cover: &Appointment, today: &Day) -> bool {
    cover.to_day.as_ref().is_none_or(|to| to >= today)
}

/// Follows an appointment that has another last day now, where it is a cover.
pub fn appointment_changed(conn: &mut Conn, appointment: AppointmentId, now: Moment) -> Result<(), Error> {
    let of: Vec<LeaveId> =
        leave_covers::table.filter(leave_covers::appointment.eq(appointment)).select(leave_covers::leave_id).load(conn)?;
    for leave in of {
        let covers = covers_of(conn, &[leave])?.remove(&leave).unwrap_or_default();
        covers.iter().filter(|cover| cover.id == appointment).try_for_each(|cover| carry(conn, leave, cover, now))?;
    }
    Ok(())
}

/// Follows a new name or phone of whoever is away, or covers.
pub fn person_changed(conn: &mut Conn, person: PersonId, now: Moment) -> Result<(), Error> {
    let covered =
        leave_covers::table.inner_join(appointments::table).filter(appointments::person_id.eq(person)).select(leave_covers::leave_id);
    let rows: Vec<LeaveRow> = leaves::table
        .filter(leaves::person_id.eq(person).or(leaves::id.eq_any(covered)))
        .filter(leaves::to_day.ge(now.day()))
        .select(LeaveRow::as_select())
        .load(conn)?;
    rows.iter().try_for_each(|row| changed(conn, row, now))
}

/// Fills a feed that knows of no leave.
pub fn fill(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    if feed::knows_any(conn, RecordKind::Leave)? {
        return Ok(());
    }
    let rows: Vec<LeaveRow> = leaves::table.filter(leaves::to_day.ge(now.day())).select(LeaveRow::as_select()).load(conn)?;
    rows.iter().try_for_each(|row| changed(conn, row, now))
}

/// A leave as phones carry it.
pub fn body(conn: &mut Conn, record: &str) -> Result<Option<Value>, Error> {
    let Ok(id) = record.parse::<LeaveId>() else { return Ok(None) };
    let Some(row) = find(conn, id)? else { return Ok(None) };
    serde_json::to_value(shape(conn, row)?).map(Some).map_err(Error::internal)
}

/// What somebody who covers has to know, as long as it lasts.
pub fn cover_body(conn: &mut Conn, record: &str, person: PersonId, today: &Day) -> Result<Option<Value>, Error> {
    let Some(id) = feed::owned::<LeaveId>(record) else { return Ok(None) };
    let Some(row) = find(conn, id)? else { return Ok(None) };
    let phone: Option<Phone> = people::table.find(row.person_id).select(people::phone).first(conn)?;
    let leave = shape(conn, row)?;
    let covers: Vec<Appointment> = leave.covers.into_iter().filter(|cover| cover.person.id == person && lasts(cover, today)).collect();
    if covers.is_empty() {
        return Ok(None);
    }
    let Leave { person: away, from_day, to_day, note, .. } = leave;
    let pack = CoverPack { leave: id, away, phone, from_day, to_day, note, covers };
    serde_json::to_value(pack).map(Some).map_err(Error::internal)
}
