//! How care stands grid by grid, in numbers.

use std::collections::HashMap;

use diesel::dsl::{case_when, count_star, sum};
use diesel::prelude::*;
use diesel::sql_types::Integer;
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
    let (standing, visits) = (standing(conn, &codes, today)?, visits(conn, &codes, today)?);
    let count = |n: Option<i64>| n.unwrap_or_default();
    Ok(page.map(|(grid, grid_name, village)| {
        let (records, due, late, unvisited) = standing.get(&grid).copied().unwrap_or_default();
        GridCare {
            records,
            due: count(due),
            late: count(late),
            unvisited: count(unvisited),
            visits: visits.get(&grid).copied().unwrap_or_default(),
            grid,
            grid_name,
            village_name: village.short().to_owned(),
        }
    }))
}

/// Records, and of them those due, late, and without a visitor.
type Standing = (i64, Option<i64>, Option<i64>, Option<i64>);

/// How the records of grids stand, counted in one pass.
fn standing(conn: &mut Conn, codes: &[GridCode], today: &Day) -> Result<HashMap<GridCode, Standing>, Error> {
    type Counted = (GridCode, i64, Option<i64>, Option<i64>, Option<i64>);
    let rows: Vec<Counted> = care_records::table
        .filter(care_records::grid.eq_any(codes))
        .filter(care_records::ended_on.is_null())
        .group_by(care_records::grid)
        .select((
            care_records::grid,
            count_star(),
            sum(case_when(care_records::due_on.le(today), 1_i32.into_sql::<Integer>()).otherwise(0_i32.into_sql::<Integer>())),
            sum(case_when(care_records::late_from.le(today), 1_i32.into_sql::<Integer>()).otherwise(0_i32.into_sql::<Integer>())),
            sum(case_when(care_records::visitor.is_null(), 1_i32.into_sql::<Integer>()).otherwise(0_i32.into_sql::<Integer>())),
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(|(grid, records, due, late, unvisited)| (grid, (records, due, late, unvisited))).collect())
}

/// Visits of this month that met the person.
fn visits(conn: &mut Conn, codes: &[GridCode], today: &Day) -> Result<HashMap<GridCode, i64>, Error> {
    let month = Month::of(today);
    let rows: Vec<(GridCode, i64)> = care_visits::table
        .filter(care_visits::grid.eq_any(codes))
        .filter(care_visits::day.ge(month.first_day()))
        .filter(care_visits::day.lt(month.after().first_day()))
        .filter(care_visits::result.eq_any([CareResult::Well, CareResult::Needs]))
        .group_by(care_visits::grid)
        .select((care_visits::grid, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
