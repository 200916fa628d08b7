//! The limits of the stages: what the office has set, and the defaults where it has set nothing.

pub mod rows;

use std::collections::HashMap;

use actix_web::web::{Data, Path};
use actix_web::{delete, get, put};
use shared::categories::{CATEGORIES, Category, CategoryCode, Limit};
use shared::lang::Lang;
use shared::may;
use shared::page::Page;
use shared::sla::limits::{CategoryLimits, StageLimit};
use shared::sla::{Stage, default_limit};
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{Answer, Found, Listed, NoContent};
use crate::caller::Token;
use crate::changes::By;
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::input::{Json, Seen, Speak};
use crate::sla::rows::SetLimit;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_limits).service(set_limit).service(reset_limit);
}

/// List the limits of all categories.
///
/// Public: how long each stage of a case may take, by default or as the office has set it.
#[utoipa::path(tag = "sla")]
#[get("/sla")]
async fn list_limits(db: Data<Db>, lang: Speak) -> Answer<Listed<CategoryLimits>> {
    let set = db.read(rows::all).await?;
    let limits = CATEGORIES.iter().map(|category| limits_of(category, &set, lang.0)).collect::<Result<_, _>>()?;
    Ok(Listed(Page::whole(limits)))
}

/// Set the limit of a stage.
///
/// For cases that enter the stage from now on; a clock that runs keeps what it was given. `If-Match` is the limit's version, `"r0"`
/// where none was ever set.
#[utoipa::path(tag = "sla")]
#[put("/sla/{category}/{stage}")]
async fn set_limit(
    db: Data<Db>,
    token: Token,
    which: Path<(CategoryCode, Stage)>,
    seen: Seen,
    lang: Speak,
    new: Json<Limit>,
) -> Answer<Found<StageLimit>> {
    let ((category, stage), limit, now) = (which.into_inner(), new.0, Moment::now());
    let limit = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::set_times(&caller))?;
            let set = rows::set(conn, &category, stage, Some(limit), seen, By { person: Some(caller.person), at: now })?;
            Ok(stage_limit(&category, stage, Some(&set), lang.0))
        })
        .await?;
    let version = limit.version;
    Ok(Found::at(limit, version))
}

/// Go back to the default limit of a stage.
#[utoipa::path(tag = "sla")]
#[delete("/sla/{category}/{stage}")]
async fn reset_limit(db: Data<Db>, token: Token, which: Path<(CategoryCode, Stage)>, seen: Seen) -> Answer<NoContent> {
    let ((category, stage), now) = (which.into_inner(), Moment::now());
    db.write(move |conn| {
        let caller = token.caller(conn, now)?;
        Error::unless(may::set_times(&caller))?;
        rows::set(conn, &category, stage, None, seen, By { person: Some(caller.person), at: now })
    })
    .await?;
    Ok(NoContent)
}

fn limits_of(category: &Category, set: &HashMap<(CategoryCode, Stage), SetLimit>, lang: Lang) -> Result<CategoryLimits, Error> {
    let code: CategoryCode = category.code.parse().map_err(Error::internal)?;
    let stage = |stage: &Stage| stage_limit(&code, *stage, set.get(&(code.clone(), *stage)), lang);
    Ok(CategoryLimits {
        stages: Stage::ALL.iter().map(stage).collect(),
        group: category.group(),
        label: category.label(lang).into(),
        category: code,
    })
}

fn stage_limit(category: &CategoryCode, stage: Stage, set: Option<&SetLimit>, lang: Lang) -> StageLimit {
    let default = default_limit(category, stage);
    let own = set.and_then(|set| set.limit);
    let limit = own.unwrap_or(default);
    StageLimit { stage, limit, words: limit.in_words(lang), default, set: own.is_some(), version: set.map_or(0, |set| set.version) }
}

/// How long a stage of a category may take.
pub fn limit(conn: &mut Conn, category: &CategoryCode, stage: Stage) -> Result<Limit, Error> {
    Ok(limits_set(conn, category)?.remove(&stage).unwrap_or_else(|| default_limit(category, stage)))
}

/// What the office has set for the stages of a category.
pub fn limits_set(conn: &mut Conn, category: &CategoryCode) -> Result<HashMap<Stage, Limit>, Error> {
    rows::of_category(conn, category)
}

/// What the office has set for handling, by category.
pub fn handling_limits(conn: &mut Conn) -> Result<HashMap<CategoryCode, Limit>, Error> {
    let set = rows::all(conn)?;
    Ok(set.into_iter().filter_map(|((category, stage), set)| Some((category, set.limit.filter(|_| stage == Stage::Handle)?))).collect())
}
