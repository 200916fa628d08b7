//! The form of a place: the office writes all of it, the grid's leader and full-time member add places and move them.

use std::rc::Rc;

use shared::divisions::Class;
use shared::grids::GridCode;
use shared::may;
use shared::patrols::places::{EveryDays, NewPatrolPlace, PatrolPlace, PatrolPlacePatch, PlaceKind, add_patrol_place, change_patrol_place};
use shared::place::{Place, PlaceSource};
use shared::session::Me;
use shared::time::Moment;
use yew::prelude::*;

use crate::api::use_send;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::field::{Field, Select, Takes};
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::pick::Segments;
use crate::parts::toast::use_toast;
use crate::place::map::MapSheet;
use crate::place::{ChosenGrid, Where};
use crate::words::{PatrolWords, ShellWords};

#[derive(PartialEq, Properties)]
pub struct EditPlaceProps {
    pub me: Rc<Me>,
    pub grid: GridCode,
    /// The one to change; a new one without it.
    pub place: Option<PatrolPlace>,
    pub close: Callback<()>,
    pub done: Callback<()>,
}

/// Adds a place, changes it, moves it, or ends that it is patrolled.
#[component]
pub fn EditPlace(props: &EditPlaceProps) -> Html {
    let lang = use_lang();
    let (send, toast) = (use_send(), use_toast());
    let known = props.place.clone();
    let plans = may::plan_patrols(&props.me.caller());
    // Who may only move it sees nothing else to change.
    let writes = plans || known.is_none();
    let name = use_state(|| known.as_ref().map(|place| place.name.to_string()).unwrap_or_default());
    let kind = use_state(|| known.as_ref().map_or(PlaceKind::Other, |place| place.kind));
    let class = use_state(|| known.as_ref().map_or(Class::Ordinary, |place| place.class));
    let every = use_state(|| known.as_ref().and_then(|place| place.every_days).map(|days| i32::from(days).to_string()).unwrap_or_default());
    let point = use_state(|| known.as_ref().and_then(|place| place.point));
    let (on_map, elsewhere) = (use_state(|| false), use_state(|| false));
    let saved = {
        let done = props.done.clone();
        let words = if known.is_some() { lang.saved() } else { lang.place_added() };
        Callback::from(move |()| {
            toast.say(words.clone());
            done.emit(());
        })
    };
    let submit = {
        let (send, known, grid, saved) = (send.clone(), known.clone(), props.grid.clone(), saved.clone());
        let (name, kind, class, every, point) = (name.clone(), *kind, *class, every.clone(), *point);
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let (name, every_days) = (check.read("/name", &name), check.read_optional::<EveryDays>("/every_days", &every));
            let (Some(name), true) = (name, check.is_fine()) else { return send.fail(check.failure()) };
            let saved = saved.clone();
            let call = match &known {
                None => add_patrol_place(&NewPatrolPlace { grid: grid.clone(), name, kind, class, point, every_days }),
                Some(place) if plans => {
                    let patch = PatrolPlacePatch {
                        name: Some(name),
                        kind: Some(kind),
                        class: Some(class),
                        point: Some(point),
                        every_days: Some(every_days),
                        retired_on: None,
                    };
                    change_patrol_place(place.id, &patch, place.version)
                }
                Some(place) => {
                    change_patrol_place(place.id, &PatrolPlacePatch { point: Some(point), ..PatrolPlacePatch::default() }, place.version)
                }
            };
            send.run(call, move |_| saved.emit(()));
        })
    };
    let retire = known.clone().filter(|_| plans).map(|place| {
        let (send, saved) = (send.clone(), saved.clone());
        Callback::from(move |()| {
            let last = Moment::now().day().shifted(-1).max(place.since.clone());
            let patch = PatrolPlacePatch { retired_on: Some(Some(last)), ..PatrolPlacePatch::default() };
            let saved = saved.clone();
            send.run(change_patrol_place(place.id, &patch, place.version), move |_| saved.emit(()));
        })
    });
    let title = match (&known, plans) {
        (None, _) => lang.add_place(),
        (Some(_), true) => lang.edit_place(),
        (Some(place), false) => format!("{} · {}", lang.move_place(), place.name),
    };
    let kinds: Vec<(AttrValue, AttrValue)> = PlaceKind::ALL.iter().map(|it| (it.as_str().into(), it.label(lang).into())).collect();
    let opener = |open: bool| {
        let on_map = on_map.setter();
        Callback::from(move |()| on_map.set(open))
    };
    let choose = {
        let (point, on_map, elsewhere, grid) = (point.setter(), on_map.setter(), elsewhere.setter(), props.grid.clone());
        Callback::from(move |found: Where| {
            elsewhere.set(found.grid.is_some_and(|chosen| chosen.code != grid));
            point.set(found.place.map(|place| place.point));
            on_map.set(false);
        })
    };
    let own =
        vec![ChosenGrid { code: props.grid.clone(), name: known.as_ref().map(|place| place.grid_name.to_string()).unwrap_or_default() }];
    let start = point.map(|point| Place { point, accuracy_m: None, source: PlaceSource::Manual });
    if *on_map {
        return html! { <MapSheet {start} {own} {choose} close={opener(false)} /> };
    }
    html! {
        <FormSheet {title} send={send.clone()} {submit} close={props.close.clone()} again={props.done.clone()} tall=true>
            if writes {
                <Field label={lang.place_name()} most={60} value={(*name).clone()} set={setter(&name)} error={send.field("/name")} />
                <Select label={lang.place_kind()} choices={kinds} value={kind.as_str()} set={let kind = kind.setter(); move |text: String| if let Ok(chosen) = text.parse() { kind.set(chosen) }} />
                <Segments
                    label={lang.place_class()} choices={Class::ALL.iter().map(|it| it.label(lang).into()).collect::<Vec<AttrValue>>()}
                    chosen={Class::ALL.iter().position(|it| *it == *class).unwrap_or_default()}
                    choose={let class = class.setter(); move |i: usize| if let Some(chosen) = Class::ALL.get(i) { class.set(*chosen) }}
                />
            }
            if plans {
                <Field
                    label={lang.own_rhythm()} hint={lang.own_rhythm_hint()} optional=true takes={Takes::Digits} value={(*every).clone()} set={setter(&every)}
                    error={send.field("/every_days")}
                />
            }
            <div class="field">
                <span class="label">{ lang.place_point() }</span>
                <div class="row-apart">
                    <span class="soft">{ if point.is_some() { lang.place_point_set() } else { lang.place_point_none() } }</span>
                    <Button small=true icon={Icon::Map} onclick={opener(true)}>{ lang.choose_point() }</Button>
                </div>
                if *elsewhere {
                    <p class="hint">{ lang.other_grid_point() }</p>
                }
            </div>
            if let Some(retire) = retire {
                <div class="row-apart">
                    <span class="note">{ lang.retire_note() }</span>
                    <Button small=true weight={Weight::Danger} busy={send.busy()} onclick={retire}>{ lang.retire_place() }</Button>
                </div>
            }
        </FormSheet>
    }
}
