//! What a photo's header says: its size as it is looked at, and, in EXIF, when and where it was taken.

use shared::place::Point;

use super::tiff::{Entry, Field, Tiff, find, write};

/// How a photo is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Jpeg,
    Png,
    Webp,
    /// HEIC, HEIF, AVIF: what some phones make, and only some browsers read.
    Heif,
    Other,
}

impl Format {
    /// The media type the server accepts it as.
    pub const fn accepted(self) -> Option<&'static str> {
        match self {
            Self::Jpeg => Some("image/jpeg"),
            Self::Png => Some("image/png"),
            Self::Webp => Some("image/webp"),
            Self::Heif | Self::Other => None,
        }
    }
}

/// What is known before a photo is decoded.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    pub format: Format,
    /// Width and height in pixels, upright.
    pub size: Option<(u32, u32)>,
    pub taken: Taken,
}

/// What the camera noted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Taken {
    /// `2026:11:23 16:05:00`, by the camera's own clock.
    pub at: Option<String>,
    /// `+08:00`, where the camera noted it.
    pub zone: Option<String>,
    pub place: Option<Point>,
}

const ORIENTATION: u16 = 0x0112;
const EXIF: u16 = 0x8769;
const GPS: u16 = 0x8825;
const TAKEN_AT: u16 = 0x9003;
const ZONE: u16 = 0x9011;

/// Reads the beginning of a file.
pub fn read(bytes: &[u8]) -> Facts {
    let mut facts = Facts { format: format(bytes), size: None, taken: Taken::default() };
    match facts.format {
        Format::Jpeg => jpeg(bytes, &mut facts),
        Format::Png => facts.size = bytes.get(16..).and_then(|at| Some((be32(at)?, be32(at.get(4..)?)?))),
        Format::Webp => facts.size = webp(bytes),
        Format::Heif | Format::Other => {}
    }
    facts
}

fn format(bytes: &[u8]) -> Format {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Format::Jpeg,
        [0x89, b'P', b'N', b'G', ..] => Format::Png,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Format::Webp,
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Format::Heif,
        _ => Format::Other,
    }
}

/// Walks the segments up to the picture itself.
fn jpeg(bytes: &[u8], facts: &mut Facts) {
    let (mut at, mut turned) = (2, false);
    while let Some(&[0xff, marker]) = bytes.get(at..).and_then(|b| b.first_chunk::<2>()) {
        if marker == 0xff {
            at += 1;
            continue;
        }
        let Some(length) = bytes.get(at + 2..).and_then(be16).map(usize::from) else { return };
        let segment = bytes.get(at + 4..at + 2 + length).unwrap_or_default();
        match marker {
            0xe1 => {
                if let Some(tiff) = segment.strip_prefix(b"Exif\0\0").and_then(Tiff::new) {
                    turned = exif(&tiff, &mut facts.taken);
                }
            }
            // Start of frame, in all its kinds; C4, C8 and CC are something else.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let (height, width) = (segment.get(1..).and_then(be16), segment.get(3..).and_then(be16));
                facts.size =
                    width.zip(height).map(|(w, h)| if turned { (h, w) } else { (w, h) }).map(|(w, h)| (u32::from(w), u32::from(h)));
                return;
            }
            0xda => return,
            _ => {}
        }
        at += 2 + length;
    }
}

/// Reads when and where; answers whether the picture lies on its side.
fn exif(tiff: &Tiff, taken: &mut Taken) -> bool {
    let first = tiff.first();
    if let Some(entries) = find(&first, EXIF).map(|e| tiff.below(e)) {
        taken.at = find(&entries, TAKEN_AT).and_then(|e| tiff.text(e)).filter(|t| t.len() == 19 && !t.starts_with("0000"));
        taken.zone = find(&entries, ZONE).and_then(|e| tiff.text(e)).filter(|z| z.len() == 6);
    }
    taken.place = find(&first, GPS).and_then(|e| place(tiff, &tiff.below(e)));
    find(&first, ORIENTATION).and_then(|e| tiff.number(e)).is_some_and(|n| (5..=8).contains(&n))
}

fn place(tiff: &Tiff, gps: &[Entry]) -> Option<Point> {
    let degrees = |tag: u16| {
        let parts = find(gps, tag).and_then(|e| tiff.fractions(e))?;
        Some(parts.first()? + parts.get(1)? / 60.0 + parts.get(2)? / 3600.0)
    };
    let side = |tag: u16| find(gps, tag).and_then(|e| tiff.text(e));
    let signed = |value: f64, side: Option<String>, other: &str| if side.as_deref() == Some(other) { -value } else { value };
    let (lat, lon) = (signed(degrees(2)?, side(1), "S"), signed(degrees(4)?, side(3), "W"));
    // Cameras without a fix write zeros.
    if lat == 0.0 && lon == 0.0 { None } else { Point::new(lon, lat).ok() }
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    let chunk = bytes.get(12..16)?;
    let body = bytes.get(20..)?;
    let at = |i: usize| body.get(i).copied().map(u32::from);
    match chunk {
        b"VP8X" => Some((1 + (at(4)? | at(5)? << 8 | at(6)? << 16), 1 + (at(7)? | at(8)? << 8 | at(9)? << 16))),
        b"VP8L" => {
            let bits = at(1)? | at(2)? << 8 | at(3)? << 16 | at(4)? << 24;
            Some((1 + (bits & 0x3fff), 1 + (bits >> 14 & 0x3fff)))
        }
        b"VP8 " => Some(((at(6)? | at(7)? << 8) & 0x3fff, (at(8)? | at(9)? << 8) & 0x3fff)),
        _ => None,
    }
}

