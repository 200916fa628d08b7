//! The frame around every answer: a request id, problems in the reader's language, ETags, security headers, one line in the log.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error as ActixError, HttpMessage, HttpResponse};
use futures_util::FutureExt;
use sha2::{Digest, Sha256};
use shared::lang::Lang;
use shared::problem::Code;
use uuid::Uuid;

use crate::config::Config;
use crate::error::Error;
use crate::input::Speak;
use crate::pages::problems::problem_page;
use crate::pages::{House, Reader};

/// The id a request has in the log and in its problem.
#[derive(Clone)]
struct RequestId(String);

/// The frame itself, as a middleware.
pub async fn frame(mut request: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Result<ServiceResponse<BoxBody>, ActixError> {
    let started = Instant::now();
    let id = RequestId(Uuid::now_v7().simple().to_string());
    let method = request.method().clone();
    request.extensions_mut().insert(id.clone());
    // The codec leaves the body of an answer to HEAD away by itself and keeps its length.
    if method == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    // After a panic there is no request to answer to any more: the error's own bare problem has to do.
    let answered = AssertUnwindSafe(next.call(request)).catch_unwind().await;
    let response = answered.unwrap_or_else(|_| Err(Error::internal(anyhow::anyhow!("a handler panicked")).into()))?.map_into_boxed_body();
    let mut response = tagged(told(response));
    secure(&mut response, &id);
    log(&response, &method, &id, started);
    Ok(response)
}

/// Writes the body of an error: a problem for programs, a page for people.
fn told(response: ServiceResponse) -> ServiceResponse {
    if response.status().as_u16() < 400 || response.response().headers().contains_key("x-told") {
        return response;
    }
    let request = response.request().clone();
    let problem = {
        let ours = response.response().error().and_then(|e| e.as_error::<Error>());
        if let Some(cause) = ours.and_then(Error::cause) {
            tracing::error!(request = %request.extensions().get::<RequestId>().map_or("", |id| &id.0), path = request.path(), "{cause:#}");
        }
        let foreign = Error::new(code_of(response.status()));
        let base = request.app_data::<Data<Config>>().map_or("", |c| c.public_url.as_str());
        let id = request.extensions().get::<RequestId>().map(|id| id.0.clone());
        ours.unwrap_or(&foreign).problem(Speak::of(&request), base, id)
    };
    let lang = Speak::of(&request);
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = HttpResponse::build(status);
    answer
        .insert_header((header::CONTENT_LANGUAGE, lang.tag()))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::VARY, "Accept, Accept-Language, Cookie"));
    let mut new = if wants_page(&request) {
        answer.content_type("text/html; charset=utf-8").body(problem_page(&Reader::of(&request), &House::default(), &problem).into_string())
    } else {
        answer.content_type("application/problem+json").body(serde_json::to_vec(&problem).unwrap_or_default())
    };
    carry(response.response().headers(), new.headers_mut());
    ServiceResponse::new(request, new)
}

/// Keeps the headers an error came with (`Allow`, `Retry-After`, `WWW-Authenticate`, `ETag` …).
fn carry(from: &HeaderMap, to: &mut HeaderMap) {
    for (name, value) in from {
        if *name != header::CONTENT_TYPE && *name != header::CONTENT_LENGTH {
            to.append(name.clone(), value.clone());
        }
    }
}

/// Which of our codes an error of the framework's own is.
fn code_of(status: StatusCode) -> Code {
    Code::ALL.iter().copied().find(|code| crate::error::status(*code) == status).unwrap_or(if status.is_server_error() {
        Code::Internal
    } else {
        Code::Malformed
    })
}

/// Whether a person's browser asked, outside the API.
fn wants_page(request: &actix_web::HttpRequest) -> bool {
    let accepts =
        |r: &actix_web::HttpRequest| r.headers().get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|a| a.contains("text/html"));
    !request.path().starts_with("/api/") && accepts(request)
}

