//! What somebody enters into a form with many fields, under the pointers the server would use for them.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::str::FromStr;

use shared::lang::Lang;
use shared::value::Fault;
use yew::prelude::*;

use super::field::{Field, Select, Takes};
use super::form::Check;
use crate::api::Failure;

/// The texts by their pointers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Texts(BTreeMap<String, String>);

impl Texts {
    /// What is there to begin with.
    pub fn of<const N: usize>(texts: [(&str, String); N]) -> Self {
        Self(texts.into_iter().map(|(pointer, text)| (pointer.to_owned(), text)).collect())
    }

    pub fn get(&self, pointer: &str) -> &str {
        self.0.get(pointer).map_or("", String::as_str)
    }
}

impl Reducible for Texts {
    type Action = (String, String);

    fn reduce(self: Rc<Self>, (pointer, text): (String, String)) -> Rc<Self> {
        let mut texts = (*self).clone();
        texts.0.insert(pointer, text);
        texts.into()
    }
}

/// A form being filled in.
#[derive(Clone)]
pub struct Entered {
    pub lang: Lang,
    pub texts: UseReducerHandle<Texts>,
    pub failure: Option<Failure>,
}

impl Entered {
    pub fn get(&self, pointer: &str) -> &str {
        self.texts.get(pointer)
    }

    pub fn set(&self, pointer: &str) -> Callback<String> {
        let (texts, pointer) = (self.texts.dispatcher(), pointer.to_owned());
        Callback::from(move |text| texts.dispatch((pointer.clone(), text)))
    }

    pub fn error(&self, pointer: &str) -> Option<String> {
        self.failure.as_ref().and_then(|failure| failure.field(pointer))
    }

    /// A field of one line.
    pub fn line(&self, label: String, pointer: &str, takes: Takes) -> Html {
        html! { <Field {label} {takes} value={self.get(pointer).to_owned()} set={self.set(pointer)} error={self.error(pointer)} /> }
    }

    /// A field of one line that may stay empty.
    pub fn optional(&self, label: String, pointer: &str, takes: Takes) -> Html {
        html! { <Field {label} {takes} optional=true value={self.get(pointer).to_owned()} set={self.set(pointer)} error={self.error(pointer)} /> }
    }

    /// A field of several lines.
    pub fn lines(&self, label: String, pointer: &str, most: usize) -> Html {
        html! { <Field {label} lines=true {most} value={self.get(pointer).to_owned()} set={self.set(pointer)} error={self.error(pointer)} /> }
    }

    /// A choice out of a few.
    pub fn choice(&self, label: String, pointer: &str, choices: Vec<(AttrValue, AttrValue)>) -> Html {
        html! { <Select {label} {choices} value={self.get(pointer).to_owned()} set={self.set(pointer)} error={self.error(pointer)} /> }
    }

    /// Reads a field that must be filled.
    pub fn read<T: FromStr<Err = Fault>>(&self, check: &mut Check, pointer: &str) -> Option<T> {
        check.read(pointer, self.get(pointer))
    }

    /// Reads a field that may stay empty.
    pub fn read_optional<T: FromStr<Err = Fault>>(&self, check: &mut Check, pointer: &str) -> Option<T> {
        check.read_optional(pointer, self.get(pointer))
    }
}

/// A form that begins with these texts.
#[hook]
pub fn use_entered(lang: Lang, first: impl FnOnce() -> Texts, failure: Option<Failure>) -> Entered {
    let texts = use_reducer(first);
    Entered { lang, texts, failure }
}
