//! Grids in the database.

mod closing;
mod outlines;

use diesel::prelude::*;
use shared::divisions::{DivisionCode, DivisionName};
use shared::grids::{Grid, GridCode, GridFilter, GridKind, GridName, GridPatch, NewGrid, ShortCode};
use shared::may::{Caller, Held};
use shared::page::Page;
use shared::staffing::AreaCode;
use shared::time::{Day, Moment};
use shared::value::Count;

use crate::changes::{self, By};
use crate::db::Conn;
use crate::divisions::{self, classes};
use crate::error::Error;
use crate::input::{Seen, moved_on};
use crate::listing::{Stretch, beginning_with, containing, searched};
use crate::schema::{class_periods, divisions as villages, grid_successions, grids};
use crate::{announcements, roster, say};

pub use closing::hand_on;
pub use outlines::{Outlined, State, boundary, check, draw, erase, exported, locate, outlines_of, raise_map, states_of};

#[derive(Queryable)]
struct Row {
    code: GridCode,
    short_code: ShortCode,
    name: GridName,
    kind: GridKind,
    village: DivisionCode,
    village_name: DivisionName,
    households: Option<Count>,
    population: Option<Count>,
    area_m2: Option<f64>,
    has_boundary: bool,
    opened_on: Day,
    closed_on: Option<Day>,
    checked_at: Option<Moment>,
    version: i32,
    updated_at: Moment,
}

/// A page of the grids, by code.
pub fn list(conn: &mut Conn, filter: &GridFilter, stretch: &Stretch<String>, today: &Day) -> Result<Page<Grid>, Error> {
    let mut query = grids::table.inner_join(villages::table).select(columns()).order(grids::code).limit(stretch.to_load()).into_boxed();
    if let Some(after) = &stretch.after {
        query = query.filter(grids::code.gt(after.clone()));
    }
    if !filter.closed.unwrap_or(false) {
        query = query.filter(grids::closed_on.is_null().or(grids::closed_on.ge(today)));
    }
    if let Some(village) = &filter.village {
        query = query.filter(grids::code.gt(village.as_str().to_owned()));
        if let Some(end) = divisions::rows::after_all_in(village.as_str()) {
            query = query.filter(grids::code.lt(end));
        }
    }
    if let Some(class) = filter.class {
        let of_class = class_periods::table
            .filter(class_periods::class.eq(class))
            .filter(class_periods::from_day.le(today))
            .filter(class_periods::to_day.is_null().or(class_periods::to_day.ge(today)))
            .select(class_periods::area);
        query = query.filter(grids::code.eq_any(of_class));
    }
    if let Some(q) = searched("?q", filter.q.as_deref())? {
        let begins = beginning_with(q);
        query = query.filter(
            grids::name
                .like(containing(q))
                .escape('\\')
                .or(grids::code.like(begins.clone()).escape('\\'))
                .or(grids::short_code.like(begins).escape('\\')),
        );
    }
    let Page { items, next_cursor } = stretch.page(query.load::<Row>(conn)?, |row| row.code.to_string());
    Ok(Page { items: shapes(conn, items, today)?, next_cursor })
}

/// The open grids of an area.
pub fn open_in(conn: &mut Conn, area: &str, today: &Day) -> Result<Vec<GridCode>, Error> {
    let mut query = grids::table.select(grids::code).filter(grids::code.gt(area.to_owned())).order(grids::code).into_boxed();
    query = query.filter(grids::closed_on.is_null().or(grids::closed_on.ge(today)));
    if let Some(end) = divisions::rows::after_all_in(area) {
        query = query.filter(grids::code.lt(end));
    }
    Ok(query.load(conn)?)
}

/// The grids of an area: those open in it, or the one it is.
pub fn of_area(conn: &mut Conn, area: &AreaCode, today: &Day) -> Result<Vec<GridCode>, Error> {
    match area.parse() {
        Ok(grid) => Ok(vec![grid]),
        Err(_) => open_in(conn, area, today),
    }
}

