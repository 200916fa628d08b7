//! What is left behind when a grid closes: nothing. Its staff and its open cases end with it or go on to the grid that takes over.

use diesel::prelude::*;
use shared::cases::{CaseId, CaseNumber, CaseStatus, EventKind};
use shared::grids::{GridCode, NewGrid};
use shared::lang::Lang;
use shared::staffing::{AppointmentId, Duty, PersonName};
use shared::time::Day;

use super::version;
use crate::cases::rows::timeline::{self, Event};
use crate::cases::rows::{find, names_of};
use crate::cases::search;
use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::Error;
use crate::say;
use crate::schema::{appointments, cases, grid_successions, grids, people};
use crate::staffing::rows::end_appointment;
use crate::{care, emergencies, patrols};

/// How many of those that stand in the way are named.
const NAMED: usize = 3;

/// An appointment that runs on after a grid's last day.
struct Running {
    id: AppointmentId,
    version: i32,
    name: PersonName,
    duty: Duty,
    from_day: Day,
}

fn running_on(conn: &mut Conn, grid: &GridCode, last_day: &Day) -> Result<Vec<Running>, Error> {
    let rows: Vec<(AppointmentId, i32, PersonName, Duty, Day)> = appointments::table
        .inner_join(people::table.on(appointments::person_id.eq(people::id)))
        .filter(appointments::area.eq(grid.as_str()))
        .filter(appointments::to_day.is_null().or(appointments::to_day.gt(last_day)))
        .order((appointments::from_day, appointments::id))
        .select((appointments::id, appointments::version, people::name, appointments::duty, appointments::from_day))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, version, name, duty, from_day)| Running { id, version, name, duty, from_day }).collect())
}

/// Names the first few, and says how many there are.
fn named(names: Vec<String>, lang: Lang) -> String {
    let (count, shown) = (names.len(), names.into_iter().take(NAMED).collect::<Vec<_>>());
    match lang {
        Lang::Zh if count > NAMED => format!("{} 等 {count} 项", shown.join("、")),
        Lang::Zh => shown.join("、"),
        Lang::En if count > NAMED => format!("{} and {} more", shown.join(", "), count - NAMED),
        Lang::En => shown.join(", "),
    }
}

fn who(running: &[Running], lang: Lang) -> String {
    named(running.iter().map(|one| format!("{} ({})", one.name, one.duty.label(lang))).collect(), lang)
}

/// Refuses to close a grid that no other takes over while people are appointed beyond its last day or cases are open.
pub fn nothing_left(conn: &mut Conn, grid: &GridCode, last_day: &Day) -> Result<(), Error> {
    let running = running_on(conn, grid, last_day)?;
    let open: Vec<CaseNumber> = cases::table
        .filter(cases::grid.eq(grid))
        .filter(cases::status.eq_any(CaseStatus::OPEN))
        .order(cases::number)
        .select(cases::number)
        .load(conn)?;
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    if !running.is_empty() {
        zh.push(format!("任职到 {last_day} 以后：{}", who(&running, Lang::Zh)));
        en.push(format!("appointed beyond {last_day}: {}", who(&running, Lang::En)));
    }
    if !open.is_empty() {
        let numbers: Vec<String> = open.iter().map(ToString::to_string).collect();
        zh.push(format!("未办结：{}", named(numbers.clone(), Lang::Zh)));
        en.push(format!("open cases: {}", named(numbers, Lang::En)));
    }
    if zh.is_empty() {
        return Ok(());
    }
    let (zh, en) = (zh.join("；"), en.join("; "));
    Err(Error::conflict(say!(
        "网格 {grid} 还不能停用。{zh}。请先结束任职、办结事项；如由新网格接替，请在新增网格时填写被取代的网格",
        "Grid {grid} cannot close yet: {en}. End the appointments and finish the cases first; if a new grid takes over, name this one when adding it"
    )))
}

