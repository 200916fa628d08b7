//! What is seen on village streets.

use super::backdrop::{CONCRETE, DARK, EARTH, STEEL, WHITE, bag, house, lit, pole, road, street, tree, wall};
use crate::demo::canvas::{Canvas, Colour, Dot, fade, flat};
use crate::demo::chance::Chance;

const BAGS: [Colour; 5] = [[60.0, 60.0, 64.0], [206.0, 204.0, 200.0], [72.0, 104.0, 160.0], [176.0, 62.0, 56.0], [64.0, 110.0, 74.0]];

pub fn pothole(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    street(c, chance);
    if solved {
        c.shape(
            &[(206.0, 332.0), (418.0, 328.0), (452.0, 426.0), (180.0, 432.0)],
            fade([74.0, 74.0, 76.0], [58.0, 58.0, 60.0]).worn(24.0, 1.0, 1.0),
        );
        c.line(&[(206.0, 332.0), (418.0, 328.0), (452.0, 426.0), (180.0, 432.0), (206.0, 332.0)], 2.5, flat(lit(CONCRETE, -60.0)));
        return;
    }
    for _ in 0..7 {
        crack(c, (316.0, 382.0), chance.within(0.0, std::f64::consts::TAU) as f32, 190.0, chance);
    }
    c.blob((318.0, 384.0), (128.0, 50.0), 0.35, chance, flat(lit(EARTH, -8.0)).worn(34.0, 1.0, 1.0));
    c.blob((316.0, 390.0), (104.0, 38.0), 0.3, chance, fade([64.0, 54.0, 46.0], [98.0, 82.0, 66.0]).worn(26.0, 1.0, 1.0));
    c.blob((304.0, 400.0), (66.0, 18.0), 0.2, chance, fade([150.0, 170.0, 182.0], [96.0, 106.0, 108.0]).worn(5.0, 4.0, 1.0));
    for _ in 0..26 {
        let at = (chance.within(170.0, 470.0) as f32, chance.within(330.0, 450.0) as f32);
        let size = chance.within(2.0, 7.0) as f32;
        c.blob(at, (size, size * 0.6), 0.4, chance, fade(lit(CONCRETE, 16.0), lit(CONCRETE, -50.0)));
    }
}

fn crack(c: &mut Canvas, (mut x, mut y): Dot, mut angle: f32, length: f32, chance: &mut Chance) {
    let mut through = vec![(x, y)];
    for _ in 0..9 {
        angle += chance.within(-0.5, 0.5) as f32;
        x += angle.cos() * length / 9.0;
        y += angle.sin() * length / 22.0;
        through.push((x, y));
    }
    c.line(&through, 2.2, flat([74.0, 70.0, 64.0]));
}

/// A wheeled bin; `y` is its foot.
fn bin(c: &mut Canvas, (x, y): Dot, size: f32, colour: Colour, open: bool) {
    c.ellipse((x + size * 0.34, y), (size * 0.44, size * 0.07), flat(DARK).see_through(0.4));
    c.shape(
        &[(x, y - size), (x + size * 0.62, y - size), (x + size * 0.55, y), (x + size * 0.07, y)],
        fade(lit(colour, 18.0), lit(colour, -28.0)).worn(8.0, 3.0, 3.0),
    );
    c.rectangle((x + size * 0.16, y - size * 0.68), (size * 0.3, size * 0.2), flat(lit(WHITE, -12.0)));
    c.rectangle((x + size * 0.22, y - size * 0.62), (size * 0.18, size * 0.08), flat(colour));
    match open {
        true => c.shape(
            &[
                (x + size * 0.02, y - size),
                (x + size * 0.6, y - size),
                (x + size * 0.7, y - size * 1.46),
                (x + size * 0.12, y - size * 1.46),
            ],
            fade(lit(colour, 4.0), lit(colour, -18.0)),
        ),
        false => c.shape(
            &[
                (x - size * 0.04, y - size * 0.98),
                (x + size * 0.66, y - size * 0.98),
                (x + size * 0.6, y - size * 1.12),
                (x + size * 0.02, y - size * 1.12),
            ],
            fade(lit(colour, 34.0), lit(colour, 4.0)),
        ),
    }
    c.ellipse((x + size * 0.5, y - size * 0.03), (size * 0.06, size * 0.06), flat(DARK));
}

