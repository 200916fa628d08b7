//! Writing: one call at a time, with what is wrong beside each field.

use serde::de::DeserializeOwned;
use shared::call::Call;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{Api, Failure, use_api};

/// A write under way, or the way it failed.
#[derive(Clone)]
pub struct Sending {
    api: Api,
    state: UseStateHandle<State>,
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
    pub fn fail(&self, failure: Failure) {
        self.state.set(State::Failed(failure));
    }

    /// Sends `call` and hands its answer to `done`. A second press while one is on its way does nothing.
    pub fn run<A: DeserializeOwned + 'static>(&self, call: Call<A>, done: impl FnOnce(A) + 'static) {
        if self.busy() {
            return;
        }
        self.state.set(State::Busy);
        let (api, state) = (self.api.clone(), self.state.clone());
        spawn_local(async move {
            match api.run(&call).await {
                Ok(answer) => {
                    state.set(State::Idle);
                    done(answer);
                }
                Err(failure) => state.set(State::Failed(failure)),
            }
        });
    }
}

/// The way to write.
#[hook]
pub fn use_send() -> Sending {
    let state = use_state(|| State::Idle);
    Sending { api: use_api(), state }
}
