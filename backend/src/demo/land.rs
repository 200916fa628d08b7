//! The ground of the demo: an invented outline around the real place, cut into 26 villages and 60 grids without a gap.
//!
//! Every grid is a Voronoi cell of its seed, and a village is the cells of its two or three seeds, which lie close together. Corners are
//! shared between cells, and so is every border: it is drawn once and used from both sides. Then all of it is bent.

mod borders;
mod cells;
mod warp;

use shared::place::Point;
use shared::place::boundary::{Boundary, Metric};

use self::borders::Borders;
use self::cells::{Outline, Spot};
use self::warp::Warp;
use super::chance::Chance;

/// How many villages have three grids instead of two: 26 × 2 + 8 = 60.
const VILLAGES: usize = 26;
const WITH_THREE: usize = 8;

/// The middle of the sub-district.
const CENTRE: Point = Point { lon: 118.60, lat: 28.67 };

/// A village: its grids, nearest the middle of the sub-district first.
#[derive(Debug, Clone)]
pub struct Village {
    pub grids: Vec<Plot>,
    /// Metres from the middle of the sub-district.
    pub from_centre: f64,
}

/// The ground of one grid.
#[derive(Debug, Clone)]
pub struct Plot {
    pub boundary: Boundary,
    pub area_m2: f64,
    /// Where most houses stand.
    pub hamlet: Point,
}

impl Plot {
    /// Somewhere in the grid, mostly near its houses.
    pub fn somewhere(&self, chance: &mut Chance) -> Point {
        let (metric, spread) = (Metric::at(CENTRE.lat), self.area_m2.sqrt() / 5.0);
        let tries = (0..20).map(|_| Point {
            lon: degree(self.hamlet.lon + chance.bell() * spread / metric.east, 6),
            lat: degree(self.hamlet.lat + chance.bell() * spread / metric.north, 6),
        });
        tries.into_iter().find(|point| self.boundary.contains(*point)).unwrap_or(self.hamlet)
    }
}

/// Lays the land out. One border of the village in place `flawed` is drawn wrong on one side: once too far in, once too far out.
/// Villages come in order of their distance from the middle.
pub fn lay_out(flawed: usize) -> anyhow::Result<Vec<Village>> {
    let mut chance = Chance::of("land");
    let outline = Outline::round(&mut chance);
    let centres = cells::scattered(&outline, VILLAGES, &mut chance);
    let mut hamlets: Vec<Vec<Spot>> = with_hamlets(&outline, &centres, &mut chance);
    hamlets.sort_by(|a, b| middle(a).length().total_cmp(&middle(b).length()));
    let seeds: Vec<Spot> = hamlets.iter().flatten().copied().collect();
    let owners: Vec<usize> = hamlets.iter().enumerate().flat_map(|(village, all)| all.iter().map(move |_| village)).collect();
    let warp = Warp::new(&mut chance);
    let mut borders = Borders::draw(&outline, &seeds, &warp);
    borders.spoil(&owners, flawed);
    let mut villages: Vec<Village> = hamlets.iter().map(|all| Village { grids: Vec::new(), from_centre: middle(all).length() }).collect();
    for (cell, owner) in owners.iter().enumerate() {
        let middle = cells::centroid(&cells::cell(&outline, &seeds, cell));
        let ring = borders.ring(cell).iter().map(|spot| spot.on_earth()).collect();
        let boundary = Boundary::new(vec![vec![ring]]).map_err(|fault| anyhow::anyhow!("the demo's own land is drawn wrong: {fault}"))?;
        villages[*owner].grids.push(Plot { area_m2: boundary.area_m2().round(), boundary, hamlet: warp.move_spot(middle).on_earth() });
    }
    Ok(villages)
}

/// Two or three seeds around the middle of each village; the largest villages have three.
fn with_hamlets(outline: &Outline, centres: &[Spot], chance: &mut Chance) -> Vec<Vec<Spot>> {
    let areas: Vec<f64> = (0..centres.len()).map(|i| cells::area(&cells::cell(outline, centres, i))).collect();
    let mut largest = areas.clone();
    largest.sort_by(|a, b| b.total_cmp(a));
    let hamlets = |(centre, area): (&Spot, &f64)| -> Vec<Spot> {
        let count = if *area >= largest[WITH_THREE - 1] { 3 } else { 2 };
        let (turn, radius) = (chance.within(0.0, std::f64::consts::TAU), (area / std::f64::consts::PI).sqrt() * 0.45);
        let angle = |i: usize| turn + std::f64::consts::TAU * i as f64 / f64::from(count);
        (0..count as usize).map(|i| centre.towards(angle(i), radius * chance.within(0.85, 1.15))).collect()
    };
    centres.iter().zip(&areas).map(hamlets).collect()
}

fn middle(spots: &[Spot]) -> Spot {
    let n = spots.len().max(1) as f64;
    Spot { x: spots.iter().map(|s| s.x).sum::<f64>() / n, y: spots.iter().map(|s| s.y).sum::<f64>() / n }
}

impl Spot {
    /// To seven decimals, which are a centimetre.
    fn on_earth(self) -> Point {
        let metric = Metric::at(CENTRE.lat);
        Point { lon: degree(CENTRE.lon + self.x / metric.east, 7), lat: degree(CENTRE.lat + self.y / metric.north, 7) }
    }
}

fn degree(n: f64, decimals: i32) -> f64 {
    let ten = 10_f64.powi(decimals);
    (n * ten).round() / ten
}

#[cfg(test)]
mod tests {
    use shared::grids::{FlawKind, GridCode};

    use super::*;
    use crate::grids::flaws;

    #[test]
    fn grids_tile_their_villages_but_for_one_wrong_border() -> anyhow::Result<()> {
        const WRONG: usize = 8;
        let villages = lay_out(WRONG)?;
        let outlines = |(i, village): (usize, &Village)| -> anyhow::Result<Vec<(GridCode, Boundary)>> {
            let code = |n: usize| format!("330881003{:03}{n:03}", 200 + i).parse::<GridCode>();
            village.grids.iter().enumerate().map(|(n, plot)| Ok((code(n + 1)?, plot.boundary.clone()))).collect()
        };
        let all: Vec<_> = villages.iter().enumerate().map(outlines).collect::<anyhow::Result<_>>()?;
        assert_eq!((all.len(), all.iter().map(Vec::len).sum::<usize>()), (26, 60));
        for (i, own) in all.iter().enumerate() {
            let others: Vec<_> = all.iter().enumerate().filter(|(j, _)| *j != i).flat_map(|(_, grids)| grids.clone()).collect();
            let mut flaws: Vec<FlawKind> = flaws::find(own, &others).into_iter().map(|flaw| flaw.kind).collect();
            flaws.sort();
            assert_eq!(flaws, if i == WRONG { vec![FlawKind::Gap, FlawKind::Overlap] } else { vec![] }, "village {i}");
        }
        Ok(())
    }

    #[test]
    fn a_grid_has_its_houses_inside() -> anyhow::Result<()> {
        let mut chance = Chance::of("houses");
        for plot in lay_out(0)?.iter().flat_map(|village| &village.grids) {
            assert!(plot.boundary.contains(plot.hamlet) && (0..9).all(|_| plot.boundary.contains(plot.somewhere(&mut chance))));
        }
        Ok(())
    }
}
