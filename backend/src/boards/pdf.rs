//! One PDF with a page for every grid: posters in A4 or A3, or sheets of door stickers.

use krilla::Document;
use krilla::destination::XyzDestination;
use krilla::geom::{Point, Transform};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use shared::grids::grid_title;
use shared::lang::Lang;

use super::print::{Paper, Poster};
use super::qr::{Qr, TooLong};
use super::words::Words;
use canvas::Canvas;
use fonts::{FontError, Fonts};

pub mod canvas;
pub mod fonts;
mod poster;
mod sticker;

/// Portrait A4 in points.
pub const A4: (f32, f32) = (595.276, 841.89);

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    #[error(transparent)]
    Font(#[from] FontError),
    #[error(transparent)]
    Address(#[from] TooLong),
    /// A page without size, or a font or picture that the file format cannot hold.
    #[error("the PDF could not be written: {0}")]
    Format(String),
}

/// Draws all posters, one page each, in the order given. The same posters give the same bytes.
pub fn posters(posters: &[Poster], paper: Paper, lang: Lang, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    let mut document = Document::new();
    let mut outline = Outline::new();
    // A3 is A4 enlarged: twice the area, the same shape.
    let scale = if paper == Paper::A3 { std::f32::consts::SQRT_2 } else { 1.0 };
    for (number, poster) in posters.iter().enumerate() {
        let settings = PageSettings::from_wh(A4.0 * scale, A4.1 * scale).ok_or_else(|| PdfError::Format("page size".into()))?;
        let code = Qr::new(&poster.address)?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        surface.push_transform(&Transform::from_scale(scale, scale));
        let mut canvas = Canvas { surface: &mut surface, fonts };
        match paper {
            Paper::A4 | Paper::A3 => poster::draw(&mut canvas, poster, &code, lang),
            Paper::Sticker => sticker::draw_sheet(&mut canvas, poster, &code, lang),
        }
        surface.pop();
        surface.finish();
        page.finish();
        let top = XyzDestination::new(number, Point::from_xy(0.0, 0.0));
        outline.push_child(OutlineNode::new(grid_title(&poster.board.village_name, &poster.board.name), top));
    }
    document.set_outline(outline);
    document.set_metadata(Metadata::new().title(lang.noticeboard()).language(lang.tag().to_owned()).creator("Wangge 网格".to_owned()));
    document.finish().map_err(|e| PdfError::Format(format!("{e:?}")))
}
