//! What is seen at and in buildings.

use super::backdrop::{CONCRETE, DARK, EARTH, STEEL, WHITE, fields, house, lit, street, wall};
use crate::demo::canvas::{Canvas, Colour, Dot, fade, flat};
use crate::demo::chance::Chance;

const RED: Colour = [186.0, 44.0, 38.0];
const YELLOW: Colour = [226.0, 186.0, 60.0];

/// An electric scooter seen from the side; `y` is its foot.
fn scooter(c: &mut Canvas, (x, y): Dot, size: f32, colour: Colour) {
    c.ellipse((x + size * 0.5, y), (size * 0.62, size * 0.07), flat(DARK).see_through(0.4));
    for wheel in [0.12, 0.88] {
        c.ellipse((x + size * wheel, y - size * 0.14), (size * 0.15, size * 0.15), flat([30.0, 30.0, 32.0]));
        c.ellipse((x + size * wheel, y - size * 0.14), (size * 0.08, size * 0.08), flat([148.0, 150.0, 152.0]));
    }
    c.shape(
        &[
            (x + size * 0.1, y - size * 0.3),
            (x + size * 0.52, y - size * 0.36),
            (x + size * 0.56, y - size * 0.14),
            (x + size * 0.2, y - size * 0.12),
        ],
        fade(lit(colour, 26.0), lit(colour, -30.0)),
    );
    c.shape(
        &[
            (x + size * 0.5, y - size * 0.16),
            (x + size * 0.72, y - size * 0.18),
            (x + size * 0.84, y - size * 0.62),
            (x + size * 0.74, y - size * 0.64),
        ],
        fade(lit(colour, 20.0), lit(colour, -20.0)),
    );
    c.shape(
        &[
            (x + size * 0.04, y - size * 0.42),
            (x + size * 0.46, y - size * 0.42),
            (x + size * 0.42, y - size * 0.34),
            (x + size * 0.1, y - size * 0.32),
        ],
        flat([42.0, 40.0, 40.0]),
    );
    c.line(&[(x + size * 0.66, y - size * 0.7), (x + size * 0.8, y - size * 0.66)], size * 0.04, flat(DARK));
}

pub fn fire_lane(c: &mut Canvas, _: &mut Chance, solved: bool) {
    wall(c, 292.0, [206.0, 198.0, 180.0], lit(CONCRETE, -14.0));
    c.rectangle((250.0, 70.0), (150.0, 222.0), fade([36.0, 36.0, 40.0], [64.0, 62.0, 60.0]));
    c.shape(&[(288.0, 292.0), (362.0, 292.0), (346.0, 150.0), (306.0, 150.0)], fade([84.0, 82.0, 80.0], [120.0, 116.0, 110.0]));
    c.rectangle((420.0, 96.0), (56.0, 26.0), flat([48.0, 130.0, 84.0]));
    for x in [66.0, 496.0] {
        c.rectangle((x, 74.0), (94.0, 92.0), fade([120.0, 142.0, 156.0], [80.0, 96.0, 108.0]));
        for bar in 0..6_u8 {
            c.rectangle((x + 4.0 + 17.0 * f32::from(bar), 74.0), (3.0, 92.0), flat([210.0, 210.0, 208.0]));
        }
    }
    if solved {
        c.shape(&[(238.0, 300.0), (414.0, 300.0), (520.0, 480.0), (110.0, 480.0)], flat(YELLOW).worn(14.0, 2.0, 1.0).see_through(0.9));
        c.shape(&[(248.0, 306.0), (404.0, 306.0), (498.0, 474.0), (134.0, 474.0)], flat(lit(CONCRETE, -10.0)).worn(20.0, 1.6, 1.0));
        for stripe in 0..4_u8 {
            let t = f32::from(stripe);
            c.shape(
                &[(200.0 + 60.0 * t, 440.0), (222.0 + 60.0 * t, 440.0), (262.0 + 38.0 * t, 340.0), (250.0 + 38.0 * t, 340.0)],
                flat(YELLOW).see_through(0.85),
            );
        }
        return;
    }
    for (at, size, colour) in [
        ((170.0, 366.0), 150.0, [70.0, 92.0, 140.0]),
        ((330.0, 372.0), 156.0, RED),
        ((236.0, 420.0), 176.0, [60.0, 64.0, 68.0]),
        ((420.0, 432.0), 180.0, [206.0, 206.0, 204.0]),
    ] {
        scooter(c, at, size, colour);
    }
    c.cable((540.0, 166.0), (404.0, 330.0), 26.0, 3.0, flat([28.0, 28.0, 30.0]));
    c.cable((110.0, 166.0), (250.0, 318.0), 30.0, 3.0, flat(RED));
    c.rectangle((244.0, 312.0), (34.0, 12.0), flat(WHITE));
}

