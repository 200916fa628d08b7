//! The page on which a resident reports: reached from a board, no account and no script needed.

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{Either, get, post};
use shared::divisions::DivisionName;
use shared::grids::{GridName, ShortCode};
use shared::lang::Lang;
use shared::reports::{Channel, FiledReport, NewReport};
use shared::time::Moment;

use super::desk::Desk;
use super::filing::{Filer, Filing, file};
use super::form::{self, Brought, Typed};
use super::view::{Faults, form_page};
use crate::answer::Answer;
use crate::blobs::Blobs;
use crate::db::{Conn, Db};
use crate::error::{Error, status};
use crate::pages::answers::{SeeOther, Shown};
use crate::pages::{House, Reader};
use crate::photos::darkroom::Darkroom;
use crate::photos::taking::{Print, keep};
use crate::{boards, settings};

/// The grid a form is for, and the house it stands in.
#[derive(Debug)]
pub struct Ground {
    pub house: House,
    pub short_code: ShortCode,
    pub name: GridName,
    pub village: DivisionName,
}

impl Ground {
    fn find(conn: &mut Conn, code: &str, now: Moment) -> Result<Self, Error> {
        let grid = boards::open_grid(conn, code, now)?;
        let house = House::from(&settings::find(conn)?);
        Ok(Self { house, short_code: grid.short_code, name: grid.name, village: grid.village_name })
    }
}

/// The empty form.
#[get("/g/{code}/report")]
pub async fn ask(db: Data<Db>, reader: Reader, code: Path<String>) -> Answer<Shown> {
    let (code, now) = (code.into_inner(), Moment::now());
    let ground = db.read(move |conn| Ground::find(conn, &code, now)).await?;
    Ok(Shown::public(form_page(&reader, &ground, &Typed::default(), &Faults::new())))
}

/// Takes the form. What is wrong with the words brings it back with all that was typed; a photo that cannot be used does not hold the
/// report up, the receipt says which and why.
#[post("/g/{code}/report")]
pub async fn take(
    desk: Desk,
    blobs: Data<Blobs>,
    darkroom: Data<Darkroom>,
    reader: Reader,
    code: Path<String>,
    sent: Multipart,
) -> Answer<Either<SeeOther, Shown>> {
    let (code, now, lang) = (code.into_inner(), Moment::now(), reader.lang);
    let limited = desk.count().err();
    let (typed, brought) = form::read(sent, limited.is_none().then_some(&darkroom)).await?;
    let refused = brought.refused_in_address();
    let filed = match limited {
        Some(error) => Err(of_all(&error, lang)),
        None => file_typed(&desk, &blobs, &code, &typed, brought, lang, now).await,
    };
    match filed {
        Ok(filed) => Ok(Either::Left(SeeOther(format!("/r/{}?filed=1{refused}", filed.receipt.grouped())))),
        Err((status, faults)) => {
            let ground = desk.db.read(move |conn| Ground::find(conn, &code, now)).await?;
            Ok(Either::Right(Shown::personal(form_page(&reader, &ground, &typed, &faults)).with(status)))
        }
    }
}

/// Files what was typed, with the photos that came, or says what has to be corrected.
async fn file_typed(
    desk: &Desk,
    blobs: &Blobs,
    code: &str,
    typed: &Typed,
    brought: Brought,
    lang: Lang,
    now: Moment,
) -> Result<FiledReport, (StatusCode, Faults)> {
    let photo_count = u8::try_from(brought.developed.len()).unwrap_or_default();
    let new = typed.report(photo_count, lang).map_err(|faults| {
        let faults = faults.into_iter().map(|(field, words)| (Some(field), words)).collect();
        (StatusCode::UNPROCESSABLE_ENTITY, faults)
    })?;
    let new = NewReport { id: Some(typed.id(code, desk.from, now)), ..new };
    file_on(desk, blobs, code.to_owned(), new, brought, typed.keep_place, now).await.map_err(|error| of_all(&error, lang))
}

async fn file_on(
    desk: &Desk,
    blobs: &Blobs,
    code: String,
    new: NewReport,
    brought: Brought,
    keep_place: bool,
    now: Moment,
) -> Result<FiledReport, Error> {
    let mut prints: Vec<Print> = Vec::new();
    for developed in brought.developed {
        prints.push(keep(blobs, developed, keep_place).await?);
    }
    let (map, config) = (desk.map.clone(), desk.config.clone());
    desk.db
        .write(move |conn| {
            let grid = boards::open_grid(conn, &code, now)?.code;
            let new = NewReport { grid: Some(grid), ..new };
            file(conn, &map, Filing { filer: Filer::Resident(Channel::Board), new, prints }, &config.public_url, now)
        })
        .await
}

/// A fault of the whole form: nothing was filed, and nothing typed is lost.
fn of_all(error: &Error, lang: Lang) -> (StatusCode, Faults) {
    if let Some(cause) = error.cause() {
        tracing::error!("a report from a page was not filed: {cause:#}");
    }
    (status(error.code), vec![(None, error.problem(lang, "", None).detail)])
}
