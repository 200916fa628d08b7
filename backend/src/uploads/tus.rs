//! The headers of tus 1.0.

use std::collections::BTreeMap;
use std::future::{Ready, ready};

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::http::header::{CACHE_CONTROL, HeaderName, HeaderValue};
use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder};
use shared::problem::Code;
use shared::sync::uploads::{PIECE, TUS_VERSION, Upload};
use utoipa::ToSchema;
use utoipa::openapi::{Content, Ref, RefOr, Response, ResponseBuilder};

use super::rows::UploadRow;
use crate::error::Error;
use crate::input::media_type;
use crate::say;

const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const VERSION: HeaderName = HeaderName::from_static("tus-version");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");

/// The sender speaks our version of tus, and sends a piece.
pub struct Speaks;

impl FromRequest for Speaks {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let said = request.headers().get(&RESUMABLE).and_then(|value| value.to_str().ok());
        if said != Some(TUS_VERSION) {
            let words = say!("请在 Tus-Resumable 中写明 {TUS_VERSION}", "Send {TUS_VERSION} in Tus-Resumable");
            // A header that is missing comes before a version that is not ours.
            let whole = said.is_some() && request.headers().contains_key(&OFFSET);
            let code = if whole { Code::VersionConflict } else { Code::Malformed };
            return ready(Err(Error::new(code).saying(words).header(VERSION, TUS_VERSION)));
        }
        ready(media_type(request, PIECE, "accept-patch").map(|()| Self))
    }
}

/// Where a piece begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offset(i64);

impl FromRequest for Offset {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let said = request.headers().get(&OFFSET).and_then(|value| value.to_str().ok()?.trim().parse().ok());
        let words = || say!("请在 Upload-Offset 中写明从第几个字节开始", "Say in Upload-Offset at which byte the piece begins");
        ready(said.filter(|offset| *offset >= 0).map(Self).ok_or_else(|| Error::new(Code::Malformed).saying(words())))
    }
}

impl Offset {
    /// 409 with the offset that is right.
    pub fn fits(self, row: &UploadRow) -> Result<(), Error> {
        if self.0 == row.received { Ok(()) } else { Err(out_of_step(row.received)) }
    }
}

/// 409: the piece does not begin where the others end.
pub fn out_of_step(received: i64) -> Error {
    Error::conflict(say!("已收到 {received} 字节，请从这里继续", "{received} bytes have arrived; go on from there"))
        .header(OFFSET, &received.to_string())
}

/// How far an upload is: 200 with all there is to tell, or 204 with the offset.
pub struct Progress {
    upload: Option<Upload>,
    offset: i64,
}

impl Progress {
    pub const fn told(upload: Upload) -> Self {
        Self { offset: upload.offset, upload: Some(upload) }
    }

    pub const fn so_far(offset: i64) -> Self {
        Self { upload: None, offset }
    }
}

impl Responder for Progress {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut answer = if self.upload.is_some() { HttpResponse::Ok() } else { HttpResponse::NoContent() };
        answer
            .insert_header((RESUMABLE, HeaderValue::from_static(TUS_VERSION)))
            .insert_header((OFFSET, self.offset.to_string()))
            .insert_header((CACHE_CONTROL, "no-store"));
        match self.upload {
            Some(upload) => answer.insert_header((LENGTH, upload.bytes.to_string())).json(upload),
            None => answer.finish(),
        }
    }
}

impl utoipa::IntoResponses for Progress {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let json = Content::new(Some(RefOr::Ref(Ref::from_schema_name(Upload::name()))));
        let told =
            ResponseBuilder::new().description("How far it is; `Upload-Offset` says it too.").content("application/json", json).build();
        let so_far = Response::new("The piece has arrived; `Upload-Offset` says how much there is now.");
        BTreeMap::from([("200".to_owned(), told.into()), ("204".to_owned(), so_far.into())])
    }
}
