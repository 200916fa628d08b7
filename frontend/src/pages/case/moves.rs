//! Making a move: what its row of the transition table asks for, and nothing else.

pub mod entered;
pub mod fields;
mod levels;
mod other;
pub mod people;
mod templates;

use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

use shared::cases::{self, Case, Move, NewTransition, transition};
use shared::photos::{self, PhotoKind};
use shared::problem::Code;
use shared::sync::uploads::UploadId;
use shared::time::Moment;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use self::entered::{About, Entered, takes_unit};
use self::fields::Fields;
use crate::api::{Api, Failure, use_api};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::form::Complaint;
use crate::parts::sheet::Sheet;
use crate::parts::toast::use_toast;
use crate::phone::{Done, Phone, room};
use crate::photo::{Shot, upload};
use crate::words::{MoveWords, PhoneWords, ShellWords, effect};

#[derive(PartialEq, Properties)]
pub struct MoveSheetProps {
    pub case: Rc<Case>,
    pub by: Move,
    pub close: Callback<()>,
    /// Shows the case as the move left it.
    pub replace: Callback<Case>,
    /// Reads the case anew.
    pub again: Callback<()>,
    /// The phone that carries the case: the move is saved there and sent by it. Without one it goes to the server at once.
    #[prop_or_default]
    pub phone: Option<Phone>,
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
    let row = transition(props.by, props.case.status);
    let about = use_memo((), |()| About::one(&props.case));
    let entered = use_reducer(|| row.map(|row| Entered::likely(row, &about, Moment::now())).unwrap_or_default());
    let stage = use_state(|| Stage::Idle);
    // Photos that are with the server already, should the move have to be tried again.
    let sent = use_mut_ref(HashSet::<UploadId>::new);
    let Some(row) = row else { return Html::default() };
    let send = {
        let (stage, entered, about, case, by) = (stage.clone(), entered.clone(), about.clone(), props.case.clone(), props.by);
        let (replace, again, close, sent) = (props.replace.clone(), props.again.clone(), props.close.clone(), sent);
        let phone = props.phone.clone();
        Callback::from(move |()| {
            let new = match entered.read(lang, row, &about, Moment::now()) {
                Ok(new) => new,
                Err(failure) => return stage.set(Stage::Failed(failure)),
            };
            stage.set(Stage::Busy);
            let (api, toast, stage, case, entered) = (api.clone(), toast.clone(), stage.setter(), case.clone(), entered.clone());
            let (replace, again, close, sent) = (replace.clone(), again.clone(), close.clone(), sent.clone());
            if let Some(phone) = phone.clone() {
                spawn_local(async move {
                    match save(&phone, case, new, &entered).await {
                        Ok(()) => {
                            toast.say(lang.move_saved(by.label(lang)));
                            close.emit(());
                        }
                        Err(failure) => stage.set(Stage::Failed(failure)),
                    }
                });
                return;
            }
            spawn_local(async move {
                match make(&api, &case, &new, &entered, &sent).await {
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
    let enter = {
        let entered = entered.dispatcher();
        Callback::from(move |change| entered.dispatch(change))
    };
    let busy = *stage == Stage::Busy;
    let foot = html! {
        <>
            <Button onclick={props.close.clone()}>{ lang.cancel() }</Button>
            <Button weight={Weight::Primary} {busy} onclick={send.clone()}>{ props.by.label(lang) }</Button>
        </>
    };
    html! {
        <Sheet title={props.by.label(lang)} close={props.close.clone()} {foot} tall={is_tall(row)} confirm={(!busy).then_some(send)} ready={ready(row)}>
            <p class="note centre">{ effect(lang, row) }</p>
            <Complaint failure={failure.clone()} />
            <Fields {row} {about} entered={Rc::new((*entered).clone())} {enter} {failure} />
        </Sheet>
    }
}

/// Whether the sheet holds a list, or photos, that need the whole height.
pub fn is_tall(row: &cases::Transition) -> bool {
    use cases::Need::{Assignee, Into, Photos};
    takes_unit(row) || [Assignee, Into, Photos].into_iter().any(|need| row.needs_a(need))
}

/// Whether the move needs nothing but to be confirmed.
pub fn ready(row: &cases::Transition) -> bool {
    row.needs.is_empty() && !takes_unit(row)
}

/// Saves the move with its photos on the phone, all or nothing.
async fn save(phone: &Phone, case: Rc<Case>, new: NewTransition, entered: &Entered) -> Result<(), Failure> {
    let of = |kind: PhotoKind, shots: &[Shot]| shots.iter().map(|shot| (kind, shot.clone())).collect::<Vec<_>>();
    let shots = [of(PhotoKind::Before, &entered.before), of(PhotoKind::After, &entered.after)].concat();
    match phone.keeper.save(Done::Move { case, transition: Box::new(new), shots }).await {
        Ok(_) => Ok(()),
        Err(_) => Err(room::why_not_kept().await),
    }
}

/// Photos first, for the move may ask for them, and each of them once; then the move, on the case as it was seen.
async fn make(api: &Api, case: &Case, new: &NewTransition, entered: &Entered, sent: &RefCell<HashSet<UploadId>>) -> Result<Case, Failure> {
    for (kind, shots) in [(PhotoKind::Before, &entered.before), (PhotoKind::After, &entered.after)] {
        for shot in shots {
            if !sent.borrow().contains(&shot.id) {
                upload::send(api, shot, |shot, bytes| photos::add_case_photo(case.id, kind, shot.content_type, bytes)).await?;
                sent.borrow_mut().insert(shot.id);
            }
        }
    }
    api.run(&cases::move_case(case.id, new, case.version)).await
}
