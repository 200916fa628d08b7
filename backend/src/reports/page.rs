//! The page on which a resident reports: reached from a board, no account and no script needed. Before a report is filed it is asked
//! whether the matter is known already; whoever says so joins the case and gets a receipt of his own.

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{Either, get, post};
use serde::Deserialize;
use shared::cases::CaseId;
use shared::challenges::Challenge;
use shared::divisions::DivisionName;
use shared::duplicates::Similar;
use shared::grids::{GridName, ShortCode};
use shared::problem::Code;
use shared::reports::{Channel, FiledReport, MeToo, NewReport};
use shared::time::Moment;

use super::asking;
use super::desk::Desk;
use super::filing::{Filer, Filing, file};
use super::form::{self, Typed};
use super::joining::joining;
use super::view::{Faults, form_page};
use super::{kept, rows, similar};
use crate::answer::Answer;
use crate::blobs::Blobs;
use crate::caller::{Address, OwnForm};
use crate::challenges::Proof;
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
    Ok(Shown::public(form_page(&reader, &ground, &Typed::default(), &Faults::new(), None)))
}

/// What the script asks while somebody types.
#[derive(Debug, Deserialize)]
pub struct Typing {
    #[serde(default)]
    category: String,
    #[serde(default)]
    place_text: String,
    #[serde(default)]
    lon: String,
    #[serde(default)]
    lat: String,
}

/// The piece of the form that says what is known already; empty where nothing is.
#[get("/g/{code}/report/similar")]
pub async fn show_known(
    db: Data<Db>,
    map: Data<KeptMap>,
    limits: Data<Limits>,
    from: Address,
    reader: Reader,
    code: Path<String>,
    typing: actix_web::web::Query<Typing>,
) -> Answer<Shown> {
    limits.count(Limited::Lookup, from)?;
    let (code, typing, now, lang) = (code.into_inner(), typing.into_inner(), Moment::now(), reader.lang);
    let Typing { category, place_text, lon, lat } = typing;
    let typed = Typed { category, place_text, lon, lat, ..Typed::default() };
    let found = db.read(move |conn| {
        let grid = boards::open_grid(conn, &code, now)?.code;
        typed.question(grid).map(|question| similar::find(conn, &map, None, &question, lang, now)).transpose()
    });
    Ok(Shown::personal(asking::piece(found.await?.as_ref(), lang)))
}

/// Takes the form. What is wrong with the words brings it back with all that was typed; a photo that cannot be used does not hold the
/// report up, the receipt says which and why. What is known already is shown first, once.
#[post("/g/{code}/report")]
pub async fn take(
    desk: Desk,
    _own: OwnForm,
    blobs: Data<Blobs>,
    darkroom: Data<Darkroom>,
    reader: Reader,
    code: Path<String>,
    sent: Multipart,
) -> Answer<Either<SeeOther, Shown>> {
    let (code, now) = (code.into_inner(), Moment::now());
    let limited = desk.count().err();
    let admits = |typed: &Typed| desk.would_admit(&typed.proof, now);
    let (typed, brought) = form::read(sent, limited.is_none().then_some(&darkroom), &admits).await?;
    let refused = brought.refused_in_address();
    let mut prints = kept::read(&desk.secrets, &typed.kept, now);
    for developed in brought.developed {
        prints.push(keep(&blobs, developed, typed.keep_place).await?);
    }
    let answer = match limited {
        Some(error) => Err(Refused::Whole(error)),
        None => answer(&desk, &reader, &code, &typed, prints.clone(), now).await,
    };
    let ground = || desk.db.read(move |conn| Ground::find(conn, &code, now));
    let (status, faults, challenge) = match answer {
        Ok(Outcome::Filed(filed)) => return Ok(Either::Left(SeeOther(format!("/r/{}?filed=1{refused}", filed.receipt.grouped())))),
        Ok(Outcome::Known(like)) => {
            let notes: Vec<String> = prints.iter().map(|print| kept::note(&desk.secrets, print, now)).collect();
            let page = asking::page_of(&reader, &ground().await?, &typed, &notes, &like);
            return Ok(Either::Right(Shown::personal(page)));
        }
        Err(refused) => refused.told(&desk, &reader, now),
    };
    Ok(Either::Right(Shown::personal(form_page(&reader, &ground().await?, &typed, &faults, challenge.as_ref())).with(status)))
}

