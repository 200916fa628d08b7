//! Field work: a part of the program of its own. Phones load it ahead and keep it like all else, for the doorstep without a signal.

use std::rc::Rc;

use shared::session::Me;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::prelude::*;

use crate::look::use_lang;
use crate::pages;
use crate::part::{Draw, Enter, PartPage};
use crate::route::Route;
use crate::words::ShellWords;

/// The way into the part, which is loaded first.
#[wasm_split(field, fallible, preload(load))]
fn enter() -> Result<Draw, SplitLoaderError> {
    Ok(draw)
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
        Route::Day => {
            html! { <><pages::emergencies::today::EmergencyCards /><pages::leaves::today::Covering /><pages::roster::today::OnDuty me={me.clone()} /><pages::patrols::today::TodayCards me={me.clone()} /><pages::care::today::ToVisit /><pages::dispute::today::DueMediations me={me.clone()} /><pages::announcements::today::ToRead me={me.clone()} /><pages::walk::TodayWalk {me} /></> }
        }
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

/// What My day shows of field work; nothing until the part is there.
#[component]
pub fn FieldToday(props: &FieldTodayProps) -> Html {
    let part = use_state(|| None::<Draw>);
    {
        let part = part.setter();
        use_effect_with((), move |()| spawn_local(async move { part.set(enter().await.ok()) }));
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
