//! Who is signed in, for the whole app. Opening it needs no network: whoever was signed in here last still is, and only sending waits
//! until the server has agreed.

use std::rc::Rc;

use shared::devices;
use shared::problem::Code;
use shared::session::{self, Me, SignedIn};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{Api, Failure};
use crate::device;
use crate::look::use_lang;

/// Who was signed in last, kept so that the app opens without a network.
const ME: &str = "wangge.me";
/// Set when somebody signed out and the server could not be told.
const SIGN_OUT_DUE: &str = "wangge.sign_out_due";

/// Set when this phone was reported lost and has deleted everything, and the server could not be told.
const WIPED_DUE: &str = "wangge.wiped_due";
/// Set until somebody signs in: what happened to the phone is told at the gate.
const WIPED: &str = "wangge.wiped";

/// Where the reader stands with the server.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// Not known yet.
    Starting,
    Out,
    /// Signed in with an initial password, which must be changed first.
    Initial,
    In(Rc<Me>),
    /// The server could not say.
    Unreachable(Failure),
}

/// The session, and the ways into and out of it.
#[derive(Clone, PartialEq)]
pub struct Session {
    pub standing: Standing,
    /// The server wants to see the password again. What is on the phone stays readable; nothing is sent until then.
    pub expired: bool,
    /// Begins with what signing in answered.
    pub enter: Callback<SignedIn>,
    /// Ends on this device, whatever the server says.
    pub leave: Callback<()>,
    /// Back to the gate, to sign in anew; nothing leaves the phone.
    pub gate: Callback<()>,
    /// Everything on this phone was deleted, because it was reported lost.
    pub wiped: Callback<()>,
    /// Asks the server anew.
    pub ask: Callback<()>,
}

#[derive(PartialEq, Properties)]
pub struct SessionProviderProps {
    pub children: Html,
}

/// Hands the way to the server and the session to everything inside; resumes the session of the last visit first.
#[component]
pub fn SessionProvider(props: &SessionProviderProps) -> Html {
    let lang = use_lang();
    let api = (*use_memo((), |()| Api::default())).clone();
    api.speak(lang);
    let standing = use_state(|| remembered().map_or(Standing::Starting, |me| Standing::In(Rc::new(me))));
    let expired = use_state(|| false);
    let ask = {
        let (api, standing, expired) = (api.clone(), standing.setter(), expired.setter());
        use_callback((), move |(), ()| {
            let (api, standing, expired) = (api.clone(), standing.clone(), expired.clone());
            let known = remembered().is_some();
            if known {
                api.resume();
            } else {
                standing.set(Standing::Starting);
            }
            spawn_local(async move {
                match (resumed(&api).await, known) {
                    // Who was here last goes on, and signs in when it suits.
                    (Standing::Out, true) => expired.set(true),
                    (Standing::Unreachable(_), true) => {}
                    (found, _) => {
                        expired.set(false);
                        standing.set(found);
                    }
                }
            });
        })
    };
    let enter = {
        let (api, standing, expired) = (api.clone(), standing.setter(), expired.setter());
        use_callback((), move |signed_in: SignedIn, ()| {
            api.begin(&signed_in);
            device::forget(SIGN_OUT_DUE);
            device::forget(WIPED);
            expired.set(false);
            if signed_in.password_change_required {
                standing.set(Standing::Initial);
                return;
            }
            standing.set(Standing::Starting);
            let (api, standing) = (api.clone(), standing.clone());
            spawn_local(async move { standing.set(found(&api).await) });
        })
    };
    let gate = {
        let (api, standing) = (api.clone(), standing.setter());
        use_callback((), move |(), ()| {
            api.end();
            standing.set(Standing::Out);
        })
    };
    let leave = {
        let (gate, expired) = (gate.clone(), expired.setter());
        use_callback((), move |(), ()| {
            device::forget(ME);
            expired.set(false);
            gate.emit(());
        })
    };
    let wiped = {
        let (api, leave) = (api.clone(), leave.clone());
        use_callback((), move |(), ()| {
            device::keep(WIPED_DUE, "1");
            device::keep(WIPED, "1");
            leave.emit(());
            let api = api.clone();
            spawn_local(async move { tell_wiped(&api).await });
        })
    };
    {
        let (api, ask, expired) = (api.clone(), ask.clone(), expired.setter());
        let gate = gate.clone();
        use_effect_with((), move |()| {
            api.when_ended(Callback::from(move |()| if remembered().is_some() { expired.set(true) } else { gate.emit(()) }));
            ask.emit(());
        });
    }
    let session = Session { standing: (*standing).clone(), expired: *expired, enter, leave, gate, wiped, ask };
    html! {
        <ContextProvider<Api> context={api}>
            <ContextProvider<Session> context={session}>{ props.children.clone() }</ContextProvider<Session>>
        </ContextProvider<Api>>
    }
}

/// Who was signed in here last.
fn remembered() -> Option<Me> {
    device::kept_json(ME)
}

/// The server could not be told that somebody has signed out; it is told when the app opens next.
pub fn sign_out_is_due() {
    device::keep(SIGN_OUT_DUE, "1");
}

/// Whether everything on this phone was deleted since somebody signed in last, because it was reported lost.
pub fn was_wiped() -> bool {
    device::kept(WIPED).is_some()
}

/// Tells the server that everything was deleted; what it could not be told is told when the app opens next.
async fn tell_wiped(api: &Api) {
    if api.run(&devices::confirm_wiped()).await.is_ok() {
        device::forget(WIPED_DUE);
    }
}

/// Picks the session of the last visit up by its cookie.
async fn resumed(api: &Api) -> Standing {
    if device::kept(WIPED_DUE).is_some() {
        tell_wiped(api).await;
        return Standing::Out;
    }
    if device::kept(SIGN_OUT_DUE).is_some() {
        if api.run(&session::sign_out()).await.is_ok() {
            device::forget(SIGN_OUT_DUE);
        }
        return Standing::Out;
    }
    match api.renew().await {
        Ok(()) => found(api).await,
        Err(failure) if failure.is_refusal() => Standing::Out,
        Err(failure) => Standing::Unreachable(failure),
    }
}

async fn found(api: &Api) -> Standing {
    match api.run(&session::find_me()).await {
        Ok(me) if me.password_change_required => Standing::Initial,
        Ok(me) => {
            device::keep_json(ME, &me);
            Standing::In(Rc::new(me))
        }
        Err(failure) if failure.code() == Some(Code::PasswordChangeRequired) => Standing::Initial,
        Err(failure) if failure.is_refusal() => Standing::Out,
        Err(failure) => Standing::Unreachable(failure),
    }
}

/// The session.
#[hook]
pub fn use_session() -> Session {
    use_context::<Session>().unwrap_or_else(|| Session {
        standing: Standing::Starting,
        expired: false,
        enter: Callback::noop(),
        leave: Callback::noop(),
        gate: Callback::noop(),
        wiped: Callback::noop(),
        ask: Callback::noop(),
    })
}
