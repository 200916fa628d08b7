//! The outlines of grids: reading, drawing, erasing, and checking that they fit together.

use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, delete, get, put};
use shared::divisions::DivisionCode;
use shared::grids::{BoundaryCheck, GridBoundary, GridCode};
use shared::imports::CoordinateSystem;
use shared::may;
use shared::problem::Code;
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{boundaries, rows};
use crate::answer::{Answer, Found, NoContent};
use crate::caller::Token;
use crate::changes::By;
use crate::db::Db;
use crate::error::Error;
use crate::input::{Seen, media_type, read_body};
use crate::say;

/// GeoJSON's media type (RFC 7946).
const GEO_JSON: &str = "application/geo+json";
/// The most bytes of one geometry: 20,000 points with all their digits.
const MOST_GEOMETRY: usize = 2 * 1024 * 1024;

pub fn routes(config: &mut ServiceConfig) {
    config.service(find_boundary).service(draw_boundary).service(erase_boundary).service(check_boundaries);
}

/// Read a grid's boundary.
///
/// WGS-84. Public; 404 where none is drawn.
#[utoipa::path(tag = "grids")]
#[get("/grids/{code}/boundary")]
async fn find_boundary(db: Data<Db>, code: Path<GridCode>) -> Answer<Found<GridBoundary>> {
    let boundary = db.read(move |conn| rows::boundary(conn, &code)).await?;
    let version = boundary.version;
    Ok(Found::at(boundary, version))
}

/// Draw a grid's boundary.
///
/// A GeoJSON Polygon or MultiPolygon in WGS-84, at most 20,000 points. `If-Match` is the grid's version.
#[utoipa::path(tag = "grids", request_body(content = Object, content_type = "application/geo+json"))]
#[put("/grids/{code}/boundary")]
async fn draw_boundary(
    db: Data<Db>,
    token: Token,
    code: Path<GridCode>,
    seen: Seen,
    request: HttpRequest,
    body: Payload,
) -> Answer<Found<GridBoundary>> {
    media_type(&request, GEO_JSON, "accept")?;
    let bytes = read_body(body.into_inner(), MOST_GEOMETRY).await?;
    let now = Moment::now();
    let boundary = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::manage_staffing(&caller))?;
            let geometry = serde_json::from_slice(&bytes).map_err(|error| {
                let (line, column) = (error.line(), error.column());
                Error::new(Code::Malformed)
                    .saying(say!("不是有效的 JSON：第 {line} 行第 {column} 列有误", "Not valid JSON: line {line}, column {column}"))
            })?;
            let boundary = boundaries::read_geometry("", &geometry, CoordinateSystem::Wgs84).map_err(|fault| Error::fields(vec![fault]))?;
            rows::draw(conn, &code, &boundary, Some(seen), By { person: Some(caller.person), at: now })?;
            rows::boundary(conn, &code)
        })
        .await?;
    let version = boundary.version;
    Ok(Found::at(boundary, version))
}

/// Erase a grid's boundary.
#[utoipa::path(tag = "grids")]
#[delete("/grids/{code}/boundary")]
async fn erase_boundary(db: Data<Db>, token: Token, code: Path<GridCode>, seen: Seen) -> Answer<NoContent> {
    let now = Moment::now();
    db.write(move |conn| {
        let caller = token.caller(conn, now)?;
        Error::unless(may::manage_staffing(&caller))?;
        rows::erase(conn, &code, seen, By { person: Some(caller.person), at: now })
    })
    .await?;
    Ok(NoContent)
}

/// Check the boundaries of a village.
///
/// Lists gaps and overlaps between its grids (also overlaps with grids of other villages), largest first, and the grids without a boundary.
#[utoipa::path(tag = "grids")]
#[get("/divisions/{village}/boundary-check")]
async fn check_boundaries(db: Data<Db>, token: Token, village: Path<DivisionCode>) -> Answer<Found<BoundaryCheck>> {
    let now = Moment::now();
    let check = db
        .read(move |conn| {
            Error::unless(may::see_staff(&token.caller(conn, now)?))?;
            rows::check(conn, &village, &now.day())
        })
        .await?;
    Ok(Found::new(check))
}
