//! Places to patrol.

use actix_web::web::{Data, Path};
use actix_web::{get, patch, post};
use shared::may;
use shared::patrols::places::{NewPatrolPlace, PatrolPlace, PatrolPlaceFilter, PatrolPlaceId, PatrolPlacePatch};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use super::rows;
use crate::answer::{Answer, Created, Found, Listed};
use crate::caller::Token;
use crate::changes::By;
use crate::db::Db;
use crate::error::Error;
use crate::input::{Json, Patch, Query, Seen};
use crate::listing::Stretch;
use crate::secrets::Secrets;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_patrol_places).service(add_patrol_place).service(change_patrol_place);
}

/// List places to patrol.
///
/// Of the grids one works in, or of all for the office; by grid. Each with when it is due as of today.
#[utoipa::path(tag = "patrols", params(PatrolPlaceFilter))]
#[get("/patrol-places")]
async fn list_patrol_places(
    db: Data<Db>,
    secrets: Data<Secrets>,
    token: Token,
    filter: Query<PatrolPlaceFilter>,
) -> Answer<Listed<PatrolPlace>> {
    let (filter, now) = (filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, "patrol places", &filter, filter.cursor.as_deref(), filter.limit)?;
    let page = db
        .read(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::sees_some_field(&caller))?;
            let of = rows::grids_seen(conn, &caller, &now.day())?;
            rows::places::list(conn, &filter, of.as_deref(), &stretch, &now.day())
        })
        .await?;
    Ok(Listed(page))
}

/// Add a place to patrol.
///
/// By the office, the grid's leader or its full-time member. `every_days` is the office's to set.
#[utoipa::path(tag = "patrols")]
#[post("/patrol-places")]
async fn add_patrol_place(db: Data<Db>, token: Token, new: Json<NewPatrolPlace>) -> Answer<Created<PatrolPlace>> {
    let (new, now) = (new.0, Moment::now());
    let place = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::add_patrol_place(&caller, &new.grid))?;
            Error::unless(new.every_days.is_none() || may::plan_patrols(&caller))?;
            let id = rows::places::add(conn, &new, By { person: Some(caller.person), at: now })?;
            rows::places::find(conn, id, &now.day())
        })
        .await?;
    let (location, version) = (format!("/api/v1/patrol-places/{}", place.id), place.version);
    Ok(Created::new(place, location).at(version))
}

/// Change a place to patrol.
///
/// The grid's leader and full-time member move its `point`; all else is the office's. `retired_on` is its last day; it is never deleted.
#[utoipa::path(tag = "patrols", request_body(content = PatrolPlacePatch, content_type = "application/merge-patch+json"))]
#[patch("/patrol-places/{place}")]
async fn change_patrol_place(
    db: Data<Db>,
    token: Token,
    place: Path<PatrolPlaceId>,
    seen: Seen,
    patch: Patch<PatrolPlacePatch>,
) -> Answer<Found<PatrolPlace>> {
    let (patch, now) = (patch.0, Moment::now());
    let place = db
        .write(move |conn| {
            let (caller, today) = (token.caller(conn, now)?, now.day());
            let before = rows::places::find(conn, *place, &today)?;
            if !may::see_field(&caller, &before.grid) {
                return Err(Error::not_found());
            }
            Error::unless(may::plan_patrols(&caller) || patch.only_moves() && may::add_patrol_place(&caller, &before.grid))?;
            rows::places::change(conn, &before, &patch, seen, By { person: Some(caller.person), at: now })?;
            rows::places::find(conn, before.id, &today)
        })
        .await?;
    let version = place.version;
    Ok(Found::at(place, version))
}
