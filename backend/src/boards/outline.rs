//! Outlines of grids as plain SVG: a picture of where, for those who cannot load a map.

use maud::{Markup, html};
use serde_json::Value;

/// The widest a drawing is, in its own units; fine enough for a phone.
const WIDE: f64 = 640.0;
const EDGE: f64 = 8.0;

/// The rings of a Polygon or MultiPolygon, in degrees.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    rings: Vec<Vec<(f64, f64)>>,
}

impl Outline {
    /// Reads GeoJSON; `None` when it is neither a Polygon nor a MultiPolygon.
    pub fn of(geometry: &Value) -> Option<Self> {
        let coordinates = geometry.get("coordinates")?.as_array()?;
        let polygons: Vec<&Value> = match geometry.get("type")?.as_str()? {
            "Polygon" => coordinates.iter().collect(),
            "MultiPolygon" => coordinates.iter().filter_map(Value::as_array).flatten().collect(),
            _ => return None,
        };
        let rings: Vec<_> = polygons.into_iter().filter_map(ring).collect();
        (!rings.is_empty()).then_some(Self { rings })
    }

    fn points(&self) -> impl Iterator<Item = &(f64, f64)> {
        self.rings.iter().flatten()
    }
}

fn ring(value: &Value) -> Option<Vec<(f64, f64)>> {
    value.as_array()?.iter().map(|p| Some((p.get(0)?.as_f64()?, p.get(1)?.as_f64()?))).collect()
}

/// Degrees to the units of one drawing. Over the few kilometres of a sub-district the earth is flat: east is narrowed by the
/// cosine of the latitude, and that is all.
pub struct Projection {
    west: f64,
    north: f64,
    /// Units a degree of longitude, and of latitude.
    scale: (f64, f64),
    pub size: (f64, f64),
}

impl Projection {
    /// Fits all outlines; `None` when there is nothing to fit.
    pub fn around<'a>(outlines: impl IntoIterator<Item = &'a Outline>) -> Option<Self> {
        let points: Vec<_> = outlines.into_iter().flat_map(Outline::points).collect();
        let (west, east) = bounds(points.iter().map(|p| p.0))?;
        let (south, north) = bounds(points.iter().map(|p| p.1))?;
        let narrowed = ((south + north) / 2.0).to_radians().cos();
        let (wide, high) = (((east - west) * narrowed).max(1e-9), (north - south).max(1e-9));
        // A tall village is drawn narrower, so that it does not fill three screens.
        let unit = (WIDE / wide).min(WIDE * 1.2 / high);
        Some(Self { west, north, scale: (unit * narrowed, unit), size: (wide * unit + 2.0 * EDGE, high * unit + 2.0 * EDGE) })
    }

    /// Where a point is drawn, in whole units.
    pub fn place(&self, lon: f64, lat: f64) -> (f64, f64) {
        (((lon - self.west) * self.scale.0 + EDGE).round(), ((self.north - lat) * self.scale.1 + EDGE).round())
    }

    /// The `d` of a path: whole units, one point less where two fall together.
    pub fn path(&self, outline: &Outline) -> String {
        let mut d = String::new();
        for ring in &outline.rings {
            let mut points: Vec<_> = ring.iter().map(|(lon, lat)| self.place(*lon, *lat)).collect();
            points.dedup();
            points.iter().enumerate().for_each(|(n, (x, y))| d.push_str(&format!("{}{x} {y}", if n == 0 { "M" } else { "L" })));
            d.push('z');
        }
        d
    }

    pub fn view_box(&self) -> String {
        format!("0 0 {:.0} {:.0}", self.size.0, self.size.1)
    }
}

fn bounds(numbers: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    numbers.fold(None, |so_far, n| Some(so_far.map_or((n, n), |(low, high): (f64, f64)| (low.min(n), high.max(n)))))
}

/// One outline by itself; `name` is what a screen reader says.
pub fn drawing(outline: &Outline, name: &str) -> Markup {
    let projection = Projection::around([outline]);
    html! {
        @if let Some(projection) = projection {
            svg.map.map-small viewBox=(projection.view_box()) role="img" aria-label=(name) { path d=(projection.path(outline)) {} }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn north_is_up_and_east_is_right() {
        let square = Outline::of(
            &json!({"type": "Polygon", "coordinates": [[[118.6, 28.6], [118.7, 28.6], [118.7, 28.7], [118.6, 28.7], [118.6, 28.6]]]}),
        );
        let square = square.expect("a polygon");
        let projection = Projection::around([&square]).expect("four points");
        assert!(projection.size.0 < projection.size.1, "a degree of longitude is the shorter one here");
        assert_eq!(projection.path(&square), "M8 737L648 737L648 8L8 8L8 737z");
    }

    #[test]
    fn what_is_no_area_has_no_outline() {
        for value in [
            json!(null),
            json!({"type": "Point", "coordinates": [1, 2]}),
            json!({"type": "Polygon", "coordinates": []}),
            json!({"type": "Polygon", "coordinates": [["a"]]}),
        ] {
            assert_eq!(Outline::of(&value), None, "{value}");
        }
    }
}
