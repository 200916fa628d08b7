//! Something outside the app that changes by itself, and says so by an event of the window.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use yew::prelude::*;

use crate::device;

/// What `ask` answers now, asked again at each of these events.
#[hook]
pub fn use_signal(events: &'static [&'static str], ask: fn() -> bool) -> bool {
    let state = use_state(ask);
    let setter = state.setter();
    use_effect_with((), move |()| {
        let hear = Closure::<dyn FnMut()>::new(move || setter.set(ask()));
        let window = device::window();
        for event in events {
            if let Some(window) = &window {
                // Without the event it stays as it began.
                let _ = window.add_event_listener_with_callback(event, hear.as_ref().unchecked_ref());
            }
        }
        move || {
            for event in events {
                if let Some(window) = &window {
                    let _ = window.remove_event_listener_with_callback(event, hear.as_ref().unchecked_ref());
                }
            }
        }
    });
    *state
}
