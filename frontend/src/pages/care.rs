//! Care: whom one visits, how the visits of one's grids stand, and numbers for the office.

mod edit;
mod hand_over;
mod mine;
mod numbers;
mod record;
mod standing;
pub mod today;
mod visit;

use std::rc::Rc;

use shared::may;
use shared::session::Me;
use yew::prelude::*;

pub use record::CareRecordPage;
pub use standing::use_cares;

#[derive(PartialEq, Properties)]
pub struct CarePageProps {
    pub me: Rc<Me>,
}

/// For a grid's people those they visit, for the office all grids in numbers.
#[component]
pub fn CarePage(props: &CarePageProps) -> Html {
    if may::sees_some_care(&props.me.caller()) {
        html! { <mine::MinePage me={props.me.clone()} /> }
    } else {
        html! { <numbers::NumbersPage /> }
    }
}
