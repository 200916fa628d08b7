//! Links inside the app: an anchor that a browser could open by itself, taken over by the router.

use web_sys::MouseEvent;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::route::{BASE, Route};

#[derive(PartialEq, Properties)]
pub struct GoProps {
    pub to: Route,
    #[prop_or_default]
    pub class: Classes,
    /// Whether this is the page being read, for navigation.
    #[prop_or_default]
    pub current: bool,
    #[prop_or_default]
    pub label: Option<AttrValue>,
    pub children: Html,
}

/// A link to another page of the app.
#[component]
pub fn Go(props: &GoProps) -> Html {
    let navigator = use_navigator();
    let onclick = use_callback((navigator, props.to.clone()), |event: MouseEvent, (navigator, to)| {
        let elsewhere = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key() || event.button() != 0;
        if let (Some(navigator), false) = (navigator, elsewhere) {
            event.prevent_default();
            navigator.push(to);
        }
    });
    let href = format!("{BASE}{}", props.to.to_path());
    html! {
        <a {href} class={props.class.clone()} {onclick} aria-current={props.current.then_some("page")} aria-label={props.label.clone()}>{ props.children.clone() }</a>
    }
}