/// Gives a whole answer to GET a weak ETag when it has none, and answers 304 to who has it already.
fn tagged(response: ServiceResponse) -> ServiceResponse {
    if response.status() != StatusCode::OK || response.request().method() != Method::GET {
        return response;
    }
    let (request, answer) = response.into_parts();
    let (mut answer, body) = answer.into_parts();
    let body = match body.try_into_bytes() {
        Ok(bytes) => {
            let tag = tag(answer.headers().get(header::ETAG), &bytes);
            if let Ok(tag) = HeaderValue::from_str(&tag) {
                answer.headers_mut().insert(header::ETAG, tag);
            }
            BoxBody::new(bytes)
        }
        Err(stream) => stream,
    };
    if !answer.headers().contains_key(header::CACHE_CONTROL) {
        answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    if matches(request.headers(), answer.headers()) {
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        answer.headers_mut().remove(header::CONTENT_TYPE);
        return ServiceResponse::new(request, answer.set_body(BoxBody::new(())));
    }
    ServiceResponse::new(request, answer.set_body(body))
}

/// A weak hash of the body; for a record `"r<version>-<hash>"`, since what is derived (today's appointments, counts, the reader's
/// language) changes without the version. An ETag of another form stays as it is.
fn tag(given: Option<&HeaderValue>, body: &[u8]) -> String {
    let digest = Sha256::digest(body);
    let hex: String = digest.iter().take(12).map(|b| format!("{b:02x}")).collect();
    match given.and_then(|v| v.to_str().ok()) {
        None => format!("W/\"{hex}\""),
        Some(given) => {
            match given.strip_prefix("\"r").and_then(|v| v.strip_suffix('"')).filter(|v| v.bytes().all(|b| b.is_ascii_digit())) {
                Some(version) => format!("\"r{version}-{hex}\""),
                None => given.to_owned(),
            }
        }
    }
}

/// `If-None-Match`, by weak comparison (RFC 9110 §13.1.2).
fn matches(asked: &HeaderMap, answer: &HeaderMap) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let Some(tag) = answer.get(header::ETAG).and_then(|v| v.to_str().ok()).map(bare) else { return false };
    asked
        .get_all(header::IF_NONE_MATCH)
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .any(|t| t.trim() == "*" || bare(t) == tag)
}

const API_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";
/// Pages and the app: our own files only; wasm may be compiled; no inline script or style.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; font-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'";
/// The API's documentation draws itself with inline styles.
const DOCS_POLICY: &str = "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Adds the security headers (conventions of ASVS 3.4) and the language.
fn secure(response: &mut ServiceResponse, id: &RequestId) {
    let path = response.request().path().to_owned();
    let lang = Speak::of(response.request());
    let policy = match path.as_str() {
        p if p.starts_with("/api/") || p.starts_with("/.well-known/") => API_POLICY,
        p if p.starts_with("/docs") => DOCS_POLICY,
        _ => PAGE_POLICY,
    };
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| {
        if let (false, Ok(value)) = (headers.contains_key(&name), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_SECURITY_POLICY, policy);
    set(header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(self), geolocation=(self), microphone=(self), payment=(), usb=()");
    set(HeaderName::from_static("x-request-id"), &id.0);
    if path.starts_with("/api/") {
        set(header::VARY, "Accept-Encoding, Accept-Language, Authorization");
        set(
            header::CONTENT_LANGUAGE,
            match lang {
                Lang::Zh => "zh-CN",
                Lang::En => "en",
            },
        );
    }
}

fn log(response: &ServiceResponse, method: &Method, id: &RequestId, started: Instant) {
    let (status, path) = (response.status().as_u16(), response.request().match_pattern());
    // The pattern, not the path: receipt codes and names stay out of the log.
    let path = path.as_deref().unwrap_or("-");
    let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    tracing::info!(request = %id.0, %method, path, status, micros, "answered");
}
