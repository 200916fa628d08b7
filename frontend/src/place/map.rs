//! Choosing a place on a map of grid outlines.

use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

use shared::boards::{self, BoardFilter};
use shared::grids::{self, GridCode, Here, NearbyGrid};
use shared::place::{Place, PlaceSource, Point};
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::prelude::*;

use super::leaflet::{self, Ear, Layer, Map};
use super::{ChosenGrid, Where};
use crate::api::{Api, use_api};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::icon::Icon;
use crate::parts::pick::{Chip, chips};
use crate::parts::sheet::Sheet;
use crate::words::{ReportWords, StateWords};

#[derive(PartialEq, Properties)]
pub struct MapSheetProps {
    /// Where the map opens.
    pub start: Option<Place>,
    /// The reader's own grids, where there is no place to start from.
    pub own: Vec<ChosenGrid>,
    pub choose: Callback<Where>,
    pub close: Callback<()>,
}

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Loading,
    Ready,
    Failed,
}

/// The map in a sheet; a tap marks the place and asks which grid it lies in.
#[component]
pub fn MapSheet(props: &MapSheetProps) -> Html {
    let lang = use_lang();
    let api = use_api();
    let stage = use_state(|| Stage::Loading);
    let point = use_state(|| None::<Point>);
    let near = use_state(Vec::<NearbyGrid>::new);
    let grid = use_state(|| None::<ChosenGrid>);
    let element = use_node_ref();
    {
        let (element, stage, point, near, grid) = (element.clone(), stage.setter(), point.setter(), near.setter(), grid.setter());
        let (start, own) = (props.start, props.own.clone());
        use_effect_with((), move |()| {
            let canvas = Rc::new(RefCell::new(None::<Canvas>));
            let held = canvas.clone();
            spawn_local(async move {
                let drawn = match (leaflet::load().await, element.cast::<Element>()) {
                    (Ok(()), Some(element)) => leaflet::map(&element).ok(),
                    _ => None,
                };
                let Some(map) = drawn else { return stage.set(Stage::Failed) };
                let outlines = Outlines { api: api.clone(), map: map.clone(), drawn: Rc::default() };
                let marker = Rc::new(RefCell::new(None::<Layer>));
                let ear = {
                    let outlines = outlines.clone();
                    Ear::new(move |event: leaflet::MapEvent| {
                        let Some(tapped) = event.point() else { return };
                        if let Some(old) = marker.replace(leaflet::mark(&outlines.map, tapped).ok()) {
                            old.remove_layer();
                        }
                        point.set(Some(tapped));
                        let (near, grid, outlines) = (near.clone(), grid.clone(), outlines.clone());
                        spawn_local(async move {
                            let found = outlines.around(tapped, None).await;
                            grid.set(found.first().filter(|g| g.inside).map(ChosenGrid::from));
                            near.set(found);
                        });
                    })
                };
                leaflet::hear(&map, &ear);
                *held.borrow_mut() = Some(Canvas { map, _ear: ear });
                stage.set(Stage::Ready);
                outlines.open(start, &own).await;
            });
            move || {
                if let Some(canvas) = canvas.take() {
                    canvas.map.remove();
                }
            }
        });
    }
    let take = {
        let (choose, point, grid) = (props.choose.clone(), point.clone(), grid.clone());
        Callback::from(move |()| {
            if let Some(point) = *point {
                choose.emit(Where { place: Some(Place { point, accuracy_m: None, source: PlaceSource::Manual }), grid: (*grid).clone() });
            }
        })
    };
    let foot = html! { <Button weight={Weight::Primary} disabled={grid.is_none()} onclick={take}>{ lang.use_this_place() }</Button> };
    html! {
        <Sheet title={lang.map_title()} close={props.close.clone()} tall=true {foot}>
            <p class="note">{ lang.map_hint() }</p>
            <div class="map" ref={element} role="group" aria-label={lang.map_label()}></div>
            <div role="status">
                if *stage == Stage::Loading {
                    <p class="note centre">{ lang.waiting() }</p>
                } else if *stage == Stage::Failed {
                    <div class="notice warning">{ Icon::Alert.draw() }<p>{ lang.map_failed() }</p></div>
                } else if point.is_some() && near.is_empty() {
                    <p class="note">{ lang.outside() }</p>
                } else if !near.is_empty() {
                    { candidates(lang.place(), &near, &grid) }
                }
            </div>
        </Sheet>
    }
}

/// What has to go when the sheet closes. The ear lives as long as the map.
struct Canvas {
    map: Map,
    _ear: Ear,
}

/// The outlines on the map, each asked for once.
#[derive(Clone)]
struct Outlines {
    api: Api,
    map: Map,
    drawn: Rc<RefCell<HashSet<GridCode>>>,
}

impl Outlines {
    /// Opens at a place, else at the reader's own grids, else at whatever grid there is.
    async fn open(&self, start: Option<Place>, own: &[ChosenGrid]) {
        if let Some(place) = start {
            leaflet::centre(&self.map, place.point);
            // Without the halo the map is as good.
            let _ = leaflet::halo(&self.map, place.point, place.accuracy_m.unwrap_or(5.0));
            self.around(place.point, place.accuracy_m).await;
            return;
        }
        let any = if own.is_empty() {
            self.api.run(&boards::list_boards(&BoardFilter { limit: Some(1), ..BoardFilter::default() })).await.ok()
        } else {
            None
        };
        let any: Vec<ChosenGrid> = any.iter().flat_map(|page| page.items.iter().map(ChosenGrid::from)).collect();
        for grid in own.iter().chain(&any) {
            if let Some(layer) = self.draw(&grid.code, &grid.name).await {
                leaflet::show(&self.map, &layer);
            }
        }
    }

    /// Asks for the grids around a point and draws them.
    async fn around(&self, point: Point, accuracy: Option<f64>) -> Vec<NearbyGrid> {
        let here = Here { lon: point.lon, lat: point.lat, accuracy };
        let found = self.api.run(&grids::locate_grid(&here)).await.map(|page| page.items).unwrap_or_default();
        for grid in &found {
            self.draw(&grid.code, &grid.name).await;
        }
        found
    }

    async fn draw(&self, code: &GridCode, name: &str) -> Option<Layer> {
        if !self.drawn.borrow_mut().insert(code.clone()) {
            return None;
        }
        let boundary = self.api.run(&grids::find_boundary(code)).await.ok()?;
        leaflet::outline(&self.map, &boundary.boundary, name).ok()
    }
}

/// The grids a point may belong to, to choose from.
fn candidates(label: String, near: &[NearbyGrid], grid: &UseStateHandle<Option<ChosenGrid>>) -> Html {
    let choice = |near: &NearbyGrid| {
        let chosen = ChosenGrid::from(near);
        let (set, on) = (grid.setter(), grid.as_ref().is_some_and(|g| g.code == near.code));
        Chip { words: chosen.name.clone().into(), on, press: Callback::from(move |()| set.set(Some(chosen.clone()))) }
    };
    chips(label, near.iter().map(choice).collect())
}
