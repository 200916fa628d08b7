//! The PIN: a gate before what is kept, closed again after ten idle minutes.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::Interval;
use shared::time::Moment;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{Keeper, Locked, use_phone};
use crate::device;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::field::{Field, Takes};
use crate::parts::form::setter;
use crate::parts::icon::Icon;
use crate::parts::page::use_heading;
use crate::parts::sheet::Sheet;
use crate::session::use_session;
use crate::words::{PhoneWords, ShellWords};

/// Digits of a PIN.
pub const PIN_DIGITS: usize = 6;
/// Minutes without a touch after which the gate closes.
const IDLE_MINUTES: i64 = 10;
/// Wrong tries that cost nothing.
const FREE_TRIES: u32 = 5;
/// Kept outside of what is locked: how often it was wrong, and until when nobody may try.
const TRIES: &str = "wangge.pin_tries";

/// Whether a text is a PIN.
pub fn is_pin(text: &str) -> bool {
    text.len() == PIN_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Seconds to wait after so many wrong tries: none at first, then half a minute, doubled each time, an hour at most.
fn wait_after(tries: u32) -> i64 {
    match tries.checked_sub(FREE_TRIES) {
        None => 0,
        Some(over) => (30_i64 << over.min(7)).min(3600),
    }
}

/// What lies behind the gate.
#[derive(Clone)]
pub struct LockedPhone(pub Rc<dyn Locked>);

impl PartialEq for LockedPhone {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(PartialEq, Properties)]
pub struct PinGateProps {
    pub locked: LockedPhone,
    pub open: Callback<Rc<dyn Keeper>>,
}

/// Asks for the PIN.
#[component]
pub fn PinGate(props: &PinGateProps) -> Html {
    let lang = use_lang();
    let heading = use_heading(&lang.pin_title().into());
    let pin = use_state(String::new);
    let wrong = use_state(|| None::<String>);
    let busy = use_state(|| false);
    let forgotten = use_state(|| false);
    let onsubmit = {
        let (pin, wrong, busy, locked, open) = (pin.clone(), wrong.setter(), busy.clone(), props.locked.clone(), props.open.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (tries, until): (u32, i64) = device::kept_json(TRIES).unwrap_or_default();
            let left = (until - Moment::now().millis()) / 1000;
            // A clock that was set back locks nobody out for longer than the longest wait.
            if left > 0 && left <= 3600 {
                return wrong.set(Some(lang.pin_wait(left)));
            }
            if !is_pin(&pin) {
                return wrong.set(Some(lang.pin_digits()));
            }
            busy.set(true);
            let (pin, wrong, busy, locked, open) = (pin.clone(), wrong.clone(), busy.clone(), locked.clone(), open.clone());
            spawn_local(async move {
                match locked.0.open((*pin).clone()).await {
                    Some(keeper) => {
                        device::forget(TRIES);
                        open.emit(keeper);
                    }
                    None => {
                        let tries = tries.saturating_add(1);
                        let until = Moment::now().plus_seconds(wait_after(tries)).millis();
                        device::keep_json(TRIES, &(tries, until));
                        wrong.set(Some(lang.pin_wrong()));
                        busy.set(false);
                        pin.set(String::new());
                    }
                }
            });
        })
    };
    let toggle = |to: bool| {
        let forgotten = forgotten.setter();
        Callback::from(move |()| forgotten.set(to))
    };
    html! {
        <div class="app">
            <main class="gate">
                <div class="gate-head">
                    { Icon::Key.big() }
                    <h1 tabindex="-1" ref={heading}>{ lang.pin_title() }</h1>
                    <p class="soft">{ lang.pin_lead() }</p>
                </div>
                <form class="stack" {onsubmit} novalidate={true}>
                    <Field label={lang.pin()} takes={Takes::Pin} value={(*pin).clone()} set={setter(&pin)} error={(*wrong).clone()} />
                    <Button weight={Weight::Primary} submit=true wide=true busy={*busy}>{ lang.pin_open() }</Button>
                </form>
                <Button weight={Weight::Text} onclick={toggle(true)}>{ lang.pin_forgotten() }</Button>
                if *forgotten {
                    <Forget locked={props.locked.clone()} close={toggle(false)} />
                }
            </main>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct ForgetProps {
    locked: LockedPhone,
    close: Callback<()>,
}

/// Asks before what is locked is deleted for good.
#[component]
fn Forget(props: &ForgetProps) -> Html {
    let lang = use_lang();
    let session = use_session();
    let forget = {
        let (locked, leave) = (props.locked.clone(), session.leave.clone());
        Callback::from(move |()| {
            let (locked, leave) = (locked.clone(), leave.clone());
            spawn_local(async move {
                locked.0.forget().await;
                device::forget(TRIES);
                leave.emit(());
            });
        })
    };
    let foot = html! {
        <>
            <Button onclick={props.close.clone()}>{ lang.cancel() }</Button>
            <Button weight={Weight::Danger} onclick={forget}>{ lang.pin_forget() }</Button>
        </>
    };
    html! { <Sheet title={lang.pin_forgotten()} close={props.close.clone()} {foot}><p class="centre soft">{ lang.pin_forget_note() }</p></Sheet> }
}

/// Closes the gate when nobody has touched the phone for a while.
#[component]
pub fn IdleLock() -> Html {
    let locks = use_phone().is_some_and(|phone| phone.keeper.has_pin());
    use_effect_with(locks, |locks| {
        let last = Rc::new(Cell::new(Moment::now()));
        let (touched, watched) = (last.clone(), last);
        let touch = Closure::<dyn FnMut()>::new(move || touched.set(Moment::now()));
        let document = device::document().filter(|_| *locks);
        for event in ["pointerdown", "keydown"] {
            if let Some(document) = &document {
                // A browser that does not tell closes the gate too often, never too rarely.
                let _ = document.add_event_listener_with_callback(event, touch.as_ref().unchecked_ref());
            }
        }
        let timer = locks.then(|| {
            Interval::new(15_000, move || {
                if Moment::now().seconds_since(watched.get()) >= IDLE_MINUTES * 60 {
                    device::begin_anew();
                }
            })
        });
        move || {
            drop(timer);
            for event in ["pointerdown", "keydown"] {
                if let Some(document) = &document {
                    let _ = document.remove_event_listener_with_callback(event, touch.as_ref().unchecked_ref());
                }
            }
        }
    });
    Html::default()
}

#[derive(PartialEq, Properties)]
pub struct PinSheetProps {
    pub close: Callback<()>,
}

/// Sets the PIN, or takes it away.
#[component]
pub fn PinSheet(props: &PinSheetProps) -> Html {
    let lang = use_lang();
    let phone = use_phone();
    let (pin, again) = (use_state(String::new), use_state(String::new));
    let (wrong, busy) = (use_state(|| None::<String>), use_state(|| false));
    let has = phone.as_ref().is_some_and(|phone| phone.keeper.has_pin());
    let save = {
        let (pin, again, wrong, busy, close) = (pin.clone(), again.clone(), wrong.setter(), busy.clone(), props.close.clone());
        Callback::from(move |()| {
            let Some(phone) = phone.clone() else { return };
            if !has && !is_pin(&pin) {
                return wrong.set(Some(lang.pin_digits()));
            }
            if !has && *pin != *again {
                return wrong.set(Some(lang.pins_differ()));
            }
            busy.set(true);
            let (pin, wrong, busy, close) = ((*pin).clone(), wrong.clone(), busy.clone(), close.clone());
            spawn_local(async move {
                match phone.keeper.set_pin((!has).then_some(pin)).await {
                    Ok(()) => close.emit(()),
                    Err(_) => wrong.set(Some(lang.pin_not_set())),
                }
                busy.set(false);
            });
        })
    };
    let foot = html! {
        <>
            <Button onclick={props.close.clone()}>{ lang.cancel() }</Button>
            <Button weight={if has { Weight::Danger } else { Weight::Primary }} busy={*busy} onclick={save}>{ if has { lang.pin_remove() } else { ShellWords::save(lang) } }</Button>
        </>
    };
    html! {
        <Sheet title={if has { lang.pin_remove() } else { lang.pin_set() }} close={props.close.clone()} {foot}>
            if has {
                <p class="centre soft">{ lang.pin_remove_note() }</p>
                if let Some(words) = &*wrong {
                    <p class="centre" role="alert">{ words }</p>
                }
            } else {
                <div class="card">
                    <p class="note">{ lang.pin_note() }</p>
                    <Field label={lang.pin()} takes={Takes::Pin} value={(*pin).clone()} set={setter(&pin)} error={(*wrong).clone()} />
                    <Field label={lang.pin_again()} takes={Takes::Pin} value={(*again).clone()} set={setter(&again)} />
                </div>
            }
        </Sheet>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_gets_slower_and_never_locks_anybody_out() {
        assert_eq!([0, 4, 5, 6, 7, 20, u32::MAX].map(wait_after), [0, 0, 30, 60, 120, 3600, 3600]);
        assert!(is_pin("012345") && !is_pin("12345") && !is_pin("12345a") && !is_pin("１２３４５６"));
    }
}
