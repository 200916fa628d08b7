//! Choices of a few: a row of radio buttons, a row of filter chips, a switch.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::icon::Icon;
use super::use_id;

#[derive(PartialEq, Properties)]
pub struct SegmentsProps {
    /// What is being chosen.
    pub label: AttrValue,
    pub choices: Vec<AttrValue>,
    /// Which one is chosen, counted from 0.
    pub chosen: usize,
    pub choose: Callback<usize>,
    #[prop_or_default]
    pub bare: bool,
}

/// Two to four choices side by side.
#[component]
pub fn Segments(props: &SegmentsProps) -> Html {
    let id = use_id();
    html! {
        <fieldset class="field">
            <legend class={props.bare.then_some("seen-by-readers")}>{ &props.label }</legend>
            <div class="segments">
                for (i, words) in props.choices.iter().enumerate() {
                    <label>
                        <input type="radio" name={id.of("pick")} checked={i == props.chosen} onchange={props.choose.reform(move |_| i)} />
                        <span>{ words }</span>
                    </label>
                }
            </div>
        </fieldset>
    }
}

/// One filter of a row.
#[derive(Clone, PartialEq)]
pub struct Chip {
    pub words: AttrValue,
    pub on: bool,
    pub press: Callback<()>,
}

/// A row of filters, each on or off; on a phone it scrolls sideways.
pub fn chips(label: impl Into<AttrValue>, chips: Vec<Chip>) -> Html {
    let label: AttrValue = label.into();
    html! {
        <div class="chips" role="group" aria-label={label}>
            for chip in chips {
                <button type="button" class="chip" aria-pressed={if chip.on { "true" } else { "false" }} onclick={chip.press.reform(|_| ())}>{ chip.words }</button>
            }
        </div>
    }
}

/// A field of a form in which any of some things are chosen.
pub fn several(label: String, hint: Option<String>, choices: Vec<Chip>, error: Option<String>) -> Html {
    html! {
        <div class="field">
            <span class="label">{ &label }</span>
            if let Some(hint) = hint {
                <p class="hint">{ hint }</p>
            }
            <div class="wraps">{ chips(label.clone(), choices) }</div>
            if let Some(wrong) = error {
                <p class="error" role="alert">{ Icon::Alert.small() }<span>{ wrong }</span></p>
            }
        </div>
    }
}

#[derive(PartialEq, Properties)]
pub struct SwitchProps {
    pub label: AttrValue,
    #[prop_or_default]
    pub note: Option<AttrValue>,
    pub on: bool,
    pub set: Callback<bool>,
}

/// Something that is on or off.
#[component]
pub fn Switch(props: &SwitchProps) -> Html {
    let id = use_id();
    let onchange = {
        let set = props.set.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                set.emit(input.checked());
            }
        })
    };
    html! {
        <div class="switch">
            <span class="switch-text">
                <label for={id.of("switch")}>{ &props.label }</label>
                if let Some(note) = &props.note {
                    <small class="soft" id={id.of("note")}>{ note }</small>
                }
            </span>
            <input
                type="checkbox" role="switch" id={id.of("switch")} checked={props.on} {onchange}
                aria-describedby={props.note.as_ref().map(|_| id.of("note"))}
            />
        </div>
    }
}
