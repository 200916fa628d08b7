//! Divisions in the database.

pub mod many;

use diesel::prelude::*;
use shared::divisions::{Division, DivisionCode, DivisionFilter, DivisionLevel, DivisionName, DivisionPatch, NewDivision};
use shared::page::Page;
use shared::staffing::AreaCode;
use shared::time::{Day, Moment};
use shared::value::Fault;

use crate::changes::{self, By};
use crate::db::Conn;
use crate::divisions::classes;
use crate::error::{Error, FieldFault};
use crate::input::{Seen, moved_on};
use crate::listing::{Stretch, beginning_with, containing, searched};
use crate::say;
use crate::schema::{divisions, grids};

diesel::define_sql_function! {
    /// The first `length` characters from `start` (1-based) on.
    fn substr(text: diesel::sql_types::Text, start: diesel::sql_types::Integer, length: diesel::sql_types::Integer) -> diesel::sql_types::Text;
}

type Row = (DivisionCode, DivisionName, DivisionLevel, i32, Moment);
const COLUMNS: (divisions::code, divisions::name, divisions::level, divisions::version, divisions::updated_at) =
    (divisions::code, divisions::name, divisions::level, divisions::version, divisions::updated_at);

/// A page of the divisions, by code.
pub fn list(conn: &mut Conn, filter: &DivisionFilter, stretch: &Stretch<String>, today: &Day) -> Result<Page<Division>, Error> {
    let mut query = divisions::table.select(COLUMNS).order(divisions::code).limit(stretch.to_load()).into_boxed();
    if let Some(after) = &stretch.after {
        query = query.filter(divisions::code.gt(after.clone()));
    }
    if let Some(level) = filter.level {
        query = query.filter(divisions::level.eq(level));
    }
    if let Some(parent) = &filter.parent {
        query = query.filter(divisions::level.eq(DivisionLevel::Village)).filter(divisions::code.gt(parent.clone()));
        if let Some(end) = after_all_in(parent.as_str()) {
            query = query.filter(divisions::code.lt(end));
        }
    }
    if let Some(q) = searched("?q", filter.q.as_deref())? {
        query = query.filter(divisions::name.like(containing(q)).escape('\\').or(divisions::code.like(beginning_with(q)).escape('\\')));
    }
    let rows: Vec<Row> = query.load(conn)?;
    let page = stretch.page(rows, |(code, ..)| code.to_string());
    let Page { items, next_cursor } = page;
    Ok(Page { items: shapes(conn, items, today)?, next_cursor })
}

pub fn find(conn: &mut Conn, code: &DivisionCode, today: &Day) -> Result<Division, Error> {
    let row: Row = divisions::table.find(code).select(COLUMNS).first(conn)?;
    shapes(conn, vec![row], today)?.pop().ok_or_else(Error::not_found)
}

/// Fails with 404 unless it is a village that is there.
pub fn village(conn: &mut Conn, code: &DivisionCode) -> Result<(), Error> {
    if code.level() == DivisionLevel::Village && exists(conn, code.as_str())? { Ok(()) } else { Err(Error::not_found()) }
}

pub fn exists(conn: &mut Conn, code: &str) -> Result<bool, Error> {
    Ok(diesel::select(diesel::dsl::exists(divisions::table.find(code))).get_result(conn)?)
}

pub fn add(conn: &mut Conn, new: &NewDivision, by: By) -> Result<(), Error> {
    let NewDivision { code, name } = new;
    let level = code.level();
    let there: Option<DivisionName> = divisions::table.find(code).select(divisions::name).first(conn).optional()?;
    if let Some(there) = there {
        return Err(Error::conflict(say!("{code} 已是“{there}”", "{code} is {there} already")));
    }
    let parent = code.sub_district();
    if level == DivisionLevel::Village && !exists(conn, parent.as_str())? {
        let words = say!(
            "还没有街道 {parent}，请先添加，或检查代码前 9 位",
            "There is no sub-district {parent} yet; add it first, or check the first 9 digits"
        );
        return Err(Error::invalid("/code", "unknown_sub_district", words));
    }
    insert(conn, code, name, by.at)?;
    changes::note(conn, by, "division", code.as_str(), "add", new)
}

fn insert(conn: &mut Conn, code: &DivisionCode, name: &DivisionName, now: Moment) -> Result<(), Error> {
    let row = (divisions::code.eq(code), divisions::name.eq(name), divisions::level.eq(code.level()), divisions::updated_at.eq(now));
    diesel::insert_into(divisions::table).values(row).execute(conn)?;
    Ok(())
}

