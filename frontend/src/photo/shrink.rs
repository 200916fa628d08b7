//! Shrinks a photo on the phone: at most 1600 pixels along its long edge and 250 KB, JPEG. One at a time, for a 12-megapixel photo takes
//! 48 MB while it is decoded.

use js_sys::{Array, Uint8Array};
use shared::photos::MAX_PHOTO_BYTES;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, File, ImageBitmap, ImageBitmapOptions, ImageEncodeOptions, ImageOrientation, OffscreenCanvas,
    OffscreenCanvasRenderingContext2d, ResizeQuality,
};

use super::Shot;
use super::facts::{self, Facts, Format, Taken};
use crate::device;

/// The long edge of what is sent, in pixels.
const LONG_EDGE: u32 = 1600;
/// Long edge and JPEG quality, the first that is small enough: 250 KB take 25 seconds on a line of 10 KB/s.
const STEPS: [(u32, f64); 4] = [(LONG_EDGE, 0.8), (1280, 0.75), (1280, 0.6), (1024, 0.5)];
/// What is small enough, in bytes; what the camera noted comes on top.
const SMALL: f64 = 245_000.0;
/// How much of a file is read for its header: EXIF, its thumbnail and a few colour profiles.
const HEADER: i32 = 256 * 1024;
/// More pixels than this no phone decodes.
const MAX_PIXELS: u64 = 120_000_000;

/// Why a file is not taken as a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    Empty,
    NotAPhoto,
    /// HEIC or the like, on a browser that cannot read it.
    Heif,
    TooLarge,
    /// It says it is a photo, but is cut off or damaged.
    Broken,
}

/// Shrinks `file`. With `keep` the time and place the camera noted go with it; without, they stay behind.
pub async fn shrink(file: &File, keep: bool) -> Result<Shot, Refused> {
    if file.size() < 1.0 {
        return Err(Refused::Empty);
    }
    let header = file.slice_with_i32_and_i32(0, HEADER).map_err(|_| Refused::Broken)?;
    let facts = facts::read(&bytes(&header).await.map_err(|_| Refused::Broken)?);
    if facts.format == Format::Other {
        return Err(Refused::NotAPhoto);
    }
    if facts.size.is_some_and(|(w, h)| u64::from(w) * u64::from(h) > MAX_PIXELS) {
        return Err(Refused::TooLarge);
    }
    let taken = if keep { facts.taken.clone() } else { Taken::default() };
    let blob = match redrawn(file, &facts).await {
        Ok(blob) if blob.size() < file.size() || !fits_as_it_is(file, &facts) => noted(blob, &taken).await.map_err(|_| Refused::Broken)?,
        // Already smaller than what drawing it anew makes of it, or a browser too old to draw: the server shrinks it.
        Ok(_) => return kept(file, &facts, keep, &taken),
        Err(Undrawable::Photo) if facts.format == Format::Heif => return Err(Refused::Heif),
        Err(Undrawable::Photo) => return Err(Refused::Broken),
        Err(Undrawable::Browser) => return kept(file, &facts, keep, &taken),
    };
    Shot::new(blob, "image/jpeg", keep, taken.place).ok_or(Refused::Broken)
}

/// Whether the server takes the file without shrinking.
fn fits_as_it_is(file: &File, facts: &Facts) -> bool {
    let small = facts.size.is_some_and(|(w, h)| w.max(h) <= LONG_EDGE);
    // A file that noted a place is never sent as it is: consent may be given for one photo and not for the next.
    small && facts.format.accepted().is_some() && facts.taken.place.is_none() && file.size() <= most_bytes()
}

fn kept(file: &File, facts: &Facts, keep: bool, taken: &Taken) -> Result<Shot, Refused> {
    match facts.format.accepted() {
        None => Err(Refused::Heif),
        Some(_) if file.size() > most_bytes() => Err(Refused::TooLarge),
        Some(content_type) => Shot::new(file.clone().unchecked_into(), content_type, keep, taken.place).ok_or(Refused::Broken),
    }
}

fn most_bytes() -> f64 {
    f64::from(u32::try_from(MAX_PHOTO_BYTES).unwrap_or(u32::MAX))
}

/// Why a photo could not be drawn.
enum Undrawable {
    Photo,
    /// The browser lacks what drawing needs.
    Browser,
}

