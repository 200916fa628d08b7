//! Choosing a grid from a list that can be searched.

use shared::boards::{self, BoardFilter};
use shared::page::MAX_LIMIT;
use yew::prelude::*;

use super::ChosenGrid;
use crate::api::use_pages;
use crate::look::use_lang;
use crate::parts::cell::{Cell, Group, Press};
use crate::parts::field::{Field, Takes};
use crate::parts::icon::Icon;
use crate::parts::sheet::Sheet;
use crate::parts::{state, use_settled};
use crate::words::ReportWords;

#[derive(PartialEq, Properties)]
pub struct GridSheetProps {
    /// The reader's own grids come first.
    #[prop_or_default]
    pub own: Vec<ChosenGrid>,
    pub choose: Callback<ChosenGrid>,
    pub close: Callback<()>,
}

/// All grids, by name, village, person or code.
#[component]
pub fn GridSheet(props: &GridSheetProps) -> Html {
    let lang = use_lang();
    let query = use_state(String::new);
    let settled = use_settled((*query).clone());
    let grids = use_pages(settled, |q, cursor| {
        let q = Some(q.trim().to_owned()).filter(|q| !q.is_empty());
        boards::list_boards(&BoardFilter { q, cursor, limit: Some(MAX_LIMIT) })
    });
    let row = |grid: ChosenGrid, below: String| {
        let choose = props.choose.clone();
        let (key, label) = (grid.code.to_string(), html! { { grid.name.clone() } });
        html! { <Cell {key} {label} below={html! { <small class="soft">{ below }</small> }} press={Press::Call(Callback::from(move |()| choose.emit(grid.clone())))} /> }
    };
    let set = {
        let query = query.clone();
        Callback::from(move |text| query.set(text))
    };
    let empty = state::empty(Icon::Search, lang.no_grid_found(), lang.no_grid_text(), Html::default());
    html! {
        <Sheet title={lang.grid_title()} close={props.close.clone()} tall=true>
            <Field label={lang.search_grid()} takes={Takes::Search} value={(*query).clone()} {set} />
            if query.is_empty() && !props.own.is_empty() {
                <Group title={lang.my_grids()}>
                    <ul class="cells">{ for props.own.iter().map(|g| row(g.clone(), g.code.to_string())) }</ul>
                </Group>
            }
            { state::paged(lang, &grids, empty, |items| html! {
                <ul class="cells">
                    for b in items {
                        { row(ChosenGrid::from(b), [Some(b.short_code.to_string()), b.leader.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ")) }
                    }
                </ul>
            }) }
        </Sheet>
    }
}
