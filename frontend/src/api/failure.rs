//! Why a call brought no answer, told in the reader's words.

use std::rc::Rc;

use shared::lang::Lang;
use shared::problem::{Code, FieldError, Problem};
use shared::sync::engine::{Answered, Heard};
use wasm_bindgen::JsValue;

use crate::words::{PhoneWords, StateWords};

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// Nothing came back: no network, a server that is down, or a wait too long.
    Offline,
    /// The server said what is wrong.
    Problem(Rc<Problem>),
    /// The page found it wrong itself, before asking; pointers are those the server would use.
    Invalid(Rc<[FieldError]>),
    /// Something came back that is not from this server, such as the sign-in page of a public network.
    Unreadable,
    /// The phone did not keep it: it is full, or its store is broken.
    NotKept { full: bool },
}

impl Failure {
    /// Reads the body of an answer that is not a success.
    pub fn read(bytes: &[u8]) -> Self {
        serde_json::from_slice(bytes).map_or(Self::Unreadable, |problem: Problem| Self::Problem(Rc::new(problem)))
    }

    /// What a program branches on.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Offline | Self::Invalid(_) | Self::Unreadable | Self::NotKept { .. } => None,
        }
    }

    /// Whether a fresh token might help.
    pub fn is_signed_out(&self) -> bool {
        matches!(self.code(), Some(Code::SignInRequired | Code::SessionEnded))
    }

    /// Whether the server itself refused, as opposed to not being reached or being busy.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Problem(problem) if matches!(problem.status, 401 | 403))
    }

    /// What happened and what to do.
    pub fn in_words(&self, lang: Lang) -> String {
        match self {
            Self::Offline => lang.offline_text(),
            Self::Invalid(_) => Code::Invalid.label(lang).to_owned(),
            Self::Unreadable => lang.unreadable_text(),
            Self::NotKept { full: true } => lang.full(),
            Self::NotKept { full: false } => lang.not_saved(),
            Self::Problem(problem) if problem.detail.is_empty() => problem.code.label(lang).to_owned(),
            Self::Problem(problem) => problem.detail.clone(),
        }
    }

    /// Whether `other` is this very failure, not one like it.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Problem(a), Self::Problem(b)) => Rc::ptr_eq(a, b),
            (Self::Invalid(a), Self::Invalid(b)) => Rc::ptr_eq(a, b),
            (a, b) => a == b,
        }
    }

    /// What is wrong with the part of the request at `pointer`.
    pub fn field(&self, pointer: &str) -> Option<String> {
        self.fields().iter().find(|error| error.pointer == pointer).map(|error| error.message.clone())
    }

    /// Everything that is wrong with parts of the request.
    pub fn fields(&self) -> &[FieldError] {
        match self {
            Self::Problem(problem) => &problem.errors,
            Self::Invalid(errors) => errors,
            Self::Offline | Self::Unreadable | Self::NotKept { .. } => &[],
        }
    }

    /// As the engine of the outbox hears it: a refusal is an answer, anything else is silence.
    pub(super) fn heard(self) -> Heard {
        let Self::Problem(problem) = self else { return Heard::Nothing };
        let body = serde_json::to_vec(&*problem).unwrap_or_default();
        let content_type = "application/problem+json".to_owned();
        Heard::Answer(Answered { status: problem.status, content_type, body, ..Answered::default() })
    }

    /// Through a promise, which carries JavaScript values only.
    pub(super) fn into_js(self) -> JsValue {
        match self {
            Self::Offline => JsValue::NULL,
            Self::Invalid(_) | Self::Unreadable | Self::NotKept { .. } => JsValue::UNDEFINED,
            Self::Problem(problem) => serde_json::to_string(&*problem).map_or(JsValue::UNDEFINED, |text| JsValue::from_str(&text)),
        }
    }

    /// Back from a promise.
    pub(super) fn from_js(value: JsValue) -> Self {
        match value.as_string() {
            Some(text) => Self::read(text.as_bytes()),
            None if value.is_null() => Self::Offline,
            None => Self::Unreadable,
        }
    }
}
