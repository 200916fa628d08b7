//! Choosing the case that another one is merged into.

use std::rc::Rc;

use shared::cases::{self, CaseFilter, CaseId, CaseSummary};
use yew::prelude::*;

use super::entered::About;
use crate::api::use_call;
use crate::look::use_lang;
use crate::pages::cases::status_tag;
use crate::parts::field::{Field, Takes};
use crate::parts::form::setter;
use crate::parts::icon::Icon;
use crate::parts::{state, use_id, use_settled};
use crate::words::MoveWords;

#[derive(PartialEq, Properties)]
pub struct OtherProps {
    pub about: Rc<About>,
    pub chosen: Option<CaseId>,
    pub choose: Callback<CaseId>,
    #[prop_or_default]
    pub error: Option<String>,
}

/// Open cases as radio buttons: those of the same grid, or whatever is searched for.
#[component]
pub fn Other(props: &OtherProps) -> Html {
    let lang = use_lang();
    let id = use_id();
    let query = use_state(String::new);
    let q = Some(use_settled((*query).clone()).trim().to_owned()).filter(|q| !q.is_empty());
    let searching = q.is_some();
    let grid = props.about.grid.clone().filter(|_| !searching);
    let filter = CaseFilter { open: Some(true), grid, q, limit: Some(30), ..CaseFilter::default() };
    let found = use_call(Some(cases::list_cases(&filter)));
    let row = |case: &CaseSummary| {
        let case_id = case.id;
        html! {
            <label key={case.id.to_string()} class="cell choice">
                <span class="pick"><input type="radio" name={id.of("into")} checked={props.chosen == Some(case.id)} onchange={props.choose.reform(move |_| case_id)} /></span>
                <span class="cell-main">
                    <span class="lines-2">{ &case.summary }</span>
                    <span class="row case-row-foot">{ status_tag(lang, case.status) }<small class="soft digits">{ case.number.as_str() }</small></span>
                </span>
            </label>
        }
    };
    html! {
        <fieldset class="field" data-wrong={props.error.is_some().then_some("")}>
            <legend>{ lang.merge_into() }</legend>
            <Field label={lang.search_into()} bare=true takes={Takes::Search} value={(*query).clone()} set={setter(&query)} />
            if let Some(words) = &props.error {
                <p class="error">{ Icon::Alert.small() }<span>{ words }</span></p>
            }
            <p class="hint">{ if searching { lang.found_people() } else { lang.into_here() } }</p>
            { state::loaded(lang, &found, |page| {
                let others: Vec<&CaseSummary> = page.items.iter().filter(|case| Some(case.id) != props.about.id).collect();
                if others.is_empty() {
                    state::empty(Icon::Cases, lang.no_into(), lang.no_into_text(), Html::default())
                } else {
                    html! { <div class="cells">{ for others.into_iter().map(row) }</div> }
                }
            }) }
        </fieldset>
    }
}
