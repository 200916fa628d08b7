//! Writes the demo down: the ground through the functions of its own slices, the rest in batches.

use std::collections::BTreeMap;

use diesel::prelude::*;
use shared::divisions::{DivisionCode, NewClassPeriod, NewDivision};
use shared::grids::NewGrid;
use shared::staffing::{AccountState, AppointmentId, AreaCode, BadgeCode, Duty, PersonId, PersonName};
use shared::time::{Day, Moment};
use shared::units::UnitId;
use shared::value::Phone;

use super::ground::{Grid, HOME, Period, SUB_DISTRICT, Village};
use super::lives::Life;
use super::prints::Prints;
use super::staff::{LOGINS, Post, Staff};
use super::{PROMISE, SUPERVISION_PHONE};
use crate::cases::rows::CaseRow;
use crate::cases::rows::course::CourseRow;
use crate::cases::rows::timeline::Event;
use crate::cases::search;
use crate::changes::{self, By};
use crate::db::Conn;
use crate::divisions::{self, classes};
use crate::error::Error;
use crate::on_either;
use crate::photos::rows::PhotoRow;
use crate::reports::rows::ReportRow;
use crate::schema::{
    accounts, appointments, case_courses, case_events, case_numbers, cases, changes as history, divisions as areas, grids, people, photos,
    reports, settings,
};

/// What a database holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    Nothing,
    Demo,
    SomethingElse,
}

/// The word under which the history says that the demo was written.
const DEMO: &str = "demo";
/// Rows a statement takes at most: PostgreSQL counts every value of them up to 65,535.
const BATCH: usize = 400;

pub fn look(conn: &mut Conn) -> Result<Holds, Error> {
    let demo: bool = diesel::select(diesel::dsl::exists(history::table.filter(history::noun.eq(DEMO)))).get_result(conn)?;
    let division: bool = diesel::select(diesel::dsl::exists(areas::table.select(areas::code))).get_result(conn)?;
    let person: bool = diesel::select(diesel::dsl::exists(people::table.select(people::id))).get_result(conn)?;
    Ok(match (demo, division || person) {
        (true, _) => Holds::Demo,
        (_, true) => Holds::SomethingElse,
        _ => Holds::Nothing,
    })
}

/// Says in the history that all of this is a demo.
pub fn mark(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    changes::note(conn, By { person: None, at: now }, DEMO, SUB_DISTRICT.0, "fill", &serde_json::json!({ "invented": true }))
}

/// The sub-district with its villages, grids, classes, boundaries and settings.
pub fn add_ground(conn: &mut Conn, villages: &[Village], now: Moment) -> Result<(), Error> {
    let code: DivisionCode = SUB_DISTRICT.0.parse().map_err(Error::internal)?;
    let opened = By { person: None, at: villages.iter().flat_map(|v| &v.grids).map(|g| g.opened_on.begins()).min().unwrap_or(now) };
    divisions::rows::ensure_sub_district(conn, &code, &SUB_DISTRICT.1.parse().map_err(Error::internal)?, opened.at)?;
    for village in villages {
        divisions::rows::add(conn, &NewDivision { code: village.code.clone(), name: village.name.clone() }, opened)?;
        classify(conn, village.code.as_str(), &village.classes, "division")?;
        for grid in &village.grids {
            add_grid(conn, grid, opened)?;
        }
    }
    let (phone, promise): (Phone, String) = (SUPERVISION_PHONE.parse().map_err(Error::internal)?, PROMISE.into());
    let set = (
        settings::sub_district.eq(code),
        settings::supervision_phone.eq(phone),
        settings::service_promise.eq(promise),
        settings::updated_at.eq(now),
    );
    diesel::update(settings::table).set(set).execute(conn)?;
    Ok(())
}