pub fn crack(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    wall(c, 400.0, [212.0, 202.0, 182.0], lit(EARTH, 20.0));
    for row in 0..7_u8 {
        c.line(&[(0.0, 60.0 * f32::from(row)), (640.0, 60.0 * f32::from(row) + 3.0)], 1.4, flat([176.0, 164.0, 146.0]).see_through(0.5));
    }
    c.rectangle((440.0, 90.0), (132.0, 150.0), flat([150.0, 108.0, 74.0]));
    c.rectangle((452.0, 102.0), (108.0, 126.0), fade([110.0, 128.0, 138.0], [58.0, 70.0, 78.0]));
    let mut x = 214.0;
    let down: Vec<Dot> = (0..=15_u8)
        .map(|i| {
            x += chance.within(-16.0, 22.0) as f32;
            (x, 26.6 * f32::from(i))
        })
        .collect();
    if solved {
        c.line(&down, 30.0, flat([178.0, 176.0, 172.0]).worn(18.0, 1.0, 1.0));
        c.line(&down, 17.0, flat([162.0, 160.0, 156.0]).worn(14.0, 1.0, 1.0));
        c.rectangle((40.0, 210.0), (96.0, 66.0), flat(WHITE));
        c.rectangle((52.0, 224.0), (72.0, 8.0), flat(RED));
        c.rectangle((52.0, 242.0), (54.0, 6.0), flat([90.0, 90.0, 90.0]));
        return;
    }
    c.line(&down, 9.0, flat([188.0, 176.0, 154.0]).worn(20.0, 1.0, 1.0));
    c.line(&down, 5.0, flat([50.0, 44.0, 38.0]));
    for (i, at) in down.iter().enumerate().filter(|(i, _)| i % 4 == 2) {
        let side = if i % 8 == 2 { 1.0 } else { -1.0 };
        c.line(&[*at, (at.0 + side * 46.0, at.1 + 30.0), (at.0 + side * 66.0, at.1 + 74.0)], 2.4, flat([66.0, 58.0, 50.0]));
    }
    c.blob((236.0, 300.0), (46.0, 30.0), 0.5, chance, flat([150.0, 92.0, 70.0]).worn(26.0, 4.0, 3.0));
}