/// The grids in the areas of some of somebody's duties, by code.
pub fn held(conn: &mut Conn, caller: &Caller, of: impl Fn(&Held) -> bool, today: &Day) -> Result<Vec<GridCode>, Error> {
    let mut held = Vec::new();
    for duty in caller.duties.iter().filter(|duty| of(duty)) {
        held.extend(of_area(conn, &duty.area, today)?);
    }
    held.sort_unstable();
    held.dedup();
    Ok(held)
}

pub fn find(conn: &mut Conn, code: &GridCode, today: &Day) -> Result<Grid, Error> {
    let row: Row = grids::table.inner_join(villages::table).filter(grids::code.eq(code)).select(columns()).first(conn)?;
    shapes(conn, vec![row], today)?.pop().ok_or_else(Error::not_found)
}

pub fn version(conn: &mut Conn, code: &GridCode) -> Result<i32, Error> {
    Ok(grids::table.find(code).select(grids::version).first(conn)?)
}

/// Adds a grid, and closes those it takes over from: their open cases are its own from the day it opens.
pub fn add(conn: &mut Conn, new: &NewGrid, by: By) -> Result<(), Error> {
    let code = &new.code;
    let there: Option<GridName> = grids::table.find(code).select(grids::name).first(conn).optional()?;
    if let Some(there) = there {
        return Err(Error::conflict(say!(
            "编码 {code} 已是“{there}”；网格撤并后编码也不再使用",
            "Code {code} is {there}'s; the codes of closed grids are not used again"
        )));
    }
    let village = code.village().ok_or_else(Error::not_found)?;
    if !divisions::rows::exists(conn, village.as_str())? {
        return Err(Error::invalid(
            "/code",
            "unknown_village",
            say!("没有村 {village}，请检查编码前 12 位", "There is no village {village}; check the first 12 digits"),
        ));
    }
    let row = (
        grids::code.eq(code),
        grids::short_code.eq(free_short_code(conn, code)?),
        grids::name.eq(&new.name),
        grids::kind.eq(code.kind()),
        grids::village.eq(&village),
        grids::households.eq(within("/households", new.households)?),
        grids::population.eq(within("/population", new.population)?),
        grids::opened_on.eq(&new.opened_on),
        grids::updated_at.eq(by.at),
    );
    diesel::insert_into(grids::table).values(row).execute(conn)?;
    for (i, old) in new.supersedes.iter().enumerate() {
        closing::take_over(conn, i, old, new, by)?;
    }
    hand_on(conn, by)?;
    roster::rows::grid_added(conn, code, by.at)?;
    announcements::rows::carried::grid_added(conn, code, by.at)?;
    raise_map(conn)?;
    changes::note(conn, by, "grid", code.as_str(), "add", new)
}

/// The shortest end of the code that no other grid has, six digits or more.
fn free_short_code(conn: &mut Conn, code: &GridCode) -> Result<ShortCode, Error> {
    for from in (0..=9).rev() {
        let short = code.as_str().get(from..).unwrap_or_default();
        let taken: bool = diesel::select(diesel::dsl::exists(grids::table.filter(grids::short_code.eq(short)))).get_result(conn)?;
        if !taken {
            return short.parse().map_err(Error::internal);
        }
    }
    Err(Error::internal(anyhow::anyhow!("the whole code {code} is another grid's short code")))
}

#[derive(AsChangeset)]
#[diesel(table_name = grids)]
struct Changed {
    name: Option<GridName>,
    households: Option<Option<Count>>,
    population: Option<Option<Count>>,
    closed_on: Option<Option<Day>>,
}

