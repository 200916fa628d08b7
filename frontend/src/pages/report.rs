//! Report: what somebody saw, filed in half a minute with one hand.

mod categories;
mod draft;
mod form;
mod saved;
mod similar;

use std::rc::Rc;

use shared::session::Me;
use yew::prelude::*;

pub use draft::{Act, DraftProvider, use_desk};

#[derive(PartialEq, Properties)]
pub struct ReportPageProps {
    pub me: Rc<Me>,
}

/// The form, or, once saved, where the report is.
#[component]
pub fn ReportPage(props: &ReportPageProps) -> Html {
    let desk = use_desk();
    match &desk.saved {
        Some(saved) => html! { <saved::SavedPage key="saved" saved={saved.clone()} /> },
        None => html! { <form::FormPage key="form" me={props.me.clone()} /> },
    }
}
