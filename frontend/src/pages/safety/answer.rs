//! Answering for a grid's day: all well in one tap, or what is not. Saved on the phone first.

use shared::lang::Lang;
use shared::reports::ReportId;
use shared::safety::{NewSafetyFeedback, SafetyFeedbackId, SafetyState, Trouble, state_on};
use shared::sync::ops::OpKind;
use shared::sync::outbox::record_key;
use shared::sync::pulling::RecordKind;
use shared::time::Moment;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use super::state_tag;
use crate::api::Failure;
use crate::look::use_lang;
use crate::pages::report::{Act, use_desk};
use crate::parts::button::{Button, Weight};
use crate::parts::field::Field;
use crate::parts::form::{Check, Complaint, setter};
use crate::parts::icon::Icon;
use crate::parts::sheet::Sheet;
use crate::parts::toast::use_toast;
use crate::phone::{Phone, use_phone, use_records};
use crate::place::{ChosenGrid, Where};
use crate::route::Route;
use crate::words::SafetyWords;

#[derive(PartialEq, Properties)]
pub struct AskingProps {
    pub grids: Vec<ChosenGrid>,
    /// Shows answered grids as well, so that an answer can be changed.
    #[prop_or_default]
    pub again: bool,
}

/// A card for each grid that has not answered today.
#[component]
pub fn Asking(props: &AskingProps) -> Html {
    let (phone, known) = (use_phone(), use_records("safety_feedback/"));
    let (Some(phone), Some(known)) = (phone, known) else { return Html::default() };
    let today = Moment::now().day();
    let several = props.grids.len() > 1 || props.again;
    let card = |grid: &ChosenGrid| {
        let mut state = state_on(&known, &grid.code, &today);
        // An answer that has just been sent counts before it comes down.
        let sent = phone.known.done_to(OpKind::SafetyFeedback, &record_key(RecordKind::SafetyFeedback, &grid.code));
        if state == SafetyState::Waiting && sent.is_some_and(|at| at.day() == today) {
            state = SafetyState::Well;
        }
        let shown = state == SafetyState::Waiting || props.again;
        shown.then(|| html! { <Ask key={grid.code.to_string()} phone={phone.clone()} grid={grid.clone()} {state} named={several} /> })
    };
    props.grids.iter().filter_map(card).collect()
}

#[derive(PartialEq, Properties)]
struct AskProps {
    phone: Phone,
    grid: ChosenGrid,
    state: SafetyState,
    /// Whether to say which grid it is.
    named: bool,
}

/// Saves an answer on the phone.
async fn save(phone: &Phone, new: &NewSafetyFeedback) -> Result<(), Failure> {
    phone.save_field(OpKind::SafetyFeedback, new, new.about()).await
}

