//! A part of the program that is loaded when one of its pages is first opened.

use std::pin::Pin;
use std::rc::Rc;

use shared::session::Me;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{Failure, Loaded, Loading};
use crate::look::use_lang;
use crate::parts::page::Page;
use crate::parts::state;
use crate::route::Route;

/// Draws the page of an address.
pub type Draw = fn(Rc<Me>, Route) -> Html;
/// A part on its way; `None` when it did not come.
type Entering = Pin<Box<dyn Future<Output = Option<Draw>>>>;

/// Loads a part.
#[derive(Clone, Copy)]
pub struct Enter(pub fn() -> Entering);

impl PartialEq for Enter {
    /// A page never comes to belong to another part.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[derive(PartialEq, Properties)]
pub struct PartPageProps {
    pub me: Rc<Me>,
    pub route: Route,
    /// Stands above the page until the part is there.
    pub title: String,
    pub enter: Enter,
}

/// A page of a part: bones until the part is there, and a way to try again when it did not come.
#[component]
pub fn PartPage(props: &PartPageProps) -> Html {
    let lang = use_lang();
    let part = use_state(|| Loaded::<Draw>::Waiting);
    let again = {
        let part = part.setter();
        use_callback(props.enter, move |(), enter| {
            let (part, enter) = (part.clone(), enter.0);
            spawn_local(
                async move { part.set(enter().await.map_or(Loaded::Failed(Failure::Offline), |draw| Loaded::Ready(Rc::new(draw)))) },
            );
        })
    };
    {
        let again = again.clone();
        use_effect_with((), move |()| again.emit(()));
    }
    let part = Loading { state: (*part).clone(), again, replace: Callback::noop() };
    match part.state.value() {
        Some(draw) => draw(props.me.clone(), props.route.clone()),
        None => html! { <Page title={props.title.clone()}>{ state::loaded(lang, &part, |_| Html::default()) }</Page> },
    }
}
