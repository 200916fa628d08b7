//! Places: WGS-84 always, converted only for display.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::value::{Fault, choice};

pub mod boundary;
pub mod gcj02;
pub mod walking;

/// A point on the earth, WGS-84 degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "RawPoint")]
pub struct Point {
    #[schema(minimum = -180, maximum = 180)]
    pub lon: f64,
    #[schema(minimum = -90, maximum = 90)]
    pub lat: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPoint {
    lon: f64,
    lat: f64,
}

impl TryFrom<RawPoint> for Point {
    type Error = Fault;

    fn try_from(raw: RawPoint) -> Result<Self, Fault> {
        Self::new(raw.lon, raw.lat)
    }
}

impl Point {
    pub fn new(lon: f64, lat: f64) -> Result<Self, Fault> {
        let fit = lon.is_finite() && lat.is_finite() && (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat);
        if fit { Ok(Self { lon, lat }) } else { Err(Fault::Point) }
    }

    /// Metres to another point, on a round earth (haversine); right to half a percent.
    pub fn metres_to(self, other: Self) -> f64 {
        const RADIUS_M: f64 = 6_371_008.8;
        let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
        let (a, b) = (self.lat.to_radians(), other.lat.to_radians());
        let chord = half(other.lat - self.lat) + a.cos() * b.cos() * half(other.lon - self.lon);
        2.0 * RADIUS_M * chord.clamp(0.0, 1.0).sqrt().asin()
    }
}

choice! {
    /// How a place became known.
    PlaceSource {
        Gps = "gps", "定位", "Positioning";
        Manual = "manual", "地图选点", "Chosen on the map";
        Photo = "photo", "照片", "Photo";
        Grid = "grid", "网格", "Grid";
    }
}

/// Where something was seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    pub point: Point,
    /// Radius in metres within which the point is believed to lie.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100_000)]
    pub accuracy_m: Option<f64>,
    pub source: PlaceSource,
}