pub fn rubbish(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    wall(c, 282.0, [214.0, 208.0, 194.0], CONCRETE);
    c.rectangle((60.0, 60.0), (170.0, 96.0), flat([178.0, 60.0, 50.0]).worn(8.0, 2.0, 2.0));
    for line in 0..3_u8 {
        c.rectangle((78.0, 80.0 + 24.0 * f32::from(line)), (134.0 - 26.0 * f32::from(line), 10.0), flat([238.0, 220.0, 160.0]));
    }
    tree(c, (590.0, 292.0), 220.0, chance);
    for (x, colour) in [(170.0, [50.0, 112.0, 70.0]), (278.0, [58.0, 92.0, 150.0]), (386.0, [92.0, 96.0, 100.0])] {
        bin(c, (x, 366.0), 132.0, colour, !solved);
    }
    if solved {
        c.rectangle((120.0, 372.0), (420.0, 60.0), flat([120.0, 124.0, 126.0]).worn(16.0, 3.0, 1.0).see_through(0.4));
        return;
    }
    for at in [(214.0, 226.0), (242.0, 232.0), (322.0, 222.0), (436.0, 230.0)] {
        bag(c, at, 56.0, *chance.pick(&BAGS), chance);
    }
    for _ in 0..15 {
        let at = (chance.within(110.0, 520.0) as f32, chance.within(366.0, 432.0) as f32);
        bag(c, at, chance.within(38.0, 74.0) as f32, *chance.pick(&BAGS), chance);
    }
    litter(c, (90.0, 560.0), (380.0, 470.0), 46, chance);
}

fn litter(c: &mut Canvas, across: (f64, f64), down: (f64, f64), count: usize, chance: &mut Chance) {
    for _ in 0..count {
        let at = (chance.within(across.0, across.1) as f32, chance.within(down.0, down.1) as f32);
        let colour = *chance.pick(&[WHITE, [196.0, 172.0, 120.0], [176.0, 70.0, 60.0], [88.0, 120.0, 168.0], [150.0, 140.0, 128.0]]);
        c.blob(at, (chance.within(3.0, 11.0) as f32, chance.within(2.0, 5.0) as f32), 0.5, chance, flat(colour).worn(16.0, 1.0, 1.0));
    }
}

pub fn sorting(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    wall(c, 262.0, [198.0, 206.0, 198.0], lit(CONCRETE, -8.0));
    c.shape(&[(40.0, 84.0), (600.0, 84.0), (622.0, 58.0), (18.0, 58.0)], fade([70.0, 128.0, 88.0], [46.0, 96.0, 64.0]));
    for x in [52.0, 580.0] {
        pole(c, (x, 300.0), 218.0, 9.0, flat(STEEL));
    }
    c.rectangle((200.0, 104.0), (240.0, 74.0), flat([56.0, 120.0, 82.0]));
    for line in 0..3_u8 {
        c.rectangle((222.0, 118.0 + 18.0 * f32::from(line)), (196.0, 7.0), flat(WHITE).see_through(0.9));
    }
    let bins: [Colour; 4] = [[64.0, 96.0, 158.0], [60.0, 124.0, 76.0], [168.0, 58.0, 52.0], [104.0, 104.0, 104.0]];
    for (i, colour) in bins.into_iter().enumerate() {
        bin(c, (66.0 + 132.0 * i as f32, 356.0), 128.0, colour, !solved && i % 2 == 1);
    }
    if !solved {
        for at in [(120.0, 214.0), (372.0, 216.0), (384.0, 238.0), (242.0, 226.0), (510.0, 218.0)] {
            bag(c, at, 52.0, *chance.pick(&BAGS), chance);
        }
        for at in [(176.0, 372.0), (318.0, 384.0), (452.0, 374.0), (476.0, 392.0)] {
            bag(c, at, 50.0, *chance.pick(&BAGS), chance);
        }
        litter(c, (60.0, 600.0), (366.0, 440.0), 26, chance);
    }
}

