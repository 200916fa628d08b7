//! Says so while the phone has no network. Only a hint: what counts is whether a call comes through.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use yew::prelude::*;

use super::icon::Icon;
use crate::device;
use crate::look::use_lang;
use crate::words::ShellWords;

fn is_lost() -> bool {
    device::window().is_some_and(|w| !w.navigator().on_line())
}

/// A strip above the page while there is no network.
#[component]
pub fn Connection() -> Html {
    let lang = use_lang();
    let lost = use_state(is_lost);
    {
        let lost = lost.setter();
        use_effect_with((), move |()| {
            let hear = Closure::<dyn FnMut()>::new(move || lost.set(is_lost()));
            let window = device::window();
            for event in ["online", "offline"] {
                if let Some(window) = &window {
                    // Without these events the strip stays as it began.
                    let _ = window.add_event_listener_with_callback(event, hear.as_ref().unchecked_ref());
                }
            }
            move || {
                for event in ["online", "offline"] {
                    if let Some(window) = &window {
                        let _ = window.remove_event_listener_with_callback(event, hear.as_ref().unchecked_ref());
                    }
                }
            }
        });
    }
    html! {
        <div role="status">
            if *lost {
                <p class="strip">{ Icon::Offline.small() }{ lang.connection_lost() }</p>
            }
        </div>
    }
}
