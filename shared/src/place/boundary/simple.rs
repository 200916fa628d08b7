//! Whether rings keep apart: from themselves, from each other, holes in their shells.

use crate::place::Point;
use crate::place::boundary::fault::{BoundaryFault, Unfit};
use crate::place::boundary::measure::crosses_parallel;
use crate::place::boundary::{Polygon, Ring};

/// Degrees, a tenth of a millimetre: rings of one outline that come this close touch, which they may.
const TOUCH: f64 = 1e-9;

/// One side of a ring, and where it stands: polygon, ring, first vertex.
#[derive(Clone, Copy)]
struct Side {
    a: Point,
    b: Point,
    at: (usize, usize, usize),
    /// Counts the sides of the ring that have a length, and which one this is.
    turn: usize,
    turns: usize,
}

/// Refuses rings that cross, holes outside, and polygons on each other.
pub(super) fn check(polygons: &[Polygon]) -> Result<(), BoundaryFault> {
    no_sides_cross(polygons)?;
    for (i, polygon) in polygons.iter().enumerate() {
        holes_lie_inside(i, polygon)?;
    }
    for (i, later) in polygons.iter().enumerate() {
        for earlier in polygons.iter().take(i) {
            if overlap(earlier, later) {
                return Err(Unfit::PolygonsOverlap.at(i, 0, 0));
            }
        }
    }
    Ok(())
}

/// Sweeps from west to east, comparing only sides whose spans meet.
fn no_sides_cross(polygons: &[Polygon]) -> Result<(), BoundaryFault> {
    let mut sides = sides(polygons);
    no_spikes(&sides)?;
    sides.sort_by(|s, t| s.west().total_cmp(&t.west()));
    let mut open: Vec<Side> = Vec::new();
    for side in sides {
        open.retain(|other| other.east() >= side.west());
        for other in &open {
            if other.south() <= side.north() && side.south() <= other.north() {
                let (first, second) = if other.at < side.at { (other, &side) } else { (&side, other) };
                keep_apart(first, second)?;
            }
        }
        open.push(side);
    }
    Ok(())
}

fn sides(polygons: &[Polygon]) -> Vec<Side> {
    let mut all = Vec::new();
    for (i, polygon) in polygons.iter().enumerate() {
        for (j, ring) in polygon.iter().enumerate() {
            let start = all.len();
            for (k, pair) in ring.windows(2).enumerate() {
                if let [a, b] = *pair
                    && a != b
                {
                    all.push(Side { a, b, at: (i, j, k), turn: all.len() - start, turns: 0 });
                }
            }
            let turns = all.len() - start;
            all.iter_mut().skip(start).for_each(|side| side.turns = turns);
        }
    }
    all
}

impl Side {
    fn west(&self) -> f64 {
        self.a.lon.min(self.b.lon)
    }

    fn east(&self) -> f64 {
        self.a.lon.max(self.b.lon)
    }

    fn south(&self) -> f64 {
        self.a.lat.min(self.b.lat)
    }

    fn north(&self) -> f64 {
        self.a.lat.max(self.b.lat)
    }

    /// How far left of the side a point lies, in degrees; negative on the right. Neighbouring coordinates subtract exactly, so the sign
    /// can be trusted.
    fn left(&self, p: Point) -> f64 {
        let (dx, dy) = (self.b.lon - self.a.lon, self.b.lat - self.a.lat);
        (dx * (p.lat - self.a.lat) - dy * (p.lon - self.a.lon)) / dx.hypot(dy)
    }

    /// Whether a point on the side's line lies between its ends.
    fn spans(&self, p: Point) -> bool {
        (self.west()..=self.east()).contains(&p.lon) && (self.south()..=self.north()).contains(&p.lat)
    }

    /// Where the other side crosses this one, by more than `slack` at each end.
    fn crossing(&self, other: &Self, slack: f64) -> Option<Point> {
        let (p, q) = (self.left(other.a), self.left(other.b));
        let (r, s) = (other.left(self.a), other.left(self.b));
        let apart = |m: f64, n: f64| (m > slack && n < -slack) || (m < -slack && n > slack);
        let along = r / (r - s);
        (apart(p, q) && apart(r, s))
            .then_some(Point { lon: self.a.lon + along * (self.b.lon - self.a.lon), lat: self.a.lat + along * (self.b.lat - self.a.lat) })
    }

    /// A point where an end of one side lies exactly on the other.
    fn touch(&self, other: &Self) -> Option<Point> {
        let on = |side: &Self, p: Point| side.left(p) == 0.0 && side.spans(p);
        [other.a, other.b].into_iter().find(|p| on(self, *p)).or_else(|| [self.a, self.b].into_iter().find(|p| on(other, *p)))
    }
}

/// `first` stands before `second`.
fn keep_apart(first: &Side, second: &Side) -> Result<(), BoundaryFault> {
    let (i, j, k) = first.at;
    if (second.at.0, second.at.1) != (i, j) {
        return first.crossing(second, TOUCH).map_or(Ok(()), |point| Err(Unfit::RingsCross(point).at(i, j, k)));
    }
    let neighbours = second.turn == first.turn + 1 || second.turn + 1 == first.turn + first.turns;
    match (neighbours, first.crossing(second, 0.0), first.touch(second)) {
        (true, ..) | (_, None, None) => Ok(()),
        (_, Some(point), _) => Err(Unfit::CrossesItself(point, second.at.2).at(i, j, k)),
        (_, None, Some(point)) => Err(Unfit::TouchesItself(point).at(i, j, k)),
    }
}

