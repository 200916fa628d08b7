//! One move for several cases: what it needs is asked once, and what did not move is told one by one.

use std::rc::Rc;

use shared::cases::bulk::{self, MOST_TOGETHER, SeenCase, TransitionResult};
use shared::cases::{CaseSummary, Move, NewTransition, transition};
use shared::lang::Lang;
use shared::time::Moment;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{Api, Failure, use_api};
use crate::look::use_lang;
use crate::pages::case::moves::entered::{About, Entered};
use crate::pages::case::moves::fields::Fields;
use crate::pages::case::moves::{is_tall, ready};
use crate::parts::button::{Button, Weight};
use crate::parts::form::Complaint;
use crate::parts::icon::Icon;
use crate::parts::sheet::Sheet;
use crate::parts::toast::use_toast;
use crate::words::{InboxWords, ShellWords, effect};

#[derive(PartialEq, Properties)]
pub struct BulkSheetProps {
    pub by: Move,
    pub cases: Rc<Vec<CaseSummary>>,
    pub close: Callback<()>,
    /// Told when some have moved.
    pub moved: Callback<()>,
}

/// How sending stands.
#[derive(Clone, PartialEq)]
enum Stage {
    Asking,
    Busy,
    Failed(Failure),
    /// Those that did not move.
    Told(Rc<Vec<TransitionResult>>),
}

/// Asks for what the move needs, and makes it in all cases that can make it.
#[component]
pub fn BulkSheet(props: &BulkSheetProps) -> Html {
    let lang = use_lang();
    let (api, toast) = (use_api(), use_toast());
    let by = props.by;
    let fit: Rc<Vec<CaseSummary>> =
        use_memo((), |()| props.cases.iter().filter(|case| transition(by, case.status).is_some()).cloned().collect());
    let row = fit.first().and_then(|case| transition(by, case.status));
    let about = use_memo((), |()| about(&fit));
    let entered = use_reducer(|| row.map(|row| Entered::likely(row, &about, Moment::now())).unwrap_or_default());
    let stage = use_state(|| Stage::Asking);
    let Some(row) = row else { return nothing(lang, by, &props.close) };
    let send = {
        let (stage, entered, about, fit) = (stage.clone(), entered.clone(), about.clone(), fit.clone());
        let (moved, close) = (props.moved.clone(), props.close.clone());
        Callback::from(move |()| {
            let new = match entered.read(lang, row, &about, Moment::now()) {
                Ok(new) => new,
                Err(failure) => return stage.set(Stage::Failed(failure)),
            };
            stage.set(Stage::Busy);
            let (api, toast, stage, fit) = (api.clone(), toast.clone(), stage.setter(), fit.clone());
            let (moved, close) = (moved.clone(), close.clone());
            spawn_local(async move {
                match make(&api, &fit, &new).await {
                    Ok(results) => {
                        let (done, failed): (Vec<_>, Vec<_>) = results.into_iter().partition(|result| result.moved);
                        toast.say(lang.bulk_done(done.len(), by.label(lang)));
                        moved.emit(());
                        if failed.is_empty() { close.emit(()) } else { stage.set(Stage::Told(Rc::new(failed))) }
                    }
                    Err(failure) => stage.set(Stage::Failed(failure)),
                }
            });
        })
    };
    let failure = match &*stage {
        Stage::Failed(failure) => Some(failure.clone()),
        Stage::Asking | Stage::Busy | Stage::Told(_) => None,
    };
    let enter = {
        let entered = entered.dispatcher();
        Callback::from(move |change| entered.dispatch(change))
    };
    if let Stage::Told(failed) = &*stage {
        return told(lang, by, failed, &props.close);
    }
    let busy = *stage == Stage::Busy;
    let foot = html! {
        <>
            <Button onclick={props.close.clone()}>{ lang.cancel() }</Button>
            <Button weight={Weight::Primary} {busy} onclick={send.clone()}>{ by.label(lang) }</Button>
        </>
    };
    let skipped = props.cases.len() - fit.len();
    html! {
        <Sheet title={lang.bulk_title(by.label(lang), fit.len())} close={props.close.clone()} {foot} tall={is_tall(row)} confirm={(!busy).then_some(send)} ready={ready(row)}>
            <p class="note centre">{ effect(lang, row) }</p>
            if skipped > 0 {
                <p class="note centre">{ lang.bulk_skips(skipped) }</p>
            }
            <Complaint failure={failure.clone()} />
            <Fields {row} {about} entered={Rc::new((*entered).clone())} {enter} {failure} />
        </Sheet>
    }
}

/// What the cases have in common.
fn about(cases: &[CaseSummary]) -> About {
    let first = cases.first();
    let same = |is: &dyn Fn(&CaseSummary, &CaseSummary) -> bool| first.filter(|one| cases.iter().all(|other| is(one, other)));
    About {
        grid: same(&|a, b| a.grid == b.grid).map(|case| case.grid.clone()),
        category: same(&|a, b| a.category == b.category).map(|case| case.category.clone()),
        level: same(&|a, b| a.level == b.level).map(|case| case.level),
        ..About::default()
    }
}

/// As many requests as it takes, one after the other.
async fn make(api: &Api, cases: &[CaseSummary], new: &NewTransition) -> Result<Vec<TransitionResult>, Failure> {
    let mut results = Vec::new();
    for together in cases.chunks(MOST_TOGETHER) {
        let seen: Vec<SeenCase> = together.iter().map(|case| SeenCase { id: case.id, version: case.version }).collect();
        results.extend(api.run(&bulk::move_cases(new, &seen)).await?.results);
    }
    Ok(results)
}

fn nothing(lang: Lang, by: Move, close: &Callback<()>) -> Html {
    let foot = html! { <Button onclick={close.clone()}>{ lang.close() }</Button> };
    html! {
        <Sheet title={by.label(lang)} close={close.clone()} {foot}>
            <div class="notice">{ Icon::Info.draw() }<p>{ lang.bulk_none() }</p></div>
        </Sheet>
    }
}

/// Those that did not move, each with its reason.
fn told(lang: Lang, by: Move, failed: &[TransitionResult], close: &Callback<()>) -> Html {
    let foot = html! { <Button weight={Weight::Primary} onclick={close.clone()}>{ lang.close() }</Button> };
    let why = |result: &TransitionResult| {
        result.problem.as_ref().map_or_else(|| lang.bulk_unseen(), |problem| Failure::Problem(Rc::new(problem.clone())).in_words(lang))
    };
    html! {
        <Sheet title={by.label(lang)} close={close.clone()} {foot}>
            <div class="notice warning" role="alert">
                { Icon::Alert.draw() }
                <div>
                    <p class="strong">{ lang.bulk_failed(failed.len()) }</p>
                    <ul>for result in failed { <li key={result.id.to_string()}>{ result.number.as_ref().map(|number| format!("{number}：")) }{ why(result) }</li> }</ul>
                </div>
            </div>
        </Sheet>
    }
}

/// The moves that are made for many cases at once.
pub const BULK: [Move; 4] = [Move::Accept, Move::Dispatch, Move::Assign, Move::Remind];
