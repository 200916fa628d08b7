//! Which phones carry a place: those of its grid's people, as long as it is patrolled.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::Value;
use shared::grids::GridCode;
use shared::patrols::places::PatrolPlaceId;
use shared::sync::pulling::{Bucket, RecordKind};
use shared::time::{Day, Moment};

use super::places;
use crate::changes::{self, By};
use crate::db::Conn;
use crate::divisions::rows::after_all_in;
use crate::error::Error;
use crate::feed;
use crate::schema::{grid_successions, grids, patrol_places};

/// Writes down in the change feed that something about a place has changed.
pub fn changed(conn: &mut Conn, place: PatrolPlaceId, now: Moment) -> Result<(), Error> {
    let (grid, retired_on): (GridCode, Option<Day>) =
        patrol_places::table.find(place).select((patrol_places::grid, patrol_places::retired_on)).first(conn)?;
    let leaves_at = retired_on.map(|last| last.shifted(1).begins());
    let mut buckets = vec![String::from(Bucket::grid(&grid))];
    if leaves_at.is_some_and(|at| at <= now) {
        buckets.clear();
    }
    feed::put(conn, RecordKind::PatrolPlace, &place.to_string(), &buckets, leaves_at, now)
}

/// The places of an area are due at other times now: its class has changed.
pub fn area_changed(conn: &mut Conn, area: &str, now: Moment) -> Result<(), Error> {
    let mut query = patrol_places::table.filter(patrol_places::grid.ge(area.to_owned())).select(patrol_places::id).into_boxed();
    if let Some(end) = after_all_in(area) {
        query = query.filter(patrol_places::grid.lt(end));
    }
    let all: Vec<PatrolPlaceId> = query.order(patrol_places::id).load(conn)?;
    all.into_iter().try_for_each(|place| changed(conn, place, now))
}

/// Moves the places of closed grids on to the grid that took over (the first by code where a grid was split).
pub fn hand_on(conn: &mut Conn, by: By) -> Result<(), Error> {
    let left: Vec<(PatrolPlaceId, GridCode, GridCode)> = patrol_places::table
        .inner_join(grids::table)
        .inner_join(grid_successions::table.on(grid_successions::old_code.eq(grids::code)))
        .filter(patrol_places::retired_on.is_null())
        .filter(grids::closed_on.lt(by.at.day()))
        .order((patrol_places::id, grid_successions::new_code))
        .select((patrol_places::id, grids::code, grid_successions::new_code))
        .load(conn)?;
    let mut last = None;
    for (place, from, to) in left {
        if last.replace(place) != Some(place) {
            let moved =
                (patrol_places::grid.eq(&to), patrol_places::version.eq(patrol_places::version + 1), patrol_places::updated_at.eq(by.at));
            diesel::update(patrol_places::table.find(place)).set(moved).execute(conn)?;
            changes::note(conn, by, "patrol_place", &place.to_string(), "hand_on", &serde_json::json!({ "from": from, "to": to }))?;
            changed(conn, place, by.at)?;
        }
    }
    Ok(())
}

/// Fills a feed that knows of no place, and of no plans.
pub fn fill(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    if !feed::knows_any(conn, RecordKind::PatrolPlans)? {
        feed::put(conn, RecordKind::PatrolPlans, feed::WHOLE, &[Bucket::config().into()], None, now)?;
    }
    if feed::knows_any(conn, RecordKind::PatrolPlace)? {
        return Ok(());
    }
    let all: Vec<PatrolPlaceId> = patrol_places::table.select(patrol_places::id).order(patrol_places::id).load(conn)?;
    all.into_iter().try_for_each(|place| changed(conn, place, now))
}

/// The bodies of places, by their ids.
pub fn bodies(conn: &mut Conn, ids: &[PatrolPlaceId], today: &Day) -> Result<BTreeMap<String, Value>, Error> {
    let shaped = places::find_all(conn, ids, today)?;
    shaped.into_iter().map(|place| Ok((place.id.to_string(), serde_json::to_value(place).map_err(Error::internal)?))).collect()
}
