//! Photos for the demo: each subject as it was found, and the same place after the work.

mod backdrop;
mod buildings;
mod country;
mod street;

use super::canvas::{Canvas, Picture};
use super::chance::Chance;

/// What a photo shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    Pothole,
    Rubbish,
    Sorting,
    Lamp,
    Manhole,
    Cable,
    FireLane,
    Crack,
    Wiring,
    Bend,
    Pond,
    Shelf,
    Rubble,
    Clutter,
    River,
    Burning,
    Coop,
    Shed,
    Digging,
    Flood,
    Slope,
    Ice,
    Found,
}

/// One photo: a subject, as it was or as it is after the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scene {
    pub subject: Subject,
    pub solved: bool,
}

impl Subject {
    /// What reports of a category are photographed as; nothing where a photo would be out of place.
    pub fn of(category: &str) -> Option<Self> {
        Some(match category {
            "0301" => Self::FireLane,
            "0302" => Self::Crack,
            "0303" | "0304" => Self::Wiring,
            "0305" => Self::Bend,
            "0306" => Self::Pond,
            "0307" => Self::Shelf,
            "0401" => Self::Rubbish,
            "0402" => Self::Rubble,
            "0403" => Self::Sorting,
            "0404" => Self::Clutter,
            "0405" => Self::River,
            "0406" | "0703" => Self::Burning,
            "0407" => Self::Coop,
            "0501" | "0502" | "0503" => Self::Shed,
            "0504" => Self::Digging,
            "0601" => Self::Pothole,
            "0602" => Self::Lamp,
            "0603" => Self::Manhole,
            "0605" => Self::Cable,
            "0701" | "0704" => Self::Flood,
            "0702" => Self::Slope,
            "0705" => Self::Ice,
            "0805" => Self::Found,
            _ => return None,
        })
    }
}

impl Scene {
    /// Draws it. Both photos of a subject begin with the same chance, so that the place is the same.
    pub fn paint(self) -> anyhow::Result<Picture> {
        let mut chance = Chance::of(&format!("{:?}", self.subject));
        let mut canvas = Canvas::new(640.0, 480.0, 1.25);
        let (c, chance, solved) = (&mut canvas, &mut chance, self.solved);
        match self.subject {
            Subject::Pothole => street::pothole(c, chance, solved),
            Subject::Rubbish => street::rubbish(c, chance, solved),
            Subject::Sorting => street::sorting(c, chance, solved),
            Subject::Lamp => street::lamp(c, chance, solved),
            Subject::Manhole => street::manhole(c, chance, solved),
            Subject::Cable => street::cable(c, chance, solved),
            Subject::Rubble => street::rubble(c, chance, solved),
            Subject::Flood => street::flood(c, chance, solved),
            Subject::Ice => street::ice(c, chance, solved),
            Subject::FireLane => buildings::fire_lane(c, chance, solved),
            Subject::Crack => buildings::crack(c, chance, solved),
            Subject::Wiring => buildings::wiring(c, chance, solved),
            Subject::Shelf => buildings::shelf(c, chance, solved),
            Subject::Clutter => buildings::clutter(c, chance, solved),
            Subject::Coop => buildings::coop(c, chance, solved),
            Subject::Shed => buildings::shed(c, chance, solved),
            Subject::Found => buildings::found(c, chance, solved),
            Subject::Bend => country::bend(c, chance, solved),
            Subject::Pond => country::pond(c, chance, solved),
            Subject::River => country::river(c, chance, solved),
            Subject::Burning => country::burning(c, chance, solved),
            Subject::Digging => country::digging(c, chance, solved),
            Subject::Slope => country::slope(c, chance, solved),
        }
        // The second visit is on another day, in another light.
        let light = if solved { 8.0 } else { -6.0 };
        canvas.develop(light, if self.subject == Subject::Lamp { 26.0 } else { 13.0 }, chance)
    }
}