/// Closes `old` the day before `new` opens: appointments end with it, open cases go on to the new grid.
pub fn take_over(conn: &mut Conn, i: usize, old: &GridCode, new: &NewGrid, by: By) -> Result<(), Error> {
    let place = || format!("/supersedes/{i}");
    let found: Option<(Day, Option<Day>)> = grids::table.find(old).select((grids::opened_on, grids::closed_on)).first(conn).optional()?;
    let Some((opened_on, closed_on)) = found.filter(|_| *old != new.code) else {
        return Err(Error::invalid(place(), "unknown_grid", say!("没有网格 {old}", "There is no grid {old}")));
    };
    if new.supersedes.iter().take(i).any(|earlier| earlier == old) {
        return Err(Error::invalid(place(), "duplicate", say!("网格 {old} 写了两次", "Grid {old} is given twice")));
    }
    let last_day = new.opened_on.shifted(-1);
    if opened_on > last_day {
        return Err(Error::invalid(
            place(),
            "day",
            say!("网格 {old} 在 {opened_on} 才启用，不能在这之前被取代", "Grid {old} opens on {opened_on} and cannot be taken over before"),
        ));
    }
    if closed_on.is_none_or(|closed| closed > last_day) {
        end_terms(conn, old, &last_day, &place(), by)?;
        let version = version(conn, old)?;
        diesel::update(grids::table.find(old))
            .set((grids::closed_on.eq(&last_day), grids::version.eq(version + 1), grids::updated_at.eq(by.at)))
            .execute(conn)?;
        changes::note(conn, by, "grid", old.as_str(), "close", &serde_json::json!({ "closed_on": last_day, "superseded_by": new.code }))?;
    }
    diesel::insert_into(grid_successions::table)
        .values((grid_successions::old_code.eq(old), grid_successions::new_code.eq(&new.code)))
        .execute(conn)?;
    Ok(())
}

/// Ends the appointments that run on; one that would only begin afterwards has to be settled by hand.
fn end_terms(conn: &mut Conn, old: &GridCode, last_day: &Day, place: &str, by: By) -> Result<(), Error> {
    let (ending, late): (Vec<Running>, Vec<Running>) =
        running_on(conn, old, last_day)?.into_iter().partition(|one| one.from_day <= *last_day);
    if !late.is_empty() {
        let (zh, en) = (who(&late, Lang::Zh), who(&late, Lang::En));
        return Err(Error::invalid(
            place,
            "appointed",
            say!(
                "网格 {old} 在 {last_day} 之后才起任的有：{zh}，请让新网格在这之后启用",
                "Appointments to grid {old} that begin after {last_day}: {en}. Let the new grid open later"
            ),
        ));
    }
    ending.into_iter().try_for_each(|one| end_appointment(conn, one.id, one.version, Some(last_day), by))
}

/// Moves the open cases of closed grids, and their places to patrol and people to look after, on to the grid that took over (the first by code where a grid was
/// split), and says how many cases. Assignees stay; the new grid's people and the office see them, and each case's timeline says why it lies there now.
pub fn hand_on(conn: &mut Conn, by: By) -> Result<usize, Error> {
    patrols::rows::carried::hand_on(conn, by)?;
    care::rows::carried::hand_on(conn, by)?;
    emergencies::rows::carried::hand_on(conn, by)?;
    let left: Vec<(CaseId, GridCode, GridCode)> = cases::table
        .inner_join(grids::table)
        .inner_join(grid_successions::table.on(grid_successions::old_code.eq(grids::code)))
        .filter(cases::status.eq_any(CaseStatus::OPEN))
        .filter(grids::closed_on.lt(by.at.day()))
        .order((cases::id, grid_successions::new_code))
        .select((cases::id, grids::code, grid_successions::new_code))
        .load(conn)?;
    let (mut moved, mut last) = (0, None);
    for (case, from, to) in left {
        if last.replace(case) != Some(case) {
            diesel::update(cases::table.find(case)).set((cases::grid.eq(&to), cases::updated_at.eq(by.at))).execute(conn)?;
            changes::note(conn, by, "case", &case.to_string(), "hand_on", &serde_json::json!({ "from": from, "to": to }))?;
            note_hand_on(conn, case, &from, &to, by)?;
            moved += 1;
        }
    }
    Ok(moved)
}

/// For colleagues: to the reporter it makes no difference.
fn note_hand_on(conn: &mut Conn, case: CaseId, from: &GridCode, to: &GridCode, by: By) -> Result<(), Error> {
    let ((old, _), (new, _)) = (names_of(conn, from)?, names_of(conn, to)?);
    let note = format!("{old}（{from}）已由{new}（{to}）接替，案件随之转入");
    let case = find(conn, case)?;
    timeline::note(conn, Event { note: Some(note), ..Event::of(&case, EventKind::Moved, by.person, by.at) })?;
    search::index(conn, case.id)
}
