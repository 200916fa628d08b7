//! Reading: a call becomes a [`Loaded`] value that one place draws.

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

/// Reads `call`, and reads anew whenever the call changes. `None` asks nothing.
#[hook]
pub fn use_call<A: DeserializeOwned + 'static>(call: Option<Call<A>>) -> Loading<A> {
    let api = use_api();
    let state = use_state(|| Loaded::Waiting);
    let round = use_state(|| 0_u32);
    let asked = use_mut_ref(|| Rc::new(None::<Call<A>>));
    {
        let state = state.clone();
        use_effect_with((Rc::new(call), *round), move |(call, _)| {
            let live = Rc::new(Cell::new(true));
            if *asked.borrow() != *call {
                state.set(Loaded::Waiting);
                asked.replace(call.clone());
            }
            let (call, alive) = (call.clone(), live.clone());
            spawn_local(async move {
                let Some(call) = &*call else { return };
                let answer = api.run(call).await;
                if alive.get() {
                    state.set(answer.map_or_else(Loaded::Failed, |value| Loaded::Ready(Rc::new(value))));
                }
            });
            move || live.set(false)
        });
    }
    let again = {
        let (state, setter) = (state.clone(), round.clone());
        Callback::from(move |()| {
            if matches!(*state, Loaded::Failed(_)) {
                state.set(Loaded::Waiting);
            }
            setter.set(setter.wrapping_add(1));
        })
    };
    let replace = {
        let state = state.setter();
        Callback::from(move |value| state.set(Loaded::Ready(Rc::new(value))))
    };
    Loading { state: (*state).clone(), again, replace }
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
    /// Why the next page did not come.
    pub failure: Option<Failure>,
}

/// What the pages read so far add up to.
struct Pages<T> {
    items: Rc<Vec<T>>,
    next: Option<String>,
    state: PagesState,
}

#[derive(Clone, PartialEq)]
enum PagesState {
    Waiting,
    Idle,
    More,
    Failed(Failure),
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self { items: Rc::new(Vec::new()), next: None, state: PagesState::Waiting }
    }
}

/// Reads a list whose filter is `filter`; `page` makes the call for the stretch that begins at a cursor.
#[hook]
pub fn use_pages<T, F>(filter: F, page: fn(&F, Option<String>) -> Call<Page<T>>) -> Paged<T>
where
    T: DeserializeOwned + Clone + 'static,
    F: Clone + PartialEq + 'static,
{
    let api = use_api();
    let pages = use_state(Pages::<T>::default);
    let round = use_state(|| 0_u32);
    // Counts the first pages asked for: what comes in for an older one is dropped.
    let latest = use_memo((), |()| Cell::new(0_u32));
    {
        let (api, pages, latest) = (api.clone(), pages.setter(), latest.clone());
        use_effect_with((filter.clone(), *round), move |(filter, _)| {
            latest.set(latest.get().wrapping_add(1));
            let mine = latest.get();
            let call = page(filter, None);
            {
                let latest = latest.clone();
                spawn_local(async move {
                    let answer = api.run(&call).await;
                    if latest.get() == mine {
                        pages.set(match answer {
                            Ok(first) => Pages { items: Rc::new(first.items), next: first.next_cursor, state: PagesState::Idle },
                            Err(failure) => Pages { state: PagesState::Failed(failure), ..Pages::default() },
                        });
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
        let (api, pages, filter, latest) = (api.clone(), pages.clone(), filter.clone(), latest.clone());
        Callback::from(move |()| {
            let call = page(&filter, Some(cursor.clone()));
            let (api, pages, latest) = (api.clone(), pages.clone(), latest.clone());
            let mine = latest.get();
            let (items, next) = (pages.items.clone(), pages.next.clone());
            pages.set(Pages { items: items.clone(), next: next.clone(), state: PagesState::More });
            spawn_local(async move {
                let answer = api.run(&call).await;
                if latest.get() != mine {
                    return;
                }
                pages.set(match answer {
                    Ok(page) => Pages {
                        items: Rc::new(items.iter().cloned().chain(page.items).collect()),
                        next: page.next_cursor,
                        state: PagesState::Idle,
                    },
                    Err(failure) => Pages { items, next, state: PagesState::Failed(failure) },
                });
            });
        })
    });
    let (state, failure) = match (&pages.state, pages.items.is_empty()) {
        (PagesState::Waiting, _) => (Loaded::Waiting, None),
        (PagesState::Failed(failure), true) => (Loaded::Failed(failure.clone()), None),
        (PagesState::Failed(failure), false) => (Loaded::Ready(pages.items.clone()), Some(failure.clone())),
        (PagesState::Idle | PagesState::More, _) => (Loaded::Ready(pages.items.clone()), None),
    };
    Paged { state, again, more, busy: pages.state == PagesState::More, failure }
}
