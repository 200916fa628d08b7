//! Writing: one call at a time, with what is wrong beside each field.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;

use serde::de::DeserializeOwned;
use shared::call::Call;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{Api, Failure, use_api};

/// A write under way, or the way it failed.
#[derive(Clone, PartialEq)]
pub struct Sending {
    api: Api,
    state: UseStateHandle<State>,
    /// Known at once, where `state` is only known when the page is drawn again.
    under_way: Rc<Cell<bool>>,
}

#[derive(Clone, PartialEq)]
enum State {
    Idle,
    Busy,
    Failed(Failure),
}

impl Sending {
    /// Whether a write is on its way; its button waits.
    pub fn busy(&self) -> bool {
        *self.state == State::Busy
    }

    /// Why the last write failed.
    pub fn failure(&self) -> Option<&Failure> {
        match &*self.state {
            State::Failed(failure) => Some(failure),
            State::Idle | State::Busy => None,
        }
    }

    /// What the server found wrong with the field at `pointer`.
    pub fn field(&self, pointer: &str) -> Option<String> {
        self.failure()?.field(pointer)
    }

    /// Takes the complaint away, when the form that earned it closes.
    pub fn clear(&self) {
        self.state.set(State::Idle);
    }

    /// Shows a failure that was found without asking the server.
    pub fn fail(&self, failure: Option<Failure>) {
        self.state.set(failure.map_or(State::Idle, State::Failed));
    }

    /// Sends `call` and hands its answer to `done`. A second press while one is on its way does nothing.
    pub fn run<A: DeserializeOwned + 'static>(&self, call: Call<A>, done: impl FnOnce(A) + 'static) {
        let api = self.api.clone();
        self.wait_for(Box::pin(async move {
            let answer = api.run(&call).await?;
            Ok(Box::new(move || done(answer)) as Done)
        }));
    }

    /// Waits for what is to be done next; compiled once, whatever is sent.
    fn wait_for(&self, next: Next) {
        if self.under_way.replace(true) {
            return;
        }
        self.state.set(State::Busy);
        let (state, under_way) = (self.state.setter(), self.under_way.clone());
        spawn_local(async move {
            let outcome = next.await;
            under_way.set(false);
            match outcome {
                Ok(done) => {
                    state.set(State::Idle);
                    done();
                }
                Err(failure) => state.set(State::Failed(failure)),
            }
        });
    }
}

/// What is to be done with an answer, without its type.
type Done = Box<dyn FnOnce()>;
type Next = Pin<Box<dyn Future<Output = Result<Done, Failure>>>>;

/// The way to write.
#[hook]
pub fn use_send() -> Sending {
    let state = use_state(|| State::Idle);
    let under_way = use_memo((), |()| Cell::new(false));
    Sending { api: use_api(), state, under_way }
}
