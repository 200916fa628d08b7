//! The limits the office has set.

use std::collections::HashMap;

use diesel::prelude::*;
use serde_json::json;
use shared::categories::{CategoryCode, Limit, LimitUnit};
use shared::sla::Stage;

use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::Error;
use crate::input::{Seen, moved_on};
use crate::on_either;
use crate::schema::sla_limits;

/// What a row says of a stage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SetLimit {
    /// `None` where the default holds again.
    pub limit: Option<Limit>,
    pub version: i32,
}

/// A row's amount and unit; one that no longer fits is as if it were not set.
fn limit((amount, unit): (Option<i32>, Option<LimitUnit>)) -> Option<Limit> {
    Limit::fit(u16::try_from(amount?).ok()?, unit?).ok()
}

/// Everything that was ever set.
pub fn all(conn: &mut Conn) -> Result<HashMap<(CategoryCode, Stage), SetLimit>, Error> {
    type Row = (CategoryCode, Stage, Option<i32>, Option<LimitUnit>, i32);
    let rows: Vec<Row> = sla_limits::table
        .select((sla_limits::category, sla_limits::stage, sla_limits::amount, sla_limits::unit, sla_limits::version))
        .load(conn)?;
    let read = |(category, stage, amount, unit, version): Row| ((category, stage), SetLimit { limit: limit((amount, unit)), version });
    Ok(rows.into_iter().map(read).collect())
}

/// What is set for the stages of a category.
pub fn of_category(conn: &mut Conn, category: &CategoryCode) -> Result<HashMap<Stage, Limit>, Error> {
    type Row = (Stage, Option<i32>, Option<LimitUnit>);
    let rows: Vec<Row> = sla_limits::table
        .filter(sla_limits::category.eq(category))
        .select((sla_limits::stage, sla_limits::amount, sla_limits::unit))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(stage, amount, unit)| Some((stage, limit((amount, unit))?))).collect())
}

/// Sets the limit that `seen` was read from; `None` goes back to the default. The row stays, so that its version never comes again.
pub fn set(conn: &mut Conn, category: &CategoryCode, stage: Stage, new: Option<Limit>, seen: Seen, by: By) -> Result<SetLimit, Error> {
    let before: Option<i32> = sla_limits::table.find((category, stage)).select(sla_limits::version).first(conn).optional()?;
    seen.check(before.unwrap_or(0))?;
    let version = before.unwrap_or(0) + 1;
    let values = (
        sla_limits::amount.eq(new.map(|limit| i32::from(limit.amount))),
        sla_limits::unit.eq(new.map(|limit| limit.unit)),
        sla_limits::version.eq(version),
        sla_limits::updated_at.eq(by.at),
    );
    let written = match before {
        Some(before) => {
            let that = sla_limits::table.find((category, stage)).filter(sla_limits::version.eq(before));
            diesel::update(that).set(values).execute(conn)?
        }
        None => {
            let row = (sla_limits::category.eq(category), sla_limits::stage.eq(stage), values);
            on_either!(conn, diesel::insert_into(sla_limits::table).values(row).on_conflict_do_nothing().execute(conn))?
        }
    };
    if written == 0 {
        return Err(moved_on(version));
    }
    let action = if new.is_some() { "set" } else { "reset" };
    changes::note(conn, by, "sla_limit", &format!("{category}/{stage}"), action, &json!({ "limit": new }))?;
    Ok(SetLimit { limit: new, version })
}
