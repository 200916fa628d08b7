//! The frame: look, session, navigation, and the page the address names.

use std::rc::Rc;

use shared::may::{self, Caller};
use shared::session::Me;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::field::{self, FieldPage};
use crate::look::{LookProvider, use_lang};
use crate::office::{self, OfficePage};
use crate::pages;
use crate::parts::connection::Connection;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::state;
use crate::parts::toast::ToastProvider;
use crate::phone::keeping::Keeping;
use crate::phone::{PhonePage, PhoneProvider};
use crate::release::Release;
use crate::route::{BASE, Route};
use crate::session::{SessionProvider, Standing, use_session};
use crate::unread::{UnreadProvider, badge, use_unread};
use crate::words::{
    AnnouncementWords, AppealWords, CareWords, EmergencyWords, LeaveWords, NoticeWords, PatrolWords, RosterWords, RoutingWords,
    SafetyWords, ShellWords, TemplateWords, TimesWords,
};

/// The whole app.
#[component]
pub fn App() -> Html {
    html! {
        <BrowserRouter basename={BASE}>
            <LookProvider>
                <SessionProvider>
                    <ToastProvider>
                        <Frame />
                    </ToastProvider>
                </SessionProvider>
            </LookProvider>
        </BrowserRouter>
    }
}

/// Whoever is not signed in meets the gate; everybody else the page and the navigation.
#[component]
fn Frame() -> Html {
    let lang = use_lang();
    let session = use_session();
    let route = use_route::<Route>().unwrap_or(Route::NotFound);
    let office = matches!(&session.standing, Standing::In(me) if me.caller().is_office());
    use_effect_with(office, |office| {
        if *office {
            office::load_ahead();
        }
    });
    let in_field = matches!(&session.standing, Standing::In(_));
    use_effect_with(in_field, |in_field| {
        if *in_field {
            field::load_ahead();
        }
    });
    match &session.standing {
        Standing::Starting => html! { <div class="app"><main class="gate">{ state::bones(lang) }</main></div> },
        Standing::Unreachable(failure) => {
            let head = html! { <div class="gate-head"><span class="mark">{ Icon::Grid.big() }</span><h1>{ lang.product() }</h1></div> };
            html! { <div class="app"><main class="gate">{ head }{ state::failed(lang, failure, &session.ask) }</main></div> }
        }
        Standing::Out => {
            html! { <div class="app"><main class="gate"><pages::sign_in::SignInPage set_up={route == Route::SetUp} /></main></div> }
        }
        Standing::Initial => html! { <div class="app"><main class="gate"><pages::password::InitialPasswordPage /></main></div> },
        Standing::In(me) => html! {
            <PhoneProvider key={me.person.to_string()} me={me.clone()}>
              <pages::report::DraftProvider>
              <UnreadProvider>
                <div class="app has-tabs">
                    <a class="skip" href="#main">{ lang.skip() }</a>
                    <SideNav me={me.clone()} route={route.clone()} />
                    <main id="main" tabindex="-1"><Connection /><Keeping /><Release />{ page(me, &route) }</main>
                    <TabBar me={me.clone()} {route} />
                </div>
              </UnreadProvider>
              </pages::report::DraftProvider>
            </PhoneProvider>
        },
    }
}

/// The page an address names; those of the office are a part of the program of their own. Each is keyed by its address, so that moving on begins anew.
fn page(me: &Rc<Me>, route: &Route) -> Html {
    if !may_open(&me.caller(), route) {
        return html! { <pages::not_found::NotFoundPage /> };
    }
    let me = me.clone();
    match route.clone() {
        Route::Home | Route::SetUp => page(&me, &home(&me)),
        Route::Day => html! { <pages::day::DayPage {me} /> },
        Route::Cases => html! { <pages::cases::CasesPage {me} /> },
        Route::Case { id } => html! { <pages::case::CasePage key={id.to_string()} {me} {id} /> },
        Route::Notices => html! { <pages::notices::NoticesPage /> },
        route @ (Route::Dispute { .. } | Route::Agreement { .. } | Route::Witnessed { .. }) => html! { <FieldPage {me} {route} /> },
        route @ (Route::Report | Route::Outbox) => html! { <PhonePage {me} {route} /> },
        Route::Me => html! { <pages::me::MePage {me} /> },
        Route::Sessions => html! { <pages::sessions::SessionsPage /> },
        Route::Password => html! { <pages::password::PasswordPage /> },
        route @ (Route::Patrols
        | Route::Patrol
        | Route::PatrolPlans
        | Route::PatrolRecord { .. }
        | Route::Coverage { .. }
        | Route::Safety
        | Route::Care
        | Route::Rosters
        | Route::Leaves
        | Route::Announcements
        | Route::Announcement { .. }
        | Route::Emergencies
        | Route::Emergency { .. }
        | Route::CareRecord { .. }) => html! { <FieldPage {me} {route} /> },
        Route::NotFound => html! { <pages::not_found::NotFoundPage /> },
        route => html! { <OfficePage {me} {route} /> },
    }
}

