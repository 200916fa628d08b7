//! Pictures made here, good and bad, and what becomes of them.

use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use image::{DynamicImage, GrayAlphaImage, ImageBuffer, ImageFormat, Luma, LumaA, Rgb, RgbImage, Rgba, RgbaImage};
use jpeg_encoder::{ColorType, Encoder};
use shared::time::Moment;

use super::fault::PhotoFault;
use super::pipeline::{Developed, PhotoLimits, Rendition, develop};

type Outcome = anyhow::Result<()>;

fn developed(bytes: &[u8]) -> Result<Developed, PhotoFault> {
    develop(bytes, &PhotoLimits::default())
}

fn fault(bytes: &[u8]) -> Option<PhotoFault> {
    developed(bytes).err()
}

/// Red in the upper left quarter, green beside it, blue below it, white in the last.
fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x < width / 2, y < height / 2) {
        (true, true) => Rgb([255, 0, 0]),
        (false, true) => Rgb([0, 255, 0]),
        (true, false) => Rgb([0, 0, 255]),
        (false, false) => Rgb([255, 255, 255]),
    })
}

fn jpeg(picture: &RgbImage, fields: &[Field]) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    if !fields.is_empty() {
        encoder.add_exif_metadata(&traces(fields)?)?;
    }
    encoder.encode(picture, picture.width() as u16, picture.height() as u16, ColorType::Rgb)?;
    Ok(bytes)
}

fn traces(fields: &[Field]) -> anyhow::Result<Vec<u8>> {
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut tiff = std::io::Cursor::new(Vec::new());
    writer.write(&mut tiff, false)?;
    Ok(tiff.into_inner())
}

fn field(tag: Tag, value: Value) -> Field {
    Field { tag, ifd_num: In::PRIMARY, value }
}

fn text(tag: Tag, text: &str) -> Field {
    field(tag, Value::Ascii(vec![text.as_bytes().to_vec()]))
}

fn rationals(tag: Tag, parts: &[(u32, u32)]) -> Field {
    field(tag, Value::Rational(parts.iter().map(|(num, denom)| Rational { num: *num, denom: *denom }).collect()))
}

fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> anyhow::Result<Vec<u8>> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format)?;
    Ok(bytes.into_inner())
}

/// The colour of the middle of each quarter, row by row, each channel as its nearest of 0, 1 and 2.
fn seen(rendition: &Rendition) -> anyhow::Result<[[u8; 3]; 4]> {
    let picture = image::load_from_memory_with_format(&rendition.jpeg, ImageFormat::Jpeg)?.into_rgb8();
    assert_eq!((picture.width(), picture.height()), (rendition.width, rendition.height));
    let (w, h) = (rendition.width, rendition.height);
    Ok([(1, 1), (3, 1), (1, 3), (3, 3)].map(|(x, y)| picture.get_pixel(w * x / 4, h * y / 4).0.map(|c| ((u16::from(c) + 64) / 128) as u8)))
}

const R: [u8; 3] = [2, 0, 0];
const G: [u8; 3] = [0, 2, 0];
const B: [u8; 3] = [0, 0, 2];
const W: [u8; 3] = [2, 2, 2];

#[test]
fn every_orientation_comes_out_upright() -> Outcome {
    // What the camera stored, and what a person sees once the tag is obeyed (Exif 2.32, 4.6.4).
    let expected = [[R, G, B, W], [G, R, W, B], [W, B, G, R], [B, W, R, G], [R, B, G, W], [B, R, W, G], [W, G, B, R], [G, W, R, B]];
    for (orientation, colours) in (1..).zip(expected) {
        let tag = field(Tag::Orientation, Value::Short(vec![orientation]));
        let photo = developed(&jpeg(&quarters(400, 200), &[tag])?)?;
        assert_eq!(seen(&photo.full)?, colours, "orientation {orientation}");
        assert_eq!(seen(&photo.thumb)?, colours, "orientation {orientation}");
        assert_eq!((photo.full.width, photo.full.height), if orientation < 5 { (400, 200) } else { (200, 400) });
    }
    Ok(())
}

#[test]
fn renditions_shrink_and_never_grow() -> Outcome {
    for (from, full, thumb) in [
        ((3200, 2400), (1600, 1200), (320, 240)),
        ((1601, 800), (1600, 800), (320, 160)),
        ((200, 100), (200, 100), (200, 100)),
        ((4000, 2), (1600, 1), (320, 1)),
    ] {
        let photo = developed(&jpeg(&quarters(from.0, from.1), &[])?)?;
        assert_eq!((photo.full.width, photo.full.height), full);
        assert_eq!((photo.thumb.width, photo.thumb.height), thumb);
    }
    Ok(())
}