fn add_grid(conn: &mut Conn, grid: &Grid, by: By) -> Result<(), Error> {
    let Grid { code, name, households, population, opened_on, .. } = grid;
    let new = NewGrid {
        code: code.clone(),
        name: name.clone(),
        households: Some(*households),
        population: Some(*population),
        opened_on: opened_on.clone(),
        supersedes: Vec::new(),
    };
    crate::grids::rows::add(conn, &new, by)?;
    crate::grids::rows::draw(conn, code, &grid.plot.boundary, None, by)?;
    classify(conn, code.as_str(), &grid.classes, "grid")
}

fn classify(conn: &mut Conn, area: &str, periods: &[Period], noun: &str) -> Result<(), Error> {
    for Period { class, from_day } in periods {
        let by = By { person: None, at: from_day.begins() };
        classes::classify(conn, area, &NewClassPeriod { class: *class, from_day: from_day.clone() }, by, noun)?;
    }
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = people)]
struct PersonRow<'a> {
    id: PersonId,
    name: &'a PersonName,
    phone: &'a Phone,
    phone_public: bool,
    phone_changed_at: Option<Moment>,
    portrait: Option<String>,
    portrait_small: Option<String>,
    photo_public: bool,
    badge: &'a BadgeCode,
    updated_at: Moment,
}

#[derive(Insertable)]
#[diesel(table_name = appointments)]
struct PostRow<'a> {
    id: AppointmentId,
    person_id: PersonId,
    duty: Duty,
    area: &'a AreaCode,
    unit: Option<UnitId>,
    covering_for: Option<PersonId>,
    from_day: &'a Day,
    to_day: Option<&'a Day>,
    updated_at: Moment,
}

#[derive(Insertable)]
#[diesel(table_name = accounts)]
struct AccountRow<'a> {
    person_id: PersonId,
    password: &'a str,
    state: AccountState,
    updated_at: Moment,
}

/// People, their appointments, and accounts for all who serve today.
pub fn add_staff<'a>(conn: &mut Conn, staff: &'a Staff, prints: &Prints, password: &str, now: Moment) -> Result<(), Error> {
    let person = |p: &'a super::staff::Person| {
        let (portrait, portrait_small) = p.face.and_then(|face| prints.portrait(face)).unzip();
        let updated_at = p.phone_changed_at.unwrap_or(p.since);
        PersonRow {
            id: p.id,
            name: &p.name,
            phone: &p.phone,
            phone_public: p.phone_public,
            phone_changed_at: p.phone_changed_at,
            portrait,
            portrait_small,
            photo_public: p.photo_public,
            badge: &p.badge,
            updated_at,
        }
    };
    let rows: Vec<PersonRow<'_>> = staff.people.iter().map(person).collect();
    for rows in rows.chunks(BATCH) {
        on_either!(conn, diesel::insert_into(people::table).values(rows).execute(conn))?;
    }
    let post = |Post { id, person, duty, area, unit, covering_for, from_day, to_day }: &'a Post| PostRow {
        id: *id,
        person_id: *person,
        duty: *duty,
        area,
        unit: *unit,
        covering_for: *covering_for,
        from_day,
        to_day: to_day.as_ref(),
        updated_at: from_day.begins(),
    };
    let rows: Vec<PostRow<'_>> = staff.posts.iter().map(post).collect();
    for rows in rows.chunks(BATCH) {
        on_either!(conn, diesel::insert_into(appointments::table).values(rows).execute(conn))?;
    }
    let today = now.day();
    let state = |person| if staff.is_serving(person, &today) { AccountState::Active } else { AccountState::Disabled };
    let rows: Vec<AccountRow<'_>> =
        staff.people.iter().map(|p| AccountRow { person_id: p.id, password, state: state(p.id), updated_at: p.since }).collect();
    for rows in rows.chunks(BATCH) {
        on_either!(conn, diesel::insert_into(accounts::table).values(rows).execute(conn))?;
    }
    Ok(())
}

/// When each board was last found right, and by whom.
pub fn confirm_boards(conn: &mut Conn, villages: &[Village], staff: &Staff) -> Result<(), Error> {
    for grid in villages.iter().flat_map(|v| &v.grids) {
        let Some(at) = grid.checked_at else { continue };
        let by = staff.on(grid.code.as_str(), Duty::FullTime, &at.day());
        diesel::update(grids::table.find(&grid.code)).set((grids::checked_at.eq(at), grids::checked_by.eq(by))).execute(conn)?;
        changes::note(conn, By { person: by, at }, "board", grid.code.as_str(), "confirm", &serde_json::json!({ "checked_at": at }))?;
    }
    Ok(())
}

