//! Borders between cells: drawn once, in short pieces, and used from both sides.

use std::collections::BTreeMap;

use super::cells::{self, Outline, Spot};
use super::warp::Warp;

/// Corners nearer than this, in metres, are one corner.
const SAME_CORNER: f64 = 0.01;
/// The longest piece of a border, in metres.
const PIECE: f64 = 65.0;
/// How far, in metres, a spoiled border is off.
const OFF: f64 = 14.0;

/// A border by its two corners, the smaller first.
type Ends = (usize, usize);

/// All cells, as rings of corners, with every border drawn once.
pub struct Borders {
    cells: Vec<Vec<usize>>,
    /// From the first corner to the second, both included.
    drawn: BTreeMap<Ends, Vec<Spot>>,
    /// The one cell that has a border of its own drawing.
    spoiled: Option<(usize, Ends, Vec<Spot>)>,
}

impl Borders {
    pub fn draw(outline: &Outline, seeds: &[Spot], warp: &Warp) -> Self {
        let mut corners: Vec<Spot> = Vec::new();
        let mut corner = |spot: Spot| {
            corners.iter().position(|c| c.distance(spot) < SAME_CORNER).unwrap_or_else(|| {
                corners.push(spot);
                corners.len() - 1
            })
        };
        let cells: Vec<Vec<usize>> = (0..seeds.len())
            .map(|i| {
                let mut ring: Vec<usize> = cells::cell(outline, seeds, i).into_iter().map(&mut corner).collect();
                ring.dedup();
                if ring.first() == ring.last() {
                    ring.pop();
                }
                ring
            })
            .collect();
        let crooked = |(from, to): Ends| {
            let (a, b) = (corners[from], corners[to]);
            let pieces = (a.distance(b) / PIECE).ceil().max(1.0);
            (0..=pieces as usize).map(|i| warp.move_spot(a.lerp(b, i as f64 / pieces))).collect()
        };
        let drawn = cells.iter().flat_map(|ring| ends(ring)).map(|ends| (ends, crooked(ends))).collect();
        Self { cells, drawn, spoiled: None }
    }

    /// Draws the longest border between two cells of one owner anew, for one of them only: once it keeps too little, once it takes too much.
    pub fn spoil(&mut self, owners: &[usize], of: usize) {
        let mut beside: BTreeMap<Ends, Vec<usize>> = BTreeMap::new();
        for cell in (0..self.cells.len()).filter(|cell| owners.get(*cell) == Some(&of)) {
            ends(&self.cells[cell]).for_each(|ends| beside.entry(ends).or_default().push(cell));
        }
        let shared = beside.into_iter().filter_map(|(ends, cells)| Some((ends, *cells.get(1)?, self.drawn.get(&ends)?.clone())));
        let Some((ends, cell, mut line)) = shared.max_by_key(|(_, _, line)| line.len()) else { return };
        let (early, late) = (line.len() / 4, line.len() * 3 / 4);
        for (at, side) in [(early, OFF), (late, -OFF)] {
            let (from, to) = (line[at - 1], line[at + 1]);
            let way = from.distance(to);
            line[at].x += (to.y - from.y) / way * side;
            line[at].y -= (to.x - from.x) / way * side;
        }
        self.spoiled = Some((cell, ends, line));
    }

    /// The closed ring of a cell.
    pub fn ring(&self, cell: usize) -> Vec<Spot> {
        let corners = &self.cells[cell];
        let mut ring = Vec::new();
        for (first, ends) in corners.iter().zip(ends(corners)) {
            let own = self.spoiled.as_ref().filter(|(of, which, _)| (*of, *which) == (cell, ends)).map(|(_, _, line)| line);
            let Some(line) = own.or_else(|| self.drawn.get(&ends)) else { continue };
            let pieces = line.len() - 1;
            match *first == ends.0 {
                true => ring.extend(line.iter().take(pieces)),
                false => ring.extend(line.iter().rev().take(pieces)),
            }
        }
        ring.extend(ring.first().copied());
        ring
    }
}

/// The borders of a ring of corners.
fn ends(ring: &[usize]) -> impl Iterator<Item = Ends> + '_ {
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| (*a.min(b), *a.max(b)))
}
