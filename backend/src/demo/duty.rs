//! Who is on duty in the demo this week and next, who is on leave, and who covers.

use shared::leaves::{HandoverNote, LeaveId, LeaveState};
use shared::roster::{NewRosterEntry, RosterRole, Shift, week_of};
use shared::staffing::{AreaCode, Duty, NewAppointment, PersonId};
use shared::time::{Day, Moment};

use super::chance::Chance;
use super::ground::{HOME, SUB_DISTRICT, Village};
use super::staff::{Post, Staff};
use crate::changes::By;
use crate::db::Conn;
use crate::error::Error;
use crate::input::Seen;
use crate::leaves::rows::{self as leaves, LeaveRow};
use crate::roster::rows as rosters;
use crate::staffing::rows as staffing;

const NOTES: [&str; 3] = [
    "老街 12 号的水管已报修，师傅约了周五上午，请到时去看一眼。出租房台账在村办公室第二个抽屉。",
    "文化礼堂的钥匙在我抽屉里，周三有人来修灯。",
    "河边那段护栏还没装好，下雨请绕过去看看。",
];

/// So many villages have a roster of their own.
const VILLAGES: usize = 6;

/// Writes rosters and leaves down.
pub fn arrange(conn: &mut Conn, villages: &[Village], staff: &Staff, now: Moment) -> Result<(), Error> {
    let mut chance = Chance::of("duty");
    let (today, Some(office)) = (now.day(), staff.on(SUB_DISTRICT.0, Duty::Assessor, &now.day())) else { return Ok(()) };
    let by = By { person: Some(office), at: now.plus_seconds(-3 * 86_400) };
    for (leave, post) in staff.posts.iter().filter(|post| post.covering_for.is_some() && post.on(&today)).enumerate() {
        covered(conn, &mut chance, post, NOTES[leave % NOTES.len()], by)?;
    }
    coming(conn, &mut chance, villages, staff, by)?;
    for week in [week_of(&today), week_of(&today).shifted(7)] {
        office_week(conn, staff, &week, by)?;
        let home = villages.iter().filter(|village| HOME.starts_with(village.code.as_str()));
        for village in home.chain(villages.iter().filter(|village| !HOME.starts_with(village.code.as_str())).take(VILLAGES)) {
            village_week(conn, village, staff, &week, by)?;
        }
    }
    Ok(())
}

fn leave(chance: &mut Chance, person: PersonId, days: (&Day, &Day), note: &str, by: By) -> Result<LeaveRow, Error> {
    let note: HandoverNote = note.parse().map_err(Error::internal)?;
    Ok(LeaveRow {
        id: LeaveId::from(chance.id(by.at)),
        person_id: person,
        from_day: days.0.clone(),
        to_day: days.1.clone(),
        note: Some(note),
        state: LeaveState::Asked,
        asked_at: by.at,
        decided_by: None,
        decided_at: None,
        reason: None,
        version: 1,
        updated_at: by.at,
    })
}

fn grant(conn: &mut Conn, row: LeaveRow, by: By) -> Result<(), Error> {
    let granted = LeaveRow { state: LeaveState::Granted, decided_by: by.person, decided_at: Some(by.at), ..row };
    leaves::change(conn, granted, "grant", by).map(drop)
}

/// The leave behind a covering that lasts.
fn covered(conn: &mut Conn, chance: &mut Chance, post: &Post, note: &str, by: By) -> Result<(), Error> {
    let (Some(away), Some(to)) = (post.covering_for, &post.to_day) else { return Ok(()) };
    let row = leave(chance, away, (&post.from_day, to), note, by)?;
    leaves::add(conn, &row, By { person: Some(away), ..by })?;
    leaves::add_cover(conn, row.id, post.id)?;
    grant(conn, row, by)
}

