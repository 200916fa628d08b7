//! What is seen along fields, waters and hills.

use super::backdrop::{CONCRETE, DARK, EARTH, GRASS, STEEL, WHITE, fields, house, lit, pole, road, sky_and_hills, street, tree};
use crate::demo::canvas::{Canvas, Colour, Dot, fade, flat};
use crate::demo::chance::Chance;

const WATER: Colour = [96.0, 132.0, 138.0];
const ORANGE: Colour = [232.0, 108.0, 34.0];

pub fn bend(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    fields(c, chance);
    let bent = [
        (420.0, 190.0),
        (470.0, 190.0),
        (440.0, 220.0),
        (380.0, 262.0),
        (400.0, 320.0),
        (640.0, 440.0),
        (640.0, 480.0),
        (60.0, 480.0),
        (160.0, 360.0),
        (240.0, 270.0),
        (330.0, 220.0),
    ];
    c.shape(&bent, fade(lit(CONCRETE, 14.0), CONCRETE).worn(18.0, 1.6, 1.0));
    let shrubs: usize = if solved { 5 } else { 16 };
    for i in 0..shrubs {
        let at = (430.0 + 16.0 * i as f32, if solved { 330.0 } else { 290.0 } - chance.within(0.0, 40.0) as f32 + 5.0 * i as f32);
        let size = if solved { 24.0 } else { 62.0 };
        c.blob(at, (size, size * 0.86), 0.35, chance, fade([104.0, 138.0, 66.0], [46.0, 78.0, 36.0]).worn(30.0, 1.0, 1.0));
    }
    pole(c, (226.0, 330.0), 170.0, 8.0, flat(if solved { ORANGE } else { [150.0, 110.0, 84.0] }));
    c.ellipse((226.0, 146.0), (46.0, 46.0), flat(if solved { ORANGE } else { [160.0, 104.0, 70.0] }).worn(10.0, 2.0, 2.0));
    c.ellipse((226.0, 148.0), (38.0, 38.0), fade([206.0, 220.0, 228.0], [126.0, 146.0, 120.0]));
    if solved {
        c.ellipse((216.0, 136.0), (12.0, 8.0), flat([250.0, 252.0, 252.0]).see_through(0.7));
        return;
    }
    let hit = (236.0, 158.0);
    for (dx, dy) in [(30.0, -20.0), (-32.0, 16.0), (8.0, 34.0), (-14.0, -36.0), (30.0, 22.0)] {
        c.line(&[hit, (hit.0 + dx, hit.1 + dy)], 1.8, flat([50.0, 52.0, 54.0]));
    }
    c.shape(&[(238.0, 160.0), (266.0, 150.0), (262.0, 178.0)], flat([84.0, 86.0, 84.0]));
}

/// Water between two banks, with ripples.
fn water(c: &mut Canvas, shape: &[Dot], colour: Colour, chance: &mut Chance) {
    c.shape(shape, fade(lit(colour, 42.0), lit(colour, -22.0)).worn(9.0, 9.0, 1.0));
    let left = shape.iter().map(|(x, _)| *x).fold(f32::INFINITY, f32::min);
    let right = shape.iter().map(|(x, _)| *x).fold(0.0, f32::max);
    let top = shape.iter().map(|(_, y)| *y).fold(f32::INFINITY, f32::min);
    for _ in 0..34 {
        let y = top + 20.0 + (450.0 - top) * chance.unit() as f32;
        let inset = (right - left) * 0.28;
        let x = left + inset + (right - left - 2.0 * inset) * chance.unit() as f32;
        c.line(&[(x, y), (x + 34.0, y + 1.0)], 1.3, flat(lit(colour, 74.0)).see_through(0.4));
    }
}