pub fn lamp(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    c.rectangle((0.0, 0.0), (640.0, 480.0), fade([16.0, 20.0, 36.0], [34.0, 38.0, 52.0]));
    c.rectangle((0.0, 206.0), (640.0, 274.0), fade([26.0, 30.0, 26.0], [22.0, 24.0, 22.0]).worn(9.0, 1.0, 1.0));
    for (at, size) in [((52.0, 236.0), (150.0, 126.0)), ((448.0, 240.0), (160.0, 132.0)), ((210.0, 212.0), (70.0, 56.0))] {
        house(c, at, size, chance);
        c.rectangle((at.0 - 14.0, at.1 - size.1 * 1.3), (size.0 + 28.0, size.1 * 1.32), flat([14.0, 17.0, 30.0]).see_through(0.84));
        c.rectangle(
            (at.0 + size.0 * 0.42, at.1 - size.1 * 0.7),
            (size.0 * 0.16, size.1 * 0.16),
            flat([222.0, 184.0, 108.0]).see_through(0.8),
        );
    }
    c.shape(
        &[(296.0, 210.0), (342.0, 210.0), (606.0, 480.0), (36.0, 480.0)],
        fade([52.0, 54.0, 60.0], [44.0, 45.0, 50.0]).worn(12.0, 2.0, 1.0),
    );
    if solved {
        c.shape(
            &[(414.0, 92.0), (450.0, 92.0), (640.0, 440.0), (640.0, 480.0), (150.0, 480.0)],
            flat([236.0, 214.0, 150.0]).see_through(0.16),
        );
        c.ellipse((392.0, 424.0), (250.0, 66.0), flat([244.0, 222.0, 160.0]).see_through(0.42));
        c.ellipse((392.0, 424.0), (150.0, 36.0), flat([250.0, 234.0, 186.0]).see_through(0.4));
        c.glow((424.0, 90.0), 130.0, [255.0, 230.0, 170.0], 0.9);
    }
    let iron = if solved { [120.0, 116.0, 104.0] } else { [46.0, 50.0, 58.0] };
    pole(c, (508.0, 420.0), 350.0, 12.0, flat(iron));
    c.line(&[(508.0, 76.0), (474.0, 70.0), (428.0, 80.0)], 6.0, flat(iron));
    c.shape(
        &[(396.0, 84.0), (452.0, 74.0), (456.0, 86.0), (400.0, 98.0)],
        flat(if solved { [255.0, 248.0, 222.0] } else { [58.0, 62.0, 70.0] }),
    );
}

pub fn manhole(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    c.rectangle((0.0, 0.0), (640.0, 480.0), fade(lit(CONCRETE, 12.0), lit(CONCRETE, -14.0)).worn(22.0, 2.0, 1.6));
    c.line(&[(0.0, 96.0), (640.0, 70.0)], 5.0, flat(lit(CONCRETE, -52.0)));
    c.shape(&[(0.0, 0.0), (640.0, 0.0), (640.0, 32.0), (0.0, 52.0)], flat([96.0, 118.0, 66.0]).worn(32.0, 1.0, 1.0));
    c.ellipse((320.0, 272.0), (182.0, 118.0), flat(lit(CONCRETE, -36.0)).worn(20.0, 1.0, 1.0));
    if solved {
        cover_plate(c, (320.0, 270.0), (160.0, 100.0));
        return;
    }
    c.ellipse((320.0, 272.0), (160.0, 100.0), fade([10.0, 10.0, 12.0], [44.0, 42.0, 40.0]));
    c.ellipse((320.0, 312.0), (130.0, 50.0), flat([58.0, 64.0, 62.0]).worn(10.0, 4.0, 1.0));
    for rung in 0..3_u8 {
        c.line(&[(292.0, 204.0 + 24.0 * f32::from(rung)), (348.0, 204.0 + 24.0 * f32::from(rung))], 5.0, flat([104.0, 92.0, 80.0]));
    }
    cover_plate(c, (520.0, 384.0), (150.0, 84.0));
    c.blob((118.0, 372.0), (52.0, 20.0), 0.5, chance, flat([92.0, 74.0, 52.0]).worn(30.0, 1.0, 1.0));
}

