//! Who is signed in, for the whole app.

use std::rc::Rc;

use shared::problem::Code;
use shared::session::{self, Me, SignedIn};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{Api, Failure};
use crate::look::use_lang;

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
    /// Begins with what signing in answered.
    pub enter: Callback<SignedIn>,
    /// Ends on this device, whatever the server says.
    pub leave: Callback<()>,
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
    let standing = use_state(|| Standing::Starting);
    let ask = {
        let (api, standing) = (api.clone(), standing.setter());
        use_callback((), move |(), ()| {
            let (api, standing) = (api.clone(), standing.clone());
            standing.set(Standing::Starting);
            spawn_local(async move { standing.set(resumed(&api).await) });
        })
    };
    let enter = {
        let (api, standing) = (api.clone(), standing.setter());
        use_callback((), move |signed_in: SignedIn, ()| {
            api.begin(&signed_in);
            if signed_in.password_change_required {
                standing.set(Standing::Initial);
                return;
            }
            standing.set(Standing::Starting);
            let (api, standing) = (api.clone(), standing.clone());
            spawn_local(async move { standing.set(found(&api).await) });
        })
    };
    let leave = {
        let (api, standing) = (api.clone(), standing.setter());
        use_callback((), move |(), ()| {
            api.end();
            standing.set(Standing::Out);
        })
    };
    {
        let (api, leave, ask) = (api.clone(), leave.clone(), ask.clone());
        use_effect_with((), move |()| {
            api.when_ended(leave);
            ask.emit(());
        });
    }
    let session = Session { standing: (*standing).clone(), enter, leave, ask };
    html! {
        <ContextProvider<Api> context={api}>
            <ContextProvider<Session> context={session}>{ props.children.clone() }</ContextProvider<Session>>
        </ContextProvider<Api>>
    }
}

/// Picks the session of the last visit up by its cookie.
async fn resumed(api: &Api) -> Standing {
    match api.renew().await {
        Ok(()) => found(api).await,
        Err(failure) if failure.is_refusal() => Standing::Out,
        Err(failure) => Standing::Unreachable(failure),
    }
}

async fn found(api: &Api) -> Standing {
    match api.run(&session::find_me()).await {
        Ok(me) if me.password_change_required => Standing::Initial,
        Ok(me) => Standing::In(Rc::new(me)),
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
        enter: Callback::noop(),
        leave: Callback::noop(),
        ask: Callback::noop(),
    })
}
