//! Says so while the phone has no network. Only a hint: what counts is whether a call comes through.

use yew::prelude::*;

use super::icon::Icon;
use super::signal::use_signal;
use crate::device;
use crate::look::use_lang;
use crate::words::ShellWords;

fn is_lost() -> bool {
    device::window().is_some_and(|w| !w.navigator().on_line())
}

/// A strip above the page while there is no network.
#[component]
pub fn Connection() -> Html {
    let lang = use_lang();
    let lost = use_signal(&["online", "offline"], is_lost);
    html! {
        <div role="status">
            if lost {
                <p class="strip">{ Icon::Offline.small() }{ lang.connection_lost() }</p>
            }
        </div>
    }
}
