//! Keys, heard on the whole document: a press on bare ground leaves the focus outside of whatever one was using.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use crate::device;

/// Hands on every key pressed as long as the component is there.
#[hook]
pub fn use_keydown(hear: Callback<KeyboardEvent>) {
    let latest = use_mut_ref(|| hear.clone());
    *latest.borrow_mut() = hear;
    use_effect_with((), move |()| {
        let hear = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
            let hear = latest.borrow().clone();
            hear.emit(event);
        });
        let document = device::document();
        if let Some(document) = &document {
            // A browser that does not hear keys has buttons for all of it.
            let _ = document.add_event_listener_with_callback("keydown", hear.as_ref().unchecked_ref());
        }
        move || {
            if let Some(document) = document {
                let _ = document.remove_event_listener_with_callback("keydown", hear.as_ref().unchecked_ref());
            }
        }
    });
}
