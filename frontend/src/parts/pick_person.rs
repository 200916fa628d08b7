//! Choosing a person out of those found.

use shared::staffing::{self, AreaCode, PersonFilter};
use yew::prelude::*;

use super::field::{Field, Select, Takes};
use super::form::setter;
use super::use_settled;
use crate::api::use_call;
use crate::look::use_lang;
use crate::words::{MoveWords, OfficeWords};

#[derive(PartialEq, Properties)]
pub struct PickPersonProps {
    /// What the person is for; 人员 where nothing is given.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// Only those with a duty here today.
    #[prop_or_default]
    pub area: Option<AreaCode>,
    /// The id of who is chosen.
    pub value: String,
    pub set: Callback<String>,
    #[prop_or_default]
    pub error: Option<String>,
}

/// Searches people, and offers those found.
#[component]
pub fn PickPerson(props: &PickPersonProps) -> Html {
    let lang = use_lang();
    let query = use_state(String::new);
    let q = Some(use_settled((*query).clone()).trim().to_owned()).filter(|q| !q.is_empty());
    let area = props.area.clone();
    let found = use_call(Some(staffing::list_people(&PersonFilter { q, area, limit: Some(50), ..PersonFilter::default() })));
    let first = std::iter::once((AttrValue::from(""), AttrValue::from(lang.choose_person())));
    let people = found.state.value().into_iter().flat_map(|page| {
        page.items.iter().map(|p| {
            (
                AttrValue::from(p.id.to_string()),
                AttrValue::from(p.phone.as_ref().map_or_else(|| p.name.to_string(), |phone| format!("{} {phone}", p.name))),
            )
        })
    });
    html! {
        <>
            <Field label={lang.search_people()} takes={Takes::Search} value={(*query).clone()} set={setter(&query)} />
            <Select
                label={props.label.clone().unwrap_or_else(|| lang.person().into())} choices={first.chain(people).collect::<Vec<_>>()}
                value={props.value.clone()} set={props.set.clone()} error={props.error.clone()}
            />
        </>
    }
}
