//! Which grid is here? A map of all boundaries in memory, looked up by point.

use std::sync::{Arc, RwLock};

use rstar::{AABB, RStarInsertionStrategy, RTree, RTreeObject, RTreeParams};
use shared::grids::GridCode;
use shared::place::Point;
use shared::place::boundary::{Boundary, Metric, crosses_parallel};

/// Even a perfect fix can be off by this many metres, and so can a boundary.
const LEAST_TOLERANCE_M: f64 = 50.0;
/// A worse fix than this many metres says too little to offer every grid around.
const MOST_TOLERANCE_M: f64 = 500.0;
/// How many sides a strip should hold.
const SIDES_PER_STRIP: usize = 8;
const MOST_STRIPS: usize = 1024;

/// A grid that a point lies in or near.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit<'a> {
    pub code: &'a GridCode,
    pub inside: bool,
    /// Metres from the point to the grid; 0 inside.
    pub distance_m: f64,
}

/// All boundaries, ready to be looked up.
pub struct BoundaryMap {
    /// Only rectangles, close together in memory: a look-up walks past many and opens few.
    tree: RTree<Frame, Wide>,
    outlines: Vec<Outline>,
}

/// The rectangle around an outline.
struct Frame {
    envelope: AABB<[f64; 2]>,
    /// Its place in the list.
    outline: u32,
}

/// Nodes of 16 children: a third of the levels that six would make of 60,000 grids.
struct Wide;

impl RTreeParams for Wide {
    const MIN_SIZE: usize = 6;
    const MAX_SIZE: usize = 16;
    const REINSERTION_COUNT: usize = 4;
    type DefaultInsertionStrategy = RStarInsertionStrategy;
}

/// A boundary cut into strips of latitude, so that a look-up meets only the sides near the point.
struct Outline {
    code: GridCode,
    south: f64,
    strip_height: f64,
    /// All sides, strip after strip; one that spans several stands in each.
    sides: Vec<(Point, Point)>,
    /// Where each strip begins among them, and where the last ends.
    begins: Vec<u32>,
}

impl RTreeObject for Frame {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.envelope
    }
}

impl BoundaryMap {
    pub fn new(boundaries: impl IntoIterator<Item = (GridCode, Boundary)>) -> Self {
        let (mut frames, mut outlines) = (Vec::new(), Vec::new());
        for (place, (code, boundary)) in (0..).zip(boundaries) {
            let bounds = boundary.bounds();
            frames.push(Frame { envelope: AABB::from_corners([bounds.west, bounds.south], [bounds.east, bounds.north]), outline: place });
            outlines.push(Outline::new(code, &boundary));
        }
        Self { tree: RTree::bulk_load_with_params(frames), outlines }
    }

