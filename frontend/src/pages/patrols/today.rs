//! What My day shows of field work: the day's safety feedback until it is answered, and the places that are due.

use std::rc::Rc;

use shared::lang::Lang;
use shared::may;
use shared::patrols::carried::CarriedPlace;
use shared::session::Me;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use super::draft::{self, PatrolDraft, Running, use_under_way};
use super::due::under_way_card;
use super::standing::{state_tag, use_places};
use crate::look::use_lang;
use crate::pages::safety::answer::Asking;
use crate::parts::button::{Button, Weight};
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::phone::use_phone;
use crate::place::{ChosenGrid, own_grids};
use crate::route::Route;
use crate::words::PatrolWords;

/// As many places are shown; the page of patrols has all.
const SHOWN: usize = 4;

/// Begins a patrol of a grid and goes to it.
#[hook]
pub fn use_begin() -> Callback<ChosenGrid> {
    let (phone, navigator) = (use_phone(), use_navigator());
    Callback::from(move |grid: ChosenGrid| {
        let (Some(phone), Some(navigator)) = (phone.clone(), navigator.clone()) else { return };
        spawn_local(async move {
            let draft = PatrolDraft::begin(grid.code, grid.name);
            // A phone that keeps nothing says so when the patrol ends.
            draft::keep(&phone, Some(&draft)).await;
            navigator.push(&Route::Patrol);
        });
    })
}

#[derive(PartialEq, Properties)]
pub struct TodayCardsProps {
    pub me: Rc<Me>,
}

/// The cards, each only as long as there is something to do.
#[component]
pub fn TodayCards(props: &TodayCardsProps) -> Html {
    let lang = use_lang();
    let (places, under_way, begin) = (use_places(), use_under_way(), use_begin());
    let caller = props.me.caller();
    let mine: Vec<ChosenGrid> = own_grids(&props.me).into_iter().filter(|grid| may::work_in_field(&caller, &grid.code)).collect();
    if mine.is_empty() {
        return Html::default();
    }
    let due: Vec<CarriedPlace> = places
        .unwrap_or_default()
        .into_iter()
        .filter(|it| it.place.is_due() && mine.iter().any(|grid| grid.code == it.place.grid))
        .collect();
    html! {
        <>
            <Asking grids={mine.clone()} />
            if let Running::Yes(draft) = &under_way.running {
                { under_way_card(lang, draft) }
            } else if !due.is_empty() {
                { to_patrol(lang, &due, &mine, &begin) }
            }
        </>
    }
}

fn to_patrol(lang: Lang, due: &[CarriedPlace], mine: &[ChosenGrid], begin: &Callback<ChosenGrid>) -> Html {
    let several = mine.len() > 1;
    let of_due = mine.iter().filter(|grid| due.iter().any(|it| it.place.grid == grid.code));
    let button = |grid: &ChosenGrid| {
        let (words, grid) = (if several { format!("{} · {}", lang.begin_patrol(), grid.name) } else { lang.begin_patrol() }, grid.clone());
        html! { <Button weight={Weight::Primary} onclick={begin.reform(move |()| grid.clone())}>{ words }</Button> }
    };
    let row = |it: &CarriedPlace| {
        html! { <li key={it.place.id.to_string()} class="row-apart"><span>{ it.place.name.as_str() }</span>{ state_tag(lang, it.place.due.state) }</li> }
    };
    let more = due.len().saturating_sub(SHOWN);
    let rest = if more > 0 { lang.more_places(more) } else { lang.patrols() };
    html! {
        <section class="card" aria-labelledby="to-patrol">
            <div class="row-apart"><h2 id="to-patrol" class="with-icon strong">{ Icon::Map.small() }{ lang.to_patrol() }</h2><Go to={Route::Patrols} class="inline-target">{ rest }</Go></div>
            <ul class="stack-tight">{ for due.iter().take(SHOWN).map(row) }</ul>
            { for of_due.map(button) }
        </section>
    }
}
