//! From a stranger's bytes to two clean pictures.
//!
//! Nothing of the original is kept but its hash: the renditions are encoded anew, so neither traces nor anything hidden in the
//! file comes along.

use std::io::Cursor;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, ImageDecoder, ImageError, ImageFormat, ImageReader, RgbImage};
use sha2::{Digest, Sha256};
use shared::photos::MAX_PHOTO_BYTES;
use shared::place::Place;
use shared::time::Moment;

use super::fault::PhotoFault;
use super::{sniff, traces};

/// What is refused before anything is decoded.
#[derive(Debug, Clone, Copy)]
pub struct PhotoLimits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Pixels along one side.
    pub side: u32,
    /// Pixels in all.
    pub pixels: u64,
    /// Bytes of memory the decoded picture may take.
    pub memory: u64,
}

impl Default for PhotoLimits {
    /// Phones of 2026 make photos of 12 to 50 megapixels.
    fn default() -> Self {
        Self { bytes: MAX_PHOTO_BYTES, side: 12_000, pixels: 50_000_000, memory: 192 * 1024 * 1024 }
    }
}

/// Long edge of the picture people look at: enough to read a number plate across a lane.
const FULL_EDGE: u32 = 1600;
const FULL_QUALITY: u8 = 80;
/// Long edge of the picture in lists.
const THUMB_EDGE: u32 = 320;
const THUMB_QUALITY: u8 = 75;

/// A photo that can be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Developed {
    /// SHA-256 of the file as it came: proof of what was sent, and how a photo sent twice is known.
    pub original_hash: [u8; 32],
    pub full: Rendition,
    pub thumb: Rendition,
    /// When the camera says it was taken. Nobody has checked that clock.
    pub taken_at: Option<Moment>,
    /// Where the camera says it was taken. Personal data: to be kept only with the sender's consent.
    pub taken_where: Option<Place>,
}

/// A JPEG encoded here: upright, without traces, on white where it was see-through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendition {
    pub jpeg: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// Checks, decodes and encodes anew. Takes about a tenth of a second of one core per 12 megapixels: run it in the
/// [`Darkroom`](super::darkroom::Darkroom).
pub fn develop(bytes: &[u8], limits: &PhotoLimits) -> Result<Developed, PhotoFault> {
    if bytes.len() > limits.bytes {
        return Err(PhotoFault::TooLarge(limits.bytes));
    }
    let format = sniff::sniff(bytes)?;
    if sniff::is_animated(format, bytes) {
        return Err(PhotoFault::Animated);
    }
    let picture = decode(bytes, format, limits)?;
    let traces = traces::read(bytes);
    let full = shrink(&picture, FULL_EDGE)?;
    drop(picture);
    let thumb = shrink(&full, THUMB_EDGE)?;
    Ok(Developed {
        original_hash: Sha256::digest(bytes).into(),
        full: print(full, traces.orientation, FULL_QUALITY)?,
        thumb: print(thumb, traces.orientation, THUMB_QUALITY)?,
        taken_at: traces.taken_at,
        taken_where: traces.place,
    })
}

/// The whole picture, or a fault: size and memory are checked on the header alone.
fn decode(bytes: &[u8], format: ImageFormat, limits: &PhotoLimits) -> Result<DynamicImage, PhotoFault> {
    let scans = if format == ImageFormat::Jpeg { Some(sniff::walk_jpeg(bytes)?) } else { None };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut allowed = image::Limits::no_limits();
    allowed.max_alloc = Some(limits.memory);
    reader.limits(allowed);
    let decoder = reader.into_decoder().map_err(|e| fault(&e))?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    // Coefficients that must be held take two bytes per colour besides the picture itself.
    let held = match scans {
        Some(scans) if scans.held => pixels * u64::from(scans.colours) * 2,
        _ => 0,
    };
    let within = width.max(height) <= limits.side && pixels <= limits.pixels && decoder.total_bytes().saturating_add(held) <= limits.memory;
    if !within {
        return Err(PhotoFault::TooManyPixels);
    }
    if pixels == 0 {
        return Err(PhotoFault::Broken);
    }
    DynamicImage::from_decoder(decoder).map_err(|e| fault(&e))
}

fn fault(error: &ImageError) -> PhotoFault {
    match error {
        ImageError::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => PhotoFault::Truncated,
        _ => PhotoFault::Broken,
    }
}

