//! Reading a form, and saying what is wrong with it: read out at once, and the keyboard is where it can be mended.

use std::str::FromStr;

use shared::lang::Lang;
use shared::problem::FieldError;
use shared::value::{Count, Fault};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::icon::Icon;
use crate::api::Failure;
use crate::device;
use crate::look::use_lang;

#[derive(PartialEq, Properties)]
pub struct ComplaintProps {
    pub failure: Option<Failure>,
}

/// The reason a write failed. Moves to the first faulty field, or, where no field is at fault, to the reason itself.
#[component]
pub fn Complaint(props: &ComplaintProps) -> Html {
    let lang = use_lang();
    let place = use_node_ref();
    {
        let place = place.clone();
        // A second try that fails in the same way is told again.
        use_effect_with(Told(props.failure.clone()), move |Told(failure)| {
            if failure.is_some()
                && let Some(element) = faulty_field().or_else(|| place.cast::<HtmlElement>())
            {
                // Focusing scrolls to it; a browser that refuses has lost nothing but comfort.
                let _ = element.focus();
            }
        });
    }
    let Some(failure) = &props.failure else { return Html::default() };
    let icon = if *failure == Failure::Offline { Icon::Offline } else { Icon::Alert };
    // What the page itself found stands beside its fields already.
    let parts: &[FieldError] = if matches!(failure, Failure::Invalid(_)) { &[] } else { failure.fields() };
    let part = |error: &FieldError| {
        let place = (!error.pointer.is_empty() && !error.pointer.starts_with('/')).then(|| format!("{}：", error.pointer));
        html! { <li>{ place }{ &error.message }</li> }
    };
    html! {
        <div class="notice danger" role="alert" tabindex="-1" ref={place}>
            { icon.draw() }
            <div>
                <p class="strong">{ failure.in_words(lang) }</p>
                if !parts.is_empty() {
                    <ul>{ for parts.iter().map(part) }</ul>
                }
            </div>
        </div>
    }
}

/// A failure that was told, or none.
struct Told(Option<Failure>);

impl PartialEq for Told {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(a), Some(b)) => a.is_same(b),
            (None, None) => true,
            _ => false,
        }
    }
}

/// The first thing to fill in or press in the first field that is marked as wrong.
fn faulty_field() -> Option<HtmlElement> {
    let found = device::document()?.query_selector(".field[data-wrong] :is(input, textarea, select, button)").ok()??;
    found.dyn_into().ok()
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

#[cfg(test)]
mod tests {
    use shared::staffing::PersonName;
    use shared::value::Phone;

    use super::*;

    #[test]
    fn a_form_tells_every_fault_under_its_pointer() {
        let mut check = Check::new(Lang::Zh);
        assert_eq!(check.read::<PersonName>("/name", " 王丽 ").as_deref(), Some("王丽"));
        assert_eq!(check.read_optional::<Phone>("/phone", ""), None);
        assert_eq!(check.count("/households", "213", String::new()), Some(213));
        assert!(check.is_fine());
        check.read::<Phone>("/reporter/phone", "12");
        check.count("/population", "-1", "请填写整数".into());
        let failure = check.failure();
        let said = |pointer: &str| failure.as_ref().and_then(|f| f.field(pointer));
        assert_eq!(said("/reporter/phone"), Some(Fault::Phone.in_words(Lang::Zh)));
        assert_eq!(said("/population"), Some("请填写整数".to_owned()));
        assert_eq!(said("/name"), None);
    }
}