/// The home grid's member covers next door from the day after tomorrow, and the home grid's part-time member asks for two days.
fn coming(conn: &mut Conn, chance: &mut Chance, villages: &[Village], staff: &Staff, by: By) -> Result<(), Error> {
    let today = by.at.plus_seconds(3 * 86_400).day();
    let home = villages.iter().find(|village| HOME.starts_with(village.code.as_str()));
    let next_door = home.and_then(|village| village.grids.iter().find(|grid| grid.code.as_str() != HOME));
    let covering = staff.on(HOME, Duty::FullTime, &today);
    let away = next_door.and_then(|grid| Some((grid, staff.on(grid.code.as_str(), Duty::FullTime, &today)?)));
    if let (Some(person), Some((grid, away))) = (covering, away) {
        let (from, to) = (today.shifted(2), today.shifted(5));
        let row = leave(chance, away, (&from, &to), NOTES[0], by)?;
        leaves::add(conn, &row, By { person: Some(away), ..by })?;
        let area = AreaCode::from(grid.code.clone());
        let covering_for = Some(away);
        let new = NewAppointment { person, duty: Duty::FullTime, area, unit: None, covering_for, from_day: from, to_day: Some(to) };
        let appointment = staffing::appoint(conn, &new, by)?;
        leaves::add_cover(conn, row.id, appointment)?;
        grant(conn, row, by)?;
    }
    if let Some(away) = staff.on(HOME, Duty::PartTime, &today) {
        let row = leave(chance, away, (&today.shifted(8), &today.shifted(9)), NOTES[2], by)?;
        leaves::add(conn, &row, By { person: Some(away), ..by })?;
    }
    Ok(())
}

/// The office: one leads through the week, the command room and the departments take turns, one stays the night.
fn office_week(conn: &mut Conn, staff: &Staff, week: &Day, by: By) -> Result<(), Error> {
    let all = |duty| staff.all(SUB_DISTRICT.0, duty, week);
    let (leads, room, desks) = (all(Duty::Assessor), all(Duty::Dispatcher), all(Duty::Handler));
    let turn = |people: &[PersonId], i: i64| people.get(usize::try_from(i).unwrap_or_default() % people.len().max(1)).copied();
    let mut entries = Vec::new();
    for i in 0..7 {
        let day = week.shifted(i);
        let mut add = |shift, role, person: Option<PersonId>| {
            entries.extend(person.map(|person| NewRosterEntry { day: day.clone(), shift, role, person }));
        };
        add(Shift::WholeDay, RosterRole::Lead, turn(&leads, i / 4));
        add(Shift::Day, RosterRole::Member, turn(&room, i));
        add(Shift::Day, RosterRole::Member, turn(&desks, i));
        add(Shift::Night, RosterRole::Member, turn(&room, i + 1));
    }
    written(conn, SUB_DISTRICT.0, week, &entries, by)
}

/// A village: its committee leads, its grids' members take turns.
fn village_week(conn: &mut Conn, village: &Village, staff: &Staff, week: &Day, by: By) -> Result<(), Error> {
    let Some(lead) = staff.on(village.code.as_str(), Duty::VillageCadre, week) else { return Ok(()) };
    let own = |duty| village.grids.iter().filter_map(move |grid| staff.on(grid.code.as_str(), duty, week));
    let mut members: Vec<PersonId> = own(Duty::FullTime).chain(own(Duty::Leader)).collect();
    members.dedup();
    let entry = |i: i64| {
        let day = week.shifted(i);
        let member = members.get(usize::try_from(i).unwrap_or_default() % members.len().max(1)).copied();
        let lead = NewRosterEntry { day: day.clone(), shift: Shift::WholeDay, role: RosterRole::Lead, person: lead };
        let member = member.map(|person| NewRosterEntry { day, shift: Shift::WholeDay, role: RosterRole::Member, person });
        std::iter::once(lead).chain(member)
    };
    let entries: Vec<NewRosterEntry> = (0..7).flat_map(entry).collect();
    written(conn, village.code.as_str(), week, &entries, by)
}

fn written(conn: &mut Conn, area: &str, week: &Day, entries: &[NewRosterEntry], by: By) -> Result<(), Error> {
    let area: AreaCode = area.parse().map_err(Error::internal)?;
    let faults = crate::roster::rules::faults(conn, &area, week, entries, &[])?;
    let fit: Vec<NewRosterEntry> =
        entries.iter().enumerate().filter(|(i, _)| !faults.iter().any(|it| it.entry == *i)).map(|(_, it)| it.clone()).collect();
    rosters::replace(conn, &area, week, &fit, Seen::of(0), by)
}
