//! A new release of the app: it waits on the phone until somebody takes it, and never comes under somebody's hands.

use web_sys::Event;
use yew::prelude::*;

use crate::device;
use crate::look::use_lang;
use crate::pages::report::use_desk;
use crate::parts::button::Button;
use crate::parts::icon::Icon;
use crate::parts::signal::use_signal;
use crate::phone::use_phone;
use crate::words::ShellWords;

/// What `boot.js` leaves on the document while a release waits.
fn is_waiting() -> bool {
    let root = device::document().and_then(|d| d.document_element());
    root.is_some_and(|root| root.get_attribute("data-release").as_deref() == Some("waiting"))
}

/// A strip that offers the new release. Drafts and the outbox are on the phone and outlive it; where the browser keeps nothing, it waits
/// until there is nothing to lose.
#[component]
pub fn Release() -> Html {
    let lang = use_lang();
    let waiting = use_signal(&["release"], is_waiting);
    let desk = use_desk();
    let phone = use_phone();
    let lasting = phone.as_ref().is_some_and(|phone| phone.keeper.is_lasting());
    let unsent = !lasting && (desk.draft.is_begun() || phone.is_some_and(|phone| !phone.known.unsent.is_empty()));
    let take = Callback::from(|()| {
        if let (Some(window), Ok(event)) = (device::window(), Event::new("release-taken")) {
            // `boot.js` hears it; without it the release comes when the app is closed.
            let _ = window.dispatch_event(&event);
        }
    });
    html! {
        <div role="status">
            if waiting && unsent {
                <p class="strip">{ lang.release_later() }</p>
            } else if waiting {
                <p class="strip">{ lang.release_waiting() }<Button small=true icon={Icon::Refresh} onclick={take}>{ lang.release_take() }</Button></p>
            }
        </div>
    }
}
