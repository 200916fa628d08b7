//! What happened to a case, latest first.

use shared::cases::{CaseEvent, EventKind};
use shared::lang::Lang;
use shared::time::Moment;
use yew::prelude::*;

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

fn line(lang: Lang, event: &CaseEvent, before: Option<&CaseEvent>, now: Moment) -> Html {
    // Who works on it is told where it changes.
    let given_to = event.assignee.as_ref().filter(|person| before.and_then(|b| b.assignee.as_ref()) != Some(*person));
    let what = match (event.kind, event.by_move) {
        (EventKind::Moved, Some(by)) => by.label(lang),
        (kind, _) => kind.label(lang),
    };
    let who = event.by.as_ref().map_or_else(|| lang.by_resident(), |p| p.name.to_string());
    html! {
        <li>
            <span><strong>{ what }</strong>{ " · " }{ who }</span>
            <small class="soft">{ day_and_time(lang, event.at, now) }</small>
            if let Some(person) = given_to {
                <small>{ lang.assigned_to(&person.name) }</small>
            }
            if let Some(reason) = &event.reason {
                <p class="said pre">{ reason }</p>
            }
            if let Some(note) = &event.note {
                <p class="said inside pre"><small class="soft">{ lang.note_inside() }</small><br />{ note }</p>
            }
        </li>
    }
}
