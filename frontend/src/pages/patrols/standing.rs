//! How a place stands, in words and colour; the same wherever places are listed.

use shared::divisions::Class;
use shared::lang::Lang;
use shared::patrols::carried::{CarriedPlace, places, plans};
use shared::patrols::due::DueState;
use shared::patrols::places::PatrolPlace;
use shared::sync::ops::OpKind;
use shared::sync::outbox::record_key;
use shared::sync::pulling::RecordKind;
use shared::time::{Day, Moment};
use yew::prelude::*;

use crate::parts::icon::Icon;
use crate::parts::tag::{Tone, tag};
use crate::phone::{use_phone, use_records};
use crate::words::PatrolWords;

/// What a state is shown as.
pub const fn tone(state: DueState) -> Tone {
    match state {
        DueState::Done => Tone::Success,
        DueState::Due => Tone::Warning,
        DueState::Late => Tone::Danger,
    }
}

pub fn state_tag(lang: Lang, state: DueState) -> Html {
    let icon = match state {
        DueState::Done => Icon::Check,
        DueState::Due => Icon::Clock,
        DueState::Late => Icon::Alert,
    };
    tag(tone(state), icon, state.label(lang))
}

/// A day without its weekday: `11月23日`.
pub fn short(lang: Lang, day: &Day) -> String {
    let pattern = match lang {
        Lang::Zh => "%-m月%-d日",
        Lang::En => "%-d %b",
    };
    day.date().format(pattern).to_string()
}

/// Its kind, how often, and when it was seen last.
pub fn about(lang: Lang, place: &PatrolPlace) -> String {
    let every = match place.due.every_days.into() {
        1 => lang.every_day(),
        n => lang.every(n),
    };
    let last = place.last_day.as_ref().map_or_else(|| lang.never_seen(), |last| lang.last_seen(&short(lang, last)));
    [place.kind.label(lang).to_owned(), every, last].join(" · ")
}

/// Name, state and the rest of a place.
pub fn lines(lang: Lang, place: &PatrolPlace, unsent: bool) -> Html {
    html! {
        <span class="cell-main">
            <span class="row"><span class="strong">{ place.name.as_str() }</span>if place.class == Class::Key { { tag(Tone::Brand, Icon::Pin, Class::Key.label(lang)) } }</span>
            <small class="soft">{ about(lang, place) }</small>
            <span class="row">
                { state_tag(lang, place.due.state) }
                if unsent {
                    { tag(Tone::Neutral, Icon::Device, lang.seen_unsent()) }
                } else {
                    <small class="soft">{ when(lang, place) }</small>
                }
            </span>
        </span>
    }
}

/// When it is due, or was.
fn when(lang: Lang, place: &PatrolPlace) -> String {
    let due = short(lang, &place.due.due_on);
    if place.due.state == DueState::Late { lang.late_since(&due) } else { lang.due_on(&due) }
}

/// The places the phone carries, as they stand today; `None` while they are looked up.
#[hook]
pub fn use_places() -> Option<Vec<CarriedPlace>> {
    let (phone, known, set) = (use_phone(), use_records("patrol_place/"), use_records("patrol_plans/"));
    let (phone, today) = (phone?, Moment::now().day());
    let (known, plans) = (known?, plans(&set?));
    let mut carried = places(&known, &plans, &today);
    for it in &mut carried {
        // A patrol that has just been sent counts before the place comes down again.
        let sent = phone.known.done_to(OpKind::Patrol, &record_key(RecordKind::PatrolPlace, &it.place.id)).map(|at| at.day());
        if sent > it.place.last_day {
            it.place.last_day = sent;
            it.place.due = it.place.beat().on(&plans, &today);
        }
    }
    Some(carried)
}