/// The picture with its long edge at most `edge`; never larger than it was. Colours become 8-bit grey or RGB, see-through
/// becomes white.
fn shrink(picture: &DynamicImage, edge: u32) -> Result<DynamicImage, PhotoFault> {
    let (from_width, from_height) = (picture.width(), picture.height());
    let long = from_width.max(from_height);
    let scaled = |side: u32| if long <= edge { side } else { ((u64::from(side) * u64::from(edge)).div_ceil(long.into()) as u32).max(1) };
    let (width, height) = (scaled(from_width), scaled(from_height));
    let pixel = match picture {
        DynamicImage::ImageLuma8(_) => PixelType::U8,
        DynamicImage::ImageLumaA8(_) => PixelType::U8x2,
        DynamicImage::ImageRgb8(_) => PixelType::U8x3,
        DynamicImage::ImageRgba8(_) => PixelType::U8x4,
        DynamicImage::ImageLuma16(_) => PixelType::U16,
        DynamicImage::ImageLumaA16(_) => PixelType::U16x2,
        DynamicImage::ImageRgb16(_) => PixelType::U16x3,
        DynamicImage::ImageRgba16(_) => PixelType::U16x4,
        _ => return Err(PhotoFault::Broken),
    };
    if (width, height) == (from_width, from_height) {
        let same = Image::from_vec_u8(width, height, picture.as_bytes().to_vec(), pixel).map_err(|_| PhotoFault::Broken)?;
        return on_white(same).ok_or(PhotoFault::Broken);
    }
    let source = ImageRef::new(from_width, from_height, picture.as_bytes(), pixel).map_err(|_| PhotoFault::Broken)?;
    let mut small = Image::new(width, height, pixel);
    Resizer::new().resize(&source, &mut small, &ResizeOptions::new()).map_err(|_| PhotoFault::Broken)?;
    on_white(small).ok_or(PhotoFault::Broken)
}

/// 8-bit grey or RGB, laid on white paper.
fn on_white(image: Image<'_>) -> Option<DynamicImage> {
    let (width, height, pixel) = (image.width(), image.height(), image.pixel_type());
    let mut bytes = image.into_vec();
    if matches!(pixel, PixelType::U16 | PixelType::U16x2 | PixelType::U16x3 | PixelType::U16x4) {
        bytes = bytes.as_chunks().0.iter().map(|pair| (u16::from_ne_bytes(*pair) >> 8) as u8).collect();
    }
    match pixel {
        PixelType::U8x2 | PixelType::U16x2 => bytes = flattened::<2>(&bytes),
        PixelType::U8x4 | PixelType::U16x4 => bytes = flattened::<4>(&bytes),
        _ => {}
    }
    match pixel {
        PixelType::U8 | PixelType::U8x2 | PixelType::U16 | PixelType::U16x2 => GrayImage::from_raw(width, height, bytes).map(Into::into),
        _ => RgbImage::from_raw(width, height, bytes).map(Into::into),
    }
}

/// Drops the last of `N` channels, the opacity, by mixing the others with white.
fn flattened<const N: usize>(bytes: &[u8]) -> Vec<u8> {
    let mixed = |channel: u8, opacity: u8| {
        let opacity = u32::from(opacity);
        ((u32::from(channel) * opacity + 255 * (255 - opacity) + 127) / 255) as u8
    };
    let (pixels, _) = bytes.as_chunks::<N>();
    pixels.iter().flat_map(|pixel| pixel.iter().take(N - 1).map(|channel| mixed(*channel, pixel[N - 1]))).collect()
}

/// Turns it upright and encodes it.
fn print(mut picture: DynamicImage, orientation: Orientation, quality: u8) -> Result<Rendition, PhotoFault> {
    picture.apply_orientation(orientation);
    let (width, height) = (picture.width(), picture.height());
    let colours = if picture.color().has_color() { jpeg_encoder::ColorType::Rgb } else { jpeg_encoder::ColorType::Luma };
    let (Ok(w), Ok(h)) = (width.try_into(), height.try_into()) else { return Err(PhotoFault::TooManyPixels) };
    let mut jpeg = Vec::with_capacity(64 * 1024);
    jpeg_encoder::Encoder::new(&mut jpeg, quality).encode(picture.as_bytes(), w, h, colours).map_err(|_| PhotoFault::Broken)?;
    Ok(Rendition { jpeg, width, height })
}
