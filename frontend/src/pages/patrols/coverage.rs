//! What of a grid was patrolled in a month: calendar, table, map and the list of its places.

use std::rc::Rc;

use shared::grids::GridCode;
use shared::lang::Lang;
use shared::may;
use shared::page::MAX_LIMIT;
use shared::patrols::coverage::{Coverage, CoverageDay, CoverageFilter, CoveredPlace, find_coverage};
use shared::patrols::due::DueState;
use shared::patrols::places::PatrolPlace;
use shared::patrols::{PatrolFilter, PatrolSummary, list_patrols};
use shared::session::Me;
use shared::time::{Moment, Month};
use yew::prelude::*;

use super::calendar::{calendar, months};
use super::edit_place::EditPlace;
use super::standing::{lines, tone, use_places};
use crate::api::{Failure, Loaded, Loading, use_call, use_pages};
use crate::look::use_lang;
use crate::parts::button::IconButton;
use crate::parts::cell::{Group, chevron};
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::parts::state;
use crate::place::dots::{Dot, DotsMap};
use crate::route::Route;
use crate::words::{PatrolWords, day, grid_title};

#[derive(PartialEq, Properties)]
pub struct CoveragePageProps {
    pub me: Rc<Me>,
    pub code: GridCode,
}

/// What is being added or changed.
#[derive(Clone, PartialEq)]
enum Open {
    Nothing,
    Add,
    Edit(PatrolPlace),
}

/// One grid's month.
#[component]
pub fn CoveragePage(props: &CoveragePageProps) -> Html {
    let lang = use_lang();
    let this = Month::of(&Moment::now().day());
    let month = use_state(|| this.clone());
    let open = use_state(|| Open::Nothing);
    let coverage = use_call(Some(find_coverage(&props.code, &CoverageFilter { month: Some((*month).clone()) })));
    let adds = may::add_patrol_place(&props.me.caller(), &props.code);
    let set = {
        let month = month.setter();
        Callback::from(move |chosen| month.set(chosen))
    };
    let opener = {
        let open = open.setter();
        Callback::from(move |what| open.set(what))
    };
    let title = coverage.state.value().map_or_else(|| lang.coverage(), |it| grid_title(&it.village_name, &it.grid_name));
    let action = if adds {
        html! { <IconButton icon={Icon::Plus} label={lang.add_place()} onclick={opener.reform(|()| Open::Add)} /> }
    } else {
        Html::default()
    };
    let edit = adds.then(|| opener.reform(Open::Edit));
    let place = match &*open {
        Open::Nothing => None,
        Open::Add => Some(None),
        Open::Edit(place) => Some(Some(place.clone())),
    };
    html! {
        <Page {title} back={Route::Patrols} {action} wide=true>
            { months(lang, &month, &this, &set) }
            { shown(lang, &props.code, &coverage, edit.as_ref()) }
            if let Some(place) = place {
                <EditPlace
                    me={props.me.clone()} grid={props.code.clone()} {place} close={opener.reform(|()| Open::Nothing)}
                    done={let (again, open) = (coverage.again.clone(), open.setter()); move |()| { again.emit(()); open.set(Open::Nothing); }}
                />
            }
        </Page>
    }
}

/// The month, or what the phone knows without a network.
fn shown(lang: Lang, code: &GridCode, coverage: &Loading<Coverage>, edit: Option<&Callback<PatrolPlace>>) -> Html {
    match &coverage.state {
        Loaded::Waiting => state::bones(lang),
        Loaded::Failed(Failure::Offline) => html! { <OfflinePlaces code={code.clone()} again={coverage.again.clone()} /> },
        Loaded::Failed(failure) => state::failed(lang, failure, &coverage.again),
        Loaded::Ready(it) => whole(lang, it, edit),
    }
}

fn whole(lang: Lang, it: &Coverage, edit: Option<&Callback<PatrolPlace>>) -> Html {
    let count = |state: DueState| it.places.iter().filter(|covered| covered.place.due.state == state).count();
    let (done, due, late) = (count(DueState::Done), count(DueState::Due), count(DueState::Late));
    let dot = |covered: &CoveredPlace| {
        let place = &covered.place;
        Some(Dot { point: place.point?, tone: tone(place.due.state).class(), name: place.name.to_string() })
    };
    let dots: Vec<Dot> = it.places.iter().filter_map(dot).collect();
    html! {
        <>
            <ul class="figures">
                { figure("brand", it.patrols(), lang.count_patrols()) }
                { figure("", it.findings(), lang.count_findings()) }
                { figure("success", done as i64, lang.count_done()) }
                { figure("warning", due as i64, lang.count_due()) }
                { figure("danger", late as i64, lang.count_late()) }
            </ul>
            <div class="columns">
                <div class="stack">
                    <Group title={lang.calendar()} note={lang.counted_from_patrols()}><div class="card">{ calendar(lang, &it.month, &it.days, &it.as_of) }</div></Group>
                    <Days grid={it.grid.clone()} month={it.month.clone()} days={it.days.clone()} />
                </div>
                <div class="stack">
                    <Group title={lang.count_places()}>
                        if it.places.is_empty() {
                            <div class="card">{ state::empty(Icon::Pin, lang.no_places(), lang.no_places_text(), Html::default()) }</div>
                        } else {
                            <ul class="cells">{ for it.places.iter().map(|covered| place_row(lang, covered, edit)) }</ul>
                        }
                    </Group>
                    if !dots.is_empty() {
                        <Group title={lang.places_on_map()}><DotsMap grid={it.grid.clone()} {dots} label={lang.map_of_places(done, due, late)} /></Group>
                    }
                </div>
            </div>
        </>
    }
}

