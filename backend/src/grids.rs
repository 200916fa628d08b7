//! Grids: the smallest unit of governance, their outlines, and which one is here.

pub mod boundaries;
mod drawing;
pub mod flaws;
pub mod locate;
pub mod rows;

use actix_web::web::{Data, Path};
use actix_web::{get, patch, post};
use shared::divisions::{ClassPeriod, NewClassPeriod};
use shared::grids::{Grid, GridCode, GridFilter, GridPatch, Here, NearbyGrid, NewGrid};
use shared::may;
use shared::page::Page;
use shared::place::Point;
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{Answer, Created, Found, Listed};
use crate::caller::Token;
use crate::changes::By;
use crate::db::Db;
use crate::divisions::classes;
use crate::error::{Error, FieldFault};
use crate::grids::locate::KeptMap;
use crate::input::{Json, Patch, Query, Seen};
use crate::listing::Stretch;
use crate::say;
use crate::secrets::Secrets;

pub fn routes(config: &mut ServiceConfig) {
    // `/grids/here` stands before `/grids/{code}`, which would take it.
    config.service(locate_grid).service(list_grids).service(find_grid).service(add_grid).service(change_grid);
    config.service(list_grid_classes).service(classify_grid);
    drawing::routes(config);
}

/// List grids.
///
/// By code; closed ones only on request. Public.
#[utoipa::path(tag = "grids", params(GridFilter))]
#[get("/grids")]
async fn list_grids(db: Data<Db>, secrets: Data<Secrets>, filter: Query<GridFilter>) -> Answer<Listed<Grid>> {
    let (filter, today) = (filter.0, Moment::now().day());
    let stretch = Stretch::new(&secrets, "grids", &filter, filter.cursor.as_deref(), filter.limit)?;
    Ok(Listed(db.read(move |conn| rows::list(conn, &filter, &stretch, &today)).await?))
}

/// Find the grid at a point.
///
/// Nearest first. Near a border both sides are offered; where no boundary is near, nothing. Public.
#[utoipa::path(tag = "grids", params(Here))]
#[get("/grids/here")]
async fn locate_grid(db: Data<Db>, map: Data<KeptMap>, here: Query<Here>) -> Answer<Listed<NearbyGrid>> {
    let (Here { lon, lat, accuracy }, today) = (here.0, Moment::now().day());
    let point = Point::new(lon, lat)
        .map_err(|fault| Error::fields(vec![FieldFault::of(if lon.abs() <= 180.0 { "?lat" } else { "?lon" }, fault)]))?;
    if accuracy.is_some_and(|metres| !(0.0..=100_000.0).contains(&metres)) {
        return Err(Error::invalid(
            "?accuracy",
            "out_of_range",
            say!("accuracy 应在 0 到 100000 米之间", "accuracy must lie between 0 and 100000 metres"),
        ));
    }
    let grids = db.read(move |conn| rows::locate(conn, &map, point, accuracy, &today)).await?;
    Ok(Listed(Page::whole(grids)))
}

/// Read a grid.
#[utoipa::path(tag = "grids")]
#[get("/grids/{code}")]
async fn find_grid(db: Data<Db>, code: Path<GridCode>) -> Answer<Found<Grid>> {
    let today = Moment::now().day();
    let grid = db.read(move |conn| rows::find(conn, &code, &today)).await?;
    let version = grid.version;
    Ok(Found::at(grid, version))
}

/// Add a grid.
///
/// Grids it supersedes close the day before it opens: their appointments end with them, and their open cases go on to the new grid. Codes
/// are never reused.
#[utoipa::path(tag = "grids")]
#[post("/grids")]
async fn add_grid(db: Data<Db>, token: Token, new: Json<NewGrid>) -> Answer<Created<Grid>> {
    let now = Moment::now();
    let grid = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::manage_staffing(&caller))?;
            rows::add(conn, &new, By { person: Some(caller.person), at: now })?;
            rows::find(conn, &new.code, &now.day())
        })
        .await?;
    let (location, version) = (format!("/api/v1/grids/{}", grid.code), grid.version);
    Ok(Created::new(grid, location).at(version))
}

/// Change a grid.
///
/// `closed_on` retires it, once nobody is appointed to it beyond that day and none of its cases is open; `null` opens it again, unless
/// another grid has taken over.
#[utoipa::path(tag = "grids", request_body(content = GridPatch, content_type = "application/merge-patch+json"))]
#[patch("/grids/{code}")]
async fn change_grid(db: Data<Db>, token: Token, code: Path<GridCode>, seen: Seen, patch: Patch<GridPatch>) -> Answer<Found<Grid>> {
    let (patch, now) = (patch.0, Moment::now());
    let grid = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::manage_staffing(&caller))?;
            rows::change(conn, &code, &patch, seen, By { person: Some(caller.person), at: now })?;
            rows::find(conn, &code, &now.day())
        })
        .await?;
    let version = grid.version;
    Ok(Found::at(grid, version))
}

/// List the classes a grid has had.
///
/// Earliest first.
#[utoipa::path(tag = "grids")]
#[get("/grids/{code}/classes")]
async fn list_grid_classes(db: Data<Db>, token: Token, code: Path<GridCode>) -> Answer<Listed<ClassPeriod>> {
    let now = Moment::now();
    let periods = db
        .read(move |conn| {
            Error::unless(may::see_staff(&token.caller(conn, now)?))?;
            rows::version(conn, &code)?;
            classes::list(conn, code.as_str())
        })
        .await?;
    Ok(Listed(Page::whole(periods)))
}

/// Set a grid's class from a day on.
///
/// The period before ends the day before. A period that begins later stands in the way.
#[utoipa::path(tag = "grids")]
#[post("/grids/{code}/classes")]
async fn classify_grid(db: Data<Db>, token: Token, code: Path<GridCode>, new: Json<NewClassPeriod>) -> Answer<Listed<ClassPeriod>> {
    let now = Moment::now();
    let periods = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::manage_staffing(&caller))?;
            let version = rows::version(conn, &code)?;
            if classes::classify(conn, code.as_str(), &new, By { person: Some(caller.person), at: now }, "grid")? {
                rows::raise(conn, &code, version, now)?;
            }
            classes::list(conn, code.as_str())
        })
        .await?;
    Ok(Listed(Page::whole(periods)))
}
