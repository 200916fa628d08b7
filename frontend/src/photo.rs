//! Photos on their way up: chosen, shrunk on the phone, looked at, sent one after the other.

pub mod facts;
pub mod nine;
mod picture;
mod shrink;
mod tiff;
pub mod upload;

use std::cell::Cell;
use std::rc::Rc;

use shared::place::Point;
use web_sys::Blob;

pub use picture::{Picture, use_picture};
pub use shrink::{Refused, bytes, shrink};

/// A photo as it will be sent, and its picture on this page.
#[derive(Clone, PartialEq)]
pub struct Shot {
    /// Tells the shots of this visit apart.
    pub id: u32,
    pub blob: Blob,
    pub content_type: &'static str,
    /// Whether what the camera noted may be kept.
    pub keep: bool,
    /// Where the camera says it was taken; only with consent.
    pub place: Option<Point>,
    picture: Rc<Picture>,
}

thread_local! {
    static LAST_SHOT: Cell<u32> = const { Cell::new(0) };
}

impl Shot {
    /// A new shot; `None` where the browser cannot show it.
    fn new(blob: Blob, content_type: &'static str, keep: bool, place: Option<Point>) -> Option<Self> {
        let picture = Rc::new(Picture::new(&blob)?);
        LAST_SHOT.set(LAST_SHOT.get().wrapping_add(1));
        Some(Self { id: LAST_SHOT.get(), blob, content_type, keep, place, picture })
    }

    /// The address to show it at.
    pub fn url(&self) -> String {
        self.picture.address()
    }
}
