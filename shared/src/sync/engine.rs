//! The phone's side. Whoever runs it asks what to send, sends it, and tells what was heard; the engine decides what that means.
//!
//! ```text
//! loop: next_push → send → heard_push; next_upload → send → heard_upload; next_pull → send → heard_pull
//! ```
//!
//! It reads no clock and draws no lots: `now` and `chance` come from outside. One sender at a time: what [`Engine::next_push`] gave out is
//! under way until it is heard of, or for [`LEASE_MS`].

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::problem::{Code, Problem};
use crate::time::Moment;

use super::backoff;
use super::store::{Durability, Shelf, Store, Write};

/// How long something that was given out counts as being under way when nothing is heard of it: the app may have died.
pub const LEASE_MS: i64 = 180_000;
/// The longest a server may ask us to wait.
const LONGEST_WAIT_MS: i64 = 3_600_000;

/// The phone's side of the work without a signal.
#[derive(Debug)]
pub struct Engine<S> {
    pub(super) store: S,
}

/// Why the engine could not.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SyncFault<F> {
    /// Nothing was saved; the person has to be told.
    #[error("{0}")]
    Store(F),
    /// Something in the store is not what this engine wrote.
    #[error("{shelf} {key} cannot be read: {why}")]
    Unreadable { shelf: &'static str, key: String, why: String },
    /// It was sent before and can be changed no more; a change of it is another operation.
    #[error("it is on its way and cannot be changed any more")]
    Frozen,
    /// There is no such thing in the outbox.
    #[error("there is no such thing in the outbox")]
    Unknown,
}

impl<F> From<F> for SyncFault<F> {
    fn from(fault: F) -> Self {
        Self::Store(fault)
    }
}

/// What came back from the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// Nothing, or not all of it: nobody knows whether the server has done it.
    Nothing,
    Answer(Answered),
}

/// An answer as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answered {
    pub status: u16,
    pub content_type: String,
    /// `Retry-After`, in seconds.
    pub retry_after: Option<i64>,
    /// `Upload-Offset`.
    pub upload_offset: Option<i64>,
    pub body: Vec<u8>,
}

impl Answered {
    /// The body, if it is one of ours. A captive portal answers 200 with a page.
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        let json = self.content_type.starts_with("application/json") || self.content_type.starts_with("application/problem+json");
        serde_json::from_slice(&self.body).ok().filter(|_| json)
    }

    pub(super) fn problem(&self) -> Option<Problem> {
        self.read()
    }
}

/// Why a round ended early. Nothing is lost by any of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// No connection, or it broke off.
    NoLine,
    /// Somebody else answered: a page to sign in to a wireless network, a proxy.
    NotOurs,
    /// The person has to sign in; until then everything waits.
    SignIn,
    /// The server asked to wait.
    Busy,
    /// The server broke.
    Server,
    /// The whole of it was refused; it is sent in smaller parts.
    Refused,
}

/// What the engine remembers of the line.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Line {
    /// Failures in a row.
    pub failures: u32,
    pub wait_until: Option<Moment>,
    /// Until when something is under way.
    pub busy_until: Option<Moment>,
    pub trouble: Option<Trouble>,
    /// Server time minus phone time at the last contact.
    pub clock_offset_ms: i64,
    pub last_contact: Option<Moment>,
    /// The server's clock when it last told it.
    pub heard_at: Option<Moment>,
    /// How many operations go together; fewer after the server found them too many.
    pub together: Option<usize>,
    /// The office has reported this phone lost: what is unsent is handed in, and then everything is deleted.
    pub lost: bool,
}

impl Line {
    /// Whether something may be sent now.
    pub(super) fn is_free(&self, now: Moment) -> bool {
        let past = |at: Option<Moment>, most: i64| at.is_none_or(|at| is_past(at, now, most));
        past(self.wait_until, LONGEST_WAIT_MS) && past(self.busy_until, LEASE_MS) && self.trouble != Some(Trouble::SignIn)
    }

    pub(super) fn lent(&mut self, now: Moment) {
        self.busy_until = Some(Moment::from_millis(now.millis() + LEASE_MS));
    }

    /// Something was heard from the server itself.
    pub(super) fn good(&mut self, server_time: Option<Moment>, now: Moment) {
        let offset = server_time.map_or(self.clock_offset_ms, |there| there.millis() - now.millis());
        *self = Self {
            clock_offset_ms: offset,
            last_contact: Some(now),
            heard_at: server_time.or(self.heard_at),
            together: self.together,
            lost: self.lost,
            ..Self::default()
        };
    }

    /// Something went wrong: wait, longer each time.
    pub(super) fn bad(&mut self, trouble: Trouble, retry_after: Option<i64>, now: Moment, chance: f64) {
        self.failures = self.failures.saturating_add(1);
        let wait = retry_after
            .map_or_else(|| backoff::wait_ms(self.failures, chance), |seconds| (seconds.max(1).saturating_mul(1000)).min(LONGEST_WAIT_MS));
        self.wait_until = Some(Moment::from_millis(now.millis() + wait)).filter(|_| trouble != Trouble::SignIn);
        self.busy_until = None;
        self.trouble = Some(trouble);
    }
}

