//! What other pages say of the outbox: that something waits, and why.

use shared::lang::Lang;
use shared::problem::Problem;
use shared::sync::engine::Trouble;
use yew::prelude::*;

use super::{CarriedCase, Phone, Unsent};
use crate::parts::cell::chevron;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::route::Route;
use crate::words::PhoneWords;

/// Why nothing goes out just now.
pub fn trouble_in_words(lang: Lang, trouble: Trouble) -> String {
    match trouble {
        Trouble::NoLine => lang.trouble_line(),
        Trouble::NotOurs => lang.trouble_portal(),
        Trouble::SignIn => lang.trouble_sign_in(),
        Trouble::Busy => lang.trouble_busy(),
        Trouble::Server | Trouble::Refused => lang.trouble_server(),
    }
}

/// A row that leads to the outbox, while there is something in it.
pub fn waiting(lang: Lang, phone: &Phone) -> Html {
    let (waiting, stuck, files) = (phone.known.unsent.len(), phone.known.stuck(), phone.known.files.len());
    if waiting + files == 0 {
        return Html::default();
    }
    let (icon, words) = match stuck {
        0 => (Icon::Cloud, lang.to_send(waiting.max(usize::from(files > 0)))),
        stuck => (Icon::Alert, lang.stuck(stuck)),
    };
    let note = match phone.known.trouble {
        _ if stuck > 0 => lang.needs_you(),
        Some(trouble) => trouble_in_words(lang, trouble),
        None => lang.to_send_note(),
    };
    html! {
        <ul class="cells">
            <li>
                <Go to={Route::Outbox} class={classes!("cell", (stuck > 0).then_some("danger"))}>
                    <span class="cell-icon">{ icon.draw() }</span>
                    <span class="cell-main"><span>{ words }</span><small class="soft">{ note }</small></span>
                    { chevron() }
                </Go>
            </li>
        </ul>
    }
}

/// What of a case is not sent yet, above the case.
pub fn about_case(lang: Lang, phone: &Phone, carried: &CarriedCase) -> Html {
    if carried.unsent.is_empty() {
        return Html::default();
    }
    let stuck = phone.known.unsent.iter().find(|unsent| unsent.stuck && carried.unsent.contains(&unsent.op));
    let words = match stuck {
        Some(unsent) => lang.why_not(&reason(lang, unsent)),
        None if carried.parting => lang.parting(),
        None => lang.changes_unsent(carried.unsent.len()),
    };
    let tone = if stuck.is_some() { "danger" } else { "neutral" };
    html! {
        <div class={classes!("notice", tone)} role="status">
            { if stuck.is_some() { Icon::Alert.draw() } else { Icon::Device.draw() } }
            <p>{ words }{ " " }<Go to={Route::Outbox} class="inline-target">{ if stuck.is_some() { lang.see_outbox() } else { lang.show_outbox() } }</Go></p>
        </div>
    }
}

fn reason(lang: Lang, unsent: &Unsent) -> String {
    unsent.problem.as_ref().map_or_else(|| lang.to_send_note(), |problem| told(lang, problem))
}

/// A problem as whoever it concerns reads it.
pub fn told(lang: Lang, problem: &Problem) -> String {
    let words = if problem.detail.is_empty() { problem.code.label(lang).to_owned() } else { problem.detail.clone() };
    problem.errors.iter().fold(words, |words, error| format!("{words} {}", error.message))
}
