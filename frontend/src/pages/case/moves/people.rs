//! Choosing whom to give a case to: the grid's own people, or anybody by name.

use shared::grids::GridCode;
use shared::staffing::{self, Person, PersonFilter, PersonRef};
use yew::prelude::*;

use crate::api::use_call;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::field::{Field, Takes};
use crate::parts::form::setter;
use crate::parts::icon::Icon;
use crate::parts::{state, use_id, use_settled};
use crate::words::MoveWords;

#[derive(PartialEq, Properties)]
pub struct PeopleProps {
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// Whose people are offered before anybody is searched for; everybody where none is named.
    #[prop_or_default]
    pub grid: Option<GridCode>,
    pub chosen: Option<PersonRef>,
    pub choose: Callback<PersonRef>,
    #[prop_or_default]
    pub error: Option<String>,
}

/// A list of people as radio buttons.
#[component]
pub fn People(props: &PeopleProps) -> Html {
    let lang = use_lang();
    let id = use_id();
    let query = use_state(String::new);
    let q = Some(use_settled((*query).clone()).trim().to_owned()).filter(|q| !q.is_empty());
    let filter = PersonFilter {
        area: props.grid.as_ref().filter(|_| q.is_none()).and_then(|grid| grid.as_str().parse().ok()),
        q,
        limit: Some(30),
        ..PersonFilter::default()
    };
    let searching = filter.q.is_some();
    let people = use_call(Some(staffing::list_people(&filter)));
    // A list of everybody is long: it goes once somebody is chosen, until it is asked for again.
    let folded = use_state(|| false);
    let fold = |to: bool| {
        let folded = folded.setter();
        Callback::from(move |()| folded.set(to))
    };
    let chosen_alone = props.chosen.as_ref().filter(|_| *folded && !searching && props.grid.is_none());
    let cell = |one: PersonRef, duty: Option<String>| {
        let (on, key, name) = (props.chosen.as_ref() == Some(&one), one.id.to_string(), one.name.to_string());
        let onchange = {
            let one = one.clone();
            props.choose.reform(move |_| one.clone())
        };
        // Who walks through the list with the keys still needs it.
        let (choose, fold) = (props.choose.clone(), fold(true));
        let onclick = move |event: MouseEvent| {
            if event.detail() > 0 {
                choose.emit(one.clone());
                fold.emit(());
            }
        };
        html! {
            <label {key} class="cell choice" {onclick}>
                <span class="pick"><input type="radio" name={id.of("person")} checked={on} {onchange} /></span>
                <span class="cell-main"><span>{ name }</span><small class="soft">{ duty }</small></span>
            </label>
        }
    };
    let row = |person: &Person| {
        let duty = person.appointments.first().map(|a| format!("{} · {}", a.duty.label(lang), a.area_name));
        cell(PersonRef { id: person.id, name: person.name.clone() }, duty)
    };
    let everybody = state::loaded(lang, &people, |page| {
        if page.items.is_empty() {
            state::empty(Icon::People, lang.no_people_found(), lang.no_people_text(), Html::default())
        } else {
            html! { <div class="cells">{ for page.items.iter().map(row) }</div> }
        }
    });
    html! {
        <fieldset class="field" data-wrong={props.error.is_some().then_some("")}>
            <legend>{ props.label.clone().unwrap_or_else(|| lang.assignee().into()) }</legend>
            <Field label={lang.search_people()} bare=true takes={Takes::Search} value={(*query).clone()} set={setter(&query)} />
            if let Some(words) = &props.error {
                <p class="error">{ Icon::Alert.small() }<span>{ words }</span></p>
            }
            if searching || props.grid.is_some() {
                <p class="hint">{ if searching { lang.found_people() } else { lang.grid_people() } }</p>
            }
            if let Some(one) = chosen_alone {
                <div class="cells">{ cell(one.clone(), None) }</div>
                <div><Button small=true weight={Weight::Text} onclick={fold(false)}>{ lang.choose_again() }</Button></div>
            } else {
                { everybody }
            }
        </fieldset>
    }
}
