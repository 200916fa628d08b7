//! One sender at a time, however many windows are open; and what one window has changed shows in the others.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::BroadcastChannel;
use yew::Callback;

use crate::device;

/// Does `work` as soon as no window of this device is at anything under the same name: a page that was left a moment ago may still hold it.
/// A browser without locks has the engine's lease.
pub async fn when_alone(name: &str, work: impl Future<Output = ()> + 'static) {
    let Some((locks, request)) = locks() else { return work.await };
    let hold = Closure::once_into_js(move |_: JsValue| -> Promise {
        future_to_promise(async move {
            work.await;
            Ok(JsValue::UNDEFINED)
        })
    });
    if let Ok(promise) = request.call2(&locks, &name.into(), &hold) {
        // The work tells its own outcome.
        let _ = JsFuture::from(promise.unchecked_into::<Promise>()).await;
    }
}

/// Whether the browser itself sees to it that there is one at a time.
pub fn has_locks() -> bool {
    locks().is_some()
}

/// `navigator.locks`, where the browser has it.
fn locks() -> Option<(JsValue, Function)> {
    let locks = Reflect::get(&device::window()?.navigator(), &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    Some((locks, request))
}

/// The other windows of this device.
pub struct Windows {
    channel: Option<BroadcastChannel>,
    /// Called as long as somebody may say something.
    _hear: Closure<dyn FnMut()>,
}

impl Windows {
    /// Tells `hear` whenever another window says that something has changed.
    pub fn new(name: &str, hear: Callback<()>) -> Self {
        let channel = BroadcastChannel::new(name).ok();
        let hear = Closure::<dyn FnMut()>::new(move || hear.emit(()));
        if let Some(channel) = &channel {
            channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        }
        Self { channel, _hear: hear }
    }

    /// Tells the others.
    pub fn tell(&self) {
        if let Some(channel) = &self.channel {
            // Whoever does not hear it looks again when its window comes to the front.
            let _ = channel.post_message(&JsValue::TRUE);
        }
    }
}

impl Drop for Windows {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.set_onmessage(None);
            channel.close();
        }
    }
}
