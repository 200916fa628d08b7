//! Addresses of photos: signed, so that an `<img>` can load them without a token, and good for a day or two.

use std::str::FromStr;

use shared::photos::{Photo, PhotoId};
use shared::place::Point;
use shared::problem::Code;
use shared::sync::ENDED_KEPT_DAYS;
use shared::time::Moment;

use super::rows::PhotoRow;
use crate::error::Error;
use crate::say;
use crate::secrets::Secrets;

/// Which rendition of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// At most 1600 px.
    Large,
    /// At most 320 px.
    Thumbnail,
}

impl Size {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Large => "large",
            Self::Thumbnail => "thumbnail",
        }
    }
}

impl FromStr for Size {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        [Self::Large, Self::Thumbnail].into_iter().find(|size| size.as_str() == text).ok_or_else(Error::not_found)
    }
}

/// Signs addresses as of one moment. All signed on one day are the same, so that browsers keep the pictures.
#[derive(Clone)]
pub struct Addresses {
    secrets: Secrets,
    /// The day (UTC, counted from 1970) with whose end they stop working.
    last_day: i64,
}

const DAY_MILLIS: i64 = 86_400_000;
/// A case that has ended stays on phones for 60 days.
const LASTING_DAYS: i64 = ENDED_KEPT_DAYS + 30;

impl Addresses {
    pub fn at(secrets: &Secrets, now: Moment) -> Self {
        Self { secrets: secrets.clone(), last_day: now.millis().div_euclid(DAY_MILLIS) + 1 }
    }

    /// Addresses that hold for as long as what a phone carries does: it shows pictures without asking anew. They change once in 30 days.
    pub fn lasting(secrets: &Secrets, now: Moment) -> Self {
        let day = now.millis().div_euclid(DAY_MILLIS);
        Self { secrets: secrets.clone(), last_day: day - day % 30 + LASTING_DAYS }
    }

    /// `/api/v1/photos/{id}/large?until=20781&tag=…`.
    pub fn of(&self, id: PhotoId, size: Size) -> String {
        let (size, until) = (size.as_str(), self.last_day);
        let tag = self.secrets.sign(PURPOSE, &signed(id, size, until));
        format!("/api/v1/photos/{id}/{size}?until={until}&tag={tag}")
    }

    /// A photo as it is sent.
    pub fn photo(&self, row: &PhotoRow) -> Photo {
        Photo {
            id: row.id,
            kind: row.kind,
            width: row.width,
            height: row.height,
            url: self.of(row.id, Size::Large),
            thumbnail_url: self.of(row.id, Size::Thumbnail),
            taken_at: row.taken_at,
            taken_where: row.lon.zip(row.lat).map(|(lon, lat)| Point { lon, lat }),
            received_at: row.received_at,
        }
    }
}

/// Whether an address was signed by us and still holds: 404 when not, 410 when it did once.
pub fn check(secrets: &Secrets, id: PhotoId, size: Size, until: i64, tag: &str, now: Moment) -> Result<(), Error> {
    if !secrets.verify(PURPOSE, &signed(id, size.as_str(), until), tag) {
        return Err(Error::not_found());
    }
    if until < now.millis().div_euclid(DAY_MILLIS) {
        return Err(
            Error::new(Code::Gone).saying(say!("照片地址已过期，请刷新页面", "The address of the photo has expired; reload the page"))
        );
    }
    Ok(())
}

const PURPOSE: &str = "photo";

fn signed(id: PhotoId, size: &str, until: i64) -> String {
    format!("{id}/{size}/{until}")
}
