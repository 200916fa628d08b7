//! The list of cases: what the caller may see of it, filtered and cut into pages.

use diesel::prelude::*;
use shared::cases::{CaseFilter, CaseId, CaseOrder, CaseStatus, CaseSummary};
use shared::divisions::DivisionName;
use shared::grids::GridName;
use shared::may::{self, Caller};
use shared::page::Page;
use shared::sla::Light;
use shared::time::Moment;
use shared::units::UnitId;

use super::rows::{self, CaseRow};
use crate::db::Conn;
use crate::error::Error;
use crate::listing::{Stretch, beginning_with, containing, searched};
use crate::photos;
use crate::photos::addresses::{Addresses, Size};
use crate::schema::{case_parts, cases, divisions, grids};

diesel::define_sql_function! {
    /// Lower case, of ASCII letters at least.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// Where a case stands in the list: when it was filed or is due, and its id.
pub type Position = (Moment, CaseId);

/// The page of cases that the caller may see and the filter asks for.
pub fn list(
    conn: &mut Conn,
    caller: &Caller,
    filter: &CaseFilter,
    stretch: &Stretch<Position>,
    addresses: &Addresses,
    now: Moment,
) -> Result<Page<CaseSummary>, Error> {
    let mut query = cases::table
        .inner_join(grids::table.inner_join(divisions::table))
        .select((CaseRow::as_select(), grids::name, divisions::name))
        .into_boxed();
    if !may::sees_all_cases(caller) {
        query = query.filter(cases::assignee.eq(caller.person)).or_filter(cases::filed_by.eq(caller.person));
        let units: Vec<UnitId> = caller.units().collect();
        if !units.is_empty() {
            let parts = case_parts::table.filter(case_parts::unit.eq_any(units.clone())).select(case_parts::case_id);
            query = query.or_filter(cases::unit.eq_any(units).assume_not_null()).or_filter(cases::id.eq_any(parts));
        }
        for held in caller.duties.iter().filter(|held| held.duty.is_of_grid()) {
            let (from, to) = codes_in(&held.area);
            let here = cases::grid.ge(from).and(cases::grid.le(to));
            query =
                if may::sees_restricted_of(held) { query.or_filter(here) } else { query.or_filter(here.and(cases::restricted.eq(false))) };
        }
    }
    if let Some(status) = filter.status {
        query = query.filter(cases::status.eq(status));
    }
    if let Some(open) = filter.open {
        query = query.filter(cases::status.eq_any(CaseStatus::ALL.iter().copied().filter(|status| status.is_open() == open)));
    }
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
    if let Some(text) = searched("?q", filter.q.as_deref())? {
        let text = text.to_lowercase();
        query = query
            .filter(cases::number.like(beginning_with(&text)).escape('\\').or(lower(cases::summary).like(containing(&text)).escape('\\')));
    }
    query = match filter.order.unwrap_or(CaseOrder::Newest) {
        CaseOrder::Newest => {
            if let Some((at, id)) = stretch.after {
                query = query.filter(cases::filed_at.lt(at).or(cases::filed_at.eq(at).and(cases::id.lt(id))));
            }
            query.order((cases::filed_at.desc(), cases::id.desc()))
        }
        CaseOrder::Oldest => {
            if let Some((at, id)) = stretch.after {
                query = query.filter(cases::filed_at.gt(at).or(cases::filed_at.eq(at).and(cases::id.gt(id))));
            }
            query.order((cases::filed_at.asc(), cases::id.asc()))
        }
        CaseOrder::Due => {
            query = query.filter(cases::due_at.is_not_null());
            if let Some((at, id)) = stretch.after {
                query = query.filter(cases::due_at.gt(at).or(cases::due_at.eq(at).and(cases::id.gt(id))));
            }
            query.order((cases::due_at.asc(), cases::id.asc()))
        }
    };
    let rows: Vec<(CaseRow, GridName, DivisionName)> = query.limit(stretch.to_load()).load(conn)?;
    let by_due = filter.order == Some(CaseOrder::Due);
    let page = stretch.page(rows, |(case, _, _)| (case.due_at.filter(|_| by_due).unwrap_or(case.filed_at), case.id));
    summaries(conn, page, addresses, now)
}

/// The first and the last grid code that begin with the code of a village or sub-district. Digits alone sort the same in every collation.
fn codes_in(area: &str) -> (String, String) {
    (format!("{area:0<15}"), format!("{area:9<15}"))
}

fn summaries(
    conn: &mut Conn,
    page: Page<(CaseRow, GridName, DivisionName)>,
    addresses: &Addresses,
    now: Moment,
) -> Result<Page<CaseSummary>, Error> {
    let ids: Vec<CaseId> = page.items.iter().map(|(case, _, _)| case.id).collect();
    let people = rows::people_named(conn, page.items.iter().map(|(case, _, _)| case.assignee))?;
    let units = rows::units_named(conn, page.items.iter().map(|(case, _, _)| case.unit))?;
    let photos = photos::rows::first_of(conn, &ids)?;
    Ok(page.map(|(case, grid_name, village)| CaseSummary {
        light: case.light(now),
        id: case.id,
        number: case.number,
        status: case.status,
        category: case.category,
        summary: case.summary,
        grid: case.grid,
        grid_name,
        village_name: village.short().to_owned(),
        place_text: case.place_text.map(Into::into),
        level: case.level,
        unit: case.unit.and_then(|id| units.get(&id).cloned()),
        due_at: case.due_at,
        degree: case.degree,
        assignee: case.assignee.and_then(|id| people.get(&id).cloned()),
        thumbnail_url: photos.iter().find(|(of, _)| *of == case.id).map(|(_, photo)| addresses.of(*photo, Size::Thumbnail)),
        filed_at: case.filed_at,
        updated_at: case.updated_at,
    }))
}
