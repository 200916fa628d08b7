//! The command room's inbox: what waits to be accepted or given to somebody, and what waits to be closed.

use std::rc::Rc;

use shared::cases::{self, CaseFilter, CaseId, CaseOrder, CaseStatus, CaseSummary};
use shared::lang::Lang;
use shared::session::Me;
use shared::time::Moment;
use yew::prelude::*;

use super::case::CasePane;
use super::cases::{row, rows};
use crate::api::use_pages;
use crate::look::use_lang;
use crate::parts::button::IconButton;
use crate::parts::desk::use_is_desk;
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::pick::Segments;
use crate::parts::state;
use crate::words::{CaseWords, ShellWords};

#[derive(PartialEq, Properties)]
pub struct InboxPageProps {
    pub me: Rc<Me>,
}

const PILES: [CaseStatus; 2] = [CaseStatus::Filed, CaseStatus::Completed];

/// Oldest first. At a desk the case stands beside the list, and is worked on there.
#[component]
pub fn InboxPage(_: &InboxPageProps) -> Html {
    let lang = use_lang();
    let desk = use_is_desk();
    let pile = use_state(|| 0_usize);
    let chosen = use_state(|| None::<CaseId>);
    let filter = CaseFilter { status: PILES.get(*pile).copied(), order: Some(CaseOrder::Oldest), limit: Some(50), ..CaseFilter::default() };
    let list = use_pages(filter, |filter, cursor| cases::list_cases(&CaseFilter { cursor, ..filter.clone() }));
    let turn = {
        let (pile, chosen) = (pile.setter(), chosen.setter());
        Callback::from(move |i| {
            pile.set(i);
            chosen.set(None);
        })
    };
    let now = Moment::now();
    let empty = state::empty(Icon::Inbox, lang.inbox_empty(), lang.inbox_empty_text(), Html::default());
    let action = html! { <IconButton icon={Icon::Refresh} label={lang.reload()} onclick={list.again.clone()} /> };
    let piles = html! { <Segments label={lang.filter()} bare=true choices={vec![lang.inbox_waiting().into(), lang.inbox_completed().into()]} chosen={*pile} choose={turn} /> };
    let items = state::paged(lang, &list, empty, |items| if desk { buttons(lang, items, now, &chosen) } else { rows(lang, items, now) });
    html! {
        <Page title={lang.inbox()} {action} wide=true>
            if desk {
                <div class="columns inbox">
                    <div class="stack inbox-list">{ piles }{ items }</div>
                    <section class="stack" aria-label={lang.case()}>
                        if let Some(id) = *chosen {
                            <CasePane key={id.to_string()} {id} moved={list.again.clone()} />
                        } else {
                            <div class="card">{ state::empty(Icon::Cases, lang.case(), lang.inbox_pick(), Html::default()) }</div>
                        }
                    </section>
                </div>
            } else {
                { piles }
                { items }
            }
        </Page>
    }
}

/// The list at a desk: choosing one shows it beside the list.
fn buttons(lang: Lang, items: &[CaseSummary], now: Moment, chosen: &UseStateHandle<Option<CaseId>>) -> Html {
    html! {
        <ul class="cells">
            for case in items {
                <li key={case.id.to_string()}>
                    <button
                        type="button" class="cell case-row" aria-pressed={if **chosen == Some(case.id) { "true" } else { "false" }}
                        onclick={let (set, id) = (chosen.setter(), case.id); move |_| set.set(Some(id))}
                    >
                        { row(lang, case, now) }
                    </button>
                </li>
            }
        </ul>
    }
}
