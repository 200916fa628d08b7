//! Reading the report form: what was typed is kept whatever happens, photos are developed as they come in.

use std::str::FromStr;

use actix_multipart::{Field, Multipart};
use futures_util::StreamExt;
use shared::categories::CategoryCode;
use shared::duplicates::SimilarFilter;
use shared::grids::GridCode;
use shared::lang::Lang;
use shared::photos::{MAX_PHOTO_BYTES, MAX_PHOTOS};
use shared::place::{Place, PlaceSource, Point};
use shared::problem::Code;
use shared::reports::{NewReport, PlaceText, ReportId, ReportText, Reporter};
use shared::staffing::PersonName;
use shared::time::Moment;
use shared::value::{Fault, Phone};

use super::words::Words;
use crate::caller::Address;
use crate::error::Error;
use crate::photos::darkroom::{Darkroom, DarkroomError};
use crate::photos::fault::PhotoFault;
use crate::photos::pipeline::Developed;
use crate::say;

/// The most bytes of one typed field that are read.
const MOST_TYPED: usize = 64 * 1024;
/// The most bytes of a whole form that are read, kept or not.
const MOST_IN_ALL: usize = 150 * 1024 * 1024;

/// What was typed, as it was typed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Typed {
    pub category: String,
    pub text: String,
    pub place_text: String,
    pub name: String,
    pub phone: String,
    pub lon: String,
    pub lat: String,
    pub accuracy: String,
    pub keep_place: bool,
    /// Photos were chosen; a browser does not choose them again by itself.
    pub with_photos: bool,
    /// Notes of photos that came with an earlier step (`kept`).
    pub kept: Vec<String>,
    /// What may be the same was shown, and it is not.
    pub checked: bool,
    /// The case that is the same, where one was chosen.
    pub joins: String,
    /// A proof of work.
    pub proof: String,
}

/// Photos of a form, developed, and what became of the others.
#[derive(Debug, Default)]
pub struct Brought {
    pub developed: Vec<Developed>,
    /// The number of a photo in the order chosen, and why it is not among them.
    pub refused: Vec<(usize, Refusal)>,
}

/// Why a photo of a form is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    Fault(PhotoFault),
    /// The darkroom was full.
    Busy,
    /// Nine had come before it.
    TooMany,
}

/// Reads a form to its end. Without a darkroom its photos are passed over, and so they are where what was typed before them does not
/// admit the form.
pub async fn read(mut form: Multipart, darkroom: Option<&Darkroom>, admits: &dyn Fn(&Typed) -> bool) -> Result<(Typed, Brought), Error> {
    let (mut typed, mut brought, mut number, mut left) = (Typed::default(), Brought::default(), 0, MOST_IN_ALL);
    while let Some(field) = form.next().await {
        let mut field = field.map_err(|error| broken(&error))?;
        let name = field.name().unwrap_or_default().to_owned();
        if name != "photos" {
            let (bytes, _) = read_field(&mut field, MOST_TYPED, &mut left).await?;
            typed.set(&name, String::from_utf8_lossy(&bytes).into_owned());
            continue;
        }
        let chosen = field.content_disposition().and_then(|d| d.get_filename()).is_some_and(|name| !name.is_empty());
        let (bytes, whole) = read_field(&mut field, MAX_PHOTO_BYTES, &mut left).await?;
        // A browser sends one empty, nameless file when none was chosen.
        if !chosen && bytes.is_empty() {
            continue;
        }
        number += 1;
        typed.with_photos = true;
        let darkroom = darkroom.filter(|_| admits(&typed));
        match develop(bytes, whole, number + typed.kept.len(), darkroom).await {
            Ok(Some(developed)) => brought.developed.push(developed),
            Ok(None) => {}
            Err(refusal) => brought.refused.push((number, refusal)),
        }
    }
    Ok((typed, brought))
}

async fn develop(bytes: Vec<u8>, whole: bool, number: usize, darkroom: Option<&Darkroom>) -> Result<Option<Developed>, Refusal> {
    let Some(darkroom) = darkroom else { return Ok(None) };
    if number > usize::from(MAX_PHOTOS) {
        return Err(Refusal::TooMany);
    }
    if !whole {
        return Err(Refusal::Fault(PhotoFault::TooLarge(MAX_PHOTO_BYTES)));
    }
    match darkroom.develop(bytes.into()).await {
        Ok(developed) => Ok(Some(developed)),
        Err(DarkroomError::Fault(fault)) => Err(Refusal::Fault(fault)),
        Err(DarkroomError::Busy) => Err(Refusal::Busy),
    }
}

/// Reads one field to its end and keeps up to `most` bytes of it; `true` when that is all of it.
async fn read_field(field: &mut Field, most: usize, left: &mut usize) -> Result<(Vec<u8>, bool), Error> {
    let (mut kept, mut whole) = (Vec::new(), true);
    while let Some(chunk) = field.next().await {
        let chunk = chunk.map_err(|error| broken(&error))?;
        *left = left.checked_sub(chunk.len()).ok_or_else(|| crate::input::too_large(MOST_IN_ALL))?;
        let room = most - kept.len();
        whole &= chunk.len() <= room;
        kept.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
    }
    Ok((kept, whole))
}

