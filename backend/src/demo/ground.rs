//! Villages and grids: the real list, on invented ground.

use anyhow::Context;
use shared::divisions::{Class, DivisionCode, DivisionName};
use shared::grids::{GridCode, GridName};
use shared::time::{Day, Moment};

use super::chance::Chance;
use super::land::{self, Plot};

/// The sub-district's code and name.
pub const SUB_DISTRICT: (&str, &str) = ("330881003", "清湖街道");
/// The village and grid whose people the printed logins belong to.
pub const HOME: &str = "330881003207001";
/// The village with a border drawn wrong, so that the check has something to find.
const FLAWED: &str = "330881003226";
/// The real list of villages and communities.
const LIST: &str = include_str!("../../../demo/qinghu-villages.csv");

pub struct Village {
    pub code: DivisionCode,
    pub name: DivisionName,
    pub grids: Vec<Grid>,
    pub classes: Vec<Period>,
}

pub struct Grid {
    pub code: GridCode,
    pub name: GridName,
    pub plot: Plot,
    pub households: i32,
    pub population: i32,
    pub classes: Vec<Period>,
    pub opened_on: Day,
    /// When the board was last found right.
    pub checked_at: Option<Moment>,
}

/// A class from its first day on; it ends the day before the next.
#[derive(Debug, Clone)]
pub struct Period {
    pub class: Class,
    pub from_day: Day,
}

/// Days since a board was found right: this many days at the most count as fresh.
const FRESH: i64 = 80;
/// Boards nobody has looked at for long, and never, by their place among all grids.
const FORGOTTEN: usize = 17;
const NEVER: usize = 41;

/// All 26 villages by code, each with its two or three grids.
pub fn lay_out(now: Moment) -> anyhow::Result<Vec<Village>> {
    let mut chance = Chance::of("ground");
    let listed = listed(&mut chance)?;
    let flawed =
        listed.iter().position(|(code, _)| code.as_str() == FLAWED).context("the village with the wrong border is not on the list")?;
    let land = land::lay_out(flawed)?;
    anyhow::ensure!(listed.len() == land.len(), "{} villages on the list, but land for {}", listed.len(), land.len());
    let mut villages: Vec<Village> = Vec::new();
    for ((code, name), land) in listed.into_iter().zip(land) {
        let key = chance.happens(0.3);
        let classes = classes(key, chance.happens(0.12), now, &mut chance);
        // Nearer the old town more people live on less land.
        let density = 1.5 - (land.from_centre / 4500.0).min(1.0);
        let grids = land.grids.into_iter().enumerate().map(|(i, plot)| grid(&code, &name, i, plot, (key, density), now, &mut chance));
        villages.push(Village { grids: grids.collect::<anyhow::Result<_>>()?, code, name, classes });
    }
    villages.sort_by(|a, b| a.code.cmp(&b.code));
    for (i, grid) in villages.iter_mut().flat_map(|v| v.grids.iter_mut()).enumerate() {
        let days = match i {
            FORGOTTEN => Some(128),
            NEVER => None,
            _ => Some(chance.between(2, FRESH)),
        };
        grid.checked_at = days.map(|days| now.day().shifted(-days).begins().plus_seconds(chance.between(8 * 3600, 17 * 3600)));
    }
    Ok(villages)
}

/// The villages of the list, those of the old town first: they lie in the middle.
fn listed(chance: &mut Chance) -> anyhow::Result<Vec<(DivisionCode, DivisionName)>> {
    let mut villages = Vec::new();
    for row in csv::Reader::from_reader(LIST.as_bytes()).records() {
        let row = row?;
        let (code, name): (DivisionCode, DivisionName) = (row.get(0).unwrap_or_default().parse()?, row.get(1).unwrap_or_default().parse()?);
        // Communities have numbers below 200.
        if code.as_str().get(9..).is_some_and(|number| number >= "200") {
            villages.push((code, name));
        }
    }
    chance.shuffle(&mut villages);
    villages.sort_by_key(|(_, name)| !name.as_str().starts_with("清湖"));
    Ok(villages)
}

fn grid(
    village: &DivisionCode,
    of: &DivisionName,
    i: usize,
    plot: Plot,
    (key, density): (bool, f64),
    now: Moment,
    chance: &mut Chance,
) -> anyhow::Result<Grid> {
    const NUMBERS: [&str; 3] = ["一", "二", "三"];
    let code: GridCode = format!("{village}{:03}", i + 1).parse()?;
    let households = (chance.within(160.0, 270.0) * density) as i32;
    let key = if chance.happens(0.2) { !key } else { key };
    Ok(Grid {
        name: format!("{}{}网格", of.short(), NUMBERS[i]).parse()?,
        code,
        households,
        population: (f64::from(households) * chance.within(2.6, 3.2)) as i32,
        plot,
        classes: classes(key, chance.happens(0.06), now, chance),
        opened_on: now.day().shifted(-1100).first_of_month(),
        checked_at: None,
    })
}

/// The class since two years ago; some changed half a year ago.
fn classes(key: bool, changed: bool, now: Moment, chance: &mut Chance) -> Vec<Period> {
    let class = |key| if key { Class::Key } else { Class::Ordinary };
    let from_day = now.day().shifted(-730).first_of_month();
    let change = now.day().shifted(-chance.between(150, 210)).first_of_month();
    match changed {
        false => vec![Period { class: class(key), from_day }],
        true => vec![Period { class: class(!key), from_day }, Period { class: class(key), from_day: change }],
    }
}
