//! The place of a report: found by itself where the phone allows it, put right in a tap or two where it does not.

use std::rc::Rc;

use shared::grids::{self, Here, NearbyGrid};
use shared::lang::Lang;
use shared::place::{Place, PlaceSource, Point};
use shared::session::Me;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::fix::{NoFix, fix};
use super::grids::GridSheet;
use super::map::MapSheet;
use super::{ChosenGrid, Where, own_grids};
use crate::api::{Api, use_api};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::icon::Icon;
use crate::parts::pick::{Chip, chips};
use crate::words::{PhoneWords, ReportWords};

#[derive(PartialEq, Properties)]
pub struct PlaceFieldProps {
    pub me: Rc<Me>,
    pub value: Where,
    pub set: Callback<Where>,
    /// A place one of the photos brought along.
    #[prop_or_default]
    pub photo_place: Option<Point>,
    /// Look for the position by itself when nothing is known.
    pub locate: bool,
    #[prop_or_default]
    pub error: Option<String>,
}

/// How the search for the position stands.
#[derive(Clone, Copy, PartialEq)]
enum Search {
    Idle,
    Looking,
    Failed(NoFix),
    /// The place is known, and nobody to ask which grid it lies in.
    NoLine,
}

#[derive(Clone, Copy, PartialEq)]
enum Open {
    Nothing,
    Map,
    List,
}

/// Shows where, and the ways to change it.
#[component]
pub fn PlaceField(props: &PlaceFieldProps) -> Html {
    let lang = use_lang();
    let api = use_api();
    let search = use_state(|| Search::Idle);
    let near = use_state(Vec::<NearbyGrid>::new);
    let open = use_state(|| Open::Nothing);
    let own = own_grids(&props.me);
    let locate = {
        let (api, search, near, set, own) = (api.clone(), search.setter(), near.setter(), props.set.clone(), own.clone());
        Callback::from(move |()| {
            search.set(Search::Looking);
            let (api, search, near, set, own) = (api.clone(), search.clone(), near.clone(), set.clone(), own.clone());
            spawn_local(async move {
                match fix().await {
                    Ok(place) => {
                        let (found, candidates, asked) = belongs(&api, place, &own).await;
                        near.set(candidates);
                        set.emit(found);
                        search.set(if asked { Search::Idle } else { Search::NoLine });
                    }
                    Err(reason) => {
                        search.set(Search::Failed(reason));
                        // Whoever answers for one grid most likely reports from it.
                        if let [only] = own.as_slice() {
                            set.emit(Where { place: None, grid: Some(only.clone()) });
                        }
                    }
                }
            });
        })
    };
    {
        let (locate, known) = (locate.clone(), props.value.is_known());
        use_effect_with(props.locate, move |wanted| {
            if *wanted && !known {
                locate.emit(());
            }
        });
    }
    let look_up = {
        let (api, near, set, own, search) = (api.clone(), near.setter(), props.set.clone(), own.clone(), search.setter());
        Callback::from(move |place: Place| {
            let (api, near, set, own, search) = (api.clone(), near.clone(), set.clone(), own.clone(), search.clone());
            spawn_local(async move {
                let (found, candidates, asked) = belongs(&api, place, &own).await;
                near.set(candidates);
                set.emit(found);
                search.set(if asked { Search::Idle } else { Search::NoLine });
            });
        })
    };
    let opener = |what: Open| {
        let open = open.setter();
        Callback::from(move |()| open.set(what))
    };
    let by_photo = props.photo_place.map(|point| look_up.reform(move |()| Place { point, accuracy_m: None, source: PlaceSource::Photo }));
    html! {
        <div class="field" role="group" aria-label={lang.place()} data-wrong={props.error.is_some().then_some("")}>
            <span class="label">{ lang.place() }</span>
            { status(lang, &props.value, *search) }
            { ambiguous(lang, &props.value, &near, &props.set) }
            if *search == Search::NoLine {
                { one_of_own(lang, &props.value, &own, &props.set) }
            }
            if let Some(words) = &props.error {
                <p class="error">{ Icon::Alert.small() }<span>{ words }</span></p>
            }
            <div class="place-ways">
                <Button small=true icon={Icon::Pin} busy={*search == Search::Looking} onclick={locate}>{ lang.locate_again() }</Button>
                <Button small=true icon={Icon::Map} onclick={opener(Open::Map)}>{ lang.on_map() }</Button>
                <Button small=true icon={Icon::Grid} onclick={opener(Open::List)}>{ lang.from_list() }</Button>
                if let Some(by_photo) = by_photo {
                    <Button small=true weight={Weight::Text} icon={Icon::Image} onclick={by_photo}>{ lang.place_from_photo() }</Button>
                }
            </div>
            { sheet(*open, props, own, &near, opener(Open::Nothing)) }
        </div>
    }
}

