//! All grids and what of them was patrolled, for the office.

use std::rc::Rc;

use shared::lang::Lang;
use shared::may;
use shared::page::MAX_LIMIT;
use shared::patrols::coverage::{GridCoverage, GridCoverageFilter, list_coverage};
use shared::session::Me;
use shared::time::{Moment, Month};
use yew::prelude::*;

use super::calendar::months;
use crate::api::use_pages;
use crate::look::use_lang;
use crate::pages::divisions::class_tag;
use crate::parts::desk::use_is_desk;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::parts::state;
use crate::parts::tag::{Tone, tag};
use crate::route::Route;
use crate::words::{OfficeWords, PatrolWords, day, grid_title};

#[derive(PartialEq, Properties)]
pub struct GridsPageProps {
    pub me: Rc<Me>,
}

/// A line a grid, in the order of their codes.
#[component]
pub fn GridsPage(props: &GridsPageProps) -> Html {
    let lang = use_lang();
    let desk = use_is_desk();
    let this = Month::of(&Moment::now().day());
    let month = use_state(|| this.clone());
    let list = use_pages((*month).clone(), |month, cursor| {
        list_coverage(&GridCoverageFilter { month: Some(month.clone()), village: None, cursor, limit: Some(MAX_LIMIT) })
    });
    let set = {
        let month = month.setter();
        Callback::from(move |chosen| month.set(chosen))
    };
    let empty = state::empty(Icon::Grid, lang.no_coverage(), lang.no_coverage_text(), Html::default());
    let action = if may::sees_all_field(&props.me.caller()) {
        html! { <Go to={Route::PatrolPlans} class="button text small">{ lang.plans() }</Go> }
    } else {
        Html::default()
    };
    html! {
        <Page title={lang.patrols()} {action} wide=true>
            { months(lang, &month, &this, &set) }
            <p class="note">{ format!("{} {}", lang.counted_from_patrols(), lang.all_grids_note()) }</p>
            { state::paged(lang, &list, empty, |items| if desk { table(lang, items) } else { cells(lang, items) }) }
        </Page>
    }
}

/// What is due and late now, in tags.
fn standing(lang: Lang, it: &GridCoverage) -> Html {
    let due = it.due - it.late;
    html! {
        <span class="row">
            if it.late > 0 {
                { tag(Tone::Danger, Icon::Alert, format!("{} {}", lang.count_late(), it.late)) }
            }
            if due > 0 {
                { tag(Tone::Warning, Icon::Clock, format!("{} {due}", lang.count_due())) }
            }
            if it.places > 0 && it.due == 0 {
                { tag(Tone::Success, Icon::Check, lang.count_done()) }
            }
        </span>
    }
}

fn cells(lang: Lang, items: &[GridCoverage]) -> Html {
    let row = |it: &GridCoverage| {
        let last = it.last_day.as_ref().map_or_else(|| lang.never_seen(), |last| lang.last_seen(&day(lang, last)));
        let of_month = format!("{} {} · {} {} · {last}", lang.count_patrols(), it.patrols, lang.count_findings(), it.findings);
        html! {
            <li key={it.grid.to_string()}>
                <Go to={Route::Coverage { code: it.grid.clone() }} class="cell">
                    <span class="cell-main"><span class="strong">{ grid_title(&it.village_name, &it.grid_name) }</span><small class="soft">{ of_month }</small>{ standing(lang, it) }</span>
                    { crate::parts::cell::chevron() }
                </Go>
            </li>
        }
    };
    html! { <ul class="cells">{ for items.iter().map(row) }</ul> }
}

fn table(lang: Lang, items: &[GridCoverage]) -> Html {
    let row = |it: &GridCoverage| {
        html! {
            <tr key={it.grid.to_string()}>
                <th scope="row"><Go to={Route::Coverage { code: it.grid.clone() }} class="table-link">{ grid_title(&it.village_name, &it.grid_name) }</Go></th>
                <td class="nowrap">{ class_tag(lang, it.class) }</td>
                <td class="number">{ it.patrols }</td>
                <td class="number">{ it.findings }</td>
                <td class="number">{ it.places }</td>
                <td>{ standing(lang, it) }</td>
                <td class="nowrap">{ it.last_day.as_ref().map_or_else(|| "—".to_owned(), |last| day(lang, last)) }</td>
            </tr>
        }
    };
    html! {
        <div class="table-scroll">
            <table class="table">
                <thead><tr>
                    <th scope="col">{ lang.grids() }</th><th scope="col">{ lang.class() }</th><th scope="col" class="number">{ lang.count_patrols() }</th>
                    <th scope="col" class="number">{ lang.count_findings() }</th><th scope="col" class="number">{ lang.count_places() }</th>
                    <th scope="col">{ lang.to_patrol() }</th><th scope="col">{ lang.last_patrol() }</th>
                </tr></thead>
                <tbody>{ for items.iter().map(row) }</tbody>
            </table>
        </div>
    }
}
