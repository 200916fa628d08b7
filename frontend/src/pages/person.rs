//! One person: contact and consent, portrait, account, appointments.

mod account;
pub mod appoint;
pub mod appointments;
mod devices;
mod held;
mod portrait;

use std::rc::Rc;

use shared::lang::Lang;
use shared::may;
use shared::session::Me;
use shared::staffing::{self, Person, PersonId, PersonPatch};
use yew::prelude::*;

use crate::api::{use_call, use_send};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::field::{Field, Takes};
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::pick::Switch;
use crate::parts::state;
use crate::parts::toast::use_toast;
use crate::route::Route;
use crate::words::{OfficeWords, ShellWords};

use account::Account;
use appointments::{Appointments, Whose};
use devices::Devices;
use portrait::Portrait;

#[derive(PartialEq, Properties)]
pub struct PersonPageProps {
    pub me: Rc<Me>,
    pub id: PersonId,
}

/// One person.
#[component]
pub fn PersonPage(props: &PersonPageProps) -> Html {
    let lang = use_lang();
    let person = use_call(Some(staffing::find_person(props.id)));
    let editing = use_state(|| false);
    let caller = props.me.caller();
    let manages = may::manage_staffing(&caller);
    let opener = |open: bool| {
        let editing = editing.setter();
        Callback::from(move |()| editing.set(open))
    };
    let title = person.state.value().map_or_else(|| lang.person(), |p| p.name.to_string());
    let action = if manages {
        html! { <Button small=true weight={Weight::Text} icon={Icon::Edit} onclick={opener(true)}>{ lang.edit() }</Button> }
    } else {
        Html::default()
    };
    html! {
        <Page {title} back={Route::People} {action} wide=true>
            { state::loaded(lang, &person, |it| html! {
                <div class="columns">
                    <div class="stack">
                        <div class="card"><Portrait person={it.clone()} {manages} again={person.again.clone()} /></div>
                        <Appointments
                            me={props.me.clone()} whose={Whose::Person(shared::staffing::PersonRef { id: it.id, name: it.name.clone() })}
                        />
                    </div>
                    <div class="stack">
                        { facts(lang, it) }
                        if may::administer(&caller) {
                            <Account person={it.clone()} again={person.again.clone()} />
                        }
                        if may::keep_devices(&caller) {
                            <Devices person={it.clone()} />
                        }
                    </div>
                    if *editing {
                        <EditPerson
                            person={it.clone()} close={opener(false)} replace={person.replace.clone()} again={person.again.clone()}
                        />
                    }
                </div>
            }) }
        </Page>
    }
}

fn facts(lang: Lang, person: &Person) -> Html {
    let phone = match &person.phone {
        // A number that is masked cannot be called.
        Some(phone) if !phone.contains('*') => html! { <a class="inline-target" href={format!("tel:{phone}")}>{ phone }</a> },
        Some(phone) => html! { { phone } },
        None => html! { { lang.no_phone() } },
    };
    let consent = |given: bool| if given { lang.consent_yes() } else { lang.consent_no() };
    html! {
        <dl class="cells facts">
            <div><dt>{ lang.duty_phone() }</dt><dd class="digits">{ phone }</dd></div>
            <div><dt>{ lang.phone_public() }</dt><dd>{ consent(person.phone_public) }</dd></div>
            <div><dt>{ lang.photo_public() }</dt><dd>{ consent(person.photo_public) }</dd></div>
            <div><dt>{ lang.badge() }</dt><dd class="digits">{ person.badge.as_str() }</dd></div>
        </dl>
    }
}

#[derive(PartialEq, Properties)]
struct EditPersonProps {
    person: Rc<Person>,
    close: Callback<()>,
    replace: Callback<Person>,
    again: Callback<()>,
}

#[component]
fn EditPerson(props: &EditPersonProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let toast = use_toast();
    let name = use_state(|| props.person.name.to_string());
    let phone = use_state(|| props.person.phone.clone().unwrap_or_default());
    let (phone_public, photo_public) = (use_state(|| props.person.phone_public), use_state(|| props.person.photo_public));
    let submit = {
        let (send, name, phone, phone_public, photo_public) =
            (send.clone(), name.clone(), phone.clone(), phone_public.clone(), photo_public.clone());
        let (person, close, replace) = (props.person.clone(), props.close.clone(), props.replace.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let (name, phone) = (check.read("/name", &name), check.read_optional("/phone", &phone));
            if !check.is_fine() {
                return send.fail(check.failure());
            }
            let patch = PersonPatch { name, phone: Some(phone), phone_public: Some(*phone_public), photo_public: Some(*photo_public) };
            let (toast, close, replace) = (toast.clone(), close.clone(), replace.clone());
            send.run(staffing::change_person(person.id, &patch, person.version), move |changed| {
                toast.say(lang.saved());
                replace.emit(changed);
                close.emit(());
            });
        })
    };
    html! {
        <FormSheet title={lang.edit_person()} send={send.clone()} {submit} close={props.close.clone()} again={props.again.clone()}>
            <Field label={lang.your_name()} value={(*name).clone()} set={setter(&name)} error={send.field("/name")} />
            <Field
                label={lang.duty_phone()} optional=true takes={Takes::OtherPhone} value={(*phone).clone()} set={setter(&phone)}
                error={send.field("/phone")}
            />
            <Switch
                label={lang.phone_public()} note={lang.phone_public_note()} on={*phone_public}
                set={let set = phone_public.setter(); move |on| set.set(on)}
            />
            <Switch
                label={lang.photo_public()} note={lang.photo_public_note()} on={*photo_public}
                set={let set = photo_public.setter(); move |on| set.set(on)}
            />
        </FormSheet>
    }
}
