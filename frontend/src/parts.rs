//! The parts pages are made of. Each draws one class of `styles/parts.css` and knows nothing of the domain's calls.

pub mod areas;
pub mod button;
pub mod cell;
pub mod connection;
pub mod desk;
pub mod download;
pub mod entered;
pub mod field;
pub mod form;
pub mod form_sheet;
pub mod icon;
pub mod ink;
pub mod keydown;
pub mod link;
pub mod page;
pub mod pick;
pub mod pick_person;
pub mod sheet;
pub mod signal;
pub mod state;
pub mod stepper;
pub mod tag;
pub mod toast;

use std::cell::Cell;

use gloo_timers::callback::Timeout;
use yew::prelude::*;

thread_local! {
    static LAST_ID: Cell<u32> = const { Cell::new(0) };
}

/// An id no other element of the page has, so that labels, hints and errors can name their field.
#[hook]
pub fn use_id() -> Id {
    *use_memo((), |()| {
        LAST_ID.set(LAST_ID.get().wrapping_add(1));
        Id(LAST_ID.get())
    })
}

/// An element's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Id(u32);

impl Id {
    /// The id itself, or that of a part of it.
    pub fn of(self, part: &str) -> AttrValue {
        format!("{part}-{}", self.0).into()
    }
}

/// What somebody is typing, once they pause: a search asks the server then, not at every letter.
#[hook]
pub fn use_settled(text: String) -> String {
    let settled = use_state(|| text.clone());
    {
        let settled = settled.setter();
        use_effect_with(text, move |text| {
            let text = text.clone();
            let timer = Timeout::new(300, move || settled.set(text));
            move || drop(timer)
        });
    }
    (*settled).clone()
}
