//! The fields of a move's sheet: one for each need of its row, in the order people think.

use std::rc::Rc;

use shared::cases::{Need, Telling, Transition};
use shared::categories::standards::Standard;
use shared::lang::Lang;
use shared::privacy;
use yew::prelude::*;

use super::entered::{About, Change, Entered, chooses_standard, takes_reason, takes_unit};
use super::levels::Levels;
use super::other::Other;
use super::people::People;
use super::templates::Templates;
use crate::api::Failure;
use crate::look::use_lang;
use crate::parts::field::{Field, Takes};
use crate::parts::icon::Icon;
use crate::parts::use_id;
use crate::photo::nine::Nine;
use crate::words::{MoveWords, reason_words};

#[derive(Clone, PartialEq, Properties)]
pub struct FieldsProps {
    pub row: &'static Transition,
    pub about: Rc<About>,
    pub entered: Rc<Entered>,
    pub enter: Callback<Change>,
    pub failure: Option<Failure>,
}

/// What a move needs, to be entered.
#[component]
pub fn Fields(props: &FieldsProps) -> Html {
    let lang = use_lang();
    let FieldsProps { row, about, entered, enter, .. } = props;
    let error = |pointer: &str| props.failure.as_ref().and_then(|failure| failure.field(pointer));
    let needs = |need| row.needs_a(need);
    html! {
        <>
            if needs(Need::Assignee) {
                <div class="card"><People grid={about.grid.clone()} chosen={entered.assignee.clone()} error={error("/assignee")} choose={enter.reform(Change::Assignee)} /></div>
            }
            if takes_unit(row) {
                <div class="card">
                    <Levels
                        about={about.clone()} above={!needs(Need::Unit)} level={entered.level} unit={entered.unit}
                        error={error("/level").or_else(|| error("/unit"))} choose={enter.reform(|(level, unit)| Change::Place(level, unit))}
                    />
                </div>
            }
            if needs(Need::Into) {
                <div class="card"><Other about={about.clone()} chosen={entered.into} error={error("/into")} choose={enter.reform(Change::Into)} /></div>
            }
            if needs(Need::Photos) && about.lacks_before {
                <div class="card"><Nine label={lang.before_photos()} shots={entered.before.clone()} change={enter.reform(Change::Before)} error={error("/before")} /></div>
            }
            if needs(Need::Photos) {
                <div class="card"><Nine label={lang.after_photos()} shots={entered.after.clone()} change={enter.reform(Change::After)} error={error("/after")} /></div>
            }
            <Words ..props.clone() />
        </>
    }
}

/// Warns of personal data in words that the reporter will read.
fn personal(lang: Lang, row: &Transition, words: &str) -> Html {
    let found = privacy::warning(words, &[], lang).filter(|_| row.telling == Telling::Reason);
    html! {
        <div role="status">
            if let Some(found) = found {
                <p class="notice warning">{ Icon::Alert.draw() }<span>{ lang.personal(&found) }</span></p>
            }
        </div>
    }
}

/// The standard, the day, and the words.
#[component]
fn Words(props: &FieldsProps) -> Html {
    let lang = use_lang();
    let FieldsProps { row, about, entered, enter, .. } = props;
    let error = |pointer: &str| props.failure.as_ref().and_then(|failure| failure.field(pointer));
    let needed = row.needs_a(Need::Reason);
    let (label, hint) = reason_words(lang, row, needed);
    // Where the reason itself stays inside, a note beside it would say the same twice.
    let with_note = !needed || row.telling == Telling::Reason;
    html! {
        <div class="card">
            if row.needs_a(Need::Standard) {
                <Standards about={about.clone()} entered={entered.clone()} enter={enter.clone()} error={error("/standard")} />
            }
            if row.needs_a(Need::Until) {
                <Field label={lang.until()} hint={lang.until_hint()} takes={Takes::Day} value={entered.until.clone()} set={enter.reform(Change::Until)} error={error("/until")} />
            }
            if takes_reason(row) {
                <Field {label} {hint} optional={!needed} lines=true most={500} value={entered.reason.clone()} set={enter.reform(Change::Reason)} error={error("/reason")} />
            }
            if takes_reason(row) {
                { personal(lang, row, &entered.reason) }
                <Templates by={row.by} written={entered.reason.clone()} write={enter.reform(Change::Reason)} />
            }
            if with_note {
                <Field label={lang.note()} hint={lang.note_hint()} optional=true lines=true value={entered.note.clone()} set={enter.reform(Change::Note)} error={error("/note")} />
            }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct StandardsProps {
    about: Rc<About>,
    entered: Rc<Entered>,
    enter: Callback<Change>,
    error: Option<String>,
}

/// The standards of the category to choose from; where there is one only, what it asks for.
#[component]
fn Standards(props: &StandardsProps) -> Html {
    let lang = use_lang();
    let id = use_id();
    let standards = props.about.category.as_ref().map(|code| code.category().standards()).unwrap_or_default();
    if !chooses_standard(&props.about) {
        return html! {
            for standard in standards {
                <p class="note with-icon">{ Icon::Info.small() }<span>{ format!("{}：{}", lang.closing_condition(), standard.closing(lang)) }</span></p>
            }
        };
    }
    let row = |standard: &'static Standard| {
        let on = props.entered.standard.as_ref().is_some_and(|chosen| chosen.as_str() == standard.code);
        let choose = props.enter.clone();
        let onchange = move |_| {
            if let Ok(code) = standard.code.parse() {
                choose.emit(Change::Standard(code));
            }
        };
        html! {
            <label key={standard.code} class="cell choice">
                <span class="pick"><input type="radio" name={id.of("standard")} checked={on} {onchange} /></span>
                <span class="cell-main">
                    <span>{ standard.filing(lang) }</span>
                    <small class="soft">{ format!("{}：{} · {}", lang.closing_condition(), standard.closing(lang), standard.limit.in_words(lang)) }</small>
                </span>
            </label>
        }
    };
    html! {
        <fieldset class="field" data-wrong={props.error.is_some().then_some("")}>
            <legend>{ lang.standard() }</legend>
            if let Some(words) = &props.error {
                <p class="error">{ Icon::Alert.small() }<span>{ words }</span></p>
            }
            <div class="cells">{ for standards.iter().map(row) }</div>
        </fieldset>
    }
}
