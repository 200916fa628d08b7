//! What is wrong with a whole form, above its fields: read out at once, and the keyboard is there.

use std::str::FromStr;

use shared::lang::Lang;
use shared::problem::FieldError;
use shared::value::{Count, Fault};
use web_sys::HtmlElement;
use yew::prelude::*;

use super::icon::Icon;
use crate::api::Failure;
use crate::look::use_lang;

#[derive(PartialEq, Properties)]
pub struct ComplaintProps {
    pub failure: Option<Failure>,
}

/// The reason a write failed, with every faulty part of it.
#[component]
pub fn Complaint(props: &ComplaintProps) -> Html {
    let lang = use_lang();
    let place = use_node_ref();
    {
        let place = place.clone();
        use_effect_with(props.failure.clone(), move |failure| {
            if let (Some(_), Some(notice)) = (failure, place.cast::<HtmlElement>()) {
                // Focusing scrolls to it; a browser that refuses has lost nothing but comfort.
                let _ = notice.focus();
            }
        });
    }
    let Some(failure) = &props.failure else { return Html::default() };
    let icon = if *failure == Failure::Offline { Icon::Offline } else { Icon::Alert };
    let fields = failure.fields().iter().filter(|error| !error.message.is_empty());
    html! {
        <div class="notice danger" role="alert" tabindex="-1" ref={place}>
            { icon.draw() }
            <div>
                <p class="strong">{ failure.in_words(lang) }</p>
                if failure.fields().len() > 1 {
                    <ul>{ for fields.map(|error| html! { <li>{ &error.message }</li> }) }</ul>
                }
            </div>
        </div>
    }
}

/// Sets a text from a field.
pub fn setter(state: &UseStateHandle<String>) -> Callback<String> {
    let set = state.setter();
    Callback::from(move |text| set.set(text))
}

/// Reads a form, collecting what is wrong with it under the pointers the server would use.
pub struct Check {
    lang: Lang,
    errors: Vec<FieldError>,
}

impl Check {
    /// Of nothing wrong yet.
    pub fn new(lang: Lang) -> Self {
        Self { lang, errors: Vec::new() }
    }

    /// A field that must be filled.
    pub fn read<T: FromStr<Err = Fault>>(&mut self, pointer: &str, text: &str) -> Option<T> {
        text.parse().map_err(|fault| self.wrong(pointer, fault)).ok()
    }

    /// A field that may stay empty.
    pub fn read_optional<T: FromStr<Err = Fault>>(&mut self, pointer: &str, text: &str) -> Option<T> {
        if text.trim().is_empty() { None } else { self.read(pointer, text) }
    }

    /// A secret, which is taken as it is, but not empty.
    pub fn secret(&mut self, pointer: &str, text: &str) -> String {
        if text.is_empty() {
            self.wrong(pointer, Fault::Empty);
        }
        text.to_owned()
    }

    /// Something that must be so.
    pub fn must(&mut self, pointer: &str, fit: bool, words: String) {
        if !fit {
            self.errors.push(FieldError { pointer: pointer.to_owned(), code: Fault::Empty.code().to_owned(), message: words });
        }
    }

    /// A whole number that may stay empty.
    pub fn count(&mut self, pointer: &str, text: &str, words: String) -> Option<Count> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let count = text.parse::<Count>().ok().filter(|n| *n >= 0);
        self.must(pointer, count.is_some(), words);
        count
    }

    fn wrong(&mut self, pointer: &str, fault: Fault) {
        self.errors.push(FieldError { pointer: pointer.to_owned(), code: fault.code().to_owned(), message: fault.in_words(self.lang) });
    }

    /// Whether nothing was wrong so far.
    pub fn is_fine(&self) -> bool {
        self.errors.is_empty()
    }

    /// What was wrong, if anything.
    pub fn failure(self) -> Option<Failure> {
        (!self.errors.is_empty()).then(|| Failure::Invalid(self.errors.into()))
    }
}
