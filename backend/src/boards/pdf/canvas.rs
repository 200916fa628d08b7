//! Drawing on one page in points, with the origin at the upper left: text that fits its place, boxes, pictures, codes.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::Glyph;

use super::fonts::{Fonts, Weight};
use crate::boards::qr::Qr;

/// A colour of the boards, the same as on the screen (`tokens.css`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ink(pub u8, pub u8, pub u8);

pub const BRAND: Ink = Ink(0x0b, 0x57, 0xd0);
pub const BRAND_SOFT: Ink = Ink(0xe8, 0xf0, 0xfe);
pub const BRAND_PALE: Ink = Ink(0xc9, 0xdb, 0xfb);
pub const BRAND_LIGHT: Ink = Ink(0x2c, 0x70, 0xdb);
pub const INK: Ink = Ink(0x16, 0x19, 0x1d);
pub const INK_SOFT: Ink = Ink(0x54, 0x5b, 0x66);
pub const LINE: Ink = Ink(0xd3, 0xda, 0xe4);
pub const WHITE: Ink = Ink(0xff, 0xff, 0xff);
pub const BLACK: Ink = Ink(0, 0, 0);

impl Ink {
    fn fill(self) -> Fill {
        Fill { paint: rgb::Color::new(self.0, self.1, self.2).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
    }

    fn stroke(self, width: f32, dash: Option<StrokeDash>) -> Stroke {
        Stroke { paint: rgb::Color::new(self.0, self.1, self.2).into(), width, dash, ..Stroke::default() }
    }
}

/// How a line of text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// In points.
    pub size: f32,
    pub weight: Weight,
    pub ink: Ink,
    /// Extra space after each character, in points.
    pub tracking: f32,
}

impl Style {
    pub const fn regular(size: f32, ink: Ink) -> Self {
        Self { size, weight: Weight::Regular, ink, tracking: 0.0 }
    }

    pub const fn bold(size: f32, ink: Ink) -> Self {
        Self { size, weight: Weight::Bold, ink, tracking: 0.0 }
    }

    pub const fn tracked(self, tracking: f32) -> Self {
        Self { tracking, ..self }
    }
}

/// A place on the page: left, top, width, height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    pub x: f32,
    pub y: f32,
    pub w: f32,
    pub h: f32,
}

impl Place {
    pub const fn new(x: f32, y: f32, w: f32, h: f32) -> Self {
        Self { x, y, w, h }
    }

    pub const fn right(self) -> f32 {
        self.x + self.w
    }

    pub const fn bottom(self) -> f32 {
        self.y + self.h
    }
}

/// The width of `text` in points.
pub fn width(fonts: &Fonts, text: &str, style: Style) -> f32 {
    let glyphs = fonts.face(style.weight).glyphs(text);
    glyphs.iter().map(|g| g.x_advance(style.size) + style.tracking).sum()
}

/// The lines `text` breaks into: anywhere between Chinese characters, but not before closing punctuation; between words in Latin.
pub fn lines(fonts: &Fonts, text: &str, room: f32, style: Style) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for piece in pieces(paragraph) {
            if !line.is_empty() && width(fonts, &format!("{line}{}", piece.trim_end()), style) > room {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(if line.is_empty() { piece.trim_start() } else { piece });
        }
        lines.push(line);
    }
    lines
}

/// One page being drawn.
pub struct Canvas<'a, 's> {
    pub surface: &'a mut Surface<'s>,
    pub fonts: &'a Fonts,
}

impl Canvas<'_, '_> {
    /// The width of `text` in points.
    pub fn width(&self, text: &str, style: Style) -> f32 {
        width(self.fonts, text, style)
    }

