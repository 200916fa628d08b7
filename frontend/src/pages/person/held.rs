//! What a lost phone had not sent before: the office does it in its owner's name, or not.

use std::rc::Rc;

use shared::cases::Reason;
use shared::lang::Lang;
use shared::staffing::Person;
use shared::sync::held::{self, Discarded, HeldFilter, HeldOp};
use shared::sync::ops::{OpId, OpKind, OpResult};
use shared::time::Moment;
use yew::prelude::*;

use crate::api::{use_call, use_send};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::field::Field;
use crate::parts::form::{Check, Complaint, setter};
use crate::parts::sheet::Sheet;
use crate::parts::state;
use crate::parts::toast::use_toast;
use crate::words::{DeviceWords, ShellWords, day_and_time};

#[derive(PartialEq, Properties)]
pub struct HeldProps {
    pub person: Rc<Person>,
    pub close: Callback<()>,
    /// Reads anew how much is left.
    pub again: Callback<()>,
}

/// One thing after the other, oldest first; one reason for those that are not done.
#[component]
pub fn Held(props: &HeldProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let toast = use_toast();
    let reason = use_state(String::new);
    let list = use_call(Some(held::list_held(&HeldFilter { person: Some(props.person.id.uuid()), ..HeldFilter::default() })));
    let done = {
        let (toast, again, list) = (toast.clone(), props.again.clone(), list.again.clone());
        Callback::from(move |words: String| {
            toast.say(words);
            list.emit(());
            again.emit(());
        })
    };
    let apply = {
        let (send, done) = (send.clone(), done.clone());
        Callback::from(move |op: OpId| {
            let done = done.clone();
            send.run(held::apply_held(op), move |result| done.emit(told(lang, result)));
        })
    };
    let discard = {
        let (send, reason) = (send.clone(), reason.clone());
        Callback::from(move |op: OpId| {
            let mut check = Check::new(lang);
            let Some(why) = check.read::<Reason>("/reason", &reason) else { return send.fail(check.failure()) };
            let done = done.clone();
            send.run(held::discard_held(op, &Discarded { reason: why }), move |()| done.emit(lang.held_discarded()));
        })
    };
    let foot = html! { <Button onclick={props.close.clone()}>{ lang.close() }</Button> };
    html! {
        <Sheet title={lang.held_title()} close={props.close.clone()} tall=true {foot}>
            <p class="note">{ lang.held_lead() }</p>
            <Complaint failure={send.failure().cloned()} />
            { state::loaded(lang, &list, |page| if page.items.is_empty() {
                html! { <p class="centre soft">{ lang.held_none() }</p> }
            } else {
                html! {
                    <>
                        <ul class="cells">
                            for one in page.items.iter() {
                                { row(lang, one, send.busy(), &apply, &discard) }
                            }
                        </ul>
                        <div class="card">
                            <Field label={lang.held_reason()} value={(*reason).clone()} set={setter(&reason)} error={send.field("/reason")} />
                        </div>
                    </>
                }
            }) }
        </Sheet>
    }
}

fn row(lang: Lang, one: &HeldOp, busy: bool, apply: &Callback<OpId>, discard: &Callback<OpId>) -> Html {
    let id = one.op.id;
    let kind = one.op.kind.as_str().parse::<OpKind>().map_or_else(|_| one.op.kind.to_string(), |kind| kind.label(lang).to_owned());
    html! {
        <li key={id.to_string()}>
            <div class="cell">
                <span class="cell-main">
                    <strong>{ kind }</strong>
                    <span>{ words(one) }</span>
                    <small class="soft">{ day_and_time(lang, one.op.captured_at, Moment::now()) }</small>
                </span>
                <Button small=true {busy} onclick={apply.reform(move |()| id)}>{ lang.held_apply() }</Button>
                <Button small=true weight={Weight::Danger} {busy} onclick={discard.reform(move |()| id)}>{ lang.held_discard() }</Button>
            </div>
        </li>
    }
}

/// What was written: a report's text, a remark's, what a move says.
fn words(one: &HeldOp) -> String {
    let body = &one.op.body;
    let told = |name: &str| body.get(name).or_else(|| body.get("transition")?.get(name))?.as_str();
    ["text", "note", "reason", "public_note"].into_iter().find_map(told).unwrap_or_default().to_owned()
}

fn told(lang: Lang, result: OpResult) -> String {
    match result.problem {
        None => lang.held_applied(),
        Some(problem) => lang.held_not_applied(if problem.detail.is_empty() { problem.code.label(lang) } else { &problem.detail }),
    }
}
