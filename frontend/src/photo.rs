//! Photos on their way up: chosen, shrunk on the phone, looked at, sent one after the other.

pub mod code;
pub mod facts;
pub mod nine;
mod picture;
mod shrink;
mod tiff;
pub mod upload;

use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use shared::place::Point;
use shared::sync::uploads::UploadId;
use web_sys::{Blob, BlobPropertyBag};

pub use picture::{Picture, use_picture};
pub use shrink::{Refused, bytes, shrink};

/// A photo as it will be sent, and its picture on this page.
#[derive(Clone, PartialEq)]
pub struct Shot {
    /// What it is called from the moment it is chosen until it has arrived.
    pub id: UploadId,
    pub blob: Blob,
    pub content_type: &'static str,
    /// Whether what the camera noted may be kept.
    pub keep: bool,
    /// Where the camera says it was taken; only with consent.
    pub place: Option<Point>,
    picture: Rc<Picture>,
}

impl Shot {
    /// A new shot; `None` where the browser cannot show it.
    fn new(blob: Blob, content_type: &'static str, keep: bool, place: Option<Point>) -> Option<Self> {
        let picture = Rc::new(Picture::new(&blob)?);
        Some(Self { id: UploadId::new(), blob, content_type, keep, place, picture })
    }

    /// A shot that was kept on the phone; `None` where it is one no more.
    pub fn kept(id: UploadId, content: &[u8], content_type: &str, keep: bool, place: Option<Point>) -> Option<Self> {
        let content_type = ["image/jpeg", "image/png", "image/webp"].into_iter().find(|known| *known == content_type)?;
        let kind = BlobPropertyBag::new();
        kind.set_type(content_type);
        let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(content)), &kind).ok()?;
        (!content.is_empty()).then_some(())?;
        Some(Self { id, ..Self::new(blob, content_type, keep, place)? })
    }

    /// The address to show it at.
    pub fn url(&self) -> String {
        self.picture.address()
    }
}
