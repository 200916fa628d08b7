//! One case: what was reported, what has been done, and the moves that can be made now.

mod choice;
pub mod moves;
mod photos;
mod timeline;

use std::rc::Rc;

use shared::cases::{self, Case, CaseId, Move};
use shared::lang::Lang;
use shared::place::Place;
use shared::reports::{Channel, Report};
use shared::session::Me;
use shared::time::Moment;
use yew::prelude::*;

use super::cases::{category_label, status_tag};
use crate::api::{Loading, use_call};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::Group;
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::state;
use crate::parts::tag::{Tone, tag};
use crate::route::Route;
use crate::words::{CaseWords, ReportWords, day_and_time, grid_title};

use photos::Gallery;

#[derive(PartialEq, Properties)]
pub struct CasePageProps {
    pub me: Rc<Me>,
    pub id: CaseId,
}

/// One case on a page of its own.
#[component]
pub fn CasePage(props: &CasePageProps) -> Html {
    let lang = use_lang();
    let case = use_call(Some(cases::find_case(props.id)));
    let making = use_state(|| None::<Move>);
    let title = case.state.value().map_or_else(|| lang.case(), |c| c.number.to_string());
    let dock = case.state.value().map_or_else(Html::default, |c| move_buttons(lang, c, &making));
    html! {
        <Page {title} back={Route::Cases} {dock} wide=true>
            { state::loaded(lang, &case, |it| html! {
                <>
                    <CaseView case={it.clone()} />
                    { move_sheet(it, &case, &making) }
                </>
            }) }
        </Page>
    }
}

#[derive(PartialEq, Properties)]
pub struct CasePaneProps {
    pub id: CaseId,
    /// Told when the case has moved.
    pub moved: Callback<()>,
}

/// One case beside the list it was chosen from.
#[component]
pub fn CasePane(props: &CasePaneProps) -> Html {
    let lang = use_lang();
    let case = use_call(Some(cases::find_case(props.id)));
    let making = use_state(|| None::<Move>);
    let told = {
        let (replace, moved) = (case.replace.clone(), props.moved.clone());
        Callback::from(move |new: Case| {
            replace.emit(new);
            moved.emit(());
        })
    };
    let case = Loading { replace: told, ..case };
    state::loaded(lang, &case, |it| {
        html! {
            <div class="stack">
                if !it.moves.is_empty() {
                    <div class="row">{ move_buttons(lang, it, &making) }</div>
                }
                <CaseView case={it.clone()} />
                { move_sheet(it, &case, &making) }
            </div>
        }
    })
}

/// A button for every move the reader can make now; the likeliest is the primary one.
fn move_buttons(lang: Lang, case: &Case, making: &UseStateHandle<Option<Move>>) -> Html {
    let likeliest = choice::likeliest(case);
    // The likeliest stands last, where the thumb of the right hand is.
    let ordered = case.moves.iter().filter(|m| Some(**m) != likeliest).chain(likeliest.iter());
    html! {
        for by in ordered.copied() {
            <Button key={by.as_str()} weight={weight(by, likeliest)} onclick={let making = making.setter(); move |()| making.set(Some(by))}>{ by.label(lang) }</Button>
        }
    }
}

fn weight(by: Move, likeliest: Option<Move>) -> Weight {
    match by {
        _ if Some(by) == likeliest => Weight::Primary,
        Move::Decline | Move::Void => Weight::Danger,
        _ => Weight::Plain,
    }
}

fn move_sheet(it: &Rc<Case>, case: &Loading<Case>, making: &UseStateHandle<Option<Move>>) -> Html {
    let Some(by) = **making else { return Html::default() };
    let close = {
        let making = making.setter();
        Callback::from(move |()| making.set(None))
    };
    html! { <moves::MoveSheet key={by.as_str()} case={it.clone()} {by} {close} replace={case.replace.clone()} again={case.again.clone()} /> }
}

#[derive(PartialEq, Properties)]
struct CaseViewProps {
    case: Rc<Case>,
}