pub fn pond(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    fields(c, chance);
    let shore: Vec<Dot> = vec![
        (110.0, 262.0),
        (240.0, 232.0),
        (420.0, 228.0),
        (560.0, 258.0),
        (620.0, 330.0),
        (560.0, 404.0),
        (380.0, 440.0),
        (180.0, 430.0),
        (50.0, 360.0),
    ];
    let bank: Vec<Dot> = shore.iter().map(|(x, y)| (320.0 + (x - 320.0) * 1.07, 335.0 + (y - 335.0) * 1.1)).collect();
    c.shape(&bank, fade(lit(EARTH, 26.0), lit(EARTH, -8.0)).worn(28.0, 1.0, 1.0));
    water(c, &shore, WATER, chance);
    if !solved {
        for (x, y) in [(60.0, 420.0), (580.0, 416.0), (610.0, 300.0)] {
            c.blob((x, y), (34.0, 20.0), 0.4, chance, fade([112.0, 138.0, 70.0], [62.0, 88.0, 40.0]).worn(26.0, 1.0, 1.0));
        }
        c.line(&[(470.0, 452.0), (482.0, 400.0)], 8.0, flat([120.0, 92.0, 62.0]));
        return;
    }
    for post in 0..12_u8 {
        let x = 20.0 + 54.0 * f32::from(post);
        c.rectangle((x, 396.0), (7.0, 70.0), fade(lit(STEEL, 60.0), STEEL));
    }
    for y in [406.0, 430.0, 452.0] {
        c.rectangle((0.0, y), (640.0, 5.0), fade(lit(STEEL, 70.0), STEEL));
    }
    pole(c, (520.0, 440.0), 170.0, 8.0, flat(STEEL));
    c.rectangle((476.0, 250.0), (92.0, 62.0), flat([44.0, 92.0, 168.0]));
    c.rectangle((486.0, 262.0), (72.0, 12.0), flat(WHITE));
    c.rectangle((486.0, 284.0), (52.0, 10.0), flat(WHITE));
    c.ellipse((520.0, 354.0), (32.0, 32.0), flat(ORANGE));
    c.ellipse((520.0, 354.0), (17.0, 17.0), flat(lit(WATER, 10.0)));
    for (dx, dy) in [(24.0, 0.0), (-24.0, 0.0), (0.0, 24.0), (0.0, -24.0)] {
        c.ellipse((520.0 + dx, 354.0 + dy), (8.0, 8.0), flat(WHITE));
    }
}

pub fn river(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    sky_and_hills(c, 160.0, chance);
    c.rectangle((0.0, 156.0), (640.0, 324.0), fade(lit(GRASS, 26.0), GRASS).worn(26.0, 1.0, 1.0));
    house(c, (430.0, 200.0), (84.0, 70.0), chance);
    tree(c, (100.0, 220.0), 110.0, chance);
    tree(c, (560.0, 214.0), 84.0, chance);
    for (near, far, end) in [(0.0, 250.0, 190.0), (640.0, 420.0, 460.0)] {
        c.shape(
            &[(near, 300.0), (far, 168.0), (far + (end - far) * 0.2, 168.0), (end, 480.0), (near, 480.0)],
            fade([170.0, 166.0, 156.0], [140.0, 136.0, 128.0]).worn(24.0, 3.0, 1.0),
        );
    }
    let colour = if solved { WATER } else { [98.0, 104.0, 76.0] };
    water(c, &[(256.0, 168.0), (414.0, 168.0), (520.0, 480.0), (120.0, 480.0)], colour, chance);
    c.ellipse((146.0, 330.0), (26.0, 22.0), fade([140.0, 136.0, 130.0], [96.0, 92.0, 88.0]));
    c.ellipse((148.0, 332.0), (17.0, 15.0), flat([26.0, 26.0, 26.0]));
    if solved {
        return;
    }
    c.shape(
        &[(146.0, 340.0), (166.0, 336.0), (230.0, 420.0), (330.0, 470.0), (160.0, 480.0), (150.0, 420.0)],
        fade([74.0, 72.0, 66.0], [92.0, 90.0, 78.0]).worn(12.0, 2.0, 1.0).see_through(0.85),
    );
    for _ in 0..46 {
        let t = chance.unit() as f32;
        let at = (256.0 - 100.0 * t + (158.0 + 210.0 * t) * chance.unit() as f32, 186.0 + 280.0 * t);
        let colour = *chance.pick(&[WHITE, [206.0, 190.0, 150.0], [112.0, 140.0, 66.0], [120.0, 150.0, 190.0], [196.0, 90.0, 76.0]]);
        c.blob(at, (4.0 + 12.0 * t, 2.0 + 5.0 * t), 0.5, chance, flat(colour).worn(16.0, 1.0, 1.0));
    }
    for at in [(360.0, 300.0), (300.0, 240.0)] {
        c.blob(at, (46.0, 11.0), 0.4, chance, fade([106.0, 140.0, 66.0], [70.0, 104.0, 44.0]).worn(26.0, 1.0, 1.0));
    }
}

