//! The office's inbox: what waits for what, a list beside the case, moves in bulk, all of it by keyboard too.

mod bulk;
mod desk;
mod handover;
mod keys;
mod list;
mod search;
mod tools;
mod touch;

use std::rc::Rc;

use shared::cases::{self, CaseFilter, CaseSummary, Move, filters, queue};
use shared::may;
use shared::session::Me;
use yew::prelude::*;

use self::desk::{AT_A_TIME, Act, Desk, Sheet};
use self::handover::HandoverSheet;
use self::keys::{Ask, KeysSheet, focus, use_keys, use_keys_on};
use self::list::{List, row_id};
use self::search::{Search, focus_field, leave_field};
use self::tools::{ExportSheet, Queues, SaveSheet};
use super::case::CasePane;
use super::case::quick::QuickMove;
use crate::api::{Loaded, Paged, use_call, use_pages};
use crate::device;
use crate::look::use_lang;
use crate::parts::button::IconButton;
use crate::parts::desk::use_is_desk;
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::state;
use crate::words::{CaseWords, InboxWords, ShellWords};

#[derive(PartialEq, Properties)]
pub struct InboxPageProps {
    pub me: Rc<Me>,
}

/// What is due first. At a desk the case stands beside the list, and is worked on there.
#[component]
pub fn InboxPage(props: &InboxPageProps) -> Html {
    let lang = use_lang();
    let wide = use_is_desk();
    let desk = use_reducer(Desk::default);
    let act = {
        let desk = desk.dispatcher();
        use_callback((), move |act, ()| desk.dispatch(act))
    };
    let search = use_node_ref();
    let counts = use_call(Some(queue::count_cases()));
    let saved = use_call(Some(filters::list_filters()));
    let filter = CaseFilter { limit: Some(AT_A_TIME), ..desk.filter.clone() };
    let list = use_pages(filter, |filter, cursor| cases::list_cases(&CaseFilter { cursor, ..filter.clone() }));
    let again = {
        let (list, counts) = (list.again.clone(), counts.again.clone());
        Callback::from(move |()| {
            list.emit(());
            counts.emit(());
        })
    };
    let items = shown(&list);
    let make = making(&desk, &items, &act);
    let to_list = use_to_list(list.settled);
    let (keys_on, set_keys) = use_keys_on();
    // Until the list is what was searched for, a key would select something else.
    let listed = if list.settled { items.clone() } else { Rc::default() };
    use_keys(keys_on && wide, asked(&desk, &listed, &act, &make, &search));
    let show = |sheet: Sheet| act.reform(move |()| Act::Show(sheet.clone()));
    let action = html! {
        <div class="bar-actions">
            if wide {
                <IconButton icon={Icon::Keyboard} label={lang.keys()} onclick={show(Sheet::Keys)} />
            }
            <IconButton icon={Icon::Refresh} label={lang.reload()} onclick={again.clone()} />
        </div>
    };
    let tools = html! {
        <>
            <Queues
                filter={desk.filter.clone()} counts={counts.state.value().map(|counts| (**counts).clone())} choose={act.reform(Act::Filter)}
                saved={saved.state.value().map(|page| (**page).clone())} forgotten={saved.again.clone()}
            />
            <Search filter={desk.filter.clone()} choose={act.reform(Act::Filter)} show={act.reform(Act::Show)} done={to_list} hands_over={may::hand_over_cases(&props.me.caller())} place={search} />
        </>
    };
    let empty = state::empty(Icon::Inbox, lang.inbox_empty(), lang.inbox_empty_text(), Html::default());
    let found = state::paged(lang, &list, empty, |some| {
        if wide {
            html! { <List items={items.clone()} more={list.more.is_some()} desk={Rc::new((*desk).clone())} act={act.clone()} make={make.clone()} /> }
        } else {
            touch::list(lang, some, list.more.is_some(), &desk, &act)
        }
    });
    let dock = if wide { Html::default() } else { touch::dock(lang, &items, &desk, &make) };
    html! {
        <Page title={lang.inbox()} {action} {dock} wide=true>
            { tools }
            if wide {
                <div class="columns inbox">
                    <section class="stack inbox-list" aria-label={lang.queues()}>{ found }</section>
                    <section class="stack" aria-label={lang.case()}>
                        if let Some(id) = desk.open {
                            <CasePane key={id.to_string()} me={props.me.clone()} {id} moved={again.clone()} />
                        } else {
                            <div class="card">{ state::empty(Icon::Cases, lang.case(), lang.inbox_pick(), Html::default()) }</div>
                        }
                    </section>
                </div>
            } else {
                { found }
            }
            { sheet(&desk, &act, &again, &saved.again, keys_on, set_keys) }
        </Page>
    }
}

