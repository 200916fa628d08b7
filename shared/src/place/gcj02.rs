//! GCJ-02, the shifted coordinates of Chinese web maps (AMap, Tencent), to and from WGS-84.
//!
//! The shift is some hundred metres and only exists inside China; outside, both are the same.

use std::f64::consts::PI;

use crate::place::Point;

/// Semi-major axis in metres of the Krasovsky ellipsoid, on which the shift is defined.
const A: f64 = 6_378_245.0;
/// Its first eccentricity squared.
const EE: f64 = 0.006_693_421_622_965_943;
/// The inverse stops when a step is smaller than this, in degrees: about a tenth of a millimetre.
const PRECISE: f64 = 1e-9;

impl Point {
    /// Reads a GCJ-02 point as WGS-84, exact to a millimetre.
    #[must_use]
    pub fn from_gcj02(self) -> Self {
        if !shifted_here(self) {
            return self;
        }
        let mut guess = self;
        for _ in 0..30 {
            let back = guess.to_gcj02();
            let (dx, dy) = (self.lon - back.lon, self.lat - back.lat);
            guess = Self { lon: guess.lon + dx, lat: guess.lat + dy };
            if dx.abs() < PRECISE && dy.abs() < PRECISE {
                break;
            }
        }
        guess
    }

    /// Where this WGS-84 point stands on a GCJ-02 map.
    #[must_use]
    pub fn to_gcj02(self) -> Self {
        if !shifted_here(self) {
            return self;
        }
        let (x, y) = (self.lon - 105.0, self.lat - 35.0);
        let sine = (self.lat / 180.0 * PI).sin();
        let magic = 1.0 - EE * sine * sine;
        let meridian = A * (1.0 - EE) / (magic * magic.sqrt()) * PI / 180.0;
        let parallel = A / magic.sqrt() * (self.lat / 180.0 * PI).cos() * PI / 180.0;
        Self { lon: self.lon + shift_east(x, y) / parallel, lat: self.lat + shift_north(x, y) / meridian }
    }
}

/// The rectangle within which maps apply the shift.
fn shifted_here(point: Point) -> bool {
    (72.004..=137.8347).contains(&point.lon) && (0.8293..=55.8271).contains(&point.lat)
}

fn shift_north(x: f64, y: f64) -> f64 {
    let slope = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * x.abs().sqrt();
    slope + waves(x, &RIPPLE) + waves(y, &[(20.0, 1.0), (40.0, 1.0 / 3.0), (160.0, 1.0 / 12.0), (320.0, 1.0 / 30.0)])
}

fn shift_east(x: f64, y: f64) -> f64 {
    let slope = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * x.abs().sqrt();
    slope + waves(x, &RIPPLE) + waves(x, &[(20.0, 1.0), (40.0, 1.0 / 3.0), (150.0, 1.0 / 12.0), (300.0, 1.0 / 30.0)])
}

/// The short waves that both directions share.
const RIPPLE: [(f64, f64); 2] = [(20.0, 6.0), (20.0, 2.0)];

/// Two thirds of a sum of sines of `t`, each given by its amplitude and its frequency in half turns.
fn waves(t: f64, sines: &[(f64, f64)]) -> f64 {
    sines.iter().map(|(amplitude, frequency)| amplitude * (frequency * t * PI).sin()).sum::<f64>() * 2.0 / 3.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn metres(a: Point, b: Point) -> f64 {
        let east = (a.lon - b.lon) * 111_320.0 * a.lat.to_radians().cos();
        east.hypot((a.lat - b.lat) * 110_574.0)
    }

    #[test]
    fn the_shift_is_the_published_one() {
        // Tiananmen and Qinghu, computed in another language from the formulas as they circulate.
        for (wgs, gcj) in
            [((116.391_349, 39.907_375), (116.397_590_191, 39.908_776_294)), ((118.6, 28.67), (118.604_723_337, 28.666_659_582))]
        {
            let shifted = Point { lon: wgs.0, lat: wgs.1 }.to_gcj02();
            assert!(metres(shifted, Point { lon: gcj.0, lat: gcj.1 }) < 0.001, "{shifted:?} is not {gcj:?}");
        }
    }

    #[test]
    fn nothing_moves_outside_china() {
        let paris = Point { lon: 2.35, lat: 48.85 };
        assert_eq!(paris.to_gcj02(), paris);
        assert_eq!(paris.from_gcj02(), paris);
    }

    proptest! {
        #[test]
        fn there_and_back_is_where_it_began(lon in 73.0..136.0_f64, lat in 3.0..54.0_f64) {
            let point = Point { lon, lat };
            let shifted = point.to_gcj02();
            let back = shifted.from_gcj02();
            prop_assert!((back.lon - lon).abs() < 1e-7 && (back.lat - lat).abs() < 1e-7);
            prop_assert!((10.0..2_000.0).contains(&metres(point, shifted)), "{} m", metres(point, shifted));
        }
    }
}
