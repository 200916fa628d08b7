//! Field work: a part of the program of its own. Phones load it ahead and keep it like all else, for the doorstep without a signal.

use std::cell::Cell;
use std::rc::Rc;

use shared::session::Me;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::prelude::*;

use crate::look::use_lang;
use crate::pages;
use crate::part::{Draw, Enter, PartPage};
use crate::parts::page::use_painted;
use crate::route::Route;
use crate::words::ShellWords;

/// The way into the part, which is loaded first.
#[wasm_split(field, fallible, preload(load))]
fn enter() -> Result<Draw, SplitLoaderError> {
    Ok(draw)
}

thread_local! {
    /// The part, once My day has had it: when that page is opened again, its cards stand there at once.
    static LOADED: Cell<Option<Draw>> = const { Cell::new(None) };
}

/// Loads the part ahead of its first page. When it does not come, that page tries again and says so.
pub fn load_ahead() {
    spawn_local(async { drop(load().await) });
}

/// Each page is keyed by its address, so that moving on begins anew.
fn draw(me: Rc<Me>, route: Route) -> Html {
    match route {
        Route::Witnessed { id } => html! { <pages::witnessed::WitnessedPage key={id.to_string()} {me} {id} /> },
        Route::Dispute { id } => html! { <pages::dispute::DisputePage key={id.to_string()} {me} {id} /> },
        Route::Agreement { id } => html! { <pages::dispute::DisputePage key={format!("{id}-paper")} {me} {id} paper=true /> },
        Route::Day => html! { <FieldCards {me} /> },
        Route::Patrols => html! { <pages::patrols::PatrolsPage {me} /> },
        Route::Patrol => html! { <pages::patrols::RunningPage {me} /> },
        Route::PatrolPlans => html! { <pages::patrols::PlansPage {me} /> },
        Route::PatrolRecord { id } => html! { <pages::patrols::RecordPage key={id.to_string()} {id} /> },
        Route::Coverage { code } => html! { <pages::patrols::CoveragePage key={code.to_string()} {me} code={code.clone()} /> },
        Route::Rosters => html! { <pages::roster::RosterPage {me} /> },
        Route::Leaves => html! { <pages::leaves::LeavesPage {me} /> },
        Route::Announcements => html! { <pages::announcements::AnnouncementsPage {me} /> },
        Route::Announcement { id } => html! { <pages::announcements::AnnouncementPage key={id.to_string()} {me} {id} /> },
        Route::Emergencies => html! { <pages::emergencies::EmergenciesPage {me} /> },
        Route::Emergency { id } => html! { <pages::emergencies::EmergencyPage key={id.to_string()} {me} {id} /> },
        Route::Care => html! { <pages::care::CarePage {me} /> },
        Route::CareRecord { id } => html! { <pages::care::CareRecordPage key={id.to_string()} {me} {id} /> },
        Route::Safety => html! { <pages::safety::SafetyPage {me} /> },
        _ => html! { <pages::not_found::NotFoundPage /> },
    }
}

#[derive(PartialEq, Properties)]
pub struct FieldTodayProps {
    pub me: Rc<Me>,
}

/// The cards of My day: what cannot wait, and below the fold the rest of the day.
#[component]
fn FieldCards(props: &FieldTodayProps) -> Html {
    let (painted, me) = (use_painted(), &props.me);
    html! {
        <>
            <pages::emergencies::today::EmergencyCards />
            <pages::leaves::today::Covering />
            <pages::roster::today::OnDuty me={me.clone()} />
            <pages::patrols::today::TodayCards me={me.clone()} />
            if painted {
                <pages::care::today::ToVisit />
                <pages::dispute::today::DueMediations me={me.clone()} />
                <pages::announcements::today::ToRead me={me.clone()} />
                <pages::walk::TodayWalk me={me.clone()} />
            }
        </>
    }
}

/// What My day shows of field work; nothing until the part is there.
#[component]
pub fn FieldToday(props: &FieldTodayProps) -> Html {
    let part = use_state(|| LOADED.get());
    {
        let part = part.clone();
        use_effect_with((), move |()| {
            if part.is_none() {
                spawn_local(async move {
                    LOADED.set(enter().await.ok());
                    part.set(LOADED.get());
                });
            }
        });
    }
    (*part).map_or_else(Html::default, |draw| draw(props.me.clone(), Route::Day))
}

#[derive(PartialEq, Properties)]
pub struct FieldPageProps {
    pub me: Rc<Me>,
    pub route: Route,
}

/// A page of field work.
#[component]
pub fn FieldPage(props: &FieldPageProps) -> Html {
    let lang = use_lang();
    let enter = Enter(|| Box::pin(async { enter().await.ok() }));
    html! { <PartPage me={props.me.clone()} route={props.route.clone()} title={lang.field_work()} {enter} /> }
}
