//! Room on the phone: whether the browser promises to keep what is stored, how much there is, and whether it has thrown it away.

use js_sys::Promise;
use shared::staffing::PersonId;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{StorageEstimate, StorageManager};

use crate::api::Failure;
use crate::device;

/// Below so much room no more photos are taken in; words always are.
pub const TOO_LITTLE: f64 = 50.0 * MEGABYTE;
/// Below so much room the person is told.
pub const LITTLE: f64 = 200.0 * MEGABYTE;
const MEGABYTE: f64 = 1024.0 * 1024.0;
/// A cookie, because a browser that throws stored things away throws all of them away but cookies.
const STAMP: &str = "wangge_kept";

/// How much of the browser's room is taken, in bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    pub used: f64,
    pub left: f64,
}

fn manager() -> Option<StorageManager> {
    let manager = device::window()?.navigator().storage();
    // Undefined where the page did not come over a safe line.
    (!manager.is_undefined()).then_some(manager)
}

async fn awaited<T: JsCast>(promise: Option<Promise>) -> Option<T> {
    JsFuture::from(promise?).await.ok()?.dyn_into().ok()
}

/// How much room there is, where the browser says so.
pub async fn room() -> Option<Room> {
    let told: StorageEstimate = awaited(manager()?.estimate().ok()).await?;
    let (used, quota) = (told.get_usage()?, told.get_quota()?);
    Some(Room { used, left: (quota - used).max(0.0) })
}

/// Whether the browser has promised not to throw it away by itself.
pub async fn is_kept_for_good() -> bool {
    let promise = manager().and_then(|manager| manager.persisted().ok());
    awaited::<js_sys::Boolean>(promise).await.is_some_and(|kept| kept.value_of())
}

/// Asks for that promise, once something is there that would be missed, and remembers that there is.
pub fn keep_for_good(person: PersonId) {
    device::keep_cookie(STAMP, &person.to_string());
    spawn_local(async {
        if !is_kept_for_good().await {
            // A browser that does not promise may be asked again.
            let _ = awaited::<js_sys::Boolean>(manager().and_then(|manager| manager.persist().ok())).await;
        }
    });
}

/// Whether something was kept for this person, as far as the stamp says.
pub fn was_kept(person: PersonId) -> bool {
    device::cookie(STAMP).is_some_and(|kept| kept == person.to_string())
}

/// The name of the worker's cache of pictures.
const PICTURES: &str = "pictures";

/// Takes the pictures off the phone that somebody has looked at.
pub async fn forget_pictures() {
    if let Some(Ok(caches)) = device::window().map(|window| window.caches()) {
        // Without a worker there are none.
        let _ = JsFuture::from(caches.delete(PICTURES)).await;
    }
}

/// Nothing is kept any more.
pub fn forget(person: PersonId) {
    if was_kept(person) {
        device::keep_cookie(STAMP, "");
    }
}

/// Why something was not kept, in the words of a failure: a full phone says so only by how little room is left.
pub async fn why_not_kept() -> Failure {
    Failure::NotKept { full: room().await.is_some_and(|room| room.left < TOO_LITTLE) }
}