    /// The grids a point may lie in, with the one it lies in first and then by distance. A border within the accuracy (in metres; at
    /// least 50, at most 500) means that both sides are offered.
    pub fn locate(&self, point: Point, accuracy_m: Option<f64>) -> Vec<Hit<'_>> {
        let tolerance = accuracy_m.unwrap_or(0.0).clamp(LEAST_TOLERANCE_M, MOST_TOLERANCE_M);
        let metric = Metric::at(point.lat);
        let (dx, dy) = (tolerance / metric.east, tolerance / metric.north);
        let around = AABB::from_corners([point.lon - dx, point.lat - dy], [point.lon + dx, point.lat + dy]);
        let hit = |outline: &'_ Outline| -> Option<(bool, f64)> {
            if outline.contains(point) {
                return Some((true, 0.0));
            }
            let distance = outline.distance(point, metric, dy);
            (distance <= tolerance).then_some((false, distance))
        };
        let near = self.tree.locate_in_envelope_intersecting(&around).filter_map(|frame| self.outlines.get(frame.outline as usize));
        let mut hits: Vec<Hit<'_>> =
            near.filter_map(|outline| hit(outline).map(|(inside, distance_m)| Hit { code: &outline.code, inside, distance_m })).collect();
        hits.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then_with(|| b.inside.cmp(&a.inside)).then_with(|| a.code.cmp(b.code)));
        hits
    }

    /// How many grids it holds.
    pub fn len(&self) -> usize {
        self.tree.size()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Outline {
    fn new(code: GridCode, boundary: &Boundary) -> Self {
        let (bounds, sides) = (boundary.bounds(), boundary.edges().collect::<Vec<_>>());
        let height = bounds.north - bounds.south;
        let mut count = (sides.len() / SIDES_PER_STRIP).clamp(1, MOST_STRIPS);
        let spans = |count: usize| {
            let strip = move |lat: f64| strip(lat, bounds.south, height / count as f64, count);
            sides.iter().map(move |(a, b)| (strip(a.lat.min(b.lat)), strip(a.lat.max(b.lat))))
        };
        // Tall teeth stand in many strips each: then fewer strips serve as well, in less memory.
        while count > 1 && spans(count).map(|(low, high)| high - low + 1).sum::<usize>() > sides.len() * 4 {
            count /= 2;
        }
        let mut strips = vec![Vec::new(); count];
        for (side, (low, high)) in sides.iter().zip(spans(count)) {
            strips.iter_mut().take(high + 1).skip(low).for_each(|strip| strip.push(*side));
        }
        let mut begins = vec![0];
        let mut all = Vec::new();
        for strip in strips {
            all.extend(strip);
            begins.push(u32::try_from(all.len()).unwrap_or(u32::MAX));
        }
        Self { code, south: bounds.south, strip_height: height / count as f64, sides: all, begins }
    }

    fn strip(&self, lat: f64) -> usize {
        strip(lat, self.south, self.strip_height, self.begins.len() - 1)
    }

    /// The sides that meet the strips from `low` to `high`.
    fn between(&self, low: usize, high: usize) -> &[(Point, Point)] {
        let begin = |strip: usize| self.begins.get(strip).map_or(0, |n| *n as usize);
        self.sides.get(begin(low)..begin(high + 1)).unwrap_or_default()
    }

    fn contains(&self, point: Point) -> bool {
        let here = self.strip(point.lat);
        self.between(here, here).iter().filter(|side| crosses_parallel(point, **side)).count() % 2 == 1
    }

    /// Metres to the nearest side among those within `dy` degrees of latitude.
    fn distance(&self, point: Point, metric: Metric, dy: f64) -> f64 {
        let near = self.between(self.strip(point.lat - dy), self.strip(point.lat + dy));
        near.iter().map(|side| metric.distance2(point, *side)).fold(f64::INFINITY, f64::min).sqrt()
    }
}

/// The strip a latitude falls in; the first or last for one beyond.
fn strip(lat: f64, south: f64, height: f64, count: usize) -> usize {
    // A cast from a float saturates, so anything below is 0.
    (((lat - south) / height) as usize).min(count - 1)
}

/// The map of this server, kept until the database says that boundaries have changed. The version is read with the data in one
/// transaction by the caller, so that all servers agree.
#[derive(Clone, Default)]
pub struct KeptMap(Arc<RwLock<Option<Versioned>>>);

type Versioned = (i64, Arc<BoundaryMap>);

impl KeptMap {
    /// The map, if it is of this version.
    pub fn of(&self, version: i64) -> Option<Arc<BoundaryMap>> {
        let kept = self.0.read().ok()?;
        kept.as_ref().filter(|(kept, _)| *kept == version).map(|(_, map)| Arc::clone(map))
    }

    /// Keeps a newer map.
    pub fn keep(&self, version: i64, map: Arc<BoundaryMap>) {
        if let Ok(mut kept) = self.0.write()
            && kept.as_ref().is_none_or(|(old, _)| *old < version)
        {
            *kept = Some((version, map));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Squares of a thousandth of a degree, side by side to the east.
    fn row(n: u32) -> BoundaryMap {
        let square = |i: u32| {
            let (west, south) = (118.6 + f64::from(i) / 1000.0, 28.66);
            let corners = [(0.0, 0.0), (0.001, 0.0), (0.001, 0.001), (0.0, 0.001), (0.0, 0.0)];
            let ring = corners.iter().map(|(x, y)| Point { lon: west + x, lat: south + y }).collect();
            Some((format!("330881003207{:03}", i + 1).parse().ok()?, Boundary::new(vec![vec![ring]]).ok()?))
        };
        BoundaryMap::new((0..n).filter_map(square))
    }

    fn found(map: &BoundaryMap, lon: f64, lat: f64, accuracy: Option<f64>) -> Vec<(String, bool, i64)> {
        map.locate(Point { lon, lat }, accuracy)
            .iter()
            .map(|hit| (hit.code.as_str()[12..].to_owned(), hit.inside, hit.distance_m.round() as i64))
            .collect()
    }

    #[test]
    fn both_sides_of_a_near_border_are_offered() {
        let map = row(10);
        // 97.7 m wide: the middle is 49 m from both borders, a little west of it is nearer to the western one.
        assert_eq!(found(&map, 118.602499, 28.6605, None), [("003".into(), true, 0), ("002".into(), false, 49), ("004".into(), false, 49)]);
        assert_eq!(found(&map, 118.6021, 28.6605, None), [("003".into(), true, 0), ("002".into(), false, 10)]);
        assert_eq!(found(&map, 118.5998, 28.6605, Some(0.0)), [("001".into(), false, 20)]);
        assert_eq!(found(&map, 118.5990, 28.6605, None), []);
        assert_eq!(found(&map, 118.5990, 28.6605, Some(100.0)), [("001".into(), false, 98)]);
        assert_eq!(found(&map, 118.5900, 28.6605, Some(90_000.0)), [], "a fix that says nothing offers nothing far away");
        assert_eq!(found(&map, 118.605, 28.6605, Some(90_000.0)).len(), 10);
    }

    #[test]
    fn strips_agree_with_the_whole_outline() {
        // A comb with many teeth, so that there are many strips.
        let mut ring: Vec<Point> =
            (0..200).map(|i| Point { lon: 118.6 + f64::from(i % 2) * 0.01, lat: 28.6 + f64::from(i) * 0.0001 }).collect();
        ring.extend([Point { lon: 118.59, lat: 28.62 }, Point { lon: 118.59, lat: 28.6 }]);
        ring.extend(ring.first().copied());
        let boundary = Boundary::new(vec![vec![ring]]).ok();
        let map = BoundaryMap::new(boundary.clone().and_then(|b| Some(("330881003207001".parse().ok()?, b))));
        for i in 0..2_000 {
            let p = Point { lon: 118.588 + f64::from(i % 50) * 0.0005, lat: 28.599 + f64::from(i / 50) * 0.0006 };
            let hits = map.locate(p, None);
            let whole = boundary.as_ref().map(|b| (b.contains(p), b.edge_distance_m(p)));
            match (hits.first(), whole) {
                (Some(hit), Some((inside, distance))) => {
                    assert!(hit.inside == inside && (inside || (hit.distance_m - distance).abs() < 1e-9), "{p:?}")
                }
                (None, Some((inside, distance))) => assert!(!inside && distance > 50.0, "{p:?}"),
                _ => panic!("the comb is no outline"),
            }
        }
    }
}
