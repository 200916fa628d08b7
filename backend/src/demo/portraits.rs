//! Portraits for the demo: drawn faces that are nobody's.

use super::canvas::{Canvas, Colour, Dot, Picture, fade, flat};
use super::chance::Chance;

/// How many different faces of either sex the full demo has.
pub const FACES: u8 = 14;

/// A drawn face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Face {
    pub woman: bool,
    /// Below [`FACES`].
    pub number: u8,
}

const SKIN: [Colour; 4] = [[240.0, 206.0, 176.0], [232.0, 194.0, 160.0], [222.0, 180.0, 146.0], [208.0, 164.0, 130.0]];
const HAIR: [Colour; 5] = [[34.0, 30.0, 30.0], [44.0, 36.0, 32.0], [66.0, 52.0, 44.0], [40.0, 36.0, 38.0], [118.0, 116.0, 114.0]];
const BEHIND: [Colour; 6] = [
    [188.0, 208.0, 222.0],
    [206.0, 218.0, 200.0],
    [226.0, 214.0, 194.0],
    [210.0, 206.0, 222.0],
    [222.0, 206.0, 204.0],
    [198.0, 214.0, 214.0],
];
const CLOTHES: [Colour; 6] =
    [[46.0, 82.0, 140.0], [60.0, 64.0, 72.0], [96.0, 112.0, 84.0], [126.0, 74.0, 70.0], [74.0, 96.0, 120.0], [148.0, 140.0, 126.0]];
/// The waistcoat of grid members.
const VEST: Colour = [206.0, 60.0, 44.0];

impl Face {
    pub fn paint(self) -> anyhow::Result<Picture> {
        let mut chance = Chance::of(&format!("face {} {}", self.woman, self.number));
        let mut c = Canvas::new(240.0, 240.0, 1.4);
        let behind = BEHIND[usize::from(self.number) % BEHIND.len()];
        c.rectangle((0.0, 0.0), (240.0, 240.0), fade(behind, behind.map(|n| n - 34.0)).worn(4.0, 3.0, 3.0));
        let (skin, hair) = (*chance.pick(&SKIN), HAIR[usize::from(self.number * if self.woman { 1 } else { 3 }) % HAIR.len()]);
        let wide = chance.within(43.0, 51.0) as f32 - if self.woman { 3.0 } else { 0.0 };
        if self.woman && self.number % 3 != 1 {
            c.ellipse((120.0, 118.0), (wide + 17.0, 74.0), flat(hair).worn(8.0, 1.0, 6.0));
        }
        body(&mut c, skin, *chance.pick(&CLOTHES), self.number.is_multiple_of(2));
        head(&mut c, skin, wide, &mut chance);
        fringe(&mut c, hair, wide, self);
        if chance.happens(0.36) {
            glasses(&mut c);
        }
        c.develop(6.0, 7.0, &mut chance)
    }
}

fn body(c: &mut Canvas, skin: Colour, clothes: Colour, vest: bool) {
    let shoulders: [Dot; 8] =
        [(20.0, 240.0), (28.0, 206.0), (58.0, 190.0), (96.0, 180.0), (144.0, 180.0), (182.0, 190.0), (212.0, 206.0), (220.0, 240.0)];
    c.shape(&shoulders, fade(clothes, clothes.map(|n| n - 24.0)).worn(6.0, 2.0, 2.0));
    c.shape(
        &[(100.0, 150.0), (140.0, 150.0), (146.0, 188.0), (120.0, 204.0), (94.0, 188.0)],
        fade(skin.map(|n| n - 34.0), skin.map(|n| n - 14.0)),
    );
    c.shape(&[(94.0, 184.0), (120.0, 204.0), (108.0, 222.0), (84.0, 190.0)], flat([240.0, 240.0, 238.0]));
    c.shape(&[(146.0, 184.0), (120.0, 204.0), (132.0, 222.0), (156.0, 190.0)], flat([232.0, 232.0, 230.0]));
    if vest {
        c.shape(&[(50.0, 240.0), (62.0, 189.0), (84.0, 184.0), (108.0, 240.0)], fade(VEST, VEST.map(|n| n - 26.0)));
        c.shape(&[(190.0, 240.0), (178.0, 189.0), (156.0, 184.0), (132.0, 240.0)], fade(VEST, VEST.map(|n| n - 26.0)));
        c.rectangle((148.0, 214.0), (26.0, 12.0), flat([244.0, 226.0, 150.0]));
    }
}

