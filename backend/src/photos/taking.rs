//! Taking a photo in: read, develop, keep, write down.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use serde::{Deserialize, Serialize};
use shared::cases::{CaseId, EventKind};
use shared::lang::Lang;
use shared::photos::{MAX_PHOTO_BYTES, Photo, PhotoId, PhotoKind};
use shared::problem::Code;
use shared::reports::ReportId;
use shared::staffing::PersonId;
use shared::time::Moment;

use super::addresses::Addresses;
use super::darkroom::{Darkroom, DarkroomError};
use super::fault::PhotoFault;
use super::pipeline::Developed;
use super::rows::{self, PhotoRow};
use crate::answer::Created;
use crate::blobs::{BlobHash, Blobs};
use crate::db::{Conn, Db};
use crate::error::{Error, FieldFault, Words};
use crate::input::{read_body, too_large};
use crate::receipts::answering;
use crate::reports::rows::ReportRow;
use crate::secrets::Secrets;
use crate::{cases, say};

/// What a photo belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Owner {
    pub case: CaseId,
    pub report: Option<ReportId>,
    pub kind: PhotoKind,
    /// `None` for a resident.
    pub by: Option<PersonId>,
}

impl Owner {
    pub fn of_report(report: &ReportRow, by: Option<PersonId>) -> Self {
        Self { case: report.case_id, report: Some(report.id), kind: PhotoKind::Scene, by }
    }
}

/// A photo whose renditions are in the store: all that is left is to write it down.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Print {
    original: BlobHash,
    pub large: BlobHash,
    pub small: BlobHash,
    width: i32,
    height: i32,
    taken_at: Option<Moment>,
    place: Option<shared::place::Point>,
}

impl Print {
    /// The row of this photo.
    pub fn row(&self, owner: Owner, now: Moment) -> PhotoRow {
        PhotoRow {
            id: PhotoId::new(),
            case_id: owner.case,
            report_id: owner.report,
            kind: owner.kind,
            original: self.original.to_string(),
            large: self.large.to_string(),
            small: self.small.to_string(),
            width: self.width,
            height: self.height,
            taken_at: self.taken_at,
            lon: self.place.map(|p| p.lon),
            lat: self.place.map(|p| p.lat),
            added_by: owner.by,
            received_at: now,
        }
    }
}

/// Keeps the renditions, durably. The place the camera noted is dropped unless the sender agreed to keep it.
pub async fn keep(blobs: &Blobs, developed: Developed, keep_place: bool) -> Result<Print, Error> {
    let Developed { original_hash, full, thumb, taken_at, taken_where } = developed;
    let (width, height) = (size(full.width)?, size(full.height)?);
    let (large, small) = (blobs.put(full.jpeg).await?, blobs.put(thumb.jpeg).await?);
    let place = taken_where.filter(|_| keep_place).map(|place| place.point);
    Ok(Print { original: original_hash.into(), large, small, width, height, taken_at, place })
}

fn size(pixels: u32) -> Result<i32, Error> {
    i32::try_from(pixels).map_err(Error::internal)
}

/// All that taking a photo needs.
pub struct Album {
    db: Data<Db>,
    blobs: Data<Blobs>,
    darkroom: Data<Darkroom>,
    secrets: Data<Secrets>,
    /// What the request says about its body.
    announced: Result<(), Error>,
}

impl FromRequest for Album {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(album(request).ok_or_else(|| Error::internal(anyhow::anyhow!("the server was put together without a place for photos"))))
    }
}

fn album(request: &HttpRequest) -> Option<Album> {
    Some(Album {
        db: request.app_data::<Data<Db>>()?.clone(),
        blobs: request.app_data::<Data<Blobs>>()?.clone(),
        darkroom: request.app_data::<Data<Darkroom>>()?.clone(),
        secrets: request.app_data::<Data<Secrets>>()?.clone(),
        announced: announced(request),
    })
}