pub fn change(conn: &mut Conn, code: &GridCode, patch: &GridPatch, seen: Seen, by: By) -> Result<(), Error> {
    let (version, opened_on): (i32, Day) = grids::table.find(code).select((grids::version, grids::opened_on)).first(conn)?;
    seen.check(version)?;
    let GridPatch { name, households, population, closed_on } = patch.clone();
    within("/households", households.flatten())?;
    within("/population", population.flatten())?;
    match &closed_on {
        Some(Some(day)) if *day < opened_on => {
            return Err(Error::invalid(
                "/closed_on",
                "day",
                say!("网格在 {opened_on} 启用，停用日期不能早于这一天", "The grid opens on {opened_on} and cannot close before"),
            ));
        }
        Some(Some(day)) => closing::nothing_left(conn, code, day)?,
        Some(None) => not_succeeded(conn, code)?,
        _ => {}
    }
    let moved = closed_on.is_some();
    let values = (Changed { name, households, population, closed_on }, grids::version.eq(version + 1), grids::updated_at.eq(by.at));
    if diesel::update(grids::table.find(code).filter(grids::version.eq(version))).set(values).execute(conn)? == 0 {
        return Err(moved_on(version + 1));
    }
    if moved {
        raise_map(conn)?;
    }
    changes::note(conn, by, "grid", code.as_str(), "change", patch)
}

/// A grid that another has taken over from stays closed.
fn not_succeeded(conn: &mut Conn, code: &GridCode) -> Result<(), Error> {
    let successor: Option<GridCode> =
        grid_successions::table.filter(grid_successions::old_code.eq(code)).select(grid_successions::new_code).first(conn).optional()?;
    match successor {
        None => Ok(()),
        Some(successor) => Err(Error::conflict(say!(
            "已由网格 {successor} 取代，不能重新启用",
            "Grid {successor} has taken over; it cannot be opened again"
        ))),
    }
}

fn within(place: &str, count: Option<Count>) -> Result<Option<Count>, Error> {
    if count.is_none_or(|n| (0..=10_000_000).contains(&n)) {
        Ok(count)
    } else {
        Err(Error::invalid(place, "out_of_range", say!("应在 0 到 10000000 之间", "Must lie between 0 and 10000000")))
    }
}

/// Gives a grid a new version, when something else changed what is shown of it.
pub fn raise(conn: &mut Conn, code: &GridCode, version: i32, now: Moment) -> Result<(), Error> {
    let that = grids::table.find(code).filter(grids::version.eq(version));
    if diesel::update(that).set((grids::version.eq(version + 1), grids::updated_at.eq(now))).execute(conn)? == 0 {
        Err(moved_on(version + 1))
    } else {
        Ok(())
    }
}

#[diesel::dsl::auto_type(no_type_alias)]
fn columns() -> _ {
    (
        grids::code,
        grids::short_code,
        grids::name,
        grids::kind,
        grids::village,
        villages::name,
        grids::households,
        grids::population,
        grids::area_m2,
        grids::boundary.is_not_null(),
        grids::opened_on,
        grids::closed_on,
        grids::checked_at,
        grids::version,
        grids::updated_at,
    )
}

fn shapes(conn: &mut Conn, rows: Vec<Row>, today: &Day) -> Result<Vec<Grid>, Error> {
    let codes: Vec<String> = rows.iter().map(|row| row.code.to_string()).collect();
    let classes = classes::on(conn, &codes, today)?;
    let pairs: Vec<(GridCode, GridCode)> = grid_successions::table
        .filter(grid_successions::new_code.eq_any(&codes))
        .select((grid_successions::new_code, grid_successions::old_code))
        .order(grid_successions::old_code)
        .load(conn)?;
    let shape = |row: Row| {
        let Row {
            code,
            short_code,
            name,
            kind,
            village,
            village_name,
            households,
            population,
            area_m2,
            has_boundary,
            opened_on,
            closed_on,
            checked_at,
            version,
            updated_at,
        } = row;
        Grid {
            class: classes::of(&classes, code.as_str()),
            supersedes: pairs.iter().filter(|(new, _)| *new == code).map(|(_, old)| old.clone()).collect(),
            village_name: village_name.short().to_owned(),
            code,
            short_code,
            name,
            kind,
            village,
            households,
            population,
            has_boundary,
            area_m2,
            opened_on,
            closed_on,
            checked_at,
            version,
            updated_at,
        }
    };
    Ok(rows.into_iter().map(shape).collect())
}
