//! Reading requests: every fault names its place and says in the reader's language what is wrong.

mod faults;

use std::future::{Ready, ready};
use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_TYPE, HeaderName, IF_MATCH};
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::future::LocalBoxFuture;
use futures_util::{FutureExt, StreamExt};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use shared::lang::Lang;
use shared::problem::Code;

use crate::error::Error;
use crate::say;

/// The most a JSON body may hold; no shape of the API comes near it.
const MOST_JSON: usize = 256 * 1024;

/// A JSON body.
pub struct Json<T>(pub T);

/// A JSON merge patch (RFC 7396).
pub struct Patch<T>(pub T);

/// The query string.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let fit = media_type(request, "application/json", "accept");
        let payload = payload.take();
        async move {
            fit?;
            parse(&read_body(payload, MOST_JSON).await?).map(Self)
        }
        .boxed_local()
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Patch<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let fit = media_type(request, "application/merge-patch+json", "accept-patch");
        let payload = payload.take();
        async move {
            fit?;
            parse(&read_body(payload, MOST_JSON).await?).map(Self)
        }
        .boxed_local()
    }
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read_query(request.query_string()).map(Self))
    }
}

/// Reads a query string.
pub fn read_query<T: DeserializeOwned>(query: &str) -> Result<T, Error> {
    let pairs = form_urlencoded::parse(query.as_bytes());
    let parsed = serde_path_to_error::deserialize(serde_urlencoded::Deserializer::new(pairs));
    parsed.map_err(|error| faults::of_query(&error))
}

/// Reads JSON; what is wrong with it is told by its place.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    // serde would take a list of the members' values for the object.
    if bytes.trim_ascii_start().starts_with(b"[") {
        return Err(faults::not_an_object());
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| faults::of_json(&error))?;
    reader.end().map_err(|error| faults::syntax(&error))?;
    Ok(value)
}

/// 415 unless the body is of this media type.
pub fn media_type(request: &HttpRequest, wanted: &'static str, answer_in: &'static str) -> Result<(), Error> {
    if request.content_type().eq_ignore_ascii_case(wanted) {
        return Ok(());
    }
    let got = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("-").chars().take(80).collect::<String>();
    let words = say!("内容类型应为 {wanted}，收到的是 {got}", "Send {wanted}; got {got}");
    Err(Error::new(Code::UnsupportedMediaType).saying(words).header(HeaderName::from_static(answer_in), wanted))
}

/// Reads a whole body, up to `most` bytes.
pub async fn read_body(payload: Payload, most: usize) -> Result<Bytes, Error> {
    let (body, end) = read_what_comes(payload, most).await;
    end.map(|()| body.into())
}

/// Reads as much of a body as comes, up to `most` bytes, and what went wrong before its end.
pub async fn read_what_comes(mut payload: Payload, most: usize) -> (Vec<u8>, Result<(), Error>) {
    let mut body = Vec::new();
    while let Some(chunk) = payload.next().await {
        match chunk {
            Err(error) => return (body, Err(broken_off(&error))),
            Ok(chunk) if body.len() + chunk.len() > most => return (body, Err(too_large(most))),
            Ok(chunk) => body.extend_from_slice(&chunk),
        }
    }
    (body, Ok(()))
}

fn broken_off(error: &actix_web::error::PayloadError) -> Error {
    Error::new(Code::Malformed).saying(say!("上传中断：{error}", "The upload broke off: {error}"))
}

/// 413, naming the limit.
pub fn too_large(most: usize) -> Error {
    let (kib, mib) = (most / 1024, most / 1024 / 1024);
    let words = if mib > 0 { say!("最多 {mib} MB", "At most {mib} MB") } else { say!("最多 {kib} KB", "At most {kib} KB") };
    Error::new(Code::TooLarge).saying(words)
}

/// The version the caller has seen: `If-Match: "r<version>"`, required.
#[derive(Debug, Clone, Copy)]
pub struct Seen(i32);

impl Seen {
    /// What the server itself has read.
    pub const fn of(version: i32) -> Self {
        Self(version)
    }

    /// Fails with 412 and the current ETag when the record has moved on.
    pub fn check(self, version: i32) -> Result<(), Error> {
        if self.0 == version { Ok(()) } else { Err(moved_on(version)) }
    }

    /// For the `WHERE version = …` of an update.
    pub const fn version(self) -> i32 {
        self.0
    }
}

/// 412: the record has another version now.
pub fn moved_on(version: i32) -> Error {
    let etag = format!("\"r{version}\"");
    Error::new(Code::VersionConflict).header(actix_web::http::header::ETAG, &etag)
}

impl FromRequest for Seen {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(header) = request.headers().get(IF_MATCH) else {
            let words = say!("请在 If-Match 中带上读取时得到的 ETag", "Send the ETag you read in If-Match");
            return ready(Err(Error::new(Code::PreconditionRequired).saying(words)));
        };
        // `"r<version>"`, or as an answer gives it with a hash of what was read: only the version counts.
        let version = header.to_str().ok().and_then(|v| v.trim().strip_prefix("\"r")?.strip_suffix('"')?.split('-').next()?.parse().ok());
        // Any other tag is one we never gave, so it cannot match.
        ready(version.map(Self).ok_or_else(|| Error::new(Code::VersionConflict)))
    }
}

/// The `Idempotency-Key` of a request, if it has one, and who sent it.
#[derive(Debug, Clone)]
pub struct Once {
    pub principal: String,
    pub key: Option<String>,
    path: String,
}

/// A request that counts once: see [`crate::idempotency`].
#[derive(Debug, Clone)]
pub struct OnceOf {
    pub principal: String,
    pub key: Option<String>,
    /// SHA-256 of method, path and body.
    pub request: [u8; 32],
}

impl Once {
    pub fn of(self, body: &impl Serialize) -> OnceOf {
        let bytes = serde_json::to_vec(body).unwrap_or_default();
        self.of_bytes(&bytes)
    }

    pub fn of_bytes(self, body: &[u8]) -> OnceOf {
        let request = Sha256::new().chain_update(&self.path).chain_update([0]).chain_update(body).finalize().into();
        OnceOf { principal: self.principal, key: self.key, request }
    }
}

impl FromRequest for Once {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let key = match request.headers().get("idempotency-key").map(|v| v.to_str().map(|s| s.trim().trim_matches('"').to_owned())) {
            None => None,
            Some(Ok(key)) if (1..=255).contains(&key.len()) => Some(key),
            Some(_) => {
                let words = say!("Idempotency-Key 应为 1 到 255 个可见字符", "Idempotency-Key must be 1 to 255 visible characters");
                return ready(Err(Error::new(Code::Malformed).saying(words)));
            }
        };
        let path = format!("{} {}", request.method(), request.uri());
        ready(Ok(Self { principal: crate::caller::principal(request), key, path }))
    }
}

/// The reader's language: the `lang` cookie of the pages, else `Accept-Language`.
#[derive(Debug, Clone, Copy)]
pub struct Speak(pub Lang);

impl Speak {
    pub fn of(request: &HttpRequest) -> Lang {
        let chosen = request.cookie("lang").and_then(|c| c.value().parse().ok());
        let header = || request.headers().get("accept-language").and_then(|v| v.to_str().ok()).map(Lang::accepted);
        chosen.or_else(header).unwrap_or_default()
    }
}

impl FromRequest for Speak {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(Self::of(request))))
    }
}

impl<T> Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
