//! Changing the password: by oneself, or because it is the initial one.

use shared::session::{self, PasswordChange};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::api::use_send;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::field::{Field, Takes};
use crate::parts::form::{Check, Complaint, setter};
use crate::parts::icon::Icon;
use crate::parts::page::{Page, use_heading};
use crate::parts::toast::use_toast;
use crate::route::Route;
use crate::session::use_session;
use crate::words::ShellWords;

/// Changes the password of whoever is signed in.
#[component]
pub fn PasswordPage() -> Html {
    let lang = use_lang();
    let navigator = use_navigator();
    let toast = use_toast();
    let done = Callback::from(move |()| {
        toast.say(lang.password_changed());
        if let Some(navigator) = &navigator {
            navigator.push(&Route::Me);
        }
    });
    html! { <Page title={lang.change_password()} back={Route::Me}><div class="card"><PasswordForm {done} /></div></Page> }
}

/// Stands before everything else until an initial password is changed.
#[component]
pub fn InitialPasswordPage() -> Html {
    let lang = use_lang();
    let session = use_session();
    let heading = use_heading(&lang.change_initial_title().into());
    let done = session.ask.clone();
    html! {
        <>
            <div class="gate-head">
                { Icon::Key.big() }
                <h1 tabindex="-1" ref={heading}>{ lang.change_initial_title() }</h1>
                <p class="soft">{ lang.change_initial_lead() }</p>
            </div>
            <PasswordForm {done} />
            <Button weight={Weight::Text} onclick={session.leave.clone()}>{ lang.sign_out() }</Button>
        </>
    }
}

#[derive(PartialEq, Properties)]
struct PasswordFormProps {
    done: Callback<()>,
}

#[component]
fn PasswordForm(props: &PasswordFormProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let (current, new, again) = (use_state(String::new), use_state(String::new), use_state(String::new));
    let onsubmit = {
        let (current, new, again, send, done) = (current.clone(), new.clone(), again.clone(), send.clone(), props.done.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let mut check = Check::new(lang);
            let (current, read) = (check.secret("/current", &current), check.read("/new", &new));
            check.must("/again", *new == *again, lang.passwords_differ());
            match (read, check.failure()) {
                (Some(new), None) => {
                    let done = done.clone();
                    send.run(session::change_password(&PasswordChange { current, new }), move |()| done.emit(()));
                }
                (_, failure) => send.fail(failure),
            }
        })
    };
    html! {
        <form class="stack" {onsubmit} novalidate={true}>
            <Complaint failure={send.failure().cloned()} />
            <Field
                label={lang.current_password()} takes={Takes::Password} value={(*current).clone()} set={setter(&current)}
                error={send.field("/current")}
            />
            <Field
                label={lang.new_password()} hint={lang.new_password_hint()} takes={Takes::NewPassword} value={(*new).clone()}
                set={setter(&new)} error={send.field("/new")}
            />
            <Field
                label={lang.repeat_password()} takes={Takes::NewPassword} value={(*again).clone()} set={setter(&again)}
                error={send.field("/again")}
            />
            <Button weight={Weight::Primary} submit=true wide=true busy={send.busy()}>{ lang.change_password() }</Button>
        </form>
    }
}
