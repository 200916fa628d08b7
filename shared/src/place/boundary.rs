//! Outlines of grids: polygons on the earth that are fit to be one.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use crate::place::Point;
use crate::place::boundary::fault::{BoundaryFault, Unfit};

pub mod fault;
mod measure;
mod simple;

pub use measure::{Bounds, Metric, crosses_parallel};

/// A closed line: its last point is its first.
pub type Ring = Vec<Point>;
/// An outer ring, and the holes in it.
pub type Polygon = Vec<Ring>;

/// The outline of a grid, in WGS-84.
///
/// Rings are closed, do not cross themselves or each other, and run as RFC 7946 asks: outer rings counterclockwise, holes clockwise.
/// Holes lie in their outer ring, and no polygon lies on another. All of it lies in China. It is written as the GeoJSON geometry it
/// was read from, a `Polygon` or a `MultiPolygon`, so a file comes back as it was given.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundary {
    multi: bool,
    polygons: Vec<Polygon>,
}

impl Boundary {
    /// The most points an outline may have.
    pub const MAX_POINTS: usize = 20_000;
    /// The largest area an outline may have, in square metres: the largest townships of the west have about as much.
    pub const MAX_AREA_M2: f64 = 20_000.0 * 1e6;

    /// From one polygon or several.
    pub fn new(polygons: Vec<Polygon>) -> Result<Self, BoundaryFault> {
        let multi = polygons.len() != 1;
        Self { multi, polygons }.checked()
    }

    /// From a GeoJSON geometry in WGS-84. Heights are dropped.
    pub fn from_geojson(geometry: &Value) -> Result<Self, BoundaryFault> {
        Self::read(geometry, |point| point)?.checked()
    }

    /// From a GeoJSON geometry in GCJ-02, as Chinese web maps give it.
    pub fn from_geojson_in_gcj02(geometry: &Value) -> Result<Self, BoundaryFault> {
        Self::read(geometry, Point::from_gcj02)?.checked()
    }

    /// Reads back what [`Boundary::to_geojson`] wrote and the database kept: its shape is looked at, its geometry trusted.
    pub fn from_stored(geojson: &str) -> Result<Self, BoundaryFault> {
        let value: Value = serde_json::from_str(geojson).map_err(|_| Unfit::NotGeometry.anywhere())?;
        Self::read(&value, |point| point)
    }

    pub fn to_geojson(&self) -> Value {
        let rings = |polygon: &Polygon| -> Value {
            polygon.iter().map(|ring| ring.iter().map(|p| json!([p.lon, p.lat])).collect::<Value>()).collect()
        };
        match (self.multi, self.polygons.as_slice()) {
            (false, [only]) => json!({ "type": "Polygon", "coordinates": rings(only) }),
            (_, several) => json!({ "type": "MultiPolygon", "coordinates": several.iter().map(rings).collect::<Value>() }),
        }
    }

    pub fn polygons(&self) -> &[Polygon] {
        &self.polygons
    }