/// Refuses by its headers what cannot be a photo, before a byte of it is read.
pub fn announced(request: &HttpRequest) -> Result<(), Error> {
    let kind = request.content_type();
    if !(kind.starts_with("image/") || kind == "application/octet-stream") {
        let words = say!(
            "请直接发送照片文件，内容类型为 image/jpeg、image/png 或 image/webp",
            "Send the photo itself, as image/jpeg, image/png or image/webp"
        );
        return Err(Error::new(Code::UnsupportedMediaType).saying(words));
    }
    let length = request.headers().get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > MAX_PHOTO_BYTES) { Err(too_large(MAX_PHOTO_BYTES)) } else { Ok(()) }
}

impl Album {
    /// Takes one photo in. `owner` finds what it belongs to and whether the caller may add to it; it is asked before the photo is read,
    /// so that strangers do not keep the darkroom busy, and again in the transaction that writes it down.
    pub async fn take<F>(self, owner: F, body: actix_web::web::Payload, keep_place: bool, now: Moment) -> Result<Created<Photo>, Error>
    where
        F: Fn(&mut Conn) -> Result<Owner, Error> + Clone + Send + 'static,
    {
        let ask = owner.clone();
        self.db.read(move |conn| ask(conn).map(drop)).await?;
        self.announced?;
        let bytes = read_body(body.into_inner(), MAX_PHOTO_BYTES).await?;
        let print = keep(&self.blobs, self.darkroom.develop(bytes).await?, keep_place).await?;
        let (row, new) = self
            .db
            .write(move |conn| {
                let owner = owner(conn)?;
                add(conn, owner, &print, now)
            })
            .await?;
        let photo = Addresses::at(&self.secrets, now).photo(&row);
        let location = photo.url.clone();
        Ok(Created::new(photo, location).replayed(!new))
    }
}

/// Writes a photo and its line in the case's timeline; `true` when it is new.
pub fn add(conn: &mut Conn, owner: Owner, print: &Print, now: Moment) -> Result<(PhotoRow, bool), Error> {
    let (row, new) = rows::add(conn, print.row(owner, now))?;
    if new {
        cases::rows::timeline::note_arrival(conn, owner.case, EventKind::PhotoAdded, owner.by, now)?;
        if owner.by.is_none() {
            answering::photo_came(conn, owner.case, now)?;
        }
    }
    Ok((row, new))
}

/// Writes down as many of these photos as there is room for: how many were new, and how many were left out.
pub fn write_down(conn: &mut Conn, owner: Owner, prints: &[Print], now: Moment) -> Result<(usize, usize), Error> {
    let (mut added, mut left_out) = (0, 0);
    for print in prints {
        match add(conn, owner, print, now) {
            Ok((_, new)) => added += usize::from(new),
            Err(error) if error.code == Code::Invalid => left_out += 1,
            Err(error) => return Err(error),
        }
    }
    Ok((added, left_out))
}

impl From<PhotoFault> for Error {
    fn from(fault: PhotoFault) -> Self {
        let words = Words { zh: fault.in_words(Lang::Zh), en: fault.in_words(Lang::En) };
        let code = match fault {
            PhotoFault::TooLarge(_) => Code::TooLarge,
            fault if fault.is_wrong_kind() => Code::UnsupportedMediaType,
            _ => Code::PhotoUnreadable,
        };
        let mut error = Self::new(code).saying(words.clone());
        error.fields.push(FieldFault::new("", fault.code(), words));
        error
    }
}

impl From<DarkroomError> for Error {
    fn from(error: DarkroomError) -> Self {
        match error {
            DarkroomError::Fault(fault) => fault.into(),
            DarkroomError::Busy => Self::new(Code::Busy)
                .saying(say!("同时上传的照片太多，请过几秒再试", "Too many photos at once; try again in a few seconds"))
                .retry_after(3),
        }
    }
}

impl From<object_store::Error> for Error {
    fn from(error: object_store::Error) -> Self {
        Self::internal(error)
    }
}
