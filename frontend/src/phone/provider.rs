//! Hands the phone to every page, and wakes it when there is reason to.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use shared::cases::CaseId;
use shared::session::Me;
use shared::staffing::PersonRef;
use shared::sync::rows::KnownRecord;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::kept::{Setting, open};
use super::pin::{IdleLock, LockedPhone, PinGate};
use super::{CarriedCase, Found, Keeper, Known, Locked, Pages, Phone};
use crate::api::{Failure, use_api};
use crate::device;
use crate::look::use_lang;
use crate::parts::page::Page;
use crate::parts::state;
use crate::route::Route;
use crate::session::use_session;
use crate::words::{PhoneWords, ShellWords};

/// Milliseconds until the part of the program that keeps and sends is asked for again, when it did not come.
const AGAIN: u32 = 10_000;
/// Milliseconds after which a page says that it does not come, as where a network neither brings it nor breaks off.
const SLOW: u32 = 20_000;

/// How the phone stands.
#[derive(Clone, Default)]
pub enum PhoneState {
    /// For the moment it takes, and where nobody is signed in.
    #[default]
    Opening,
    /// The part of the program that keeps and sends did not come; it is asked for again, at once by this.
    Lost(Callback<()>),
    /// Behind a PIN.
    Locked(Rc<dyn Locked>, Pages),
    Open(Phone),
}

impl PartialEq for PhoneState {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Opening, Self::Opening) => true,
            (Self::Lost(one), Self::Lost(other)) => one == other,
            (Self::Locked(one, _), Self::Locked(other, _)) => Rc::ptr_eq(one, other),
            (Self::Open(one), Self::Open(other)) => one == other,
            _ => false,
        }
    }
}

#[derive(PartialEq, Properties)]
pub struct PhoneProviderProps {
    pub me: Rc<Me>,
    pub children: Html,
}

/// Opens the phone for everything inside. Woken at the start, when the network is back, and when somebody comes back to the app.
#[component]
pub fn PhoneProvider(props: &PhoneProviderProps) -> Html {
    let api = use_api();
    let session = use_session();
    let me = PersonRef { id: props.me.person, name: props.me.name.clone() };
    let state = use_state(|| PhoneState::Opening);
    let known = use_state(|| None::<Rc<Known>>);
    let opened = use_mut_ref(|| None::<Rc<dyn Keeper>>);
    let round = use_state(|| 0_u32);
    {
        let (state, known, opened, me, whole) = (state.setter(), known.setter(), opened.clone(), me.clone(), props.me.clone());
        let wiped = session.wiped.clone();
        let again = {
            let round = round.clone();
            Callback::from(move |()| round.set(*round + 1))
        };
        use_effect_with(*round, move |_| {
            let timer = Rc::new(RefCell::new(None::<Timeout>));
            let (later, heard) = (timer.clone(), opened.clone());
            let hear = Callback::from(move |()| {
                if let Some(keeper) = &*heard.borrow() {
                    keeper.look_again();
                }
            });
            let slow = {
                let state = state.clone();
                // It may come all the same, and is shown then; a second one beside it must not be opened.
                Timeout::new(SLOW, move || state.set(PhoneState::Lost(Callback::from(|()| device::begin_anew()))))
            };
            spawn_local(async move {
                let show = Callback::from(move |new: Rc<Known>| known.set(Some(new)));
                let opening = open(Setting { api, me: whole, show, hear, wiped }).await;
                drop(slow);
                match opening {
                    Some((Found::Open(keeper), pages)) => {
                        *opened.borrow_mut() = Some(keeper.clone());
                        keeper.wake();
                        state.set(PhoneState::Open(Phone { keeper, pages, me, known: Rc::default() }));
                    }
                    Some((Found::Locked(locked), pages)) => state.set(PhoneState::Locked(locked, pages)),
                    None => {
                        state.set(PhoneState::Lost(again.clone()));
                        *later.borrow_mut() = Some(Timeout::new(AGAIN, move || again.emit(())));
                    }
                }
            });
            move || drop(timer.borrow_mut().take())
        });
    }
    let unlocked = {
        let (state, opened, me) = (state.setter(), opened.clone(), me.clone());
        move |keeper: Rc<dyn Keeper>, pages: Pages| {
            *opened.borrow_mut() = Some(keeper.clone());
            keeper.wake();
            state.set(PhoneState::Open(Phone { keeper, pages, me: me.clone(), known: Rc::default() }));
        }
    };
    use_effect_with((), move |()| wakes(opened));
    let state = match (&*state, &*known) {
        (PhoneState::Open(phone), Some(known)) => PhoneState::Open(Phone { known: known.clone(), ..phone.clone() }),
        (state, _) => state.clone(),
    };
    if let PhoneState::Locked(locked, pages) = &state {
        let (pages, unlocked) = (*pages, unlocked);
        let open = Callback::from(move |keeper: Rc<dyn Keeper>| unlocked(keeper, pages));
        return html! { <PinGate locked={LockedPhone(locked.clone())} {open} /> };
    }
    html! { <ContextProvider<PhoneState> context={state}><IdleLock />{ props.children.clone() }</ContextProvider<PhoneState>> }
}

