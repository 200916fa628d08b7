//! Waiting, empty, failed and offline, drawn here and nowhere else.

use std::rc::Rc;

use shared::lang::Lang;
use yew::prelude::*;

use super::button::{Button, Weight};
use super::icon::Icon;
use crate::api::{Failure, Loaded, Loading, Paged};
use crate::words::StateWords;

/// Draws what was asked for, or the reason it is not there.
pub fn loaded<T>(lang: Lang, loading: &Loading<T>, ready: impl FnOnce(&Rc<T>) -> Html) -> Html {
    match &loading.state {
        Loaded::Waiting => bones(lang),
        Loaded::Failed(failure) => failed(lang, failure, &loading.again),
        Loaded::Ready(value) => ready(value),
    }
}

/// Draws a long list: its items, then the way to more of them or its end. `empty` stands where there is none.
pub fn paged<T>(lang: Lang, list: &Paged<T>, empty: Html, ready: impl FnOnce(&[T]) -> Html) -> Html {
    let items = match &list.state {
        Loaded::Waiting => return bones(lang),
        Loaded::Failed(failure) => return failed(lang, failure, &list.again),
        Loaded::Ready(items) if items.is_empty() => return empty,
        Loaded::Ready(items) => items,
    };
    html! {
        <>
            { ready(items) }
            if let Some(failure) = &list.failure {
                <p class="note centre" role="alert">{ failure.in_words(lang) }</p>
            }
            if let Some(more) = &list.more {
                <Button busy={list.busy} onclick={more.clone()}>{ lang.more() }</Button>
            } else if items.len() > 8 {
                <p class="note centre">{ lang.no_more() }</p>
            }
        </>
    }
}

/// Grey bones of a list on its way.
pub fn bones(lang: Lang) -> Html {
    html! {
        <div class="bones" role="status" aria-label={lang.waiting()}>
            for _ in 0..3 {
                <div class="bone" aria-hidden="true"><span></span><span></span></div>
            }
        </div>
    }
}

/// Nothing there, and what to do about it.
pub fn empty(icon: Icon, title: impl Into<AttrValue>, words: impl Into<AttrValue>, action: Html) -> Html {
    let (title, words): (AttrValue, AttrValue) = (title.into(), words.into());
    html! { <div class="state">{ icon.big() }<h2>{ title }</h2><p>{ words }</p>{ action }</div> }
}

/// Something failed, or the phone is offline; either way it can be tried again.
pub fn failed(lang: Lang, failure: &Failure, again: &Callback<()>) -> Html {
    let (icon, title) = match failure {
        Failure::Offline => (Icon::Offline, lang.offline_title()),
        Failure::Invalid(_) | Failure::Unreadable | Failure::NotKept { .. } => (Icon::Alert, lang.failed_title()),
        Failure::Problem(problem) => (Icon::Alert, problem.title.clone()),
    };
    html! {
        <div class="state" role="alert">
            { icon.big() }
            <h2>{ title }</h2>
            <p>{ failure.in_words(lang) }</p>
            <Button weight={Weight::Plain} icon={Icon::Refresh} onclick={again.clone()}>{ lang.try_again() }</Button>
        </div>
    }
}
