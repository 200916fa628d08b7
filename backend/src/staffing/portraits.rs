//! Portraits: kept in two sizes like every photo, shown on boards with the person's consent.

use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, delete, get, put};
use serde::Deserialize;
use shared::may;
use shared::photos::MAX_PHOTO_BYTES;
use shared::staffing::{Person, PersonId};
use shared::time::Moment;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::rows;
use crate::answer::{Answer, Found, NoContent};
use crate::blobs::Blobs;
use crate::caller::{MaybeToken, Token};
use crate::changes::By;
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::input::{Query, read_body};
use crate::photos::Picture;
use crate::photos::darkroom::Darkroom;
use crate::photos::taking::{announced, keep};

pub fn routes(config: &mut ServiceConfig) {
    config.service(show_portrait).service(set_portrait).service(remove_portrait);
}

/// Which version of a portrait an address means; another version is another address, so browsers may keep it.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Version {
    #[param(max_length = 64)]
    #[serde(rename = "v")]
    _v: Option<String>,
}

/// Show a portrait.
///
/// Public where the person agreed; otherwise for staff.
#[utoipa::path(tag = "staffing", params(Version))]
#[get("/portraits/{person}")]
async fn show_portrait(db: Data<Db>, blobs: Data<Blobs>, token: MaybeToken, id: Path<PersonId>, _: Query<Version>) -> Answer<Picture> {
    let (id, now) = (id.into_inner(), Moment::now());
    let (hash, public) = db
        .read(move |conn| {
            let (hash, public) = rows::portraits::find(conn, id)?;
            let staff = !public && token.caller(conn, now)?.is_some_and(|caller| may::see_staff(&caller));
            if public || staff { Ok((hash, public)) } else { Err(Error::not_found()) }
        })
        .await?;
    let jpeg =
        blobs.get(&hash.parse()?).await?.ok_or_else(|| Error::internal(anyhow::anyhow!("the portrait {hash} is not in the store")))?;
    // An hour, so that withdrawn consent does not linger.
    Ok(Picture { hash, jpeg, caching: if public { "public, max-age=3600" } else { "private, max-age=3600" } })
}

/// Set a portrait.
///
/// The body is the file itself: JPEG, PNG or WebP of at most 10 MB. Replaces the one before.
#[utoipa::path(tag = "staffing", request_body(content(("image/jpeg"), ("image/png"), ("image/webp"))))]
#[put("/people/{person}/portrait")]
async fn set_portrait(
    request: HttpRequest,
    db: Data<Db>,
    blobs: Data<Blobs>,
    darkroom: Data<Darkroom>,
    token: Token,
    id: Path<PersonId>,
    body: Payload,
) -> Answer<Found<Person>> {
    let (id, now) = (id.into_inner(), Moment::now());
    // Asked before the photo is read, and again in the transaction that writes it down.
    db.read(move |conn| managed(conn, token, id, now).map(drop)).await?;
    announced(&request)?;
    let bytes = read_body(body.into_inner(), MAX_PHOTO_BYTES).await?;
    let print = keep(&blobs, darkroom.develop(bytes).await?, false).await?;
    let person = db
        .write(move |conn| {
            let caller = managed(conn, token, id, now)?;
            let by = By { person: Some(caller.person), at: now };
            rows::portraits::change(conn, id, Some((print.large.as_str(), print.small.as_str())), by)?;
            rows::find_person(conn, id, &caller, &now.day())
        })
        .await?;
    let version = person.version;
    Ok(Found::at(person, version))
}

/// Remove a portrait.
#[utoipa::path(tag = "staffing")]
#[delete("/people/{person}/portrait")]
async fn remove_portrait(db: Data<Db>, token: Token, id: Path<PersonId>) -> Answer<NoContent> {
    let (id, now) = (id.into_inner(), Moment::now());
    db.write(move |conn| {
        let caller = managed(conn, token, id, now)?;
        rows::portraits::change(conn, id, None, By { person: Some(caller.person), at: now })
    })
    .await?;
    Ok(NoContent)
}

/// The caller, who may manage staffing, of a person who exists.
fn managed(conn: &mut Conn, token: Token, id: PersonId, now: Moment) -> Result<may::Caller, Error> {
    let caller = token.caller(conn, now)?;
    Error::unless(may::manage_staffing(&caller))?;
    if rows::exists(conn, id)? { Ok(caller) } else { Err(Error::not_found()) }
}
