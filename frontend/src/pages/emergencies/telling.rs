//! Messages to everybody on duty: read and confirmed on the phone, sent and watched from the office.

use shared::emergencies::situation::NoticeReceipts;
use shared::emergencies::steps::{EmergencyStep, EmergencyStepId, NewEmergencyStep, Receiving};
use shared::emergencies::{EmergencyId, EmergencyNotice, EmergencyNoticeId, NewEmergencyNotice, tell_everybody};
use shared::lang::Lang;
use shared::sync::ops::OpKind;
use shared::time::Moment;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{Failure, use_send};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::field::Field;
use crate::parts::form::{Check, Complaint, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::toast::use_toast;
use crate::phone::{Phone, use_phone};
use crate::words::{EmergencyWords, day_and_time};

/// Saves a step on the phone.
pub async fn save(phone: &Phone, emergency: EmergencyId, step: EmergencyStep) -> Result<(), Failure> {
    let new = NewEmergencyStep { id: EmergencyStepId::new(), emergency, at: Moment::now(), step };
    phone.save_field(OpKind::EmergencyStep, &new, new.about()).await
}

#[derive(PartialEq, Properties)]
pub struct UnreadProps {
    pub emergency: EmergencyId,
    pub notice: EmergencyNotice,
}

/// A message that was not confirmed yet.
#[component]
pub fn Unread(props: &UnreadProps) -> Html {
    let lang = use_lang();
    let (phone, failure, busy) = (use_phone(), use_state(|| None::<Failure>), use_state(|| false));
    let Some(phone) = phone else { return Html::default() };
    let confirm = {
        let (emergency, notice, failure, busy) = (props.emergency, props.notice.id, failure.setter(), busy.setter());
        Callback::from(move |()| {
            busy.set(true);
            let (phone, failure, busy) = (phone.clone(), failure.clone(), busy.clone());
            spawn_local(async move {
                if let Err(why) = save(&phone, emergency, EmergencyStep::Receive(Receiving { notice })).await {
                    failure.set(Some(why));
                }
                busy.set(false);
            });
        })
    };
    html! {
        <section class="card" role="alert">
            <p class="with-icon strong">{ Icon::Bell.small() }{ format!("{} · {}", lang.told_everybody(), day_and_time(lang, props.notice.at, Moment::now())) }</p>
            <p class="pre">{ props.notice.text.as_str() }</p>
            <Complaint failure={(*failure).clone()} />
            <Button weight={Weight::Primary} icon={Icon::Check} busy={*busy} onclick={confirm}>{ lang.got_it() }</Button>
        </section>
    }
}

#[derive(PartialEq, Properties)]
pub struct TellProps {
    pub emergency: EmergencyId,
    pub close: Callback<()>,
    pub done: Callback<()>,
}

/// The form by which the office tells everybody.
#[component]
pub fn Tell(props: &TellProps) -> Html {
    let lang = use_lang();
    let (send, toast, text) = (use_send(), use_toast(), use_state(String::new));
    let id = use_memo((), |()| EmergencyNoticeId::new());
    let submit = {
        let (send, toast, text, id) = (send.clone(), toast, text.clone(), *id);
        let (emergency, done) = (props.emergency, props.done.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let Some(text) = check.read("/text", &text) else { return send.fail(check.failure()) };
            let (toast, done) = (toast.clone(), done.clone());
            send.run(tell_everybody(emergency, &NewEmergencyNotice { id, text }), move |_| {
                toast.say(lang.told());
                done.emit(());
            });
        })
    };
    html! {
        <FormSheet title={lang.tell_everybody()} send={send.clone()} {submit} close={props.close.clone()} save={lang.tell_everybody()}>
            <Field label={lang.tell_what()} hint={lang.tell_hint()} lines=true most={500} value={(*text).clone()} set={setter(&text)} error={send.field("/text")} />
        </FormSheet>
    }
}

/// A message with who has confirmed it.
pub fn receipts(lang: Lang, it: &NoticeReceipts) -> Html {
    let names: Vec<&str> = it.silent.iter().take(12).map(|person| person.name.as_str()).collect();
    html! {
        <li key={it.notice.id.to_string()}>
            <div class="cell">
                <span class="cell-main">
                    <span class="pre">{ it.notice.text.as_str() }</span>
                    <small class="soft">{ format!("{} · {}", day_and_time(lang, it.notice.at, Moment::now()), lang.receipts(it.received, it.silent_count)) }</small>
                    if !names.is_empty() {
                        <small>{ lang.silent_people(&names.join("、")) }</small>
                    }
                </span>
            </div>
        </li>
    }
}