fn figure(tone: &'static str, n: i64, words: String) -> Html {
    html! { <li class={classes!("figure", (n > 0).then_some(tone))}><b>{ n }</b><span>{ words }</span></li> }
}

fn place_row(lang: Lang, covered: &CoveredPlace, edit: Option<&Callback<PatrolPlace>>) -> Html {
    let inside = html! { <>{ lines(lang, &covered.place, false) }<span class="cell-value"><small>{ lang.days_seen(covered.days) }</small></span></> };
    let row = match edit {
        Some(edit) => {
            let (edit, place) = (edit.clone(), covered.place.clone());
            html! { <button type="button" class="cell" onclick={Callback::from(move |_| edit.emit(place.clone()))}>{ inside }{ chevron() }</button> }
        }
        None => html! { <div class="cell">{ inside }</div> },
    };
    html! { <li key={covered.place.id.to_string()}>{ row }</li> }
}

#[derive(PartialEq, Properties)]
struct OfflinePlacesProps {
    code: GridCode,
    again: Callback<()>,
}

/// The grid's places as the phone carries them.
#[component]
fn OfflinePlaces(props: &OfflinePlacesProps) -> Html {
    let lang = use_lang();
    let places = use_places();
    let here: Vec<_> = places.into_iter().flatten().filter(|it| it.place.grid == props.code).collect();
    if here.is_empty() {
        return state::failed(lang, &Failure::Offline, &props.again);
    }
    html! {
        <>
            <div class="notice warning">{ Icon::Offline.draw() }<p>{ lang.calendar_needs_network() }</p></div>
            <ul class="cells">{ for here.iter().map(|it| html! { <li key={it.place.id.to_string()}><div class="cell">{ lines(lang, &it.place, it.unsent) }</div></li> }) }</ul>
        </>
    }
}

#[derive(PartialEq, Properties)]
struct DaysProps {
    grid: GridCode,
    month: Month,
    days: Vec<CoverageDay>,
}

/// The days as a table, and the patrols themselves.
#[component]
fn Days(props: &DaysProps) -> Html {
    let lang = use_lang();
    let list = use_pages((props.grid.clone(), props.month.clone()), |(grid, month), cursor| {
        let (from, to) = (month.first_day(), month.after().first_day().shifted(-1));
        list_patrols(&PatrolFilter { grid: Some(grid.clone()), from: Some(from), to: Some(to), cursor, limit: Some(MAX_LIMIT) })
    });
    let none = html! { <div class="card"><p class="soft">{ lang.no_patrols_yet() }</p></div> };
    html! {
        <>
            if !props.days.is_empty() {
                <div class="table-scroll" tabindex="0" role="region" aria-label={lang.count_patrols()}>
                    <table class="table">
                        <thead><tr>
                            <th scope="col">{ lang.day_column() }</th><th scope="col" class="number">{ lang.count_patrols() }</th>
                            <th scope="col" class="number">{ lang.count_places() }</th><th scope="col" class="number">{ lang.count_findings() }</th>
                        </tr></thead>
                        <tbody>{ for props.days.iter().map(|it| html! {
                            <tr key={it.day.to_string()}>
                                <th scope="row">{ day(lang, &it.day) }</th><td class="number">{ it.patrols }</td><td class="number">{ it.places }</td><td class="number">{ it.findings }</td>
                            </tr>
                        }) }</tbody>
                    </table>
                </div>
            }
            <Group title={lang.patrols_of_month()}>
                { state::paged(lang, &list, none, |items| html! { <ul class="cells">{ for items.iter().map(|it| patrol_row(lang, it)) }</ul> }) }
            </Group>
        </>
    }
}

/// A patrol in a list.
fn patrol_row(lang: Lang, it: &PatrolSummary) -> Html {
    let time = |at: Moment| at.in_china().format("%H:%M").to_string();
    let found = if it.findings > 0 { lang.problems_found(usize::try_from(it.findings).unwrap_or_default()) } else { lang.nothing_found() };
    html! {
        <li key={it.id.to_string()}>
            <Go to={Route::PatrolRecord { id: it.id }} class="cell">
                <span class="cell-main">
                    <span>{ format!("{} {}–{}", day(lang, &it.day), time(it.started_at), time(it.ended_at)) }</span>
                    <small class="soft">{ format!("{} · {} · {found}", it.person.name, lang.places_seen(usize::try_from(it.places).unwrap_or_default())) }</small>
                </span>
                { chevron() }
            </Go>
        </li>
    }
}
