//! Announcements, publicity tasks and news for residents.

pub mod answering;
mod files;
pub mod publishing;
pub mod rows;

use actix_web::web::{Data, Path};
use actix_web::{get, patch, post};
use shared::announcements::{
    Announcement, AnnouncementAnswer, AnnouncementFilter, AnnouncementId, AnnouncementPatch, NewAnnouncement, NewAnnouncementAnswer, Reach,
};
use shared::may::{self, Caller};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use self::rows::AnnouncementRow;
use crate::answer::{Answer, Created, Found, Listed};
use crate::caller::Token;
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::input::{Json, Patch, Query, Seen};
use crate::listing::Stretch;
use crate::say;
use crate::secrets::Secrets;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_announcements).service(publish_announcement).service(find_announcement).service(change_announcement);
    config.service(answer_announcement).service(find_reach);
    files::routes(config);
}

/// List announcements.
///
/// Those for the caller, or all for the office; latest first.
#[utoipa::path(tag = "announcements", params(AnnouncementFilter))]
#[get("/announcements")]
async fn list_announcements(
    db: Data<Db>,
    secrets: Data<Secrets>,
    token: Token,
    filter: Query<AnnouncementFilter>,
) -> Answer<Listed<Announcement>> {
    let (filter, now) = (filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, "announcements", &filter, filter.cursor.as_deref(), filter.limit)?;
    let page = db
        .read(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::sees_some_announcement(&caller))?;
            rows::list(conn, &filter, &caller, &stretch, &now.day())
        })
        .await?;
    Ok(Listed(page))
}

/// Publish an announcement.
///
/// By the office, with the files it names, which were sent under its id before. Phones of those it is for have it from then on; news stands on
/// the pages of the boards until its last day.
#[utoipa::path(tag = "announcements")]
#[post("/announcements")]
async fn publish_announcement(db: Data<Db>, token: Token, new: Json<NewAnnouncement>) -> Answer<Created<Announcement>> {
    let (new, now) = (new.0, Moment::now());
    let announcement = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            let row = publishing::publish(conn, &caller, &new, now)?;
            rows::shape(conn, row)
        })
        .await?;
    let (location, version) = (format!("/api/v1/announcements/{}", announcement.id), announcement.version);
    Ok(Created::new(announcement, location).at(version))
}

/// Read an announcement.
///
/// Reading it here is no receipt: that is an answer of its own.
#[utoipa::path(tag = "announcements")]
#[get("/announcements/{announcement}")]
async fn find_announcement(db: Data<Db>, token: Token, announcement: Path<AnnouncementId>) -> Answer<Found<Announcement>> {
    let (id, now) = (*announcement, Moment::now());
    let announcement = db
        .read(move |conn| {
            let (_, row) = seen(conn, token, id, now)?;
            rows::shape(conn, row)
        })
        .await?;
    let version = announcement.version;
    Ok(Found::at(announcement, version))
}

/// Change how long an announcement is shown.
///
/// By the office; a day before today takes it back. What it says stays: what was read is not changed afterwards.
#[utoipa::path(tag = "announcements", request_body(content = AnnouncementPatch, content_type = "application/merge-patch+json"))]
#[patch("/announcements/{announcement}")]
async fn change_announcement(
    db: Data<Db>,
    token: Token,
    announcement: Path<AnnouncementId>,
    version: Seen,
    patch: Patch<AnnouncementPatch>,
) -> Answer<Found<Announcement>> {
    let (id, patch, now) = (*announcement, patch.0, Moment::now());
    let announcement = db
        .write(move |conn| {
            let (caller, row) = seen(conn, token, id, now)?;
            let row = publishing::change(conn, &caller, row, &patch, version, now)?;
            rows::shape(conn, row)
        })
        .await?;
    let version = announcement.version;
    Ok(Found::at(announcement, version))
}

/// Say that one has read it, or what came of a task.
///
/// By those it is for. The last result counts. Sent again under its id it is answered as it stands.
#[utoipa::path(tag = "announcements")]
#[post("/announcements/{announcement}/answers")]
async fn answer_announcement(
    db: Data<Db>,
    token: Token,
    announcement: Path<AnnouncementId>,
    new: Json<NewAnnouncementAnswer>,
) -> Answer<Found<AnnouncementAnswer>> {
    let (id, new, now) = (*announcement, new.0, Moment::now());
    if new.announcement != id {
        let words = say!("与地址里的通知不是同一个", "This is not the announcement of the address");
        return Err(Error::invalid("/announcement", "choice", words));
    }
    let answer = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            answering::answer(conn, &caller, &new, now)?;
            rows::answers::of_person(conn, id, caller.person)?.ok_or_else(Error::not_found)
        })
        .await?;
    Ok(Found::new(answer).unkept())
}

/// Read whom an announcement has reached.
///
/// For the office: who has read it, what came of it, who has not. Nobody is ranked.
#[utoipa::path(tag = "announcements")]
#[get("/announcements/{announcement}/answers")]
async fn find_reach(db: Data<Db>, token: Token, announcement: Path<AnnouncementId>) -> Answer<Found<Reach>> {
    let (id, now) = (*announcement, Moment::now());
    let reach = db
        .read(move |conn| {
            let (caller, row) = seen(conn, token, id, now)?;
            Error::unless(may::publish_announcements(&caller))?;
            rows::answers::reach(conn, &row, &now.day())
        })
        .await?;
    Ok(Found::new(reach).unkept())
}

/// The caller and an announcement that is for him, or the office's to see.
fn seen(conn: &mut Conn, token: Token, id: AnnouncementId, now: Moment) -> Result<(Caller, AnnouncementRow), Error> {
    let caller = token.caller(conn, now)?;
    let row = rows::find(conn, id)?.ok_or_else(Error::not_found)?;
    if rows::is_for(conn, &row, &caller)? || may::publish_announcements(&caller) { Ok((caller, row)) } else { Err(Error::not_found()) }
}
