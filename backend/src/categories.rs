//! The one category tree of all grids.

use std::collections::HashMap;

use actix_web::get;
use actix_web::web::Data;
use shared::categories::standards::{Standard, StandardInfo};
use shared::categories::{CATEGORIES, Category, CategoryCode, CategoryInfo, Limit};
use shared::lang::Lang;
use shared::page::Page;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{Answer, Listed};
use crate::db::Db;
use crate::error::Error;
use crate::input::Speak;
use crate::sla;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_categories);
}

/// List the categories.
///
/// Public; labels, limits, filing and closing standards in the language asked for.
#[utoipa::path(tag = "categories")]
#[get("/categories")]
async fn list_categories(db: Data<Db>, lang: Speak) -> Answer<Listed<CategoryInfo>> {
    let set = db.read(sla::handling_limits).await?;
    let tree = CATEGORIES.iter().map(|category| info(category, &set, lang.0)).collect::<Result<_, _>>()?;
    Ok(Listed(Page::whole(tree)))
}

/// What the office has set for handling stands for the category and for its first standard, whose limit is the category's.
fn info(category: &Category, set: &HashMap<CategoryCode, Limit>, lang: Lang) -> Result<CategoryInfo, Error> {
    let code: CategoryCode = category.code.parse().map_err(Error::internal)?;
    let limit = set.get(&code).copied().unwrap_or(category.limit);
    let mut standards: Vec<StandardInfo> = category.standards().iter().map(|it| standard(it, lang)).collect::<Result<_, _>>()?;
    if let Some(first) = standards.first_mut() {
        first.limit = limit.in_words(lang);
    }
    Ok(CategoryInfo {
        group: category.group(),
        label: category.label(lang).into(),
        limit: limit.in_words(lang),
        platform: category.platform,
        restricted: category.restricted,
        photos: category.photos,
        self_handle: category.self_handle,
        verify: category.verify(),
        standards,
        code,
    })
}

fn standard(standard: &Standard, lang: Lang) -> Result<StandardInfo, Error> {
    Ok(StandardInfo {
        code: standard.code.parse().map_err(Error::internal)?,
        filing: standard.filing(lang).into(),
        closing: standard.closing(lang).into(),
        limit: standard.limit.in_words(lang),
    })
}
