//! A small canvas to draw the demo's photos on: shapes with soft edges, worn surfaces, uneven light, the grain of a cheap phone.

use std::ops::Range;
use std::sync::OnceLock;

use super::chance::Chance;

/// Red, green, blue, 0 to 255.
pub type Colour = [f32; 3];
/// Units from the left and from the top.
pub type Dot = (f32, f32);

/// How a shape is filled.
#[derive(Debug, Clone, Copy)]
pub struct Paint {
    top: Colour,
    bottom: Colour,
    /// How much the surface varies, in steps of colour.
    grain: f32,
    /// How many units wide and high a blotch of the grain is.
    blotch: (f32, f32),
    opacity: f32,
}

/// One colour, even.
pub const fn flat(colour: Colour) -> Paint {
    Paint { top: colour, bottom: colour, grain: 0.0, blotch: (1.0, 1.0), opacity: 1.0 }
}

/// From one colour at the top of the shape to another at its bottom.
pub const fn fade(top: Colour, bottom: Colour) -> Paint {
    Paint { bottom, ..flat(top) }
}

impl Paint {
    /// Worn by this much, in blotches of this size.
    pub const fn worn(self, grain: f32, width: f32, height: f32) -> Self {
        Self { grain, blotch: (width, height), ..self }
    }

    pub const fn see_through(self, opacity: f32) -> Self {
        Self { opacity, ..self }
    }
}

/// Drawn on in units of its own, whatever pixels it has.
pub struct Canvas {
    /// In pixels.
    width: usize,
    height: usize,
    pixels: Vec<Pixel>,
    /// Pixels a unit.
    scale: f32,
}

type Pixel = [u8; 3];

/// A picture as it leaves the canvas.
pub struct Picture {
    pub width: u32,
    pub height: u32,
    /// Red, green and blue of each pixel, row by row.
    pub rgb: Vec<u8>,
}

/// The side of the square of noise that grain is taken from, and the steps noise has.
const NOISE: usize = 256;
const STEPS: usize = 32;
/// Lines a row of pixels is cut into, for soft edges.
const CUTS: usize = 3;
/// What a whole pixel counts as when it is covered bit by bit.
const WHOLE: u16 = 255;

impl Canvas {
    /// So many units wide and high, with so many pixels a unit.
    pub fn new(width: f32, height: f32, scale: f32) -> Self {
        let (width, height) = ((width * scale) as usize, (height * scale) as usize);
        Self { width, height, pixels: vec![[0; 3]; width * height], scale }
    }

    /// Fills a shape given by its corners.
    pub fn shape(&mut self, corners: &[Dot], paint: Paint) {
        let corners: Vec<Dot> = corners.iter().map(|(x, y)| (x * self.scale, y * self.scale)).collect();
        let ys = || corners.iter().map(|(_, y)| *y);
        let (top, bottom) = (ys().fold(f32::INFINITY, f32::min), ys().fold(f32::NEG_INFINITY, f32::max));
        let last = (bottom.ceil().max(0.0) as usize).min(self.height);
        let columns: Vec<usize> = (0..self.width).map(|x| (x as f32 / paint.blotch.0 / self.scale) as usize % NOISE).collect();
        let mut covered = vec![0_u16; self.width + 1];
        let mut cuts: [Vec<f32>; CUTS] = Default::default();
        for y in (top.floor().max(0.0) as usize).min(self.height)..last {
            for (cut, crossings) in cuts.iter_mut().enumerate() {
                cross(&corners, y as f32 + (cut as f32 + 0.5) / CUTS as f32, self.width as f32, crossings);
            }
            let down = ((y as f32 + 0.5 - top) / (bottom - top).max(1.0)).clamp(0.0, 1.0);
            let row = Row {
                colours: paint.colours(down),
                noise: &noise()[(y as f32 / paint.blotch.1 / self.scale) as usize % NOISE * NOISE..],
                columns: &columns,
            };
            self.fill(y, &cuts, &mut covered, &row, (paint.opacity * f32::from(WHOLE)) as u16);
        }
    }

