//! Photos on their way up: chosen, shrunk on the phone, looked at, sent one after the other.

pub mod facts;
pub mod nine;
mod shrink;
mod tiff;
pub mod upload;

use std::cell::Cell;
use std::rc::Rc;

use shared::place::Point;
use web_sys::{Blob, Url};

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

/// The address of a blob's picture; given back when nobody shows it any more.
#[derive(PartialEq)]
struct Picture(String);

impl Drop for Picture {
    fn drop(&mut self) {
        // An address that is no longer known needs no giving back.
        let _ = Url::revoke_object_url(&self.0);
    }
}

thread_local! {
    static LAST_SHOT: Cell<u32> = const { Cell::new(0) };
}

impl Shot {
    /// A new shot; `None` where the browser cannot show it.
    fn new(blob: Blob, content_type: &'static str, keep: bool, place: Option<Point>) -> Option<Self> {
        let picture = Rc::new(Picture(Url::create_object_url_with_blob(&blob).ok()?));
        LAST_SHOT.set(LAST_SHOT.get().wrapping_add(1));
        Some(Self { id: LAST_SHOT.get(), blob, content_type, keep, place, picture })
    }

    /// The address to show it at.
    pub fn url(&self) -> String {
        self.picture.0.clone()
    }
}