/// One grid's card.
#[component]
fn Ask(props: &AskProps) -> Html {
    let lang = use_lang();
    let toast = use_toast();
    let (telling, failure, busy) = (use_state(|| false), use_state(|| None::<Failure>), use_state(|| false));
    let well = {
        let (phone, grid, toast, failure, busy) =
            (props.phone.clone(), props.grid.code.clone(), toast.clone(), failure.setter(), busy.clone());
        Callback::from(move |()| {
            busy.set(true);
            let (phone, toast, failure, busy) = (phone.clone(), toast.clone(), failure.clone(), busy.setter());
            let new = NewSafetyFeedback { id: SafetyFeedbackId::new(), grid: grid.clone(), trouble: None, report: None };
            spawn_local(async move {
                match save(&phone, &new).await {
                    Ok(()) => toast.say(format!("{} · {}", lang.all_well(), lang.safety_saved())),
                    Err(why) => failure.set(Some(why)),
                }
                busy.set(false);
            });
        })
    };
    let opener = |open: bool| {
        let telling = telling.setter();
        Callback::from(move |()| telling.set(open))
    };
    let title = if props.named { format!("{} · {}", lang.safety_today(), props.grid.name) } else { lang.safety_today() };
    html! {
        <div class="card">
            <div class="safety-head">{ Icon::Shield.draw() }<strong>{ title }</strong>if props.state != SafetyState::Waiting { { state_tag(lang, props.state) } }</div>
            <Complaint failure={(*failure).clone()} />
            <div class="safety-ask">
                <Button weight={Weight::Primary} icon={Icon::Check} busy={*busy} onclick={well}>{ lang.all_well() }</Button>
                <Button onclick={opener(true)}>{ lang.not_well() }</Button>
            </div>
            if *telling {
                <Tell phone={props.phone.clone()} grid={props.grid.clone()} close={opener(false)} />
            }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct TellProps {
    phone: Phone,
    grid: ChosenGrid,
    close: Callback<()>,
}

/// What is not well; with one more tap a report of it is begun, with the same words.
#[component]
fn Tell(props: &TellProps) -> Html {
    let lang = use_lang();
    let (toast, desk, navigator) = (use_toast(), use_desk(), use_navigator());
    let (text, failure, busy) = (use_state(String::new), use_state(|| None::<Failure>), use_state(|| false));
    let say = |reports: bool| {
        let (phone, grid, close) = (props.phone.clone(), props.grid.clone(), props.close.clone());
        let (toast, desk, navigator) = (toast.clone(), desk.clone(), navigator.clone());
        let (text, failure, busy) = (text.clone(), failure.setter(), busy.clone());
        Callback::from(move |()| {
            let trouble = match read(lang, &text) {
                Ok(trouble) => trouble,
                Err(why) => return failure.set(Some(why)),
            };
            busy.set(true);
            let report = reports.then(ReportId::new);
            let words = trouble.to_string();
            let new = NewSafetyFeedback { id: SafetyFeedbackId::new(), grid: grid.code.clone(), trouble: Some(trouble), report };
            let (phone, grid, close) = (phone.clone(), grid.clone(), close.clone());
            let (toast, desk, navigator, failure, busy) = (toast.clone(), desk.clone(), navigator.clone(), failure.clone(), busy.setter());
            spawn_local(async move {
                let saved = save(&phone, &new).await;
                busy.set(false);
                if let Err(why) = saved {
                    return failure.set(Some(why));
                }
                toast.say(lang.safety_saved());
                close.emit(());
                if let (Some(report), Some(navigator)) = (report, navigator) {
                    desk.dispatch(Act::Begin);
                    desk.dispatch(Act::Edit(Box::new(move |draft| {
                        (draft.id, draft.text, draft.at) = (report, words, Where { place: None, grid: Some(grid) });
                    })));
                    navigator.push(&Route::Report);
                }
            });
        })
    };
    // A report that is being written already is not written over.
    let free = !desk.draft.is_begun();
    let foot = html! {
        <>
            <Button busy={*busy} onclick={say(false)}>{ lang.say_only() }</Button>
            if free {
                <Button weight={Weight::Primary} busy={*busy} onclick={say(true)}>{ lang.say_and_report() }</Button>
            }
        </>
    };
    // What was put right since is no complaint any more.
    let fits = read(lang, &text).is_ok();
    let shown = (*failure).clone().filter(|failure| !(fits && matches!(failure, Failure::Invalid(_))));
    let wrong = shown.as_ref().and_then(|failure| failure.field("/trouble"));
    html! {
        <Sheet title={format!("{} · {}", lang.not_well(), props.grid.name)} close={props.close.clone()} {foot}>
            <Complaint failure={shown} />
            <div class="card">
                <Field label={lang.what_is_wrong()} hint={lang.what_is_wrong_hint()} lines=true most={300} value={(*text).clone()} set={setter(&text)} error={wrong} />
            </div>
        </Sheet>
    }
}

fn read(lang: Lang, text: &str) -> Result<Trouble, Failure> {
    let mut check = Check::new(lang);
    let trouble = check.read("/trouble", text);
    trouble.ok_or_else(|| check.failure().unwrap_or(Failure::Invalid([].into())))
}
