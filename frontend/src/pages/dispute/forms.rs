//! The forms of the steps.

pub mod after;
pub mod draft;
pub mod informing;
pub mod opening;
pub mod other;
pub mod party;
pub mod promise;
pub mod session;
pub mod signing;

use std::rc::Rc;

use shared::disputes::standing::Standing;
use shared::disputes::{Dispute, PartyId};
use shared::lang::Lang;
use shared::staffing::PersonRef;
use yew::prelude::*;

use super::making::{Making, Way, use_making};
use crate::words::DisputeWords;

/// What every form of a step is given.
#[derive(Clone, PartialEq, Properties)]
pub struct FormProps {
    pub dispute: Rc<Dispute>,
    pub by: PersonRef,
    pub way: Way,
    pub close: Callback<()>,
}

/// The way to make the step of a form.
#[hook]
fn use_step(form: &FormProps) -> Making {
    use_making(form.dispute.clone(), form.by.clone(), form.way.clone(), form.close.clone())
}

/// The parties to choose from.
fn parties(standing: &Standing) -> Vec<(AttrValue, AttrValue)> {
    let choice = |one: &shared::disputes::standing::Standpoint| {
        (AttrValue::from(one.party.id.to_string()), AttrValue::from(one.party.name.to_string()))
    };
    standing.parties.iter().map(choice).collect()
}

/// The first party, which a choice begins with.
fn first_party(standing: &Standing) -> String {
    standing.parties.first().map(|one| one.party.id.to_string()).unwrap_or_default()
}

fn party(text: &str) -> Option<PartyId> {
    text.parse().ok()
}

/// All of a closed list, as a choice.
macro_rules! choices {
    ($of:ty, $lang:expr) => {
        <$of>::ALL.iter().map(|it| (yew::AttrValue::from(it.as_str()), yew::AttrValue::from(it.label($lang)))).collect::<Vec<_>>()
    };
}
use choices;

/// Two choices, the first for yes.
fn yes_no(yes: String, no: String) -> Vec<(AttrValue, AttrValue)> {
    vec![(AttrValue::from("yes"), yes.into()), (AttrValue::from("no"), no.into())]
}

/// Has to be chosen, so nothing is chosen to begin with.
fn to_choose(lang: Lang, choices: Vec<(AttrValue, AttrValue)>) -> Vec<(AttrValue, AttrValue)> {
    std::iter::once((AttrValue::from(""), lang.choose().into())).chain(choices).collect()
}
