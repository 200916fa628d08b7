//! Fields of a form: label above, hint under the label, the error in words beside it, all tied together for screen readers.

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::icon::Icon;
use super::{Id, use_id};
use crate::look::use_lang;
use crate::words::ShellWords;

/// What a text field takes, which decides the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Takes {
    #[default]
    Text,
    /// One's own number, by which one signs in.
    Phone,
    /// Somebody else's number.
    OtherPhone,
    Digits,
    /// The digits that unlock the phone.
    Pin,
    Password,
    NewPassword,
    Search,
    Day,
    /// Of day.
    Time,
    Name,
    Code,
    /// Somebody else's secret, which no browser should offer to keep.
    Secret,
}

impl Takes {
    const fn kind(self) -> &'static str {
        match self {
            Self::Text | Self::Digits | Self::Name | Self::Code => "text",
            Self::Phone | Self::OtherPhone => "tel",
            Self::Password | Self::NewPassword | Self::Secret | Self::Pin => "password",
            Self::Search => "search",
            Self::Day => "date",
            Self::Time => "time",
        }
    }

    const fn keyboard(self) -> Option<&'static str> {
        match self {
            Self::Digits | Self::Pin => Some("numeric"),
            Self::Phone | Self::OtherPhone => Some("tel"),
            _ => None,
        }
    }

    const fn completion(self) -> &'static str {
        match self {
            Self::Phone => "username",
            Self::Password => "current-password",
            Self::NewPassword | Self::Secret => "new-password",
            Self::Name => "name",
            Self::Code => "one-time-code",
            _ => "off",
        }
    }
}

#[derive(PartialEq, Properties)]
pub struct FieldProps {
    pub label: AttrValue,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub error: Option<String>,
    /// May stay empty.
    #[prop_or_default]
    pub optional: bool,
    pub value: AttrValue,
    pub set: Callback<String>,
    #[prop_or_default]
    pub takes: Takes,
    /// The most characters; the count is shown where it is given.
    #[prop_or_default]
    pub most: Option<usize>,
    /// Several lines.
    #[prop_or_default]
    pub lines: bool,
    /// The label is for screen readers only.
    #[prop_or_default]
    pub bare: bool,
}

/// A field for text of one line or several.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    let id = use_id();
    let lang = use_lang();
    let oninput = {
        let set = props.set.clone();
        Callback::from(move |event: InputEvent| {
            let Some(target) = event.target() else { return };
            let text = match target.dyn_into::<HtmlInputElement>() {
                Ok(input) => input.value(),
                Err(target) => target.unchecked_into::<HtmlTextAreaElement>().value(),
            };
            set.emit(text);
        })
    };
    // A search field whose label only screen readers get says in itself what it searches.
    let placeholder = props.bare.then(|| props.label.clone());
    let described = described_by(id, props.hint.is_some(), props.error.is_some());
    let invalid = props.error.is_some().then_some("true");
    let input = if props.lines {
        html! { <textarea id={id.of("field")} class="input" rows="4" value={props.value.clone()} {oninput} aria-describedby={described} aria-invalid={invalid} /> }
    } else {
        html! {
            <input id={id.of("field")} class="input" type={props.takes.kind()} inputmode={props.takes.keyboard()} autocomplete={props.takes.completion()}
                value={props.value.clone()} {oninput} {placeholder} aria-describedby={described} aria-invalid={invalid} />
        }
    };
    let input = if props.takes == Takes::Search {
        html! { <div class="input-wrap">{ Icon::Search.draw() }{ input }</div> }
    } else {
        input
    };
    let count = props.most.map(|most| {
        let used = props.value.chars().count();
        html! { <span class="count digits" aria-hidden="true">{ format!("{used}/{most}") }</span> }
    });
    html! {
        <div class="field" data-wrong={props.error.is_some().then_some("")}>
            <label for={id.of("field")} class={props.bare.then_some("seen-by-readers")}>
                { &props.label }
                if props.optional {
                    <span class="optional">{ lang.optional() }</span>
                }
            </label>
            { hint(id, props.hint.as_ref()) }
            { input }
            { for count }
            { error(id, props.error.as_deref()) }
        </div>
    }
}

#[derive(PartialEq, Properties)]
pub struct SelectProps {
    pub label: AttrValue,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub error: Option<String>,
    /// Value and words of each choice.
    pub choices: Vec<(AttrValue, AttrValue)>,
    pub value: AttrValue,
    pub set: Callback<String>,
    #[prop_or_default]
    pub bare: bool,
}

/// A choice out of a list too long for a row of buttons.
#[component]
pub fn Select(props: &SelectProps) -> Html {
    let id = use_id();
    let onchange = {
        let set = props.set.clone();
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                set.emit(select.value());
            }
        })
    };
    let described = described_by(id, props.hint.is_some(), props.error.is_some());
    html! {
        <div class="field" data-wrong={props.error.is_some().then_some("")}>
            <label for={id.of("field")} class={props.bare.then_some("seen-by-readers")}>{ &props.label }</label>
            { hint(id, props.hint.as_ref()) }
            <select id={id.of("field")} class="input" {onchange} aria-describedby={described} aria-invalid={props.error.is_some().then_some("true")}>
                for (value, words) in props.choices.iter() {
                    <option value={value.clone()} selected={*value == props.value}>{ words }</option>
                }
            </select>
            { error(id, props.error.as_deref()) }
        </div>
    }
}

fn described_by(id: Id, hint: bool, error: bool) -> Option<AttrValue> {
    match (hint, error) {
        (false, false) => None,
        (true, false) => Some(id.of("hint")),
        (false, true) => Some(id.of("error")),
        (true, true) => Some(format!("{} {}", id.of("hint"), id.of("error")).into()),
    }
}

fn hint(id: Id, words: Option<&AttrValue>) -> Html {
    words.map_or_else(Html::default, |words| html! { <p class="hint" id={id.of("hint")}>{ words }</p> })
}

fn error(id: Id, words: Option<&str>) -> Html {
    words.map_or_else(
        Html::default,
        |words| html! { <p class="error" id={id.of("error")}>{ Icon::Alert.small() }<span>{ words }</span></p> },
    )
}