#[test]
fn time_and_place_are_read_and_then_gone() -> Outcome {
    let place = [
        rationals(Tag::GPSLatitude, &[(28, 1), (40, 1), (1234, 100)]),
        text(Tag::GPSLatitudeRef, "N"),
        rationals(Tag::GPSLongitude, &[(118, 1), (36, 1), (0, 1)]),
        text(Tag::GPSLongitudeRef, "E"),
        rationals(Tag::GPSHPositioningError, &[(15, 2)]),
        text(Tag::DateTimeOriginal, "2026:03:01 08:30:00"),
        text(Tag::Model, "SECRETPHONE"),
    ];
    let bytes = jpeg(&quarters(64, 64), &place)?;
    let photo = developed(&bytes)?;
    let found = photo.taken_where.ok_or_else(|| anyhow::anyhow!("no place"))?;
    assert!((found.point.lat - 28.670_094).abs() < 1e-5 && (found.point.lon - 118.6).abs() < 1e-9, "{found:?}");
    assert_eq!(found.accuracy_m, Some(7.5));
    assert_eq!(photo.taken_at.map(Moment::to_minute).as_deref(), Some("2026-03-01 08:30"), "without an offset it is China's time");
    assert!(bytes.windows(11).any(|w| w == b"SECRETPHONE"));
    for rendition in [&photo.full, &photo.thumb] {
        assert!(!rendition.jpeg.windows(11).any(|w| w == b"SECRETPHONE"));
        assert!(exif::Reader::new().read_from_container(&mut std::io::Cursor::new(&rendition.jpeg)).is_err());
    }
    Ok(())
}

#[test]
fn odd_traces_do_no_harm() -> Outcome {
    let at = |fields: &[Field]| -> anyhow::Result<_> { Ok(developed(&jpeg(&quarters(16, 16), fields)?)?.taken_at.map(Moment::to_minute)) };
    let original = || text(Tag::DateTimeOriginal, "2026:03:01 08:30:00");
    assert_eq!(at(&[original(), text(Tag::OffsetTimeOriginal, "+00:00")])?.as_deref(), Some("2026-03-01 16:30"));
    assert_eq!(at(&[original(), text(Tag::OffsetTime, "+09:00")])?.as_deref(), Some("2026-03-01 07:30"));
    assert_eq!(at(&[original(), text(Tag::OffsetTime, "nonsense")])?.as_deref(), Some("2026-03-01 08:30"));
    assert_eq!(at(&[text(Tag::DateTimeOriginal, "2026:13:41 25:61:00")])?, None);
    assert_eq!(at(&[text(Tag::DateTimeOriginal, "0000:00:00 00:00:00")])?, None);

    let nowhere = [
        rationals(Tag::GPSLatitude, &[(28, 0), (40, 0), (0, 0)]),
        text(Tag::GPSLatitudeRef, "N"),
        rationals(Tag::GPSLongitude, &[(118, 1)]),
        text(Tag::GPSLongitudeRef, "E"),
    ];
    assert_eq!(developed(&jpeg(&quarters(16, 16), &nowhere)?)?.taken_where, None);
    Ok(())
}

#[test]
fn see_through_is_laid_on_white() -> Outcome {
    let clear = RgbaImage::from_fn(40, 40, |x, _| if x < 20 { Rgba([255, 0, 0, 0]) } else { Rgba([0, 0, 255, 255]) });
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        assert_eq!(seen(&developed(&encoded(clear.clone(), format)?)?.full)?, [W, B, W, B], "{format:?}");
    }
    let grey = GrayAlphaImage::from_fn(40, 40, |x, _| LumaA([0, if x < 20 { 0 } else { 255 }]));
    assert_eq!(seen(&developed(&encoded(grey, ImageFormat::Png)?)?.full)?, [W, [0; 3], W, [0; 3]]);
    Ok(())
}

#[test]
fn grey_deep_and_printed_colours_are_read() -> Outcome {
    let deep = ImageBuffer::<Rgb<u16>, _>::from_fn(2000, 100, |x, _| if x < 1000 { Rgb([65535, 0, 0]) } else { Rgb([0, 65535, 0]) });
    assert_eq!(seen(&developed(&encoded(deep, ImageFormat::Png)?)?.full)?, [R, G, R, G]);
    let deep_grey = ImageBuffer::<Luma<u16>, _>::from_fn(100, 100, |x, _| Luma([if x < 50 { 0 } else { 65535 }]));
    assert_eq!(seen(&developed(&encoded(deep_grey, ImageFormat::Png)?)?.full)?, [[0; 3], W, [0; 3], W]);

    // Ink: cyan and yellow make green, none makes white.
    let ink: Vec<u8> = (0..64 * 64).flat_map(|i| if i % 64 < 32 { [255, 0, 255, 0] } else { [0, 0, 0, 0] }).collect();
    let mut printed = Vec::new();
    Encoder::new(&mut printed, 90).encode(&ink, 64, 64, ColorType::Cmyk)?;
    assert_eq!(seen(&developed(&printed)?.full)?, [G, W, G, W]);
    Ok(())
}

