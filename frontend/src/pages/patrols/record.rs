//! One patrol as it was written down.

use shared::lang::Lang;
use shared::patrols::{Found, Patrol, PatrolId, find_patrol};
use shared::time::Moment;
use yew::prelude::*;

use crate::api::use_call;
use crate::look::use_lang;
use crate::parts::cell::{Cell, Group, Press};
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::state;
use crate::route::Route;
use crate::words::{PatrolWords, day};

#[derive(PartialEq, Properties)]
pub struct RecordPageProps {
    pub id: PatrolId,
}

/// Who, when, which places, what was found.
#[component]
pub fn RecordPage(props: &RecordPageProps) -> Html {
    let lang = use_lang();
    let patrol = use_call(Some(find_patrol(props.id)));
    let back = patrol.state.value().map_or(Route::Patrols, |it| Route::Coverage { code: it.grid.clone() });
    html! { <Page title={lang.patrol_record()} {back}>{ state::loaded(lang, &patrol, |it| whole(lang, it)) }</Page> }
}

fn time(at: Moment) -> String {
    at.in_china().format("%H:%M").to_string()
}

fn whole(lang: Lang, it: &Patrol) -> Html {
    let fact = |name: String, value: String| html! { <div><dt>{ name }</dt><dd>{ value }</dd></div> };
    let when = format!("{} {}–{}", day(lang, &it.day), time(it.started_at), time(it.ended_at));
    html! {
        <>
            <dl class="cells facts">
                { fact(lang.patrol_time(), when) }
                { fact(lang.patrolled_by(), it.person.name.to_string()) }
                if let Some(companions) = &it.companions { { fact(lang.companions(), companions.to_string()) } }
                if let Some(weather) = it.weather { { fact(lang.weather(), weather.label(lang).to_owned()) } }
                if it.board { { fact(lang.board(), lang.at_board()) } }
                if let Some(note) = &it.note { { fact(lang.patrol_note(), note.to_string()) } }
            </dl>
            <Group title={lang.findings()}>
                if it.findings.is_empty() {
                    <div class="card"><p class="with-icon">{ Icon::CheckCircle.small() }{ lang.nothing_found() }</p></div>
                } else {
                    <ul class="cells">{ for it.findings.iter().map(|found| finding(lang, it, found)) }</ul>
                }
            </Group>
            <Group title={lang.count_places()}>
                if it.places.is_empty() {
                    <div class="card"><p class="soft">{ lang.no_places_seen() }</p></div>
                } else {
                    <ul class="cells">
                        for seen in it.places.iter() {
                            <Cell key={seen.place.to_string()} icon={Icon::Pin} label={html! { { seen.name.as_str() } }} value={html! { <span class="digits">{ time(seen.at) }</span> }} />
                        }
                    </ul>
                }
            </Group>
        </>
    }
}

fn finding(lang: Lang, it: &Patrol, found: &Found) -> Html {
    let place = found.place.and_then(|id| it.places.iter().find(|seen| seen.place == id)).map(|seen| seen.name.to_string());
    let (words, press) = match (&found.case, found.arrived) {
        (Some(case), _) => (format!("{} {}", case.number, case.summary), Press::Go(Route::Case { id: case.id })),
        (None, true) => (lang.finding_hidden(), Press::Nothing),
        (None, false) => (lang.finding_on_its_way(), Press::Nothing),
    };
    html! {
        <Cell key={found.report.to_string()} icon={Icon::Alert} label={html! { <span class="lines-2">{ words }</span> }} below={place.map_or_else(Html::default, |place| html! { <small class="soft">{ place }</small> })} {press} />
    }
}
