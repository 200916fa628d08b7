//! Report: what somebody saw, filed in half a minute with one hand.

mod categories;
mod draft;
mod filed;
mod form;
mod similar;

use std::rc::Rc;

use shared::session::Me;
use yew::prelude::*;

pub use draft::{DraftProvider, use_desk};

#[derive(PartialEq, Properties)]
pub struct ReportPageProps {
    pub me: Rc<Me>,
}

/// The form, or, once filed, what was filed.
#[component]
pub fn ReportPage(props: &ReportPageProps) -> Html {
    let desk = use_desk();
    match &desk.filed {
        Some(report) => html! { <filed::FiledPage key="filed" filed={report.clone()} /> },
        None => html! { <form::FormPage key="form" me={props.me.clone()} /> },
    }
}
