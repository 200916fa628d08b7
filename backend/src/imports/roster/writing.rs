//! Roster tables that go out.

use std::collections::{BTreeMap, HashSet};

use chrono::Datelike;
use diesel::prelude::*;
use shared::lang::Lang;
use shared::roster::{RosterRole, Shift, week_of};
use shared::staffing::{AreaCode, PersonId, PersonName};
use shared::time::Day;
use shared::value::Phone;

use super::columns::{COLUMNS, Column};
use crate::db::Conn;
use crate::error::Error;
use crate::imports::writing;
use crate::listing::beginning_with;
use crate::schema::{people, roster_entries};
use crate::staffing::rows::area_names;

/// The sheet that is read back.
const SHEET: &str = "值班表";

/// One row of a table, in the order of the columns.
pub type Row = [String; COLUMNS];

/// Those on one shift.
#[derive(Default)]
struct OnShift {
    leads: Vec<(PersonName, Option<Phone>)>,
    members: Vec<(PersonName, Option<Phone>)>,
}

/// The rosters within an area, of one week or of this one and all that come.
pub fn rows(conn: &mut Conn, area: &str, week: Option<&Day>, sees: &dyn Fn(&AreaCode) -> bool, today: &Day) -> Result<Vec<Row>, Error> {
    type Entry = (AreaCode, Day, Shift, RosterRole, PersonId, PersonName, Option<Phone>);
    let mut query = roster_entries::table
        .inner_join(people::table)
        .filter(roster_entries::area.like(beginning_with(area)).escape('\\'))
        .filter(roster_entries::week.ge(week_of(week.unwrap_or(today))))
        .into_boxed();
    if let Some(week) = week {
        query = query.filter(roster_entries::week.eq(week_of(week)));
    }
    let entries: Vec<Entry> = query
        .select((
            roster_entries::area,
            roster_entries::day,
            roster_entries::shift,
            roster_entries::role,
            people::id,
            people::name,
            people::phone,
        ))
        .order((people::name, people::id))
        .load(conn)?;
    let mut shifts: BTreeMap<(Day, AreaCode, Day, Shift), OnShift> = BTreeMap::new();
    for (area, day, shift, role, _, name, phone) in entries.into_iter().filter(|(area, ..)| sees(area)) {
        let on = shifts.entry((week_of(&day), area, day, shift)).or_default();
        if role == RosterRole::Lead { on.leads.push((name, phone)) } else { on.members.push((name, phone)) }
    }
    let names = area_names(conn, shifts.keys().map(|(_, area, ..)| area))?;
    let shared = shared_names(conn)?;
    // Where two have the same name the phone behind it tells which, so that the table can come back.
    let named = |(name, phone): &(PersonName, Option<Phone>)| match phone {
        Some(phone) if shared.contains(name) => format!("{name} {phone}"),
        _ => name.to_string(),
    };
    let row = |((_, area, day, shift), on): ((Day, AreaCode, Day, Shift), OnShift)| {
        let all = |people: &[(PersonName, Option<Phone>)]| people.iter().map(named).collect::<Vec<_>>().join("、");
        let phones = on.leads.iter().chain(&on.members).filter_map(|(_, phone)| phone.as_ref().map(Phone::as_str));
        [
            area.to_string(),
            names.get(&area).cloned().unwrap_or_default(),
            day.to_string(),
            weekday(&day).to_owned(),
            shift.label(Lang::Zh).to_owned(),
            all(&on.leads),
            all(&on.members),
            phones.collect::<Vec<_>>().join("、"),
        ]
    };
    Ok(shifts.into_iter().map(row).collect())
}

/// The names that several people have.
fn shared_names(conn: &mut Conn) -> Result<HashSet<PersonName>, Error> {
    let names: Vec<PersonName> =
        people::table.group_by(people::name).having(diesel::dsl::count_star().gt(1)).select(people::name).load(conn)?;
    Ok(names.into_iter().collect())
}

fn weekday(day: &Day) -> &'static str {
    ["周一", "周二", "周三", "周四", "周五", "周六", "周日"][day.date().weekday().num_days_from_monday() as usize]
}

pub fn csv(rows: &[Row]) -> Result<Vec<u8>, Error> {
    writing::csv(Column::ALL.into_iter().map(|column| column.header().0), rows)
}

pub fn xlsx(rows: &[Row]) -> Result<Vec<u8>, Error> {
    let mut workbook = writing::workbook()?;
    let columns = Column::ALL.map(Column::header);
    writing::fill(workbook.add_worksheet(), SHEET, &columns, rows).and_then(|()| workbook.save_to_buffer()).map_err(Error::internal)
}
