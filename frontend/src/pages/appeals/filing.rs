//! The page of one case's appeal: made here, and read here once it is made.

use std::rc::Rc;

use shared::appeals::{self, Appeal, AppealFilter, NewAppeal};
use shared::cases::{self, Case, CaseId, CaseStatus};
use shared::lang::Lang;
use shared::photos::{Photo, PhotoId};
use shared::session::Me;
use shared::time::Moment;
use yew::prelude::*;

use super::AppealCard;
use crate::api::{use_call, use_send};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::field::Field;
use crate::parts::form::{Check, Complaint, setter};
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::state;
use crate::parts::toast::use_toast;
use crate::route::Route;
use crate::words::{AppealWords, day_and_time};

#[derive(PartialEq, Properties)]
pub struct AppealPageProps {
    pub me: Rc<Me>,
    pub id: CaseId,
}

/// The appeal of a case, or the form that makes it.
#[component]
pub fn AppealPage(props: &AppealPageProps) -> Html {
    let lang = use_lang();
    let case = use_call(Some(cases::find_case(props.id)));
    let made = use_call(Some(appeals::list_appeals(&AppealFilter { case: Some(props.id.uuid()), ..AppealFilter::default() })));
    html! {
        <Page title={lang.appeals()} back={Route::Case { id: props.id }}>
            { state::loaded(lang, &made, |page| match page.items.first() {
                Some(appeal) => html! { <AppealCard appeal={appeal.clone()} again={made.again.clone()} /> },
                None => state::loaded(lang, &case, |it| if can_be_made(&props.me, it) {
                    html! { <AppealForm case={it.clone()} done={made.again.clone()} /> }
                } else {
                    state::empty(Icon::Info, lang.appeal_not_possible(), lang.appeal_not_possible_text(), Html::default())
                }),
            }) }
        </Page>
    }
}

/// Whether the reader could appeal, as far as the page knows; the server knows the rest.
pub fn can_be_made(me: &Me, case: &Case) -> bool {
    let caller = me.caller();
    let mine = case.assignee.as_ref().is_some_and(|person| person.id == me.person)
        || case.unit.as_ref().is_some_and(|unit| caller.units().any(|own| own == unit.id))
        || caller.duties.iter().any(|held| held.duty.is_of_grid() && held.area.contains(&case.grid))
        || case
            .timeline
            .iter()
            .any(|event| event.status == CaseStatus::Completed && event.by.as_ref().is_some_and(|by| by.id == me.person));
    mine && case.status == CaseStatus::Closed && case.tallies.late_since.is_some()
}

#[derive(PartialEq, Properties)]
struct AppealFormProps {
    case: Rc<Case>,
    done: Callback<()>,
}

#[component]
fn AppealForm(props: &AppealFormProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let toast = use_toast();
    let reason = use_state(String::new);
    let chosen = use_state(Vec::<PhotoId>::new);
    let case = &props.case;
    let onsubmit = {
        let (send, reason, chosen, done) = (send.clone(), reason.clone(), chosen.clone(), props.done.clone());
        let (id, version) = (case.id, case.version);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let mut check = Check::new(lang);
            let Some(reason) = check.read("/reason", &reason) else { return send.fail(check.failure()) };
            let (toast, done) = (toast.clone(), done.clone());
            send.run(appeals::file_appeal(id, &NewAppeal { reason, photos: (*chosen).clone() }, version), move |_: Appeal| {
                toast.say(lang.appeal_done());
                done.emit(());
            });
        })
    };
    let photos: Vec<&Photo> = case.reports.iter().flat_map(|report| &report.photos).chain(&case.photos).collect();
    let late = case.tallies.late_since.map(|late| lang.appeal_late(&day_and_time(lang, late, Moment::now())));
    html! {
        <form class="stack" {onsubmit} novalidate={true}>
            <div class="card">
                <p class="note digits">{ case.number.as_str() }</p>
                <p class="strong">{ &case.summary }</p>
                <p class="note">{ late }</p>
            </div>
            <p class="note">{ lang.appeal_lead() }</p>
            <Complaint failure={send.failure().cloned()} />
            <div class="card">
                <Field
                    label={lang.appeal_reason()} lines=true most={500} value={(*reason).clone()} set={setter(&reason)}
                    error={send.field("/reason")}
                />
                if !photos.is_empty() {
                    <fieldset class="field">
                        <legend>{ lang.appeal_photos() }</legend>
                        <div class="picks">{ for photos.into_iter().map(|photo| pick(lang, photo, &chosen)) }</div>
                    </fieldset>
                }
                <Button weight={Weight::Primary} submit=true busy={send.busy()}>{ lang.appeal_do() }</Button>
            </div>
        </form>
    }
}

/// A photo that can be pointed to.
fn pick(lang: Lang, photo: &Photo, chosen: &UseStateHandle<Vec<PhotoId>>) -> Html {
    let (id, is_chosen) = (photo.id, chosen.contains(&photo.id));
    let onclick = {
        let chosen = chosen.clone();
        Callback::from(move |_: MouseEvent| {
            let mut next = (*chosen).clone();
            match next.iter().position(|one| *one == id) {
                Some(at) => drop(next.remove(at)),
                None => next.push(id),
            }
            chosen.set(next);
        })
    };
    let label = photo.kind.label(lang);
    html! {
        <button type="button" aria-pressed={if is_chosen { "true" } else { "false" }} aria-label={label} {onclick}>
            <img src={photo.thumbnail_url.clone()} alt="" loading="lazy" />
            if is_chosen {
                { Icon::Check.small() }
            }
        </button>
    }
}
