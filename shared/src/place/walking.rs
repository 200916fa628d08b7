//! In which order to walk: from where one is to the nearest, from there to the nearest of the rest. A good walk, not the shortest there is.

use super::Point;

/// A stop, and how many metres it is from the one before.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop<T> {
    pub what: T,
    pub point: Point,
    pub metres: f64,
}

/// The stops in walking order.
pub fn in_order<T>(from: Point, stops: Vec<(Point, T)>) -> Vec<Stop<T>> {
    let (mut here, mut rest) = (from, stops);
    let mut walk = Vec::with_capacity(rest.len());
    while let Some((i, metres)) = nearest(here, &rest) {
        let (point, what) = rest.swap_remove(i);
        walk.push(Stop { what, point, metres });
        here = point;
    }
    walk
}

fn nearest<T>(here: Point, stops: &[(Point, T)]) -> Option<(usize, f64)> {
    let far = stops.iter().enumerate().map(|(i, (point, _))| (i, here.metres_to(*point)));
    far.min_by(|(_, a), (_, b)| a.total_cmp(b))
}

/// The middle of some points: where to begin when nobody knows where one is.
pub fn middle(points: &[Point]) -> Option<Point> {
    let n = points.len() as f64;
    let sum = points.iter().fold((0.0, 0.0), |(lon, lat), point| (lon + point.lon, lat + point.lat));
    (!points.is_empty()).then(|| Point { lon: sum.0 / n, lat: sum.1 / n })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn from_here_to_the_nearest_and_on() {
        let at = |lon: f64| Point { lon: 118.6 + lon / 1000.0, lat: 28.7 };
        let walk = in_order(at(0.0), vec![(at(5.0), "桥"), (at(1.0), "塘"), (at(-2.0), "学校")]);
        assert_eq!(walk.iter().map(|stop| stop.what).collect::<Vec<_>>(), ["塘", "学校", "桥"]);
        assert!((walk[1].metres - 292.5).abs() < 2.0, "{}", walk[1].metres);
        assert_eq!(middle(&[at(0.0), at(4.0)]).map(|it| it.metres_to(at(2.0)) < 0.1), Some(true));
        assert_eq!(middle(&[]), None);
    }

    proptest! {
        /// Every stop once, and none is nearer than the one that was chosen.
        #[test]
        fn every_stop_is_walked_to_once(places in prop::collection::vec((118.5_f64..118.7, 28.6_f64..28.8), 0..30)) {
            let from = Point { lon: 118.6, lat: 28.7 };
            let stops: Vec<(Point, usize)> = places.iter().enumerate().map(|(i, (lon, lat))| (Point { lon: *lon, lat: *lat }, i)).collect();
            let walk = in_order(from, stops.clone());
            let mut seen: Vec<usize> = walk.iter().map(|stop| stop.what).collect();
            seen.sort_unstable();
            prop_assert_eq!(seen, (0..stops.len()).collect::<Vec<_>>());
            let mut here = from;
            for (i, stop) in walk.iter().enumerate() {
                prop_assert!(walk.iter().skip(i).all(|later| here.metres_to(later.point) >= stop.metres - 1e-9));
                here = stop.point;
            }
        }
    }
}
