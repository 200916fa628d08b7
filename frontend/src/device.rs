//! The device the app runs on: its window, its small store, its downloads. Nothing here fails loudly: a phone that
//! forbids storage still files reports.

use gloo_timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use web_sys::{Blob, Document, HtmlAnchorElement, HtmlDocument, Storage, Url, Window};

/// The window; there is always one where the app runs.
pub fn window() -> Option<Window> {
    web_sys::window()
}

/// Whether the page came over a safe line; only then do browsers encrypt.
pub fn is_safe() -> bool {
    window().is_some_and(|window| window.is_secure_context())
}

/// Opens the page anew.
pub fn begin_anew() {
    if let Some(window) = window() {
        // A page that cannot be opened anew stays as it is.
        let _ = window.location().reload();
    }
}

/// The document.
pub fn document() -> Option<Document> {
    window()?.document()
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}

/// What was kept under `key`.
pub fn kept(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Keeps `value` under `key` across visits.
pub fn keep(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden store costs the reader a preference or a draft, never the work at hand.
        let _ = storage.set_item(key, value);
    }
}

/// Forgets what was kept under `key`.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

fn cookies() -> Option<HtmlDocument> {
    document()?.dyn_into().ok()
}

/// The cookie of this name, where script may read it.
pub fn cookie(name: &str) -> Option<String> {
    let all = cookies()?.cookie().ok()?;
    all.split("; ").find_map(|one| one.strip_prefix(name)?.strip_prefix('=').map(str::to_owned))
}

/// Keeps a cookie for a year, as the public pages do.
pub fn keep_cookie(name: &str, value: &str) {
    if let Some(cookies) = cookies() {
        // A browser that takes no cookies costs the reader a preference.
        let _ = cookies.set_cookie(&format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax"));
    }
}

/// What was kept under `key` as JSON; `None` too when an older release wrote another shape.
pub fn kept_json<T: DeserializeOwned>(key: &str) -> Option<T> {
    serde_json::from_str(&kept(key)?).ok()
}

/// Keeps `value` under `key` as JSON.
pub fn keep_json(key: &str, value: &impl Serialize) {
    if let Ok(text) = serde_json::to_string(value) {
        keep(key, &text);
    }
}

/// Saves bytes as a file of this name, wherever this device keeps what it downloads.
pub fn save(name: &str, bytes: &[u8]) -> Option<()> {
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes))).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let link: HtmlAnchorElement = document()?.create_element("a").ok()?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The browser has taken the file by now; an address too many costs memory until the page closes, no more.
    Timeout::new(60_000, move || drop(Url::revoke_object_url(&address))).forget();
    Some(())
}

/// What to call this device in the list of sessions: browser and system, as far as the user agent says.
pub fn name() -> String {
    let agent = window().and_then(|w| w.navigator().user_agent().ok()).unwrap_or_default();
    let first = |names: &[(&'static str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    let browser = first(&[
        ("MicroMessenger", "WeChat"),
        ("DingTalk", "DingTalk"),
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = first(&[
        ("HarmonyOS", "HarmonyOS"),
        ("OpenHarmony", "HarmonyOS"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "?".to_owned(),
    }
}
