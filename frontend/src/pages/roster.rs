//! Duty rosters: read on the phone, also without a network; written at the desk by the office and by villages.

mod edit;
mod office;
mod phone;
pub mod today;
mod week;

use std::rc::Rc;

use shared::may;
use shared::session::Me;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct RosterPageProps {
    pub me: Rc<Me>,
}

/// For those who write rosters the week of one place; for everybody else what is on the phone.
#[component]
pub fn RosterPage(props: &RosterPageProps) -> Html {
    let me = props.me.clone();
    if may::keeps_some_roster(&me.caller()) {
        html! { <office::OfOffice {me} /> }
    } else {
        html! { <phone::OnPhone {me} /> }
    }
}
