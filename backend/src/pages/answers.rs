//! Sending a page, or what hangs on it. Validators and security headers are the frame's ([`crate::telling`]).

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, Responder};
use maud::Markup;
use shared::call::percent_encoded;

/// Who may keep a copy of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caching {
    /// Anybody, for a minute; then it is asked for again with its `ETag`.
    Minute,
    /// Anybody, for a day: its address changes with its content.
    Day,
    /// Nobody: it is about one person.
    Never,
}

impl Caching {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Minute => "public, max-age=60",
            Self::Day => "public, max-age=86400",
            Self::Never => "no-store",
        }
    }

    /// The cookies hold the reader's language and size, so they are part of what a copy is good for.
    fn set(self, answer: &mut HttpResponseBuilder) {
        answer
            .insert_header((header::CACHE_CONTROL, self.as_str()))
            .insert_header((header::VARY, "Accept-Encoding, Accept-Language, Cookie"));
    }
}

/// A page to show.
#[derive(Debug)]
pub struct Shown {
    status: StatusCode,
    caching: Caching,
    page: Markup,
}

impl Shown {
    /// The same for everybody who reads the same language in the same size.
    pub fn public(page: Markup) -> Self {
        Self { status: StatusCode::OK, caching: Caching::Minute, page }
    }

    /// For the one who asked.
    pub fn personal(page: Markup) -> Self {
        Self { status: StatusCode::OK, caching: Caching::Never, page }
    }

    /// With another status than 200.
    #[must_use]
    pub fn with(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
}

impl Responder for Shown {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status);
        self.caching.set(&mut answer);
        // What the frame would otherwise replace by a page of its own.
        if self.status.as_u16() >= 400 {
            answer.insert_header(("x-told", "1"));
        }
        answer.content_type("text/html; charset=utf-8").body(self.page.into_string())
    }
}

/// Something that is not a page: a contact card, a picture, a PDF.
#[derive(Debug)]
pub struct Sent {
    pub content_type: &'static str,
    /// The name it is saved under; without one the browser shows it.
    pub file_name: Option<String>,
    pub caching: Caching,
    pub bytes: Vec<u8>,
}

impl Responder for Sent {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::Ok();
        self.caching.set(&mut answer);
        if let Some(name) = &self.file_name {
            answer.insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{}", percent_encoded(name))));
        }
        answer.content_type(self.content_type).body(self.bytes)
    }
}

/// Elsewhere, by GET.
#[derive(Debug)]
pub struct SeeOther(pub String);

impl Responder for SeeOther {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::SeeOther().insert_header((header::LOCATION, self.0)).insert_header((header::CACHE_CONTROL, "no-store")).finish()
    }
}
