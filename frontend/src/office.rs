//! The office's pages: a part of the program of its own, which a phone loads when one of them is first opened.
//!
//! What only these pages use is in that part, too; `cargo xtask page` finds out what that is. Grid members, with cheap phones and bad signal, never wait for it.

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
#[wasm_split(office, fallible, preload(load))]
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
        Route::Inbox => html! { <pages::inbox::InboxPage {me} /> },
        Route::Divisions => html! { <pages::divisions::DivisionsPage {me} /> },
        Route::Division { code } => html! { <pages::division::DivisionPage key={code.to_string()} {me} code={code.clone()} /> },
        Route::Grid { code } => html! { <pages::grid::GridPage key={code.to_string()} {me} code={code.clone()} /> },
        Route::People => html! { <pages::people::PeoplePage {me} /> },
        Route::Person { id } => html! { <pages::person::PersonPage key={id.to_string()} {me} {id} /> },
        Route::StaleBoards => html! { <pages::stale_boards::StaleBoardsPage {me} /> },
        Route::Imports => html! { <pages::imports::ImportsPage {me} /> },
        Route::Limits => html! { <pages::limits::LimitsPage {me} /> },
        Route::Holidays => html! { <pages::holidays::HolidaysPage {me} /> },
        Route::Units => html! { <pages::units::UnitsPage {me} /> },
        Route::Routing => html! { <pages::routing::RoutingPage {me} /> },
        Route::Templates => html! { <pages::templates::TemplatesPage /> },
        Route::Settings => html! { <pages::settings::SettingsPage {me} /> },
        Route::Channels => html! { <pages::channels::ChannelsPage /> },
        Route::Appeals => html! { <pages::appeals::AppealsPage {me} /> },
        Route::Appeal { id } => html! { <pages::appeals::AppealPage key={id.to_string()} {me} {id} /> },
        _ => html! { <pages::not_found::NotFoundPage /> },
    }
}

#[derive(PartialEq, Properties)]
pub struct OfficePageProps {
    pub me: Rc<Me>,
    pub route: Route,
}

/// A page of the office.
#[component]
pub fn OfficePage(props: &OfficePageProps) -> Html {
    let lang = use_lang();
    let enter = Enter(|| Box::pin(async { enter().await.ok() }));
    html! { <PartPage me={props.me.clone()} route={props.route.clone()} title={lang.office()} {enter} /> }
}
