//! How care stands grid by grid, in numbers: for the office, which knows nobody by name.

use shared::care::{GridCare, GridCareFilter, list_grid_care};
use shared::lang::Lang;
use shared::page::MAX_LIMIT;
use yew::prelude::*;

use crate::api::use_pages;
use crate::look::use_lang;
use crate::parts::desk::use_is_desk;
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::state;
use crate::parts::tag::{Tone, tag};
use crate::words::{CareWords, OfficeWords, grid_title};

/// A line a grid, in the order of their codes.
#[component]
pub fn NumbersPage() -> Html {
    let lang = use_lang();
    let desk = use_is_desk();
    let list = use_pages((), |(), cursor| list_grid_care(&GridCareFilter { cursor, limit: Some(MAX_LIMIT) }));
    let empty = state::empty(Icon::Grid, lang.no_care_here(), lang.no_care_here_text(), Html::default());
    html! {
        <Page title={lang.care()} wide=true>
            <p class="note">{ lang.care_numbers_note() }</p>
            { state::paged(lang, &list, empty, |items| if desk { table(lang, items) } else { cells(lang, items) }) }
        </Page>
    }
}

/// What waits, in tags.
fn standing(lang: Lang, it: &GridCare) -> Html {
    let due = it.due - it.late;
    html! {
        <span class="row">
            if it.late > 0 {
                { tag(Tone::Danger, Icon::Alert, format!("{} {}", lang.care_late(), it.late)) }
            }
            if due > 0 {
                { tag(Tone::Warning, Icon::Clock, format!("{} {due}", lang.care_due())) }
            }
            if it.unvisited > 0 {
                { tag(Tone::Neutral, Icon::People, format!("{} {}", lang.care_unvisited(), it.unvisited)) }
            }
        </span>
    }
}

fn table(lang: Lang, items: &[GridCare]) -> Html {
    html! {
        <div class="table-scroll">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{ lang.grids() }</th>
                        <th scope="col" class="number">{ lang.care_people() }</th>
                        <th scope="col" class="number">{ lang.care_visits_month() }</th>
                        <th scope="col">{ lang.care_due() }</th>
                    </tr>
                </thead>
                <tbody>
                    for it in items {
                        <tr key={it.grid.to_string()}>
                            <th scope="row">{ grid_title(&it.village_name, &it.grid_name) }</th>
                            <td class="number digits">{ it.records }</td>
                            <td class="number digits">{ it.visits }</td>
                            <td>{ standing(lang, it) }</td>
                        </tr>
                    }
                </tbody>
            </table>
        </div>
    }
}

fn cells(lang: Lang, items: &[GridCare]) -> Html {
    html! {
        <ul class="cells">
            for it in items {
                <li key={it.grid.to_string()}>
                    <div class="cell">
                        <span class="cell-main">
                            <span class="strong">{ grid_title(&it.village_name, &it.grid_name) }</span>
                            <small class="soft">{ format!("{} {} · {} {}", lang.care_people(), it.records, lang.care_visits_month(), it.visits) }</small>
                            { standing(lang, it) }
                        </span>
                    </div>
                </li>
            }
        </ul>
    }
}
