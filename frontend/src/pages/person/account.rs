//! Whether a person can sign in.

use std::rc::Rc;

use shared::staffing::{self, AccountState, InitialPassword, Person};
use shared::time::Moment;
use yew::prelude::*;

use crate::api::use_send;
use crate::look::use_lang;
use crate::pages::people::account_tag;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::Group;
use crate::parts::form::Complaint;
use crate::parts::sheet::Sheet;
use crate::parts::toast::use_toast;
use crate::words::{OfficeWords, ShellWords, day_and_time};

#[derive(PartialEq, Properties)]
pub struct AccountProps {
    pub person: Rc<Person>,
    pub again: Callback<()>,
}

/// Opens, resets, disables; for the administrator.
#[component]
pub fn Account(props: &AccountProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let toast = use_toast();
    let shown = use_state(|| None::<InitialPassword>);
    let id = props.person.id;
    let open = {
        let (send, shown, again) = (send.clone(), shown.setter(), props.again.clone());
        Callback::from(move |()| {
            let (shown, again) = (shown.clone(), again.clone());
            send.run(staffing::open_account(id), move |initial| {
                shown.set(Some(initial));
                again.emit(());
            });
        })
    };
    let disable = {
        let (send, again) = (send.clone(), props.again.clone());
        Callback::from(move |()| {
            let (toast, again) = (toast.clone(), again.clone());
            send.run(staffing::disable_account(id), move |()| {
                toast.say(lang.account_disabled());
                again.emit(());
            });
        })
    };
    let has_one = matches!(props.person.account, AccountState::Initial | AccountState::Active);
    html! {
        <Group title={lang.account_state()}>
            <div class="card">
                <div class="row">{ account_tag(lang, props.person.account) }</div>
                <Complaint failure={send.failure().cloned()} />
                <div class="row">
                    <Button small=true busy={send.busy()} onclick={open}>{ if has_one { lang.reset_password() } else { lang.open_account() } }</Button>
                    if has_one {
                        <Button small=true weight={Weight::Danger} busy={send.busy()} onclick={disable}>{ lang.disable_account() }</Button>
                    }
                </div>
            </div>
            if let Some(initial) = &*shown {
                <Sheet title={lang.initial_password()} close={let shown = shown.setter(); move |()| shown.set(None)}>
                    <div class="card centre">
                        <p>{ lang.initial_password_text(&props.person.name) }</p>
                        <p class="digits soft">{ initial.phone.as_str() }</p>
                        <p class="secret digits">{ &initial.password }</p>
                        <p class="note">{ lang.valid_until(&day_and_time(lang, initial.expires_at, Moment::now())) }</p>
                    </div>
                    <Button weight={Weight::Primary} onclick={let shown = shown.setter(); move |()| shown.set(None)}>{ lang.close() }</Button>
                </Sheet>
            }
        </Group>
    }
}
