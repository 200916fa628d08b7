//! The inbox's list: rows to walk through with the keys, to select, and to open beside the list.

use std::rc::Rc;

use shared::cases::{CaseId, CaseSummary, Move, transition};
use shared::lang::Lang;
use shared::time::Moment;
use yew::prelude::*;

use super::bulk::BULK;
use super::desk::{Act, Desk};
use crate::look::use_lang;
use crate::pages::cases::row;
use crate::parts::button::{Button, IconButton};
use crate::parts::icon::Icon;
use crate::words::InboxWords;

/// The id of a row's button, which takes the focus.
pub fn row_id(row: usize) -> String {
    format!("inbox-row-{row}")
}

#[derive(PartialEq, Properties)]
pub struct ListProps {
    pub items: Rc<Vec<CaseSummary>>,
    /// Whether there are more than these.
    pub more: bool,
    pub desk: Rc<Desk>,
    pub act: Callback<Act>,
    /// Begins a move for what is selected.
    pub make: Callback<Move>,
}

/// The rows, under a bar with what can be done with those selected.
#[component]
pub fn List(props: &ListProps) -> Html {
    let lang = use_lang();
    let now = Moment::now();
    let selected: Vec<&CaseSummary> = props.items.iter().filter(|case| props.desk.selected.contains(&case.id)).collect();
    html! {
        <>
            { bar(lang, props, &selected) }
            <ul class="cells">
                for (i, case) in props.items.iter().enumerate() {
                    { item(lang, props, i, case, now) }
                }
            </ul>
        </>
    }
}

fn item(lang: Lang, props: &ListProps, i: usize, case: &CaseSummary, now: Moment) -> Html {
    let (id, act) = (case.id, &props.act);
    let class = classes!("inbox-row", (props.desk.cursor == i).then_some("at"));
    html! {
        <li key={id.to_string()} {class}>
            <label class="pick">
                <input type="checkbox" aria-label={lang.select_case(case.number.as_str())} checked={props.desk.selected.contains(&id)} onchange={act.reform(move |_| Act::Toggle(id))} onfocus={act.reform(move |_| Act::Cursor(i))} />
            </label>
            <button
                type="button" id={row_id(i)} class="cell case-row" aria-current={(props.desk.open == Some(id)).then_some("true")}
                onclick={act.reform(move |_| Act::Open(id))} onfocus={act.reform(move |_| Act::Cursor(i))}
            >
                { row(lang, case, now) }
            </button>
        </li>
    }
}

/// How many are shown or selected, and what can be done with those.
fn bar(lang: Lang, props: &ListProps, selected: &[&CaseSummary]) -> Html {
    let all = !props.items.is_empty() && selected.len() == props.items.len();
    let everything: Vec<CaseId> = if all { Vec::new() } else { props.items.iter().map(|case| case.id).collect() };
    let count = match (selected.len(), props.more) {
        (0, false) => lang.shown(props.items.len()),
        (0, true) => lang.shown_more(props.items.len()),
        (n, _) => lang.selected(n),
    };
    let fits = |by: Move| selected.iter().any(|case| transition(by, case.status).is_some());
    html! {
        <div class="inbox-bar">
            <label class="row inbox-all">
                <span class="pick"><input type="checkbox" checked={all} onchange={props.act.reform(move |_| Act::Select(everything.clone()))} /></span>
                <span class="seen-by-readers">{ lang.select_all() }</span>
                <span role="status">{ count }</span>
            </label>
            if !selected.is_empty() {
                <div class="row inbox-acts">
                    for by in BULK.into_iter().filter(|by| fits(*by)) {
                        <Button key={by.as_str()} small=true onclick={props.make.reform(move |()| by)}>{ by.label(lang) }</Button>
                    }
                    <IconButton icon={Icon::Close} label={lang.select_none()} onclick={props.act.reform(|()| Act::Select(Vec::new()))} />
                </div>
            }
        </div>
    }
}
