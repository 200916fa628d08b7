//! What the person has to know of how the phone keeps things: strips above every page, nothing while all is well.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::room::{self, LITTLE};
use super::use_phone;
use crate::look::use_lang;
use crate::parts::button::Button;
use crate::parts::icon::Icon;
use crate::session::use_session;
use crate::words::PhoneWords;

/// Says that one has to sign in anew, that nothing lasts here, that something was lost, or that room is short.
#[component]
pub fn Keeping() -> Html {
    let lang = use_lang();
    let session = use_session();
    let phone = use_phone();
    let little = use_state(|| false);
    let lost = use_state(|| false);
    {
        let (little, lost) = (little.setter(), lost.setter());
        let opened = phone.clone();
        use_effect_with(phone.is_some(), move |_| {
            let Some(phone) = opened else { return };
            let empty = !phone.known.fetched && phone.known.unsent.is_empty();
            lost.set(phone.keeper.is_lasting() && empty && room::was_kept(phone.me.id));
            spawn_local(async move { little.set(room::room().await.is_some_and(|room| room.left < LITTLE)) });
        });
    }
    let understood = {
        let (lost, phone) = (lost.setter(), phone.clone());
        Callback::from(move |()| {
            if let Some(phone) = &phone {
                room::forget(phone.me.id);
            }
            lost.set(false);
        })
    };
    html! {
        <div role="status">
            if session.expired {
                <p class="strip">{ lang.expired() }<Button small=true onclick={session.gate.clone()}>{ lang.sign_in_again() }</Button></p>
            }
            if *lost {
                <p class="strip">{ lang.was_cleared() }<Button small=true onclick={understood}>{ lang.understood() }</Button></p>
            }
            if phone.as_ref().is_some_and(|phone| !phone.keeper.is_lasting()) {
                <p class="strip">{ Icon::Alert.small() }{ lang.not_lasting() }</p>
            }
            if *little {
                <p class="strip">{ Icon::Alert.small() }{ lang.room_little() }</p>
            }
        </div>
    }
}
