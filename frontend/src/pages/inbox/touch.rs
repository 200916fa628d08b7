//! The inbox on a phone: rows that lead to their cases or, while somebody selects, rows to tick, with the moves at the thumb.

use std::collections::HashSet;

use shared::cases::{CaseId, CaseSummary, Move};
use shared::lang::Lang;
use shared::time::Moment;
use yew::prelude::*;

use super::desk::{Act, Desk};
use super::list::{count, fitting};
use crate::pages::cases::{row, rows};
use crate::parts::button::{Button, Weight};
use crate::words::InboxWords;

/// The rows, under a line that says how many there are and begins or ends selecting.
pub fn list(lang: Lang, items: &[CaseSummary], more: bool, desk: &Desk, act: &Callback<Act>) -> Html {
    let now = Moment::now();
    let selected = selected(items, desk);
    let pick = |on: bool| act.reform(move |()| Act::Pick(on));
    html! {
        <>
            <div class="inbox-bar row-apart">
                if desk.picking {
                    { select_all(lang, items, &selected, more, act) }
                    <Button small=true weight={Weight::Text} onclick={pick(false)}>{ lang.pick_end() }</Button>
                } else {
                    <span role="status">{ count(lang, items.len(), more, 0) }</span>
                    <Button small=true weight={Weight::Text} onclick={pick(true)}>{ lang.pick() }</Button>
                }
            </div>
            if desk.picking {
                <ul class="cells">{ for items.iter().map(|case| to_tick(lang, case, desk.selected.contains(&case.id), act, now)) }</ul>
            } else {
                { rows(lang, items, &HashSet::new(), now) }
            }
        </>
    }
}

/// Those of the list that are selected.
fn selected<'a>(items: &'a [CaseSummary], desk: &Desk) -> Vec<&'a CaseSummary> {
    items.iter().filter(|case| desk.selected.contains(&case.id)).collect()
}

/// A box for all of them, with how many are selected.
pub fn select_all(lang: Lang, items: &[CaseSummary], selected: &[&CaseSummary], more: bool, act: &Callback<Act>) -> Html {
    let all = !items.is_empty() && selected.len() == items.len();
    let everything: Vec<CaseId> = if all { Vec::new() } else { items.iter().map(|case| case.id).collect() };
    html! {
        <label class="row inbox-all">
            <span class="pick"><input type="checkbox" checked={all} onchange={act.reform(move |_| Act::Select(everything.clone()))} /></span>
            <span class="seen-by-readers">{ lang.select_all() }</span>
            <span role="status">{ count(lang, items.len(), more, selected.len()) }</span>
        </label>
    }
}

fn to_tick(lang: Lang, case: &CaseSummary, on: bool, act: &Callback<Act>, now: Moment) -> Html {
    let id = case.id;
    html! {
        <li key={id.to_string()} class={classes!("inbox-row", on.then_some("ticked"))}>
            <label class="cell case-row choice">
                <span class="pick"><input type="checkbox" checked={on} onchange={act.reform(move |_| Act::Toggle(id))} /></span>
                { row(lang, case, false, now) }
            </label>
        </li>
    }
}

/// The moves for what is selected, at the thumb; what to do while nothing is.
pub fn dock(lang: Lang, items: &[CaseSummary], desk: &Desk, make: &Callback<Move>) -> Html {
    let selected = selected(items, desk);
    if !desk.picking {
        return Html::default();
    }
    if selected.is_empty() {
        return html! { <p class="note centre">{ lang.pick_lead() }</p> };
    }
    html! {
        <div class="case-moves">
            for by in fitting(&selected) {
                <Button key={by.as_str()} onclick={make.reform(move |()| by)}>{ by.label(lang) }</Button>
            }
        </div>
    }
}
