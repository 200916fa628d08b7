//! Making a move: what the transition table asks for, and nothing else.

use std::rc::Rc;

use shared::cases::{self, Case, Move, NewTransition, transition};
use shared::categories::PhotoNeed;
use shared::lang::Lang;
use shared::photos::{self, PhotoKind};
use shared::problem::Code;
use shared::staffing::PersonRef;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::people::People;
use crate::api::{Api, Failure, use_api};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::field::Field;
use crate::parts::form::{Check, Complaint, setter};
use crate::parts::sheet::Sheet;
use crate::parts::toast::use_toast;
use crate::photo::nine::{self, Nine};
use crate::photo::{Shot, upload};
use crate::words::{CaseWords, ShellWords};

#[derive(PartialEq, Properties)]
pub struct MoveSheetProps {
    pub case: Rc<Case>,
    pub by: Move,
    pub close: Callback<()>,
    /// Shows the case as the move left it.
    pub replace: Callback<Case>,
    /// Reads the case anew.
    pub again: Callback<()>,
}

/// What the sheet collects.
#[derive(Clone, Default)]
struct Entered {
    reason: String,
    note: String,
    assignee: Option<PersonRef>,
    before: Vec<Shot>,
    after: Vec<Shot>,
}

/// How sending stands.
#[derive(Clone, PartialEq)]
enum Stage {
    Idle,
    Busy,
    Failed(Failure),
}

/// Asks for what a move needs, and makes it.
#[component]
pub fn MoveSheet(props: &MoveSheetProps) -> Html {
    let lang = use_lang();
    let api = use_api();
    let toast = use_toast();
    let (reason, note) = (use_state(String::new), use_state(String::new));
    let assignee = use_state(|| props.case.assignee.clone().filter(|_| props.by != Move::Assign));
    let (before, after) = (use_state(Vec::<Shot>::new), use_state(Vec::<Shot>::new));
    let stage = use_state(|| Stage::Idle);
    let Some(row) = transition(props.by, props.case.status) else { return Html::default() };
    let needs = Needs::of(&props.case, row.needs_after_photo);
    let send = {
        let entered = Entered {
            reason: (*reason).clone(),
            note: (*note).clone(),
            assignee: (*assignee).clone(),
            before: (*before).clone(),
            after: (*after).clone(),
        };
        let (stage, case, by, replace, again, close) =
            (stage.clone(), props.case.clone(), props.by, props.replace.clone(), props.again.clone(), props.close.clone());
        Callback::from(move |()| {
            let new = match read(lang, row, &entered, needs) {
                Ok(new) => new,
                Err(failure) => return stage.set(Stage::Failed(failure)),
            };
            stage.set(Stage::Busy);
            let (api, toast, stage, case, entered) = (api.clone(), toast.clone(), stage.setter(), case.clone(), entered.clone());
            let (replace, again, close) = (replace.clone(), again.clone(), close.clone());
            spawn_local(async move {
                match make(&api, &case, &new, &entered).await {
                    Ok(moved) => {
                        toast.say(lang.moved(by.label(lang)));
                        replace.emit(moved);
                        close.emit(());
                    }
                    Err(failure) if matches!(failure.code(), Some(Code::VersionConflict | Code::MoveNotPossible)) => {
                        toast.say(lang.moved_meanwhile());
                        again.emit(());
                        close.emit(());
                    }
                    Err(failure) => stage.set(Stage::Failed(failure)),
                }
            });
        })
    };
    let failure = match &*stage {
        Stage::Failed(failure) => Some(failure.clone()),
        Stage::Idle | Stage::Busy => None,
    };
    let field = |pointer: &str| failure.as_ref().and_then(|f| f.field(pointer));
    let (reason_label, reason_hint) = reason_words(lang, props.by);
    let shots = |state: &UseStateHandle<Vec<Shot>>| {
        let state = state.clone();
        Callback::from(move |change| state.set(nine::apply(&state, change)))
    };
    let foot = html! {
        <>
            <Button onclick={props.close.clone()}>{ lang.cancel() }</Button>
            <Button weight={Weight::Primary} busy={*stage == Stage::Busy} onclick={send}>{ props.by.label(lang) }</Button>
        </>
    };
    let tall = row.needs_assignee || needs.after;
    html! {
        <Sheet title={props.by.label(lang)} close={props.close.clone()} {foot} {tall}>
            <Complaint failure={failure.clone()} />
            if row.needs_assignee {
                <div class="card">
                    <People
                        grid={props.case.grid.clone()} chosen={(*assignee).clone()} error={field("/assignee")}
                        choose={let assignee = assignee.setter(); move |one| assignee.set(Some(one))}
                    />
                </div>
            }
            if needs.before {
                <div class="card"><Nine label={lang.before_photos()} shots={(*before).clone()} change={shots(&before)} error={field("/before")} /></div>
            }
            if props.by == Move::Complete {
                <div class="card"><Nine label={lang.after_photos()} shots={(*after).clone()} change={shots(&after)} error={field("/after")} /></div>
            }
            <div class="card">
                if row.needs_reason {
                    <Field
                        label={reason_label} hint={reason_hint} lines=true most={500} value={(*reason).clone()} set={setter(&reason)}
                        error={field("/reason")}
                    />
                }
                <Field
                    label={lang.note()} hint={lang.note_hint()} optional=true lines=true value={(*note).clone()} set={setter(&note)}
                    error={field("/note")}
                />
            </div>
        </Sheet>
    }
}

