//! Pictures the page shows from memory: chosen ones, and those only a signed-in reader gets.

use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, Url};
use yew::prelude::*;

use crate::api::use_api;

/// The address of a blob's picture; given back when nobody shows it any more.
#[derive(PartialEq)]
pub struct Picture(String);

impl Picture {
    /// Of a blob; `None` where the browser gives no address.
    pub fn new(blob: &Blob) -> Option<Self> {
        Url::create_object_url_with_blob(blob).ok().map(Self)
    }

    /// Where it can be shown from.
    pub fn address(&self) -> String {
        self.0.clone()
    }
}

impl Drop for Picture {
    fn drop(&mut self) {
        // An address that is no longer known needs no giving back.
        let _ = Url::revoke_object_url(&self.0);
    }
}

/// Fetches a picture with the reader's token, which an `<img>` could not send. `None` until it is there, and where it is refused.
#[hook]
pub fn use_picture(address: Option<String>) -> Option<String> {
    let api = use_api();
    let picture = use_state(|| None::<Rc<Picture>>);
    {
        let picture = picture.setter();
        use_effect_with(address, move |address| {
            let address = address.clone();
            picture.set(None);
            spawn_local(async move {
                let Some(address) = address else { return };
                let Ok(bytes) = api.fetch_file(&address).await else { return };
                let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes.as_slice())));
                picture.set(blob.ok().as_ref().and_then(Picture::new).map(Rc::new));
            });
        });
    }
    (*picture).as_ref().map(|picture| picture.address())
}
