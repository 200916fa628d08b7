//! Reading: a call becomes a [`Loaded`] value that one place draws.

use std::any::Any;
use std::cell::Cell;
use std::rc::Rc;

use serde::de::DeserializeOwned;
use shared::call::Call;
use shared::page::Page;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{Failure, use_api};

/// What a page knows of something it asked for.
#[derive(Debug, PartialEq)]
pub enum Loaded<T> {
    Waiting,
    Failed(Failure),
    Ready(Rc<T>),
}

impl<T> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Waiting => Self::Waiting,
            Self::Failed(failure) => Self::Failed(failure.clone()),
            Self::Ready(value) => Self::Ready(value.clone()),
        }
    }
}

impl<T> Loaded<T> {
    /// The value, when it is there.
    pub fn value(&self) -> Option<&Rc<T>> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Waiting | Self::Failed(_) => None,
        }
    }
}

/// Something being read, and the way to read it again.
pub struct Loading<T> {
    pub state: Loaded<T>,
    /// Asks again; what is shown stays until the new answer is there.
    pub again: Callback<()>,
    /// Replaces what is shown by what a write has just answered.
    pub replace: Callback<T>,
}

impl<T> Clone for Loading<T> {
    fn clone(&self) -> Self {
        Self { state: self.state.clone(), again: self.again.clone(), replace: self.replace.clone() }
    }
}

/// A value of any type: what is asked and when is compiled once, not once a type.
type AnyValue = Rc<dyn Any>;

/// What is known of a value of any type.
#[derive(Clone)]
enum AnyLoaded {
    Waiting,
    Failed(Failure),
    Ready(AnyValue),
}

fn read<A: DeserializeOwned + 'static>(bytes: &[u8]) -> Result<AnyValue, Failure> {
    Call::<A>::read_answer(bytes).map(|value| Rc::new(value) as AnyValue).map_err(|_| Failure::Unreadable)
}

/// Back to its type. What was read as one type is never asked for as another.
fn typed<A: 'static>(state: &AnyLoaded) -> Loaded<A> {
    match state {
        AnyLoaded::Waiting => Loaded::Waiting,
        AnyLoaded::Failed(failure) => Loaded::Failed(failure.clone()),
        AnyLoaded::Ready(value) => value.clone().downcast().map_or(Loaded::Waiting, Loaded::Ready),
    }
}

/// Reads `call`, and reads anew whenever the call changes. `None` asks nothing.
#[hook]
pub fn use_call<A: DeserializeOwned + 'static>(call: Option<Call<A>>) -> Loading<A> {
    let (state, again) = use_any_call(call.map(Call::untyped), read::<A>);
    let replace = {
        let state = state.setter();
        Callback::from(move |value: A| state.set(AnyLoaded::Ready(Rc::new(value))))
    };
    Loading { state: typed(&state), again, replace }
}

#[hook]
fn use_any_call(call: Option<Call<()>>, read: fn(&[u8]) -> Result<AnyValue, Failure>) -> (UseStateHandle<AnyLoaded>, Callback<()>) {
    let api = use_api();
    let state = use_state(|| AnyLoaded::Waiting);
    let round = use_state(|| 0_u32);
    let asked = use_mut_ref(|| Rc::new(None::<Call<()>>));
    {
        let state = state.clone();
        use_effect_with((Rc::new(call), *round), move |(call, _)| {
            let live = Rc::new(Cell::new(true));
            if *asked.borrow() != *call {
                state.set(AnyLoaded::Waiting);
                asked.replace(call.clone());
            }
            let (call, alive) = (call.clone(), live.clone());
            spawn_local(async move {
                let Some(call) = &*call else { return };
                let answer = api.answer_to(call).await.and_then(|bytes| read(&bytes));
                if alive.get() {
                    state.set(answer.map_or_else(AnyLoaded::Failed, AnyLoaded::Ready));
                }
            });
            move || live.set(false)
        });
    }
    let again = {
        let (state, setter) = (state.clone(), round);
        Callback::from(move |()| {
            if matches!(*state, AnyLoaded::Failed(_)) {
                state.set(AnyLoaded::Waiting);
            }
            setter.set(setter.wrapping_add(1));
        })
    };
    (state, again)
}

/// A long list, read page by page.
pub struct Paged<T> {
    pub state: Loaded<Vec<T>>,
    /// Asks for the first page again.
    pub again: Callback<()>,
    /// Asks for the next page; `None` at the end of the list.
    pub more: Option<Callback<()>>,
    /// Whether the next page is on its way.
    pub busy: bool,
    /// Whether what is shown is what was asked for last, and not still the answer to another filter.
    pub settled: bool,
    /// Why the next page did not come.
    pub failure: Option<Failure>,
}

