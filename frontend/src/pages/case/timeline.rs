//! What happened to a case, latest first, and which of it the reporter reads.

use shared::cases::{CaseEvent, EventKind, Mover, Telling, Transition, transition};
use shared::lang::Lang;
use shared::time::Moment;
use yew::prelude::*;

use super::facts::holder;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::tag::{Tone, tag};
use crate::route::Route;
use crate::words::{CaseWords, day_and_time};

/// Draws the lines of a timeline.
pub fn draw(lang: Lang, events: &[CaseEvent], now: Moment) -> Html {
    html! {
        <ol class="timeline" reversed=true>
            for (i, event) in events.iter().enumerate().rev() {
                { line(lang, event, i.checked_sub(1).and_then(|before| events.get(before)), now) }
            }
        </ol>
    }
}

/// The row of the table by which a line's move was made.
fn row_of(event: &CaseEvent, before: Option<&CaseEvent>) -> Option<&'static Transition> {
    event.by_move.zip(before).and_then(|(by, before)| transition(by, before.status))
}

/// What the reporter hears of a line.
fn telling(event: &CaseEvent, row: Option<&Transition>) -> Telling {
    match (event.kind, row) {
        (_, Some(row)) => row.telling,
        (EventKind::Filed | EventKind::Joined | EventKind::Remarked, None) => Telling::Reason,
        (_, None) => Telling::Silent,
    }
}

/// Whose line it is: a colleague's, the reporter's, or the clock's.
fn author(lang: Lang, event: &CaseEvent, row: Option<&Transition>) -> String {
    let by_reporter = match event.kind {
        EventKind::Filed | EventKind::Joined | EventKind::PhotoAdded | EventKind::Remarked => true,
        _ => row.is_some_and(|row| row.mover == Mover::Reporter),
    };
    match &event.by {
        Some(person) => person.name.to_string(),
        None if by_reporter => lang.by_resident(),
        None => lang.by_clock(),
    }
}

fn line(lang: Lang, event: &CaseEvent, before: Option<&CaseEvent>, now: Moment) -> Html {
    let row = row_of(event, before);
    let telling = telling(event, row);
    let what = match (event.kind, event.by_move) {
        (EventKind::Moved, Some(by)) => by.label(lang),
        (kind, _) => kind.label(lang),
    };
    let who = author(lang, event, row);
    // Where it lies and who works on it are told where they change.
    let lay = before.map(|b| (b.level, &b.unit));
    let given = lay.is_some_and(|lay| lay != (event.level, &event.unit)).then(|| holder(lang, event.level, event.unit.as_ref()));
    let assigned = event.assignee.as_ref().filter(|person| before.and_then(|b| b.assignee.as_ref()) != Some(*person));
    let inside = telling != Telling::Reason;
    html! {
        <li class={classes!((telling == Telling::Silent).then_some("silent"))}>
            <span class="row timeline-head">
                <span><strong>{ what }</strong>{ " · " }{ who }</span>
                if telling != Telling::Silent {
                    { tag(Tone::Success, Icon::Eye, lang.reporter_sees()) }
                }
            </span>
            <small class="soft">{ day_and_time(lang, event.at, now) }</small>
            if let Some(whom) = given {
                <small>{ lang.given_to(&whom) }</small>
            }
            if let Some(person) = assigned {
                <small>{ lang.assigned_to(&person.name) }</small>
            }
            if let Some(until) = event.until {
                <small>{ lang.goes_on(until.day().as_str()) }</small>
            }
            if let Some(id) = event.other {
                <Go to={Route::Case { id }} class="inline-target">{ lang.see_case() }</Go>
            }
            if let Some(reason) = &event.reason {
                { said(lang, reason, inside) }
            }
            if let Some(note) = &event.note {
                { said(lang, note, true) }
            }
        </li>
    }
}

/// Words of somebody; those for colleagues look different, and say so.
fn said(lang: Lang, words: &str, inside: bool) -> Html {
    html! {
        <p class={classes!("said", "pre", inside.then_some("inside"))}>
            if inside {
                <span class="said-mark">{ Icon::Key.small() }{ lang.note_inside() }</span>
            }
            { words }
        </p>
    }
}
