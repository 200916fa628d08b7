//! Text and pictures that flow over as many pages as they need.

use krilla::Document;
use krilla::image::Image;
use krilla::page::PageSettings;

use crate::boards::pdf::canvas::{BRAND, Canvas, INK, INK_SOFT, Ink, LINE, Place, Style, lines, width};
use crate::boards::pdf::fonts::Fonts;
use crate::boards::pdf::{A4, PdfError};

pub const MARGIN: f32 = 48.0;
/// Where the text of a page begins and ends.
const TOP: f32 = 64.0;
const BOTTOM: f32 = A4.1 - 56.0;
/// How wide the text is.
pub const ROOM: f32 = A4.0 - 2.0 * MARGIN;

/// Something to draw, from the top of what it belongs to.
enum Mark {
    Text { x: f32, baseline: f32, text: String, style: Style },
    Line { y: f32, ink: Ink },
    Dot { x: f32, y: f32 },
    Picture { place: Place, image: Image },
    Pen { place: Place, strokes: Vec<Vec<(f32, f32)>> },
}

/// Where somebody signs, or has signed.
pub struct Signature {
    pub label: String,
    /// Strokes on a field of this width and height; none leaves the place empty for a pen.
    pub strokes: Vec<Vec<(f32, f32)>>,
    pub field: (f32, f32),
    pub below: String,
}

/// Blocks one below the other; the marks of a block stay together on one page.
pub struct Flow<'a> {
    fonts: &'a Fonts,
    /// Blocks by where they begin.
    pages: Vec<Vec<(f32, Vec<Mark>)>>,
    y: f32,
}

impl<'a> Flow<'a> {
    pub fn new(fonts: &'a Fonts) -> Self {
        Self { fonts, pages: vec![Vec::new()], y: TOP }
    }

    fn push(&mut self, high: f32, marks: Vec<Mark>) {
        self.keep(high);
        if let Some(page) = self.pages.last_mut() {
            page.push((self.y, marks));
        }
        self.y += high;
    }

    /// Begins another page unless so much fits on this one.
    pub fn keep(&mut self, high: f32) {
        if self.y + high > BOTTOM && self.y > TOP {
            self.pages.push(Vec::new());
            self.y = TOP;
        }
    }

    /// Begins another page, unless this one is empty.
    pub fn turn(&mut self) {
        if self.y > TOP {
            self.pages.push(Vec::new());
            self.y = TOP;
        }
    }

    /// The number of the page that is written on.
    pub fn page(&self) -> usize {
        self.pages.len()
    }

    /// One line in the middle.
    pub fn centred(&mut self, text: &str, style: Style) {
        let x = (A4.0 - width(self.fonts, text, style)) / 2.0;
        self.push(style.size * 1.6, vec![Mark::Text { x, baseline: style.size * 1.2, text: text.to_owned(), style }]);
    }

    /// One line that ends at the right margin.
    pub fn to_right(&mut self, text: &str, style: Style) {
        let x = A4.0 - MARGIN - width(self.fonts, text, style);
        self.push(style.size * 1.6, vec![Mark::Text { x, baseline: style.size * 1.2, text: text.to_owned(), style }]);
    }

    /// A line of a list of contents: what, and on which page.
    pub fn content(&mut self, what: &str, page: &str) {
        let style = Style::regular(11.0, INK);
        let x = A4.0 - MARGIN - width(self.fonts, page, style);
        let text = |x: f32, text: &str| Mark::Text { x, baseline: 14.0, text: text.to_owned(), style };
        self.push(24.0, vec![text(MARGIN, what), text(x, page), Mark::Line { y: 20.0, ink: LINE }]);
    }

    /// Places to sign, two side by side.
    pub fn signatures(&mut self, signatures: Vec<Signature>) {
        const HIGH: f32 = 64.0;
        let wide = (ROOM - 24.0) / 2.0;
        let mut signatures = signatures.into_iter();
        while let Some(first) = signatures.next() {
            let mut marks = Vec::new();
            for (x, one) in [(MARGIN, Some(first)), (MARGIN + wide + 24.0, signatures.next())] {
                let Some(Signature { label, strokes, field, below }) = one else { continue };
                let text = |baseline: f32, text: String, ink: Ink| Mark::Text { x, baseline, text, style: Style::regular(10.0, ink) };
                marks.push(text(12.0, label, INK));
                marks.push(Mark::Pen { place: Place::new(x, 18.0, HIGH * field.0 / field.1, HIGH), strokes: scaled(strokes, field, HIGH) });
                marks.push(text(HIGH + 32.0, below, INK_SOFT));
            }
            self.push(HIGH + 48.0, marks);
        }
    }

    pub fn space(&mut self, high: f32) {
        self.y += high;
    }

    /// Lines of text from `x` on.
    pub fn text(&mut self, x: f32, text: &str, style: Style) {
        let leading = style.size * 1.5;
        for line in lines(self.fonts, text, A4.0 - MARGIN - x, style) {
            self.push(leading, vec![Mark::Text { x, baseline: style.size * 1.15, text: line, style }]);
        }
    }

    /// The head of a section, never alone at the foot of a page.
    pub fn head(&mut self, text: &str) {
        self.space(14.0);
        self.keep(70.0);
        let style = Style::bold(12.5, BRAND);
        let words = Mark::Text { x: MARGIN, baseline: 14.0, text: text.to_owned(), style };
        self.push(25.0, vec![words, Mark::Line { y: 19.5, ink: LINE }]);
    }