pub fn wiring(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    wall(c, 420.0, [200.0, 200.0, 196.0], CONCRETE);
    c.rectangle((60.0, 250.0), (250.0, 18.0), flat([132.0, 92.0, 60.0]).worn(12.0, 4.0, 1.0));
    c.rectangle((120.0, 206.0), (120.0, 44.0), fade([70.0, 72.0, 76.0], [46.0, 46.0, 50.0]));
    c.ellipse((180.0, 206.0), (44.0, 9.0), flat([30.0, 30.0, 32.0]));
    for (x, w) in [(72.0, 12.0), (286.0, 12.0)] {
        c.rectangle((x, 268.0), (w, 152.0), flat([104.0, 72.0, 48.0]));
    }
    let bottle = if solved { 560.0 } else { 190.0 };
    c.ellipse((bottle, 424.0), (44.0, 9.0), flat(DARK).see_through(0.5));
    c.rectangle((bottle - 38.0, 324.0), (76.0, 98.0), fade([86.0, 112.0, 122.0], [54.0, 74.0, 84.0]).worn(10.0, 2.0, 3.0));
    c.ellipse((bottle, 324.0), (38.0, 18.0), flat([96.0, 122.0, 132.0]));
    c.rectangle((bottle - 10.0, 294.0), (20.0, 20.0), flat([170.0, 150.0, 70.0]));
    c.rectangle((400.0, 70.0), (150.0, 170.0), fade([224.0, 224.0, 220.0], [186.0, 186.0, 184.0]));
    if solved {
        c.rectangle((412.0, 82.0), (126.0, 146.0), flat([206.0, 206.0, 204.0]));
        c.shape(
            &[(476.0, 116.0), (452.0, 164.0), (472.0, 164.0), (462.0, 200.0), (498.0, 148.0), (478.0, 148.0), (492.0, 116.0)],
            flat(YELLOW),
        );
        for x in [430.0, 474.0, 518.0] {
            c.rectangle((x, 0.0), (14.0, 70.0), flat(WHITE));
            c.rectangle((x, 240.0), (14.0, 60.0), flat(WHITE));
        }
        return;
    }
    c.rectangle((412.0, 82.0), (126.0, 146.0), fade([60.0, 60.0, 62.0], [84.0, 84.0, 86.0]));
    for row in 0..3_u8 {
        c.rectangle((424.0, 96.0 + 42.0 * f32::from(row)), (102.0, 26.0), flat([34.0, 34.0, 36.0]));
        for column in 0..4_u8 {
            c.rectangle((430.0 + 24.0 * f32::from(column), 100.0 + 42.0 * f32::from(row)), (14.0, 16.0), flat([200.0, 200.0, 196.0]));
        }
    }
    for i in 0..16 {
        let colour = *chance.pick(&[RED, [40.0, 40.0, 44.0], [50.0, 92.0, 160.0], YELLOW]);
        let from = (chance.within(420.0, 530.0) as f32, chance.within(110.0, 226.0) as f32);
        let to = if i < 5 {
            (chance.within(250.0, 330.0) as f32, chance.within(180.0, 300.0) as f32)
        } else {
            (chance.within(380.0, 600.0) as f32, chance.within(240.0, 340.0) as f32)
        };
        c.cable(from, to, chance.within(20.0, 90.0) as f32, 3.0, flat(colour));
    }
    c.cable((190.0, 298.0), (180.0, 226.0), -16.0, 5.0, flat([196.0, 120.0, 50.0]));
}

pub fn shelf(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    c.rectangle((0.0, 0.0), (640.0, 480.0), fade([190.0, 186.0, 176.0], [150.0, 146.0, 138.0]).worn(8.0, 3.0, 3.0));
    for row in 0..4_u8 {
        let y = 122.0 + 108.0 * f32::from(row);
        c.rectangle((30.0, y - 100.0), (580.0, 100.0), fade([116.0, 112.0, 104.0], [150.0, 146.0, 138.0]));
        let mut x = 40.0;
        while x < 580.0 {
            let (w, h) = (chance.within(22.0, 46.0) as f32, chance.within(46.0, 88.0) as f32);
            let colour = *chance.pick(&[
                RED,
                YELLOW,
                [64.0, 110.0, 168.0],
                [70.0, 140.0, 86.0],
                [226.0, 222.0, 214.0],
                [150.0, 92.0, 56.0],
                [214.0, 130.0, 150.0],
            ]);
            let taken_off = solved && row == 2 && x > 170.0 && x < 470.0;
            if !taken_off {
                c.rectangle((x, y - h), (w - 3.0, h), fade(lit(colour, 14.0), lit(colour, -36.0)));
                c.rectangle((x + 3.0, y - h * 0.7), (w - 9.0, h * 0.3), flat(lit(colour, 70.0)).see_through(0.7));
            }
            x += w;
        }
        c.rectangle((20.0, y), (600.0, 9.0), fade([222.0, 220.0, 214.0], [150.0, 148.0, 144.0]));
        for tag in 0..8_u8 {
            c.rectangle((60.0 + 70.0 * f32::from(tag), y + 1.0), (30.0, 8.0), flat([250.0, 244.0, 200.0]));
        }
    }
    if !solved {
        c.ellipse((318.0, 292.0), (96.0, 58.0), flat([20.0, 20.0, 20.0]).see_through(0.12));
        c.line(&[(230.0, 250.0), (410.0, 250.0), (410.0, 342.0), (230.0, 342.0), (230.0, 250.0)], 4.0, flat(RED).see_through(0.85));
    }
}

