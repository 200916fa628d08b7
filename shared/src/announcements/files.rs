//! Material of an announcement: leaflets as PDF, pictures. They are sent first, under the id the announcement will have.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::AnnouncementId;
use crate::call::{Call, Method, percent_encoded};
use crate::value::{choice, text};

/// The most files of one announcement.
pub const MOST_FILES: usize = 3;
/// So many may be sent under one id before it is published: some are taken off again.
pub const MOST_SENT: usize = 12;
/// The most bytes of one.
pub const MOST_FILE_BYTES: usize = 10 * 1024 * 1024;

text!(
    /// What a file is called: `垃圾分类宣传单.pdf`.
    FileName, 80
);

choice! {
    /// What a file is. Pictures are turned upright, stripped of what the camera noted and encoded anew.
    FileKind {
        Pdf = "application/pdf", "PDF", "PDF";
        Picture = "image/jpeg", "图片", "Picture";
    }
}

/// A file of an announcement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AnnouncementFile {
    /// Counted from 1, in the order in which they were sent.
    #[schema(minimum = 1, maximum = 12)]
    pub position: i32,
    pub name: FileName,
    pub kind: FileKind,
    #[schema(minimum = 1)]
    pub bytes: i32,
    /// Of news anybody may fetch it, of everything else those it is for.
    #[schema(max_length = 100)]
    pub url: String,
}

/// What a new file is called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FileOptions {
    #[param(value_type = String, min_length = 1, max_length = 80)]
    pub name: FileName,
}

/// Where a file is.
pub fn file_path(announcement: AnnouncementId, position: i32) -> String {
    Call::<()>::get(format!("/announcements/{announcement}/files/{position}")).path
}

/// Adds a file before the announcement is published: a PDF, JPEG, PNG or WebP. The same file again is answered as it stands.
pub fn add_announcement_file(
    announcement: AnnouncementId,
    name: &FileName,
    content_type: &'static str,
    bytes: Vec<u8>,
) -> Call<AnnouncementFile> {
    let name = percent_encoded(name);
    Call::send(Method::Post, format!("/announcements/{announcement}/files?name={name}"), content_type, bytes)
}
