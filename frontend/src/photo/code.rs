//! Reads the QR code on a photo, on the phone itself: nothing is sent and nothing is kept.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use rqrr::PreparedImage;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{File, OffscreenCanvas, OffscreenCanvasRenderingContext2d};

use super::shrink::drawn;

/// Long edges at which a code is looked for, in pixels: fine enough for one far away, then coarse enough for one that is blurred.
const EDGES: [u32; 2] = [1200, 600];

/// What the code says; `None` where none can be read.
pub async fn code_on(file: &File) -> Option<String> {
    for edge in EDGES {
        let canvas = drawn(file, edge).await?;
        if let Some(text) = guarded(move || read(&canvas)) {
            return Some(text);
        }
    }
    None
}

/// Does `work` by way of a function of the browser, which catches what panics: on some pictures without any code the reader does, and the app
/// with its patrol must outlive that. What the reader held stays in memory then.
fn guarded(work: impl FnOnce() -> Option<String> + 'static) -> Option<String> {
    let found = Rc::new(RefCell::new(None));
    let into = found.clone();
    let call: Function = Closure::once_into_js(move || {
        let text = work();
        *into.borrow_mut() = text;
    })
    .unchecked_into();
    call.call0(&JsValue::UNDEFINED).ok()?;
    found.take()
}

fn read(canvas: &OffscreenCanvas) -> Option<String> {
    let context: OffscreenCanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    let (width, height) = (canvas.width(), canvas.height());
    let rgba = context.get_image_data(0.0, 0.0, f64::from(width), f64::from(height)).ok()?.data();
    let grey = |x: usize, y: usize| {
        let at = (y * width as usize + x) * 4;
        // Of three colours the middle one weighs most (Rec. 601).
        rgba.get(at..at + 3).map_or(255, |c| ((u32::from(c[0]) * 299 + u32::from(c[1]) * 587 + u32::from(c[2]) * 114) / 1000) as u8)
    };
    let mut image = PreparedImage::prepare_from_greyscale(width as usize, height as usize, grey);
    image.detect_grids().iter().find_map(|grid| grid.decode().ok()).map(|(_, text)| text)
}
