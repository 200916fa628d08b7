//! The gate: phone and password, or the one-time code of a new installation.

use shared::lang::Lang;
use shared::session::{self, SetUp, SignIn};
use yew::prelude::*;

use crate::api::use_send;
use crate::device;
use crate::look::{Look, use_lang, use_look};
use crate::parts::button::{Button, Weight};
use crate::parts::field::{Field, Takes};
use crate::parts::form::{Check, Complaint, setter};
use crate::parts::icon::Icon;
use crate::parts::page::use_heading;
use crate::parts::pick::Segments;
use crate::session::{use_session, was_wiped};
use crate::words::{PhoneWords, ShellWords};

#[derive(PartialEq, Properties)]
pub struct SignInPageProps {
    /// Begin with the form of a new installation.
    pub set_up: bool,
}

/// Signs somebody in.
#[component]
pub fn SignInPage(props: &SignInPageProps) -> Html {
    let set_up = props.set_up;
    let first_time = use_state(|| set_up);
    let flip = {
        let first_time = first_time.clone();
        Callback::from(move |()| first_time.set(!*first_time))
    };
    if *first_time {
        html! { <SetUpForm key="set-up" {flip} /> }
    } else {
        html! { <SignInForm key="sign-in" {flip} /> }
    }
}

#[derive(PartialEq, Properties)]
struct FormProps {
    /// Changes between signing in and setting up.
    flip: Callback<()>,
}

#[component]
fn SignInForm(props: &FormProps) -> Html {
    let lang = use_lang();
    let session = use_session();
    let send = use_send();
    let heading = use_heading(&lang.sign_in().into());
    let phone = use_state(String::new);
    let password = use_state(String::new);
    let onsubmit = {
        let (phone, password, send) = (phone.clone(), password.clone(), send.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let mut check = Check::new(lang);
            let (phone, password) = (check.read("/phone", &phone), check.secret("/password", &password));
            match (phone, check.failure()) {
                (Some(phone), None) => {
                    let who = SignIn { phone, password, device: device::name().parse().ok() };
                    let enter = session.enter.clone();
                    send.run(session::sign_in(&who), move |signed_in| enter.emit(signed_in));
                }
                (_, failure) => send.fail(failure),
            }
        })
    };
    html! {
        <>
            <div class="gate-head">
                <span class="mark">{ Icon::Grid.big() }</span>
                <h1 tabindex="-1" ref={heading}>{ lang.product() }</h1>
                <p class="soft">{ lang.sign_in_lead() }</p>
            </div>
            if was_wiped() {
                <div class="notice warning" role="status">{ Icon::Alert.draw() }<p>{ lang.wiped() }</p></div>
            }
            <form class="stack" {onsubmit} novalidate={true}>
                <Complaint failure={send.failure().cloned()} />
                <Field
                    label={lang.work_phone()} takes={Takes::Phone} value={(*phone).clone()} set={setter(&phone)}
                    error={send.field("/phone")}
                />
                <Field
                    label={lang.password()} takes={Takes::Password} value={(*password).clone()} set={setter(&password)}
                    error={send.field("/password")}
                />
                <Button weight={Weight::Primary} submit=true wide=true busy={send.busy()}>{ lang.sign_in() }</Button>
                <p class="note">{ lang.forgot_password() }</p>
            </form>
            <GateFoot>
                <Button weight={Weight::Text} small=true onclick={props.flip.clone()}>{ lang.first_time() }</Button>
            </GateFoot>
        </>
    }
}