    /// The sides of all rings.
    pub fn edges(&self) -> impl Iterator<Item = (Point, Point)> + '_ {
        self.polygons.iter().flatten().flat_map(|ring| ring.windows(2).filter_map(|w| Some((*w.first()?, *w.last()?))))
    }

    fn read(geometry: &Value, place: fn(Point) -> Point) -> Result<Self, BoundaryFault> {
        let kind = geometry.get("type").and_then(Value::as_str).ok_or(Unfit::NotGeometry.anywhere())?;
        let coordinates = geometry.get("coordinates").and_then(Value::as_array);
        let (multi, polygons) = match (kind, coordinates) {
            ("Polygon", Some(rings)) => (false, vec![read_polygon(0, rings, place)?]),
            ("MultiPolygon", Some(polygons)) => {
                let read =
                    |(i, polygon): (usize, &Value)| read_polygon(i, polygon.as_array().ok_or(Unfit::NotPosition.at(i, 0, 0))?, place);
                (true, polygons.iter().enumerate().map(read).collect::<Result<_, _>>()?)
            }
            ("Polygon" | "MultiPolygon", None) => return Err(Unfit::NotGeometry.anywhere()),
            (other, _) => return Err(Unfit::NotPolygon(other.chars().take(40).collect()).anywhere()),
        };
        Ok(Self { multi, polygons })
    }

    /// Refuses what is no outline, and turns every ring the way RFC 7946 asks.
    fn checked(mut self) -> Result<Self, BoundaryFault> {
        let count: usize = self.polygons.iter().flatten().map(Vec::len).sum();
        match count {
            0 => return Err(Unfit::Empty.anywhere()),
            Self::MAX_POINTS.. if count > Self::MAX_POINTS => return Err(Unfit::TooManyPoints(count).anywhere()),
            _ => {}
        }
        for (i, polygon) in self.polygons.iter().enumerate() {
            if polygon.is_empty() {
                return Err(Unfit::Empty.at(i, 0, 0));
            }
            for (j, ring) in polygon.iter().enumerate() {
                check_ring(ring).map_err(|(vertex, unfit)| unfit.at(i, j, vertex))?;
            }
        }
        simple::check(&self.polygons)?;
        for polygon in &mut self.polygons {
            for (j, ring) in polygon.iter_mut().enumerate() {
                let counterclockwise = measure::ring_area(ring) > 0.0;
                if counterclockwise != (j == 0) {
                    ring.reverse();
                }
            }
        }
        match self.area_m2() {
            area if area < 1.0 => Err(Unfit::TooSmall.anywhere()),
            area if area > Self::MAX_AREA_M2 => Err(Unfit::TooLarge((area / 1e6).round()).anywhere()),
            _ => Ok(self),
        }
    }
}

fn read_polygon(i: usize, rings: &[Value], place: fn(Point) -> Point) -> Result<Polygon, BoundaryFault> {
    let read = |(j, ring): (usize, &Value)| -> Result<Ring, BoundaryFault> {
        let positions = ring.as_array().ok_or(Unfit::NotPosition.at(i, j, 0))?;
        positions.iter().enumerate().map(|(k, position)| read_position(position, place).map_err(|unfit| unfit.at(i, j, k))).collect()
    };
    rings.iter().enumerate().map(read).collect()
}

fn read_position(position: &Value, place: fn(Point) -> Point) -> Result<Point, Unfit> {
    let numbers = position.as_array().filter(|all| (2..=4).contains(&all.len())).ok_or(Unfit::NotPosition)?;
    let number = |i: usize| numbers.get(i).and_then(Value::as_f64).filter(|n| n.is_finite()).ok_or(Unfit::NotPosition);
    let point = Point { lon: number(0)?, lat: number(1)? };
    in_china(point).map(|()| place(point))
}

/// The rectangle around all of China; a point that would lie in it the other way round was written latitude first.
fn in_china(Point { lon, lat }: Point) -> Result<(), Unfit> {
    let inside = |lon: f64, lat: f64| (73.0..=136.0).contains(&lon) && (3.0..=54.0).contains(&lat);
    match (inside(lon, lat), inside(lat, lon)) {
        (true, _) => Ok(()),
        (false, true) => Err(Unfit::Swapped { lon, lat }),
        (false, false) => Err(Unfit::OutsideChina { lon, lat }),
    }
}

fn check_ring(ring: &[Point]) -> Result<(), (usize, Unfit)> {
    let (Some(first), Some(last)) = (ring.first(), ring.last()) else { return Err((0, Unfit::Empty)) };
    for (k, point) in ring.iter().enumerate() {
        in_china(*point).map_err(|unfit| (k, unfit))?;
    }
    if first != last {
        return Err((ring.len() - 1, Unfit::Unclosed));
    }
    let distinct = ring.windows(2).filter(|w| w.first() != w.last()).count();
    if distinct < 3 { Err((0, Unfit::TooFewPoints(distinct + 1))) } else { Ok(()) }
}

impl Serialize for Boundary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_geojson().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Boundary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_geojson(&Value::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests;
