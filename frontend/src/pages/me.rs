//! Me: my duties, how the app looks here, my account.

use std::rc::Rc;

use shared::lang::Lang;
use shared::may;
use shared::session::{self, Me};
use shared::staffing::Appointment;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::api::use_api;
use crate::device;
use crate::look::{Look, Theme, use_look};
use crate::parts::button::{Button, Weight};
use crate::parts::cell::{Cell, Group, Press};
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::pick::{Segments, Switch};
use crate::parts::sheet::Sheet;
use crate::phone::pin::PinSheet;
use crate::phone::room::{self, Room};
use crate::phone::use_phone;
use crate::route::Route;
use crate::session::{sign_out_is_due, use_session};
use crate::unread::{badge, use_unread};
use crate::words::{
    AnnouncementWords, AppealWords, CareWords, EmergencyWords, LeaveWords, NoticeWords, PhoneWords, RosterWords, RoutingWords, SafetyWords,
    ShellWords, TemplateWords, TimesWords,
};

#[derive(PartialEq, Properties)]
pub struct MePageProps {
    pub me: Rc<Me>,
}

/// Everything about oneself.
#[component]
pub fn MePage(props: &MePageProps) -> Html {
    let looking = use_look();
    let lang = looking.look.lang;
    let me = &props.me;
    let caller = me.caller();
    let reviewer = may::see_appeals(&caller);
    let unread = use_unread().map_or(0, |unread| unread.count);
    let leaving = use_state(|| false);
    let ask = {
        let leaving = leaving.clone();
        Callback::from(move |()| leaving.set(true))
    };
    let stay = {
        let leaving = leaving.clone();
        Callback::from(move |()| leaving.set(false))
    };
    let initial: String = me.name.chars().next().map(String::from).unwrap_or_default();
    html! {
        <Page title={lang.me()}>
            <div class="card">
                <div class="row">
                    <span class="avatar" aria-hidden="true">{ initial }</span>
                    <div class="grow"><p class="card-title strong">{ me.name.as_str() }</p><p class="soft digits">{ me.phone.masked() }</p></div>
                </div>
            </div>
            <Group title={lang.duties()}>
                if me.appointments.is_empty() {
                    <div class="card"><p class="soft">{ lang.no_duties() }</p></div>
                } else {
                    <ul class="cells">
                        for a in me.appointments.iter() {
                            <Cell
                                icon={if a.duty.is_of_grid() { Icon::Grid } else { Icon::Work }} label={html! { { a.duty.label(lang) } }}
                                below={html! { <small class="soft">{ a.unit.as_ref().map_or(&*a.area_name, |unit| unit.name.as_str()) }</small> }} value={html! { <small>{ lasts(lang, a) }</small> }}
                            />
                        }
                    </ul>
                }
            </Group>
            <ul class="cells">
                <Cell icon={Icon::Bell} label={html! { { lang.notices() } }} value={badge(unread)} press={Press::Go(Route::Notices)} />
                <Cell icon={Icon::Clock} label={html! { { if reviewer { lang.appeals() } else { lang.appeals_mine() } } }} press={Press::Go(Route::Appeals)} />
                if may::sees_some_field(&caller) {
                    <Cell icon={Icon::Shield} label={html! { { lang.safety() } }} press={Press::Go(Route::Safety)} />
                    <Cell icon={Icon::People} label={html! { { lang.care() } }} press={Press::Go(Route::Care)} />
                    <Cell icon={Icon::Alert} label={html! { { lang.emergencies() } }} press={Press::Go(Route::Emergencies)} />
                    <Cell icon={Icon::Tag} label={html! { { lang.announcements() } }} press={Press::Go(Route::Announcements)} />
                }
                if may::see_staff(&caller) {
                    <Cell icon={Icon::Phone} label={html! { { lang.rosters() } }} press={Press::Go(Route::Rosters)} />
                }
                if may::ask_for_leave(&caller) || may::decide_leaves(&caller) {
                    <Cell icon={Icon::Pause} label={html! { { lang.leaves() } }} press={Press::Go(Route::Leaves)} />
                }
            </ul>
            <OnThisPhone />
            <Appearance />
            <Group title={lang.account()}>
                <ul class="cells">
                    <Cell icon={Icon::Device} label={html! { { lang.sessions() } }} press={Press::Go(Route::Sessions)} />
                    <Cell icon={Icon::Key} label={html! { { lang.change_password() } }} press={Press::Go(Route::Password)} />
                    if may::see_stale_boards(&caller) {
                        <Cell icon={Icon::Stale} label={html! { { lang.stale_boards() } }} press={Press::Go(Route::StaleBoards)} />
                    }
                    if may::manage_staffing(&caller) {
                        <Cell icon={Icon::Upload} label={html! { { lang.imports() } }} press={Press::Go(Route::Imports)} />
                    }
                    if caller.is_office() {
                        <Cell icon={Icon::Clock} label={html! { { lang.times() } }} press={Press::Go(Route::Limits)} />
                    }
                    if caller.is_office() {
                        <Cell icon={Icon::Join} label={html! { { lang.units_and_rules() } }} press={Press::Go(Route::Units)} />
                    }
                    if may::keep_templates(&caller) {
                        <Cell icon={Icon::File} label={html! { { lang.templates_title() } }} press={Press::Go(Route::Templates)} />
                    }
                    if may::administer(&caller) {
                        <Cell icon={Icon::Settings} label={html! { { lang.settings() } }} press={Press::Go(Route::Settings)} />
                    }
                    <Cell icon={Icon::Board} label={html! { { lang.public_boards() } }} press={Press::Open("/boards".into())} />
                    <Cell icon={Icon::Leave} danger=true label={html! { { lang.sign_out() } }} press={Press::Call(ask)} />
                </ul>
            </Group>
            if *leaving {
                <SignOut {stay} />
            }
        </Page>
    }
}