/// The sheet that is open, if any.
fn sheet(open: Open, props: &PlaceFieldProps, own: Vec<ChosenGrid>, near: &UseStateHandle<Vec<NearbyGrid>>, close: Callback<()>) -> Html {
    match open {
        Open::Nothing => Html::default(),
        Open::Map => {
            let (set, near, shut) = (props.set.clone(), near.setter(), close.clone());
            let choose = Callback::from(move |found: Where| {
                near.set(Vec::new());
                set.emit(found);
                shut.emit(());
            });
            html! { <MapSheet start={props.value.place} {own} {choose} {close} /> }
        }
        Open::List => {
            let (set, shut, near, place) = (props.set.clone(), close.clone(), near.clone(), props.value.place);
            let choose = Callback::from(move |grid: ChosenGrid| {
                // A grid far from the place means that the place was not where it happened.
                let place = place.filter(|_| near.iter().any(|n| n.code == grid.code));
                set.emit(Where { place, grid: Some(grid) });
                shut.emit(());
            });
            html! { <GridSheet {own} {choose} {close} /> }
        }
    }
}

/// Which grid a place belongs to, which others it might, and whether the server could be asked. Without it, whoever answers for one grid
/// most likely stands in it.
async fn belongs(api: &Api, place: Place, own: &[ChosenGrid]) -> (Where, Vec<NearbyGrid>, bool) {
    let here = Here { lon: place.point.lon, lat: place.point.lat, accuracy: place.accuracy_m };
    let Ok(page) = api.run(&grids::locate_grid(&here)).await else {
        let grid = if let [only] = own { Some(only.clone()) } else { None };
        return (Where { place: Some(place), grid }, Vec::new(), false);
    };
    let near = page.items;
    let grid = near.first().filter(|g| g.inside || near.len() == 1).map(ChosenGrid::from);
    (Where { place: Some(place), grid }, near, true)
}

/// The reader's own grids to choose from.
fn one_of_own(lang: Lang, value: &Where, own: &[ChosenGrid], set: &Callback<Where>) -> Html {
    if own.len() < 2 {
        return Html::default();
    }
    let choice = |grid: &ChosenGrid| {
        let on = value.grid.as_ref().is_some_and(|chosen| chosen.code == grid.code);
        let with = Where { place: value.place, grid: Some(grid.clone()) };
        Chip { words: grid.name.clone().into(), on, press: set.reform(move |()| with.clone()) }
    };
    html! { <><p class="hint">{ lang.choose_grid_offline() }</p>{ chips(lang.my_grids(), own.iter().map(choice).collect()) }</> }
}

fn status(lang: Lang, value: &Where, search: Search) -> Html {
    let (icon, first, second) = match (search, &value.grid, value.place) {
        (Search::Looking, None, _) => (Icon::Pin, lang.locating(), String::new()),
        (_, Some(grid), place) => (Icon::Pin, grid.name.clone(), place.map(|p| exactness(lang, p)).unwrap_or_default()),
        (Search::NoLine, None, Some(place)) => (Icon::Pin, exactness(lang, place), lang.choose_grid_offline()),
        (_, None, Some(place)) => (Icon::Alert, lang.outside(), exactness(lang, place)),
        (Search::Failed(NoFix::Denied), None, None) => (Icon::Alert, lang.place_denied(), lang.no_place_why()),
        (Search::Failed(NoFix::NotNow), None, None) => (Icon::Alert, lang.place_timeout(), lang.no_place_why()),
        (Search::Idle | Search::NoLine, None, None) => (Icon::Pin, lang.no_place_yet(), lang.no_place_why()),
    };
    html! {
        <div class="place" role="status">
            { icon.draw() }
            <span class="cell-main"><span class="strong">{ first }</span>if !second.is_empty() { <small class="soft">{ second }</small> }</span>
        </div>
    }
}

/// How the place became known, and how exactly.
fn exactness(lang: Lang, place: Place) -> String {
    let source = place.source.label(lang);
    match place.accuracy_m {
        // Metres of a phone are whole numbers far below 2^63.
        Some(metres) => format!("{source} · {}", lang.accuracy(metres.round() as i64)),
        None => source.to_owned(),
    }
}

/// Near a border, or where the position is vague: the grids it might be.
fn ambiguous(lang: Lang, value: &Where, near: &[NearbyGrid], set: &Callback<Where>) -> Html {
    if near.len() < 2 || value.place.is_none() {
        return Html::default();
    }
    let choice = |grid: &NearbyGrid| {
        let chosen = ChosenGrid::from(grid);
        let on = value.grid.as_ref().is_some_and(|g| g.code == grid.code);
        let with = Where { place: value.place, grid: Some(chosen.clone()) };
        Chip { words: chosen.name.into(), on, press: set.reform(move |()| with.clone()) }
    };
    html! { <><p class="hint">{ lang.near_border() }</p>{ chips(lang.near_border(), near.iter().map(choice).collect()) }</> }
}