    /// Fills what three cuts through a row cover of it: at once what all of them cover, bit by bit what only some do.
    fn fill(&mut self, y: usize, cuts: &[Vec<f32>; CUTS], covered: &mut [u16], row: &Row<'_>, opacity: u16) {
        let pixels = &mut self.pixels[y * self.width..(y + 1) * self.width];
        let alike = cuts.iter().all(|cut| cut.len() == cuts[0].len());
        let mut touched = (self.width, 0);
        for pair in 0..cuts.iter().map(Vec::len).max().unwrap_or(0) / 2 {
            let ends = |cut: &Vec<f32>| Some((*cut.get(2 * pair)?, *cut.get(2 * pair + 1)?));
            let from = cuts.iter().filter_map(ends).map(|(from, _)| from).fold(0.0, f32::max).ceil() as usize;
            let to = cuts.iter().filter_map(ends).map(|(_, to)| to).fold(f32::INFINITY, f32::min) as usize;
            let whole = if alike && to > from + 1 { from..to } else { 0..0 };
            for (from, to) in cuts.iter().filter_map(ends) {
                cover(covered, from, to, &whole, &mut touched);
            }
            row.lay(pixels, whole, opacity);
        }
        for (x, share) in covered.iter_mut().enumerate().take(touched.1.min(self.width)).skip(touched.0) {
            if *share > 0 {
                row.lay(pixels, x..x + 1, *share / CUTS as u16 * opacity / WHOLE);
            }
            *share = 0;
        }
        covered[self.width] = 0;
    }

    pub fn rectangle(&mut self, (x, y): Dot, (width, height): Dot, paint: Paint) {
        self.shape(&[(x, y), (x + width, y), (x + width, y + height), (x, y + height)], paint);
    }

    pub fn ellipse(&mut self, (x, y): Dot, (rx, ry): Dot, paint: Paint) {
        self.shape(&round(28).map(|(dx, dy)| (x + dx * rx, y + dy * ry)).collect::<Vec<_>>(), paint);
    }

    /// An uneven heap, puddle or hole.
    pub fn blob(&mut self, (x, y): Dot, (rx, ry): Dot, uneven: f32, chance: &mut Chance, paint: Paint) {
        let mut size = || 1.0 - uneven * chance.unit() as f32;
        let rim: Vec<Dot> =
            round(22).map(|(dx, dy)| (dx, dy, size())).map(|(dx, dy, size)| (x + dx * rx * size, y + dy * ry * size)).collect();
        self.shape(&rim, paint);
    }

    /// A line of some thickness through several points.
    pub fn line(&mut self, through: &[Dot], thick: f32, paint: Paint) {
        for pair in through.windows(2) {
            let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
            let long = (bx - ax).hypot(by - ay).max(0.01);
            let (dx, dy) = ((by - ay) / long * thick / 2.0, (bx - ax) / long * thick / 2.0);
            self.shape(&[(ax + dx, ay - dy), (bx + dx, by - dy), (bx - dx, by + dy), (ax - dx, ay + dy)], paint);
        }
    }

    /// A cable that hangs between two points.
    pub fn cable(&mut self, from: Dot, to: Dot, sag: f32, thick: f32, paint: Paint) {
        let at = |i: u8| {
            let t = f32::from(i) / 12.0;
            (from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t + sag * 4.0 * t * (1.0 - t))
        };
        self.line(&(0..=12).map(at).collect::<Vec<_>>(), thick, paint);
    }

    /// Light around a lamp or a fire, fading outward.
    pub fn glow(&mut self, at: Dot, radius: f32, colour: Colour, strength: f32) {
        for ring in 1_u8..=20 {
            let size = radius * (f32::from(ring) / 20.0).powf(1.4);
            self.ellipse(at, (size, size), flat(colour).see_through(strength / 20.0));
        }
    }

    /// Develops what was drawn: lighter or darker by some steps, darker to the corners, and grain.
    pub fn develop(mut self, light: f32, grain: f32, chance: &mut Chance) -> anyhow::Result<Picture> {
        let (width, height) = (u32::try_from(self.width)?, u32::try_from(self.height)?);
        let fall = |i: usize, size: usize| (light / 2.0 - 9.0 * (i as f32 / size as f32 * 2.0 - 1.0).powi(2)) as i16;
        let across: Vec<i16> = (0..self.width).map(|x| fall(x, self.width)).collect();
        let rough: Vec<i16> = (0..STEPS).map(|step| (steps(step) * grain) as i16).collect();
        for (y, row) in self.pixels.chunks_exact_mut(self.width).enumerate() {
            let (down, noise) = (fall(y, height as usize), &noise()[chance.below(NOISE * (NOISE - 4))..]);
            for (x, pixel) in row.iter_mut().enumerate() {
                let by = across[x] + down + rough[usize::from(noise[x])];
                *pixel = [shifted(pixel[0], by), shifted(pixel[1], by), shifted(pixel[2], by)];
            }
        }
        Ok(Picture { width, height, rgb: self.pixels.into_flattened() })
    }
}