pub fn clutter(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    wall(c, 300.0, [220.0, 214.0, 202.0], lit(CONCRETE, -6.0));
    c.rectangle((250.0, 90.0), (120.0, 210.0), fade([122.0, 80.0, 52.0], [92.0, 60.0, 42.0]).worn(12.0, 1.0, 6.0));
    c.rectangle((306.0, 90.0), (4.0, 210.0), flat([70.0, 46.0, 32.0]));
    for (x, y) in [(240.0, 72.0), (372.0, 72.0)] {
        c.rectangle((x - 8.0, y), (18.0, 190.0), flat(RED).worn(8.0, 1.0, 2.0));
    }
    if solved {
        c.rectangle((430.0, 110.0), (150.0, 130.0), flat(lit(WHITE, 4.0)).worn(6.0, 3.0, 3.0).see_through(0.8));
        for x in [60.0, 450.0] {
            c.rectangle((x, 316.0), (84.0, 40.0), fade([150.0, 96.0, 70.0], [110.0, 68.0, 50.0]));
            c.blob((x + 42.0, 300.0), (46.0, 30.0), 0.4, chance, fade([104.0, 146.0, 76.0], [60.0, 96.0, 46.0]).worn(26.0, 1.0, 1.0));
        }
        return;
    }
    for _ in 0..14 {
        let at = (chance.within(410.0, 590.0) as f32, chance.within(70.0, 240.0) as f32);
        let colour = *chance.pick(&[WHITE, [246.0, 232.0, 150.0], [236.0, 190.0, 190.0], [190.0, 214.0, 236.0]]);
        c.rectangle(at, (36.0, 26.0), flat(colour));
        c.rectangle((at.0 + 5.0, at.1 + 6.0), (26.0, 4.0), flat(RED));
        c.rectangle((at.0 + 5.0, at.1 + 15.0), (20.0, 3.0), flat([90.0, 90.0, 90.0]));
    }
    for i in 0..7_u8 {
        let t = f32::from(i);
        c.shape(
            &[(30.0 + 18.0 * t, 380.0), (44.0 + 18.0 * t, 384.0), (104.0 + 12.0 * t, 170.0), (94.0 + 12.0 * t, 168.0)],
            fade([190.0, 150.0, 100.0], [140.0, 104.0, 66.0]).worn(18.0, 1.0, 6.0),
        );
    }
    for (x, y, w, h) in [(390.0, 330.0, 110.0, 76.0), (470.0, 280.0, 90.0, 64.0), (500.0, 360.0, 100.0, 70.0), (180.0, 356.0, 96.0, 60.0)] {
        c.rectangle((x + 8.0, y + h - 6.0), (w, 12.0), flat(DARK).see_through(0.35));
        c.rectangle((x, y), (w, h), fade([196.0, 160.0, 112.0], [152.0, 118.0, 78.0]).worn(9.0, 3.0, 2.0));
        c.rectangle((x + w * 0.44, y), (w * 0.12, h), flat([216.0, 192.0, 150.0]).see_through(0.7));
    }
}

