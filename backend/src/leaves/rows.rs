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

/// Leaves that lasted and ended between two days, the last not included.
pub fn ended_since(conn: &mut Conn, from: &Day, before: &Day) -> Result<Vec<LeaveRow>, Error> {
    let ended = leaves::table
        .filter(leaves::state.eq(LeaveState::Granted))
        .filter(leaves::to_day.ge(from))
        .filter(leaves::to_day.lt(before))
        .order(leaves::id);
    Ok(ended.select(LeaveRow::as_select()).load(conn)?)
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
pub fn list(conn: &mut Conn, filter: &LeaveFilter, caller: &Caller, stretch: &Stretch<(Day, LeaveId)>) -> Result<Page<Leave>, Error> {
    let mut query = leaves::table.select(LeaveRow::as_select()).into_boxed();
    if !may::decide_leaves(caller) {
        let covered = leave_covers::table
            .inner_join(appointments::table)
            .filter(appointments::person_id.eq(caller.person))
            .select(leave_covers::leave_id);
        query = query.filter(leaves::person_id.eq(caller.person).or(leaves::id.eq_any(covered)));
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
        let ends = row.to_day.shifted(1).begins();
        let bucket = feed::of_person(cover.person.id);
        feed::put(conn, RecordKind::Cover, &feed::own_record(row.id, cover.person.id), &[bucket], Some(ends), now)?;
    }
    Ok(())
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

/// What somebody who covers has to know.
pub fn cover_body(conn: &mut Conn, record: &str, person: PersonId) -> Result<Option<Value>, Error> {
    let Some(id) = feed::owned::<LeaveId>(record) else { return Ok(None) };
    let Some(row) = find(conn, id)? else { return Ok(None) };
    let phone: Option<Phone> = people::table.find(row.person_id).select(people::phone).first(conn)?;
    let leave = shape(conn, row)?;
    let covers: Vec<Appointment> = leave.covers.into_iter().filter(|cover| cover.person.id == person).collect();
    let Leave { person: away, from_day, to_day, note, .. } = leave;
    let pack = CoverPack { leave: id, away, phone, from_day, to_day, note, covers };
    serde_json::to_value(pack).map(Some).map_err(Error::internal)
}
