//! The few words of Leaflet the map speaks. The library is loaded when a map is opened for the first time, and only then.

use js_sys::{Array, Promise};
use serde_json::{Value, json};
use shared::place::Point;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlLinkElement, HtmlMetaElement, HtmlScriptElement};

use crate::device;

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    pub type Map;
    #[wasm_bindgen(catch, js_namespace = L, js_name = map)]
    fn new_map(element: &Element, options: &JsValue) -> Result<Map, JsValue>;
    #[wasm_bindgen(method, js_name = setView)]
    fn set_view(this: &Map, centre: &JsValue, zoom: f64);
    #[wasm_bindgen(method, js_name = fitBounds)]
    fn fit_bounds(this: &Map, bounds: &JsValue);
    #[wasm_bindgen(method)]
    fn on(this: &Map, event: &str, hear: &JsValue);
    /// Takes the map out of the page.
    #[wasm_bindgen(method)]
    pub fn remove(this: &Map);

    #[derive(Clone)]
    pub type Layer;
    #[wasm_bindgen(catch, js_namespace = L, js_name = geoJSON)]
    fn geo_json(data: &JsValue, options: &JsValue) -> Result<Layer, JsValue>;
    #[wasm_bindgen(catch, js_namespace = L, js_name = circleMarker)]
    fn circle_marker(at: &JsValue, options: &JsValue) -> Result<Layer, JsValue>;
    #[wasm_bindgen(catch, js_namespace = L)]
    fn circle(at: &JsValue, options: &JsValue) -> Result<Layer, JsValue>;
    #[wasm_bindgen(method, js_name = addTo)]
    fn add_to(this: &Layer, map: &Map);
    #[wasm_bindgen(method, js_name = getBounds)]
    fn bounds(this: &Layer) -> JsValue;
    #[wasm_bindgen(method, js_name = bindTooltip)]
    fn bind_tooltip(this: &Layer, words: &str, options: &JsValue);
    /// Takes the layer off its map.
    #[wasm_bindgen(method, js_name = remove)]
    pub fn remove_layer(this: &Layer);

    pub type MapEvent;
    #[wasm_bindgen(method, getter)]
    fn latlng(this: &MapEvent) -> LatLng;
    type LatLng;
    #[wasm_bindgen(method, getter)]
    fn lat(this: &LatLng) -> f64;
    #[wasm_bindgen(method, getter)]
    fn lng(this: &LatLng) -> f64;
}

/// What hears the taps; it must live as long as the map.
pub type Ear = Closure<dyn FnMut(MapEvent)>;

impl MapEvent {
    /// Where the map was tapped.
    pub fn point(&self) -> Option<Point> {
        let at = self.latlng();
        Point::new(at.lng(), at.lat()).ok()
    }
}

/// A map in `element`, without tiles: outlines on a plain ground.
pub fn map(element: &Element) -> Result<Map, JsValue> {
    new_map(element, &js(&json!({ "attributionControl": false, "minZoom": 8, "maxZoom": 20, "zoomSnap": 0.5 })))
}

/// Hears taps.
pub fn hear(map: &Map, ear: &Ear) {
    map.on("click", ear.as_ref());
}

/// Shows the surroundings of a point.
pub fn centre(map: &Map, point: Point) {
    map.set_view(&at(point), 16.0);
}

/// Draws a GeoJSON geometry as the outline of a grid of this name.
pub fn outline(map: &Map, geometry: &Value, name: &str) -> Result<Layer, JsValue> {
    let layer = geo_json(&js(geometry), &js(&json!({ "style": { "className": "map-grid", "weight": 2 }, "interactive": false })))?;
    if !name.is_empty() {
        layer.bind_tooltip(name, &js(&json!({ "permanent": true, "direction": "center", "className": "map-name" })));
    }
    layer.add_to(map);
    Ok(layer)
}

/// Shows all of a layer.
pub fn show(map: &Map, layer: &Layer) {
    map.fit_bounds(&layer.bounds());
}

/// Marks a point.
pub fn mark(map: &Map, point: Point) -> Result<Layer, JsValue> {
    let marker = circle_marker(&at(point), &js(&json!({ "radius": 9, "className": "map-mark", "weight": 3, "interactive": false })))?;
    marker.add_to(map);
    Ok(marker)
}

/// Marks a place in the colour of a tone.
pub fn dot(map: &Map, point: Point, tone: &str, name: &str) -> Result<Layer, JsValue> {
    let class = format!("map-dot {tone}");
    let marker = circle_marker(&at(point), &js(&json!({ "radius": 8, "className": class, "weight": 2, "interactive": false })))?;
    marker.bind_tooltip(name, &js(&json!({ "permanent": true, "direction": "top", "offset": [0, -6], "className": "map-name" })));
    marker.add_to(map);
    Ok(marker)
}

/// Draws how far off a position may be.
pub fn halo(map: &Map, point: Point, metres: f64) -> Result<Layer, JsValue> {
    let circle = circle(&at(point), &js(&json!({ "radius": metres, "className": "map-halo", "weight": 1, "interactive": false })))?;
    circle.add_to(map);
    Ok(circle)
}

fn at(point: Point) -> JsValue {
    Array::of2(&point.lat.into(), &point.lon.into()).into()
}

fn js(value: &Value) -> JsValue {
    js_sys::JSON::parse(&value.to_string()).unwrap_or(JsValue::NULL)
}

/// Loads the library by the addresses that stand in the document's head.
pub async fn load() -> Result<(), JsValue> {
    let window = device::window().ok_or(JsValue::NULL)?;
    if js_sys::Reflect::has(&window, &"L".into())? {
        return Ok(());
    }
    let document = device::document().ok_or(JsValue::NULL)?;
    let head = document.head().ok_or(JsValue::NULL)?;
    let address = |name: &str| {
        let meta = document.query_selector(&format!("meta[name='asset:{name}']"))?.ok_or(JsValue::NULL)?;
        Ok::<_, JsValue>(meta.unchecked_into::<HtmlMetaElement>().content())
    };
    let styles: HtmlLinkElement = document.create_element("link")?.unchecked_into();
    styles.set_rel("stylesheet");
    styles.set_href(&address("leaflet.css")?);
    head.append_child(&styles)?;
    let script: HtmlScriptElement = document.create_element("script")?.unchecked_into();
    script.set_src(&address("leaflet.js")?);
    let loaded = Promise::new(&mut |resolve, reject| {
        script.set_onload(Some(&resolve));
        script.set_onerror(Some(&reject));
    });
    head.append_child(&script)?;
    JsFuture::from(loaded).await.map(|_| ()).inspect_err(|_| script.remove())
}
