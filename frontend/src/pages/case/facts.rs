//! The facts of a case: what it is, where, with whom, by which standard, and what it hangs together with.

use shared::cases::{Case, CaseRef, CaseStatus};
use shared::categories::standards::Standard;
use shared::lang::Lang;
use shared::place::Place;
use shared::staffing::PersonRef;
use shared::time::Moment;
use shared::units::UnitLevel;
use yew::prelude::*;

use super::notices::tallies;
use super::sharing::suggested;
use crate::pages::cases::{category_label, status_tag};
use crate::parts::cell::{Cell, Group, Press};
use crate::parts::icon::Icon;
use crate::parts::tag::{Tone, tag};
use crate::route::Route;
use crate::words::{CaseWords, ReportWords, SharingWords, day_and_time, grid_title};

/// What it is and where it stands.
pub fn head(lang: Lang, case: &Case) -> Html {
    let category = case.category.category();
    html! {
        <section class="card">
            <div class="row">
                { status_tag(lang, case.status) }
                if category.restricted {
                    { tag(Tone::Danger, Icon::Key, lang.restricted()) }
                }
            </div>
            <p class="card-title strong">{ category_label(&case.category, lang) }</p>
            { tallies(lang, case) }
        </section>
    }
}

/// With whom a case lies: the level, or the office or department by its name.
pub fn holder(lang: Lang, level: UnitLevel, unit: Option<&shared::units::UnitRef>) -> String {
    match (unit, level) {
        (Some(unit), _) => unit.name.to_string(),
        (None, UnitLevel::SubDistrict) => lang.command_room(),
        (None, level) => level.label(lang).to_owned(),
    }
}

/// Where, with whom, since when.
pub fn facts(lang: Lang, case: &Case, now: Moment) -> Html {
    let name = |person: &PersonRef| person.name.to_string();
    let fact = |name: String, value: Html| html! { <div><dt>{ name }</dt><dd>{ value }</dd></div> };
    let unassigned = || lang.unassigned();
    html! {
        <Group title={lang.details()}>
            <dl class="cells facts">
                { fact(lang.lies_with(), html! { { holder(lang, case.level, case.unit.as_ref()) } }) }
                if let Some(whom) = suggested(lang, case) {
                    { fact(lang.suggested(), html! { { whom } }) }
                }
                { fact(lang.with_whom(), html! { { case.assignee.as_ref().map_or_else(unassigned, name) } }) }
                { fact(lang.grid(), html! { { grid_title(&case.village_name, &case.grid_name) } }) }
                if case.place.is_some() || case.place_text.is_some() {
                    { fact(lang.where_exactly(), html! { <>{ case.place_text.clone() }{ for case.place.map(|p| position(lang, p)) }</> }) }
                }
                { fact(lang.time_limit(), html! { { case.category.category().limit.in_words(lang) } }) }
                { fact(lang.leader(), html! { { case.leader.as_ref().map_or_else(unassigned, name) } }) }
                { fact(lang.full_time(), html! { { case.full_time.as_ref().map_or_else(unassigned, name) } }) }
                { fact(lang.filed_at(), html! { { day_and_time(lang, case.filed_at, now) } }) }
                if let Some(closed) = case.closed_at {
                    { fact(lang.closed_at(), html! { { day_and_time(lang, closed, now) } }) }
                }
            </dl>
        </Group>
    }
}

/// The position, opened by whatever map the phone has.
fn position(lang: Lang, place: Place) -> Html {
    let href = format!("geo:{:.6},{:.6}", place.point.lat, place.point.lon);
    html! { <div class="row"><a class="inline-target" {href}>{ Icon::Pin.small() }{ lang.open_map() }</a></div> }
}

/// The standard it is filed and closed by, or those to choose from.
pub fn standards(lang: Lang, case: &Case) -> Html {
    let all = case.category.category().standards();
    let chosen = case.standard.as_ref().map(|code| code.standard());
    let one = |standard: &Standard| {
        html! {
            <dl class="facts" key={standard.code}>
                <div><dt>{ lang.filed_when() }</dt><dd>{ standard.filing(lang) }</dd></div>
                <div><dt>{ lang.closed_when() }</dt><dd>{ standard.closing(lang) }</dd></div>
                <div><dt>{ lang.time_limit() }</dt><dd>{ standard.limit.in_words(lang) }</dd></div>
            </dl>
        }
    };
    let body = match (chosen, all) {
        (Some(standard), _) | (None, [standard]) => html! { <div class="cells">{ one(standard) }</div> },
        (None, []) => return Html::default(),
        (None, several) => html! {
            <details class="cells fold">
                <summary class="cell">{ lang.standards_of(several.len()) }</summary>
                { for several.iter().map(one) }
            </details>
        },
    };
    html! { <Group title={lang.standard_of()}>{ body }</Group> }
}

/// The cases it hangs together with.
pub fn related(lang: Lang, case: &Case) -> Html {
    let cell = |how: String, other: &CaseRef| {
        let below = html! { <small class="soft">{ format!("{how} · {} · {}", other.number, other.status.label(lang)) }</small> };
        html! { <Cell key={other.id.to_string()} label={html! { <span class="lines-2">{ &other.summary }</span> }} {below} press={Press::Go(Route::Case { id: other.id })} /> }
    };
    let of_this = |other: &CaseRef| if other.status == CaseStatus::Merged { lang.merged_into_this() } else { lang.split_off() };
    let none = case.parent.is_none() && case.related.is_empty();
    html! {
        if !none {
            <Group title={lang.related()}>
                <ul class="cells">
                    { for case.parent.iter().map(|other| cell(lang.split_from(), other)) }
                    { for case.related.iter().map(|other| cell(of_this(other), other)) }
                </ul>
            </Group>
        }
    }
}
