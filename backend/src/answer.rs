//! What handlers answer with: each is both the response and its description in the API document.

use std::collections::BTreeMap;

use actix_web::body::BoxBody;
use actix_web::http::header::{CACHE_CONTROL, ETAG, HeaderName, HeaderValue, LINK, LOCATION};
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Serialize;
use shared::page::Page;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{Content, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

use crate::error::Error;

/// Says that the answer is the one of an earlier request with the same `Idempotency-Key`, or of the same file sent before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// What every handler of the API returns.
pub type Answer<T> = Result<T, Error>;

/// 200 with a body.
pub struct Found<T> {
    body: T,
    version: Option<i32>,
    /// What it says of keeping copies, where that is not the rule.
    caching: Option<&'static str>,
    /// The same request was done before (`Idempotency-Key`).
    replayed: bool,
}

impl<T> Found<T> {
    /// Its ETag is a hash of the body.
    pub fn new(body: T) -> Self {
        Self { body, version: None, caching: None, replayed: false }
    }

    /// Its ETag is `"r<version>-<hash>"`, which `If-Match` wants back; only the version in it counts there.
    pub fn at(body: T, version: i32) -> Self {
        Self { body, version: Some(version), caching: None, replayed: false }
    }

    /// What stands on a public board: the same for everybody, and good for a minute.
    #[must_use]
    pub fn public(mut self) -> Self {
        self.caching = Some("public, max-age=60");
        self
    }

    /// Browsers keep no copy: parts of it, such as signed addresses, change while the version does not.
    #[must_use]
    pub fn unkept(mut self) -> Self {
        self.caching = Some("no-store");
        self
    }

    #[must_use]
    pub fn replayed(mut self, replayed: bool) -> Self {
        self.replayed = replayed;
        self
    }
}

/// 201 with a body and where to find it again.
pub struct Created<T> {
    body: T,
    location: String,
    version: Option<i32>,
    /// The same request was done before (`Idempotency-Key`).
    replayed: bool,
}

impl<T> Created<T> {
    /// `location` is a path such as `/api/v1/grids/330881003207001`.
    pub fn new(body: T, location: String) -> Self {
        Self { body, location, version: None, replayed: false }
    }

    #[must_use]
    pub fn at(mut self, version: i32) -> Self {
        self.version = Some(version);
        self
    }

    #[must_use]
    pub fn replayed(mut self, replayed: bool) -> Self {
        self.replayed = replayed;
        self
    }
}

/// 200 with a page of a list.
pub struct Listed<T>(pub Page<T>);

/// The same, of which browsers keep no copy.
pub struct Private<T>(pub Listed<T>);

/// 204.
pub struct NoContent;

/// The strong ETag of a version.
pub fn etag(version: i32) -> HeaderValue {
    HeaderValue::from_str(&format!("\"r{version}\"")).unwrap_or(HeaderValue::from_static("\"r0\""))
}

impl<T: Serialize> Responder for Found<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::Ok().json(self.body);
        if let Some(version) = self.version {
            response.headers_mut().insert(ETAG, etag(version));
        }
        if let Some(caching) = self.caching {
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(caching));
        }
        if self.replayed {
            response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
        }
        response
    }
}

impl<T: Serialize> Responder for Created<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::Created().json(self.body);
        if let Ok(location) = HeaderValue::from_str(&self.location) {
            response.headers_mut().insert(LOCATION, location);
        }
        if let Some(version) = self.version {
            response.headers_mut().insert(ETAG, etag(version));
        }
        if self.replayed {
            response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
        }
        response
    }
}

impl<T: Serialize> Responder for Listed<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let next = self.0.next_cursor.as_ref().map(|cursor| next_link(request, cursor));
        let mut response = HttpResponse::Ok().json(self.0);
        if let Some(Ok(link)) = next.map(|link| HeaderValue::from_str(&link)) {
            response.headers_mut().insert(LINK, link);
        }
        response
    }
}

impl<T: Serialize> Responder for Private<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let mut response = self.0.respond_to(request);
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// The `Link` header (RFC 8288) of the next page: this request with another cursor.
fn next_link(request: &HttpRequest, cursor: &str) -> String {
    let mut pairs: Vec<String> =
        request.query_string().split('&').filter(|p| !p.is_empty() && !p.starts_with("cursor=")).map(str::to_owned).collect();
    pairs.push(format!("cursor={cursor}"));
    format!("<{}?{}>; rel=\"next\"", request.path(), pairs.join("&"))
}

impl Responder for NoContent {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::NoContent().finish()
    }
}

fn json_of<T: ToSchema>() -> Content {
    Content::new(Some(RefOr::Ref(Ref::from_schema_name(T::name()))))
}

fn one(code: &str, response: Response) -> BTreeMap<String, RefOr<Response>> {
    BTreeMap::from([(code.to_owned(), response.into())])
}

impl<T: ToSchema> IntoResponses for Found<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        one("200", ResponseBuilder::new().description("Done.").content("application/json", json_of::<T>()).build())
    }
}

impl<T: ToSchema> IntoResponses for Created<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        one("201", ResponseBuilder::new().description("Created.").content("application/json", json_of::<T>()).build())
    }
}

impl<T: ToSchema> IntoResponses for Listed<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let items = ArrayBuilder::new().items(Ref::from_schema_name(T::name())).max_items(Some(1000));
        let cursor = ObjectBuilder::new().schema_type(SchemaType::from_iter([Type::String, Type::Null])).max_length(Some(500));
        let page = ObjectBuilder::new().property("items", items).property("next_cursor", cursor).required("items").required("next_cursor");
        one("200", ResponseBuilder::new().description("A page of the list.").content("application/json", Content::new(Some(page))).build())
    }
}

impl<T: ToSchema> IntoResponses for Private<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        Listed::<T>::responses()
    }
}

impl IntoResponses for NoContent {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        one("204", Response::new("Done; nothing to say."))
    }
}

/// Which problems an operation may answer with is added to the document for all of them ([`crate::openapi`]).
impl IntoResponses for Error {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        BTreeMap::new()
    }
}
