//! What the sub-district sets once for all its grids.

use actix_web::web::Data;
use actix_web::{get, patch};
use shared::divisions::DivisionCode;
use shared::may;
use shared::settings::{Settings, SettingsPatch};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{Answer, Found};
use crate::caller::Token;
use crate::changes::By;
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::input::{Patch, Seen};

pub mod rows;

pub fn routes(config: &mut ServiceConfig) {
    config.service(find_settings).service(change_settings);
}

/// Read the settings.
///
/// Public: all of it stands on the boards.
#[utoipa::path(tag = "settings")]
#[get("/settings")]
async fn find_settings(db: Data<Db>) -> Answer<Found<Settings>> {
    let settings = db.read(rows::find).await?;
    let version = settings.version;
    Ok(Found::at(settings, version))
}

/// Change the settings.
#[utoipa::path(tag = "settings", request_body(content = SettingsPatch, content_type = "application/merge-patch+json"))]
#[patch("/settings")]
async fn change_settings(db: Data<Db>, token: Token, seen: Seen, patch: Patch<SettingsPatch>) -> Answer<Found<Settings>> {
    let (patch, now) = (patch.0, Moment::now());
    let settings = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::administer(&caller))?;
            rows::change(conn, &patch, seen, By { person: Some(caller.person), at: now })
        })
        .await?;
    let version = settings.version;
    Ok(Found::at(settings, version))
}

/// The settings as they are.
pub fn find(conn: &mut Conn) -> Result<Settings, Error> {
    rows::find(conn)
}

/// Says which sub-district this installation serves.
pub fn set_sub_district(conn: &mut Conn, code: &DivisionCode, now: Moment) -> Result<(), Error> {
    rows::set_sub_district(conn, code, now)
}
