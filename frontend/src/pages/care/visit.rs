//! Noting a visit: all well in one tap, or how it was. Saved on the phone first.

use shared::care::CareRecord;
use shared::care::visits::{CareNote, CareResult, CareVisitId, CareWay, NewCareVisit};
use shared::grids::GridCode;
use shared::lang::Lang;
use shared::reports::ReportId;
use shared::sync::ops::OpKind;
use shared::time::Moment;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use super::standing::name_of;
use crate::api::Failure;
use crate::look::use_lang;
use crate::pages::report::{Act, use_desk};
use crate::parts::button::{Button, Weight};
use crate::parts::field::Field;
use crate::parts::form::{Check, Complaint, setter};
use crate::parts::icon::Icon;
use crate::parts::pick::Segments;
use crate::parts::sheet::Sheet;
use crate::parts::toast::use_toast;
use crate::phone::{Phone, use_phone};
use crate::place::{ChosenGrid, Where};
use crate::route::Route;
use crate::words::{CareWords, ShellWords};

/// What is needed is reported under this category: 独居老人、残疾、留守关爱, which only those see who answer for the grid.
const CATEGORY: &str = "0803";
/// What is not all well, in the order it is met.
const OTHERS: [CareResult; 4] = [CareResult::NotMet, CareResult::Needs, CareResult::Declined, CareResult::Moved];

fn visit(record: &CareRecord, result: CareResult) -> NewCareVisit {
    NewCareVisit { id: CareVisitId::new(), record: record.id, at: Moment::now(), way: CareWay::Home, result, note: None, report: None }
}

/// Saves a visit on the phone.
async fn save(phone: &Phone, new: &NewCareVisit) -> Result<(), Failure> {
    phone.save_field(OpKind::CareVisit, new, new.about()).await
}

#[derive(PartialEq, Properties)]
pub struct NoteVisitProps {
    pub record: CareRecord,
    #[prop_or_default]
    pub small: bool,
}

