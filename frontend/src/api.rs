//! Runs calls: `fetch` with the access token from memory, one silent refresh when it has run out, problems read into a typed failure.

mod failure;
mod load;
mod send;

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::{Promise, Uint8Array};
use serde::de::DeserializeOwned;
use shared::call::{Body, Call, Method};
use shared::devices::{APP_HEADER, DEVICE_HEADER};
use shared::lang::Lang;
use shared::problem::Code;
use shared::session::{self, SignedIn};
use shared::sync::engine::{Answered, Heard};
use shared::sync::ops::DeviceId;
use shared::sync::uploads::TUS_VERSION;
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{AbortController, Headers, RequestCache, RequestInit, Response};
use yew::prelude::*;

use crate::device;

pub use failure::Failure;
pub use load::{Loaded, Loading, Paged, use_call, use_pages};
pub use send::{Sending, use_send};

/// Reaches the server on behalf of whoever is signed in. Cheap to clone; all clones share one token.
#[derive(Clone, Default)]
pub struct Api(Rc<Shared>);

#[derive(Default)]
struct Shared {
    /// In memory only: a page that is closed forgets it.
    token: RefCell<Option<String>>,
    /// Somebody was signed in here when the app was closed: the first call asks for a token by the cookie.
    resumes: Cell<bool>,
    /// The refresh under way, which everybody who met a 401 waits for.
    refreshing: RefCell<Option<Promise>>,
    lang: Cell<Lang>,
    /// What this device calls itself, once its store is open.
    device: Cell<Option<DeviceId>>,
    /// Told when the session is over for good.
    ended: RefCell<Callback<()>>,
}

impl PartialEq for Api {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Api {
    /// The language answers should come in.
    pub fn speak(&self, lang: Lang) {
        self.0.lang.set(lang);
    }

    /// What this device calls itself from now on.
    pub fn is_on(&self, device: DeviceId) {
        self.0.device.set(Some(device));
    }

    /// Whom to tell when the session has ended.
    pub fn when_ended(&self, tell: Callback<()>) {
        *self.0.ended.borrow_mut() = tell;
    }

    /// Begins a session with a token just received.
    pub fn begin(&self, signed_in: &SignedIn) {
        *self.0.token.borrow_mut() = Some(signed_in.access_token.clone());
    }

    /// Goes on with the session of the last visit: whoever calls gets a token first.
    pub fn resume(&self) {
        self.0.resumes.set(true);
    }

    /// Forgets the token of a session that was signed out, and on what device it was.
    pub fn end(&self) {
        *self.0.token.borrow_mut() = None;
        self.0.resumes.set(false);
        self.0.device.set(None);
    }

    fn has_token(&self) -> bool {
        self.0.token.borrow().is_some()
    }

    /// Sends a call and reads its answer. A token that has run out is renewed once, unseen.
    pub async fn run<A: DeserializeOwned + 'static>(&self, call: &Call<A>) -> Result<A, Failure> {
        let bytes = self.answer(Request::of(call)).await?;
        call.read(&bytes).map_err(|_| Failure::Unreadable)
    }

    /// The bytes a call is answered with, for code that is compiled once for all calls.
    fn answer_to<'a>(&'a self, call: &'a Call<()>) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, Failure>> + 'a>> {
        self.answer(Request::of(call))
    }

    /// Fetches a file.
    pub async fn fetch_file(&self, path: &str) -> Result<Vec<u8>, Failure> {
        self.answer(Request { method: Method::Get, path, body: None, if_match: None, key: None, upload_offset: None }).await
    }

    /// The answer's bytes. Boxed and without the answer's type, so that it is compiled once and not once a call.
    fn answer<'a>(&'a self, request: Request<'a>) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, Failure>> + 'a>> {
        Box::pin(async move {
            if self.0.resumes.get() && !self.has_token() {
                self.renew().await?;
            }
            match self.fetch(request).await {
                Err(failure) if failure.is_signed_out() && self.has_token() => {
                    self.renew().await?;
                    self.fetch(request).await
                }
                other => other,
            }
        })
    }

    /// Trades the refresh cookie for a token; at most one such request is on its way.
    pub async fn renew(&self) -> Result<(), Failure> {
        let under_way = self.0.refreshing.borrow().clone();
        let promise = under_way.unwrap_or_else(|| {
            let api = self.clone();
            let promise = future_to_promise(async move {
                let outcome = api.fetch(Request::of(&session::refresh())).await;
                *api.0.refreshing.borrow_mut() = None;
                let bytes = outcome.map_err(|failure| failure.into_js())?;
                let signed_in = session::refresh().read(&bytes).map_err(|_| Failure::Unreadable.into_js())?;
                api.begin(&signed_in);
                Ok(JsValue::UNDEFINED)
            });
            *self.0.refreshing.borrow_mut() = Some(promise.clone());
            promise
        });
        let outcome = JsFuture::from(promise).await.map(|_| ()).map_err(Failure::from_js);
        let refused = matches!(&outcome, Err(failure) if failure.is_refusal());
        if refused && (self.0.token.borrow_mut().take().is_some() || self.0.resumes.get()) {
            let tell = self.0.ended.borrow().clone();
            tell.emit(());
        }
        outcome
    }

