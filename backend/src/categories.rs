//! The one category tree of all grids.

use actix_web::get;
use shared::categories::standards::{Standard, StandardInfo};
use shared::categories::{CATEGORIES, Category, CategoryInfo};
use shared::lang::Lang;
use shared::page::Page;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::answer::{Answer, Listed};
use crate::error::Error;
use crate::input::Speak;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_categories);
}

/// List the categories.
///
/// Public; labels, limits, filing and closing standards in the language asked for.
#[utoipa::path(tag = "categories")]
#[get("/categories")]
async fn list_categories(lang: Speak) -> Answer<Listed<CategoryInfo>> {
    let tree = CATEGORIES.iter().map(|category| info(category, lang.0)).collect::<Result<_, _>>()?;
    Ok(Listed(Page::whole(tree)))
}

fn info(category: &Category, lang: Lang) -> Result<CategoryInfo, Error> {
    Ok(CategoryInfo {
        code: category.code.parse().map_err(Error::internal)?,
        group: category.group(),
        label: category.label(lang).into(),
        limit: category.limit.in_words(lang),
        platform: category.platform,
        restricted: category.restricted,
        photos: category.photos,
        self_handle: category.self_handle,
        verify: category.verify(),
        standards: category.standards().iter().map(|it| standard(it, lang)).collect::<Result<_, _>>()?,
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