    /// A label with what it stands for, side by side.
    pub fn fact(&mut self, label: &str, value: &str) {
        const LABEL: f32 = 92.0;
        let (label_style, style) = (Style::regular(10.0, INK_SOFT), Style::regular(10.0, INK));
        let mut label = Some(label);
        for line in lines(self.fonts, value, ROOM - LABEL, style) {
            let mut marks = vec![Mark::Text { x: MARGIN + LABEL, baseline: 12.0, text: line, style }];
            marks.extend(label.take().map(|label| Mark::Text { x: MARGIN, baseline: 12.0, text: label.to_owned(), style: label_style }));
            self.push(16.5, marks);
        }
    }

    /// A step on a line of time.
    pub fn step(&mut self, at: &str, what: &str, more: &[String]) {
        const AT: f32 = 100.0;
        self.keep(32.0);
        let (time, bold) = (Style::regular(9.5, INK_SOFT), Style::bold(10.0, INK));
        let x = MARGIN + AT;
        let marks = vec![
            Mark::Dot { x: x - 10.0, y: 8.5 },
            Mark::Text { x: MARGIN, baseline: 12.0, text: at.to_owned(), style: time },
            Mark::Text { x, baseline: 12.0, text: what.to_owned(), style: bold },
        ];
        self.push(16.5, marks);
        for text in more {
            self.text(x, text, Style::regular(9.5, INK));
        }
        self.space(4.0);
    }

    /// Pictures side by side, two in a row, each with a line below.
    pub fn pictures(&mut self, pictures: Vec<(Image, String)>) {
        const GAP: f32 = 14.0;
        const HIGH: f32 = 178.0;
        let wide = (ROOM - GAP) / 2.0;
        let mut pictures = pictures.into_iter();
        while let Some(first) = pictures.next() {
            let mut marks = Vec::new();
            for (x, (image, caption)) in [(MARGIN, Some(first)), (MARGIN + wide + GAP, pictures.next())]
                .into_iter()
                .filter_map(|(x, picture)| picture.map(|picture| (x, picture)))
            {
                marks.push(Mark::Picture { place: within(Place::new(x, 0.0, wide, HIGH), &image), image });
                marks.push(Mark::Text { x, baseline: HIGH + 12.0, text: caption, style: Style::regular(9.0, INK_SOFT) });
            }
            self.push(HIGH + 22.0, marks);
        }
    }

    /// Draws all pages; each gets `head` above and, below, what `foot` says of its number and how many there are.
    pub fn draw(self, document: &mut Document, head: &str, foot: impl Fn(usize, usize) -> (String, String)) -> Result<(), PdfError> {
        let of = self.pages.len();
        for (number, blocks) in (1..).zip(self.pages) {
            let settings = PageSettings::from_wh(A4.0, A4.1).ok_or_else(|| PdfError::Format("page size".into()))?;
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            let mut canvas = Canvas { surface: &mut surface, fonts: self.fonts };
            let small = Style::regular(8.5, INK_SOFT);
            if number > 1 {
                canvas.text_within(MARGIN, 40.0, ROOM, head, small);
            }
            let (left, right) = foot(number, of);
            canvas.text_within(MARGIN, A4.1 - 30.0, ROOM - 90.0, &left, small);
            canvas.text_to(A4.0 - MARGIN, A4.1 - 30.0, &right, small);
            blocks.into_iter().for_each(|(y, marks)| draw(marks, &mut canvas, y));
            surface.finish();
            page.finish();
        }
        Ok(())
    }
}

fn draw(marks: Vec<Mark>, canvas: &mut Canvas<'_, '_>, top: f32) {
    for mark in marks {
        match mark {
            Mark::Text { x, baseline, text, style } => {
                canvas.text(x, top + baseline, &text, style);
            }
            Mark::Line { y, ink } => canvas.line(&[(MARGIN, top + y), (A4.0 - MARGIN, top + y)], 0.8, ink, false),
            Mark::Dot { x, y } => canvas.fill(Place::new(x - 2.0, top + y - 2.0, 4.0, 4.0), 2.0, BRAND),
            Mark::Pen { place, strokes } => {
                let on_page = |(x, y): &(f32, f32)| (place.x + x, top + place.y + y);
                for stroke in strokes {
                    canvas.line(&stroke.iter().map(on_page).collect::<Vec<_>>(), 1.6, INK, false);
                }
            }
            Mark::Picture { place, image } => canvas.picture(Place { y: top + place.y, ..place }, 3.0, image),
        }
    }
}

/// Strokes on a field as large as there is room.
fn scaled(strokes: Vec<Vec<(f32, f32)>>, field: (f32, f32), high: f32) -> Vec<Vec<(f32, f32)>> {
    let by = high / field.1;
    strokes.into_iter().map(|stroke| stroke.into_iter().map(|(x, y)| (x * by, y * by)).collect()).collect()
}

/// The largest place of the picture's own shape, so that nothing is cut off.
fn within(place: Place, image: &Image) -> Place {
    let (wide, high) = image.size();
    let ratio = f64::from(wide) / f64::from(high.max(1));
    let ratio = ratio as f32;
    let (w, h) = if ratio > place.w / place.h { (place.w, place.w / ratio) } else { (place.h * ratio, place.h) };
    Place::new(place.x, place.y + place.h - h, w, h)
}
