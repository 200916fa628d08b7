//! Photos on a receipt: as a list, and before and after side by side.

use maud::{Markup, html};
use shared::lang::Lang;
use shared::photos::Photo;
use shared::receipts::Receipt;

use crate::receipts::words::Words;

/// Photos in a row; `words` says what the one of this number shows.
pub fn list(photos: &[Photo], words: impl Fn(usize) -> String) -> Markup {
    html! {
        ul.photos {
            @for (i, photo) in photos.iter().enumerate() { li { (picture(photo, &words(i + 1))) } }
        }
    }
}

/// Left how it was, right how it is. Where nobody photographed the work beforehand, the reporter's own photos show how it was.
pub fn before_and_after(receipt: &Receipt, lang: Lang) -> Markup {
    let before = if receipt.before_photos.is_empty() { &receipt.photos } else { &receipt.before_photos };
    let side = |title: String, photos: &[Photo], words: &dyn Fn(usize) -> String| {
        html! {
            div {
                h4.small { (title) }
                ul { @for (i, photo) in photos.iter().enumerate() { li { (picture(photo, &words(i + 1))) } } }
            }
        }
    };
    html! {
        @if !receipt.after_photos.is_empty() {
            h3.small { (lang.before_after()) }
            div.pair {
                @if !before.is_empty() { (side(lang.before(), before, &|number| lang.before_photo(number))) }
                (side(lang.after(), &receipt.after_photos, &|number| lang.after_photo(number)))
            }
        }
    }
}

fn picture(photo: &Photo, words: &str) -> Markup {
    html! { a href=(photo.url) { img src=(photo.thumbnail_url) alt=(words) width=(photo.width) height=(photo.height) loading="lazy"; } }
}
