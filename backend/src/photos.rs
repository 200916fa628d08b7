//! Photos of what was seen, and of what was done about it.

pub mod addresses;
pub mod darkroom;
pub mod fault;
pub mod owners;
pub mod pipeline;
pub mod rows;
mod sniff;
pub mod taking;
mod traces;

#[cfg(test)]
mod pipeline_tests;

use std::collections::BTreeMap;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, ETAG};
use actix_web::web::{Bytes, Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse, Responder, get, post};
use serde::Deserialize;
use shared::cases::CaseId;
use shared::photos::{Photo, PhotoId, PhotoKind};
use shared::receipts::ReceiptCode;
use shared::reports::ReportId;
use shared::time::Moment;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use self::addresses::Size;
use self::taking::{Album, Owner};
use crate::answer::{Answer, Created};
use crate::blobs::Blobs;
use crate::caller::{Address, Token};
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::input::Query;
use crate::limits::{Limited, Limits};
use crate::receipts::answering;
use crate::reports;
use crate::secrets::Secrets;

pub fn routes(config: &mut ServiceConfig) {
    config.service(add_report_photo).service(add_receipt_photo).service(add_case_photo).service(show_photo);
}

/// Consent of the sender.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Consent {
    /// Keep the place the camera noted in the photo. Without it the place is thrown away.
    #[serde(default)]
    keep_place: bool,
}

/// Add a photo to one's own report.
///
/// The body is the file itself: JPEG, PNG or WebP of at most 10 MB. The same file sent twice is kept once.
#[utoipa::path(tag = "photos", params(Consent), request_body(content(("image/jpeg"), ("image/png"), ("image/webp"))))]
#[post("/reports/{report}/photos")]
async fn add_report_photo(
    album: Album,
    token: Token,
    report: Path<ReportId>,
    consent: Query<Consent>,
    body: Payload,
) -> Answer<Created<Photo>> {
    let (now, report) = (Moment::now(), *report);
    let owner = move |conn: &mut Conn| {
        let caller = token.caller(conn, now)?;
        owners::of_report(conn, &caller, report, now)
    };
    album.take(owner, body, consent.0.keep_place, now).await
}

/// Add a photo to the report of a receipt.
///
/// For the resident, who needs no account: the receipt code is the key. While there is work to do, and for photos that were announced.
#[utoipa::path(tag = "photos", params(Consent), request_body(content(("image/jpeg"), ("image/png"), ("image/webp"))))]
#[post("/receipts/{code}/photos")]
async fn add_receipt_photo(
    album: Album,
    limits: Data<Limits>,
    from: Address,
    receipt: Path<ReceiptCode>,
    consent: Query<Consent>,
    body: Payload,
) -> Answer<Created<Photo>> {
    limits.count(Limited::Upload, from)?;
    let (now, receipt) = (Moment::now(), receipt.into_inner());
    let owner = move |conn: &mut Conn| {
        let report = reports::rows::by_receipt(conn, &receipt)?;
        answering::may_add_photo(conn, &report)?;
        Ok(Owner::of_report(&report, None))
    };
    limits.look_up(from, now, album.take(owner, body, consent.0.keep_place, now)).await
}

/// What a photo of the work shows.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Shows {
    /// `before` or `after`.
    kind: PhotoKind,
}

/// Add a photo of the work to a case.
///
/// For those who handle the case, while it is open: how it was before, and how it is after.
#[utoipa::path(tag = "photos", params(Shows), request_body(content(("image/jpeg"), ("image/png"), ("image/webp"))))]
#[post("/cases/{case}/photos")]
async fn add_case_photo(album: Album, token: Token, case: Path<CaseId>, shows: Query<Shows>, body: Payload) -> Answer<Created<Photo>> {
    let (now, case, kind) = (Moment::now(), *case, shows.0.kind);
    owners::of_the_work(kind, "?kind")?;
    let owner = move |conn: &mut Conn| {
        let caller = token.caller(conn, now)?;
        owners::of_case(conn, &caller, case, kind, now)
    };
    album.take(owner, body, false, now).await
}

/// Where a photo is, and until when and by whose word.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Signed {
    /// The last day the address holds, counted from 1970.
    until: i64,
    #[param(max_length = 64)]
    tag: String,
}

/// A picture, never changed under its address.
pub struct Picture {
    pub hash: String,
    pub jpeg: Bytes,
    /// Who may keep a copy, and for how long.
    pub caching: &'static str,
}

impl Responder for Picture {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .content_type("image/jpeg")
            .insert_header((CACHE_CONTROL, self.caching))
            .insert_header((ETAG, format!("\"{}\"", self.hash)))
            .insert_header((CONTENT_DISPOSITION, "inline; filename=\"photo.jpg\""))
            .body(self.jpeg)
    }
}

impl utoipa::IntoResponses for Picture {
    fn responses() -> BTreeMap<String, utoipa::openapi::RefOr<utoipa::openapi::Response>> {
        let response = utoipa::openapi::ResponseBuilder::new()
            .description("The picture.")
            .content("image/jpeg", utoipa::openapi::Content::default())
            .build();
        BTreeMap::from([("200".to_owned(), response.into())])
    }
}

/// Show a photo.
///
/// Its address comes with the report, case or receipt it belongs to and holds for at least a day. `rendition` is `large` or `thumbnail`.
#[utoipa::path(tag = "photos", params(Signed))]
#[get("/photos/{photo}/{rendition}")]
async fn show_photo(
    db: Data<Db>,
    blobs: Data<Blobs>,
    secrets: Data<Secrets>,
    path: Path<(PhotoId, String)>,
    signed: Query<Signed>,
) -> Answer<Picture> {
    let (id, size) = path.into_inner();
    let size: Size = size.parse()?;
    addresses::check(&secrets, id, size, signed.0.until, &signed.0.tag, Moment::now())?;
    let row = db.read(move |conn| rows::find(conn, id)).await?;
    let hash = match size {
        Size::Large => row.large,
        Size::Thumbnail => row.small,
    };
    let jpeg = blobs
        .get(&hash.parse()?)
        .await?
        .ok_or_else(|| Error::internal(anyhow::anyhow!("the blob {hash} of photo {id} is not in the store")))?;
    Ok(Picture { hash, jpeg, caching: "private, max-age=86400, immutable" })
}
