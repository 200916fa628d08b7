//! How many notices wait to be read: asked when the app opens, whenever somebody comes back to it, and every few minutes. Not more often:
//! most phones here are cheap ones with little data.

use gloo_timers::callback::Interval;
use shared::notices;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::use_api;
use crate::device;
use crate::look::use_lang;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::route::Route;
use crate::words::NoticeWords;

const EVERY: u32 = 4 * 60 * 1000;

/// The count, and the ways to bring it up to date.
#[derive(Clone, PartialEq)]
pub struct Unread {
    pub count: i64,
    /// Asks the server.
    pub look: Callback<()>,
    /// Takes over what a call has just answered.
    pub set: Callback<i64>,
}

#[derive(PartialEq, Properties)]
pub struct UnreadProviderProps {
    pub children: Html,
}

/// Lets everything inside know the count.
#[component]
pub fn UnreadProvider(props: &UnreadProviderProps) -> Html {
    let api = use_api();
    let count = use_state(|| 0_i64);
    let look = {
        let count = count.setter();
        use_callback(api, move |(), api| {
            let (api, count) = (api.clone(), count.clone());
            spawn_local(async move {
                // Whoever is offline keeps the last count; the next look mends it.
                if let Ok(unread) = api.run(&notices::count_unread()).await {
                    count.set(unread.count);
                }
            });
        })
    };
    {
        let look = look.clone();
        use_effect_with((), move |()| {
            look.emit(());
            let look_if_seen = move || {
                if device::document().is_some_and(|document| !document.hidden()) {
                    look.emit(());
                }
            };
            let timer = Interval::new(EVERY, look_if_seen.clone());
            let back = Closure::<dyn FnMut()>::new(look_if_seen);
            let document = device::document();
            if let Some(document) = &document {
                // A browser that cannot tell is asked by the timer all the same.
                let _ = document.add_event_listener_with_callback("visibilitychange", back.as_ref().unchecked_ref());
            }
            move || {
                drop(timer);
                if let Some(document) = document {
                    let _ = document.remove_event_listener_with_callback("visibilitychange", back.as_ref().unchecked_ref());
                }
            }
        });
    }
    let set = {
        let count = count.setter();
        use_callback((), move |left, ()| count.set(left))
    };
    html! { <ContextProvider<Unread> context={Unread { count: *count, look, set }}>{ props.children.clone() }</ContextProvider<Unread>> }
}

/// The count, where somebody is signed in.
#[hook]
pub fn use_unread() -> Option<Unread> {
    use_context::<Unread>()
}

/// The bell in the bar of a phone's page.
#[component]
pub fn Bell() -> Html {
    let lang = use_lang();
    let Some(unread) = use_unread() else { return Html::default() };
    html! { <Go to={Route::Notices} class="bell" label={lang.notices_unread(unread.count)}>{ Icon::Bell.draw() }{ badge(unread.count) }</Go> }
}

/// A count on a red ground; nothing when nothing waits.
pub fn badge(count: i64) -> Html {
    match count {
        ..=0 => Html::default(),
        1..=99 => html! { <span class="badge digits" aria-hidden="true">{ count }</span> },
        _ => html! { <span class="badge digits" aria-hidden="true">{ "99+" }</span> },
    }
}
