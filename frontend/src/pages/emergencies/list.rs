//! The emergencies that last, and those that have ended.

use std::rc::Rc;

use shared::emergencies::carried::emergencies;
use shared::emergencies::{Emergency, EmergencyFilter, list_emergencies};
use shared::lang::Lang;
use shared::may;
use shared::page::MAX_LIMIT;
use shared::session::Me;
use shared::time::Moment;
use yew::prelude::*;

use super::open::OpenEmergency;
use crate::api::{Failure, use_pages};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::chevron;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::parts::state;
use crate::parts::tag::{Tone, tag};
use crate::phone::{PhoneState, use_phone_state, use_records};
use crate::route::Route;
use crate::words::{EmergencyWords, day_and_time};

#[derive(PartialEq, Properties)]
pub struct EmergenciesPageProps {
    pub me: Rc<Me>,
}

/// For the office all of them and the way to open one; for a grid's people what is on the phone.
#[component]
pub fn EmergenciesPage(props: &EmergenciesPageProps) -> Html {
    if may::run_emergencies(&props.me.caller()) {
        html! { <OfOffice /> }
    } else {
        html! { <OnPhone /> }
    }
}

fn row(lang: Lang, it: &Emergency) -> Html {
    let opened = lang.emergency_since(&day_and_time(lang, it.opened_at, Moment::now()));
    let ended = it.closed_at.map(|at| lang.emergency_ended(&day_and_time(lang, at, Moment::now())));
    html! {
        <li key={it.id.to_string()}>
            <Go to={Route::Emergency { id: it.id }} class="cell">
                <span class="cell-main">
                    <span class="strong">{ it.title.as_str() }</span>
                    <small class="soft">{ format!("{} · {} · {opened}", it.kind.label(lang), lang.grids_in(it.grids.len())) }</small>
                    <span class="row">
                        if let Some(ended) = ended { <small class="soft">{ ended }</small> } else { { tag(Tone::Danger, Icon::Alert, lang.emergency_now()) } }
                    </span>
                </span>
                { chevron() }
            </Go>
        </li>
    }
}

#[component]
fn OfOffice() -> Html {
    let lang = use_lang();
    let opening = use_state(|| false);
    let list = use_pages((), |(), cursor| list_emergencies(&EmergencyFilter { open: None, cursor, limit: Some(MAX_LIMIT) }));
    let opener = |open: bool| {
        let opening = opening.setter();
        Callback::from(move |()| opening.set(open))
    };
    let empty =
        html! { <div class="card">{ state::empty(Icon::Alert, lang.no_emergency(), lang.no_emergency_office(), Html::default()) }</div> };
    let dock = html! { <Button weight={Weight::Primary} icon={Icon::Alert} onclick={opener(true)}>{ lang.open_emergency() }</Button> };
    html! {
        <Page title={lang.emergencies()} {dock}>
            { state::paged(lang, &list, empty, |items| html! { <ul class="cells">{ for items.iter().map(|it| row(lang, it)) }</ul> }) }
            if *opening {
                <OpenEmergency close={opener(false)} />
            }
        </Page>
    }
}

#[component]
fn OnPhone() -> Html {
    let lang = use_lang();
    let body = match (use_phone_state(), use_records("emergency/")) {
        (PhoneState::Lost(again), _) => state::failed(lang, &Failure::Offline, &again),
        (PhoneState::Open(_), Some(known)) => {
            let all = emergencies(&known);
            if all.is_empty() {
                html! { <div class="card">{ state::empty(Icon::CheckCircle, lang.no_emergency(), lang.no_emergency_text(), Html::default()) }</div> }
            } else {
                html! { <ul class="cells">{ for all.iter().map(|it| row(lang, it)) }</ul> }
            }
        }
        _ => state::bones(lang),
    };
    html! { <Page title={lang.emergencies()}>{ body }</Page> }
}