#[test]
fn progressive_photos_are_read_and_their_memory_is_counted() -> Outcome {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    encoder.set_progressive(true);
    encoder.encode(&quarters(400, 200), 400, 200, ColorType::Rgb)?;
    assert_eq!(seen(&developed(&bytes)?.full)?, [R, G, B, W]);

    let tight = |memory| PhotoLimits { memory, ..PhotoLimits::default() };
    let picture = 400 * 200 * 3;
    assert!(develop(&jpeg(&quarters(400, 200), &[])?, &tight(picture)).is_ok());
    assert_eq!(develop(&bytes, &tight(picture)).err(), Some(PhotoFault::TooManyPixels));
    assert!(develop(&bytes, &tight(picture * 3)).is_ok());
    Ok(())
}

#[test]
fn a_photo_that_broke_off_is_refused() -> Outcome {
    let noisy = RgbImage::from_fn(320, 240, |x, y| Rgb([(x * y % 251) as u8, (x * 7 % 255) as u8, (y * 13 % 253) as u8]));
    let mut progressive = Vec::new();
    let mut encoder = Encoder::new(&mut progressive, 90);
    encoder.set_progressive(true);
    encoder.encode(&noisy, 320, 240, ColorType::Rgb)?;
    for whole in [jpeg(&noisy, &[])?, progressive, encoded(noisy.clone(), ImageFormat::Png)?, encoded(noisy.clone(), ImageFormat::WebP)?] {
        assert!(developed(&whole).is_ok());
        for part in [whole.len() / 3, whole.len() / 2, whole.len() * 9 / 10] {
            let fault = fault(&whole[..part]);
            assert!(
                matches!(fault, Some(PhotoFault::Truncated | PhotoFault::Broken)),
                "{:?} at {part} of {}: {fault:?}",
                &whole[..4],
                whole.len()
            );
        }
        assert!(fault(&whole[..12]).is_some());
    }
    let whole = jpeg(&noisy, &[])?;
    assert_eq!(fault(&whole[..whole.len() - 2]), Some(PhotoFault::Truncated), "even the last marker");
    let with_film = [&whole[..], b"\0\0\0\x18ftypmp42 a motion photo's film"].concat();
    assert!(developed(&with_film).is_ok(), "what follows the picture is not its business");
    Ok(())
}

#[test]
fn a_header_that_promises_too_much_is_refused_before_decoding() -> Outcome {
    let mut png = encoded(quarters(8, 8), ImageFormat::Png)?;
    png[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    let sum = crc32(&png[12..29]).to_be_bytes();
    png[29..33].copy_from_slice(&sum);
    assert_eq!(fault(&png), Some(PhotoFault::TooManyPixels));

    let mut jpeg = jpeg(&quarters(8, 8), &[])?;
    let frame = jpeg.windows(4).position(|w| w == [0xff, 0xc0, 0, 17]).ok_or_else(|| anyhow::anyhow!("no frame"))?;
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0x75, 0x30, 0x75, 0x30]);
    assert_eq!(fault(&jpeg), Some(PhotoFault::TooManyPixels));
    Ok(())
}

/// A small file of nothing: as large as it may be it is a blank picture, one pixel larger and it is refused.
#[test]
fn a_bomb_is_a_blank_picture_or_refused() -> Outcome {
    let blank = encoded(ImageBuffer::<Luma<u8>, _>::new(12_000, 4_000), ImageFormat::Png)?;
    assert!(blank.len() < 1_000_000);
    assert_eq!(developed(&blank)?.full.width, 1600);
    let wider = encoded(ImageBuffer::<Luma<u8>, _>::new(12_001, 4_000), ImageFormat::Png)?;
    assert_eq!(fault(&wider), Some(PhotoFault::TooManyPixels));
    Ok(())
}

#[test]
fn what_moves_or_is_too_heavy_is_refused() -> Outcome {
    let mut png = encoded(quarters(8, 8), ImageFormat::Png)?;
    png.splice(33..33, *b"\0\0\0\x08acTL\0\0\0\x02\0\0\0\0\0\0\0\0");
    assert_eq!(fault(&png), Some(PhotoFault::Animated));
    assert_eq!(fault(b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\x07\0\0\x07\0\0"), Some(PhotoFault::Animated));
    assert_eq!(fault(&vec![0xff; 10 * 1024 * 1024 + 1]), Some(PhotoFault::TooLarge(10 * 1024 * 1024)));
    assert_eq!(fault(b"\x89PNG\r\n\x1a\nnonsense and more nonsense"), Some(PhotoFault::Broken));
    assert_eq!(fault(b"RIFF\x20\0\0\0WEBPnonsense and more"), Some(PhotoFault::Broken));
    Ok(())
}

/// The checksum of a PNG chunk (ISO/IEC 15948, annex D).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 }))
}
