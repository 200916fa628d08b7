//! How care stands grid by grid, in numbers.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use shared::care::GridCare;
use shared::care::visits::CareResult;
use shared::divisions::DivisionName;
use shared::grids::{GridCode, GridName};
use shared::page::Page;
use shared::time::{Day, Month};

use crate::db::Conn;
use crate::error::Error;
use crate::listing::Stretch;
use crate::schema::{care_records, care_visits, divisions, grids};

/// A page of the grids, by code; only some where `of` is given.
pub fn list(conn: &mut Conn, of: Option<&[GridCode]>, stretch: &Stretch<GridCode>, today: &Day) -> Result<Page<GridCare>, Error> {
    let mut query = grids::table.inner_join(divisions::table).select((grids::code, grids::name, divisions::name)).into_boxed();
    query = query.filter(grids::closed_on.is_null().or(grids::closed_on.ge(today)));
    if let Some(codes) = of {
        query = query.filter(grids::code.eq_any(codes));
    }
    if let Some(after) = &stretch.after {
        query = query.filter(grids::code.gt(after));
    }
    let rows: Vec<(GridCode, GridName, DivisionName)> = query.order(grids::code).limit(stretch.to_load()).load(conn)?;
    let page = stretch.page(rows, |(code, ..)| code.clone());
    let codes: Vec<GridCode> = page.items.iter().map(|(code, ..)| code.clone()).collect();
    let standing = Standing::of(conn, &codes, today)?;
    Ok(page.map(|(grid, grid_name, village)| GridCare {
        records: count(&standing.records, &grid),
        due: count(&standing.due, &grid),
        late: count(&standing.late, &grid),
        unvisited: count(&standing.unvisited, &grid),
        visits: count(&standing.visits, &grid),
        grid,
        grid_name,
        village_name: village.short().to_owned(),
    }))
}

type Counts = HashMap<GridCode, i64>;

fn count(counts: &Counts, grid: &GridCode) -> i64 {
    counts.get(grid).copied().unwrap_or_default()
}

struct Standing {
    records: Counts,
    due: Counts,
    late: Counts,
    unvisited: Counts,
    visits: Counts,
}

impl Standing {
    fn of(conn: &mut Conn, codes: &[GridCode], today: &Day) -> Result<Self, Error> {
        let open = || care_records::table.filter(care_records::grid.eq_any(codes.to_vec())).filter(care_records::ended_on.is_null());
        let by_grid = (care_records::grid, count_star());
        let month = Month::of(today);
        let met = [CareResult::Well, CareResult::Needs];
        let records: Vec<(GridCode, i64)> = open().group_by(care_records::grid).select(by_grid).load(conn)?;
        let due: Vec<(GridCode, i64)> =
            open().filter(care_records::due_on.le(today)).group_by(care_records::grid).select(by_grid).load(conn)?;
        let late: Vec<(GridCode, i64)> =
            open().filter(care_records::late_from.le(today)).group_by(care_records::grid).select(by_grid).load(conn)?;
        let unvisited: Vec<(GridCode, i64)> =
            open().filter(care_records::visitor.is_null()).group_by(care_records::grid).select(by_grid).load(conn)?;
        let visits: Vec<(GridCode, i64)> = care_visits::table
            .filter(care_visits::grid.eq_any(codes.to_vec()))
            .filter(care_visits::day.ge(month.first_day()))
            .filter(care_visits::day.lt(month.after().first_day()))
            .filter(care_visits::result.eq_any(met))
            .group_by(care_visits::grid)
            .select((care_visits::grid, count_star()))
            .load(conn)?;
        let counts = |rows: Vec<(GridCode, i64)>| rows.into_iter().collect();
        Ok(Self { records: counts(records), due: counts(due), late: counts(late), unvisited: counts(unvisited), visits: counts(visits) })
    }
}
