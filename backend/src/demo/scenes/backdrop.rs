//! Places that photos are taken in.

use crate::demo::canvas::{Canvas, Colour, Dot, Paint, fade, flat};
use crate::demo::chance::Chance;

pub const CONCRETE: Colour = [166.0, 163.0, 156.0];
pub const GRASS: Colour = [92.0, 122.0, 58.0];
pub const EARTH: Colour = [134.0, 104.0, 72.0];
pub const DARK: Colour = [38.0, 36.0, 34.0];
pub const STEEL: Colour = [128.0, 134.0, 138.0];
pub const WHITE: Colour = [232.0, 231.0, 226.0];

/// A colour, lighter or darker by so many steps.
pub fn lit([r, g, b]: Colour, by: f32) -> Colour {
    [r + by, g + by, b + by]
}

/// A bright sky down to the horizon, and hills before it.
pub fn sky_and_hills(c: &mut Canvas, horizon: f32, chance: &mut Chance) {
    let width = 640.0;
    c.rectangle((0.0, 0.0), (width, horizon + 2.0), fade([148.0, 184.0, 218.0], [224.0, 231.0, 233.0]));
    for _ in 0..4 {
        let at = (chance.within(0.0, 640.0) as f32, chance.within(10.0, 90.0) as f32);
        c.blob(at, (110.0, 18.0), 0.5, chance, flat([246.0, 247.0, 248.0]).see_through(0.4));
    }
    for (height, colour) in [(86.0, [140.0, 162.0, 166.0]), (52.0, [104.0, 132.0, 104.0])] {
        let mut ridge: Vec<Dot> = (0..=16_u8).map(|i| (f32::from(i) * 40.0, horizon - height * chance.within(0.45, 1.0) as f32)).collect();
        ridge.extend([(width, horizon + 4.0), (0.0, horizon + 4.0)]);
        c.shape(&ridge, fade(colour, lit(colour, -8.0)).worn(10.0, 2.0, 2.0));
    }
}

/// A plain house of the village: wall, tiled roof, windows and a door. `x` and `y` are the foot of its left corner.
pub fn house(c: &mut Canvas, (x, y): Dot, (width, height): Dot, chance: &mut Chance) {
    let tint = chance.within(-14.0, 8.0) as f32;
    let wall = [226.0 + tint, 221.0 + tint, 208.0 + tint];
    c.rectangle((x, y - height), (width, height), fade(wall, lit(wall, -22.0)).worn(9.0, 1.0, 3.0));
    let roof = *chance.pick(&[[86.0, 88.0, 92.0], [122.0, 74.0, 62.0], [98.0, 92.0, 86.0]]);
    let eaves = width * 0.07;
    c.shape(
        &[
            (x - eaves, y - height),
            (x + width + eaves, y - height),
            (x + width * 0.86, y - height * 1.28),
            (x + width * 0.14, y - height * 1.28),
        ],
        fade(lit(roof, 12.0), roof).worn(14.0, 1.0, 2.0),
    );
    c.rectangle((x - eaves, y - height), (width + 2.0 * eaves, height * 0.035), flat(lit(roof, -30.0)));
    let floors = if height > 110.0 { 2_u8 } else { 1 };
    for floor in 0..floors {
        for column in 0..3_u8 {
            let (w, h) = (width * 0.18, height / f32::from(floors) * 0.42);
            let (left, top) =
                (x + width * (0.11 + 0.3 * f32::from(column)), y - height + height / f32::from(floors) * (f32::from(floor) + 0.24));
            let is_door = floor + 1 == floors && column == 1;
            if is_door {
                c.rectangle((left, top), (w, y - top), fade([112.0, 74.0, 48.0], [88.0, 58.0, 40.0]).worn(8.0, 1.0, 6.0));
            } else {
                c.rectangle((left - 2.0, top - 2.0), (w + 4.0, h + 4.0), flat([206.0, 204.0, 198.0]));
                c.rectangle((left, top), (w, h), fade([122.0, 146.0, 160.0], [70.0, 88.0, 100.0]));
                c.rectangle((left + w / 2.0 - 1.0, top), (2.0, h), flat([206.0, 204.0, 198.0]));
            }
        }
    }
    c.rectangle((x, y - 5.0), (width, 7.0), flat(DARK).see_through(0.25));
}

/// A village street that runs away from the camera, houses on both sides.
pub fn street(c: &mut Canvas, chance: &mut Chance) {
    sky_and_hills(c, 190.0, chance);
    c.rectangle((0.0, 186.0), (640.0, 294.0), fade(lit(GRASS, 24.0), GRASS).worn(22.0, 1.0, 1.0));
    house(c, (196.0, 206.0), (74.0, 62.0), chance);
    house(c, (372.0, 208.0), (70.0, 66.0), chance);
    house(c, (60.0, 246.0), (138.0, 128.0), chance);
    house(c, (456.0, 250.0), (150.0, 134.0), chance);
    road(c, &[(300.0, 196.0), (338.0, 196.0), (610.0, 480.0), (22.0, 480.0)]);
    tree(c, (30.0, 300.0), 96.0, chance);
    tree(c, (424.0, 236.0), 46.0, chance);
}