/// What became of a form.
enum Outcome {
    Filed(FiledReport),
    /// Something like it is known, or the words for the place hold something personal.
    Known(Similar),
}

/// Why a form was not taken.
enum Refused {
    Fields(Vec<(&'static str, String)>),
    /// Nothing was filed, and nothing typed is lost.
    Whole(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Whole(error)
    }
}

impl Refused {
    /// The status, what to correct, and what has to be computed first.
    fn told(self, desk: &Desk, reader: &Reader, now: Moment) -> (StatusCode, Faults, Option<Challenge>) {
        match self {
            Self::Fields(faults) => {
                (StatusCode::UNPROCESSABLE_ENTITY, faults.into_iter().map(|(field, words)| (Some(field), words)).collect(), None)
            }
            // The page explains it better.
            Self::Whole(error) if error.code == Code::ProofRequired => (status(error.code), Faults::new(), Some(desk.challenge(now))),
            Self::Whole(error) => {
                if let Some(cause) = error.cause() {
                    tracing::error!("a report from a page was not filed: {cause:#}");
                }
                (status(error.code), vec![(None, error.problem(reader.lang, "", None).detail)], None)
            }
        }
    }
}

/// Files what was typed, or asks first.
async fn answer(desk: &Desk, reader: &Reader, code: &str, typed: &Typed, prints: Vec<Print>, now: Moment) -> Result<Outcome, Refused> {
    let lang = reader.lang;
    let photo_count = u8::try_from(prints.len()).unwrap_or_default();
    let new = typed.report(photo_count, lang).map_err(Refused::Fields)?;
    let new = NewReport { id: Some(typed.id(code, desk.from, now)), ..new };
    let joins: Option<CaseId> = typed.joins.parse().ok();
    let proof = desk.admit(Some(&typed.proof), now)?;
    let spent = proof.clone();
    let unasked = (!typed.checked && joins.is_none()).then(|| typed.clone());
    let (map, config, code) = (desk.map.clone(), desk.config.clone(), code.to_owned());
    let done = desk.db.write(move |conn| {
        let grid = boards::open_grid(conn, &code, now)?.code;
        // Pressed twice, it is known for a good reason.
        let again = new.id.map(|id| rows::filed_as(conn, id)).transpose()?.flatten().is_some();
        if let Some(question) = unasked.filter(|_| !again).and_then(|typed| typed.question(grid.clone())) {
            let like = similar::find(conn, &map, None, &question, lang, now)?;
            if !like.cases.is_empty() || like.warning.is_some() {
                return Ok(Outcome::Known(like));
            }
        }
        let filing = match joins {
            Some(case) => me_too(conn, case, new, prints, proof)?,
            None => Filing { filer: Filer::Resident(Channel::Board), new: NewReport { grid: Some(grid), ..new }, prints, proof },
        };
        file(conn, &map, filing, &config.public_url, now).map(Outcome::Filed)
    });
    let done = done.await;
    if !matches!(done, Ok(Outcome::Filed(_))) {
        desk.not_filed(spent.as_ref(), now);
    }
    Ok(done?)
}

/// The same words as a report of a case that is known.
fn me_too(conn: &mut Conn, case: CaseId, new: NewReport, prints: Vec<Print>, proof: Option<Proof>) -> Result<Filing, Error> {
    let NewReport { id, text, place, place_text, reporter, photo_count, .. } = new;
    let mine = MeToo { id, text: Some(text), place, place_text, reporter, photo_count };
    let new = joining(conn, case, mine, true)?;
    Ok(Filing { filer: Filer::MeToo(Channel::Board), new, prints, proof })
}
