//! Finds a font with Chinese characters on the machine, and measures text in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

/// Where distributions put fonts with Chinese characters, the best first.
const PLACES: &[&str] = &[
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/wqy-microhei/wqy-microhei.ttc",
    "/usr/share/fonts/wqy-zenhei/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
];

/// Why there is no PDF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FontError {
    /// Nothing found in the usual places.
    #[error(
        "no font with Chinese characters on this machine: install the package fonts-noto-cjk, or name a font file in the configuration (`font`)"
    )]
    Missing,
    /// The configured file, or one found, is not a font that can be read.
    #[error("{} is not a font that can be read; name another in the configuration (`font`), or install the package fonts-noto-cjk", .0.display())]
    Unreadable(PathBuf),
}

/// How heavy text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

/// The two weights that boards are set in; where a font has no bold one, both are the same.
pub struct Fonts {
    regular: Face,
    bold: Option<Face>,
}

impl Fonts {
    /// Takes the configured font, or else the first of the usual places that is there.
    pub fn find(configured: Option<&Path>) -> Result<Self, FontError> {
        let path = match configured {
            Some(path) => path,
            None => PLACES.iter().map(Path::new).find(|path| path.is_file()).ok_or(FontError::Missing)?,
        };
        let regular = Face::read(path)?;
        let bold =
            path.to_str().filter(|p| p.contains("Regular")).map(|p| PathBuf::from(p.replace("Regular", "Bold"))).filter(|p| p.is_file());
        Ok(Self { regular, bold: bold.map(|path| Face::read(&path)).transpose()? })
    }

    pub fn face(&self, weight: Weight) -> &Face {
        match (weight, &self.bold) {
            (Weight::Bold, Some(bold)) => bold,
            _ => &self.regular,
        }
    }
}

/// One font: what the PDF embeds a subset of, and the same bytes to measure with.
pub struct Face {
    pub font: Font,
    data: Arc<Vec<u8>>,
    index: u32,
}

impl Face {
    fn read(path: &Path) -> Result<Self, FontError> {
        let unreadable = || FontError::Unreadable(path.to_owned());
        let data = Arc::new(fs::read(path).map_err(|_| unreadable())?);
        let index = simplified_chinese(&data);
        let font = Font::new(data.clone().into(), index).ok_or_else(unreadable)?;
        Ok(Self { font, data, index })
    }

    /// One glyph for each character, with its advance as a part of the font size. No kerning: Chinese has none.
    pub fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        let Ok(font) = FontRef::from_index(&self.data, self.index) else { return Vec::new() };
        let (characters, metrics) = (font.charmap(), font.glyph_metrics(Size::new(1.0), LocationRef::default()));
        let glyph = |(start, c): (usize, char)| {
            let id = characters.map(c).unwrap_or_default();
            let advance = metrics.advance_width(id).unwrap_or(1.0);
            KrillaGlyph::new(GlyphId::new(id.to_u32()), advance, 0.0, 0.0, 0.0, start..start + c.len_utf8(), None)
        };
        text.char_indices().map(glyph).collect()
    }
}

/// The face of a collection that draws characters the mainland way; the first where none says so.
fn simplified_chinese(data: &[u8]) -> u32 {
    let is_ours = |font: &FontRef<'_>| font.localized_strings(StringId::FAMILY_NAME).any(|name| name.to_string().ends_with(" SC"));
    let found = FontRef::fonts(data).position(|font| font.as_ref().is_ok_and(is_ours));
    found.and_then(|n| u32::try_from(n).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_font_is_named() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        assert_eq!(Fonts::find(Some(&path)).err(), Some(FontError::Unreadable(path)));
    }
}
