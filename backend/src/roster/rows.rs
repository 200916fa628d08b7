//! Duty rosters in the database, and which phones carry them.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::Value;
use shared::grids::GridCode;
use shared::leaves::RosteredDay;
use shared::may::Caller;
use shared::page::Page;
use shared::roster::{BoardDuty, NewRosterEntry, Roster, RosterEntry, RosterFilter, RosterRole, Shift, is_on_duty, week_of};
use shared::staffing::{AreaCode, PersonId, PersonName, PersonRef};
use shared::sync::pulling::RecordKind;
use shared::time::{Day, Moment};
use shared::value::Phone;

use crate::changes::{self, By};
use crate::db::Conn;
use crate::divisions::rows::after_all_in;
use crate::error::Error;
use crate::feed;
use crate::input::{Seen, moved_on};
use crate::listing::{Stretch, beginning_with};
use crate::schema::{people, roster_entries, rosters};
use crate::staffing::rows::{area_name, area_names};

/// So long after its week a roster stays on phones.
const KEPT_DAYS: i64 = 14;
/// The most duties of a leave that are told.
const MOST_ROSTERED: i64 = 50;

/// One roster without its entries.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = rosters)]
struct RosterRow {
    area: AreaCode,
    week: Day,
    version: i32,
    updated_at: Moment,
}

/// The roster of an area for the week a day lies in; an empty one where none was written.
pub fn find(conn: &mut Conn, area: &AreaCode, day: &Day) -> Result<Roster, Error> {
    let week = week_of(day);
    let row: Option<RosterRow> = rosters::table.find((&week, area)).select(RosterRow::as_select()).first(conn).optional()?;
    match row {
        Some(row) => shapes(conn, vec![row])?.pop().ok_or_else(Error::not_found),
        None => {
            let area_name = area_name(conn, area)?;
            Ok(Roster { area: area.clone(), area_name, week, entries: Vec::new(), version: 0, updated_at: None })
        }
    }
}

/// A page of the rosters the caller may see.
pub fn list(conn: &mut Conn, filter: &RosterFilter, caller: &Caller, stretch: &Stretch<(Day, AreaCode)>) -> Result<Page<Roster>, Error> {
    let mut query = rosters::table.select(RosterRow::as_select()).into_boxed();
    if !caller.is_office() {
        let mut own: Vec<AreaCode> = Vec::new();
        for held in caller.areas() {
            own.extend(held.around());
            let within: Vec<AreaCode> =
                rosters::table.filter(rosters::area.like(beginning_with(held)).escape('\\')).select(rosters::area).distinct().load(conn)?;
            own.extend(within);
        }
        query = query.filter(rosters::area.eq_any(own));
    }
    if let Some(area) = &filter.area {
        query = query.filter(rosters::area.ge(area.clone()));
        if let Some(end) = after_all_in(area) {
            query = query.filter(rosters::area.lt(end));
        }
    }
    if let Some(day) = &filter.week {
        query = query.filter(rosters::week.eq(week_of(day)));
    }
    if let Some((week, area)) = &stretch.after {
        query = query.filter(rosters::week.lt(week.clone()).or(rosters::week.eq(week.clone()).and(rosters::area.gt(area.clone()))));
    }
    let rows: Vec<RosterRow> = query.order((rosters::week.desc(), rosters::area)).limit(stretch.to_load()).load(conn)?;
    let Page { items, next_cursor } = stretch.page(rows, |row| (row.week.clone(), row.area.clone()));
    Ok(Page { items: shapes(conn, items)?, next_cursor })
}

