//! Reviewing an appeal.

use shared::appeals::{self, Appeal, NewReview};
use yew::prelude::*;

use crate::api::use_send;
use crate::look::use_lang;
use crate::parts::field::Field;
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::pick::Segments;
use crate::parts::toast::use_toast;
use crate::words::AppealWords;

#[derive(PartialEq, Properties)]
pub struct ReviewSheetProps {
    pub appeal: Appeal,
    pub close: Callback<()>,
    pub done: Callback<()>,
    /// Reads the list anew, after somebody else was faster.
    pub again: Callback<()>,
}

/// Asks for the verdict and its reason.
#[component]
pub fn ReviewSheet(props: &ReviewSheetProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let toast = use_toast();
    let verdict = use_state(|| 0_usize);
    let reason = use_state(String::new);
    let submit = {
        let (send, verdict, reason, done) = (send.clone(), verdict.clone(), reason.clone(), props.done.clone());
        let (id, version) = (props.appeal.id, props.appeal.version);
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let Some(reason) = check.read("/reason", &reason) else { return send.fail(check.failure()) };
            let (toast, done) = (toast.clone(), done.clone());
            send.run(appeals::review_appeal(id, &NewReview { uphold: *verdict == 0, reason }, version), move |_| {
                toast.say(lang.appeal_reviewed());
                done.emit(());
            });
        })
    };
    let title = props.appeal.state.stage().map_or_else(|| lang.appeal_review(), |stage| stage.label(lang).to_owned());
    html! {
        <FormSheet {title} send={send.clone()} {submit} close={props.close.clone()} again={props.again.clone()}>
            <p class="note">{ lang.appeal_review_lead() }</p>
            <Segments
                label={lang.appeal_verdict()} choices={vec![lang.appeal_uphold().into(), lang.appeal_refuse().into()]} chosen={*verdict}
                choose={let verdict = verdict.setter(); move |i| verdict.set(i)}
            />
            <Field
                label={lang.appeal_review_reason()} lines=true most={500} value={(*reason).clone()} set={setter(&reason)}
                error={send.field("/reason")}
            />
        </FormSheet>
    }
}
