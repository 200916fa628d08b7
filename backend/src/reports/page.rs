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

use super::filing::{Filer, Filing, file};
use super::form::{self, Brought, Typed};
use super::view::{Faults, form_page};
use crate::answer::Answer;
use crate::blobs::Blobs;
use crate::caller::Address;
use crate::config::Config;
use crate::db::{Conn, Db};
use crate::error::{Error, status};
use crate::grids::locate::KeptMap;
use crate::limits::{Limited, Limits};
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

/// What filing from a page needs.
#[derive(Clone)]
struct Desk {
    db: Data<Db>,
    blobs: Data<Blobs>,
    map: Data<KeptMap>,
    config: Data<Config>,
}

/// Takes the form. What is wrong with the words brings it back with all that was typed; a photo that cannot be used does not hold the
/// report up, the receipt says which and why.
#[expect(clippy::too_many_arguments, reason = "what a handler asks for")]
#[post("/g/{code}/report")]
pub async fn take(
    db: Data<Db>,
    blobs: Data<Blobs>,
    map: Data<KeptMap>,
    config: Data<Config>,
    darkroom: Data<Darkroom>,
    limits: Data<Limits>,
    from: Address,
    reader: Reader,
    code: Path<String>,
    sent: Multipart,
) -> Answer<Either<SeeOther, Shown>> {
    let (code, now, lang) = (code.into_inner(), Moment::now(), reader.lang);
    let limited = limits.count(Limited::Report, from).err();
    let (typed, brought) = form::read(sent, limited.is_none().then_some(&darkroom)).await?;
    let photo_count = u8::try_from(brought.developed.len()).unwrap_or_default();
    let checked = match limited {
        Some(error) => Err(of_all(&error, lang)),
        None => typed.report(photo_count, lang).map_err(|faults| (StatusCode::UNPROCESSABLE_ENTITY, faults.into_iter().map(|(field, words)| (Some(field), words)).collect())),
    };
    let desk = Desk { db: db.clone(), blobs, map, config };
    let refused = brought.refused_in_address();
    let filed = match checked {
        Ok(new) => {
            let new = NewReport { id: Some(typed.id(&code, from, now)), ..new };
            desk.file(code.clone(), new, brought, typed.keep_place, now).await.map_err(|error| of_all(&error, lang))
        }
        Err(faults) => Err(faults),
    };
    match filed {
        Ok(filed) => Ok(Either::Left(SeeOther(format!("/r/{}?filed=1{refused}", filed.receipt.grouped())))),
        Err((status, faults)) => {
            let ground = db.read(move |conn| Ground::find(conn, &code, now)).await?;
            Ok(Either::Right(Shown::personal(form_page(&reader, &ground, &typed, &faults)).with(status)))
        }
    }
}

impl Desk {
    async fn file(self, code: String, new: NewReport, brought: Brought, keep_place: bool, now: Moment) -> Result<FiledReport, Error> {
        let mut prints: Vec<Print> = Vec::new();
        for developed in brought.developed {
            prints.push(keep(&self.blobs, developed, keep_place).await?);
        }
        let Self { db, map, config, .. } = self;
        db.write(move |conn| {
            let grid = boards::open_grid(conn, &code, now)?.code;
            let new = NewReport { grid: Some(grid), ..new };
            file(conn, &map, Filing { filer: Filer::Resident(Channel::Board), new, prints }, &config.public_url, now)
        })
        .await
    }
}

/// A fault of the whole form: nothing was filed, and nothing typed is lost.
fn of_all(error: &Error, lang: Lang) -> (StatusCode, Faults) {
    if let Some(cause) = error.cause() {
        tracing::error!("a report from a page was not filed: {cause:#}");
    }
    (status(error.code), vec![(None, error.problem(lang, "", None).detail)])
}
