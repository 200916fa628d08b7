//! The phone's own position.

use js_sys::{Function, Promise};
use shared::place::{Place, PlaceSource, Point};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "geolocation"], js_name = getCurrentPosition)]
    fn get_current_position(found: &Function, failed: &Function, options: &JsValue) -> Result<(), JsValue>;

    type Position;
    #[wasm_bindgen(method, getter)]
    fn coords(this: &Position) -> Coordinates;

    type Coordinates;
    #[wasm_bindgen(method, getter)]
    fn latitude(this: &Coordinates) -> f64;
    #[wasm_bindgen(method, getter)]
    fn longitude(this: &Coordinates) -> f64;
    #[wasm_bindgen(method, getter)]
    fn accuracy(this: &Coordinates) -> f64;

    type PositionError;
    #[wasm_bindgen(method, getter)]
    fn code(this: &PositionError) -> Option<u16>;
}

/// Why there is no position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoFix {
    Denied,
    NotNow,
}

/// Milliseconds a report waits for a position at most; it can be filed before.
const PATIENCE: u32 = 12_000;
/// A position this old, in milliseconds, is still where one stands.
const FRESH: u32 = 20_000;

/// Asks the phone where it is. Browsers speak WGS-84.
pub async fn fix() -> Result<Place, NoFix> {
    let options = js_sys::Object::new();
    for (name, value) in [("enableHighAccuracy", JsValue::TRUE), ("timeout", PATIENCE.into()), ("maximumAge", FRESH.into())] {
        // Setting a member of a new object cannot fail.
        let _ = js_sys::Reflect::set(&options, &name.into(), &value);
    }
    let asked = Promise::new(&mut |found, failed| {
        if let Err(error) = get_current_position(&found, &failed, &options) {
            // Without the interface the call throws; the promise then fails like any refusal.
            let _ = failed.call1(&JsValue::NULL, &error);
        }
    });
    let position: Position = JsFuture::from(asked).await.map_err(reason)?.unchecked_into();
    let coords = position.coords();
    let point = Point::new(coords.longitude(), coords.latitude()).map_err(|_| NoFix::NotNow)?;
    let accuracy = coords.accuracy();
    Ok(Place { point, accuracy_m: accuracy.is_finite().then(|| accuracy.clamp(0.0, 100_000.0).round()), source: PlaceSource::Gps })
}

fn reason(error: JsValue) -> NoFix {
    let denied = error.is_object() && error.unchecked_into::<PositionError>().code() == Some(1);
    if denied { NoFix::Denied } else { NoFix::NotNow }
}
