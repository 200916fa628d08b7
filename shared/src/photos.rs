//! Photos of what was seen and what was done.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::{Call, Method};
use crate::cases::CaseId;
use crate::place::Point;
use crate::receipts::ReceiptCode;
use crate::reports::ReportId;
use crate::time::Moment;
use crate::value::{choice, id};

id!(
    /// Names one photo.
    PhotoId
);

/// The most photos a report carries, and the most a case gets of each kind.
pub const MAX_PHOTOS: u8 = 9;
/// The biggest file accepted, in bytes.
pub const MAX_PHOTO_BYTES: usize = 10 * 1024 * 1024;

choice! {
    /// What a photo shows.
    PhotoKind {
        /// What the reporter saw.
        Scene = "scene", "现场", "Scene";
        Before = "before", "处置前", "Before";
        After = "after", "处置后", "After";
    }
}

/// A photo, already turned upright, stripped of its metadata and encoded anew as JPEG.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Photo {
    pub id: PhotoId,
    pub kind: PhotoKind,
    /// Of the large rendition, in pixels; its long edge is at most 1600.
    #[schema(minimum = 1, maximum = 1600)]
    pub width: i32,
    #[schema(minimum = 1, maximum = 1600)]
    pub height: i32,
    /// The large rendition. Signed: good for a day, without a token.
    #[schema(max_length = 300)]
    pub url: String,
    /// The small one, 320 px.
    #[schema(max_length = 300)]
    pub thumbnail_url: String,
    /// When the camera says it was taken.
    pub taken_at: Option<Moment>,
    /// Where the camera says it was taken; kept only with consent.
    pub taken_where: Option<Point>,
    pub received_at: Moment,
}

/// Adds a photo to one's own report. The body is the file itself: JPEG, PNG or WebP.
/// `keep_place` is the consent to keep the place the camera noted.
pub fn add_report_photo(report: ReportId, keep_place: bool, content_type: &'static str, bytes: Vec<u8>) -> Call<Photo> {
    Call::send(Method::Post, format!("/reports/{report}/photos?keep_place={keep_place}"), content_type, bytes)
}

/// The same for a resident, who holds the receipt code.
pub fn add_receipt_photo(receipt: &ReceiptCode, keep_place: bool, content_type: &'static str, bytes: Vec<u8>) -> Call<Photo> {
    Call::send(Method::Post, format!("/receipts/{receipt}/photos?keep_place={keep_place}"), content_type, bytes)
}

/// Adds a photo to a case: before or after the work.
pub fn add_case_photo(case: CaseId, kind: PhotoKind, content_type: &'static str, bytes: Vec<u8>) -> Call<Photo> {
    Call::send(Method::Post, format!("/cases/{case}/photos?kind={kind}"), content_type, bytes)
}
