//! Units in the database.

use std::collections::HashMap;

use diesel::dsl::count;
use diesel::prelude::*;
use shared::cases::CaseStatus;
use shared::categories::Platform;
use shared::page::Page;
use shared::staffing::Duty;
use shared::time::{Day, Moment};
use shared::units::{NewUnit, Unit, UnitFilter, UnitId, UnitLevel, UnitName, UnitPatch};
use shared::value::Phone;

use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::Error;
use crate::input::{Seen, moved_on};
use crate::listing::{Stretch, containing, searched};
use crate::schema::{appointments, case_parts, cases, units};
use crate::{routing, say};

#[derive(Queryable, Selectable)]
#[diesel(table_name = units)]
struct Row {
    id: UnitId,
    name: UnitName,
    level: UnitLevel,
    platform: Option<Platform>,
    phone: Option<Phone>,
    closed_on: Option<Day>,
    version: i32,
    updated_at: Moment,
}

/// A page of the units: the sub-district's before the county's, by name.
pub fn list(conn: &mut Conn, filter: &UnitFilter, stretch: &Stretch<(UnitLevel, String)>, today: &Day) -> Result<Page<Unit>, Error> {
    // `sub_district` comes after `county` in the alphabet.
    let mut query = units::table.select(Row::as_select()).order((units::level.desc(), units::name)).limit(stretch.to_load()).into_boxed();
    if let Some((level, name)) = &stretch.after {
        query = query.filter(units::level.lt(*level).or(units::level.eq(*level).and(units::name.gt(name.clone()))));
    }
    if let Some(level) = filter.level {
        query = query.filter(units::level.eq(level));
    }
    if filter.closed != Some(true) {
        query = query.filter(units::closed_on.is_null().or(units::closed_on.ge(today)));
    }
    if let Some(q) = searched("?q", filter.q.as_deref())? {
        query = query.filter(units::name.like(containing(q)).escape('\\'));
    }
    let Page { items, next_cursor } = stretch.page(query.load::<Row>(conn)?, |row| (row.level, row.name.to_string()));
    Ok(Page { items: shapes(conn, items, today)?, next_cursor })
}

pub fn find(conn: &mut Conn, id: UnitId, today: &Day) -> Result<Unit, Error> {
    let row = units::table.find(id).select(Row::as_select()).first(conn)?;
    shapes(conn, vec![row], today)?.pop().ok_or_else(Error::not_found)
}

fn shapes(conn: &mut Conn, rows: Vec<Row>, today: &Day) -> Result<Vec<Unit>, Error> {
    let ids: Vec<UnitId> = rows.iter().map(|row| row.id).collect();
    let (held, parts) = (held_by(conn, &ids)?, parts_of(conn, &ids)?);
    let handlers = handlers_of(conn, &ids, today)?;
    let of = |counts: &HashMap<UnitId, i64>, id| counts.get(&id).copied().unwrap_or_default();
    let shape = |row: Row| {
        let Row { id, name, level, platform, phone, closed_on, version, updated_at } = row;
        let (open_cases, handlers) = (of(&held, id) + of(&parts, id), of(&handlers, id));
        Unit { id, name, level, platform, phone, closed_on, open_cases, handlers, version, updated_at }
    };
    Ok(rows.into_iter().map(shape).collect())
}

/// The units that are open on a day, by their names.
pub fn open_by_name(conn: &mut Conn, day: &Day) -> Result<HashMap<String, UnitId>, Error> {
    let open = units::table.filter(units::closed_on.is_null().or(units::closed_on.ge(day)));
    Ok(open.select((units::name, units::id)).load::<(String, UnitId)>(conn)?.into_iter().collect())
}

/// Name and level of a unit that is open on a day.
pub fn open_one(conn: &mut Conn, id: UnitId, day: &Day) -> Result<Option<(UnitName, UnitLevel)>, Error> {
    let open = units::table.find(id).filter(units::closed_on.is_null().or(units::closed_on.ge(day)));
    Ok(open.select((units::name, units::level)).first(conn).optional()?)
}

/// The level of a unit, closed or not.
pub fn level_of(conn: &mut Conn, id: UnitId) -> Result<UnitLevel, Error> {
    Ok(units::table.find(id).select(units::level).first(conn)?)
}

/// How many open cases lie with each unit.
fn held_by(conn: &mut Conn, ids: &[UnitId]) -> Result<HashMap<UnitId, i64>, Error> {
    let counts: Vec<(Option<UnitId>, i64)> = cases::table
        .filter(cases::unit.eq_any(ids).assume_not_null())
        .filter(cases::status.eq_any(CaseStatus::OPEN))
        .group_by(cases::unit)
        .select((cases::unit, count(cases::id)))
        .load(conn)?;
    Ok(counts.into_iter().filter_map(|(id, n)| Some((id?, n))).collect())
}

/// How many parts of open cases each unit has not finished.
fn parts_of(conn: &mut Conn, ids: &[UnitId]) -> Result<HashMap<UnitId, i64>, Error> {
    let counts: Vec<(UnitId, i64)> = case_parts::table
        .inner_join(cases::table)
        .filter(case_parts::unit.eq_any(ids))
        .filter(case_parts::done_at.is_null())
        .filter(cases::status.eq_any(CaseStatus::OPEN))
        .group_by(case_parts::unit)
        .select((case_parts::unit, count(case_parts::id)))
        .load(conn)?;
    Ok(counts.into_iter().collect())
}