/// Where a line turns back on itself, the sides before and after the turn lie on each other.
fn no_spikes(sides: &[Side]) -> Result<(), BoundaryFault> {
    for (n, side) in sides.iter().enumerate() {
        let next = if side.turn + 1 == side.turns { n.checked_sub(side.turn) } else { Some(n + 1) };
        if let Some(next) = next.and_then(|n| sides.get(n)) {
            let corner = side.b;
            let ahead = (side.a.lon - corner.lon) * (next.b.lon - corner.lon) + (side.a.lat - corner.lat) * (next.b.lat - corner.lat) > 0.0;
            if ahead && side.left(next.b) == 0.0 {
                let (i, j, k) = next.at;
                return Err(Unfit::Spike(corner).at(i, j, k));
            }
        }
    }
    Ok(())
}

fn holes_lie_inside(i: usize, polygon: &Polygon) -> Result<(), BoundaryFault> {
    let Some((shell, holes)) = polygon.split_first() else { return Ok(()) };
    for (j, hole) in holes.iter().enumerate() {
        let outside = |p: &Point| !within([shell], *p) && !near(shell, *p);
        if let Some(k) = hole.iter().position(outside) {
            return Err(Unfit::HoleOutside.at(i, j + 1, k));
        }
        if interior(hole).is_some_and(|p| !within([shell], p)) {
            return Err(Unfit::HoleOutside.at(i, j + 1, 0));
        }
        if holes.iter().take(j).any(|other| covers([other], hole) || covers([hole], other)) {
            return Err(Unfit::HolesOverlap.at(i, j + 1, 0));
        }
    }
    Ok(())
}

/// Whether two polygons whose sides do not cross share ground.
fn overlap(one: &Polygon, other: &Polygon) -> bool {
    let (Some(a), Some(b)) = (one.first(), other.first()) else { return false };
    let apart = |f: fn(&Point) -> f64| {
        let (low, high) =
            (|r: &Ring| r.iter().map(f).fold(f64::INFINITY, f64::min), |r: &Ring| r.iter().map(f).fold(f64::NEG_INFINITY, f64::max));
        high(a) < low(b) || high(b) < low(a)
    };
    if apart(|p| p.lon) || apart(|p| p.lat) {
        return false;
    }
    let own = |polygon: &Polygon, ring: &Ring| interior(ring).filter(|p| within(polygon, *p));
    covers(one, b) || covers(other, a) || own(other, b).is_some_and(|p| within(one, p)) || own(one, a).is_some_and(|p| within(other, p))
}

/// Whether a corner of `ring` lies clearly inside.
fn covers<'a>(outline: impl IntoIterator<Item = &'a Ring> + Clone, ring: &Ring) -> bool {
    ring.iter().any(|p| within(outline.clone(), *p) && !outline.clone().into_iter().any(|r| near(r, *p)))
}

fn within<'a>(outline: impl IntoIterator<Item = &'a Ring>, p: Point) -> bool {
    outline.into_iter().flat_map(|ring| ring.windows(2)).filter(|w| matches!(**w, [a, b] if crosses_parallel(p, (a, b)))).count() % 2 == 1
}

/// Whether the point lies on the ring.
fn near(ring: &Ring, p: Point) -> bool {
    ring.windows(2).any(|w| match *w {
        [a, b] => {
            let (dx, dy) = (b.lon - a.lon, b.lat - a.lat);
            let length2 = dx * dx + dy * dy;
            let along = if length2 > 0.0 { (((p.lon - a.lon) * dx + (p.lat - a.lat) * dy) / length2).clamp(0.0, 1.0) } else { 0.0 };
            (a.lon + along * dx - p.lon).hypot(a.lat + along * dy - p.lat) <= TOUCH
        }
        _ => false,
    })
}

/// A point inside a ring: in the ear at its westernmost corner, halfway to what juts into it furthest.
fn interior(ring: &Ring) -> Option<Point> {
    let mut corners = ring.clone();
    corners.dedup();
    corners.pop();
    let n = corners.len();
    let west = (0..n).min_by(|i, j| corners[*i].lon.total_cmp(&corners[*j].lon).then(corners[*i].lat.total_cmp(&corners[*j].lat)))?;
    let (before, v, after) = (corners[(west + n - 1) % n], corners[west], corners[(west + 1) % n]);
    let ear = vec![before, v, after, before];
    let side = Side { a: before, b: after, at: (0, 0, 0), turn: 0, turns: 0 };
    let jutting = corners
        .iter()
        .filter(|p| **p != before && **p != v && **p != after && within([&ear], **p))
        .max_by(|p, q| side.left(**p).abs().total_cmp(&side.left(**q).abs()));
    let to = jutting.copied().unwrap_or(Point { lon: (before.lon + after.lon) / 2.0, lat: (before.lat + after.lat) / 2.0 });
    Some(Point { lon: (v.lon + to.lon) / 2.0, lat: (v.lat + to.lat) / 2.0 })
}