/// Everything about a case.
#[component]
fn CaseView(props: &CaseViewProps) -> Html {
    let lang = use_lang();
    let case = &*props.case;
    let category = case.category.category();
    let now = Moment::now();
    html! {
        <div class="columns">
            <div class="stack">
                <div class="card">
                    <div class="row">
                        { status_tag(lang, case.status) }
                        if category.restricted {
                            { tag(Tone::Danger, Icon::Key, lang.restricted()) }
                        }
                    </div>
                    <p class="card-title strong">{ category_label(&case.category, lang) }</p>
                    <p class="note">{ lang.limit(&category.limit.in_words(lang)) }</p>
                </div>
                for (i, report) in case.reports.iter().enumerate() {
                    { report_card(lang, report, i == 0, now) }
                }
                if !case.photos.is_empty() {
                    <Group title={lang.work_photos()}><div class="card"><Gallery photos={case.photos.clone()} /></div></Group>
                }
            </div>
            <div class="stack">
                <Group title={lang.details()}>{ facts(lang, case, now) }</Group>
                <Group title={lang.timeline()}><div class="card">{ timeline::draw(lang, &case.timeline, now) }</div></Group>
            </div>
        </div>
    }
}

/// What a reporter said.
fn report_card(lang: Lang, report: &Report, first: bool, now: Moment) -> Html {
    let who = match (&report.reporter_name, &report.filed_by) {
        (Some(name), _) => name.clone(),
        (None, Some(person)) if report.channel == Channel::App => person.name.to_string(),
        (None, _) => lang.by_resident(),
    };
    let missing = usize::from(report.photo_count) > report.photos.len();
    // A phone without a signal may need a while; after an hour the photos are more likely lost than late.
    let late = now.seconds_since(report.received_at) > 3600;
    html! {
        <Group title={if first { lang.the_report() } else { lang.joined_report() }}>
            <div class="card">
                <p class="pre">{ report.text.as_str() }</p>
                if !report.photos.is_empty() {
                    <Gallery photos={report.photos.clone()} />
                }
                if missing && late {
                    <p class="note with-icon">{ Icon::Alert.small() }{ lang.photos_missing(report.photos.len(), report.photo_count) }</p>
                } else if missing {
                    <p class="note with-icon">{ Icon::Cloud.small() }{ lang.photos_coming(report.photos.len(), report.photo_count) }</p>
                }
                <p class="note">{ format!("{who} · {} · {}", report.channel.label(lang), day_and_time(lang, report.received_at, now)) }</p>
                if let Some(phone) = &report.reporter_phone {
                    <a class="button small" href={format!("tel:{phone}")}>{ Icon::Phone.small() }{ lang.call_reporter() }<span class="digits">{ phone }</span></a>
                }
            </div>
        </Group>
    }
}

fn facts(lang: Lang, case: &Case, now: Moment) -> Html {
    let person = |p: &Option<shared::staffing::PersonRef>| p.as_ref().map_or_else(|| lang.unassigned(), |p| p.name.to_string());
    let fact = |name: String, value: Html| html! { <div><dt>{ name }</dt><dd>{ value }</dd></div> };
    html! {
        <dl class="cells facts">
            { fact(lang.grid(), html! { { grid_title(&case.village_name, &case.grid_name) } }) }
            if case.place.is_some() || case.place_text.is_some() {
                { fact(lang.where_exactly(), html! { <>{ case.place_text.clone() }{ for case.place.map(|p| position(lang, p)) }</> }) }
            }
            { fact(lang.with_whom(), html! { { person(&case.assignee) } }) }
            { fact(lang.leader(), html! { { person(&case.leader) } }) }
            { fact(lang.full_time(), html! { { person(&case.full_time) } }) }
            { fact(lang.filed_at(), html! { { day_and_time(lang, case.filed_at, now) } }) }
        </dl>
    }
}

/// The position, opened by whatever map the phone has.
fn position(lang: Lang, place: Place) -> Html {
    let href = format!("geo:{:.6},{:.6}", place.point.lat, place.point.lon);
    html! { <div class="row"><a class="inline-target" {href}>{ Icon::Pin.small() }{ lang.open_map() }</a></div> }
}
