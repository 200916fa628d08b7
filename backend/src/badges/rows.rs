//! Who carries a badge, and what that person is appointed to today.

use diesel::prelude::*;
use shared::boards::{Visitor, VisitorDuty};
use shared::staffing::{AreaCode, BadgeCode, Duty, PersonId, PersonName};
use shared::time::{Day, Moment};

use crate::db::Conn;
use crate::error::Error;
use crate::schema::{appointments, divisions, grids, people};
use crate::settings;

type Carrier = (PersonId, PersonName, bool, Option<String>);
type Held = (Duty, AreaCode, Day, Option<Day>);

/// The carrier of a badge; somebody without a duty today is shown as such, for a badge may outlive the appointment.
pub fn visitor(conn: &mut Conn, badge: &BadgeCode, now: Moment) -> Result<Visitor, Error> {
    let today = now.day();
    let carrier =
        people::table.filter(people::badge.eq(badge)).select((people::id, people::name, people::photo_public, people::portrait_small));
    let (id, name, photo_public, portrait): Carrier = carrier.first(conn)?;
    let held: Vec<Held> = appointments::table
        .filter(appointments::person_id.eq(id))
        .filter(appointments::from_day.le(&today))
        .filter(appointments::to_day.is_null().or(appointments::to_day.ge(&today)))
        .order((appointments::area, appointments::from_day))
        .limit(100)
        .select((appointments::duty, appointments::area, appointments::from_day, appointments::to_day))
        .load(conn)?;
    let photo_url = portrait.filter(|_| photo_public).map(|hash| format!("/api/v1/portraits/{id}?v={}", hash.get(..8).unwrap_or(&hash)));
    let on_duty = !held.is_empty();
    Ok(Visitor { name, photo_url, on_duty, duties: named(conn, held)?, supervision_phone: settings::find(conn)?.supervision_phone })
}

/// Gives areas their names, those of grids with the village before them.
fn named(conn: &mut Conn, held: Vec<Held>) -> Result<Vec<VisitorDuty>, Error> {
    let codes: Vec<&str> = held.iter().map(|(_, area, ..)| area.as_str()).collect();
    let villages: Vec<&str> = codes.iter().filter_map(|code| code.get(..12)).chain(codes.iter().copied()).collect();
    let grids: Vec<(String, String)> = grids::table.filter(grids::code.eq_any(&codes)).select((grids::code, grids::name)).load(conn)?;
    let places: Vec<(String, shared::divisions::DivisionName)> =
        divisions::table.filter(divisions::code.eq_any(&villages)).select((divisions::code, divisions::name)).load(conn)?;
    let name = |area: &AreaCode| {
        let village = places
            .iter()
            .find(|(code, _)| area.starts_with(code.as_str()) && (code.len() == 12 || area.len() == 9))
            .map_or("", |(_, name)| name.short());
        let grid = grids.iter().find(|(code, _)| *code == **area).map_or("", |(_, name)| name.as_str());
        // 十村一网格 names its village already.
        if grid.starts_with(village) {
            if grid.is_empty() { village.to_owned() } else { grid.to_owned() }
        } else {
            format!("{village} {grid}").trim().to_owned()
        }
    };
    Ok(held.into_iter().map(|(duty, area, from_day, to_day)| VisitorDuty { duty, area_name: name(&area), from_day, to_day }).collect())
}