#[component]
fn SetUpForm(props: &FormProps) -> Html {
    let lang = use_lang();
    let session = use_session();
    let send = use_send();
    let heading = use_heading(&lang.set_up_title().into());
    let (code, name, phone, password) = (use_state(String::new), use_state(String::new), use_state(String::new), use_state(String::new));
    let (sub_district, sub_district_name) = (use_state(String::new), use_state(String::new));
    let onsubmit = {
        let (code, name, phone, password, send) = (code.clone(), name.clone(), phone.clone(), password.clone(), send.clone());
        let (sub_district, sub_district_name) = (sub_district.clone(), sub_district_name.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let mut check = Check::new(lang);
            let code = check.secret("/code", code.trim());
            let place = (check.read("/sub_district", &sub_district), check.read("/sub_district_name", &sub_district_name));
            let person = (check.read("/name", &name), check.read("/phone", &phone), check.read("/password", &password));
            match (place, person, check.failure()) {
                ((Some(sub_district), Some(sub_district_name)), (Some(name), Some(phone), Some(password)), None) => {
                    let enter = session.enter.clone();
                    let new = SetUp { code, name, phone, password, sub_district, sub_district_name };
                    send.run(session::set_up(&new), move |signed_in| enter.emit(signed_in));
                }
                (.., failure) => send.fail(failure),
            }
        })
    };
    html! {
        <>
            <div class="gate-head">
                { Icon::Key.big() }
                <h1 tabindex="-1" ref={heading}>{ lang.set_up_title() }</h1>
                <p class="soft">{ lang.set_up_lead() }</p>
            </div>
            <form class="stack" {onsubmit} novalidate={true}>
                <Complaint failure={send.failure().cloned()} />
                <Field
                    label={lang.set_up_code()} takes={Takes::Code} value={(*code).clone()} set={setter(&code)}
                    error={send.field("/code")}
                />
                <Field
                    label={lang.sub_district_code()} hint={lang.sub_district_code_hint()} takes={Takes::Digits}
                    value={(*sub_district).clone()} set={setter(&sub_district)} error={send.field("/sub_district")}
                />
                <Field
                    label={lang.sub_district_name()} value={(*sub_district_name).clone()} set={setter(&sub_district_name)}
                    error={send.field("/sub_district_name")}
                />
                <Field
                    label={lang.your_name()} takes={Takes::Name} value={(*name).clone()} set={setter(&name)} error={send.field("/name")}
                />
                <Field
                    label={lang.work_phone()} takes={Takes::Phone} value={(*phone).clone()} set={setter(&phone)}
                    error={send.field("/phone")}
                />
                <Field
                    label={lang.new_password()} hint={lang.new_password_hint()} takes={Takes::NewPassword} value={(*password).clone()}
                    set={setter(&password)} error={send.field("/password")}
                />
                <Button weight={Weight::Primary} submit=true wide=true busy={send.busy()}>{ lang.set_up_do() }</Button>
            </form>
            <GateFoot>
                <Button weight={Weight::Text} small=true onclick={props.flip.clone()}>{ lang.back() }</Button>
            </GateFoot>
        </>
    }
}

#[derive(PartialEq, Properties)]
struct GateFootProps {
    children: Html,
}

/// Under either form: the language, 长辈版, and the way out for residents who strayed here.
#[component]
fn GateFoot(props: &GateFootProps) -> Html {
    let looking = use_look();
    let lang = looking.look.lang;
    let speak = {
        let looking = looking.clone();
        Callback::from(move |i: usize| {
            let lang = Lang::ALL.get(i).copied().unwrap_or_default();
            looking.set.emit(Look { lang, ..looking.look });
        })
    };
    let enlarge = {
        let looking = looking.clone();
        Callback::from(move |()| looking.set.emit(Look { elder: !looking.look.elder, ..looking.look }))
    };
    html! {
        <div class="gate-foot">
            <Segments
                label={lang.language()} bare=true choices={vec!["中文".into(), "English".into()]} chosen={usize::from(lang == Lang::En)}
                choose={speak}
            />
            <div class="row gate-links">
                <Button weight={Weight::Text} small=true icon={Icon::TextSize} onclick={enlarge}>{ if looking.look.elder { lang.standard() } else { lang.elder() } }</Button>
                <a class="button text small" href="/boards">{ Icon::Board.small() }{ lang.to_residents() }</a>
                { props.children.clone() }
            </div>
        </div>
    }
}
