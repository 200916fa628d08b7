//! Signatures drawn with a finger or a pen.

use crate::value::{Fault, text};

/// The width and height of the field a signature is drawn on.
pub const INK_FIELD: (f32, f32) = (1000.0, 400.0);
/// The shortest way of the pen that is a signature: a tap is none.
const SHORTEST: f64 = 150.0;

text!(
    /// A signature: the strokes of a pen on a field 1000 wide and 400 high, as the path of an SVG with absolute moves and lines only.
    Ink, max 30000, "^(M[0-9]{1,4} [0-9]{1,4}(L[0-9]{1,4} [0-9]{1,4})*)+$", |s| {
        if s.len() > 30_000 {
            return Err(Fault::TooLong(30_000));
        }
        let lines = strokes(s).ok_or(Fault::Ink)?;
        let drawn: f64 = lines.iter().flat_map(|line| line.windows(2)).map(length).sum();
        if drawn >= SHORTEST { Ok(s.to_owned()) } else { Err(Fault::Ink) }
    }
);

impl Ink {
    /// The strokes, point by point.
    pub fn strokes(&self) -> Vec<Vec<(f32, f32)>> {
        strokes(self.as_str()).unwrap_or_default()
    }
}

fn length(pair: &[(f32, f32)]) -> f64 {
    let [(x, y), (u, v)] = pair else { return 0.0 };
    f64::from((x - u).hypot(y - v))
}

fn strokes(path: &str) -> Option<Vec<Vec<(f32, f32)>>> {
    let point = |text: &str| {
        let (x, y) = text.split_once(' ')?;
        let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<f32>().ok()).flatten();
        let (x, y) = (number(x)?, number(y)?);
        (x <= INK_FIELD.0 && y <= INK_FIELD.1).then_some((x, y))
    };
    let mut moves = path.split('M');
    if !moves.next()?.is_empty() {
        return None;
    }
    moves.map(|stroke| stroke.split('L').map(point).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tap_is_no_signature() -> Result<(), Fault> {
        for wrong in ["", "M1 1", "M1 1L2 2", "L1 1L900 2", "M1 1L1001 2", "M1 1L300 401", "M1,1L300,200", "M1 1 L300 300", "M1 1Q300 300"]
        {
            assert_eq!(wrong.parse::<Ink>(), Err(Fault::Ink), "{wrong}");
        }
        assert_eq!("M10 10L300 200M600 10L700 90".parse::<Ink>()?.strokes().len(), 2);
        Ok(())
    }
}
