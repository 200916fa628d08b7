//! Where one is signed in.

use shared::session::{self, Session};
use shared::time::Moment;
use yew::prelude::*;

use crate::api::{use_call, use_send};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::form::Complaint;
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::state;
use crate::parts::tag::{Tone, tag};
use crate::parts::toast::use_toast;
use crate::route::Route;
use crate::words::{ShellWords, ago, day_and_time};

/// Lists the devices that are signed in, and signs any of the others out.
#[component]
pub fn SessionsPage() -> Html {
    let lang = use_lang();
    let toast = use_toast();
    let sessions = use_call(Some(session::list_sessions()));
    let send = use_send();
    let end = {
        let (send, again) = (send.clone(), sessions.again.clone());
        Callback::from(move |id| {
            let (again, toast) = (again.clone(), toast.clone());
            send.run(session::end_session(id), move |()| {
                toast.say(lang.session_ended());
                again.emit(());
            });
        })
    };
    let now = Moment::now();
    html! {
        <Page title={lang.sessions()} back={Route::Me}>
            <p class="note">{ lang.sessions_lead() }</p>
            <Complaint failure={send.failure().cloned()} />
            { state::loaded(lang, &sessions, |page| html! {
                <ul class="cells">
                    for one in page.items.iter() {
                        { device(lang, one, now, &end, send.busy()) }
                    }
                </ul>
            }) }
        </Page>
    }
}

fn device(lang: shared::lang::Lang, one: &Session, now: Moment, end: &Callback<session::SessionId>, busy: bool) -> Html {
    let id = one.id;
    let name = one.device.clone().unwrap_or_else(|| lang.unknown_device());
    html! {
        <li>
            <div class="cell">
                <span class="cell-icon">{ Icon::Device.draw() }</span>
                <span class="cell-main">
                    <span class="row">{ name }if one.current { { tag(Tone::Success, Icon::Check, lang.this_device()) } }</span>
                    <small class="soft">{ lang.last_used(&ago(lang, one.last_used_at, now)) }</small>
                    <small class="soft">{ lang.signed_in_since(&day_and_time(lang, one.signed_in_at, now)) }</small>
                </span>
                if !one.current {
                    <Button weight={Weight::Danger} small=true {busy} onclick={end.reform(move |()| id)}>{ lang.end_session() }</Button>
                }
            </div>
        </li>
    }
}
