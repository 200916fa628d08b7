//! Bends the plane as if it were drawn on rubber: straight borders become crooked, and what did not meet still does not.

use std::f64::consts::TAU;

use super::cells::Spot;
use crate::demo::chance::Chance;

/// Wave lengths and how far each wave moves a place, in metres. Long ones bend valleys, short ones field paths. The slopes of all waves
/// together stay so small that the plane does not fold.
const WAVES: [(f64, f64); 10] = [
    (9000.0, 380.0),
    (6500.0, 260.0),
    (3600.0, 110.0),
    (3000.0, 110.0),
    (1500.0, 48.0),
    (1250.0, 48.0),
    (700.0, 22.0),
    (600.0, 20.0),
    (310.0, 9.0),
    (260.0, 8.0),
];

struct Wave {
    /// The way it runs, divided by its length.
    run: Spot,
    push: Spot,
    phase: f64,
}

pub struct Warp(Vec<Wave>);

impl Warp {
    pub fn new(chance: &mut Chance) -> Self {
        let from = Spot { x: 0.0, y: 0.0 };
        let wave = |(length, push): (f64, f64)| {
            let angle = chance.within(0.0, TAU);
            // Across the way it runs, more or less: such waves bend more than they squeeze.
            Wave {
                run: from.towards(angle, TAU / length),
                push: from.towards(angle + chance.within(1.0, 2.1), push),
                phase: chance.within(0.0, TAU),
            }
        };
        Self(WAVES.into_iter().map(wave).collect())
    }

    pub fn move_spot(&self, spot: Spot) -> Spot {
        self.0.iter().fold(spot, |moved, Wave { run, push, phase }| {
            let by = (spot.x * run.x + spot.y * run.y + phase).sin();
            Spot { x: moved.x + push.x * by, y: moved.y + push.y * by }
        })
    }
}
