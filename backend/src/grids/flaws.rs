//! Do the grids of a village fit together without a gap or an overlap ("无缝对接")?
//!
//! Worked out in metres on a plane around the village. What is under a square metre or thinner than half a metre on average comes from
//! drawing, not from the ground, and is left out.
//!
//! An overlap is ground that two grids share, also with a grid of a neighbouring village. A gap is ground that grids enclose: a hole
//! in all the village's grids together, or a slit between them of up to [`SLIT_M`] metres that may open outward. A village has no
//! outline of its own, so a wide bay at its rim counts as outside. Ground that a neighbouring village's grid covers is no gap.

use geo::algorithm::bool_ops::unary_union;
use geo::{Area, BooleanOps, BoundingRect, Buffer, Coord, LineString, MultiPolygon, Polygon, Rect};
use shared::grids::{BoundaryFlaw, FlawKind, GridCode};
use shared::place::Point;
use shared::place::boundary::{Boundary, Metric};

/// How wide, in metres, a slit that opens outward may be and still count as a gap.
pub const SLIT_M: f64 = 20.0;
const LEAST_AREA_M2: f64 = 1.0;
/// Mean width in metres.
const LEAST_WIDTH_M: f64 = 0.5;
/// Metres within which two lines are the same line, after the arithmetic.
const SAME_LINE_M: f64 = 0.05;
/// How much of a slit's border may lie open.
const MOST_OPEN: f64 = 0.2;
/// The most flaws that are told.
const MOST_FLAWS: usize = 1000;

/// A grid laid out flat, in metres.
struct Flat<'a> {
    code: &'a GridCode,
    shape: MultiPolygon<f64>,
    bounds: Rect<f64>,
}

/// The plane around a point, in metres.
#[derive(Clone, Copy)]
struct Plane {
    origin: Point,
    metric: Metric,
}

/// Gaps and overlaps of a village's grids, largest first. `neighbours` are grids of other villages near it.
pub fn find<'a>(village: &'a [(GridCode, Boundary)], neighbours: &'a [(GridCode, Boundary)]) -> Vec<BoundaryFlaw> {
    let Some((_, first)) = village.first() else { return Vec::new() };
    let bounds = first.bounds();
    let origin = Point { lon: (bounds.west + bounds.east) / 2.0, lat: (bounds.south + bounds.north) / 2.0 };
    let plane = Plane { origin, metric: Metric::at(origin.lat) };
    let lay = |grids: &'a [(GridCode, Boundary)]| -> Vec<Flat<'a>> {
        grids.iter().filter_map(|(code, boundary)| plane.lay(code, boundary)).collect()
    };
    let (own, others) = (lay(village), lay(neighbours));
    let mut flaws = overlaps(plane, &own, &others);
    flaws.extend(gaps(plane, &own, &others));
    flaws.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2));
    flaws.truncate(MOST_FLAWS);
    flaws
}

fn overlaps(plane: Plane, own: &[Flat<'_>], others: &[Flat<'_>]) -> Vec<BoundaryFlaw> {
    let mut flaws = Vec::new();
    for (i, one) in own.iter().enumerate() {
        for other in own.iter().skip(i + 1).chain(others) {
            if meet(one.bounds, other.bounds, 0.0) {
                let pieces = one.shape.intersection(&other.shape).0.into_iter().filter(is_substantial);
                flaws.extend(plane.flaw(FlawKind::Overlap, vec![one.code.clone(), other.code.clone()], pieces.collect()));
            }
        }
    }
    flaws
}