pub fn burning(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    fields(c, chance);
    c.blob(
        (330.0, 388.0),
        (190.0, 50.0),
        0.3,
        chance,
        flat(if solved { [48.0, 44.0, 40.0] } else { [108.0, 92.0, 56.0] }).worn(30.0, 1.0, 1.0),
    );
    for _ in 0..70 {
        let at = (chance.within(170.0, 490.0) as f32, chance.within(350.0, 424.0) as f32);
        let lean = chance.within(-22.0, 22.0) as f32;
        let colour = if solved { [70.0, 66.0, 62.0] } else { [196.0, 168.0, 92.0] };
        c.line(&[at, (at.0 + lean, at.1 - 16.0)], 2.0, flat(colour));
    }
    if solved {
        c.blob((420.0, 400.0), (70.0, 12.0), 0.4, chance, fade([120.0, 126.0, 128.0], [84.0, 88.0, 88.0]).see_through(0.8));
        return;
    }
    for _ in 0..26 {
        let up = chance.unit() as f32;
        let at = (330.0 + (up * 170.0 - 20.0) + chance.within(-40.0, 40.0) as f32, 350.0 - 330.0 * up);
        let size = 34.0 + 78.0 * up;
        c.blob(at, (size, size * 0.62), 0.4, chance, flat([196.0, 196.0, 198.0]).worn(8.0, 6.0, 6.0).see_through(0.28));
    }
    c.glow((330.0, 366.0), 120.0, [250.0, 150.0, 60.0], 0.6);
    for _ in 0..22 {
        let (x, h) = (chance.within(220.0, 440.0) as f32, chance.within(26.0, 82.0) as f32);
        for (share, colour) in [(1.0, [232.0, 104.0, 34.0]), (0.6, [250.0, 196.0, 80.0])] {
            c.shape(
                &[
                    (x - 11.0 * share, 392.0),
                    (x - 3.0, 392.0 - h * share * 0.6),
                    (x + 4.0, 392.0 - h * share),
                    (x + 7.0, 392.0 - h * share * 0.5),
                    (x + 12.0 * share, 392.0),
                ],
                flat(colour).see_through(0.86),
            );
        }
    }
}

pub fn digging(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    fields(c, chance);
    if solved {
        c.shape(
            &[(120.0, 290.0), (540.0, 270.0), (640.0, 440.0), (20.0, 460.0)],
            fade(lit(EARTH, 18.0), lit(EARTH, -10.0)).worn(26.0, 2.0, 1.0),
        );
        for row in 0..9_u8 {
            for plant in 0..22_u8 {
                let (t, u) = (f32::from(row) / 8.0, f32::from(plant) / 21.0);
                let at = (120.0 - 96.0 * t + (420.0 + 190.0 * t) * u, 290.0 - 20.0 * u + 160.0 * t);
                c.ellipse(at, (3.0 + 4.0 * t, 3.0 + 3.0 * t), fade([124.0, 168.0, 78.0], [72.0, 116.0, 46.0]));
            }
        }
        return;
    }
    c.blob((270.0, 386.0), (220.0, 74.0), 0.25, chance, fade([96.0, 68.0, 44.0], [148.0, 112.0, 76.0]).worn(34.0, 2.0, 1.0));
    c.blob((268.0, 400.0), (150.0, 40.0), 0.25, chance, fade([66.0, 46.0, 32.0], [98.0, 72.0, 50.0]).worn(28.0, 2.0, 1.0));
    c.shape(
        &[(20.0, 340.0), (90.0, 270.0), (150.0, 250.0), (230.0, 336.0)],
        fade(lit(EARTH, 30.0), lit(EARTH, -14.0)).worn(34.0, 1.0, 1.0),
    );
    let yellow = fade([240.0, 190.0, 60.0], [198.0, 142.0, 36.0]);
    c.rectangle((430.0, 352.0), (150.0, 34.0), flat([48.0, 48.0, 50.0]));
    for wheel in 0..5_u8 {
        c.ellipse((446.0 + 29.0 * f32::from(wheel), 370.0), (13.0, 13.0), flat([88.0, 88.0, 90.0]));
    }
    c.rectangle((440.0, 296.0), (136.0, 54.0), yellow);
    c.shape(&[(446.0, 296.0), (446.0, 236.0), (500.0, 236.0), (512.0, 296.0)], yellow);
    c.shape(&[(454.0, 290.0), (454.0, 246.0), (494.0, 246.0), (502.0, 290.0)], fade([150.0, 176.0, 190.0], [90.0, 110.0, 122.0]));
    c.line(&[(456.0, 310.0), (386.0, 214.0), (300.0, 264.0)], 17.0, yellow);
    c.line(&[(300.0, 264.0), (284.0, 340.0)], 13.0, yellow);
    c.shape(&[(262.0, 334.0), (308.0, 334.0), (300.0, 376.0), (256.0, 366.0)], flat([92.0, 88.0, 82.0]));
}

