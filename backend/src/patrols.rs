//! Patrols, the places they see, and what of a grid they covered.

pub mod places;
pub mod plans;
pub mod rows;
pub mod showing;
pub mod walking;

use actix_web::web::{Data, Path};
use actix_web::{get, post};
use shared::grids::GridCode;
use shared::may;
use shared::patrols::coverage::{Coverage, CoverageFilter, GridCoverage, GridCoverageFilter};
use shared::patrols::{NewPatrol, Patrol, PatrolFilter, PatrolId, PatrolSummary};
use shared::time::{Moment, Month};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{Answer, Created, Found, Listed};
use crate::caller::Token;
use crate::db::Db;
use crate::error::Error;
use crate::input::{Json, Query};
use crate::listing::Stretch;
use crate::secrets::Secrets;

pub fn routes(config: &mut ServiceConfig) {
    places::routes(config);
    plans::routes(config);
    config.service(list_patrols).service(add_patrol).service(find_patrol).service(find_coverage).service(list_coverage);
}

/// List patrols.
///
/// Of the grids one works in, or of all for the office; latest first.
#[utoipa::path(tag = "patrols", params(PatrolFilter))]
#[get("/patrols")]
async fn list_patrols(db: Data<Db>, secrets: Data<Secrets>, token: Token, filter: Query<PatrolFilter>) -> Answer<Listed<PatrolSummary>> {
    let (filter, now) = (filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, "patrols", &filter, filter.cursor.as_deref(), filter.limit)?;
    let page = db
        .read(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::sees_some_field(&caller))?;
            let of = rows::grids_seen(conn, &caller, &now.day())?;
            rows::walks::list(conn, &filter, of.as_deref(), &stretch)
        })
        .await?;
    Ok(Listed(page))
}

/// Write a patrol down.
///
/// By those who walk through the grid. Findings are reports of their own, named by their ids; they may arrive later. A patrol that was
/// written down before under its id is answered as it stands.
#[utoipa::path(tag = "patrols")]
#[post("/patrols")]
async fn add_patrol(db: Data<Db>, token: Token, new: Json<NewPatrol>) -> Answer<Created<Patrol>> {
    let (new, now) = (new.0, Moment::now());
    let patrol = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            let row = walking::walk(conn, &caller, &new, now)?;
            showing::show(conn, row, &caller, now)
        })
        .await?;
    let location = format!("/api/v1/patrols/{}", patrol.id);
    Ok(Created::new(patrol, location))
}

/// Read a patrol.
#[utoipa::path(tag = "patrols")]
#[get("/patrols/{patrol}")]
async fn find_patrol(db: Data<Db>, token: Token, patrol: Path<PatrolId>) -> Answer<Found<Patrol>> {
    let (id, now) = (*patrol, Moment::now());
    let patrol = db
        .read(move |conn| {
            let caller = token.caller(conn, now)?;
            let row = rows::walks::find(conn, id)?.filter(|row| may::see_field(&caller, &row.grid));
            showing::show(conn, row.ok_or_else(Error::not_found)?, &caller, now)
        })
        .await?;
    Ok(Found::new(patrol))
}

/// Read what of a grid was patrolled in a month.
///
/// Counted from patrols alone: days with their patrols, and each place as it stands at the month's end, or today.
#[utoipa::path(tag = "patrols", params(CoverageFilter))]
#[get("/grids/{grid}/coverage")]
async fn find_coverage(db: Data<Db>, token: Token, grid: Path<GridCode>, filter: Query<CoverageFilter>) -> Answer<Found<Coverage>> {
    let (filter, now) = (filter.0, Moment::now());
    let coverage = db
        .read(move |conn| {
            let (caller, today) = (token.caller(conn, now)?, now.day());
            Error::unless(may::see_field(&caller, &grid))?;
            rows::coverage::of_grid(conn, &grid, filter.month.unwrap_or_else(|| Month::of(&today)), &today)
        })
        .await?;
    Ok(Found::new(coverage))
}

/// List what was patrolled in a month, grid by grid.
///
/// In the order of their codes: nobody is ranked.
#[utoipa::path(tag = "patrols", params(GridCoverageFilter))]
#[get("/patrol-coverage")]
async fn list_coverage(
    db: Data<Db>,
    secrets: Data<Secrets>,
    token: Token,
    filter: Query<GridCoverageFilter>,
) -> Answer<Listed<GridCoverage>> {
    let (filter, now) = (filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, "patrol coverage", &filter, filter.cursor.as_deref(), filter.limit)?;
    let page = db
        .read(move |conn| {
            let (caller, today) = (token.caller(conn, now)?, now.day());
            Error::unless(may::sees_some_field(&caller))?;
            let of = rows::grids_seen(conn, &caller, &today)?;
            let month = filter.month.clone().unwrap_or_else(|| Month::of(&today));
            rows::coverage::list(conn, &filter, of.as_deref(), &stretch, &month, &today)
        })
        .await?;
    Ok(Listed(page))
}