impl Paint {
    /// The colours of one row, one for each step of noise.
    fn colours(self, down: f32) -> [Pixel; STEPS] {
        let base: Colour = std::array::from_fn(|i| self.top[i] + (self.bottom[i] - self.top[i]) * down);
        if self.grain == 0.0 {
            return [base.map(|channel| channel.clamp(0.0, 255.0) as u8); STEPS];
        }
        std::array::from_fn(|step| base.map(|channel| (channel + steps(step) * self.grain).clamp(0.0, 255.0) as u8))
    }
}

/// Noise from -1 to 1.
fn steps(step: usize) -> f32 {
    step as f32 / (STEPS - 1) as f32 * 2.0 - 1.0
}

/// What a row of a shape is filled with.
struct Row<'a> {
    colours: [Pixel; STEPS],
    /// The row of noise, and which of it belongs to which pixel.
    noise: &'a [u8],
    columns: &'a [usize],
}

impl Row<'_> {
    fn lay(&self, pixels: &mut [Pixel], these: Range<usize>, opacity: u16) {
        let columns = &self.columns[these.clone()];
        let flat = self.colours[0] == self.colours[STEPS - 1];
        if flat && opacity >= WHOLE {
            pixels[these].fill(self.colours[0]);
        } else if opacity >= WHOLE {
            for (pixel, column) in pixels[these].iter_mut().zip(columns) {
                *pixel = self.colours[usize::from(self.noise[*column])];
            }
        } else {
            for (pixel, column) in pixels[these].iter_mut().zip(columns) {
                let [r, g, b] = self.colours[usize::from(self.noise[*column])];
                *pixel = [mix(pixel[0], r, opacity), mix(pixel[1], g, opacity), mix(pixel[2], b, opacity)];
            }
        }
    }
}

fn shifted(channel: u8, by: i16) -> u8 {
    let sum = i16::from(channel) + by;
    if sum < 0 {
        0
    } else if sum > 255 {
        255
    } else {
        sum as u8
    }
}

fn mix(old: u8, new: u8, opacity: u16) -> u8 {
    ((u16::from(old) * (WHOLE - opacity) + u16::from(new) * opacity) / WHOLE) as u8
}

/// Points on a circle of radius 1.
fn round(count: u8) -> impl Iterator<Item = Dot> {
    (0..count).map(move |i| (f32::from(i) / f32::from(count) * std::f32::consts::TAU).sin_cos())
}

/// Where a horizontal line meets the sides of a shape, from left to right, within the width.
fn cross(corners: &[Dot], y: f32, width: f32, crossings: &mut Vec<f32>) {
    crossings.clear();
    let Some(mut a) = corners.last().copied() else { return };
    for b in corners {
        if (a.1 <= y) != (b.1 <= y) {
            crossings.push((a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0)).clamp(0.0, width));
        }
        a = *b;
    }
    crossings.sort_by(f32::total_cmp);
}

/// Notes how much of each pixel lies between two crossings of one cut, but for those that are covered wholly anyway.
fn cover(covered: &mut [u16], from: f32, to: f32, whole: &Range<usize>, touched: &mut (usize, usize)) {
    if to <= from {
        return;
    }
    let (first, last) = (from as usize, to as usize);
    let share = |x: usize| ((to.min(x as f32 + 1.0) - from.max(x as f32)) * f32::from(WHOLE)) as u16;
    *touched = (touched.0.min(first), touched.1.max(last + 1));
    let (before, after) = if whole.is_empty() { (last + 1, last + 1) } else { (whole.start, whole.end) };
    for x in (first..before).chain(after..last + 1) {
        covered[x] += share(x);
    }
}

/// A square of noise in steps: fine grain on coarse blotches.
fn noise() -> &'static [u8] {
    static SQUARE: OnceLock<Vec<u8>> = OnceLock::new();
    SQUARE.get_or_init(|| {
        let mut chance = Chance::of("grain");
        let fine: Vec<f32> = (0..NOISE * NOISE).map(|_| chance.unit() as f32).collect();
        let coarse = |x: usize, y: usize, step: usize| fine[y / step * step % NOISE * NOISE + x / step * step % NOISE];
        let at = |i: usize| {
            let (x, y) = (i % NOISE, i / NOISE);
            ((0.5 * fine[i] + 0.3 * coarse(x, y, 3) + 0.2 * coarse(x + 1, y + 2, 8)) * STEPS as f32) as u8
        };
        // Repeated three times, so that a row can begin anywhere.
        (0..NOISE * NOISE).cycle().take(3 * NOISE * NOISE).map(at).collect()
    })
}