/// Concrete laid in slabs, given by its far corners and its near ones.
pub fn road(c: &mut Canvas, corners: &[Dot; 4]) {
    let [far_left, far_right, near_right, near_left] = *corners;
    let kerb = [
        (far_left.0 - 3.0, far_left.1),
        (far_right.0 + 3.0, far_right.1),
        (near_right.0 + 22.0, near_right.1),
        (near_left.0 - 22.0, near_left.1),
    ];
    c.shape(&kerb, fade(lit(EARTH, 34.0), lit(EARTH, 12.0)).worn(24.0, 1.0, 1.0));
    c.shape(corners, fade(lit(CONCRETE, 16.0), CONCRETE).worn(17.0, 1.6, 1.0));
    for joint in 1..7_u8 {
        let t = (f32::from(joint) / 7.0).powi(2);
        let y = far_left.1 + (near_left.1 - far_left.1) * t;
        let edge = |far: f32, near: f32| far + (near - far) * t;
        c.line(
            &[(edge(far_left.0, near_left.0), y), (edge(far_right.0, near_right.0), y)],
            0.6 + 2.4 * t,
            flat(lit(CONCRETE, -44.0)).see_through(0.8),
        );
    }
}

/// A broad tree; `y` is its foot.
pub fn tree(c: &mut Canvas, (x, y): Dot, height: f32, chance: &mut Chance) {
    c.ellipse((x + height * 0.1, y + 2.0), (height * 0.4, height * 0.07), flat(DARK).see_through(0.3));
    c.shape(
        &[(x - height * 0.035, y), (x + height * 0.045, y), (x + height * 0.025, y - height * 0.5), (x - height * 0.02, y - height * 0.5)],
        flat([84.0, 66.0, 50.0]).worn(16.0, 1.0, 4.0),
    );
    for _ in 0..9 {
        let at = (x + height * chance.within(-0.24, 0.24) as f32, y - height * chance.within(0.46, 0.88) as f32);
        let shade = chance.within(-22.0, 22.0) as f32;
        c.blob(
            at,
            (height * 0.24, height * 0.19),
            0.35,
            chance,
            fade([96.0 + shade, 132.0 + shade, 62.0 + shade], [44.0 + shade, 76.0 + shade, 36.0 + shade]).worn(24.0, 1.0, 1.0),
        );
    }
}

/// Fields under the sky; the horizon is at 170.
pub fn fields(c: &mut Canvas, chance: &mut Chance) {
    sky_and_hills(c, 170.0, chance);
    c.rectangle((0.0, 168.0), (640.0, 312.0), fade([150.0, 160.0, 92.0], [116.0, 132.0, 62.0]).worn(24.0, 1.0, 1.0));
    for row in 0..9_u8 {
        let t = (f32::from(row) / 9.0).powi(2);
        c.line(&[(0.0, 182.0 + 300.0 * t), (640.0, 176.0 + 300.0 * t)], 1.0 + 5.0 * t, flat([98.0, 112.0, 56.0]).worn(20.0, 1.0, 1.0));
    }
    house(c, (70.0, 182.0), (64.0, 38.0), chance);
    house(c, (150.0, 180.0), (52.0, 34.0), chance);
    house(c, (470.0, 184.0), (72.0, 42.0), chance);
    tree(c, (250.0, 190.0), 48.0, chance);
    tree(c, (580.0, 194.0), 56.0, chance);
}

/// A wall over a strip of ground that begins at `foot`.
pub fn wall(c: &mut Canvas, foot: f32, colour: Colour, ground: Colour) {
    c.rectangle((0.0, 0.0), (640.0, foot), fade(lit(colour, 6.0), lit(colour, -14.0)).worn(13.0, 2.0, 3.0));
    c.rectangle((0.0, foot - 34.0), (640.0, 34.0), flat(lit(colour, -38.0)).worn(20.0, 2.0, 1.0).see_through(0.7));
    c.rectangle((0.0, foot), (640.0, 480.0 - foot), fade(lit(ground, -10.0), lit(ground, 12.0)).worn(20.0, 1.6, 1.0));
    c.rectangle((0.0, foot - 2.0), (640.0, 6.0), flat(DARK).see_through(0.35));
}

/// A pole with its shadow; `y` is its foot.
pub fn pole(c: &mut Canvas, (x, y): Dot, height: f32, thick: f32, paint: Paint) {
    c.line(&[(x, y), (x + height * 0.3, y + height * 0.05)], thick, flat(DARK).see_through(0.25));
    c.shape(&[(x - thick / 2.0, y), (x + thick / 2.0, y), (x + thick * 0.36, y - height), (x - thick * 0.36, y - height)], paint);
}

/// A full bag of rubbish, tied at the top.
pub fn bag(c: &mut Canvas, (x, y): Dot, size: f32, colour: Colour, chance: &mut Chance) {
    c.ellipse((x + size * 0.1, y + size * 0.36), (size * 0.6, size * 0.16), flat(DARK).see_through(0.3));
    c.blob((x, y), (size * 0.52, size * 0.42), 0.25, chance, fade(lit(colour, 30.0), lit(colour, -26.0)).worn(18.0, 1.0, 2.0));
    c.shape(
        &[
            (x - size * 0.07, y - size * 0.3),
            (x - size * 0.17, y - size * 0.56),
            (x + size * 0.16, y - size * 0.54),
            (x + size * 0.08, y - size * 0.3),
        ],
        flat(lit(colour, 10.0)).worn(16.0, 1.0, 1.0),
    );
    c.line(&[(x - size * 0.2, y - size * 0.16), (x - size * 0.05, y + size * 0.1)], 1.6, flat(lit(colour, 60.0)).see_through(0.6));
}