/// What the pages read so far add up to: a list of any type, whose length is known.
#[derive(Clone)]
struct Pages {
    items: Option<AnyValue>,
    count: usize,
    next: Option<String>,
    state: PagesState,
    /// The call they begin with.
    first: Option<Rc<Call<()>>>,
}

#[derive(Clone, PartialEq)]
enum PagesState {
    Waiting,
    Idle,
    More,
    Failed(Failure),
}

const NO_PAGES: Pages = Pages { items: None, count: 0, next: None, state: PagesState::Waiting, first: None };

/// Reads a page and adds it to those read before.
type Add = fn(Option<&AnyValue>, &[u8]) -> Result<Pages, Failure>;

fn add<T: DeserializeOwned + Clone + 'static>(before: Option<&AnyValue>, bytes: &[u8]) -> Result<Pages, Failure> {
    let page = Call::<Page<T>>::read_answer(bytes).map_err(|_| Failure::Unreadable)?;
    let before = before.and_then(|items| items.downcast_ref::<Vec<T>>());
    let items: Vec<T> = before.into_iter().flatten().cloned().chain(page.items).collect();
    Ok(Pages { count: items.len(), items: Some(Rc::new(items)), next: page.next_cursor, state: PagesState::Idle, first: None })
}

/// Reads a list whose filter is `filter`; `page` makes the call for the stretch that begins at a cursor.
#[hook]
pub fn use_pages<T, F>(filter: F, page: fn(&F, Option<String>) -> Call<Page<T>>) -> Paged<T>
where
    T: DeserializeOwned + Clone + 'static,
    F: Clone + PartialEq + 'static,
{
    let first = page(&filter, None).untyped();
    let pages = use_any_pages(first, Rc::new(move |cursor| page(&filter, Some(cursor)).untyped()), add::<T>);
    let items = pages.pages.items.as_ref().and_then(|items| items.clone().downcast::<Vec<T>>().ok()).unwrap_or_default();
    let (state, failure) = match (&pages.pages.state, pages.pages.count) {
        (PagesState::Waiting, _) => (Loaded::Waiting, None),
        (PagesState::Failed(failure), 0) => (Loaded::Failed(failure.clone()), None),
        (PagesState::Failed(failure), _) => (Loaded::Ready(items), Some(failure.clone())),
        (PagesState::Idle | PagesState::More, _) => (Loaded::Ready(items), None),
    };
    Paged { state, again: pages.again, more: pages.more, busy: pages.pages.state == PagesState::More, settled: pages.settled, failure }
}

/// Pages of any type, and the ways to read them again and further.
struct AnyPages {
    pages: Pages,
    settled: bool,
    again: Callback<()>,
    more: Option<Callback<()>>,
}

#[hook]
fn use_any_pages(first: Call<()>, next: Rc<dyn Fn(String) -> Call<()>>, add: Add) -> AnyPages {
    let api = use_api();
    let pages = use_state(|| NO_PAGES);
    let (first, round) = (Rc::new(first), use_state(|| 0_u32));
    // Counts the first pages asked for: what comes in for an older one is dropped.
    let latest = use_memo((), |()| Cell::new(0_u32));
    {
        let (api, pages, latest) = (api.clone(), pages.setter(), latest.clone());
        use_effect_with((first.clone(), *round), move |(first, _)| {
            latest.set(latest.get().wrapping_add(1));
            let (mine, call) = (latest.get(), first.clone());
            {
                let latest = latest.clone();
                spawn_local(async move {
                    let answer = api.answer_to(&call).await.and_then(|bytes| add(None, &bytes));
                    if latest.get() == mine {
                        let read = answer.unwrap_or_else(|failure| Pages { state: PagesState::Failed(failure), ..NO_PAGES });
                        pages.set(Pages { first: Some(call), ..read });
                    }
                });
            }
            move || latest.set(latest.get().wrapping_add(1))
        });
    }
    let again = {
        let round = round.clone();
        Callback::from(move |()| round.set(round.wrapping_add(1)))
    };
    let more = pages.next.clone().map(|cursor| {
        let (api, pages, latest) = (api.clone(), pages.clone(), latest.clone());
        Callback::from(move |()| {
            let call = next(cursor.clone());
            let (api, pages, latest) = (api.clone(), pages.clone(), latest.clone());
            let (mine, before) = (latest.get(), (*pages).clone());
            pages.set(Pages { state: PagesState::More, ..before.clone() });
            spawn_local(async move {
                let answer = api.answer_to(&call).await.and_then(|bytes| add(before.items.as_ref(), &bytes));
                if latest.get() == mine {
                    let first = before.first.clone();
                    let read = answer.unwrap_or_else(|failure| Pages { state: PagesState::Failed(failure), ..before });
                    pages.set(Pages { first, ..read });
                }
            });
        })
    });
    AnyPages { settled: pages.first.as_ref() == Some(&first), pages: (*pages).clone(), again, more }
}