pub fn change(conn: &mut Conn, code: &DivisionCode, patch: &DivisionPatch, seen: Seen, by: By) -> Result<(), Error> {
    let version: i32 = divisions::table.find(code).select(divisions::version).first(conn)?;
    seen.check(version)?;
    let DivisionPatch { name: Some(name) } = patch else { return Ok(()) };
    let that = divisions::table.find(code).filter(divisions::version.eq(version));
    if diesel::update(that)
        .set((divisions::name.eq(name), divisions::version.eq(version + 1), divisions::updated_at.eq(by.at)))
        .execute(conn)?
        == 0
    {
        return Err(moved_on(version + 1));
    }
    changes::note(conn, by, "division", code.as_str(), "change", patch)
}

/// Gives a division a new version, when something else changed what is shown of it.
pub fn touch(conn: &mut Conn, code: &DivisionCode, now: Moment) -> Result<(), Error> {
    diesel::update(divisions::table.find(code))
        .set((divisions::version.eq(divisions::version + 1), divisions::updated_at.eq(now)))
        .execute(conn)?;
    Ok(())
}

/// Adds a sub-district that is not there yet; one that is keeps its name.
pub fn ensure_sub_district(conn: &mut Conn, code: &DivisionCode, name: &DivisionName, now: Moment) -> Result<(), Error> {
    if code.level() != DivisionLevel::SubDistrict {
        return Err(Error::fields(vec![FieldFault::of("/sub_district", Fault::Digits(9))]));
    }
    if exists(conn, code.as_str())? { Ok(()) } else { insert(conn, code, name, now) }
}

/// The sub-district an area lies in.
pub fn sub_district_of(area: &AreaCode) -> Result<DivisionCode, Error> {
    let code = area.as_str().get(..9).unwrap_or_default().parse();
    code.map_err(|fault| Error::fields(vec![FieldFault::of("/area", fault)]))
}

/// The first code of the same length after all codes that begin with `prefix`; none after the last.
pub fn after_all_in(prefix: &str) -> Option<String> {
    let next = prefix.parse::<u64>().ok()?.checked_add(1)?.to_string();
    let next = format!("{next:0>width$}", width = prefix.len());
    (next.len() == prefix.len()).then_some(next)
}

fn shapes(conn: &mut Conn, rows: Vec<Row>, today: &Day) -> Result<Vec<Division>, Error> {
    let codes: Vec<String> = rows.iter().map(|(code, ..)| code.to_string()).collect();
    let class = classes::on(conn, &codes, today)?;
    let counts = grids_of(conn, &codes, today)?;
    let shape = |(code, name, level, version, updated_at): Row| {
        let parent = (level == DivisionLevel::Village).then(|| code.sub_district());
        let grids = counts.iter().find(|(of, _)| *of == code.as_str()).map_or(0, |(_, n)| *n);
        Division { class: classes::of(&class, code.as_str()), grids, parent, name, level, version, updated_at, code }
    };
    Ok(rows.into_iter().map(shape).collect())
}

/// How many open grids lie in each of these villages and sub-districts.
fn grids_of(conn: &mut Conn, codes: &[String], today: &Day) -> Result<Vec<(String, i64)>, Error> {
    let open = grids::closed_on.is_null().or(grids::closed_on.ge(today));
    let (villages, sub_districts): (Vec<&String>, Vec<&String>) = codes.iter().partition(|code| code.len() == 12);
    let mut counts = Vec::new();
    if !villages.is_empty() {
        let query = grids::table.filter(grids::village.eq_any(villages)).filter(open);
        counts = query.group_by(grids::village).select((grids::village, diesel::dsl::count_star())).load(conn)?;
    }
    if !sub_districts.is_empty() {
        let of = substr(grids::village, 1, 9);
        let query = grids::table.filter(of.eq_any(sub_districts)).filter(open);
        let rows: Vec<(String, i64)> = query.group_by(grids::village).select((grids::village, diesel::dsl::count_star())).load(conn)?;
        for (village, n) in rows {
            let of = village.get(..9).unwrap_or_default().to_owned();
            counts.push((of, n));
        }
        counts = summed(counts);
    }
    Ok(counts)
}

fn summed(counts: Vec<(String, i64)>) -> Vec<(String, i64)> {
    let mut sums = std::collections::BTreeMap::new();
    for (code, n) in counts {
        *sums.entry(code).or_insert(0) += n;
    }
    sums.into_iter().collect()
}