    /// Draws one line from `x`, standing on `baseline`, and answers where it ends.
    pub fn text(&mut self, x: f32, baseline: f32, text: &str, style: Style) -> f32 {
        let face = self.fonts.face(style.weight);
        let mut glyphs = face.glyphs(text);
        for glyph in &mut glyphs {
            glyph.x_advance += style.tracking / style.size;
        }
        let width: f32 = glyphs.iter().map(|g| g.x_advance(style.size)).sum();
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(style.ink.fill()));
        self.surface.draw_glyphs(Point::from_xy(x, baseline), &glyphs, face.font.clone(), text, style.size, false);
        x + width
    }

    /// One line made smaller, and at last shorter, until it is no wider than `room`.
    pub fn text_within(&mut self, x: f32, baseline: f32, room: f32, text: &str, style: Style) -> f32 {
        let wide = self.width(text, style);
        let style = Style { size: style.size * (room / wide).clamp(0.6, 1.0), ..style };
        let mut shown = text.to_owned();
        while self.width(&shown, style) > room + 0.5 && shown.chars().count() > 2 {
            shown.truncate(shown.trim_end_matches('…').char_indices().last().map_or(0, |(at, _)| at));
            shown.push('…');
        }
        self.text(x, baseline, &shown, style)
    }

    pub fn text_centred(&mut self, middle: f32, baseline: f32, text: &str, style: Style) {
        let x = middle - (self.width(text, style) - style.tracking) / 2.0;
        self.text(x, baseline, text, style);
    }

    pub fn text_to(&mut self, right: f32, baseline: f32, text: &str, style: Style) {
        let x = right - self.width(text, style);
        self.text(x, baseline, text, style);
    }

    /// The lines `text` breaks into, as [`lines`] says.
    pub fn lines(&self, text: &str, room: f32, style: Style) -> Vec<String> {
        lines(self.fonts, text, room, style)
    }

    pub fn fill(&mut self, place: Place, radius: f32, ink: Ink) {
        let Some(path) = rounded(place, radius) else { return };
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(ink.fill()));
        self.surface.draw_path(&path);
    }

    pub fn outline(&mut self, place: Place, radius: f32, width: f32, ink: Ink) {
        let Some(path) = rounded(place, radius) else { return };
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(ink.stroke(width, None)));
        self.surface.draw_path(&path);
    }

    /// Straight lines through `points`, dashed for cutting.
    pub fn line(&mut self, points: &[(f32, f32)], width: f32, ink: Ink, dashed: bool) {
        let mut builder = PathBuilder::new();
        for (n, (x, y)) in points.iter().enumerate() {
            if n == 0 { builder.move_to(*x, *y) } else { builder.line_to(*x, *y) }
        }
        let Some(path) = builder.finish() else { return };
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(ink.stroke(width, dashed.then(|| StrokeDash { array: vec![3.0, 3.0], offset: 0.0 }))));
        self.surface.draw_path(&path);
    }

    /// A picture that covers `place`, cut at the edges where its shape differs.
    pub fn picture(&mut self, place: Place, radius: f32, image: Image) {
        let (Some(frame), (wide, high)) = (rounded(place, radius), image.size()) else { return };
        let ratio = f64::from(wide) / f64::from(high.max(1));
        let ratio = ratio as f32;
        let (w, h) = if ratio > place.w / place.h { (place.h * ratio, place.h) } else { (place.w, place.w / ratio) };
        let Some(size) = Size::from_wh(w, h) else { return };
        self.surface.push_clip_path(&frame, &FillRule::NonZero);
        // Faces are in the upper half: a picture that is too high is cut below.
        self.surface.push_transform(&Transform::from_translate(place.x - (w - place.w) / 2.0, place.y - (h - place.h) / 4.0));
        self.surface.draw_image(image, size);
        self.surface.pop();
        self.surface.pop();
    }

    /// A QR code of vector squares, quiet zone included.
    pub fn qr(&mut self, x: f32, y: f32, side: f32, code: &Qr) {
        self.fill(Place::new(x, y, side, side), 0.0, WHITE);
        let module = side / code.side() as f32;
        let mut builder = PathBuilder::new();
        for (column, row, length) in code.runs() {
            let rect = Rect::from_xywh(x + column as f32 * module, y + row as f32 * module, length as f32 * module, module);
            rect.into_iter().for_each(|r| builder.push_rect(r));
        }
        let Some(path) = builder.finish() else { return };
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(BLACK.fill()));
        self.surface.draw_path(&path);
    }
}

fn rounded(p: Place, radius: f32) -> Option<Path> {
    let mut b = PathBuilder::new();
    if radius <= 0.0 {
        b.push_rect(Rect::from_xywh(p.x, p.y, p.w, p.h)?);
        return b.finish();
    }
    // A quarter of a circle as a cubic curve.
    let (r, k) = (radius, radius * 0.447_715);
    b.move_to(p.x + r, p.y);
    b.line_to(p.right() - r, p.y);
    b.cubic_to(p.right() - k, p.y, p.right(), p.y + k, p.right(), p.y + r);
    b.line_to(p.right(), p.bottom() - r);
    b.cubic_to(p.right(), p.bottom() - k, p.right() - k, p.bottom(), p.right() - r, p.bottom());
    b.line_to(p.x + r, p.bottom());
    b.cubic_to(p.x + k, p.bottom(), p.x, p.bottom() - k, p.x, p.bottom() - r);
    b.line_to(p.x, p.y + r);
    b.cubic_to(p.x, p.y + k, p.x + k, p.y, p.x + r, p.y);
    b.close();
    b.finish()
}

/// Cuts a paragraph where a line may end.
fn pieces(text: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    for pair in characters.windows(2) {
        let &[(_, before), (at, after)] = pair else { continue };
        let within_word = is_word(before) && is_word(after);
        if !within_word && !"，。；：！？、）》」』”’…·,.;:!?)%".contains(after) && !"（《「『“‘(".contains(before) && after != ' '
        {
            cuts.push(at);
        }
    }
    cuts.push(text.len());
    cuts.windows(2).filter_map(|w| text.get(*w.first()?..*w.last()?)).filter(|p| !p.is_empty()).collect()
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '/'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_characters_and_not_before_a_full_stop() {
        assert_eq!(pieces("有事找网格。24 小时"), ["有", "事", "找", "网", "格。", "24 ", "小", "时"]);
        assert_eq!(pieces("Call any time."), ["Call ", "any ", "time."]);
        assert_eq!(pieces(""), Vec::<&str>::new());
    }
}