/// Whether a page is any use to somebody; those of the office are not there for others.
fn may_open(caller: &Caller, route: &Route) -> bool {
    match route {
        Route::Inbox => may::sees_all_cases(caller),
        Route::StaleBoards => may::see_stale_boards(caller),
        Route::Imports => may::manage_staffing(caller),
        Route::Limits | Route::Holidays | Route::Units | Route::Routing => caller.is_office(),
        Route::Templates => may::keep_templates(caller),
        Route::Patrols | Route::Patrol | Route::PatrolRecord { .. } | Route::Safety | Route::Care => may::sees_some_field(caller),
        Route::CareRecord { .. } => may::sees_some_care(caller),
        Route::Rosters => may::see_staff(caller),
        Route::Leaves => may::ask_for_leave(caller) || may::decide_leaves(caller),
        Route::Announcements | Route::Announcement { .. } => may::sees_some_announcement(caller),
        Route::Emergencies | Route::Emergency { .. } => may::sees_some_emergency(caller),
        Route::PatrolPlans => may::sees_all_field(caller),
        Route::Coverage { code } => may::see_field(caller, code),
        Route::Settings => may::administer(caller),
        _ => true,
    }
}

/// Where the reader's work begins.
fn home(me: &Me) -> Route {
    let caller = me.caller();
    let of_grid = me.appointments.iter().any(|a| a.duty.is_of_grid());
    if of_grid || !caller.is_office() {
        Route::Day
    } else if may::manage_staffing(&caller) {
        Route::Divisions
    } else if may::sees_all_cases(&caller) {
        Route::Inbox
    } else {
        Route::Day
    }
}

/// One entry of the navigation.
struct Entry {
    to: Route,
    icon: Icon,
    name: String,
    /// The name that fits under an icon.
    short: String,
    /// Also on the phone's tab bar.
    tab: bool,
}

