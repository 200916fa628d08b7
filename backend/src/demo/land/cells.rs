//! Voronoi cells on a plane, in metres.

use crate::demo::chance::Chance;

/// A place on the plane, in metres east and north of the middle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    pub x: f64,
    pub y: f64,
}

impl Spot {
    pub fn length(self) -> f64 {
        self.x.hypot(self.y)
    }

    pub fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// The place so far of the way to another.
    pub fn lerp(self, other: Self, share: f64) -> Self {
        Self { x: self.x + (other.x - self.x) * share, y: self.y + (other.y - self.y) * share }
    }

    pub fn towards(self, angle: f64, metres: f64) -> Self {
        Self { x: self.x + angle.cos() * metres, y: self.y + angle.sin() * metres }
    }
}

/// The rim of everything: convex, counterclockwise.
pub struct Outline(pub Vec<Spot>);

/// Half the width and half the height of the sub-district, in metres.
const HALF_WIDTH: f64 = 4500.0;
const HALF_HEIGHT: f64 = 4000.0;

impl Outline {
    /// An uneven oval.
    pub fn round(chance: &mut Chance) -> Self {
        let around = (0..40).map(|i| {
            let (angle, size) = (std::f64::consts::TAU * f64::from(i) / 40.0, chance.within(0.84, 1.0));
            Spot { x: angle.cos() * HALF_WIDTH * size, y: angle.sin() * HALF_HEIGHT * size }
        });
        Self(hull(around.collect()))
    }

    fn contains(&self, spot: Spot) -> bool {
        sides(&self.0).all(|(a, b)| turn(a, b, spot) > 0.0)
    }
}

/// The corners of the convex hull, counterclockwise (Andrew's monotone chain).
fn hull(mut spots: Vec<Spot>) -> Vec<Spot> {
    spots.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    let chain = |spots: &mut dyn Iterator<Item = Spot>| {
        let mut chain: Vec<Spot> = Vec::new();
        for spot in spots {
            while let [.., a, b] = chain.as_slice() {
                if turn(*a, *b, spot) > 0.0 {
                    break;
                }
                chain.pop();
            }
            chain.push(spot);
        }
        chain.pop();
        chain
    };
    let mut corners = chain(&mut spots.iter().copied());
    corners.extend(chain(&mut spots.iter().rev().copied()));
    corners
}

/// Positive when `c` lies to the left of the way from `a` to `b`.
fn turn(a: Spot, b: Spot, c: Spot) -> f64 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

pub fn sides(ring: &[Spot]) -> impl Iterator<Item = (Spot, Spot)> + '_ {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

/// This many seeds, none too near another, denser in the middle where the old town is.
pub fn scattered(outline: &Outline, count: usize, chance: &mut Chance) -> Vec<Spot> {
    let room = |spot: Spot| 0.55 + 0.6 * spot.length() / HALF_WIDTH;
    let mut seeds: Vec<Spot> = Vec::new();
    while seeds.len() < count {
        let tries = (0..60).map(|_| Spot { x: chance.within(-HALF_WIDTH, HALF_WIDTH), y: chance.within(-HALF_HEIGHT, HALF_HEIGHT) });
        let nearest = |spot: &Spot| seeds.iter().map(|s| s.distance(*spot)).fold(f64::INFINITY, f64::min) / room(*spot);
        let best = tries.filter(|spot| outline.contains(*spot)).max_by(|a, b| nearest(a).total_cmp(&nearest(b)));
        seeds.extend(best);
    }
    // Each moves halfway to the middle of its cell, which evens out slivers at the rim.
    (0..count).map(|i| seeds[i].lerp(centroid(&cell(outline, &seeds, i)), 0.5)).collect()
}

/// The part of the outline nearer to seed `i` than to any other.
pub fn cell(outline: &Outline, seeds: &[Spot], i: usize) -> Vec<Spot> {
    let mine = seeds[i];
    let mut ring = outline.0.clone();
    for other in seeds.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, s)| *s) {
        let nearer = |spot: Spot| spot.distance(other).powi(2) - spot.distance(mine).powi(2);
        let mut cut = Vec::with_capacity(ring.len() + 1);
        for (a, b) in sides(&ring) {
            let (of_a, of_b) = (nearer(a), nearer(b));
            if of_a >= 0.0 {
                cut.push(a);
            }
            if (of_a >= 0.0) != (of_b >= 0.0) {
                cut.push(a.lerp(b, of_a / (of_a - of_b)));
            }
        }
        ring = cut;
    }
    ring
}

/// Square metres.
pub fn area(ring: &[Spot]) -> f64 {
    sides(ring).map(|(a, b)| a.x * b.y - b.x * a.y).sum::<f64>() / 2.0
}

/// The middle of a cell.
pub fn centroid(ring: &[Spot]) -> Spot {
    let (mut x, mut y) = (0.0, 0.0);
    for (a, b) in sides(ring) {
        let cross = a.x * b.y - b.x * a.y;
        x += (a.x + b.x) * cross;
        y += (a.y + b.y) * cross;
    }
    let six = 6.0 * area(ring);
    Spot { x: x / six, y: y / six }
}