/// Replaces the roster of a week; [`super::rules::faults`] comes before.
pub fn replace(conn: &mut Conn, area: &AreaCode, week: &Day, entries: &[NewRosterEntry], seen: Seen, by: By) -> Result<(), Error> {
    let there: Option<i32> = rosters::table.find((week, area)).select(rosters::version).first(conn).optional()?;
    let version = there.unwrap_or_default();
    seen.check(version)?;
    let row = RosterRow { area: area.clone(), week: week.clone(), version: version + 1, updated_at: by.at };
    if there.is_none() {
        diesel::insert_into(rosters::table).values(&row).execute(conn)?;
    } else {
        let that = rosters::table.find((week, area)).filter(rosters::version.eq(version));
        let newer = (rosters::version.eq(row.version), rosters::updated_at.eq(by.at));
        if diesel::update(that).set(newer).execute(conn)? == 0 {
            return Err(moved_on(version + 1));
        }
    }
    diesel::delete(roster_entries::table.filter(roster_entries::week.eq(week)).filter(roster_entries::area.eq(area))).execute(conn)?;
    let rows = entries.iter().map(|entry| {
        (
            roster_entries::area.eq(area),
            roster_entries::week.eq(week),
            roster_entries::day.eq(&entry.day),
            roster_entries::shift.eq(entry.shift),
            roster_entries::person_id.eq(entry.person),
            roster_entries::role.eq(entry.role),
        )
    });
    for row in rows {
        diesel::insert_into(roster_entries::table).values(row).execute(conn)?;
    }
    let record = record(area, week);
    changes::note(conn, by, "roster", &record, "replace", &serde_json::json!({ "entries": entries }))?;
    carry(conn, area, week, by.at)
}

/// Writes down in the change feed that a roster has changed: it lies with those who work in its grids until some days after its week.
fn carry(conn: &mut Conn, area: &AreaCode, week: &Day, now: Moment) -> Result<(), Error> {
    let leaves_at = week.shifted(7 + KEPT_DAYS).begins();
    let buckets = if leaves_at <= now { Vec::new() } else { feed::of_grids_in(conn, std::slice::from_ref(area), now)? };
    feed::put(conn, RecordKind::Roster, &record(area, week), &buckets, Some(leaves_at), now)
}

/// Carries the rosters of this week and those to come anew on which somebody stands whose name or phone has changed.
pub fn person_changed(conn: &mut Conn, person: PersonId, now: Moment) -> Result<(), Error> {
    let weeks: Vec<(AreaCode, Day)> = roster_entries::table
        .filter(roster_entries::person_id.eq(person))
        .filter(roster_entries::day.ge(week_of(&now.day())))
        .select((roster_entries::area, roster_entries::week))
        .distinct()
        .load(conn)?;
    weeks.iter().try_for_each(|(area, week)| carry(conn, area, week, now))
}

/// Carries the rosters around a grid that is new, those of this week and to come.
pub fn grid_added(conn: &mut Conn, grid: &GridCode, now: Moment) -> Result<(), Error> {
    let weeks: Vec<(AreaCode, Day)> = rosters::table
        .filter(rosters::area.eq_any(AreaCode::from(grid.clone()).around()))
        .filter(rosters::week.ge(week_of(&now.day())))
        .select((rosters::area, rosters::week))
        .load(conn)?;
    weeks.iter().try_for_each(|(area, week)| carry(conn, area, week, now))
}

fn record(area: &AreaCode, week: &Day) -> String {
    format!("{area}:{week}")
}

/// A roster as phones carry it.
pub fn body(conn: &mut Conn, record: &str) -> Result<Option<Value>, Error> {
    let Some((area, week)) = record.split_once(':').and_then(|(area, week)| Some((area.parse().ok()?, week.parse().ok()?))) else {
        return Ok(None);
    };
    serde_json::to_value(find(conn, &area, &week)?).map(Some).map_err(Error::internal)
}

type EntryRow = (AreaCode, Day, Day, Shift, RosterRole, PersonId, PersonName, Option<Phone>);

