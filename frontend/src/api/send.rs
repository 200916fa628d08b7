//! Writing: one call at a time, with what is wrong beside each field.

use std::cell::Cell;
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
        let read = |bytes: &[u8]| {
            let answer = Call::<A>::read_answer(bytes).map_err(|_| Failure::Unreadable)?;
            Ok(Box::new(move || done(answer)) as Done)
        };
        self.send(call.untyped(), Box::new(read));
    }

    /// Sends, and does what is to be done with the answer; compiled once, whatever is sent.
    fn send(&self, call: Call<()>, read: Read) {
        if self.under_way.replace(true) {
            return;
        }
        self.state.set(State::Busy);
        let (api, state, under_way) = (self.api.clone(), self.state.setter(), self.under_way.clone());
        spawn_local(async move {
            let outcome = api.answer_to(&call).await.and_then(|bytes| read(&bytes));
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
/// Reads an answer.
type Read = Box<dyn FnOnce(&[u8]) -> Result<Done, Failure>>;

/// The way to write.
#[hook]
pub fn use_send() -> Sending {
    let state = use_state(|| State::Idle);
    let under_way = use_memo((), |()| Cell::new(false));
    Sending { api: use_api(), state, under_way }
}
