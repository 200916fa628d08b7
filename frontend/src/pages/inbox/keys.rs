//! The inbox by keyboard. Single keys rest while somebody types or a sheet is open, and can be switched off (WCAG 2.1.4).

use shared::cases::Move;
use shared::lang::Lang;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;

use crate::device;
use crate::look::use_lang;
use crate::parts::keydown::use_keydown;
use crate::parts::pick::Switch;
use crate::parts::sheet::Sheet;
use crate::words::InboxWords;

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    Down,
    Up,
    Select,
    SelectNone,
    Make(Move),
    Search,
    Help,
}

/// Reads a key; those that are not ours do nothing.
fn read(key: &str) -> Option<Ask> {
    Some(match key {
        "j" | "ArrowDown" => Ask::Down,
        "k" | "ArrowUp" => Ask::Up,
        "x" => Ask::Select,
        "Escape" => Ask::SelectNone,
        "a" => Ask::Make(Move::Accept),
        "d" => Ask::Make(Move::Dispatch),
        "s" => Ask::Make(Move::Assign),
        "r" => Ask::Make(Move::Remind),
        "/" => Ask::Search,
        "?" => Ask::Help,
        _ => return None,
    })
}

/// What the sheet of keys tells.
fn table(lang: Lang) -> [(&'static str, String); 11] {
    [
        ("J ↓", lang.key_down()),
        ("K ↑", lang.key_up()),
        ("Enter", lang.key_open()),
        ("X", lang.key_select()),
        ("Esc", lang.key_none()),
        ("A", Move::Accept.label(lang).to_owned()),
        ("D", Move::Dispatch.label(lang).to_owned()),
        ("S", Move::Assign.label(lang).to_owned()),
        ("R", Move::Remind.label(lang).to_owned()),
        ("/", lang.key_search()),
        ("Ctrl Enter", lang.key_send()),
    ]
}

/// Where somebody who wants no single keys has said so.
const OFF: &str = "wangge.keys_off";

/// Hears keys as long as the inbox is there.
#[hook]
pub fn use_keys(on: bool, ask: Callback<Ask>) {
    use_keydown(Callback::from(move |event: KeyboardEvent| {
        if let Some(asked) = heard(&event).filter(|asked| on || *asked == Ask::Help) {
            event.prevent_default();
            ask.emit(asked);
        }
    }));
}

/// What is asked for, unless somebody is typing, a sheet is open, or the key means something to the browser.
fn heard(event: &KeyboardEvent) -> Option<Ask> {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let elsewhere = "input:not([type=checkbox]), textarea, select, dialog, [contenteditable]";
    let typing = target.and_then(|target| target.closest(elsewhere).ok().flatten()).is_some();
    let with_others = event.ctrl_key() || event.meta_key() || event.alt_key();
    if typing || with_others || event.is_composing() || device::document()?.query_selector("dialog[open]").ok()?.is_some() {
        return None;
    }
    read(&event.key())
}

/// Whether single keys are on, and the way to switch them.
#[hook]
pub fn use_keys_on() -> (bool, Callback<bool>) {
    let on = use_state(|| device::kept(OFF).is_none());
    let set = {
        let on = on.setter();
        Callback::from(move |to: bool| {
            if to {
                device::forget(OFF);
            } else {
                device::keep(OFF, "1");
            }
            on.set(to);
        })
    };
    (*on, set)
}

#[derive(PartialEq, Properties)]
pub struct KeysSheetProps {
    pub on: bool,
    pub set: Callback<bool>,
    pub close: Callback<()>,
}

/// The keys, and a switch for them.
#[component]
pub fn KeysSheet(props: &KeysSheetProps) -> Html {
    let lang = use_lang();
    html! {
        <Sheet title={lang.keys()} close={props.close.clone()}>
            <dl class="cells facts keys">
                for (key, what) in table(lang) {
                    <div key={key}><dt>for part in key.split(' ') { <kbd>{ part }</kbd> }</dt><dd>{ what }</dd></div>
                }
            </dl>
            <div class="cells"><Switch label={lang.keys_on()} note={lang.keys_on_note()} on={props.on} set={props.set.clone()} /></div>
        </Sheet>
    }
}

/// Moves the focus to an element by its id; it scrolls into view by that.
pub fn focus(id: &str) {
    let found = device::document().and_then(|document| document.get_element_by_id(id)).and_then(|e| e.dyn_into::<HtmlElement>().ok());
    if let Some(element) = found {
        // What cannot take the focus stays where it is.
        let _ = element.focus();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_that_is_shown_does_something() {
        for (keys, what) in table(Lang::Zh) {
            let first = keys.split(' ').next().unwrap_or_default();
            let known = match first {
                "Enter" | "Ctrl" => true,
                "Esc" => read("Escape").is_some(),
                key => read(&key.to_lowercase()).is_some(),
            };
            assert!(known, "{keys}: {what}");
        }
    }
}