pub fn coop(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    fields(c, chance);
    c.shape(
        &[(60.0, 214.0), (560.0, 200.0), (600.0, 238.0), (30.0, 256.0)],
        fade([150.0, 152.0, 150.0], [104.0, 104.0, 102.0]).worn(18.0, 4.0, 1.0),
    );
    c.shape(
        &[(54.0, 254.0), (580.0, 238.0), (580.0, 360.0), (54.0, 372.0)],
        fade([66.0, 58.0, 48.0], [92.0, 80.0, 62.0]).worn(14.0, 2.0, 2.0),
    );
    let yard = if solved { [206.0, 202.0, 190.0] } else { [92.0, 76.0, 52.0] };
    c.shape(
        &[(0.0, 372.0), (640.0, 356.0), (640.0, 480.0), (0.0, 480.0)],
        fade(lit(yard, 8.0), lit(yard, -12.0)).worn(if solved { 16.0 } else { 40.0 }, 1.6, 1.0),
    );
    for _ in 0..16 {
        let at = (chance.within(80.0, 560.0) as f32, chance.within(300.0, 352.0) as f32);
        c.ellipse(at, (15.0, 10.0), fade([226.0, 214.0, 194.0], [170.0, 150.0, 120.0]));
        c.ellipse((at.0 + 13.0, at.1 - 9.0), (6.0, 6.0), flat([222.0, 208.0, 186.0]));
        c.ellipse((at.0 + 13.0, at.1 - 15.0), (3.0, 3.0), flat(RED));
    }
    for post in 0..9_u8 {
        c.rectangle((54.0 + 64.0 * f32::from(post), 248.0 - f32::from(post) * 2.0), (7.0, 124.0), flat([122.0, 94.0, 64.0]));
    }
    for wire in 0..12_u8 {
        let y = 262.0 + 9.0 * f32::from(wire);
        c.line(&[(54.0, y), (580.0, y - 14.0)], 0.9, flat([176.0, 180.0, 180.0]).see_through(0.8));
    }
    if !solved {
        for (at, wide) in [((180.0, 420.0), 110.0), ((430.0, 440.0), 140.0)] {
            c.blob(at, (wide, 18.0), 0.4, chance, fade([70.0, 64.0, 50.0], [48.0, 44.0, 34.0]).worn(8.0, 4.0, 1.0));
        }
        c.blob((560.0, 400.0), (70.0, 40.0), 0.4, chance, flat([70.0, 54.0, 36.0]).worn(30.0, 1.0, 1.0));
    }
}

pub fn shed(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    street(c, chance);
    house(c, (40.0, 366.0), (260.0, 236.0), chance);
    if solved {
        c.shape(&[(304.0, 372.0), (476.0, 362.0), (500.0, 420.0), (300.0, 430.0)], flat(lit(EARTH, 34.0)).worn(34.0, 1.0, 1.0));
        for x in [318.0, 470.0] {
            c.rectangle((x, 392.0), (16.0, 5.0), flat(STEEL));
        }
        return;
    }
    let steel = fade(lit(STEEL, 30.0), lit(STEEL, -30.0));
    for x in [308.0, 384.0, 462.0] {
        c.rectangle((x, 214.0), (9.0, 198.0), steel);
    }
    for y in [270.0, 340.0] {
        c.rectangle((300.0, y), (176.0, 7.0), steel);
    }
    c.line(&[(312.0, 408.0), (388.0, 274.0)], 5.0, steel);
    c.shape(
        &[(286.0, 226.0), (494.0, 208.0), (476.0, 168.0), (292.0, 182.0)],
        fade([96.0, 148.0, 200.0], [54.0, 100.0, 156.0]).worn(12.0, 5.0, 30.0),
    );
    for rib in 0..13_u8 {
        let t = f32::from(rib) / 12.0;
        c.line(&[(292.0 + 184.0 * t, 182.0 - 14.0 * t), (286.0 + 208.0 * t, 226.0 - 18.0 * t)], 2.0, flat([40.0, 78.0, 128.0]));
    }
    for brick in 0..24_u8 {
        let (column, row) = (f32::from(brick % 8), f32::from(brick / 8));
        c.rectangle(
            (310.0 + 20.0 * column, 400.0 - 13.0 * row),
            (19.0, 12.0),
            fade([172.0, 92.0, 70.0], [138.0, 68.0, 52.0]).worn(12.0, 1.0, 1.0),
        );
    }
}