/// How many people handle cases for each unit on a day.
fn handlers_of(conn: &mut Conn, ids: &[UnitId], day: &Day) -> Result<HashMap<UnitId, i64>, Error> {
    let counts: Vec<(Option<UnitId>, i64)> = appointments::table
        .filter(appointments::unit.eq_any(ids).assume_not_null())
        .filter(appointments::duty.eq(Duty::Handler))
        .filter(appointments::from_day.le(day))
        .filter(appointments::to_day.is_null().or(appointments::to_day.ge(day)))
        .group_by(appointments::unit)
        .select((appointments::unit, count(appointments::person_id).aggregate_distinct()))
        .load(conn)?;
    Ok(counts.into_iter().filter_map(|(id, n)| Some((id?, n))).collect())
}

/// Adds a unit.
pub fn add(conn: &mut Conn, new: &NewUnit, by: By) -> Result<UnitId, Error> {
    if !new.level.has_units() {
        let words = say!(
            "只有街道和县级部门要登记单位；网格、村和驻村干部由网格本身确定",
            "Only the sub-district and the county have units; grids, villages and instructors are known by the grids themselves"
        );
        return Err(Error::invalid("/level", "no_units", words));
    }
    name_is_free(conn, &new.name, None)?;
    let id = UnitId::new();
    let row = (
        units::id.eq(id),
        units::name.eq(&new.name),
        units::level.eq(new.level),
        units::platform.eq(new.platform),
        units::phone.eq(&new.phone),
        units::updated_at.eq(by.at),
    );
    diesel::insert_into(units::table).values(row).execute(conn)?;
    changes::note(conn, by, "unit", &id.to_string(), "add", new)?;
    Ok(id)
}

fn name_is_free(conn: &mut Conn, name: &UnitName, but_of: Option<UnitId>) -> Result<(), Error> {
    let holder: Option<(UnitId, Option<Day>)> =
        units::table.filter(units::name.eq(name)).select((units::id, units::closed_on)).first(conn).optional()?;
    let words = match holder.filter(|(id, _)| Some(*id) != but_of) {
        None => return Ok(()),
        Some((_, None)) => say!("已有同名的单位“{name}”", "There is a unit called {name} already"),
        Some((_, Some(day))) => say!(
            "同名的单位“{name}”已在 {day} 撤销；请重新启用它，或换一个名称",
            "A unit called {name} was closed on {day}; open it again, or choose another name"
        ),
    };
    Err(Error::invalid("/name", "taken", words))
}

#[derive(AsChangeset)]
#[diesel(table_name = units)]
struct Changed {
    name: Option<UnitName>,
    platform: Option<Option<Platform>>,
    phone: Option<Option<Phone>>,
    closed_on: Option<Option<Day>>,
}

/// Changes the unit that `seen` was read from.
pub fn change(conn: &mut Conn, id: UnitId, patch: &UnitPatch, seen: Seen, by: By) -> Result<(), Error> {
    let version: i32 = units::table.find(id).select(units::version).first(conn)?;
    seen.check(version)?;
    if let Some(name) = &patch.name {
        name_is_free(conn, name, Some(id))?;
    }
    if let Some(Some(day)) = &patch.closed_on {
        can_close(conn, id, day, &by.at.day())?;
    }
    let UnitPatch { name, platform, phone, closed_on } = patch.clone();
    let values = (Changed { name, platform, phone, closed_on }, units::version.eq(version + 1), units::updated_at.eq(by.at));
    if diesel::update(units::table.find(id).filter(units::version.eq(version))).set(values).execute(conn)? == 0 {
        return Err(moved_on(version + 1));
    }
    changes::note(conn, by, "unit", &id.to_string(), "change", patch)
}

/// Refuses to close a unit that still has work, or on a day that is not there yet: work would come until then.
fn can_close(conn: &mut Conn, id: UnitId, day: &Day, today: &Day) -> Result<(), Error> {
    if day > today {
        let words = say!("撤销日期不能晚于今天（{today}）", "It cannot be closed later than today, {today}");
        return Err(Error::invalid("/closed_on", "day", words));
    }
    let held = held_by(conn, &[id])?.remove(&id).unwrap_or_default();
    let parts = parts_of(conn, &[id])?.remove(&id).unwrap_or_default();
    let rules = routing::rows::naming(conn, id)?;
    match (held, parts) {
        (0, 0) if rules.is_empty() => Ok(()),
        (0, 0) => {
            let rules = rules.join("、");
            Err(Error::conflict(say!(
                "分派规则“{rules}”还指向该单位，请先修改或删除这些规则",
                "The routing rules {rules} still lead to the unit; change or remove them first"
            )))
        }
        (0, _) => Err(Error::conflict(say!(
            "该单位还有 {parts} 件协办没有办完，办完后才能撤销",
            "The unit has {parts} parts in cases of others that are not finished; it can be closed after that"
        ))),
        _ => Err(Error::conflict(say!(
            "该单位还有 {held} 件未办结的案件，请先办结或改派给别的单位",
            "The unit still holds {held} open cases; finish them or dispatch them to another unit first"
        ))),
    }
}
