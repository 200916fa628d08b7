//! Emergencies: the list on the phone of those who work in the grids, the situation for the office.

mod add;
mod field;
mod household;
mod list;
mod office;
mod open;
mod telling;
pub mod today;

use std::rc::Rc;

use shared::emergencies::EmergencyId;
use shared::may;
use shared::session::Me;
use yew::prelude::*;

pub use list::EmergenciesPage;

#[derive(PartialEq, Properties)]
pub struct EmergencyPageProps {
    pub me: Rc<Me>,
    pub id: EmergencyId,
}

/// For a grid's people the list on the phone, for the office the situation.
#[component]
pub fn EmergencyPage(props: &EmergencyPageProps) -> Html {
    let (me, id) = (props.me.clone(), props.id);
    if may::run_emergencies(&me.caller()) {
        html! { <office::SituationPage {me} {id} /> }
    } else {
        html! { <field::FieldPage {me} {id} /> }
    }
}
