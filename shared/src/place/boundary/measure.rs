//! Inside or outside, how far, how large.

use crate::place::Point;
use crate::place::boundary::Boundary;

/// WGS-84: the equator's radius in metres, and the first eccentricity squared.
const A: f64 = 6_378_137.0;
const E2: f64 = 0.006_694_379_990_141_316;

/// The rectangle around something, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

/// How many metres a degree has, east and north, near a latitude: flat geometry that is right to a thousandth within some kilometres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Metric {
    /// Metres per degree of longitude.
    pub east: f64,
    /// Metres per degree of latitude.
    pub north: f64,
}

impl Metric {
    pub fn at(lat: f64) -> Self {
        let (sine, cosine) = lat.to_radians().sin_cos();
        let w2 = 1.0 - E2 * sine * sine;
        let w = w2.sqrt();
        Self { east: (A / w * cosine).to_radians(), north: (A * (1.0 - E2) / (w2 * w)).to_radians() }
    }

    /// Metres from `point` to the nearest point of the line from `a` to `b`, squared to spare the root.
    pub fn distance2(self, point: Point, (a, b): (Point, Point)) -> f64 {
        let flat = |p: Point| ((p.lon - point.lon) * self.east, (p.lat - point.lat) * self.north);
        let ((ax, ay), (bx, by)) = (flat(a), flat(b));
        let (dx, dy) = (bx - ax, by - ay);
        let length2 = dx * dx + dy * dy;
        let along = if length2 > 0.0 { (-(ax * dx + ay * dy) / length2).clamp(0.0, 1.0) } else { 0.0 };
        let (x, y) = (ax + along * dx, ay + along * dy);
        x * x + y * y
    }
}

/// Whether a line from `point` to the west meets the side from `a` to `b`. Counts a side's lower end and not its upper, and computes the
/// same for both directions of a side: so a point on a border between two outlines lies in exactly one of them.
pub fn crosses_parallel(point: Point, (a, b): (Point, Point)) -> bool {
    let (low, high) = if a.lat <= b.lat { (a, b) } else { (b, a) };
    low.lat <= point.lat
        && point.lat < high.lat
        && low.lon + (point.lat - low.lat) / (high.lat - low.lat) * (high.lon - low.lon) <= point.lon
}

impl Boundary {
    /// Whether the point lies inside: in an outer ring and in none of its holes.
    pub fn contains(&self, point: Point) -> bool {
        self.edges().filter(|side| crosses_parallel(point, *side)).count() % 2 == 1
    }

    /// Metres from the point to the nearest border, from inside as from outside.
    pub fn edge_distance_m(&self, point: Point) -> f64 {
        let metric = Metric::at(point.lat);
        self.edges().map(|side| metric.distance2(point, side)).fold(f64::INFINITY, f64::min).sqrt()
    }

    /// Square metres on the WGS-84 ellipsoid.
    pub fn area_m2(&self) -> f64 {
        self.polygons().iter().flatten().map(|ring| ring_area(ring)).sum::<f64>().abs()
    }

    pub fn bounds(&self) -> Bounds {
        let none = Bounds { west: f64::INFINITY, south: f64::INFINITY, east: f64::NEG_INFINITY, north: f64::NEG_INFINITY };
        self.edges().fold(none, |b, (p, _)| Bounds {
            west: b.west.min(p.lon),
            south: b.south.min(p.lat),
            east: b.east.max(p.lon),
            north: b.north.max(p.lat),
        })
    }
}

/// Square metres in a ring, positive when it runs counterclockwise. Heights above the equator are measured as areas of zones (the
/// equal-area cylinder), which makes the sum of trapezia exact for the ellipsoid but for the curve of a long side.
pub(super) fn ring_area(ring: &[Point]) -> f64 {
    let Some(first) = ring.first() else { return 0.0 };
    let (base, origin) = (zone(first.lat), first.lon);
    let trapezium = |w: &[Point]| match w {
        [a, b] => ((a.lon - origin) - (b.lon - origin)).to_radians() * (zone(a.lat) + zone(b.lat) - 2.0 * base) / 2.0,
        _ => 0.0,
    };
    ring.windows(2).map(trapezium).sum()
}

/// Square metres per radian of longitude between the equator and a latitude.
fn zone(lat: f64) -> f64 {
    let e = E2.sqrt();
    let sine = lat.to_radians().sin();
    A * A * (1.0 - E2) / 2.0 * (sine / (1.0 - E2 * sine * sine) + ((1.0 + e * sine) / (1.0 - e * sine)).ln() / (2.0 * e))
}
