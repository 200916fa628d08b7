//! Which cases: what the caller may see, and what the filter asks for.

use diesel::connection::Connection;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use shared::cases::guards::BOUNCES_TO_SUPERVISE;
use shared::cases::{CaseFilter, CaseStatus, Degree, Queue};
use shared::categories::CATEGORIES;
use shared::grids::GridCode;
use shared::may::{self, Caller};
use shared::sla::Light;
use shared::time::Moment;
use shared::units::UnitId;

use crate::db::Conn;
use crate::error::Error;
use crate::schema::{case_courses, case_parts, cases, grids};

/// A query of cases, whose columns are still to be chosen.
pub type Cases<'a> = cases::BoxedQuery<'a, <Conn as Connection>::Backend>;

/// The cases the caller may see and the filter asks for, but for the words it looks for.
pub fn chosen<'a>(caller: &Caller, filter: &'a CaseFilter, now: Moment) -> Cases<'a> {
    narrowed(seen(caller), caller, filter, now)
}

/// The same in parts, which together hold all of it and some of it twice. The caller's own, a unit's, a grid's: each is read in the order
/// of an index, where the whole would have to be sorted.
pub fn in_parts<'a>(conn: &mut Conn, caller: &Caller, filter: &'a CaseFilter, now: Moment) -> Result<Vec<Cases<'a>>, Error> {
    let all = || cases::table.into_boxed();
    if may::sees_all_cases(caller) {
        return Ok(vec![narrowed(all(), caller, filter, now)]);
    }
    let mut parts = vec![all().filter(cases::assignee.eq(caller.person)), all().filter(cases::filed_by.eq(caller.person))];
    for unit in caller.units() {
        let shared = case_parts::table.filter(case_parts::unit.eq(unit)).select(case_parts::case_id);
        parts.extend([all().filter(cases::unit.eq(unit)), all().filter(cases::id.eq_any(shared))]);
    }
    for held in caller.duties.iter().filter(|held| held.duty.is_of_grid()) {
        let (from, to) = codes_in(&held.area);
        let codes: Vec<GridCode> = grids::table.filter(grids::code.ge(from)).filter(grids::code.le(to)).select(grids::code).load(conn)?;
        for code in codes {
            let here = all().filter(cases::grid.eq(code));
            parts.push(if may::sees_restricted_of(held) { here } else { here.filter(cases::restricted.eq(false)) });
        }
    }
    Ok(parts.into_iter().map(|part| narrowed(part, caller, filter, now)).collect())
}

fn narrowed<'a>(mut query: Cases<'a>, caller: &Caller, filter: &'a CaseFilter, now: Moment) -> Cases<'a> {
    if let Some(status) = filter.status {
        query = query.filter(cases::status.eq(status));
    }
    if let Some(queue) = filter.queue {
        query = in_queue(query, queue, now);
    }
    query = match filter.open {
        None => query,
        Some(true) => query.filter(is_open()),
        Some(false) => query.filter(diesel::dsl::not(is_open())),
    };
    if let Some(category) = &filter.category {
        query = query.filter(cases::category.eq(category));
    }
    if let Some(grid) = &filter.grid {
        query = query.filter(cases::grid.eq(grid));
    }
    if let Some(village) = &filter.village {
        let (from, to) = codes_in(village);
        query = query.filter(cases::grid.ge(from)).filter(cases::grid.le(to));
    }
    if let Some(level) = filter.level {
        query = query.filter(cases::level.eq(level));
    }
    if let Some(unit) = filter.unit {
        query = query.filter(cases::unit.eq(UnitId::from(unit)));
    }
    query = match filter.light {
        None => query,
        Some(Light::Red) => query.filter(cases::due_at.lt(now)),
        Some(Light::Yellow) => query.filter(cases::due_at.ge(now)).filter(cases::warn_at.le(now)),
        Some(Light::Green) => query.filter(cases::warn_at.gt(now)),
    };
    if filter.mine == Some(true) {
        query = query.filter(cases::assignee.eq(caller.person));
    }
    query
}

/// What [`may::see_case`] lets the caller see.
fn seen<'a>(caller: &Caller) -> Cases<'a> {
    let mut query = cases::table.into_boxed();
    if may::sees_all_cases(caller) {
        return query;
    }
    query = query.filter(cases::assignee.eq(caller.person)).or_filter(cases::filed_by.eq(caller.person));
    let units: Vec<UnitId> = caller.units().collect();
    if !units.is_empty() {
        let parts = case_parts::table.filter(case_parts::unit.eq_any(units.clone())).select(case_parts::case_id);
        query = query.or_filter(cases::unit.eq_any(units).assume_not_null()).or_filter(cases::id.eq_any(parts));
    }
    for held in caller.duties.iter().filter(|held| held.duty.is_of_grid()) {
        let (from, to) = codes_in(&held.area);
        let here = cases::grid.ge(from).and(cases::grid.le(to));
        query = if may::sees_restricted_of(held) { query.or_filter(here) } else { query.or_filter(here.and(cases::restricted.eq(false))) };
    }
    query
}

/// Whether there is something left to do: in the words of the index `cases_open`, which holds nothing else.
fn is_open() -> SqlLiteral<Bool> {
    diesel::dsl::sql("cases.status NOT IN ('closed', 'declined', 'merged', 'void')")
}

/// What waits for one thing to be done.
fn in_queue(query: Cases<'_>, queue: Queue, now: Moment) -> Cases<'_> {
    let query = query.filter(is_open()).filter(cases::status.eq_any(queue.statuses()));
    match queue {
        Queue::Accept | Queue::Dispatch | Queue::Sign => query,
        Queue::Decide => {
            query.filter(cases::id.eq_any(case_courses::table.filter(case_courses::asked.is_not_null()).select(case_courses::case_id)))
        }
        Queue::Verify => query.filter(cases::category.eq_any(checked(true))),
        Queue::Close => query.filter(cases::status.eq(CaseStatus::Verified).or(cases::category.eq_any(checked(false)))),
        Queue::Late => query.filter(cases::due_at.lt(now)),
        Queue::Supervise => {
            let bounced = case_courses::table
                .filter(case_courses::bounces.ge(BOUNCES_TO_SUPERVISE))
                .filter(case_courses::stage.is_not_null())
                .select(case_courses::case_id);
            let late = cases::due_at.lt(now).assume_not_null();
            query.filter(cases::degree.eq(Degree::None)).filter(late.or(cases::id.eq_any(bounced)))
        }
    }
}

/// The categories that are checked on site, or those that are not.
fn checked(on_site: bool) -> Vec<&'static str> {
    CATEGORIES.iter().filter(|category| category.verify() == on_site).map(|category| category.code).collect()
}

/// The first and the last grid code that begin with the code of a village or sub-district. Digits alone sort the same in every collation.
pub fn codes_in(area: &str) -> (String, String) {
    (format!("{area:0<15}"), format!("{area:9<15}"))
}
