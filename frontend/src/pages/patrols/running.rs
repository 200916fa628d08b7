//! The patrol under way: one tap a place, one tap to say that nothing was found.

use std::rc::Rc;

use shared::lang::Lang;
use shared::patrols::carried::CarriedPlace;
use shared::patrols::{Finding, Weather, board_code, is_code_of};
use shared::place::{Place, PlaceSource};
use shared::reports::ReportId;
use shared::session::Me;
use shared::sync::ops::OpKind;
use shared::time::Moment;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use super::draft::{self, PatrolDraft, Running, UnderWay, use_under_way};
use super::scan::ScanBoard;
use super::standing::{lines, use_places};
use crate::api::Failure;
use crate::look::use_lang;
use crate::pages::report::{Act, use_desk};
use crate::parts::button::{Button, Weight};
use crate::parts::cell::Group;
use crate::parts::field::{Field, Select};
use crate::parts::form::Complaint;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::parts::sheet::Sheet;
use crate::parts::state;
use crate::parts::tag::{Tone, tag};
use crate::parts::toast::use_toast;
use crate::phone::{Known, use_phone};
use crate::place::{ChosenGrid, Where};
use crate::route::Route;
use crate::words::{PatrolWords, ShellWords};

#[derive(PartialEq, Properties)]
pub struct RunningPageProps {
    pub me: Rc<Me>,
}

/// Waits for the draft, and says so when there is none.
#[component]
pub fn RunningPage(_: &RunningPageProps) -> Html {
    let lang = use_lang();
    let under_way = use_under_way();
    match &under_way.running {
        Running::Opening => html! { <Page title={lang.patrols()} back={Route::Patrols}>{ state::bones(lang) }</Page> },
        Running::None => {
            let way = html! { <Go to={Route::Patrols} class="button primary">{ lang.to_patrol() }</Go> };
            let empty = state::empty(Icon::Map, lang.no_patrol(), lang.no_patrol_text(), way);
            html! { <Page title={lang.patrols()} back={Route::Patrols}><div class="card">{ empty }</div></Page> }
        }
        Running::Yes(draft) => html! { <Walking draft={draft.clone()} under_way={under_way.clone()} /> },
    }
}

#[derive(PartialEq, Properties)]
struct WalkingProps {
    draft: Rc<PatrolDraft>,
    under_way: UnderWay,
}

#[derive(Clone, Copy, PartialEq)]
enum Asked {
    Nothing,
    GiveUp,
    OtherDraft,
}

