//! Whether there is room for a desk's layout.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::MediaQueryList;
use yew::prelude::*;

use crate::device;

fn query() -> Option<MediaQueryList> {
    device::window()?.match_media("(width >= 1024px)").ok()?
}

/// Whether the window is as wide as a desk's; follows its changes.
#[hook]
pub fn use_is_desk() -> bool {
    let wide = use_state(|| query().is_some_and(|q| q.matches()));
    {
        let wide = wide.setter();
        use_effect_with((), move |()| {
            let query = query();
            let hear = {
                let query = query.clone();
                Closure::<dyn FnMut()>::new(move || wide.set(query.as_ref().is_some_and(MediaQueryList::matches)))
            };
            if let Some(query) = &query {
                // A browser that cannot tell keeps the layout it began with.
                let _ = query.add_event_listener_with_callback("change", hear.as_ref().unchecked_ref());
            }
            move || {
                if let Some(query) = query {
                    let _ = query.remove_event_listener_with_callback("change", hear.as_ref().unchecked_ref());
                }
            }
        });
    }
    *wide
}
