//! The QR code of a board's address: level M, with the quiet zone that scanners need.

use maud::{Markup, PreEscaped, html};
use qrcode::{Color, EcLevel, QrCode};

/// Light modules around the code (ISO/IEC 18004 asks for four).
pub const QUIET: usize = 4;

/// A QR code as a square of modules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    width: usize,
    dark: Vec<bool>,
}

/// An address too long to be a QR code; with level M that is 2,331 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the address is too long for a QR code")]
pub struct TooLong;

impl Qr {
    pub fn new(address: &str) -> Result<Self, TooLong> {
        let code = QrCode::with_error_correction_level(address, EcLevel::M).map_err(|_| TooLong)?;
        Ok(Self { width: code.width(), dark: code.into_colors().into_iter().map(|c| c == Color::Dark).collect() })
    }

    /// Modules from edge to edge, with the quiet zone on both sides.
    pub fn side(&self) -> usize {
        self.width + 2 * QUIET
    }

    /// The dark modules of each row joined into runs: column, row and length, counted from the edge of the quiet zone.
    pub fn runs(&self) -> Vec<(usize, usize, usize)> {
        let mut runs = Vec::new();
        for (y, row) in self.dark.chunks(self.width).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|a, b| a == b) {
                if run.first() == Some(&true) {
                    runs.push((x + QUIET, y + QUIET, run.len()));
                }
                x += run.len();
            }
        }
        runs
    }

    /// The code as a picture for a page; `name` is what a screen reader says.
    pub fn svg(&self, name: &str) -> Markup {
        let side = self.side();
        let path: String = self.runs().iter().map(|(x, y, len)| format!("M{x} {y}h{len}v1h-{len}z")).collect();
        html! {
            svg.qr viewBox={ "0 0 " (side) " " (side) } role="img" aria-label=(name) shape-rendering="crispEdges" {
                rect width=(side) height=(side) fill="#fff" {}
                path fill="#000" d=(PreEscaped(path)) {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quiet_zone_stays_light_and_the_finder_is_whole() -> Result<(), TooLong> {
        let qr = Qr::new("https://grid.example.org/g/207001")?;
        let runs = qr.runs();
        assert!(runs.iter().all(|(x, y, len)| *x >= QUIET && *y >= QUIET && x + len <= qr.side() - QUIET && *y < qr.side() - QUIET));
        assert_eq!(runs.first(), Some(&(QUIET, QUIET, 7)), "the finder's upper edge");
        assert_eq!(Qr::new(&"9".repeat(10_000)), Err(TooLong));
        Ok(())
    }
}