fn head(c: &mut Canvas, skin: Colour, wide: f32, chance: &mut Chance) {
    for side in [-1.0, 1.0] {
        c.ellipse((120.0 + side * wide, 116.0), (9.0, 14.0), flat(skin.map(|n| n - 18.0)));
    }
    c.ellipse((120.0, 110.0), (wide, 58.0), fade(skin.map(|n| n + 6.0), skin.map(|n| n - 12.0)).worn(3.0, 2.0, 2.0));
    c.shape(
        &[(120.0 - wide * 0.92, 128.0), (120.0 + wide * 0.92, 128.0), (120.0 + wide * 0.5, 168.0), (120.0 - wide * 0.5, 168.0)],
        flat(skin.map(|n| n - 3.0)),
    );
    c.ellipse((120.0, 152.0), (wide * 0.66, 22.0), flat(skin.map(|n| n - 4.0)));
    let (dark, brows) = ([40.0, 34.0, 32.0], chance.within(2.4, 4.4) as f32);
    for side in [-1.0, 1.0] {
        let x = 120.0 + side * wide * 0.45;
        c.line(&[(x - 11.0, 95.0 + side), (x + 11.0, 95.0 - side)], brows, flat([62.0, 52.0, 48.0]));
        c.ellipse((x, 108.0), (8.0, 4.6), flat([250.0, 248.0, 244.0]));
        c.ellipse((x, 108.0), (4.2, 4.4), flat(dark));
        c.ellipse((x + 1.4, 106.6), (1.2, 1.2), flat([255.0, 255.0, 255.0]));
    }
    c.line(&[(121.0, 110.0), (125.0, 128.0), (117.0, 130.0)], 2.2, flat(skin.map(|n| n - 40.0)));
    let smile = chance.within(1.0, 5.0) as f32;
    c.line(
        &[(104.0, 145.0), (112.0, 145.0 + smile), (120.0, 146.0 + smile), (128.0, 145.0 + smile), (136.0, 145.0)],
        3.0,
        flat([168.0, 88.0, 80.0]),
    );
}

fn fringe(c: &mut Canvas, hair: Colour, wide: f32, face: Face) {
    let paint = fade(hair.map(|n| n + 14.0), hair).worn(9.0, 1.0, 4.0);
    let (left, right) = (120.0 - wide - 4.0, 120.0 + wide + 4.0);
    match (face.woman, face.number % 3) {
        (true, 0) => c.shape(
            &[
                (left, 124.0),
                (left - 2.0, 84.0),
                (92.0, 48.0),
                (148.0, 46.0),
                (right + 2.0, 84.0),
                (right, 124.0),
                (right - 8.0, 94.0),
                (150.0, 78.0),
                (96.0, 82.0),
                (left + 8.0, 98.0),
            ],
            paint,
        ),
        (true, 1) => {
            c.shape(
                &[
                    (left, 112.0),
                    (left, 82.0),
                    (94.0, 50.0),
                    (146.0, 50.0),
                    (right, 82.0),
                    (right, 112.0),
                    (right - 9.0, 88.0),
                    (128.0, 68.0),
                    (112.0, 74.0),
                    (left + 9.0, 90.0),
                ],
                paint,
            );
            c.ellipse((120.0, 42.0), (19.0, 17.0), paint);
        }
        (true, _) => c.shape(
            &[
                (left - 3.0, 150.0),
                (left - 5.0, 84.0),
                (90.0, 46.0),
                (150.0, 46.0),
                (right + 5.0, 84.0),
                (right + 3.0, 150.0),
                (right - 6.0, 100.0),
                (120.0, 86.0),
                (left + 6.0, 100.0),
            ],
            paint,
        ),
        (false, 0) => c.shape(
            &[
                (left + 1.0, 106.0),
                (left + 2.0, 78.0),
                (94.0, 50.0),
                (146.0, 48.0),
                (right - 2.0, 78.0),
                (right - 1.0, 106.0),
                (right - 8.0, 84.0),
                (142.0, 72.0),
                (98.0, 74.0),
                (left + 9.0, 86.0),
            ],
            paint,
        ),
        (false, 1) => c.shape(
            &[
                (left + 2.0, 104.0),
                (left + 1.0, 74.0),
                (88.0, 46.0),
                (150.0, 42.0),
                (right, 74.0),
                (right - 2.0, 104.0),
                (right - 9.0, 82.0),
                (150.0, 64.0),
                (104.0, 82.0),
                (left + 10.0, 84.0),
            ],
            paint,
        ),
        (false, _) => c.shape(
            &[
                (left + 2.0, 102.0),
                (left + 4.0, 80.0),
                (98.0, 54.0),
                (120.0, 50.0),
                (142.0, 54.0),
                (right - 4.0, 80.0),
                (right - 2.0, 102.0),
                (right - 8.0, 82.0),
                (136.0, 68.0),
                (120.0, 72.0),
                (104.0, 68.0),
                (left + 8.0, 82.0),
            ],
            paint,
        ),
    }
}

fn glasses(c: &mut Canvas) {
    for x in [98.0, 142.0] {
        let rim: Vec<Dot> =
            [(-15.0, -10.0), (15.0, -10.0), (15.0, 9.0), (-15.0, 9.0), (-15.0, -10.0)].map(|(dx, dy)| (x + dx, 108.0 + dy)).to_vec();
        c.rectangle((x - 15.0, 98.0), (30.0, 19.0), flat([255.0, 255.0, 255.0]).see_through(0.16));
        c.line(&rim, 2.6, flat([50.0, 50.0, 56.0]));
    }
    c.line(&[(113.0, 105.0), (127.0, 105.0)], 2.6, flat([50.0, 50.0, 56.0]));
}