/// Cases with their timelines, reports and photos, in order of time; how many photos there are.
pub fn add_cases(conn: &mut Conn, lives: &[Life], prints: &Prints) -> Result<usize, Error> {
    let mut last: BTreeMap<String, i32> = BTreeMap::new();
    let (mut all_cases, mut all_events, mut all_reports, mut all_photos): (Vec<CaseRow>, Vec<Event>, Vec<ReportRow>, Vec<PhotoRow>) =
        Default::default();
    for life in lives {
        let day: String = life.filed_at().day().as_str().chars().filter(char::is_ascii_digit).collect();
        let number = last.entry(day.clone()).or_default();
        *number += 1;
        all_cases.push(life.case(format!("{day}-{number:04}").parse().map_err(Error::internal)?)?);
        all_events.extend(life.timeline());
        all_reports.extend(life.reports()?);
        all_photos.extend(life.photos(prints));
    }
    for rows in all_cases.chunks(BATCH) {
        on_either!(conn, diesel::insert_into(cases::table).values(rows).execute(conn))?;
    }
    let courses: Vec<_> = lives.iter().map(|life| (case_courses::case_id.eq(life.id), CourseRow::of(&life.course))).collect();
    for rows in courses.chunks(BATCH) {
        on_either!(conn, diesel::insert_into(case_courses::table).values(rows).execute(conn))?;
    }
    for rows in all_events.chunks(BATCH) {
        on_either!(conn, diesel::insert_into(case_events::table).values(rows).execute(conn))?;
    }
    for rows in all_reports.chunks(BATCH) {
        on_either!(conn, diesel::insert_into(reports::table).values(rows).execute(conn))?;
    }
    for rows in all_photos.chunks(BATCH) {
        on_either!(conn, diesel::insert_into(photos::table).values(rows).execute(conn))?;
    }
    for (life, told) in lives.iter().filter_map(|life| Some((life, life.told_due?))) {
        diesel::update(cases::table.find(life.id).filter(cases::due_at.eq(told))).set(cases::told_due.eq(told)).execute(conn)?;
    }
    let numbers: Vec<_> = last.iter().map(|(day, last)| (case_numbers::day.eq(day), case_numbers::last.eq(*last))).collect();
    on_either!(conn, diesel::insert_into(case_numbers::table).values(&numbers).execute(conn))?;
    search::rebuild(conn)?;
    Ok(all_photos.len())
}

/// Who can sign in: one of each duty.
pub fn logins(conn: &mut Conn) -> Result<Vec<(Duty, PersonName, Phone)>, Error> {
    let mut logins = Vec::new();
    for (duty, number) in LOGINS {
        let phone: Phone = super::names::staff_phone(number).parse().map_err(Error::internal)?;
        let name: Option<PersonName> = people::table.filter(people::phone.eq(&phone)).select(people::name).first(conn).optional()?;
        logins.extend(name.map(|name| (duty, name, phone)));
    }
    Ok(logins)
}

/// A receipt of the logins' own grid that shows the result, and the address of the grid's board.
pub fn sights(conn: &mut Conn) -> Result<(Option<shared::receipts::ReceiptCode>, Option<shared::grids::ShortCode>), Error> {
    let closed = reports::table
        .inner_join(cases::table)
        .filter(cases::status.eq(shared::cases::CaseStatus::Closed))
        .filter(cases::restricted.eq(false));
    let at_home = closed.filter(cases::grid.eq(HOME)).filter(reports::photo_count.gt(0)).order(reports::id.desc());
    let receipt = at_home.select(reports::receipt).first(conn).optional()?;
    Ok((receipt, grids::table.find(HOME).select(grids::short_code).first(conn).optional()?))
}