fn cover_plate(c: &mut Canvas, (x, y): Dot, (rx, ry): Dot) {
    c.ellipse((x + 8.0, y + 9.0), (rx, ry), flat(DARK).see_through(0.5));
    c.ellipse((x, y), (rx, ry), fade([112.0, 108.0, 102.0], [78.0, 76.0, 74.0]).worn(18.0, 1.0, 1.0));
    c.ellipse((x, y), (rx * 0.9, ry * 0.9), fade([92.0, 90.0, 86.0], [68.0, 66.0, 64.0]).worn(18.0, 1.0, 1.0));
    for row in -3..=3_i8 {
        for column in -3..=3_i8 {
            if row.abs() + column.abs() < 5 {
                let at = (x + rx * 0.23 * f32::from(column), y + ry * 0.23 * f32::from(row));
                c.ellipse(at, (rx * 0.07, ry * 0.07), fade([140.0, 136.0, 128.0], [84.0, 82.0, 80.0]));
            }
        }
    }
}

pub fn cable(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    street(c, chance);
    let concrete = fade(lit(CONCRETE, 20.0), lit(CONCRETE, -20.0)).worn(12.0, 1.0, 3.0);
    pole(c, (150.0, 372.0), 350.0, 15.0, concrete);
    pole(c, (470.0, 300.0), 250.0, 11.0, concrete);
    for y in [40.0, 52.0, 66.0] {
        c.line(&[(120.0, y + 6.0), (184.0, y - 4.0)], 4.0, flat([88.0, 84.0, 80.0]));
        c.cable((150.0, y), (470.0, y + 28.0), 16.0, 2.2, flat(DARK));
        c.cable((470.0, y + 28.0), (640.0, y + 20.0), 8.0, 2.0, flat(DARK));
        c.cable((-20.0, y - 30.0), (150.0, y), 10.0, 2.6, flat(DARK));
    }
    if !solved {
        c.cable((150.0, 84.0), (330.0, 402.0), 60.0, 3.6, flat([22.0, 22.0, 24.0]));
        c.cable((330.0, 402.0), (470.0, 108.0), 44.0, 3.2, flat([22.0, 22.0, 24.0]));
        for turn in 0..4_u8 {
            c.cable(
                (280.0 + 14.0 * f32::from(turn), 418.0),
                (384.0 - 9.0 * f32::from(turn), 410.0),
                18.0 - 5.0 * f32::from(turn),
                3.4,
                flat([24.0, 24.0, 26.0]),
            );
        }
    } else {
        c.rectangle((140.0, 96.0), (22.0, 34.0), flat([196.0, 198.0, 196.0]));
    }
}

pub fn rubble(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    street(c, chance);
    if solved {
        c.blob((470.0, 396.0), (140.0, 40.0), 0.3, chance, flat(lit(EARTH, 30.0)).worn(26.0, 1.0, 1.0).see_through(0.8));
        return;
    }
    c.ellipse((470.0, 424.0), (176.0, 34.0), flat(DARK).see_through(0.4));
    c.shape(
        &[(306.0, 424.0), (360.0, 356.0), (430.0, 306.0), (498.0, 290.0), (560.0, 338.0), (640.0, 420.0), (560.0, 444.0), (380.0, 446.0)],
        fade(lit(EARTH, 40.0), lit(EARTH, -16.0)).worn(40.0, 1.0, 1.0),
    );
    for _ in 0..90 {
        let t = chance.unit() as f32;
        let at = (330.0 + 290.0 * chance.unit() as f32, 440.0 - 130.0 * t * (1.0 - (chance.unit() as f32 - 0.5).abs()));
        let colour =
            *chance.pick(&[[158.0, 84.0, 64.0], [172.0, 166.0, 156.0], [140.0, 72.0, 56.0], [196.0, 190.0, 180.0], [120.0, 108.0, 96.0]]);
        let (w, h) = (chance.within(8.0, 24.0) as f32, chance.within(6.0, 13.0) as f32);
        let lean = chance.within(-6.0, 6.0) as f32;
        c.shape(
            &[at, (at.0 + w, at.1 + lean), (at.0 + w - 2.0, at.1 + h + lean), (at.0 - 3.0, at.1 + h)],
            fade(lit(colour, 18.0), lit(colour, -34.0)).worn(16.0, 1.0, 1.0),
        );
    }
}

