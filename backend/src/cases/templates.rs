//! Reply templates.

pub mod rows;
mod shipped;

use actix_web::web::{Data, Path};
use actix_web::{get, patch, post};
use shared::cases::templates::{NewTemplate, Template, TemplateFilter, TemplateId, TemplatePatch};
use shared::may;
use shared::page::Page;
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{Answer, Created, Found, Listed};
use crate::caller::Token;
use crate::changes::By;
use crate::db::Db;
use crate::error::Error;
use crate::input::{Json, Patch, Query, Seen};

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_templates).service(add_template).service(change_template);
}

/// List reply templates.
///
/// Words to choose and change when a move needs a reason; by move and title.
#[utoipa::path(tag = "cases", params(TemplateFilter))]
#[get("/templates")]
async fn list_templates(db: Data<Db>, token: Token, filter: Query<TemplateFilter>) -> Answer<Listed<Template>> {
    let now = Moment::now();
    let templates = db
        .read(move |conn| {
            Error::unless(may::see_templates(&token.caller(conn, now)?))?;
            rows::list(conn, &filter.0)
        })
        .await?;
    Ok(Listed(Page::whole(templates)))
}

/// Add a reply template.
#[utoipa::path(tag = "cases")]
#[post("/templates")]
async fn add_template(db: Data<Db>, token: Token, new: Json<NewTemplate>) -> Answer<Created<Template>> {
    let (new, now) = (new.0, Moment::now());
    let added = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::keep_templates(&caller))?;
            rows::add(conn, new, By { person: Some(caller.person), at: now })
        })
        .await?;
    let (location, version) = (format!("/api/v1/templates/{}", added.id), added.version);
    Ok(Created::new(added, location).at(version))
}

/// Change or retire a reply template.
///
/// Retired ones are no longer offered, and can be offered again.
#[utoipa::path(tag = "cases", request_body(content = TemplatePatch, content_type = "application/merge-patch+json"))]
#[patch("/templates/{template}")]
async fn change_template(
    db: Data<Db>,
    token: Token,
    template: Path<TemplateId>,
    seen: Seen,
    patch: Patch<TemplatePatch>,
) -> Answer<Found<Template>> {
    let (id, patch, now) = (*template, patch.0, Moment::now());
    let changed = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            Error::unless(may::keep_templates(&caller))?;
            seen.check(rows::find(conn, id)?.version)?;
            rows::change(conn, id, &patch, By { person: Some(caller.person), at: now })
        })
        .await?;
    let version = changed.version;
    Ok(Found::at(changed, version))
}