fn gaps(plane: Plane, own: &[Flat<'_>], others: &[Flat<'_>]) -> Vec<BoundaryFlaw> {
    let together = unary_union(own.iter().map(|grid| &grid.shape));
    let taken = unary_union(others.iter().map(|grid| &grid.shape));
    let filled = MultiPolygon(together.0.iter().map(|p| Polygon::new(p.exterior().clone(), Vec::new())).collect());
    let holes = filled.difference(&together).difference(&taken);
    // Grown and shrunk again, the outline closes over every slit.
    let closed = filled.buffer(SLIT_M / 2.0).buffer(-SLIT_M / 2.0);
    let slits = closed.difference(&filled).difference(&taken);
    let hole = |piece: Polygon<f64>| plane.flaw(FlawKind::Gap, borderers(&piece, own).codes, vec![piece]);
    let slit = |piece: Polygon<f64>| {
        let Borderers { codes, open } = borderers(&piece, own);
        (codes.len() > 1 && open <= MOST_OPEN).then(|| plane.flaw(FlawKind::Gap, codes, vec![piece])).flatten()
    };
    let holes = holes.0.into_iter().filter(is_substantial).filter_map(hole);
    holes.chain(slits.0.into_iter().filter(is_substantial).filter_map(slit)).collect()
}

fn is_substantial(piece: &Polygon<f64>) -> bool {
    let (area, border) = (piece.unsigned_area(), rings(piece).flat_map(LineString::lines).map(length).sum::<f64>());
    area >= LEAST_AREA_M2 && 2.0 * area / border >= LEAST_WIDTH_M
}

/// Whose borders a gap has, and what share of its border is nobody's.
struct Borderers {
    codes: Vec<GridCode>,
    open: f64,
}