/// A JPEG with a new EXIF segment that says when and where it was taken, and nothing else.
pub fn with_taken(jpeg: &[u8], taken: &Taken) -> Vec<u8> {
    let mut fields = Vec::new();
    if let Some(at) = &taken.at {
        let zone = taken.zone.iter().map(|zone| Field::Text(ZONE, zone.clone()));
        fields.push(Field::Below(EXIF, std::iter::once(Field::Text(TAKEN_AT, at.clone())).chain(zone).collect()));
    }
    if let Some(place) = taken.place {
        let (ns, ew) = (if place.lat < 0.0 { "S" } else { "N" }, if place.lon < 0.0 { "W" } else { "E" });
        let gps = vec![
            Field::Text(1, ns.into()),
            Field::Fractions(2, sexagesimal(place.lat)),
            Field::Text(3, ew.into()),
            Field::Fractions(4, sexagesimal(place.lon)),
        ];
        fields.push(Field::Below(GPS, gps));
    }
    let Some((start, rest)) = jpeg.split_at_checked(2).filter(|_| !fields.is_empty()) else { return jpeg.to_vec() };
    let tiff = write(&fields);
    let length = u16::try_from(tiff.len() + 8).unwrap_or(u16::MAX).to_be_bytes();
    [start, &[0xff, 0xe1], &length, b"Exif\0\0", &tiff, rest].concat()
}

/// Degrees, minutes and seconds (to a ten-thousandth, which is 3 mm).
fn sexagesimal(degrees: f64) -> Vec<(u32, u32)> {
    let total = (degrees.abs() * 3600.0 * 10_000.0).round();
    let whole = |x: f64| num(x.floor());
    vec![(whole(total / 36_000_000.0), 1), (whole(total / 600_000.0) % 60, 1), (num(total % 600_000.0), 10_000)]
}

/// A number that is known to be small and not negative.
fn num(x: f64) -> u32 {
    x as u32
}

fn be16(bytes: &[u8]) -> Option<u16> {
    bytes.first_chunk().map(|two| u16::from_be_bytes(*two))
}

fn be32(bytes: &[u8]) -> Option<u32> {
    bytes.first_chunk().map(|four| u32::from_be_bytes(*four))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The smallest JPEG a header reader takes for one: start, a frame of 4000 by 3000.
    const JPEG: &[u8] = &[0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0x0b, 0xb8, 0x0f, 0xa0, 1, 1, 0x11, 0];

    #[test]
    fn what_is_written_is_read_back() {
        let qinghu =
            Taken { at: Some("2026:11:23 16:05:00".into()), zone: Some("+08:00".into()), place: Point::new(118.601_234, -28.676_5).ok() };
        let facts = read(&with_taken(JPEG, &qinghu));
        assert_eq!(facts.size, Some((4000, 3000)));
        assert_eq!((facts.taken.at, facts.taken.zone), (qinghu.at, qinghu.zone));
        let (was, is) = (qinghu.place.map(|p| (p.lon, p.lat)), facts.taken.place.map(|p| (p.lon, p.lat)));
        let near = was.zip(is).is_some_and(|(a, b)| (a.0 - b.0).abs() < 1e-7 && (a.1 - b.1).abs() < 1e-7);
        assert!(near, "{was:?} {is:?}");
    }

    #[test]
    fn nothing_known_changes_nothing() {
        assert_eq!(with_taken(JPEG, &Taken::default()), JPEG);
    }

    #[test]
    fn formats_are_told_apart_and_nonsense_is_harmless() {
        let png = [&[0x89][..], b"PNG\r\n\x1a\n\0\0\0\rIHDR", &640_u32.to_be_bytes(), &480_u32.to_be_bytes()].concat();
        assert_eq!((read(&png).format, read(&png).size), (Format::Png, Some((640, 480))));
        assert_eq!(read(b"\0\0\0\x18ftypheic").format, Format::Heif);
        assert_eq!(read(b"MZ\x90\0").format, Format::Other);
        for end in 0..JPEG.len() {
            let _ = read(JPEG.get(..end).unwrap_or_default());
        }
    }

    #[test]
    fn a_photo_that_lies_on_its_side_is_measured_upright() {
        // Big-endian EXIF with orientation 6 only.
        let tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let length = u16::try_from(tiff.len() + 8).unwrap_or_default().to_be_bytes();
        let (start, rest) = JPEG.split_at(2);
        let jpeg = [start, &[0xff, 0xe1], &length, b"Exif\0\0", tiff, rest].concat();
        assert_eq!(read(&jpeg).size, Some((3000, 4000)));
    }
}