fn shapes(conn: &mut Conn, rows: Vec<RosterRow>) -> Result<Vec<Roster>, Error> {
    let names = area_names(conn, rows.iter().map(|row| &row.area))?;
    let (weeks, areas): (Vec<&Day>, Vec<&AreaCode>) = rows.iter().map(|row| (&row.week, &row.area)).unzip();
    let entries: Vec<EntryRow> = roster_entries::table
        .inner_join(people::table)
        .filter(roster_entries::week.eq_any(weeks))
        .filter(roster_entries::area.eq_any(areas))
        .select((
            roster_entries::area,
            roster_entries::week,
            roster_entries::day,
            roster_entries::shift,
            roster_entries::role,
            people::id,
            people::name,
            people::phone,
        ))
        .order((roster_entries::day, people::name, people::id))
        .load(conn)?;
    let mut of_each: BTreeMap<(AreaCode, Day), Vec<RosterEntry>> = BTreeMap::new();
    for (area, week, day, shift, role, id, name, phone) in entries {
        let entry = RosterEntry { day, shift, role, person: PersonRef { id, name }, phone };
        of_each.entry((area, week)).or_default().push(entry);
    }
    let shape = |RosterRow { area, week, version, updated_at }: RosterRow| {
        let mut entries = of_each.remove(&(area.clone(), week.clone())).unwrap_or_default();
        entries.sort_by(|a, b| (&a.day, a.role, a.shift).cmp(&(&b.day, b.role, b.shift)));
        let area_name = names.get(&area).cloned().unwrap_or_else(|| area.to_string());
        Roster { area, area_name, week, entries, version, updated_at: Some(updated_at) }
    };
    Ok(rows.into_iter().map(shape).collect())
}

/// Who is on duty now in a grid, its village and the sub-district; nearest first.
pub fn on_duty(conn: &mut Conn, grid: &GridCode, now: Moment) -> Result<Vec<BoardDuty>, Error> {
    let today = now.day();
    type Row = (AreaCode, Day, Shift, RosterRole, PersonName, Option<Phone>, bool);
    let mut rows: Vec<Row> = roster_entries::table
        .inner_join(people::table)
        .filter(roster_entries::day.eq_any([today.shifted(-1), today]))
        .filter(roster_entries::area.eq_any(AreaCode::from(grid.clone()).around()))
        .select((
            roster_entries::area,
            roster_entries::day,
            roster_entries::shift,
            roster_entries::role,
            people::name,
            people::phone,
            people::phone_public,
        ))
        .order((people::name, people::id))
        .load(conn)?;
    rows.retain(|(_, day, shift, ..)| is_on_duty(day, *shift, now));
    rows.sort_by_key(|(area, day, shift, role, ..)| (std::cmp::Reverse(area.len()), day.clone(), *role, *shift));
    let names = area_names(conn, rows.iter().map(|(area, ..)| area))?;
    let shape = |(area, _, shift, role, name, phone, public): Row| {
        let area_name = names.get(&area).cloned().unwrap_or_default();
        BoardDuty { name, shift, role, area_name, phone: phone.filter(|_| public) }
    };
    Ok(rows.into_iter().map(shape).collect())
}

/// The duties somebody still has on rosters between two days.
pub fn rostered(conn: &mut Conn, person: PersonId, from: &Day, to: &Day) -> Result<Vec<RosteredDay>, Error> {
    let rows: Vec<(Day, Shift, AreaCode)> = roster_entries::table
        .filter(roster_entries::person_id.eq(person))
        .filter(roster_entries::day.between(from, to))
        .select((roster_entries::day, roster_entries::shift, roster_entries::area))
        .order((roster_entries::day, roster_entries::area, roster_entries::shift))
        .limit(MOST_ROSTERED)
        .load(conn)?;
    let names = area_names(conn, rows.iter().map(|(.., area)| area))?;
    let shape = |(day, shift, area): (Day, Shift, AreaCode)| {
        let area_name = names.get(&area).cloned().unwrap_or_default();
        RosteredDay { day, shift, area_name }
    };
    Ok(rows.into_iter().map(shape).collect())
}

/// Fills a feed that knows of no roster.
pub fn fill(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    if feed::knows_any(conn, RecordKind::Roster)? {
        return Ok(());
    }
    let since = now.day().shifted(-7 - KEPT_DAYS);
    let rows: Vec<RosterRow> = rosters::table.filter(rosters::week.gt(since)).select(RosterRow::as_select()).load(conn)?;
    rows.iter().try_for_each(|row| carry(conn, &row.area, &row.week, now))
}