fn borderers(piece: &Polygon<f64>, own: &[Flat<'_>]) -> Borderers {
    let Some(bounds) = piece.bounding_rect() else { return Borderers { codes: Vec::new(), open: 1.0 } };
    let near: Vec<&Flat<'_>> = own.iter().filter(|grid| meet(grid.bounds, bounds, SAME_LINE_M)).collect();
    let (mut whole, mut open) = (0.0, 0.0);
    let mut codes = Vec::new();
    for side in rings(piece).flat_map(LineString::lines) {
        let middle = (side.start + side.end) / 2.0;
        let touching: Vec<_> = near
            .iter()
            .filter(|grid| grid.shape.0.iter().flat_map(rings).flat_map(LineString::lines).any(|line| distance(middle, line) < SAME_LINE_M))
            .collect();
        whole += length(side);
        if touching.is_empty() {
            open += length(side);
        }
        codes.extend(touching.into_iter().map(|grid| grid.code.clone()));
    }
    codes.sort();
    codes.dedup();
    codes.truncate(100);
    Borderers { codes, open: open / whole }
}

fn rings(polygon: &Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

fn length(line: geo::Line<f64>) -> f64 {
    line.dx().hypot(line.dy())
}

fn distance(p: Coord<f64>, line: geo::Line<f64>) -> f64 {
    let (to, way) = (p - line.start, line.end - line.start);
    let length2 = way.x * way.x + way.y * way.y;
    let along = if length2 > 0.0 { ((to.x * way.x + to.y * way.y) / length2).clamp(0.0, 1.0) } else { 0.0 };
    (to.x - along * way.x).hypot(to.y - along * way.y)
}

fn meet(a: Rect<f64>, b: Rect<f64>, slack: f64) -> bool {
    a.min().x <= b.max().x + slack && b.min().x <= a.max().x + slack && a.min().y <= b.max().y + slack && b.min().y <= a.max().y + slack
}

impl Plane {
    fn lay<'a>(self, code: &'a GridCode, boundary: &Boundary) -> Option<Flat<'a>> {
        let flat = |p: &Point| Coord { x: (p.lon - self.origin.lon) * self.metric.east, y: (p.lat - self.origin.lat) * self.metric.north };
        let line = |ring: &Vec<Point>| LineString(ring.iter().map(flat).collect());
        let polygon =
            |rings: &Vec<Vec<Point>>| rings.split_first().map(|(shell, holes)| Polygon::new(line(shell), holes.iter().map(line).collect()));
        let shape = MultiPolygon(boundary.polygons().iter().filter_map(polygon).collect());
        let bounds = shape.bounding_rect()?;
        Some(Flat { code, shape, bounds })
    }

    /// A flaw of these pieces, back on the earth; none when there are none.
    fn flaw(self, kind: FlawKind, grids: Vec<GridCode>, pieces: Vec<Polygon<f64>>) -> Option<BoundaryFlaw> {
        let area_m2 = pieces.iter().map(Area::unsigned_area).sum();
        // Eight decimals are a millimetre.
        let degree = |n: f64| (n * 1e8).round() / 1e8;
        let round = |c: &Coord<f64>| [degree(self.origin.lon + c.x / self.metric.east), degree(self.origin.lat + c.y / self.metric.north)];
        let polygons: Vec<Vec<Vec<[f64; 2]>>> =
            pieces.iter().map(|p| rings(p).map(|ring| ring.0.iter().map(round).collect()).collect()).collect();
        let shape = match polygons.as_slice() {
            [] => return None,
            [only] => serde_json::json!({ "type": "Polygon", "coordinates": only }),
            several => serde_json::json!({ "type": "MultiPolygon", "coordinates": several }),
        };
        Some(BoundaryFlaw { kind, grids, area_m2, shape })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A rectangle in metres east and north of a point in Qinghu.
    fn rect(x: f64, y: f64, width: f64, height: f64) -> Vec<Point> {
        let metric = Metric::at(28.66);
        let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)];
        corners.iter().map(|(x, y)| Point { lon: 118.6 + x / metric.east, lat: 28.66 + y / metric.north }).collect()
    }

    fn village(rects: &[(f64, f64, f64, f64)]) -> Vec<(GridCode, Boundary)> {
        let grid = |(i, (x, y, w, h)): (usize, &(f64, f64, f64, f64))| {
            Some((format!("330881003207{:03}", i + 1).parse().ok()?, Boundary::new(vec![vec![rect(*x, *y, *w, *h)]]).ok()?))
        };
        rects.iter().enumerate().filter_map(grid).collect()
    }

    fn told(flaws: &[BoundaryFlaw]) -> Vec<(FlawKind, i64, Vec<&str>)> {
        flaws.iter().map(|f| (f.kind, f.area_m2.round() as i64, f.grids.iter().map(|g| &g.as_str()[12..]).collect())).collect()
    }

    #[test]
    fn a_tiling_has_no_flaws() {
        // The middle grid's border has corners that its neighbours do not have.
        let grids = village(&[
            (0.0, 0.0, 300.0, 200.0),
            (300.0, 0.0, 300.0, 77.7),
            (300.0, 77.7, 300.0, 122.3),
            (0.0, 200.0, 600.0, 100.0),
            (600.0, 50.0, 100.0, 100.0),
        ]);
        assert_eq!(told(&find(&grids, &[])), []);
    }

    #[test]
    fn gaps_and_overlaps_are_found_and_measured() {
        let overlap = village(&[(0.0, 0.0, 300.0, 200.0), (290.0, 0.0, 300.0, 200.0)]);
        assert_eq!(told(&find(&overlap, &[])), [(FlawKind::Overlap, 2000, vec!["001", "002"])]);

        let slit = village(&[(0.0, 0.0, 300.0, 200.0), (305.0, 0.0, 300.0, 200.0)]);
        let found = find(&slit, &[]);
        assert_eq!(told(&found).iter().map(|f| (f.0, f.2.clone())).collect::<Vec<_>>(), [(FlawKind::Gap, vec!["001", "002"])]);
        assert!(found.iter().all(|f| (900.0..1010.0).contains(&f.area_m2)), "{found:?}");

        let ring =
            village(&[(0.0, 0.0, 300.0, 100.0), (0.0, 200.0, 300.0, 100.0), (0.0, 100.0, 100.0, 100.0), (200.0, 100.0, 100.0, 100.0)]);
        assert_eq!(told(&find(&ring, &[])), [(FlawKind::Gap, 10_000, vec!["001", "002", "003", "004"])]);
        // The hole is another village's grid.
        assert_eq!(told(&find(&ring, &village(&[(100.0, 100.0, 100.0, 100.0)]))), []);
    }

    #[test]
    fn drawing_is_not_taken_for_ground() {
        // Ten centimetres of overlap and of slit along 200 m, and a corner between two grids.
        let grids = village(&[(0.0, 0.0, 300.0, 200.0), (299.9, 0.0, 300.0, 200.0), (600.0, 0.0, 100.0, 150.0)]);
        assert_eq!(told(&find(&grids, &[])), []);
    }
}