pub fn slope(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    street(c, chance);
    c.shape(
        &[(0.0, 60.0), (120.0, 90.0), (240.0, 170.0), (300.0, 260.0), (250.0, 330.0), (120.0, 420.0), (0.0, 480.0)],
        fade([104.0, 130.0, 66.0], [84.0, 108.0, 52.0]).worn(32.0, 1.0, 1.0),
    );
    road(c, &[(332.0, 210.0), (372.0, 210.0), (600.0, 480.0), (170.0, 480.0)]);
    let scar = [(40.0, 96.0), (150.0, 130.0), (226.0, 220.0), (256.0, 330.0), (180.0, 400.0), (110.0, 330.0), (90.0, 200.0)];
    c.shape(&scar, fade(lit(EARTH, 34.0), lit(EARTH, -6.0)).worn(32.0, 1.0, 1.0));
    if solved {
        for row in 0..4_u8 {
            let y = 250.0 + 38.0 * f32::from(row);
            c.shape(
                &[(116.0, y), (262.0, y - 20.0), (266.0, y + 10.0), (120.0, y + 30.0)],
                fade([176.0, 172.0, 164.0], [136.0, 132.0, 126.0]).worn(22.0, 2.0, 2.0),
            );
        }
        for i in 0..4_u8 {
            cone(c, (246.0 + 22.0 * f32::from(i), 420.0 - 44.0 * f32::from(i)), 46.0 - 7.0 * f32::from(i));
        }
        return;
    }
    c.shape(
        &[(150.0, 330.0), (250.0, 300.0), (380.0, 330.0), (480.0, 400.0), (420.0, 450.0), (250.0, 470.0), (140.0, 430.0)],
        fade(lit(EARTH, 20.0), lit(EARTH, -26.0)).worn(42.0, 1.0, 1.0),
    );
    for _ in 0..34 {
        let at = (chance.within(150.0, 470.0) as f32, chance.within(320.0, 450.0) as f32);
        let size = chance.within(5.0, 24.0) as f32;
        c.blob(at, (size, size * 0.7), 0.35, chance, fade([170.0, 154.0, 130.0], [92.0, 76.0, 58.0]).worn(18.0, 1.0, 1.0));
    }
    c.line(&[(210.0, 330.0), (330.0, 400.0), (400.0, 404.0)], 11.0, flat([92.0, 70.0, 50.0]).worn(18.0, 2.0, 1.0));
    c.blob((206.0, 320.0), (46.0, 34.0), 0.4, chance, fade([92.0, 128.0, 58.0], [50.0, 82.0, 36.0]).worn(28.0, 1.0, 1.0));
}

fn cone(c: &mut Canvas, (x, y): Dot, size: f32) {
    c.ellipse((x + 4.0, y), (size * 0.36, size * 0.09), flat(DARK).see_through(0.4));
    c.shape(&[(x - size * 0.26, y), (x + size * 0.26, y), (x + size * 0.05, y - size), (x - size * 0.05, y - size)], flat(ORANGE));
    c.shape(
        &[
            (x - size * 0.18, y - size * 0.36),
            (x + size * 0.18, y - size * 0.36),
            (x + size * 0.12, y - size * 0.58),
            (x - size * 0.12, y - size * 0.58),
        ],
        flat(WHITE),
    );
}