/// The photos that are still missing.
#[derive(Clone, Copy)]
struct Needs {
    before: bool,
    after: bool,
}

impl Needs {
    fn of(case: &Case, asked: bool) -> Self {
        let need = case.category.category().photos;
        let has =
            |kinds: &[PhotoKind]| case.photos.iter().chain(case.reports.iter().flat_map(|r| &r.photos)).any(|p| kinds.contains(&p.kind));
        Self {
            before: asked && need == PhotoNeed::BeforeAndAfter && !has(&[PhotoKind::Scene, PhotoKind::Before]),
            after: asked && need != PhotoNeed::NotNeeded && !has(&[PhotoKind::After]),
        }
    }
}

fn reason_words(lang: Lang, by: Move) -> (String, String) {
    match by {
        Move::Complete => (lang.reason_complete(), lang.reason_complete_hint()),
        Move::Decline => (lang.reason_decline(), lang.reason_decline_hint()),
        Move::Accept | Move::Assign | Move::Close => (lang.reason_close(), lang.reason_close_hint()),
    }
}

/// The move to send, or what is missing.
fn read(lang: Lang, row: &cases::Transition, entered: &Entered, needs: Needs) -> Result<NewTransition, Failure> {
    let mut check = Check::new(lang);
    check.must("/assignee", !row.needs_assignee || entered.assignee.is_some(), lang.choose_assignee());
    check.must("/before", !needs.before || !entered.before.is_empty(), lang.before_photos_needed());
    check.must("/after", !needs.after || !entered.after.is_empty(), lang.after_photos_needed());
    let reason = if row.needs_reason { check.read("/reason", &entered.reason) } else { None };
    let note = check.read_optional("/note", &entered.note);
    let assignee = entered.assignee.as_ref().filter(|_| row.needs_assignee).map(|p| p.id);
    check.failure().map_or(Ok(NewTransition { by: row.by, reason, assignee, note }), Err)
}

/// Photos first, for the move may ask for them; then the move, on the case as the photos left it.
async fn make(api: &Api, case: &Case, new: &NewTransition, entered: &Entered) -> Result<Case, Failure> {
    for (kind, shots) in [(PhotoKind::Before, &entered.before), (PhotoKind::After, &entered.after)] {
        for shot in shots {
            upload::send(api, shot, |shot, bytes| photos::add_case_photo(case.id, kind, shot.content_type, bytes)).await?;
        }
    }
    let with_photos = !entered.before.is_empty() || !entered.after.is_empty();
    let version = if with_photos { api.run(&cases::find_case(case.id)).await?.version } else { case.version };
    api.run(&cases::move_case(case.id, new, version)).await
}
