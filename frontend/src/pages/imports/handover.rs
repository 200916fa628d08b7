//! A file with what a phone could not send: the office has it done in its owner's name.

use std::rc::Rc;

use shared::lang::Lang;
use shared::problem::Problem;
use shared::sync::handover::{HandedOver, hand_over};
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use crate::api::{Failure, use_send};
use crate::look::use_lang;
use crate::parts::button::Button;
use crate::parts::form::Complaint;
use crate::parts::icon::Icon;
use crate::photo::bytes;
use crate::words::DeviceWords;

/// Chooses such a file and has it done.
#[component]
pub fn HandedIn() -> Html {
    let lang = use_lang();
    let send = use_send();
    let chosen = use_state(|| None::<File>);
    let done = use_state(|| None::<Rc<HandedOver>>);
    let onchange = {
        let (chosen, done, send) = (chosen.setter(), done.setter(), send.clone());
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
            input.set_value("");
            chosen.set(Some(file));
            done.set(None);
            send.clear();
        })
    };
    let apply = {
        let (chosen, done, send) = (chosen.clone(), done.setter(), send.clone());
        Callback::from(move |()| {
            let Some(file) = (*chosen).clone() else { return };
            let (done, send) = (done.clone(), send.clone());
            spawn_local(async move {
                match bytes(&file).await {
                    Ok(bytes) => send.run(hand_over(bytes), move |told| done.set(Some(Rc::new(told)))),
                    Err(_) => send.fail(Some(Failure::Offline)),
                }
            });
        })
    };
    let name = chosen.as_ref().map_or_else(|| lang.handover_file(), File::name);
    html! {
        <div class="card">
            <h2>{ lang.handover() }</h2>
            <p class="note">{ lang.handover_lead() }</p>
            <label class="drop">
                { Icon::File.draw() }<span class="strong">{ name }</span>
                <input class="file-input" type="file" accept=".wangge" {onchange} />
            </label>
            <Complaint failure={send.failure().cloned()} />
            if chosen.is_some() && done.is_none() {
                <Button busy={send.busy()} onclick={apply}>{ lang.held_apply() }</Button>
            }
            if let Some(done) = &*done {
                { outcome(lang, done) }
            }
        </div>
    }
}

/// How much was done, and why something was not.
fn outcome(lang: Lang, done: &HandedOver) -> Html {
    let ops = done.ops.iter().map(|one| (one.outcome.is_done(), one.problem.as_ref()));
    let photos = done.photos.iter().map(|one| (one.done, one.problem.as_ref()));
    let all: Vec<(bool, Option<&Problem>)> = ops.chain(photos).collect();
    let entered = all.iter().filter(|(done, _)| *done).count();
    let why = |problem: &Problem| if problem.detail.is_empty() { problem.code.label(lang).to_owned() } else { problem.detail.clone() };
    html! {
        <div role="status">
            <p>{ lang.handed_over(&done.person.name, entered, all.len()) }</p>
            <ul class="stack">
                for problem in all.iter().filter(|(done, _)| !done).filter_map(|(_, problem)| *problem) {
                    <li class="error">{ Icon::Alert.small() }<span>{ why(problem) }</span></li>
                }
            </ul>
        </div>
    }
}
