//! Answering an announcement: read, or done. Saved on the phone first.

use shared::announcements::carried::CarriedAnnouncement;
use shared::announcements::{AnnouncementAnswerId, AnnouncementId, AnnouncementKind, NewAnnouncementAnswer, PublicityResult};
use shared::sync::ops::OpKind;
use shared::time::Moment;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::Failure;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::field::Field;
use crate::parts::form::{Check, Complaint, setter};
use crate::parts::form_sheet::SheetForm;
use crate::parts::icon::Icon;
use crate::parts::toast::use_toast;
use crate::phone::{Phone, use_phone};
use crate::words::AnnouncementWords;

/// Saves an answer on the phone.
async fn save(phone: &Phone, announcement: AnnouncementId, result: Option<PublicityResult>) -> Result<(), Failure> {
    let new = NewAnnouncementAnswer { id: AnnouncementAnswerId::new(), announcement, at: Moment::now(), result };
    phone.save_field(OpKind::AnswerAnnouncement, &new, new.about()).await
}

#[derive(PartialEq, Properties)]
pub struct AnswerProps {
    pub carried: CarriedAnnouncement,
    #[prop_or_default]
    pub small: bool,
}

/// What is still to be said of it: that it was read, or how a task went.
#[component]
pub fn AnswerButton(props: &AnswerProps) -> Html {
    let lang = use_lang();
    let (phone, failure, busy, telling) = (use_phone(), use_state(|| None::<Failure>), use_state(|| false), use_state(|| false));
    let Some(phone) = phone else { return Html::default() };
    let it = &props.carried;
    let (id, task) = (it.announcement.id, it.announcement.kind == AnnouncementKind::Publicity);
    let read = {
        let (phone, failure, busy) = (phone.clone(), failure.setter(), busy.setter());
        Callback::from(move |()| {
            busy.set(true);
            let (phone, failure, busy) = (phone.clone(), failure.clone(), busy.clone());
            spawn_local(async move {
                if let Err(why) = save(&phone, id, None).await {
                    failure.set(Some(why));
                }
                busy.set(false);
            });
        })
    };
    let opener = |open: bool| {
        let telling = telling.setter();
        Callback::from(move |()| telling.set(open))
    };
    let words = if it.result.is_some() { lang.change_result() } else { lang.write_result() };
    html! {
        <>
            <Complaint failure={(*failure).clone()} />
            <div class="safety-ask">
                if !it.read {
                    <Button weight={if task { Weight::Plain } else { Weight::Primary }} small={props.small} icon={Icon::Check} busy={*busy} onclick={read}>{ lang.confirm_read() }</Button>
                }
                if task {
                    <Button weight={if it.result.is_some() { Weight::Plain } else { Weight::Primary }} small={props.small} onclick={opener(true)}>{ words }</Button>
                }
            </div>
            if *telling {
                <Tell {phone} {id} before={it.result.clone()} close={opener(false)} />
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct TellProps {
    phone: Phone,
    id: AnnouncementId,
    before: Option<PublicityResult>,
    close: Callback<()>,
}

/// How a task went, in plain words.
#[component]
fn Tell(props: &TellProps) -> Html {
    let lang = use_lang();
    let toast = use_toast();
    let text = use_state(|| props.before.as_ref().map(ToString::to_string).unwrap_or_default());
    let (failure, busy) = (use_state(|| None::<Failure>), use_state(|| false));
    let submit = {
        let (phone, id, close) = (props.phone.clone(), props.id, props.close.clone());
        let (text, failure, busy) = (text.clone(), failure.setter(), busy.setter());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let Some(result) = check.read("/result", &text) else { return failure.set(check.failure()) };
            busy.set(true);
            let (phone, toast, close, failure, busy) = (phone.clone(), toast.clone(), close.clone(), failure.clone(), busy.clone());
            spawn_local(async move {
                match save(&phone, id, Some(result)).await {
                    Ok(()) => {
                        toast.say(lang.answer_saved());
                        close.emit(());
                    }
                    Err(why) => failure.set(Some(why)),
                }
                busy.set(false);
            });
        })
    };
    let wrong = failure.as_ref().and_then(|failure: &Failure| failure.field("/result"));
    html! {
        <SheetForm title={lang.result_title()} failure={(*failure).clone()} busy={*busy} {submit} close={props.close.clone()}>
            <Field label={lang.result_label()} hint={lang.result_hint()} lines=true most={500} value={(*text).clone()} set={setter(&text)} error={wrong} />
        </SheetForm>
    }
}
