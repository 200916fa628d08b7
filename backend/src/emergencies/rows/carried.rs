//! Which phones carry an emergency: those of its grids' people, while it lasts and a little longer. A household lies in its grid.

use diesel::prelude::*;
use serde_json::Value;
use shared::emergencies::carried::ReadNotices;
use shared::emergencies::households::HouseholdId;
use shared::emergencies::{EmergencyId, KEPT_DAYS};
use shared::grids::GridCode;
use shared::staffing::PersonId;
use shared::sync::pulling::{Bucket, RecordKind};
use shared::time::Moment;

use super::{EmergencyRow, grids_of, households, notices};
use crate::changes::By;
use crate::db::Conn;
use crate::error::Error;
use crate::feed;
use crate::schema::{emergencies, emergency_evacuees, emergency_grids, emergency_households, grid_successions, grids};

/// So long a receipt stays on the phone of whoever gave it; no emergency lasts longer.
const RECEIPT_DAYS: i64 = 400;

/// When an emergency leaves the phones by itself.
fn leaves_at(closed_at: Option<Moment>) -> Option<Moment> {
    closed_at.map(|at| at.plus_seconds(KEPT_DAYS * 86_400))
}

/// Writes down in the change feed that an emergency has changed.
pub fn changed(conn: &mut Conn, row: &EmergencyRow, now: Moment) -> Result<(), Error> {
    let buckets: Vec<String> = grids_of(conn, row.id)?.iter().map(|grid| Bucket::grid(grid).into()).collect();
    feed::put(conn, RecordKind::Emergency, &row.id.to_string(), &buckets, leaves_at(row.closed_at), now)?;
    if row.closed_at.is_some() {
        for (household, grid) in households_of(conn, row.id)? {
            household_changed(conn, household, &grid, row.closed_at, now)?;
        }
    }
    Ok(())
}

fn households_of(conn: &mut Conn, id: EmergencyId) -> Result<Vec<(HouseholdId, GridCode)>, Error> {
    let of_it = emergency_households::table.filter(emergency_households::emergency.eq(id));
    Ok(of_it.order(emergency_households::id).select((emergency_households::id, emergency_households::grid)).load(conn)?)
}

/// Takes an emergency, with its households, off all phones.
pub fn gone(conn: &mut Conn, id: EmergencyId, now: Moment) -> Result<(), Error> {
    feed::put(conn, RecordKind::Emergency, &id.to_string(), &[], None, now)?;
    for (household, _) in households_of(conn, id)? {
        feed::put(conn, RecordKind::EmergencyHousehold, &household.to_string(), &[], None, now)?;
    }
    Ok(())
}

/// Lets the grids that took over from closed ones join the emergencies that last, with the households there (the first by code where a
/// grid was split).
pub fn hand_on(conn: &mut Conn, by: By) -> Result<(), Error> {
    let left: Vec<(EmergencyId, GridCode, GridCode)> = emergency_grids::table
        .inner_join(emergencies::table)
        .inner_join(grids::table.on(grids::code.eq(emergency_grids::grid)))
        .inner_join(grid_successions::table.on(grid_successions::old_code.eq(grids::code)))
        .filter(emergencies::closed_at.is_null())
        .filter(grids::closed_on.lt(by.at.day()))
        .order((emergency_grids::emergency, grids::code, grid_successions::new_code))
        .select((emergency_grids::emergency, grids::code, grid_successions::new_code))
        .load(conn)?;
    let mut last = None;
    for (id, from, to) in left {
        if !grids_of(conn, id)?.contains(&to) {
            super::add_grids(conn, id, std::slice::from_ref(&to))?;
        }
        if last.replace((id, from.clone())) == Some((id, from.clone())) {
            continue;
        }
        let here =
            || emergency_households::table.filter(emergency_households::emergency.eq(id)).filter(emergency_households::grid.eq(&from));
        let moved: Vec<HouseholdId> = here().select(emergency_households::id).load(conn)?;
        diesel::update(here()).set(emergency_households::grid.eq(&to)).execute(conn)?;
        let people = emergency_evacuees::table.filter(emergency_evacuees::emergency.eq(id)).filter(emergency_evacuees::grid.eq(&from));
        diesel::update(people).set(emergency_evacuees::grid.eq(&to)).execute(conn)?;
        moved.into_iter().try_for_each(|household| household_changed(conn, household, &to, None, by.at))?;
        if let Some(row) = super::find(conn, id)? {
            changed(conn, &row, by.at)?;
        }
    }
    Ok(())
}

/// Writes down that a household has changed.
pub fn household_changed(conn: &mut Conn, id: HouseholdId, grid: &GridCode, closed_at: Option<Moment>, now: Moment) -> Result<(), Error> {
    feed::put(conn, RecordKind::EmergencyHousehold, &id.to_string(), &[Bucket::grid(grid).into()], leaves_at(closed_at), now)
}

/// Writes down that somebody has read a message.
pub fn received(conn: &mut Conn, emergency: EmergencyId, person: PersonId, now: Moment) -> Result<(), Error> {
    let leaves_at = Some(now.plus_seconds(RECEIPT_DAYS * 86_400));
    feed::put(conn, RecordKind::EmergencyReceipts, &feed::own_record(emergency, person), &[feed::of_person(person)], leaves_at, now)
}

/// Fills a feed that knows of no emergency.
pub fn fill(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    if feed::knows_any(conn, RecordKind::Emergency)? {
        return Ok(());
    }
    let open: Vec<EmergencyRow> =
        emergencies::table.filter(emergencies::closed_at.is_null()).select(EmergencyRow::as_select()).load(conn)?;
    for row in open {
        changed(conn, &row, now)?;
        households_of(conn, row.id)?.into_iter().try_for_each(|(household, grid)| household_changed(conn, household, &grid, None, now))?;
    }
    Ok(())
}

/// An emergency for a phone that holds one of its grids.
pub fn body(conn: &mut Conn, record: &str) -> Result<Option<Value>, Error> {
    let Ok(id) = record.parse::<EmergencyId>() else { return Ok(None) };
    let Some(row) = super::find(conn, id)? else { return Ok(None) };
    serde_json::to_value(super::shape(conn, row)?).map(Some).map_err(Error::internal)
}

/// A household with what it stands on.
pub fn household_body(conn: &mut Conn, record: &str) -> Result<Option<Value>, Error> {
    let Ok(id) = record.parse::<HouseholdId>() else { return Ok(None) };
    households::find_all(conn, &[id])?.pop().map(serde_json::to_value).transpose().map_err(Error::internal)
}

/// What somebody has read.
pub fn receipts_body(conn: &mut Conn, record: &str, person: PersonId) -> Result<Option<Value>, Error> {
    let Some(id) = feed::owned::<EmergencyId>(record) else { return Ok(None) };
    let read = ReadNotices { notices: notices::read_by(conn, id, person)? };
    serde_json::to_value(read).map(Some).map_err(Error::internal)
}
