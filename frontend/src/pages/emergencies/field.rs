//! An emergency in the grids: what was told, how many are where, and the list, household by household. All of it is on the phone.

use std::rc::Rc;

use shared::emergencies::carried::{CarriedHousehold, emergencies, heads, households, unread};
use shared::emergencies::households::{EvacueeState, Household};
use shared::emergencies::{Emergency, EmergencyId};
use shared::grids::GridCode;
use shared::lang::Lang;
use shared::may;
use shared::session::Me;
use yew::prelude::*;

use super::add::AddHousehold;
use super::household::HouseholdSheet;
use super::telling::Unread;
use crate::api::Failure;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::{Group, chevron};
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::state;
use crate::parts::tag::{Tone, tag};
use crate::phone::{Phone, PhoneState, use_phone_state, use_records};
use crate::place::{ChosenGrid, own_grids};
use crate::route::Route;
use crate::words::EmergencyWords;

#[derive(PartialEq, Properties)]
pub struct FieldPageProps {
    pub me: Rc<Me>,
    pub id: EmergencyId,
}

/// What is open over the page.
#[derive(Clone, PartialEq)]
enum Over {
    Add,
    Household(Box<Household>),
}

/// The emergency on the phone.
#[component]
pub fn FieldPage(props: &FieldPageProps) -> Html {
    let lang = use_lang();
    let over = use_state(|| None::<Over>);
    let (phone, known) = (use_phone_state(), use_records("emergency/"));
    let (lists, read) = (use_records("emergency_household/"), use_records("emergency_receipts/"));
    let back = Route::Emergencies;
    let (open, known, lists, read) = match (&phone, known, lists, read) {
        (PhoneState::Lost(again), ..) => {
            return html! { <Page title={lang.emergencies()} {back}>{ state::failed(lang, &Failure::Offline, again) }</Page> };
        }
        (PhoneState::Open(open), Some(known), Some(lists), Some(read)) => (open, known, lists, read),
        _ => return html! { <Page title={lang.emergencies()} {back}>{ state::bones(lang) }</Page> },
    };
    let Some(emergency) = emergencies(&known).into_iter().find(|it| it.id == props.id) else {
        let empty = state::empty(Icon::CheckCircle, lang.emergency_gone(), lang.no_emergency_text(), Html::default());
        return html! { <Page title={lang.emergencies()} {back}><div class="card">{ empty }</div></Page> };
    };
    let list = households(&lists, &emergency);
    let mine = workable(&props.me, open, &emergency);
    let lasts = emergency.closed_at.is_none();
    let opener = |what: Option<Over>| {
        let over = over.setter();
        Callback::from(move |()| over.set(what.clone()))
    };
    let dock =
        html! { <Button weight={Weight::Primary} icon={Icon::Plus} onclick={opener(Some(Over::Add))}>{ lang.add_household() }</Button> };
    let dock = if lasts && !mine.is_empty() { dock } else { Html::default() };
    let press = {
        let over = over.setter();
        Callback::from(move |household: Household| over.set(Some(Over::Household(Box::new(household)))))
    };
    html! {
        <Page title={emergency.title.to_string()} {back} {dock}>
            if !lasts {
                <p class="notice">{ Icon::Pause.draw() }<span>{ lang.emergency_closed() }</span></p>
            }
            for notice in unread(&emergency, &read) {
                <Unread key={notice.id.to_string()} emergency={emergency.id} notice={notice.clone()} />
            }
            { figures(lang, &list) }
            <Group title={lang.relocation_list()}>
                if list.is_empty() {
                    <div class="card">{ state::empty(Icon::People, lang.nobody_listed(), lang.nobody_listed_text(), Html::default()) }</div>
                } else {
                    <ul class="cells">{ for list.iter().map(|it| row(lang, it, lasts.then(|| press.clone()))) }</ul>
                }
            </Group>
            if let Some(what) = (*over).clone() {
                { sheet(what, &emergency, mine, &opener(None)) }
            }
        </Page>
    }
}

/// The grids of the emergency one can add households to, by the names the phone knows.
fn workable(me: &Me, phone: &Phone, emergency: &Emergency) -> Vec<ChosenGrid> {
    let (caller, own) = (me.caller(), own_grids(me));
    let named = |code: &GridCode| {
        let of_case = || phone.known.cases.iter().find(|case| case.grid == *code).map(|case| case.grid_name.to_string());
        own.iter().find(|grid| grid.code == *code).map(|grid| grid.name.clone()).or_else(of_case).unwrap_or_else(|| code.to_string())
    };
    let here = emergency.grids.iter().filter(|code| may::work_in_emergency(&caller, code));
    here.map(|code| ChosenGrid { code: code.clone(), name: named(code) }).collect()
}

fn sheet(what: Over, emergency: &Emergency, grids: Vec<ChosenGrid>, close: &Callback<()>) -> Html {
    match what {
        Over::Add => html! { <AddHousehold emergency={emergency.id} {grids} close={close.clone()} /> },
        Over::Household(household) => {
            html! { <HouseholdSheet key={household.id.to_string()} household={(*household).clone()} shelters={emergency.shelters.clone()} close={close.clone()} /> }
        }
    }
}

fn figures(lang: Lang, list: &[CarriedHousehold]) -> Html {
    let heads = heads(list);
    let figure = |tone: &'static str, n: i64, words: String| html! { <li class={classes!("figure", (n > 0).then_some(tone))}><b>{ n }</b><span>{ words }</span></li> };
    html! {
        <ul class="figures">
            { figure("danger", heads.waiting, lang.heads_waiting()) }
            { figure("success", heads.safe(), lang.heads_safe()) }
            { figure("warning", heads.missing, lang.heads_missing()) }
        </ul>
    }
}

/// How a household stands, in a tag.
pub fn standing(lang: Lang, household: &Household) -> Html {
    let (waiting, missing) = (household.count(EvacueeState::Waiting), household.count(EvacueeState::Missing));
    let returned = household.count(EvacueeState::Returned) == household.people.len();
    html! {
        <>
            if waiting > 0 { { tag(Tone::Danger, Icon::Alert, lang.people_waiting(waiting)) } }
            if missing > 0 { { tag(Tone::Warning, Icon::Search, lang.people_missing(missing)) } }
            if waiting + missing == 0 {
                { tag(Tone::Success, Icon::Check, if returned { lang.all_returned() } else { lang.all_safe() }) }
            }
            if household.waits_for_help() { { tag(Tone::Brand, Icon::People, lang.needs_help()) } }
        </>
    }
}

/// One household of a list.
pub fn row(lang: Lang, it: &CarriedHousehold, press: Option<Callback<Household>>) -> Html {
    let household = &it.household;
    let address = household.address.as_ref().map_or_else(|| household.grid_name.to_string(), ToString::to_string);
    let inside = html! {
        <span class="cell-main">
            <span class="strong">{ household.name.as_str() }</span>
            <small class="soft">{ format!("{} · {address}", lang.people_of(household.people.len())) }</small>
            <span class="row">
                { standing(lang, household) }
                if it.unsent { { tag(Tone::Neutral, Icon::Device, lang.household_unsent()) } }
            </span>
        </span>
    };
    match press {
        Some(press) => {
            let whole = household.clone();
            let onclick = Callback::from(move |_: MouseEvent| press.emit(whole.clone()));
            html! { <li key={household.id.to_string()}><button type="button" class="cell" {onclick}>{ inside }{ chevron() }</button></li> }
        }
        None => html! { <li key={household.id.to_string()}><div class="cell">{ inside }</div></li> },
    }
}
