//! One list of calls, three runners: the page fetches them, the tests send them, the command line could.

use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// What a call carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

/// A request as data: what to ask, and the type `A` of the answer.
#[derive(Debug, Clone)]
pub struct Call<A> {
    pub method: Method,
    /// Begins with `/api/v1`; percent-encoded.
    pub path: String,
    pub body: Option<Body>,
    /// The version the caller has seen (`If-Match: "r<version>"`).
    pub if_match: Option<i32>,
    /// Makes a repeated request count once.
    pub idempotency_key: Option<Uuid>,
    answer: PhantomData<fn() -> A>,
}

impl<A> PartialEq for Call<A> {
    fn eq(&self, other: &Self) -> bool {
        self.method == other.method && self.path == other.path && self.body == other.body && self.if_match == other.if_match
    }
}

impl<A> Call<A> {
    /// The same request without the type of its answer, for code that is compiled once for all calls.
    pub fn untyped(self) -> Call<()> {
        let Self { method, path, body, if_match, idempotency_key, answer: _ } = self;
        Call { method, path, body, if_match, idempotency_key, answer: PhantomData }
    }
}

impl<A: DeserializeOwned> Call<A> {
    fn new(method: Method, path: impl AsRef<str>, body: Option<Body>) -> Self {
        Self { method, path: format!("/api/v1{}", path.as_ref()), body, if_match: None, idempotency_key: None, answer: PhantomData }
    }

    pub fn get(path: impl AsRef<str>) -> Self {
        Self::new(Method::Get, path, None)
    }

    /// A GET with the filter as its query.
    pub fn list(path: impl AsRef<str>, filter: &impl Serialize) -> Self {
        let query = query(filter);
        let path = path.as_ref();
        if query.is_empty() { Self::get(path) } else { Self::get(format!("{path}?{query}")) }
    }

    pub fn post(path: impl AsRef<str>, body: &impl Serialize) -> Self {
        Self::new(Method::Post, path, Some(json("application/json", body)))
    }

    pub fn put(path: impl AsRef<str>, body: &impl Serialize) -> Self {
        Self::new(Method::Put, path, Some(json("application/json", body)))
    }

    /// A JSON merge patch (RFC 7396) of what has `version` now.
    pub fn patch(path: impl AsRef<str>, body: &impl Serialize, version: i32) -> Self {
        Self::new(Method::Patch, path, Some(json("application/merge-patch+json", body))).when(version)
    }

    pub fn delete(path: impl AsRef<str>) -> Self {
        Self::new(Method::Delete, path, None)
    }

    /// Sends a file as it is.
    pub fn send(method: Method, path: impl AsRef<str>, content_type: &'static str, bytes: Vec<u8>) -> Self {
        Self::new(method, path, Some(Body { content_type, bytes }))
    }

    /// Only when the record still has this version.
    #[must_use]
    pub fn when(mut self, version: i32) -> Self {
        self.if_match = Some(version);
        self
    }

    /// Counts once, however often it is sent.
    #[must_use]
    pub fn once(mut self, key: Uuid) -> Self {
        self.idempotency_key = Some(key);
        self
    }

    /// Reads the answer; an empty body reads as `null`, so `Call<()>` works for 204.
    pub fn read(&self, bytes: &[u8]) -> serde_json::Result<A> {
        Self::read_answer(bytes)
    }

    /// Reads an answer to a call of this type.
    pub fn read_answer(bytes: &[u8]) -> serde_json::Result<A> {
        serde_json::from_slice(if bytes.is_empty() { b"null" } else { bytes })
    }
}

fn json(content_type: &'static str, body: &impl Serialize) -> Body {
    Body { content_type, bytes: serde_json::to_vec(body).unwrap_or_default() }
}

/// Writes a flat struct as a query string, leaving out what is `null`.
fn query(filter: &impl Serialize) -> String {
    let Ok(serde_json::Value::Object(members)) = serde_json::to_value(filter) else { return String::new() };
    let pairs = members.iter().filter_map(|(name, value)| {
        let text = match value {
            serde_json::Value::Null => return None,
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        Some(format!("{name}={}", percent_encoded(&text)))
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
pub fn percent_encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() || b"-._~".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