pub fn flood(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    street(c, chance);
    c.rectangle((0.0, 0.0), (640.0, 200.0), flat([112.0, 118.0, 126.0]).see_through(if solved { 0.15 } else { 0.55 }));
    if solved {
        c.shape(
            &[(298.0, 200.0), (340.0, 200.0), (600.0, 480.0), (30.0, 480.0)],
            flat([92.0, 80.0, 64.0]).worn(26.0, 4.0, 1.0).see_through(0.45),
        );
        for at in [(200.0, 430.0), (420.0, 380.0), (330.0, 300.0)] {
            c.blob(at, (56.0, 9.0), 0.4, chance, fade([196.0, 208.0, 216.0], [130.0, 136.0, 136.0]).see_through(0.8));
        }
        return;
    }
    c.shape(
        &[(0.0, 252.0), (180.0, 232.0), (300.0, 224.0), (460.0, 230.0), (640.0, 256.0), (640.0, 480.0), (0.0, 480.0)],
        fade([170.0, 158.0, 134.0], [124.0, 106.0, 76.0]).worn(11.0, 8.0, 1.0),
    );
    for _ in 0..60 {
        let (x, y) = (chance.within(0.0, 640.0) as f32, chance.within(250.0, 476.0) as f32);
        let long = (y - 220.0) * 0.3;
        c.line(&[(x, y), (x + long, y + 1.0)], 1.6, flat([208.0, 204.0, 190.0]).see_through(0.5));
    }
    for i in 0..14_u8 {
        let at = (70.0 + 18.0 * f32::from(i % 7) + if i > 6 { 9.0 } else { 0.0 }, 300.0 - if i > 6 { 12.0 } else { 0.0 });
        c.blob(at, (13.0, 8.0), 0.2, chance, fade([206.0, 190.0, 150.0], [140.0, 124.0, 92.0]).worn(12.0, 1.0, 1.0));
    }
    for _ in 0..110 {
        let (x, y) = (chance.within(0.0, 640.0) as f32, chance.within(0.0, 460.0) as f32);
        c.line(&[(x, y), (x - 4.0, y + 17.0)], 1.0, flat([226.0, 230.0, 234.0]).see_through(0.35));
    }
}

pub fn ice(c: &mut Canvas, chance: &mut Chance, solved: bool) {
    street(c, chance);
    c.shape(
        &[
            (0.0, 186.0),
            (60.0, 186.0),
            (60.0, 248.0),
            (198.0, 248.0),
            (198.0, 206.0),
            (446.0, 206.0),
            (456.0, 250.0),
            (608.0, 250.0),
            (608.0, 186.0),
            (640.0, 186.0),
            (640.0, 480.0),
            (0.0, 480.0),
        ],
        flat([226.0, 232.0, 240.0]).worn(16.0, 2.0, 1.0).see_through(0.86),
    );
    for (x, y, w) in [(52.0, 116.0, 154.0), (446.0, 114.0, 168.0)] {
        c.shape(&[(x, y), (x + w, y), (x + w * 0.86, y - 36.0), (x + w * 0.14, y - 36.0)], flat([236.0, 240.0, 246.0]).worn(8.0, 2.0, 1.0));
    }
    if solved {
        road(c, &[(304.0, 198.0), (334.0, 198.0), (560.0, 480.0), (72.0, 480.0)]);
        c.shape(
            &[(304.0, 198.0), (334.0, 198.0), (560.0, 480.0), (72.0, 480.0)],
            flat([96.0, 92.0, 88.0]).worn(22.0, 2.0, 1.0).see_through(0.5),
        );
        return;
    }
    c.shape(
        &[(300.0, 198.0), (338.0, 198.0), (606.0, 480.0), (26.0, 480.0)],
        fade([214.0, 224.0, 234.0], [176.0, 190.0, 204.0]).worn(12.0, 5.0, 1.0),
    );
    for t in [0.34_f32, 0.66] {
        c.shape(
            &[(302.0 + 34.0 * t, 200.0), (306.0 + 34.0 * t, 200.0), (66.0 + 560.0 * t, 480.0), (10.0 + 560.0 * t, 480.0)],
            flat([140.0, 152.0, 164.0]).worn(18.0, 1.0, 2.0).see_through(0.6),
        );
    }
    c.blob((330.0, 400.0), (120.0, 26.0), 0.3, chance, fade([240.0, 246.0, 252.0], [190.0, 206.0, 220.0]).see_through(0.8));
}