pub fn found(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    c.rectangle((0.0, 0.0), (640.0, 480.0), fade([150.0, 104.0, 66.0], [182.0, 130.0, 86.0]).worn(16.0, 9.0, 1.0));
    for y in [120.0, 262.0, 404.0] {
        c.line(&[(0.0, y), (640.0, y + 6.0)], 2.0, flat([104.0, 70.0, 44.0]));
    }
    if solved {
        c.shape(&[(70.0, 60.0), (330.0, 40.0), (352.0, 400.0), (86.0, 420.0)], flat(DARK).see_through(0.3));
        c.shape(&[(62.0, 52.0), (322.0, 32.0), (344.0, 392.0), (78.0, 412.0)], flat([244.0, 243.0, 238.0]));
        c.line(&[(130.0, 84.0), (262.0, 74.0)], 9.0, flat(DARK));
        for line in 0..9_u8 {
            let y = 128.0 + 26.0 * f32::from(line);
            c.line(&[(92.0, y), (310.0 - if line % 3 == 2 { 80.0 } else { 0.0 }, y - 16.0)], 3.0, flat([110.0, 110.0, 112.0]));
        }
        c.ellipse((282.0, 342.0), (34.0, 34.0), flat(RED).see_through(0.75));
        c.ellipse((282.0, 342.0), (27.0, 27.0), flat([244.0, 243.0, 238.0]).see_through(0.8));
        c.line(&[(120.0, 372.0), (140.0, 356.0), (152.0, 376.0), (176.0, 352.0), (190.0, 370.0)], 3.0, flat([30.0, 40.0, 90.0]));
        c.line(&[(352.0, 250.0), (410.0, 130.0)], 9.0, flat([30.0, 30.0, 34.0]));
    }
    let x = if solved { 400.0 } else { 190.0 };
    c.shape(&[(x + 10.0, 230.0), (x + 200.0, 214.0), (x + 208.0, 350.0), (x + 20.0, 364.0)], flat(DARK).see_through(0.35));
    c.shape(
        &[(x, 222.0), (x + 190.0, 206.0), (x + 198.0, 342.0), (x + 10.0, 356.0)],
        fade([112.0, 66.0, 42.0], [78.0, 44.0, 28.0]).worn(12.0, 2.0, 2.0),
    );
    c.line(&[(x + 4.0, 286.0), (x + 194.0, 270.0)], 2.0, flat([56.0, 32.0, 20.0]));
    for note in 0..5_u8 {
        let t = f32::from(note) * 9.0;
        c.shape(
            &[(x + 30.0 + t, 160.0 - t), (x + 170.0 + t, 150.0 - t), (x + 176.0 + t, 208.0 - t), (x + 36.0 + t, 220.0 - t)],
            fade([214.0, 120.0, 116.0], [186.0, 88.0, 88.0]).worn(10.0, 2.0, 2.0),
        );
    }
    let phone = chance.within(0.0, 8.0) as f32;
    c.shape(
        &[(x + 30.0, 384.0 + phone), (x + 170.0, 376.0 + phone), (x + 174.0, 440.0 + phone), (x + 34.0, 450.0 + phone)],
        fade([40.0, 42.0, 48.0], [18.0, 18.0, 22.0]),
    );
    c.line(&[(x + 50.0, 436.0 + phone), (x + 110.0, 392.0 + phone)], 8.0, flat([120.0, 126.0, 136.0]).see_through(0.5));
}