    /// What a call is answered with, as the engine of the outbox wants to hear it. Whoever opened the app without a network has no token
    /// yet and gets one first.
    pub async fn hears<A>(&self, call: &Call<A>, upload_offset: Option<i64>) -> Heard {
        self.hears_of(Request { upload_offset, ..Request::of(call) }).await
    }

    fn hears_of<'a>(&'a self, request: Request<'a>) -> Pin<Box<dyn Future<Output = Heard> + 'a>> {
        Box::pin(async move {
            if !self.has_token()
                && let Err(failure) = self.renew().await
            {
                return self.refused(request, failure).await;
            }
            let heard = self.reach(request).await.map_or(Heard::Nothing, Heard::Answer);
            match &heard {
                Heard::Answer(answered) if answered.status == 401 => match self.renew().await {
                    Ok(()) => self.reach(request).await.map_or(Heard::Nothing, Heard::Answer),
                    Err(failure) => self.refused(request, failure).await,
                },
                _ => heard,
            }
        })
    }

    /// What is heard when there is no token. A phone that was reported lost gets none, and may hand in its work all the same.
    async fn refused(&self, request: Request<'_>, failure: Failure) -> Heard {
        if failure.code() != Some(Code::DeviceLost) {
            return failure.heard();
        }
        match self.reach(request).await {
            Ok(answered) if answered.status != 401 => Heard::Answer(answered),
            _ => failure.heard(),
        }
    }

    async fn fetch(&self, request: Request<'_>) -> Result<Vec<u8>, Failure> {
        let answered = self.reach(request).await?;
        if (200..300).contains(&answered.status) { Ok(answered.body) } else { Err(Failure::read(&answered.body)) }
    }

    async fn reach(&self, request: Request<'_>) -> Result<Answered, Failure> {
        let window = device::window().ok_or(Failure::Offline)?;
        let controller = AbortController::new().map_err(|_| Failure::Offline)?;
        let init = self.init(request).map_err(|_| Failure::Offline)?;
        init.set_signal(Some(&controller.signal()));
        let patience = Timeout::new(request.patience(), move || controller.abort());
        let answer = JsFuture::from(window.fetch_with_str_and_init(request.path, &init)).await;
        let response: Response = answer.map_err(|_| Failure::Offline)?.dyn_into().map_err(|_| Failure::Unreadable)?;
        let body = JsFuture::from(response.array_buffer().map_err(|_| Failure::Offline)?).await.map_err(|_| Failure::Offline)?;
        drop(patience);
        let header = |name: &str| response.headers().get(name).ok().flatten();
        Ok(Answered {
            status: response.status(),
            content_type: header("content-type").unwrap_or_default(),
            retry_after: header("retry-after").and_then(|seconds| seconds.parse().ok()),
            upload_offset: header("upload-offset").and_then(|offset| offset.parse().ok()),
            body: Uint8Array::new(&body).to_vec(),
        })
    }

    fn init(&self, request: Request) -> Result<RequestInit, JsValue> {
        let headers = Headers::new()?;
        headers.set("accept", "application/json, */*;q=0.5")?;
        headers.set("accept-language", self.0.lang.get().tag())?;
        if let Some(token) = self.0.token.borrow().as_deref() {
            headers.set("authorization", &format!("Bearer {token}"))?;
        }
        headers.set(APP_HEADER, env!("CARGO_PKG_VERSION"))?;
        if let Some(device) = self.0.device.get() {
            headers.set(DEVICE_HEADER, &device.to_string())?;
        }
        if let Some(version) = request.if_match {
            headers.set("if-match", &format!("\"r{version}\""))?;
        }
        if let Some(offset) = request.upload_offset {
            headers.set("tus-resumable", TUS_VERSION)?;
            headers.set("upload-offset", &offset.to_string())?;
        }
        if let Some(key) = request.key {
            headers.set("idempotency-key", &key.to_string())?;
        }
        let init = RequestInit::new();
        init.set_method(request.method.as_str());
        // A record's ETag is its version, which stays when only what is derived changes (an account, today's appointments): no copy is kept.
        init.set_cache(RequestCache::NoStore);
        if let Some(body) = request.body {
            headers.set("content-type", body.content_type)?;
            init.set_body_opt_u8_array(Some(&Uint8Array::from(body.bytes.as_slice())));
        }
        init.set_headers_headers(&headers);
        Ok(init)
    }
}

/// What a call sends, without the type of what it is answered.
#[derive(Clone, Copy)]
struct Request<'a> {
    method: Method,
    path: &'a str,
    body: Option<&'a Body>,
    if_match: Option<i32>,
    key: Option<Uuid>,
    /// Of a piece of a file: with which byte it begins.
    upload_offset: Option<i64>,
}

impl<'a> Request<'a> {
    fn of<A>(call: &'a Call<A>) -> Self {
        Self {
            method: call.method,
            path: &call.path,
            body: call.body.as_ref(),
            if_match: call.if_match,
            key: call.idempotency_key,
            upload_offset: None,
        }
    }

    /// How long to wait before calling it a lost connection, in milliseconds: half a minute, and a second for every 4 KB sent.
    fn patience(self) -> u32 {
        let kilobytes = self.body.map_or(0, |body| u32::try_from(body.bytes.len() / 1024).unwrap_or(u32::MAX / 1000));
        30_000_u32.saturating_add(kilobytes.saturating_mul(250))
    }
}

/// The way to the server.
#[hook]
pub fn use_api() -> Api {
    use_context::<Api>().unwrap_or_default()
}
