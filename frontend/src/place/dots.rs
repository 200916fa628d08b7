//! A grid's outline with places on it, each in the colour of how it stands. What it shows stands in words beside it.

use std::cell::RefCell;
use std::rc::Rc;

use shared::grids::{self, GridCode};
use shared::place::Point;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::prelude::*;

use super::leaflet::{self, Map};
use crate::api::use_api;
use crate::look::use_lang;
use crate::parts::icon::Icon;
use crate::words::ReportWords;

/// A place on the map.
#[derive(Clone, PartialEq)]
pub struct Dot {
    pub point: Point,
    /// The class that colours.
    pub tone: &'static str,
    pub name: String,
}

#[derive(PartialEq, Properties)]
pub struct DotsMapProps {
    pub grid: GridCode,
    pub dots: Vec<Dot>,
    /// What the map shows, in words.
    pub label: AttrValue,
}

/// The map; drawn anew when the places change.
#[component]
pub fn DotsMap(props: &DotsMapProps) -> Html {
    let lang = use_lang();
    let api = use_api();
    let element = use_node_ref();
    let failed = use_state(|| false);
    {
        let (element, failed) = (element.clone(), failed.setter());
        use_effect_with((props.grid.clone(), props.dots.clone()), move |(grid, dots)| {
            let map = Rc::new(RefCell::new(None::<Map>));
            let (held, grid, dots) = (map.clone(), grid.clone(), dots.clone());
            spawn_local(async move {
                let drawn = match (leaflet::load().await, element.cast::<Element>()) {
                    (Ok(()), Some(element)) => leaflet::map(&element).ok(),
                    _ => None,
                };
                let Some(drawn) = drawn else { return failed.set(true) };
                *held.borrow_mut() = Some(drawn.clone());
                if let Some(first) = dots.first() {
                    leaflet::centre(&drawn, first.point);
                }
                for dot in &dots {
                    // A place that cannot be drawn stands in the list.
                    let _ = leaflet::dot(&drawn, dot.point, dot.tone, &dot.name);
                }
                if let Ok(boundary) = api.run(&grids::find_boundary(&grid)).await
                    && let Ok(layer) = leaflet::outline(&drawn, &boundary.boundary, "")
                {
                    leaflet::show(&drawn, &layer);
                }
            });
            move || {
                if let Some(map) = map.take() {
                    map.remove();
                }
            }
        });
    }
    html! {
        <>
            <div class="map dots" ref={element} role="group" aria-label={props.label.clone()}></div>
            if *failed {
                <div class="notice warning">{ Icon::Alert.draw() }<p>{ lang.map_failed() }</p></div>
            }
        </>
    }
}
