//! What a file really is, by its bytes: its name and content type are never asked.

use image::ImageFormat;

use super::fault::PhotoFault;

/// The kinds that are taken, or the fault of the kind it is instead.
pub(super) fn sniff(bytes: &[u8]) -> Result<ImageFormat, PhotoFault> {
    match bytes {
        [] => Err(PhotoFault::Empty),
        [0xff, 0xd8, 0xff, ..] => Ok(ImageFormat::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Ok(ImageFormat::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(ImageFormat::WebP),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'A', b'V', b'I', b' ', ..] => Err(PhotoFault::Video),
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => Err(by_brand(brand)),
        [b'G', b'I', b'F', b'8', ..] => Err(PhotoFault::Gif),
        [b'%', b'P', b'D', b'F', ..] => Err(PhotoFault::Pdf),
        [b'M', b'Z', ..]
        | [0x7f, b'E', b'L', b'F', ..]
        | [b'#', b'!', ..]
        | [0xcf | 0xce, 0xfa, 0xed, 0xfe, ..]
        | [0xca, 0xfe, 0xba, 0xbe, ..]
        | [0x00, b'a', b's', b'm', ..]
        | [b'd', b'e', b'x', b'\n', ..] => Err(PhotoFault::Program),
        [0x1a, 0x45, 0xdf, 0xa3, ..] => Err(PhotoFault::Video),
        text if is_svg(text) => Err(PhotoFault::Svg),
        _ => Err(PhotoFault::NotAPhoto),
    }
}

/// ISO base media files (ISO/IEC 14496-12) say what they are in four letters.
fn by_brand(brand: &[u8]) -> PhotoFault {
    match brand.first_chunk::<4>() {
        Some(b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"hevm" | b"hevs" | b"mif1" | b"msf1") => PhotoFault::Heic,
        Some(b"avif" | b"avis") => PhotoFault::Avif,
        _ => PhotoFault::Video,
    }
}

/// SVG has no magic number: an `<svg` near the beginning of a text.
fn is_svg(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..1024).unwrap_or(bytes)).to_ascii_lowercase();
    head.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).starts_with('<') && head.contains("<svg")
}

/// What the segments of a JPEG (ITU-T T.81, annex B) tell before anything is decoded.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct JpegScans {
    /// The coefficients of the whole picture must be held until the last scan: progressive, or one scan per colour.
    pub held: bool,
    /// Colours per pixel.
    pub colours: u32,
}

/// More passes over the picture than any camera or program makes: somebody wants to keep the server busy.
const MOST_SCANS: usize = 40;

/// Walks from marker to marker to the end of the image. The decoder fills what is missing with grey and says nothing, so a
/// photo that broke off on its way is found here.
pub(super) fn walk_jpeg(bytes: &[u8]) -> Result<JpegScans, PhotoFault> {
    let mut at = 2;
    let mut scans = 0;
    let mut found = JpegScans { held: false, colours: 0 };
    loop {
        let marker = marker_at(bytes, &mut at)?;
        match marker {
            // The end, or what stands alone and has no length.
            0xd9 => return if scans > 0 { Ok(found) } else { Err(PhotoFault::Broken) },
            0x01 | 0xd0..=0xd8 => continue,
            _ => {}
        }
        let segment = segment_at(bytes, &mut at)?;
        match marker {
            0xc4 | 0xc8 | 0xcc => {}
            0xc0..=0xcf => {
                found.colours = segment.get(5).copied().unwrap_or_default().into();
                found.held = marker == 0xc2;
            }
            0xda => {
                scans += 1;
                found.held |= u32::from(segment.first().copied().unwrap_or_default()) < found.colours;
                if scans > MOST_SCANS {
                    return Err(PhotoFault::Broken);
                }
                skip_scan(bytes, &mut at);
            }
            _ => {}
        }
    }
}

/// The marker at `at`, over any fill bytes; bytes between segments that belong to nothing are passed over, as readers do.
fn marker_at(bytes: &[u8], at: &mut usize) -> Result<u8, PhotoFault> {
    loop {
        let rest = bytes.get(*at..).ok_or(PhotoFault::Truncated)?;
        let found = rest.iter().position(|b| *b == 0xff).ok_or(PhotoFault::Truncated)?;
        *at += found + 1;
        match bytes.get(*at) {
            None => return Err(PhotoFault::Truncated),
            Some(0x00) => *at += 1,
            Some(0xff) => {}
            Some(marker) => {
                *at += 1;
                return Ok(*marker);
            }
        }
    }
}