/// What the reader's duties offer, most used first.
fn entries(me: &Me, lang: shared::lang::Lang) -> Vec<Entry> {
    let caller = me.caller();
    let of_grid = me.appointments.iter().any(|a| a.duty.is_of_grid());
    let mut entries = Vec::new();
    let mut add = |shown: bool, tab: bool, to, icon, name: String, short: String| {
        if shown {
            entries.push(Entry { to, icon, name, short, tab });
        }
    };
    let (all_cases, staffing) = (may::sees_all_cases(&caller), may::manage_staffing(&caller));
    let day = of_grid || !all_cases && !staffing;
    add(day, true, Route::Day, Icon::Day, lang.my_day(), lang.my_day());
    add(all_cases, !day, Route::Inbox, Icon::Inbox, lang.inbox(), lang.inbox_short());
    add(may::file_report(&caller), true, Route::Report, Icon::Camera, lang.report(), lang.report());
    add(true, true, Route::Cases, Icon::Cases, lang.cases(), lang.cases());
    add(may_open(&caller, &Route::Patrols), of_grid, Route::Patrols, Icon::Map, lang.patrols(), lang.patrols_short());
    add(may_open(&caller, &Route::Safety), false, Route::Safety, Icon::Shield, lang.safety(), lang.safety());
    add(may_open(&caller, &Route::Care), false, Route::Care, Icon::People, lang.care(), lang.care());
    add(may_open(&caller, &Route::Emergencies), false, Route::Emergencies, Icon::Alert, lang.emergencies(), lang.emergencies());
    add(may_open(&caller, &Route::Announcements), false, Route::Announcements, Icon::Tag, lang.announcements(), lang.announcements());
    add(may_open(&caller, &Route::Rosters), false, Route::Rosters, Icon::Phone, lang.rosters(), lang.rosters());
    add(may_open(&caller, &Route::Leaves), false, Route::Leaves, Icon::Pause, lang.leaves(), lang.leaves());
    add(true, false, Route::Notices, Icon::Bell, lang.notices(), lang.notices());
    add(may::see_appeals(&caller), false, Route::Appeals, Icon::Clock, lang.appeals(), lang.appeals());
    add(may::see_staff(&caller) && caller.is_office(), true, Route::Divisions, Icon::Village, lang.staffing(), lang.staffing_short());
    add(may_open(&caller, &Route::StaleBoards), false, Route::StaleBoards, Icon::Stale, lang.stale_boards(), lang.stale_boards());
    add(may_open(&caller, &Route::Imports), false, Route::Imports, Icon::Upload, lang.imports(), lang.imports());
    add(may_open(&caller, &Route::Limits), false, Route::Limits, Icon::Clock, lang.times(), lang.times_short());
    add(may_open(&caller, &Route::Units), false, Route::Units, Icon::Join, lang.units_and_rules(), lang.units_and_rules());
    add(may_open(&caller, &Route::Templates), false, Route::Templates, Icon::File, lang.templates_title(), lang.templates_title());
    add(may_open(&caller, &Route::Settings), false, Route::Settings, Icon::Settings, lang.settings(), lang.settings());
    add(true, true, Route::Me, Icon::Person, lang.me(), lang.me());
    entries
}

/// Whether an entry stands for the page being read.
fn is_current(entry: &Route, route: &Route, me: &Me) -> bool {
    let section = match route {
        Route::Home | Route::SetUp => home(me),
        Route::Case { .. } | Route::Dispute { .. } | Route::Agreement { .. } | Route::Witnessed { .. } | Route::Appeal { .. } => {
            Route::Cases
        }
        Route::Channels => Route::Settings,
        Route::Patrol | Route::PatrolPlans | Route::PatrolRecord { .. } | Route::Coverage { .. } => Route::Patrols,
        Route::CareRecord { .. } => Route::Care,
        Route::Emergency { .. } => Route::Emergencies,
        Route::Announcement { .. } => Route::Announcements,
        Route::Division { .. } | Route::Grid { .. } | Route::People | Route::Person { .. } => Route::Divisions,
        Route::Holidays => Route::Limits,
        Route::Routing => Route::Units,
        Route::Outbox | Route::Sessions | Route::Password => Route::Me,
        other => other.clone(),
    };
    *entry == section
}

#[derive(PartialEq, Properties)]
struct NavProps {
    me: Rc<Me>,
    route: Route,
}

/// The phone's navigation, under the thumb.
#[component]
fn TabBar(props: &NavProps) -> Html {
    let lang = use_lang();
    html! {
        <nav class="tabs" aria-label={lang.navigation()}>
            <ul>
                for entry in entries(&props.me, lang).into_iter().filter(|e| e.tab) {
                    <li>
                        <Go current={is_current(&entry.to, &props.route, &props.me)} to={entry.to}>{ entry.icon.draw() }<span>{ entry.short }</span></Go>
                    </li>
                }
            </ul>
        </nav>
    }
}

/// The desk's navigation.
#[component]
fn SideNav(props: &NavProps) -> Html {
    let lang = use_lang();
    let unread = use_unread().map_or(0, |unread| unread.count);
    html! {
        <nav class="side" aria-label={lang.navigation()}>
            <div class="side-head">{ Icon::Grid.draw() }<span>{ lang.product() }</span></div>
            <ul>
                for entry in entries(&props.me, lang) {
                    <li>
                        <Go current={is_current(&entry.to, &props.route, &props.me)} to={entry.to.clone()}>{ entry.icon.draw() }<span>{ entry.name }</span>if entry.to == Route::Notices { { badge(unread) } }</Go>
                    </li>
                }
            </ul>
        </nav>
    }
}
