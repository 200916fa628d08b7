//! The file of a case on paper: all of it in one PDF, for the archive and for those who decide without a screen.

pub mod flow;
mod paper;
mod rows;
mod words;

use std::collections::{BTreeMap, HashMap};

use actix_web::body::BoxBody;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Data, Path, block};
use actix_web::{HttpRequest, HttpResponse, Responder, get};
use shared::cases::CaseId;
use shared::photos::PhotoId;
use shared::time::Moment;
use utoipa::IntoResponses;
use utoipa::openapi::{Content, RefOr, Response, ResponseBuilder, Schema};

use crate::answer::Answer;
use crate::blobs::Blobs;
use crate::boards::paper::{told, turn};
use crate::boards::pdf::fonts::Fonts;
use crate::caller::Token;
use crate::changes::{self, By};
use crate::config::Config;
use crate::db::Db;
use crate::error::Error;
use crate::input::Speak;
use crate::photos::addresses::Addresses;
use crate::secrets::Secrets;

/// The most photos that are printed; a case has some ten.
pub const MOST_PHOTOS: usize = 60;

/// Photos as they are in the store: JPEG.
pub type Pictures = HashMap<PhotoId, Vec<u8>>;

/// Print the file of a case.
///
/// A PDF in A4 with all the caller may see: facts, clock, reports, photos, timeline, parts of other units. It is written down that the
/// file was made, and for whom.
#[utoipa::path(tag = "cases")]
#[get("/cases/{case}/file")]
pub async fn case_file(
    db: Data<Db>,
    secrets: Data<Secrets>,
    blobs: Data<Blobs>,
    config: Data<Config>,
    token: Token,
    speak: Speak,
    case: Path<CaseId>,
) -> Answer<Pdf> {
    let (id, now, lang, font) = (*case, Moment::now(), speak.0, config.font.clone());
    let addresses = Addresses::at(&secrets, now);
    let _turn = turn().await?;
    let (file, hashes) = db
        .write(move |conn| {
            let (caller, case) = super::seen_by(conn, token, id, now)?;
            let hashes = rows::pictures(conn, id, MOST_PHOTOS)?;
            let parts = rows::parts(conn, id)?;
            let by = By { person: Some(caller.person), at: now };
            changes::note(conn, by, "case", &id.to_string(), "print", &serde_json::json!({ "number": case.number }))?;
            let made_for = rows::name_of(conn, caller.person)?;
            let case = super::showing::show(conn, case, &caller, &addresses, now)?;
            Ok((paper::File { case, parts, made_for, made_at: now }, hashes))
        })
        .await?;
    let pictures = fetched(&blobs, hashes).await?;
    let name = format!("{}.pdf", file.case.number);
    let bytes = block(move || paper::draw(&file, &pictures, lang, &Fonts::find(font.as_deref())?)).await?.map_err(told)?;
    Ok(Pdf { name, bytes })
}

/// The photos as the store has them. One that is missing leaves its place empty.
pub async fn fetched(blobs: &Blobs, hashes: Vec<(PhotoId, String)>) -> Result<Pictures, Error> {
    let mut pictures = Pictures::new();
    for (photo, hash) in hashes {
        if let Some(jpeg) = blobs.get(&hash.parse()?).await? {
            pictures.insert(photo, jpeg.to_vec());
        }
    }
    Ok(pictures)
}

/// 200 with a PDF.
pub struct Pdf {
    /// Letters, digits and hyphens.
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Responder for Pdf {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, "application/pdf"))
            .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", self.name)))
            .insert_header((CACHE_CONTROL, "private, no-store"))
            .body(self.bytes)
    }
}

impl IntoResponses for Pdf {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        // Bytes have no schema (OpenAPI 3.1, "Considerations for File Uploads").
        let response = ResponseBuilder::new().description("The file.").content("application/pdf", Content::new(None::<RefOr<Schema>>));
        BTreeMap::from([("200".to_owned(), response.build().into())])
    }
}
