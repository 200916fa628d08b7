//! Notices: the inbox of everybody who works with cases.

mod announcing;
pub mod digest;
pub mod rows;

use actix_web::web::Data;
use actix_web::{get, post};
use shared::notices::{Notice, NoticeFilter, NoticesRead, Unread};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

pub use self::announcing::{Announcement, announce, tell};
use crate::answer::{Answer, Found, Listed};
use crate::caller::Token;
use crate::db::Db;
use crate::error::Error;
use crate::input::{Json, Query};
use crate::listing::Stretch;
use crate::say;
use crate::secrets::Secrets;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_notices).service(count_unread).service(read_notices);
}

/// List one's own notices.
///
/// Unread ones first, the newest first of each. What is read is forgotten after 90 days. A notice of a restricted matter names nothing but
/// the number of the case.
#[utoipa::path(tag = "notices", params(NoticeFilter))]
#[get("/me/notices")]
async fn list_notices(db: Data<Db>, secrets: Data<Secrets>, token: Token, filter: Query<NoticeFilter>) -> Answer<Listed<Notice>> {
    let (filter, now) = (filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, "notices", &filter, filter.cursor.as_deref(), filter.limit)?;
    let page = db
        .read(move |conn| {
            let caller = token.caller(conn, now)?;
            rows::list(conn, caller.person, &filter, &stretch)
        })
        .await?;
    Ok(Listed(page))
}

/// Count one's own unread notices.
#[utoipa::path(tag = "notices")]
#[get("/me/notices/unread")]
async fn count_unread(db: Data<Db>, token: Token) -> Answer<Found<Unread>> {
    let now = Moment::now();
    let unread = db
        .read(move |conn| {
            let caller = token.caller(conn, now)?;
            rows::unread(conn, caller.person)
        })
        .await?;
    Ok(Found::new(unread))
}

/// Mark notices as read.
///
/// Either those with these `ids`, or all `up_to` a moment. Answers how many are still unread.
#[utoipa::path(tag = "notices")]
#[post("/me/notices/read")]
async fn read_notices(db: Data<Db>, token: Token, which: Json<NoticesRead>) -> Answer<Found<Unread>> {
    let (which, now) = (which.0, Moment::now());
    if which.ids.is_empty() == which.up_to.is_none() {
        return Err(Error::invalid("/ids", "required", say!("请给出 ids 或 up_to，二者选一", "Give either ids or up_to")));
    }
    let unread = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            rows::mark_read(conn, caller.person, &which, now)?;
            rows::unread(conn, caller.person)
        })
        .await?;
    Ok(Found::new(unread))
}
