//! What a camera writes into its photos beside the picture (Exif 2.32): read once, then gone.

use std::io::Cursor;

use chrono::{FixedOffset, NaiveDate};
use exif::{DateTime, Exif, Field, In, Reader, Tag, Value};
use image::metadata::Orientation;
use shared::place::{Place, PlaceSource, Point};
use shared::time::{CHINA, Moment};

/// When, where and which way up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Traces {
    pub orientation: Orientation,
    pub taken_at: Option<Moment>,
    pub place: Option<Place>,
}

/// Reads what can be read; damaged traces do not make a photo unfit.
pub(super) fn read(bytes: &[u8]) -> Traces {
    let exif =
        Reader::new().continue_on_error(true).read_from_container(&mut Cursor::new(bytes)).or_else(|e| e.distill_partial_result(|_| ()));
    match exif {
        Ok(exif) => Traces { orientation: orientation(&exif), taken_at: taken_at(&exif), place: place(&exif) },
        Err(_) => Traces { orientation: Orientation::NoTransforms, taken_at: None, place: None },
    }
}

fn orientation(exif: &Exif) -> Orientation {
    let value = field(exif, Tag::Orientation).and_then(|f| f.value.get_uint(0));
    value.and_then(|v| Orientation::from_exif(v.try_into().ok()?)).unwrap_or(Orientation::NoTransforms)
}

/// Cameras write the time on the wall. The offset beside it says where; without one it is China's.
fn taken_at(exif: &Exif) -> Option<Moment> {
    let mut written = DateTime::from_ascii(ascii(exif, Tag::DateTimeOriginal)?).ok()?;
    if let Some(offset) = ascii(exif, Tag::OffsetTimeOriginal).or_else(|| ascii(exif, Tag::OffsetTime)) {
        // A garbled offset leaves `None`, which means China below.
        let _ = written.parse_offset(offset);
    }
    let zone = match written.offset {
        Some(minutes) => FixedOffset::east_opt(i32::from(minutes) * 60)?,
        None => CHINA,
    };
    let date = NaiveDate::from_ymd_opt(written.year.into(), written.month.into(), written.day.into())?;
    let time = date.and_hms_opt(written.hour.into(), written.minute.into(), written.second.into())?;
    let at = time.and_local_timezone(zone).single()?;
    (written.year >= 1990).then(|| Moment::from_millis(at.timestamp_millis()))
}

fn place(exif: &Exif) -> Option<Place> {
    let lat = degrees(exif, Tag::GPSLatitude, Tag::GPSLatitudeRef, b'S')?;
    let lon = degrees(exif, Tag::GPSLongitude, Tag::GPSLongitudeRef, b'W')?;
    // Cameras without a fix write zeros.
    if lat == 0.0 && lon == 0.0 {
        return None;
    }
    let accuracy = rationals(exif, Tag::GPSHPositioningError).and_then(|v| v.first().copied()).filter(|m| m.is_finite() && *m >= 0.0);
    Some(Place { point: Point::new(lon, lat).ok()?, accuracy_m: accuracy, source: PlaceSource::Photo })
}

/// Degrees, minutes and seconds as decimal degrees, negative on the side named `negative`.
fn degrees(exif: &Exif, tag: Tag, side: Tag, negative: u8) -> Option<f64> {
    let parts = rationals(exif, tag)?;
    let whole = parts.iter().zip([1.0, 60.0, 3600.0]).map(|(part, unit)| part / unit).sum::<f64>();
    let side = ascii(exif, side)?.first()?;
    whole.is_finite().then_some(if side.eq_ignore_ascii_case(&negative) { -whole } else { whole })
}

fn field(exif: &Exif, tag: Tag) -> Option<&Field> {
    exif.get_field(tag, In::PRIMARY)
}

fn ascii(exif: &Exif, tag: Tag) -> Option<&[u8]> {
    match &field(exif, tag)?.value {
        Value::Ascii(lines) => lines.first().map(Vec::as_slice),
        _ => None,
    }
}

fn rationals(exif: &Exif, tag: Tag) -> Option<Vec<f64>> {
    match &field(exif, tag)?.value {
        Value::Rational(parts) if !parts.is_empty() => Some(parts.iter().map(exif::Rational::to_f64).collect()),
        _ => None,
    }
}