/// The places of the grid, what was found, and the end.
#[component]
fn Walking(props: &WalkingProps) -> Html {
    let lang = use_lang();
    let (phone, places, desk, navigator, toast) = (use_phone(), use_places(), use_desk(), use_navigator(), use_toast());
    let (asked, failure, busy) = (use_state(|| Asked::Nothing), use_state(|| None::<Failure>), use_state(|| false));
    let draft = &props.draft;
    let known = phone.as_ref().map(|phone| phone.known.clone()).unwrap_or_default();
    let found = draft.found(&known);
    let here: Vec<CarriedPlace> = places.unwrap_or_default().into_iter().filter(|it| it.place.grid == draft.grid).collect();
    let find = {
        let (under_way, desk, navigator, asked) = (props.under_way.clone(), desk.clone(), navigator.clone(), asked.setter());
        let grid = ChosenGrid { code: draft.grid.clone(), name: draft.grid_name.clone() };
        Callback::from(move |at: Option<CarriedPlace>| {
            if desk.draft.is_begun() {
                return asked.set(Asked::OtherDraft);
            }
            let report = ReportId::new();
            let place = at.as_ref().map(|it| it.place.id);
            under_way.edit(|draft| draft.findings.push(Finding { report, place }));
            let point = at.as_ref().and_then(|it| it.place.point);
            let place = point.map(|point| Place { point, accuracy_m: None, source: PlaceSource::Manual });
            let (at, words) = (Where { place, grid: Some(grid.clone()) }, at.map(|it| it.place.name.to_string()).unwrap_or_default());
            desk.dispatch(Act::Begin);
            desk.dispatch(Act::Edit(Box::new(move |draft| {
                (draft.id, draft.at, draft.place_text, draft.of_patrol) = (report, at, words, true);
            })));
            if let Some(navigator) = &navigator {
                navigator.push(&Route::Report);
            }
        })
    };
    let end = {
        let (draft, known, failure, busy) = (draft.clone(), known.clone(), failure.setter(), busy.clone());
        Callback::from(move |()| {
            let (Some(phone), Some(navigator)) = (phone.clone(), navigator.clone()) else { return };
            let Some(patrol) = ended(&draft, &known) else { return failure.set(Some(wrong_board(lang))) };
            busy.set(true);
            let (failure, busy, toast) = (failure.clone(), busy.setter(), toast.clone());
            spawn_local(async move {
                if let Err(why) = phone.save_field(OpKind::Patrol, &patrol, patrol.about()).await {
                    failure.set(Some(why));
                    return busy.set(false);
                }
                // It is saved; a draft that stays would be sent under the same id, which is done once.
                draft::keep(&phone, None).await;
                toast.say(lang.patrol_saved());
                navigator.push(&Route::Patrols);
            });
        })
    };
    let ask = |what: Asked| {
        let asked = asked.setter();
        Callback::from(move |()| asked.set(what))
    };
    // What was put right since is no complaint any more.
    let fits = ended(draft, &known).is_some();
    let shown = (*failure).clone().filter(|failure| !(fits && matches!(failure, Failure::Invalid(_))));
    let words = if found.is_empty() { lang.end_clear() } else { lang.end_with(found.len()) };
    let dock = html! { <Button weight={Weight::Primary} busy={*busy} onclick={end}>{ words }</Button> };
    let action = html! { <Button weight={Weight::Text} small=true onclick={ask(Asked::GiveUp)}>{ lang.give_up_patrol() }</Button> };
    let since = lang.since_time(&draft.started_at.in_china().format("%H:%M").to_string());
    html! {
        <Page title={draft.grid_name.clone()} back={Route::Patrols} {action} {dock}>
            <Complaint failure={shown} />
            <p class="note">{ format!("{since} · {} · {}", lang.places_seen(draft.places.len()), lang.problems_found(found.len())) }</p>
            <p class="note">{ lang.tick_hint() }</p>
            if !here.is_empty() {
                <ul class="cells">{ for here.iter().map(|it| place(lang, it, draft, &found, &props.under_way, &find)) }</ul>
            }
            <Button icon={Icon::Camera} wide=true onclick={find.reform(|()| None)}>{ lang.found_elsewhere() }</Button>
            { findings(lang, &found, &here, &known) }
            { more(lang, draft, &props.under_way) }
            { sheet(lang, *asked, ask(Asked::Nothing)) }
        </Page>
    }
}

/// The patrol, if the code of the board is none or the grid's own.
fn ended(draft: &PatrolDraft, known: &Known) -> Option<shared::patrols::NewPatrol> {
    let patrol = draft.ended(known, Moment::now())?;
    let fits = patrol.board.as_ref().is_none_or(|code| is_code_of(code, &draft.grid));
    fits.then_some(patrol)
}

fn wrong_board(lang: Lang) -> Failure {
    let error = shared::problem::FieldError { pointer: "/board".into(), code: "other_board".into(), message: lang.wrong_board() };
    Failure::Invalid([error].into())
}

/// A place to tick, and the way to tell what is wrong there.
fn place(
    lang: Lang,
    it: &CarriedPlace,
    draft: &PatrolDraft,
    found: &[Finding],
    under_way: &UnderWay,
    find: &Callback<Option<CarriedPlace>>,
) -> Html {
    let (id, seen) = (it.place.id, draft.has_seen(it.place.id));
    let problems = found.iter().filter(|finding| finding.place == Some(id)).count();
    let tick = {
        let under_way = under_way.clone();
        Callback::from(move |_| under_way.edit(|draft| draft.tick(id)))
    };
    let found_here = {
        let it = it.clone();
        find.reform(move |()| Some(it.clone()))
    };
    html! {
        <li key={id.to_string()}>
            <button type="button" class="cell patrol-place" aria-pressed={if seen { "true" } else { "false" }} onclick={tick}>
                <span class="patrol-tick" aria-hidden="true">if seen { { Icon::Check.draw() } }</span>
                { lines(lang, &it.place, false) }
            </button>
            if seen {
                <div class="row cell-foot quick">
                    if problems > 0 {
                        { tag(Tone::Warning, Icon::Alert, lang.problems_found(problems)) }
                    }
                    <Button small=true icon={Icon::Camera} onclick={found_here}>{ lang.found_here() }<span class="seen-by-readers">{ format!(" {}", it.place.name) }</span></Button>
                </div>
            }
        </li>
    }
}

