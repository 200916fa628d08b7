//! What was reported and what was solved in a grid, for everybody: the API and the page.

mod view;

use actix_web::get;
use actix_web::web::{Data, Path};
use shared::boards::cases::{Progress, PublicCase, PublicCaseFilter, coarse, public_place};
use shared::cases::{CaseId, CaseStatus};
use shared::lang::Lang;
use shared::page::Page;
use shared::photos::PhotoKind;
use shared::place::Point;
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use super::rows::{self, GridRow};
use crate::answer::{Answer, Listed};
use crate::cases::rows::CaseRow;
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::input::{Query, Speak};
use crate::listing::Stretch;
use crate::pages::answers::Shown;
use crate::pages::{House, Reader};
use crate::photos::addresses::{Addresses, Size};
use crate::secrets::Secrets;
use crate::settings;

/// A page stays under 30 KB, pictures' addresses and outline and all.
const ON_A_PAGE: u16 = 15;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_public_cases);
}

pub fn pages(config: &mut actix_web::web::ServiceConfig) {
    config.service(cases_page);
}

/// List what was reported and solved in a grid.
///
/// Of the last year, newest first; restricted categories never. Places to about a hundred metres, words for the place only where nothing
/// personal is found in them, and photos only of closed cases, taken by staff.
#[utoipa::path(tag = "boards", params(PublicCaseFilter))]
#[get("/boards/{code}/cases")]
async fn list_public_cases(
    db: Data<Db>,
    secrets: Data<Secrets>,
    lang: Speak,
    code: Path<String>,
    filter: Query<PublicCaseFilter>,
) -> Answer<Listed<PublicCase>> {
    let (code, filter, now) = (code.into_inner(), filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, &format!("public cases {code}"), &filter, filter.cursor.as_deref(), filter.limit)?;
    let addresses = Addresses::at(&secrets, now);
    let page = db.read(move |conn| {
        let grid = super::open_grid(conn, &code, now)?;
        list(conn, &grid, &filter, &stretch, &addresses, lang.0, now)
    });
    Ok(Listed(page.await?))
}

/// What the page may be asked for; what cannot be used is left out, for a link may be cut or mistyped.
#[derive(Debug, serde::Deserialize)]
struct Asked {
    progress: Option<String>,
    cursor: Option<String>,
}

/// The page of what was reported and solved, with a map that needs no script.
#[get("/g/{code}/cases")]
async fn cases_page(
    db: Data<Db>,
    secrets: Data<Secrets>,
    reader: Reader,
    code: Path<String>,
    asked: actix_web::web::Query<Asked>,
) -> Answer<Shown> {
    let (code, now, lang) = (code.into_inner(), Moment::now(), reader.lang);
    let filter =
        PublicCaseFilter { progress: asked.progress.as_deref().and_then(|p| p.parse::<Progress>().ok()), cursor: None, limit: None };
    let stretch = Stretch::new(&secrets, &format!("public case pages {code}"), &filter, asked.cursor.as_deref(), Some(ON_A_PAGE))?;
    let addresses = Addresses::at(&secrets, now);
    let progress = filter.progress;
    let found = db.read(move |conn| {
        let grid = super::open_grid(conn, &code, now)?;
        let page = list(conn, &grid, &filter, &stretch, &addresses, lang, now)?;
        let outline = rows::outlines(conn, std::slice::from_ref(&grid.code))?.pop().map(|(_, outline)| outline);
        Ok((grid, page, outline, House::from(&settings::find(conn)?)))
    });
    let (grid, page, outline, house) = found.await?;
    Ok(Shown::public(view::cases_page(&reader, &house, &grid, progress, &page, outline.as_deref())))
}

fn list(
    conn: &mut Conn,
    grid: &GridRow,
    filter: &PublicCaseFilter,
    stretch: &Stretch<(Moment, CaseId)>,
    addresses: &Addresses,
    lang: Lang,
    now: Moment,
) -> Result<Page<PublicCase>, Error> {
    let page = rows::cases::list(conn, &grid.code, filter, stretch, now)?;
    let closed: Vec<CaseId> = page.items.iter().filter(|case| case.status == CaseStatus::Closed).map(|case| case.id).collect();
    let photos = rows::cases::photos_of_work(conn, &closed)?;
    let names = rows::cases::names_around(conn, &grid.code)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let photo = |case: CaseId, kind: PhotoKind| {
        let photo = photos.iter().find(|(of, what, _)| *of == case && *what == kind).map(|(_, _, photo)| *photo);
        photo.map(|photo| addresses.of(photo, Size::Thumbnail))
    };
    let items = page.items.into_iter().filter_map(|case| shown(case, &photo, &names, lang)).collect();
    Ok(Page { items, next_cursor: page.next_cursor })
}

/// A case as everybody may see it; none where the tree calls its category restricted, whatever the row says.
fn shown(case: CaseRow, photo: &dyn Fn(CaseId, PhotoKind) -> Option<String>, names: &[&str], lang: Lang) -> Option<PublicCase> {
    let category = case.category.category();
    if category.restricted {
        return None;
    }
    Some(PublicCase {
        category_label: category.label(lang).into(),
        progress: Progress::of(case.status)?,
        filed_on: case.filed_at.day(),
        closed_on: case.closed_at.map(Moment::day),
        place_text: public_place(case.place_text.as_deref(), names).map(str::to_owned),
        point: case.lon.zip(case.lat).map(|(lon, lat)| coarse(Point { lon, lat })),
        before_url: photo(case.id, PhotoKind::Before),
        after_url: photo(case.id, PhotoKind::After),
        category: case.category,
    })
}
