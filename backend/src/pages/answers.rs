//! Sending a page: caching, validators and the policy that keeps scripts out.

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, ETag, EntityTag, Header, IfNoneMatch};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, Responder};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use maud::Markup;
use sha2::{Digest, Sha256};

/// What a server-rendered page may load: its own styles, pictures and scripts, nothing inline.
pub const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Who may keep a copy of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caching {
    /// Anybody, for a minute; then it is asked for again with its `ETag`.
    Public,
    /// Nobody: it is about one person.
    Never,
}

/// A page to show.
#[derive(Debug)]
pub struct Shown {
    pub status: StatusCode,
    pub caching: Caching,
    pub page: Markup,
}

impl Shown {
    /// The same for everybody.
    pub fn public(page: Markup) -> Self {
        Self { status: StatusCode::OK, caching: Caching::Public, page }
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

    fn respond_to(self, req: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status);
        answer.insert_header((header::CONTENT_SECURITY_POLICY, POLICY)).content_type("text/html; charset=utf-8");
        finish(req, answer, self.caching, self.page.into_string().into_bytes())
    }
}

/// Something that is not a page, sent by the same rules: a contact card, a PDF.
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

    fn respond_to(self, req: &HttpRequest) -> HttpResponse {
        let mut answer = HttpResponse::Ok();
        answer.content_type(self.content_type);
        if let Some(name) = &self.file_name {
            answer.insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{}", shared::call::percent_encoded(name))));
        }
        finish(req, answer, self.caching, self.bytes)
    }
}

fn finish(req: &HttpRequest, mut answer: HttpResponseBuilder, caching: Caching, body: Vec<u8>) -> HttpResponse {
    answer.insert_header((header::VARY, "Accept-Language, Cookie"));
    match caching {
        Caching::Never => answer.insert_header((header::CACHE_CONTROL, "no-store")).body(body),
        Caching::Public => {
            let tag = EntityTag::new_weak(fingerprint(&body));
            let seen = IfNoneMatch::parse(req).is_ok_and(|known| names(&known, &tag));
            answer.insert_header((header::CACHE_CONTROL, "public, max-age=60")).insert_header(ETag(tag));
            if seen { answer.status(StatusCode::NOT_MODIFIED).finish() } else { answer.body(body) }
        }
    }
}

fn names(known: &IfNoneMatch, tag: &EntityTag) -> bool {
    match known {
        IfNoneMatch::Any => true,
        IfNoneMatch::Items(tags) => tags.iter().any(|t| t.weak_eq(tag)),
    }
}

fn fingerprint(body: &[u8]) -> String {
    let digest = Sha256::digest(body);
    URL_SAFE_NO_PAD.encode(digest.iter().take(12).copied().collect::<Vec<u8>>())
}
