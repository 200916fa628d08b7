//! What is due today and has a place, in walking order: visits, places to patrol, one's own cases. Nothing of it leaves the phone.

use std::rc::Rc;

use shared::lang::Lang;
use shared::place::Point;
use shared::place::walking::{Stop, in_order, middle};
use shared::session::Me;
use shared::time::Moment;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::care::use_cares;
use super::patrols::use_places;
use crate::look::use_lang;
use crate::parts::button::Button;
use crate::parts::cell::{Cell, Group, Press};
use crate::parts::icon::Icon;
use crate::parts::toast::use_toast;
use crate::phone::use_phone;
use crate::place::fix::fix;
use crate::route::Route;
use crate::words::WalkWords;

/// As many stops are shown; those behind come nearer as one goes.
const SHOWN: usize = 8;
/// Fewer need no order.
const LEAST: usize = 2;

/// Something to go to.
#[derive(Clone, PartialEq)]
struct Errand {
    icon: Icon,
    kind: String,
    name: String,
    to: Route,
}

#[derive(PartialEq, Properties)]
pub struct TodayWalkProps {
    pub me: Rc<Me>,
}

/// The walk; nothing when there are not two places to go to.
#[component]
pub fn TodayWalk(props: &TodayWalkProps) -> Html {
    let lang = use_lang();
    let (places, cares, phone, toast) = (use_places(), use_cares(), use_phone(), use_toast());
    let (here, busy) = (use_state(|| None::<Point>), use_state(|| false));
    let today = Moment::now().day();
    let mut stops: Vec<(Point, Errand)> = Vec::new();
    for it in cares.unwrap_or_default().into_iter().filter(|it| it.is_for(&today)) {
        let Some(person) = it.record.person else { continue };
        let errand = Errand {
            icon: Icon::People,
            kind: lang.walk_visit(),
            name: person.name.to_string(),
            to: Route::CareRecord { id: it.record.id },
        };
        stops.extend(person.point.map(|point| (point, errand)));
    }
    for it in places.unwrap_or_default().into_iter().filter(|it| it.place.is_due()) {
        let errand = Errand { icon: Icon::Map, kind: lang.walk_place(), name: it.place.name.to_string(), to: Route::Patrols };
        stops.extend(it.place.point.map(|point| (point, errand)));
    }
    for case in phone.iter().flat_map(|phone| &phone.known.cases) {
        let mine = case.status.is_open() && case.assignee.as_ref().is_some_and(|person| person.id == props.me.person);
        if let Some(point) = case.point.filter(|_| mine) {
            let name = case.summary.clone();
            stops.push((point, Errand { icon: Icon::Cases, kind: lang.walk_case(), name, to: Route::Case { id: case.id } }));
        }
    }
    if stops.len() < LEAST {
        return Html::default();
    }
    let points: Vec<Point> = stops.iter().map(|(point, _)| *point).collect();
    let Some(from) = here.or_else(|| middle(&points)) else { return Html::default() };
    let walk = in_order(from, stops);
    let ask = {
        let (here, busy) = (here.setter(), busy.setter());
        Callback::from(move |()| {
            busy.set(true);
            let (here, busy, toast) = (here.clone(), busy.clone(), toast.clone());
            spawn_local(async move {
                match fix().await {
                    Ok(place) => here.set(Some(place.point)),
                    Err(_) => toast.say(lang.walk_no_fix()),
                }
                busy.set(false);
            });
        })
    };
    let note = if here.is_some() { lang.walk_from_here() } else { lang.walk_from_middle() };
    let aside = html! { <Button small=true icon={Icon::Pin} busy={*busy} onclick={ask}>{ lang.walk_here() }</Button> };
    let more = walk.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!("{note} {}", lang.walk_more(more)) } else { note };
    html! { <Group title={lang.walk_title()} {aside} note={more}><ul class="cells">{ for walk.iter().take(SHOWN).map(|stop| row(lang, stop)) }</ul></Group> }
}

fn row(lang: Lang, stop: &Stop<Errand>) -> Html {
    let errand = &stop.what;
    let below = html! { <small class="soft">{ &errand.kind }</small> };
    let value = html! { <small class="digits nowrap">{ far(lang, stop.metres) }</small> };
    html! { <Cell icon={errand.icon} label={html! { <span class="lines-2">{ &errand.name }</span> }} {below} {value} press={Press::Go(errand.to.clone())} /> }
}

/// To the nearest ten metres, and to the nearest hundred when it is far.
fn far(lang: Lang, metres: f64) -> String {
    if metres < 1000.0 {
        lang.walk_metres((metres / 10.0).round() as i64 * 10)
    } else {
        lang.walk_kilometres(format!("{:.1}", metres / 1000.0))
    }
}
