//! A file for a year: chosen, checked, and put in place of what was there.

use std::rc::Rc;

use shared::holidays::{ReplaceOptions, Year, replace_holidays};
use shared::imports::ImportOutcome;
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use crate::api::{Failure, use_send};
use crate::look::use_lang;
use crate::pages::imports::outcome::Outcome;
use crate::parts::button::{Button, Weight};
use crate::parts::form::Complaint;
use crate::parts::icon::Icon;
use crate::parts::sheet::Sheet;
use crate::parts::toast::use_toast;
use crate::photo::bytes;
use crate::words::{OfficeWords, ShellWords, TimesWords};

#[derive(PartialEq, Properties)]
pub struct ReplaceYearProps {
    pub year: Year,
    /// Of the table that is shown.
    pub version: i32,
    pub done: Callback<()>,
    pub close: Callback<()>,
}

/// First what would change, then the change itself.
#[component]
pub fn ReplaceYear(props: &ReplaceYearProps) -> Html {
    let lang = use_lang();
    let (send, toast) = (use_send(), use_toast());
    let chosen = use_state(|| None::<File>);
    let outcome = use_state(|| None::<Rc<ImportOutcome>>);
    let (year, version) = (props.year, props.version);
    let run = {
        let (send, outcome, done, close) = (send.clone(), outcome.setter(), props.done.clone(), props.close.clone());
        Callback::from(move |(file, dry_run): (File, bool)| {
            let (send, outcome, done, close, toast) = (send.clone(), outcome.clone(), done.clone(), close.clone(), toast.clone());
            spawn_local(async move {
                let Ok(csv) = bytes(&file).await else { return send.fail(Some(Failure::Offline)) };
                send.run(replace_holidays(year, ReplaceOptions { dry_run }, csv, version), move |found| {
                    if dry_run {
                        return outcome.set(Some(Rc::new(found)));
                    }
                    toast.say(lang.replaced(&year.to_string()));
                    done.emit(());
                    close.emit(());
                });
            });
        })
    };
    let onchange = {
        let (chosen, outcome, send, run) = (chosen.setter(), outcome.setter(), send.clone(), run.clone());
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
            input.set_value("");
            outcome.set(None);
            send.clear();
            chosen.set(Some(file.clone()));
            run.emit((file, true));
        })
    };
    let ready = outcome.as_ref().filter(|found| found.errors.is_empty() && found.differences() > 0);
    let apply = chosen.as_ref().zip(ready).map(|(file, found)| {
        let file = file.clone();
        (found.differences(), run.reform(move |()| (file.clone(), false)))
    });
    let foot = html! {
        <>
            <Button onclick={props.close.clone()}>{ lang.cancel() }</Button>
            if let Some((n, apply)) = apply {
                <Button weight={Weight::Primary} busy={send.busy()} onclick={apply}>{ lang.replace_do(n) }</Button>
            }
        </>
    };
    html! {
        <Sheet title={lang.replace_year(&year.to_string())} close={props.close.clone()} {foot}>
            <p class="note">{ lang.replace_text() }</p>
            <label class="drop">
                { Icon::File.draw() }
                <span class="strong">{ chosen.as_ref().map_or_else(|| lang.choose_file(), File::name) }</span>
                <input class="file-input" type="file" accept=".csv" {onchange} />
            </label>
            <Complaint failure={send.failure().cloned()} />
            if send.busy() {
                <p class="note" role="status">{ lang.checking() }</p>
            }
            if let Some(found) = &*outcome {
                <Outcome outcome={found.clone()} />
            }
        </Sheet>
    }
}
