//! The inbox's list: rows to walk through with the keys, to select, and to open beside the list.

use std::rc::Rc;

use shared::cases::{CaseSummary, Move, transition};
use shared::lang::Lang;
use shared::time::Moment;
use yew::prelude::*;

use super::bulk::BULK;
use super::desk::{Act, Desk};
use super::touch::select_all;
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
                { row(lang, case, false, now) }
            </button>
        </li>
    }
}

/// How many are shown or selected, and what can be done with those.
fn bar(lang: Lang, props: &ListProps, selected: &[&CaseSummary]) -> Html {
    html! {
        <div class="inbox-bar">
            { select_all(lang, &props.items, selected, props.more, &props.act) }
            if !selected.is_empty() {
                <div class="row inbox-acts">
                    for by in fitting(selected) {
                        <Button key={by.as_str()} small=true onclick={props.make.reform(move |()| by)}>{ by.label(lang) }</Button>
                    }
                    <IconButton icon={Icon::Close} label={lang.select_none()} onclick={props.act.reform(|()| Act::Select(Vec::new()))} />
                </div>
            }
        </div>
    }
}

/// How many are selected, else how many are shown.
pub fn count(lang: Lang, shown: usize, more: bool, selected: usize) -> String {
    match (selected, more) {
        (0, false) => lang.shown(shown),
        (0, true) => lang.shown_more(shown),
        (n, _) => lang.selected(n),
    }
}

/// The moves that at least one of those selected can make.
pub fn fitting(selected: &[&CaseSummary]) -> impl Iterator<Item = Move> {
    BULK.into_iter().filter(move |by| selected.iter().any(|case| transition(*by, case.status).is_some()))
}