/// Whether an answer says that this phone was reported lost.
pub(super) fn says_lost(answered: &Answered) -> Option<Problem> {
    answered.problem().filter(|problem| answered.status == 403 && problem.code == Code::DeviceLost)
}

/// What an answer that is not a success means for everything that waits; `None` where it is about what was sent.
pub(super) fn trouble(answered: &Answered) -> Option<Trouble> {
    match answered.status {
        200..=299 => Some(Trouble::NotOurs),
        401 => Some(Trouble::SignIn),
        403 if answered.problem().is_some_and(|p| p.code == Code::PasswordChangeRequired) => Some(Trouble::SignIn),
        400..=499 if answered.problem().is_none() => Some(Trouble::NotOurs),
        408 | 429 => Some(Trouble::Busy),
        400..=499 => None,
        503 => Some(Trouble::Busy),
        500..=599 => Some(Trouble::Server),
        _ => Some(Trouble::NotOurs),
    }
}

/// Whether a moment we set at most so far ahead is past. One that is farther ahead was set by a clock that was wrong.
pub(super) const fn is_past(at: Moment, now: Moment, most_ms: i64) -> bool {
    at.millis() <= now.millis() || at.millis() - now.millis() > most_ms
}

const LINE: &str = "line";

impl<S: Store> Engine<S> {
    pub const fn new(store: S) -> Self {
        Self { store }
    }

    pub const fn store(&self) -> &S {
        &self.store
    }

    /// How the line is.
    pub async fn line(&self) -> Result<Line, SyncFault<S::Fault>> {
        Ok(self.load(Shelf::Meta, LINE).await?.unwrap_or_default())
    }

    /// The phone was reported lost, as some answer said that the engine has not heard itself.
    pub async fn lost(&self) -> Result<(), SyncFault<S::Fault>> {
        let line = Line { lost: true, busy_until: None, wait_until: None, trouble: None, ..self.line().await? };
        self.keep(vec![line_kept(&line)?], Durability::Strict).await
    }

    /// Whether the phone was reported lost and all that was unsent is safe with the office: the app deletes everything now.
    pub async fn may_wipe(&self) -> Result<bool, SyncFault<S::Fault>> {
        Ok(self.line().await?.lost && self.outbox().await?.is_empty())
    }

    /// The person wants it now, has signed in, or the phone says that it is online again: no more waiting.
    pub async fn wake(&self) -> Result<(), SyncFault<S::Fault>> {
        let line = self.line().await?;
        let line = Line { wait_until: None, trouble: None, ..line };
        self.keep(vec![line_kept(&line)?], Durability::Relaxed).await
    }

    /// Whoever sends knows that nobody else does: what died while it was sending is not waited for.
    pub async fn alone(&self) -> Result<(), SyncFault<S::Fault>> {
        let line = self.line().await?;
        if line.busy_until.is_none() {
            return Ok(());
        }
        self.keep(vec![line_kept(&Line { busy_until: None, ..line })?], Durability::Relaxed).await
    }

    pub(super) async fn load<T: DeserializeOwned>(&self, shelf: Shelf, key: &str) -> Result<Option<T>, SyncFault<S::Fault>> {
        self.store.read(shelf, key).await?.map(|text| read(shelf, key, &text)).transpose()
    }

    pub(super) async fn load_all<T: DeserializeOwned>(&self, shelf: Shelf, prefix: &str) -> Result<Vec<(String, T)>, SyncFault<S::Fault>> {
        let all = self.store.scan(shelf, prefix).await?;
        all.into_iter()
            .map(|(key, value)| {
                let value = read(shelf, &key, &value)?;
                Ok((key, value))
            })
            .collect()
    }

    pub(super) async fn keep(&self, writes: Vec<Write>, durability: Durability) -> Result<(), SyncFault<S::Fault>> {
        Ok(self.store.commit(writes, durability).await?)
    }
}

fn read<T: DeserializeOwned, F>(shelf: Shelf, key: &str, text: &str) -> Result<T, SyncFault<F>> {
    // By its bytes, as answers are read: one way to read costs a phone less program than two.
    serde_json::from_slice(text.as_bytes()).map_err(|why| SyncFault::Unreadable {
        shelf: shelf.name(),
        key: key.into(),
        why: why.to_string(),
    })
}

/// The write that puts something under a key.
pub(super) fn put<F>(shelf: Shelf, key: impl Into<String>, value: &impl Serialize) -> Result<Write, SyncFault<F>> {
    let key = key.into();
    Ok(Write::Put { value: written(shelf, &key, value)?, shelf, key })
}

/// The write that puts something behind all others.
pub(super) fn append<F>(shelf: Shelf, value: &impl Serialize) -> Result<Write, SyncFault<F>> {
    Ok(Write::Append { value: written(shelf, "", value)?, shelf })
}

fn written<F>(shelf: Shelf, key: &str, value: &impl Serialize) -> Result<String, SyncFault<F>> {
    serde_json::to_string(value).map_err(|why| SyncFault::Unreadable { shelf: shelf.name(), key: key.into(), why: why.to_string() })
}

pub(super) fn line_kept<F>(line: &Line) -> Result<Write, SyncFault<F>> {
    put(Shelf::Meta, LINE, line)
}
