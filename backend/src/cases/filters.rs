//! Saved filters: each person's own.

pub mod rows;

use actix_web::web::{Data, Path};
use actix_web::{delete, get, post};
use shared::cases::CaseFilter;
use shared::cases::filters::{FilterId, FilterQuery, NewFilter, SavedFilter};
use shared::may;
use shared::page::Page;
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{Answer, Created, Listed, NoContent};
use crate::caller::Token;
use crate::db::Db;
use crate::error::Error;
use crate::input::{Json, read_query};
use crate::say;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_filters).service(save_filter).service(forget_filter);
}

/// List one's saved filters.
#[utoipa::path(tag = "cases")]
#[get("/me/filters")]
async fn list_filters(db: Data<Db>, token: Token) -> Answer<Listed<SavedFilter>> {
    let now = Moment::now();
    let filters = db
        .read(move |conn| {
            let caller = token.caller(conn, now)?;
            rows::of(conn, caller.person)
        })
        .await?;
    Ok(Listed(Page::whole(filters)))
}

/// Save a filter.
///
/// Under a name one uses already it takes the place of the former. At most 20 are kept.
#[utoipa::path(tag = "cases")]
#[post("/me/filters")]
async fn save_filter(db: Data<Db>, token: Token, new: Json<NewFilter>) -> Answer<Created<SavedFilter>> {
    let (new, now) = (new.0, Moment::now());
    let filter: CaseFilter = read_query(&new.filter)?;
    let filter = FilterQuery::of(&filter)
        .ok_or_else(|| Error::invalid("/filter", "empty", say!("这个筛选没有任何条件", "The filter has no condition")))?;
    let saved = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::see_staff(&caller))?;
            rows::save(conn, caller.person, new.name, filter, now)
        })
        .await?;
    Ok(Created::new(saved, "/api/v1/me/filters".into()))
}

/// Forget a saved filter.
#[utoipa::path(tag = "cases")]
#[delete("/me/filters/{filter}")]
async fn forget_filter(db: Data<Db>, token: Token, filter: Path<FilterId>) -> Answer<NoContent> {
    let (filter, now) = (*filter, Moment::now());
    db.write(move |conn| {
        let caller = token.caller(conn, now)?;
        rows::forget(conn, caller.person, filter, now)
    })
    .await?;
    Ok(NoContent)
}