/// The content of the segment whose length stands at `at`.
fn segment_at<'a>(bytes: &'a [u8], at: &mut usize) -> Result<&'a [u8], PhotoFault> {
    let length =
        bytes.get(*at..).and_then(|rest| rest.first_chunk()).map(|l| usize::from(u16::from_be_bytes(*l))).ok_or(PhotoFault::Truncated)?;
    if length < 2 {
        return Err(PhotoFault::Broken);
    }
    let segment = bytes.get(*at + 2..*at + length).ok_or(PhotoFault::Truncated)?;
    *at += length;
    Ok(segment)
}

/// Moves `at` over entropy-coded data to the next marker that is neither a stuffed zero nor a restart.
fn skip_scan(bytes: &[u8], at: &mut usize) {
    while let Some(found) = bytes.get(*at..).and_then(|rest| rest.iter().position(|b| *b == 0xff)) {
        *at += found;
        match bytes.get(*at + 1) {
            Some(0x00 | 0xd0..=0xd7) => *at += 2,
            Some(0xff) => *at += 1,
            _ => return,
        }
    }
    *at = bytes.len();
}

/// Whether a PNG or WebP moves.
pub(super) fn is_animated(format: ImageFormat, bytes: &[u8]) -> bool {
    match format {
        ImageFormat::Png => png_moves(bytes),
        // The animation bit of the extended header (RFC 9649, 2.7.1).
        ImageFormat::WebP => bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|flags| flags & 0b10 != 0),
        _ => false,
    }
}

/// An `acTL` chunk before the first `IDAT` makes a PNG move.
fn png_moves(bytes: &[u8]) -> bool {
    let mut at = 8;
    while let Some(head) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let [a, b, c, d, kind @ ..] = head;
        match kind {
            b"acTL" => return true,
            b"IDAT" => return false,
            _ => at = at.saturating_add(12).saturating_add(u32::from_be_bytes([*a, *b, *c, *d]) as usize),
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_known_by_its_bytes() {
        let cases: &[(&[u8], PhotoFault)] = &[
            (b"", PhotoFault::Empty),
            (b"\0\0\0\x18ftypheic\0\0\0\0", PhotoFault::Heic),
            (b"\0\0\0\x18ftypmif1\0\0\0\0", PhotoFault::Heic),
            (b"\0\0\0\x18ftypavif\0\0\0\0", PhotoFault::Avif),
            (b"\0\0\0\x18ftypisom\0\0\0\0", PhotoFault::Video),
            (b"GIF89a", PhotoFault::Gif),
            (b"%PDF-1.7", PhotoFault::Pdf),
            (b"MZ\x90\0\x03", PhotoFault::Program),
            (b"\x7fELF\x02\x01", PhotoFault::Program),
            (b"#!/bin/sh\n", PhotoFault::Program),
            (b"<?xml version=\"1.0\"?>\n<SVG xmlns=", PhotoFault::Svg),
            (b"\xef\xbb\xbf<svg/>", PhotoFault::Svg),
            (b"<html><body>", PhotoFault::NotAPhoto),
            (b"BM\0\0", PhotoFault::NotAPhoto),
            (b"\xff\xd8", PhotoFault::NotAPhoto),
        ];
        for (bytes, fault) in cases {
            assert_eq!(sniff(bytes), Err(*fault), "{bytes:?}");
        }
    }

    #[test]
    fn lying_lengths_are_survived() {
        for bytes in
            [&b"\xff\xd8\xff\xe0"[..], b"\xff\xd8\xff\xe0\xff", b"\xff\xd8\xff\xe0\xff\xff", b"\xff\xd8\xff\xda\0\x02", b"\xff\xd8\xff"]
        {
            assert_eq!(walk_jpeg(bytes), Err(PhotoFault::Truncated), "{bytes:?}");
        }
        assert_eq!(walk_jpeg(b"\xff\xd8\xff\xe0\0\x01"), Err(PhotoFault::Broken));
        assert_eq!(walk_jpeg(b"\xff\xd8\xff\xd9"), Err(PhotoFault::Broken));
        assert!(!png_moves(b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffjunk"));
    }
}
