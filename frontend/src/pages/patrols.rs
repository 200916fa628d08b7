//! Patrols: what is to be patrolled, the patrol under way, what was covered.

mod calendar;
mod coverage;
mod draft;
mod due;
mod edit_place;
mod office;
mod plans;
mod record;
mod running;
mod scan;
mod standing;
pub mod today;

use std::rc::Rc;

use shared::may;
use shared::session::Me;
use yew::prelude::*;

pub use coverage::CoveragePage;
pub use plans::PlansPage;
pub use record::RecordPage;
pub use running::RunningPage;
pub use standing::{short as short_day, tone, use_places};

#[derive(PartialEq, Properties)]
pub struct PatrolsPageProps {
    pub me: Rc<Me>,
}

/// For a grid's people what is due, for the office all grids.
#[component]
pub fn PatrolsPage(props: &PatrolsPageProps) -> Html {
    let of_grid = props.me.appointments.iter().any(|a| a.duty.is_of_grid());
    if may::sees_all_field(&props.me.caller()) && !of_grid {
        html! { <office::GridsPage me={props.me.clone()} /> }
    } else {
        html! { <due::DuePage me={props.me.clone()} /> }
    }
}