/// What is kept on this phone: what waits in the outbox, and how much room it takes.
#[component]
fn OnThisPhone() -> Html {
    let lang = use_look().look.lang;
    let state = use_state(|| (None::<Room>, false));
    {
        let state = state.setter();
        use_effect_with((), move |()| {
            spawn_local(async move { state.set((room::room().await, room::is_kept_for_good().await)) });
        });
    }
    let setting = use_state(|| false);
    let Some(phone) = use_phone() else { return Html::default() };
    let toggle = |to: bool| {
        let setting = setting.setter();
        Callback::from(move |()| setting.set(to))
    };
    let waiting = i64::try_from(phone.known.unsent.len()).unwrap_or(i64::MAX);
    let (room, for_good) = *state;
    let note = if for_good { lang.room_for_good() } else { lang.room_at_risk() };
    html! {
        <>
        <ul class="cells">
            <Cell icon={Icon::Cloud} label={html! { { lang.undelivered() } }} value={badge(waiting)} press={Press::Go(Route::Outbox)} />
            if phone.keeper.is_lasting() && device::is_safe() {
                <Cell
                    icon={Icon::Key} label={html! { { lang.pin() } }} press={Press::Call(toggle(true))}
                    value={html! { { if phone.keeper.has_pin() { lang.pin_on() } else { lang.pin_off() } } }}
                />
            }
            if let Some(room) = room {
                <Cell
                    icon={Icon::Device} label={html! { { lang.room() } }}
                    below={html! { <><small class="soft">{ lang.room_used(megabytes(room.used), megabytes(room.left)) }</small><small class="soft">{ note }</small></> }}
                />
            }
        </ul>
        if *setting {
            <PinSheet close={toggle(false)} />
        }
        </>
    }
}

/// Whole megabytes; what a browser says of its room is a guess anyway.
fn megabytes(bytes: f64) -> i64 {
    (bytes / 1_048_576.0).round() as i64
}

/// Since when an appointment holds, or until when.
fn lasts(lang: Lang, appointment: &Appointment) -> String {
    match &appointment.to_day {
        Some(day) => lang.until_day(day.as_str()),
        None => lang.since_day(appointment.from_day.as_str()),
    }
}

/// Language, theme and 长辈版 of this device.
#[component]
fn Appearance() -> Html {
    const THEMES: [Theme; 3] = [Theme::Auto, Theme::Light, Theme::Dark];
    let looking = use_look();
    let look = looking.look;
    let lang = look.lang;
    let change = |to: fn(Look, usize) -> Look| {
        let set = looking.set.clone();
        Callback::from(move |i: usize| set.emit(to(look, i)))
    };
    let speak = change(|look, i| Look { lang: Lang::ALL.get(i).copied().unwrap_or_default(), ..look });
    let paint = change(|look, i| Look { theme: THEMES.get(i).copied().unwrap_or_default(), ..look });
    let enlarge = {
        let set = looking.set.clone();
        Callback::from(move |elder| set.emit(Look { elder, ..look }))
    };
    html! {
        <Group title={lang.appearance()}>
            <div class="card">
                <Segments
                    label={lang.language()} choices={vec!["中文".into(), "English".into()]} chosen={usize::from(lang == Lang::En)}
                    choose={speak}
                />
                <Segments label={lang.theme()} choices={vec![lang.theme_auto().into(), lang.theme_light().into(), lang.theme_dark().into()]}
                    chosen={THEMES.iter().position(|theme| *theme == look.theme).unwrap_or(0)} choose={paint} />
            </div>
            <div class="cells"><Switch label={lang.elder()} note={lang.elder_note()} on={look.elder} set={enlarge} /></div>
        </Group>
    }
}

#[derive(PartialEq, Properties)]
struct SignOutProps {
    stay: Callback<()>,
}

/// Asks once more, then signs out here even if the server cannot be told.
#[component]
fn SignOut(props: &SignOutProps) -> Html {
    let lang = use_look().look.lang;
    let api = use_api();
    let session = use_session();
    let navigator = use_navigator();
    let busy = use_state(|| false);
    let phone = use_phone();
    let unsent = phone.as_ref().map_or(0, |phone| phone.known.unsent.len());
    let leave = {
        let busy = busy.clone();
        Callback::from(move |()| {
            busy.set(true);
            let (api, session, navigator, phone) = (api.clone(), session.clone(), navigator.clone(), phone.clone());
            spawn_local(async move {
                // Offline the cookie stays with the server's knowledge of it; it is told when the app opens next.
                if api.run(&session::sign_out()).await.is_err() {
                    sign_out_is_due();
                }
                if let Some(phone) = phone {
                    phone.keeper.leave().await;
                }
                // Whoever signs in next begins at the beginning.
                if let Some(navigator) = navigator {
                    navigator.push(&Route::Home);
                }
                session.leave.emit(());
            });
        })
    };
    let foot = html! {
        <>
            <Button onclick={props.stay.clone()}>{ lang.cancel() }</Button>
            <Button weight={Weight::Danger} busy={*busy} onclick={leave}>{ lang.sign_out() }</Button>
        </>
    };
    html! { <Sheet title={lang.sign_out_ask()} close={props.stay.clone()} {foot}><p class="centre soft">{ if unsent > 0 { lang.leave_unsent(unsent) } else { lang.leave_clean() } }</p></Sheet> }
}