/// Moves the focus from the search field to the first row, once the list is what was searched for.
#[hook]
fn use_to_list(settled: bool) -> Callback<()> {
    let wanted = use_state(|| false);
    {
        let wanted = wanted.clone();
        use_effect_with((*wanted, settled), move |ready| {
            if *ready == (true, true) {
                leave_field();
                focus(&row_id(0));
                wanted.set(false);
            }
        });
    }
    Callback::from(move |()| wanted.set(true))
}

/// What the list shows so far.
fn shown(list: &Paged<CaseSummary>) -> Rc<Vec<CaseSummary>> {
    match &list.state {
        Loaded::Ready(items) => items.clone(),
        Loaded::Waiting | Loaded::Failed(_) => Rc::default(),
    }
}

/// Begins a move: for all that is selected, else for the case the cursor is on.
fn making(desk: &Desk, items: &Rc<Vec<CaseSummary>>, act: &Callback<Act>) -> Callback<Move> {
    let (items, act, selected, cursor) = (items.clone(), act.clone(), desk.selected.clone(), desk.cursor);
    Callback::from(move |by| {
        let chosen: Vec<CaseSummary> = items.iter().filter(|case| selected.contains(&case.id)).cloned().collect();
        match (chosen.as_slice(), items.get(cursor)) {
            ([], Some(one)) | ([one], _) => act.emit(Act::Show(Sheet::Quick(one.id, by))),
            ([], None) => {}
            (_, _) => act.emit(Act::Show(Sheet::Bulk(by, Rc::new(chosen)))),
        }
    })
}

/// Does what a key asks for.
fn asked(desk: &Desk, items: &Rc<Vec<CaseSummary>>, act: &Callback<Act>, make: &Callback<Move>, search: &NodeRef) -> Callback<Ask> {
    let (items, act, make, cursor, search) = (items.clone(), act.clone(), make.clone(), desk.cursor, search.clone());
    // The first key goes to the first row, or back to the row left last.
    let in_list = move || device::document().and_then(|d| d.active_element()).is_some_and(|e| e.id() == row_id(cursor));
    Callback::from(move |ask| match ask {
        Ask::Down if in_list() => focus(&row_id((cursor + 1).min(items.len().saturating_sub(1)))),
        Ask::Up if in_list() => focus(&row_id(cursor.saturating_sub(1))),
        Ask::Down | Ask::Up => focus(&row_id(cursor)),
        Ask::Select => {
            if let Some(case) = items.get(cursor) {
                act.emit(Act::Toggle(case.id));
            }
        }
        Ask::SelectNone => act.emit(Act::Select(Vec::new())),
        Ask::Make(by) => make.emit(by),
        Ask::Search => focus_field(&search),
        Ask::Help => act.emit(Act::Show(Sheet::Keys)),
    })
}

/// What lies over the page.
fn sheet(desk: &Desk, act: &Callback<Act>, again: &Callback<()>, saved: &Callback<()>, keys_on: bool, set_keys: Callback<bool>) -> Html {
    let close = act.reform(|()| Act::Close);
    // What was worked on is read anew, and nothing of it stays selected.
    let moved = {
        let (act, again) = (act.clone(), again.clone());
        Callback::from(move |()| {
            act.emit(Act::Pick(false));
            again.emit(());
        })
    };
    match &desk.sheet {
        None => Html::default(),
        Some(Sheet::Keys) => html! { <KeysSheet on={keys_on} set={set_keys} {close} /> },
        Some(Sheet::Save) => html! { <SaveSheet filter={desk.filter.clone()} {close} saved={saved.clone()} /> },
        Some(Sheet::Export) => html! { <ExportSheet filter={desk.filter.clone()} {close} /> },
        Some(Sheet::Handover) => html! { <HandoverSheet {close} {moved} /> },
        Some(Sheet::Quick(id, by)) => html! { <QuickMove id={*id} by={*by} {close} {moved} /> },
        Some(Sheet::Bulk(by, cases)) => html! { <bulk::BulkSheet by={*by} cases={cases.clone()} {close} {moved} /> },
    }
}
