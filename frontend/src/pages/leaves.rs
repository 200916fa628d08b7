//! Leave and covering: asked for by the grids' people, decided on by the office, who covers.

mod ask;
mod decide;
mod one;
pub mod today;

use std::rc::Rc;

use shared::lang::Lang;
use shared::leaves::{Leave, LeaveFilter, LeaveId, LeaveState, list_leaves};
use shared::may;
use shared::page::MAX_LIMIT;
use shared::session::Me;
use yew::prelude::*;

use self::ask::AskForLeave;
use self::one::LeaveSheet;
use crate::api::use_pages;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::{Cell, Press};
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::state;
use crate::parts::tag::{Tone, tag};
use crate::words::{LeaveWords, day};

#[derive(PartialEq, Properties)]
pub struct LeavesPageProps {
    pub me: Rc<Me>,
}

#[derive(Clone, PartialEq)]
enum Open {
    Nothing,
    Ask,
    One(LeaveId),
}

/// Those one may see, undecided ones first, and the way to ask.
#[component]
pub fn LeavesPage(props: &LeavesPageProps) -> Html {
    let lang = use_lang();
    let caller = props.me.caller();
    let decides = may::decide_leaves(&caller);
    let open = use_state(|| Open::Nothing);
    let list = use_pages((), |(), cursor| list_leaves(&LeaveFilter { cursor, limit: Some(MAX_LIMIT), ..LeaveFilter::default() }));
    let opener = |what: Open| {
        let open = open.setter();
        Callback::from(move |()| open.set(what.clone()))
    };
    let done = {
        let (again, open) = (list.again.clone(), open.setter());
        Callback::from(move |()| {
            again.emit(());
            open.set(Open::Nothing);
        })
    };
    let text = if decides { lang.no_leaves_office() } else { lang.no_leaves_text() };
    let empty = html! { <div class="card">{ state::empty(Icon::Clock, lang.no_leaves(), text, Html::default()) }</div> };
    let dock = html! { <Button weight={Weight::Primary} icon={Icon::Plus} onclick={opener(Open::Ask)}>{ lang.ask_for_leave() }</Button> };
    html! {
        <Page title={lang.leaves()} {dock}>
            { state::paged(lang, &list, empty, |items| {
                let (asked, others): (Vec<&Leave>, Vec<&Leave>) = items.iter().partition(|it| it.state == LeaveState::Asked);
                html! { <ul class="cells">{ for asked.into_iter().chain(others).map(|it| row(lang, it, opener(Open::One(it.id)))) }</ul> }
            }) }
            if *open == Open::Ask {
                <AskForLeave me={props.me.clone()} close={opener(Open::Nothing)} done={done.clone()} />
            }
            if let Open::One(id) = *open {
                <LeaveSheet key={id.to_string()} me={props.me.clone()} {id} close={opener(Open::Nothing)} {done} />
            }
        </Page>
    }
}

/// From when to when.
pub fn span(lang: Lang, leave: &Leave) -> String {
    if leave.from_day == leave.to_day {
        day(lang, &leave.from_day)
    } else {
        lang.leave_days(&day(lang, &leave.from_day), &day(lang, &leave.to_day))
    }
}

pub fn state_tag(lang: Lang, state: LeaveState) -> Html {
    let (tone, icon) = match state {
        LeaveState::Asked => (Tone::Warning, Icon::Clock),
        LeaveState::Granted => (Tone::Success, Icon::Check),
        LeaveState::Declined => (Tone::Danger, Icon::Close),
        LeaveState::Withdrawn => (Tone::Neutral, Icon::Back),
    };
    tag(tone, icon, state.label(lang))
}

fn row(lang: Lang, leave: &Leave, press: Callback<()>) -> Html {
    let covers = leave.covers.iter().map(|it| it.person.name.as_str()).collect::<Vec<_>>().join("、");
    let below = html! {
        <>
            <small class="soft">{ span(lang, leave) }</small>
            if !covers.is_empty() { <small class="soft">{ lang.covered_by_names(&covers) }</small> }
        </>
    };
    html! { <Cell key={leave.id.to_string()} label={html! { { leave.person.name.as_str() } }} {below} value={state_tag(lang, leave.state)} press={Press::Call(press)} /> }
}
