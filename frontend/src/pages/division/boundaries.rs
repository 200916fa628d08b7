//! Whether a village's grids meet without gap or overlap (无缝对接): a drawing, and a list of the same flaws.

use serde_json::Value;
use shared::divisions::DivisionCode;
use shared::grids::{self, BoundaryCheck, FlawKind};
use shared::lang::Lang;
use shared::place::boundary::{Boundary, Bounds, Metric};
use yew::prelude::*;

use crate::api::use_call;
use crate::look::use_lang;
use crate::parts::cell::Group;
use crate::parts::icon::Icon;
use crate::parts::state;
use crate::words::OfficeWords;

#[derive(PartialEq, Properties)]
pub struct BoundariesProps {
    pub village: DivisionCode,
}

/// The check of one village.
#[component]
pub fn Boundaries(props: &BoundariesProps) -> Html {
    let lang = use_lang();
    let check = use_call(Some(grids::check_boundaries(&props.village)));
    html! { <Group title={lang.boundaries()}>{ state::loaded(lang, &check, |check| result(lang, check)) }</Group> }
}

fn result(lang: Lang, check: &BoundaryCheck) -> Html {
    let outlines = outlines(&check.outlines);
    if outlines.is_empty() {
        return html! { <div class="card"><p class="soft">{ lang.boundary_none() }</p></div> };
    }
    let (tone, icon, words) = match check.flaws.len() {
        0 => ("notice success", Icon::CheckCircle, lang.boundary_fine()),
        n => ("notice warning", Icon::Alert, lang.boundary_flaws(n)),
    };
    html! {
        <div class="card">
            <div class={tone}>{ icon.draw() }<div><p>{ words }</p>if !check.missing.is_empty() { <p>{ lang.boundary_missing(check.missing.len()) }</p> }</div></div>
            { drawing(lang, &outlines, check) }
            if !check.flaws.is_empty() {
                { list(lang, check, &outlines) }
            }
        </div>
    }
}

/// One grid of the drawing.
struct Outline {
    code: String,
    name: String,
    boundary: Boundary,
}

fn outlines(collection: &Value) -> Vec<Outline> {
    let text = |feature: &Value, name: &str| {
        feature.get("properties").and_then(|p| p.get(name)).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let read = |feature: &Value| {
        Some(Outline { code: text(feature, "code"), name: text(feature, "name"), boundary: geometry(feature.get("geometry")?)? })
    };
    collection.get("features").and_then(Value::as_array).map(|features| features.iter().filter_map(read).collect()).unwrap_or_default()
}

fn geometry(value: &Value) -> Option<Boundary> {
    Boundary::from_stored(&value.to_string()).ok()
}

/// A flat drawing in metres, north up.
fn drawing(lang: Lang, outlines: &[Outline], check: &BoundaryCheck) -> Html {
    let all = outlines.iter().map(|o| o.boundary.bounds()).reduce(|a, b| Bounds {
        west: a.west.min(b.west),
        south: a.south.min(b.south),
        east: a.east.max(b.east),
        north: a.north.max(b.north),
    });
    let Some(all) = all else { return Html::default() };
    let metric = Metric::at((all.south + all.north) / 2.0);
    let flat = |lon: f64, lat: f64| ((lon - all.west) * metric.east, (all.north - lat) * metric.north);
    let (width, height) = flat(all.east, all.south);
    let margin = width.max(height) * 0.03;
    let size = width.max(height) / 26.0;
    let path = |boundary: &Boundary| {
        let ring = |ring: &Vec<shared::place::Point>| {
            ring.iter()
                .enumerate()
                .map(|(i, p)| {
                    let (x, y) = flat(p.lon, p.lat);
                    format!("{}{x:.1} {y:.1}", if i == 0 { "M" } else { "L" })
                })
                .collect::<String>()
                + "Z"
        };
        boundary.polygons().iter().flatten().map(ring).collect::<String>()
    };
    let label = |o: &Outline| {
        let b = o.boundary.bounds();
        let (x, y) = flat((b.west + b.east) / 2.0, (b.south + b.north) / 2.0);
        html! { <text class="drawing-name" x={format!("{x:.1}")} y={format!("{y:.1}")} font-size={format!("{size:.1}")} text-anchor="middle" dominant-baseline="central">{ &o.name }</text> }
    };
    html! {
        <svg class="drawing" role="img" aria-label={lang.boundary_drawing()} viewBox={format!("{:.1} {:.1} {:.1} {:.1}", -margin, -margin, width + 2.0 * margin, height + 2.0 * margin)}>
            { for outlines.iter().map(|o| html! { <path class="grid" fill-rule="evenodd" d={path(&o.boundary)} /> }) }
            { for check.flaws.iter().filter_map(|flaw| geometry(&flaw.shape).map(|shape| html! { <path class={flaw.kind.as_str()} fill-rule="evenodd" d={path(&shape)} /> })) }
            { for outlines.iter().map(label) }
        </svg>
    }
}

fn list(lang: Lang, check: &BoundaryCheck, outlines: &[Outline]) -> Html {
    let name =
        |code: &grids::GridCode| outlines.iter().find(|o| o.code == code.as_str()).map_or_else(|| code.to_string(), |o| o.name.clone());
    let key = |kind: FlawKind| html! { <><span class={classes!("key", kind.as_str())} aria-hidden="true"></span>{ kind.label(lang) }</> };
    html! {
        <div class="table-scroll" tabindex="0" role="region" aria-label={lang.flaw()}>
            <table class="table">
                <thead><tr><th scope="col">{ lang.flaw() }</th><th scope="col">{ lang.flaw_between() }</th><th scope="col" class="number">{ lang.area() }</th></tr></thead>
                <tbody>
                    for flaw in check.flaws.iter() {
                        <tr>
                            <td class="nowrap">{ key(flaw.kind) }</td>
                            <td>{ flaw.grids.iter().map(name).collect::<Vec<_>>().join("、") }</td>
                            // Square metres of a village are far below 2^63.
                            <td class="number nowrap">{ lang.square_metres(flaw.area_m2.round() as i64) }</td>
                        </tr>
                    }
                </tbody>
            </table>
        </div>
    }
}