/// What was found, as it was written once.
fn findings(lang: Lang, found: &[Finding], here: &[CarriedPlace], known: &Known) -> Html {
    let row = |finding: &Finding| {
        let unsent = known.unsent.iter().find(|unsent| unsent.report == Some(finding.report));
        let sent = known.sent.iter().find_map(|sent| sent.filed.as_ref().filter(|filed| filed.id == finding.report));
        let category = unsent.and_then(|unsent| unsent.category.as_ref()).map(|code| code.category().label(lang).to_owned());
        let words = unsent.map(|unsent| unsent.words.clone()).or(sent.map(|filed| filed.case_number.to_string())).unwrap_or_default();
        let place = finding.place.and_then(|id| here.iter().find(|it| it.place.id == id)).map(|it| it.place.name.to_string());
        let about: Vec<String> = [category, place].into_iter().flatten().collect();
        html! {
            <li key={finding.report.to_string()}><div class="cell">
                <span class="cell-icon">{ Icon::Alert.draw() }</span>
                <span class="cell-main"><span class="lines-2">{ words }</span>if !about.is_empty() { <small class="soft">{ about.join(" · ") }</small> }</span>
            </div></li>
        }
    };
    html! {
        if !found.is_empty() {
            <Group title={lang.findings()}><ul class="cells">{ for found.iter().map(row) }</ul></Group>
        }
    }
}

/// All that may stay empty.
fn more(lang: Lang, draft: &PatrolDraft, under_way: &UnderWay) -> Html {
    let edit = |change: fn(&mut PatrolDraft, String)| {
        let under_way = under_way.clone();
        Callback::from(move |text: String| under_way.edit(|draft| change(draft, text)))
    };
    let wrong = (!draft.board.trim().is_empty() && !board_code(&draft.board).is_some_and(|code| is_code_of(&code, &draft.grid)))
        .then(|| lang.wrong_board());
    let weathers = std::iter::once((AttrValue::from(""), AttrValue::from(lang.no_weather())))
        .chain(Weather::ALL.iter().map(|weather| (weather.as_str().into(), weather.label(lang).into())));
    html! {
        <details class="card patrol-more">
            <summary>{ lang.more_to_tell() }</summary>
            <Field label={lang.board_code()} hint={lang.board_code_hint()} optional=true value={draft.board.clone()} set={edit(|draft, text| draft.board = text)} error={wrong} />
            <ScanBoard grid={draft.grid.clone()} found={edit(|draft, text| draft.board = text)} />
            <Field label={lang.companions()} optional=true most={80} value={draft.companions.clone()} set={edit(|draft, text| draft.companions = text)} />
            <Select
                label={lang.weather()} choices={weathers.collect::<Vec<_>>()} value={draft.weather.map(|weather| weather.as_str()).unwrap_or_default()}
                set={edit(|draft, text| draft.weather = text.parse().ok())}
            />
            <Field label={lang.patrol_note()} optional=true lines=true most={1000} value={draft.note.clone()} set={edit(|draft, text| draft.note = text)} />
        </details>
    }
}

fn sheet(lang: Lang, asked: Asked, close: Callback<()>) -> Html {
    match asked {
        Asked::Nothing => Html::default(),
        Asked::GiveUp => html! { <GiveUpSheet {close} /> },
        Asked::OtherDraft => {
            let foot = html! {
                <>
                    <Button onclick={close.clone()}>{ lang.cancel() }</Button>
                    <Go to={Route::Report} class="button primary">{ lang.other_draft_open() }</Go>
                </>
            };
            html! { <Sheet title={lang.found_here()} {close} {foot}><p class="centre soft">{ lang.other_draft() }</p></Sheet> }
        }
    }
}

#[derive(PartialEq, Properties)]
struct GiveUpSheetProps {
    close: Callback<()>,
}

/// Asks before a patrol is thrown away.
#[component]
fn GiveUpSheet(props: &GiveUpSheetProps) -> Html {
    let lang = use_lang();
    let (phone, navigator) = (use_phone(), use_navigator());
    let give_up = Callback::from(move |()| {
        let (Some(phone), Some(navigator)) = (phone.clone(), navigator.clone()) else { return };
        spawn_local(async move {
            draft::keep(&phone, None).await;
            navigator.push(&Route::Patrols);
        });
    });
    let foot = html! {
        <>
            <Button onclick={props.close.clone()}>{ lang.cancel() }</Button>
            <Button weight={Weight::Danger} onclick={give_up}>{ lang.give_up_patrol() }</Button>
        </>
    };
    html! { <Sheet title={lang.give_up_patrol_ask()} close={props.close.clone()} {foot}><p class="centre soft">{ lang.give_up_patrol_note() }</p></Sheet> }
}
