//! Files that come in pieces, by the core of tus 1.0: `POST /uploads` announces one, `HEAD` tells how much of it has arrived, `PATCH`
//! brings more of it. The last piece makes it a photo. What has arrived stays, however often the line breaks.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::{Call, Method};
use crate::cases::CaseId;
use crate::photos::{PhotoId, PhotoKind};
use crate::reports::ReportId;
use crate::time::Moment;
use crate::value::{Fault, choice, id, text};

id!(
    /// Names one upload; chosen by the phone, so that announcing twice announces once.
    UploadId
);

text!(
    /// The SHA-256 of a file or another content, in lower-case hexadecimal digits.
    FileHash, max 64, "^[0-9a-f]{64}$", |s| {
        let fit = s.len() == 64 && s.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if fit { Ok(s.to_owned()) } else { Err(Fault::Digits(64)) }
    }
);

impl FileHash {
    pub fn of(digest: &[u8; 32]) -> Self {
        Self(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// The version of tus that is spoken.
pub const TUS_VERSION: &str = "1.0.0";
/// What pieces are sent as.
pub const PIECE: &str = "application/offset+octet-stream";
/// Days an upload may take.
pub const UPLOAD_DAYS: i64 = 30;

choice! {
    /// How far an upload is.
    UploadState {
        Open = "open", "上传中", "Under way";
        Done = "done", "已完成", "Done";
        /// Whole, but no photo: a person has to look at it.
        Refused = "refused", "无法使用", "Refused";
    }
}

/// A file that will come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUpload {
    pub id: UploadId,
    /// The report it belongs to; the caller's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<ReportId>,
    /// The case it belongs to: for photos of the work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// What it shows: `scene` of a report, else `before` or `after`. With `report` and one of these it goes to the report's case.
    pub kind: PhotoKind,
    #[schema(minimum = 1, maximum = 10_485_760)]
    pub bytes: i64,
    pub sha256: FileHash,
    /// When it was taken, by the phone's clock: whoever worked in the grid then may add it, though no more today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captured_at: Option<Moment>,
    /// Keep the place the camera noted in the photo.
    #[serde(default)]
    pub keep_place: bool,
}

/// How far an upload is. The same stands in the headers `Upload-Offset` and `Upload-Length`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Upload {
    pub id: UploadId,
    pub state: UploadState,
    /// How many bytes have arrived.
    #[schema(minimum = 0)]
    pub offset: i64,
    #[schema(minimum = 1)]
    pub bytes: i64,
    /// The photo it became.
    pub photo: Option<PhotoId>,
}

/// Announces a file.
pub fn announce(new: &NewUpload) -> Call<Upload> {
    Call::post("/uploads", new)
}

/// Asks how much of a file has arrived.
pub fn find_upload(id: UploadId) -> Call<Upload> {
    Call::get(format!("/uploads/{id}"))
}

/// Brings more of a file. Whoever sends it adds the headers `Tus-Resumable` and `Upload-Offset`.
pub fn add_piece(id: UploadId, piece: Vec<u8>) -> Call<()> {
    Call::send(Method::Patch, format!("/uploads/{id}"), PIECE, piece)
}