/// Wakes the phone by what the browser says of network and window; gives back how to stop it.
fn wakes(opened: Rc<RefCell<Option<Rc<dyn Keeper>>>>) -> impl FnOnce() {
    let wake = Closure::<dyn FnMut()>::new(move || {
        let hidden = device::document().is_some_and(|document| document.hidden());
        if let (false, Some(keeper)) = (hidden, &*opened.borrow()) {
            keeper.wake();
        }
    });
    let (window, document) = (device::window(), device::document());
    // A browser that does not tell is asked by the phone's own clock.
    if let Some(window) = &window {
        let _ = window.add_event_listener_with_callback("online", wake.as_ref().unchecked_ref());
    }
    if let Some(document) = &document {
        let _ = document.add_event_listener_with_callback("visibilitychange", wake.as_ref().unchecked_ref());
    }
    move || {
        if let Some(window) = window {
            let _ = window.remove_event_listener_with_callback("online", wake.as_ref().unchecked_ref());
        }
        if let Some(document) = document {
            let _ = document.remove_event_listener_with_callback("visibilitychange", wake.as_ref().unchecked_ref());
        }
    }
}

#[derive(PartialEq, Properties)]
pub struct PhonePageProps {
    pub me: Rc<Me>,
    pub route: Route,
}

/// A page that comes with the phone: bones until it is there, and a way to try again when it did not come.
#[component]
pub fn PhonePage(props: &PhonePageProps) -> Html {
    let lang = use_lang();
    let title = if props.route == Route::Outbox { lang.undelivered() } else { lang.report() };
    match use_phone_state() {
        PhoneState::Open(phone) if props.route == Route::Outbox => (phone.pages.outbox)(),
        PhoneState::Open(phone) => (phone.pages.report)(props.me.clone()),
        PhoneState::Opening | PhoneState::Locked(..) => html! { <Page {title}>{ state::bones(lang) }</Page> },
        PhoneState::Lost(again) => html! { <Page {title}>{ state::failed(lang, &Failure::Offline, &again) }</Page> },
    }
}

/// How the phone stands.
#[hook]
pub fn use_phone_state() -> PhoneState {
    use_context::<PhoneState>().unwrap_or_default()
}

/// Reads something of the server again whenever the phone has fetched or delivered something, or something was saved on it.
#[hook]
pub fn use_again(again: &Callback<()>) {
    let stamp = use_phone().map(|phone| phone.known.stamp());
    let first = use_mut_ref(|| true);
    let again = again.clone();
    use_effect_with(stamp, move |_| {
        if !std::mem::replace(&mut *first.borrow_mut(), false) {
            again.emit(());
        }
    });
}

/// The phone, once it is open.
#[hook]
pub fn use_phone() -> Option<Phone> {
    match use_phone_state() {
        PhoneState::Open(phone) => Some(phone),
        PhoneState::Opening | PhoneState::Lost(_) | PhoneState::Locked(..) => None,
    }
}

/// What the phone knows of a case.
#[derive(Clone, PartialEq)]
pub enum Carried {
    /// It is being looked up.
    Opening,
    /// The phone does not carry it.
    No,
    Yes(CarriedCase),
}

/// A case by its id, as the phone knows it; follows what changes.
#[hook]
pub fn use_carried(id: CaseId) -> Carried {
    let phone = use_phone_state();
    let state = use_state(|| Carried::Opening);
    {
        let setter = state.setter();
        let known = match &phone {
            PhoneState::Open(phone) => Some((phone.known.turn, phone.known.unsent.clone())),
            PhoneState::Opening | PhoneState::Lost(_) | PhoneState::Locked(..) => None,
        };
        use_effect_with((id, known), move |_| match phone {
            PhoneState::Opening | PhoneState::Locked(..) => {}
            PhoneState::Lost(_) => setter.set(Carried::No),
            PhoneState::Open(phone) => spawn_local(async move {
                setter.set(phone.keeper.case(id).await.map_or(Carried::No, Carried::Yes));
            }),
        });
    }
    (*state).clone()
}

/// The records whose keys begin so, as the phone knows them; follows what changes. `None` while they are looked up, or without a phone.
#[hook]
pub fn use_records(prefix: &str) -> Option<Rc<Vec<KnownRecord>>> {
    let phone = use_phone();
    let state = use_state(|| phone.as_ref().and_then(|phone| phone.keeper.looked_up(prefix)));
    {
        let (setter, shown) = (state.setter(), (*state).clone());
        let known = phone.as_ref().map(|phone| (phone.known.turn, phone.known.unsent.clone()));
        use_effect_with((prefix.to_owned(), known), move |(prefix, _)| {
            let Some(phone) = phone else { return };
            match (phone.keeper.looked_up(prefix), shown) {
                (Some(records), Some(shown)) if Rc::ptr_eq(&records, &shown) => {}
                (Some(records), _) => setter.set(Some(records)),
                (None, _) => {
                    let prefix = prefix.clone();
                    spawn_local(async move { setter.set(Some(phone.keeper.records(prefix).await)) });
                }
            }
        });
    }
    (*state).clone()
}