/// Decodes upright, no edge longer than `edge` where the photo says how large it is.
async fn decoded(file: &File, facts: &Facts, edge: u32) -> Result<ImageBitmap, Undrawable> {
    let window = device::window().ok_or(Undrawable::Browser)?;
    let options = ImageBitmapOptions::new();
    options.set_image_orientation(ImageOrientation::FromImage);
    if let Some((width, height)) = facts.size.map(|size| target(size, edge)).filter(|to| Some(*to) != facts.size) {
        options.set_resize_width(width);
        options.set_resize_height(height);
        options.set_resize_quality(ResizeQuality::High);
    }
    let promise = window.create_image_bitmap_with_blob_and_image_bitmap_options(file, &options).map_err(|_| Undrawable::Browser)?;
    Ok(JsFuture::from(promise).await.map_err(|_| Undrawable::Photo)?.unchecked_into())
}

/// A photo drawn no larger than `edge`, for what is read off it here.
pub async fn drawn(file: &File, edge: u32) -> Option<OffscreenCanvas> {
    let header = file.slice_with_i32_and_i32(0, HEADER).ok()?;
    let facts = facts::read(&bytes(&header).await.ok()?);
    let bitmap = decoded(file, &facts, edge).await.ok()?;
    let canvas = draw(&bitmap, edge);
    bitmap.close();
    canvas.ok()
}

/// At the size wanted, encoded as JPEG.
async fn redrawn(file: &File, facts: &Facts) -> Result<Blob, Undrawable> {
    let bitmap = decoded(file, facts, LONG_EDGE).await?;
    let blob = encoded(&bitmap).await;
    bitmap.close();
    blob.map_err(|_| Undrawable::Browser)
}

/// As JPEG, as good as fits.
async fn encoded(bitmap: &ImageBitmap) -> Result<Blob, JsValue> {
    let mut smallest = None;
    for (edge, quality) in STEPS {
        let encoding = ImageEncodeOptions::new();
        encoding.set_type("image/jpeg");
        encoding.set_quality(quality);
        let blob: Blob = JsFuture::from(draw(bitmap, edge)?.convert_to_blob_with_options(&encoding)?).await?.unchecked_into();
        if blob.size() <= SMALL {
            return Ok(blob);
        }
        smallest = Some(blob);
    }
    smallest.ok_or(JsValue::NULL)
}

/// Draws on white, for a photo with holes in it would turn black as JPEG.
fn draw(bitmap: &ImageBitmap, edge: u32) -> Result<OffscreenCanvas, JsValue> {
    let (width, height) = target((bitmap.width(), bitmap.height()), edge);
    let canvas = OffscreenCanvas::new(width, height)?;
    let context: OffscreenCanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.unchecked_into();
    let (w, h) = (f64::from(width), f64::from(height));
    context.set_fill_style_str("#ffffff");
    context.fill_rect(0.0, 0.0, w, h);
    context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, w, h)?;
    Ok(canvas)
}

/// The size to draw a photo of this size at, so that no edge is longer.
fn target((width, height): (u32, u32), most: u32) -> (u32, u32) {
    let long = width.max(height);
    if long <= most {
        return (width.max(1), height.max(1));
    }
    let scaled = |edge: u32| {
        let exact = (u64::from(edge) * u64::from(most) + u64::from(long) / 2) / u64::from(long);
        u32::try_from(exact).unwrap_or(most).max(1)
    };
    (scaled(width), scaled(height))
}

/// The JPEG with what the camera noted.
async fn noted(blob: Blob, taken: &Taken) -> Result<Blob, JsValue> {
    if *taken == Taken::default() {
        return Ok(blob);
    }
    let jpeg = facts::with_taken(&bytes(&blob).await?, taken);
    let kind = BlobPropertyBag::new();
    kind.set_type("image/jpeg");
    Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(jpeg.as_slice())), &kind)
}

/// A blob's bytes.
pub async fn bytes(blob: &Blob) -> Result<Vec<u8>, JsValue> {
    Ok(Uint8Array::new(&JsFuture::from(blob.array_buffer()).await?).to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_long_edge_is_1600_and_small_photos_stay() {
        for (from, to) in [
            ((4000, 3000), (1600, 1200)),
            ((3000, 4000), (1200, 1600)),
            ((1600, 1200), (1600, 1200)),
            ((320, 9000), (57, 1600)),
            ((1, 30_000), (1, 1600)),
        ] {
            assert_eq!(target(from, LONG_EDGE), to);
        }
    }
}
