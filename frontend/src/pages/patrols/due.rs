//! What is due in one's grids. All of it is on the phone.

use std::rc::Rc;

use shared::grids::GridCode;
use shared::lang::Lang;
use shared::may;
use shared::patrols::carried::CarriedPlace;
use shared::session::Me;
use yew::prelude::*;

use super::draft::{PatrolDraft, Running, use_under_way};
use super::standing::{lines, use_places};
use super::today::use_begin;
use crate::api::Failure;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::{Group, chevron};
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::parts::state;
use crate::phone::{PhoneState, use_phone_state};
use crate::place::{ChosenGrid, own_grids};
use crate::route::Route;
use crate::words::PatrolWords;

#[derive(PartialEq, Properties)]
pub struct DuePageProps {
    pub me: Rc<Me>,
}

/// The places of one's grids, longest overdue first, and the way to begin.
#[component]
pub fn DuePage(props: &DuePageProps) -> Html {
    let lang = use_lang();
    let (phone, places, under_way, begin) = (use_phone_state(), use_places(), use_under_way(), use_begin());
    let running = match &under_way.running {
        Running::Yes(draft) => Some(draft.clone()),
        Running::Opening | Running::None => None,
    };
    let body = match (&phone, places) {
        (PhoneState::Lost(again), _) => state::failed(lang, &Failure::Offline, again),
        (PhoneState::Open(_), Some(places)) => {
            let grids = grids_of(&props.me, &places);
            if grids.is_empty() {
                html! { <div class="card">{ state::empty(Icon::Grid, lang.no_patrol_grid(), lang.no_patrol_grid_text(), Html::default()) }</div> }
            } else {
                let free = running.is_none();
                grids.iter().map(|grid| of_grid(lang, &props.me, grid, &places, free.then(|| begin.clone()))).collect()
            }
        }
        _ => state::bones(lang),
    };
    html! {
        <Page title={lang.patrols()}>
            if let Some(draft) = &running {
                { under_way_card(lang, draft) }
            }
            { body }
        </Page>
    }
}

/// One's own grids, and others that the phone carries places of.
fn grids_of(me: &Me, places: &[CarriedPlace]) -> Vec<ChosenGrid> {
    let mut grids = own_grids(me);
    for CarriedPlace { place, .. } in places {
        if grids.iter().all(|grid| grid.code != place.grid) {
            grids.push(ChosenGrid { code: place.grid.clone(), name: place.grid_name.to_string() });
        }
    }
    grids.sort_by(|a, b| a.code.cmp(&b.code));
    grids
}

/// The patrol that goes on.
pub fn under_way_card(lang: Lang, draft: &PatrolDraft) -> Html {
    let since = lang.since_time(&draft.started_at.in_china().format("%H:%M").to_string());
    html! {
        <div class="card">
                <span class="cell-main"><span class="strong">{ lang.patrol_running() }</span><small class="soft">{ format!("{} · {since} · {}", draft.grid_name, lang.places_seen(draft.places.len())) }</small></span>
                <Go to={Route::Patrol} class="button primary">{ lang.go_on_patrol() }</Go>
        </div>
    }
}

fn of_grid(lang: Lang, me: &Me, grid: &ChosenGrid, places: &[CarriedPlace], begin: Option<Callback<ChosenGrid>>) -> Html {
    let caller = me.caller();
    let here: Vec<&CarriedPlace> = places.iter().filter(|it| it.place.grid == grid.code).collect();
    let begin = begin.filter(|_| may::work_in_field(&caller, &grid.code)).map(|begin| {
        let grid = grid.clone();
        html! { <Button weight={Weight::Primary} wide=true onclick={begin.reform(move |()| grid.clone())}>{ lang.begin_patrol() }</Button> }
    });
    let aside = html! { <Go to={Route::Coverage { code: grid.code.clone() }} class="inline-target">{ lang.coverage() }</Go> };
    html! {
        <Group key={grid.code.to_string()} title={grid.name.clone()} {aside}>
            if here.is_empty() {
                { none_here(lang, may::add_patrol_place(&caller, &grid.code), &grid.code) }
            } else {
                <ul class="cells">{ for here.into_iter().map(|it| row(lang, it)) }</ul>
            }
            { for begin }
        </Group>
    }
}

fn none_here(lang: Lang, adds: bool, grid: &GridCode) -> Html {
    let words = if adds { lang.no_places_text() } else { lang.no_places_here() };
    let way = html! { <Go to={Route::Coverage { code: grid.clone() }} class="button">{ lang.add_place() }</Go> };
    html! { <div class="card">{ state::empty(Icon::Pin, lang.no_places(), words, if adds { way } else { Html::default() }) }</div> }
}

fn row(lang: Lang, it: &CarriedPlace) -> Html {
    html! {
        <li key={it.place.id.to_string()}>
            <Go to={Route::Coverage { code: it.place.grid.clone() }} class="cell">{ lines(lang, &it.place, it.unsent) }{ chevron() }</Go>
        </li>
    }
}