fn broken(error: &impl std::fmt::Display) -> Error {
    Error::new(Code::Malformed).saying(say!(
        "表单没有完整传到（{error}），请返回上一页再提交一次",
        "The form did not arrive whole ({error}); go back and send it again"
    ))
}

impl Typed {
    fn set(&mut self, name: &str, value: String) {
        match name {
            "category" => self.category = value,
            "text" => self.text = value,
            "place_text" => self.place_text = value,
            "name" => self.name = value,
            "phone" => self.phone = value,
            "lon" => self.lon = value,
            "lat" => self.lat = value,
            "accuracy" => self.accuracy = value,
            "keep_place" => self.keep_place = value == "yes",
            "kept" if self.kept.len() < usize::from(MAX_PHOTOS) => self.kept.push(value),
            "checked" => self.checked = value == "1",
            "joins" => self.joins = value,
            "proof" => self.proof = value,
            _ => {}
        }
    }

    /// The report of a grid yet to be named, or for each field that is not right its name and what to do.
    pub fn report(&self, photo_count: u8, lang: Lang) -> Result<NewReport, Vec<(&'static str, String)>> {
        let mut faults = Vec::new();
        let mut said = |field: &'static str, fault: Fault| {
            let words = match (field, fault) {
                ("category", _) => lang.need_category(),
                ("text", Fault::Empty) => lang.need_text(),
                _ => fault.in_words(lang),
            };
            faults.push((field, words));
        };
        let category = self.category.parse::<CategoryCode>().map_err(|fault| said("category", fault)).ok();
        let text = self.text.parse::<ReportText>().map_err(|fault| said("text", fault)).ok();
        let place_text = optional::<PlaceText>(&self.place_text).map_err(|fault| said("place_text", fault)).ok().flatten();
        let name = optional::<PersonName>(&self.name).map_err(|fault| said("name", fault)).ok().flatten();
        let phone = optional::<Phone>(&self.phone).map_err(|fault| said("phone", fault)).ok().flatten();
        let (Some(category), Some(text), true) = (category, text, faults.is_empty()) else { return Err(faults) };
        Ok(NewReport {
            id: None,
            category,
            text,
            grid: None,
            place: self.place(),
            place_text,
            channel: None,
            reporter: Some(Reporter { name, phone }),
            captured_at: None,
            photo_count,
            joins: None,
        })
    }

    /// What is asked for before it is filed: is this known already? None where it cannot be asked for yet.
    pub fn question(&self, grid: GridCode) -> Option<SimilarFilter> {
        let point = self.place().map(|place| place.point);
        Some(SimilarFilter {
            category: self.category.parse().ok()?,
            lon: point.map(|p| p.lon),
            lat: point.map(|p| p.lat),
            grid: Some(grid),
            text: Some(self.place_text.trim().to_owned()).filter(|text| !text.is_empty()),
        })
    }

    /// The place a script filled in; one that cannot be is left out, for the resident never typed it.
    fn place(&self) -> Option<Place> {
        let point = Point::new(self.lon.parse().ok()?, self.lat.parse().ok()?).ok()?;
        let accuracy_m = self.accuracy.parse::<f64>().ok().filter(|m| (0.0..=100_000.0).contains(m));
        Some(Place { point, accuracy_m, source: PlaceSource::Gps })
    }

    /// The same id for the same form from the same address within the hour: pressing twice, or going back and sending again, files once.
    pub fn id(&self, board: &str, from: Address, now: Moment) -> ReportId {
        use sha2::{Digest, Sha256};
        const HOUR: i64 = 3_600_000;
        let hour = now.millis().div_euclid(HOUR) * HOUR;
        let mut hash = Sha256::new();
        let from = from.0.to_string();
        for part in [board, &from, &self.category, &self.text, &self.place_text, &self.name, &self.phone] {
            hash.update(part);
            hash.update([0]);
        }
        let digest: [u8; 32] = hash.finalize().into();
        let mut random = [0; 10];
        random.copy_from_slice(&digest[..10]);
        uuid::Builder::from_unix_timestamp_millis(hour.unsigned_abs(), &random).into_uuid().into()
    }
}

/// Nothing typed is no fault.
fn optional<T: FromStr<Err = Fault>>(typed: &str) -> Result<Option<T>, Fault> {
    if typed.trim().is_empty() { Ok(None) } else { typed.parse().map(Some) }
}

impl Refusal {
    /// As it stands in the address of the receipt.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fault(fault) => fault.code(),
            Self::Busy => "busy",
            Self::TooMany => "too_many",
        }
    }
}

impl Brought {
    /// The photos that were not kept, for the address of the receipt: `&refused=2:photo_heic,10:too_many`.
    pub fn refused_in_address(&self) -> String {
        let refused: Vec<String> = self.refused.iter().take(20).map(|(number, why)| format!("{number}:{}", why.code())).collect();
        if refused.is_empty() { String::new() } else { format!("&refused={}", refused.join(",")) }
    }
}