/// The two buttons: all well, and something else.
#[component]
pub fn NoteVisit(props: &NoteVisitProps) -> Html {
    let lang = use_lang();
    let (toast, phone) = (use_toast(), use_phone());
    let (telling, failure, busy) = (use_state(|| false), use_state(|| None::<Failure>), use_state(|| false));
    let Some(phone) = phone else { return Html::default() };
    let well = {
        let (phone, record, toast, failure, busy) = (phone.clone(), props.record.clone(), toast, failure.setter(), busy.setter());
        Callback::from(move |()| {
            busy.set(true);
            let (phone, record, toast, failure, busy) = (phone.clone(), record.clone(), toast.clone(), failure.clone(), busy.clone());
            spawn_local(async move {
                match save(&phone, &visit(&record, CareResult::Well)).await {
                    Ok(()) => toast.say(format!("{} · {}", lang.visit_well(), lang.visit_saved())),
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
    html! {
        <>
            <Complaint failure={(*failure).clone()} />
            <div class="safety-ask">
                <Button weight={Weight::Primary} small={props.small} icon={Icon::Check} busy={*busy} onclick={well}>{ lang.visit_well() }</Button>
                <Button small={props.small} onclick={opener(true)}>{ lang.visit_other() }</Button>
            </div>
            if *telling {
                <Tell {phone} record={props.record.clone()} close={opener(false)} />
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct TellProps {
    phone: Phone,
    record: CareRecord,
    close: Callback<()>,
}

/// How it was, when not all is well; with one more tap a report of what is needed is begun, with the same words.
#[component]
fn Tell(props: &TellProps) -> Html {
    let lang = use_lang();
    let (toast, desk, navigator) = (use_toast(), use_desk(), use_navigator());
    let (text, failure, busy) = (use_state(String::new), use_state(|| None::<Failure>), use_state(|| false));
    let (result, way) = (use_state(|| 0_usize), use_state(|| CareWay::Home));
    let chosen = OTHERS.get(*result).copied().unwrap_or(CareResult::NotMet);
    let say = |reports: bool| {
        let (phone, record, close, way) = (props.phone.clone(), props.record.clone(), props.close.clone(), *way);
        let (toast, desk, navigator) = (toast.clone(), desk.clone(), navigator.clone());
        let (text, failure, busy) = (text.clone(), failure.setter(), busy.setter());
        Callback::from(move |()| {
            let note = match read(lang, chosen, &text) {
                Ok(note) => note,
                Err(why) => return failure.set(Some(why)),
            };
            busy.set(true);
            let report = reports.then(ReportId::new);
            let words = note.as_ref().map_or_else(String::new, CareNote::to_string);
            let new = NewCareVisit { way, note, report, ..visit(&record, chosen) };
            let at = in_grid(&record.grid, &record.grid_name);
            let (phone, close, toast, desk) = (phone.clone(), close.clone(), toast.clone(), desk.clone());
            let (navigator, failure, busy) = (navigator.clone(), failure.clone(), busy.clone());
            spawn_local(async move {
                let saved = save(&phone, &new).await;
                busy.set(false);
                if let Err(why) = saved {
                    return failure.set(Some(why));
                }
                toast.say(lang.visit_saved());
                close.emit(());
                if let (Some(report), Some(navigator)) = (report, navigator) {
                    desk.dispatch(Act::Begin);
                    desk.dispatch(Act::Edit(Box::new(move |draft| {
                        (draft.id, draft.text, draft.at, draft.category) = (report, words, at, CATEGORY.parse().ok());
                    })));
                    navigator.push(&Route::Report);
                }
            });
        })
    };
    // A report that is being written already is not written over.
    let reports = chosen == CareResult::Needs && !desk.draft.is_begun();
    let foot = html! {
        <>
            if reports {
                <Button busy={*busy} onclick={say(false)}>{ lang.note_visit() }</Button>
                <Button weight={Weight::Primary} busy={*busy} onclick={say(true)}>{ lang.note_and_report() }</Button>
            } else {
                <Button onclick={props.close.clone()}>{ lang.cancel() }</Button>
                <Button weight={Weight::Primary} busy={*busy} onclick={say(false)}>{ lang.note_visit() }</Button>
            }
        </>
    };
    // What was put right since is no complaint any more.
    let fits = read(lang, chosen, &text).is_ok();
    let shown = (*failure).clone().filter(|failure| !(fits && matches!(failure, Failure::Invalid(_))));
    let wrong = shown.as_ref().and_then(|failure| failure.field("/note"));
    let ends = chosen.ends(props.record.basis.is_consent()).is_some();
    html! {
        <Sheet title={format!("{} · {}", lang.visit_other(), name_of(&props.record))} close={props.close.clone()} {foot}>
            <Complaint failure={shown} />
            <div class="card">
                <Segments
                    label={lang.visit_result()} choices={OTHERS.iter().map(|it| it.label(lang).into()).collect::<Vec<AttrValue>>()}
                    chosen={*result} choose={let result = result.setter(); move |i: usize| result.set(i)}
                />
                <Segments
                    label={lang.visit_way()} choices={CareWay::ALL.iter().map(|it| it.label(lang).into()).collect::<Vec<AttrValue>>()}
                    chosen={CareWay::ALL.iter().position(|it| *it == *way).unwrap_or_default()}
                    choose={let way = way.setter(); move |i: usize| if let Some(it) = CareWay::ALL.get(i) { way.set(*it) }}
                />
                <Field
                    label={lang.visit_note()} hint={if chosen == CareResult::Needs { lang.visit_needs_hint() } else { lang.visit_note_hint() }} optional={chosen != CareResult::Needs} lines=true most={500}
                    value={(*text).clone()} set={setter(&text)} error={wrong}
                />
                if ends {
                    <p class="note">{ lang.visits_end() }</p>
                }
            </div>
        </Sheet>
    }
}

/// Where the report lies: in the grid, without the door.
fn in_grid(grid: &GridCode, name: &str) -> Where {
    Where { place: None, grid: Some(ChosenGrid { code: grid.clone(), name: name.to_owned() }) }
}

fn read(lang: Lang, result: CareResult, text: &str) -> Result<Option<CareNote>, Failure> {
    let mut check = Check::new(lang);
    let note = match result {
        CareResult::Needs => check.read("/note", text),
        _ => check.read_optional("/note", text),
    };
    if check.is_fine() { Ok(note) } else { Err(check.failure().unwrap_or(Failure::Invalid([].into()))) }
}
