//! How the visits to somebody stand, in words and colour; the same wherever people are listed.

use shared::care::carried::{CarriedCare, records};
use shared::care::{CareRecord, LastCall};
use shared::lang::Lang;
use shared::patrols::due::DueState;
use shared::sync::ops::OpKind;
use shared::sync::outbox::record_key;
use shared::sync::pulling::RecordKind;
use shared::time::Moment;
use yew::prelude::*;

use crate::pages::patrols::{short_day, tone};
use crate::parts::icon::Icon;
use crate::parts::tag::{Tone, tag};
use crate::phone::{use_phone, use_records};
use crate::words::CareWords;

pub fn state_tag(lang: Lang, state: DueState) -> Html {
    let (icon, words) = match state {
        DueState::Done => (Icon::Check, lang.due_done()),
        DueState::Due => (Icon::Clock, lang.due_now()),
        DueState::Late => (Icon::Alert, lang.due_late()),
    };
    tag(tone(state), icon, words)
}

/// Who it is, where one may know; the neutral label elsewhere.
pub fn name_of(record: &CareRecord) -> String {
    record.person.as_ref().map_or_else(|| record.label.clone(), |person| person.name.to_string())
}

/// How it was last time.
pub fn last(lang: Lang, record: &CareRecord) -> String {
    let call = |LastCall { day, result }: &LastCall| lang.last_call(&short_day(lang, day), result.label(lang));
    record.last.as_ref().map_or_else(|| lang.never_called(), call)
}

/// How often, and how it was last time.
fn about(lang: Lang, record: &CareRecord) -> String {
    [lang.every_days(record.due.every_days.into()), last(lang, record)].join(" · ")
}

/// Name, how it stands, and the rest of somebody.
pub fn lines(lang: Lang, record: &CareRecord, unsent: bool) -> Html {
    let due = short_day(lang, &record.due.due_on);
    let when = if record.due.state == DueState::Late { lang.visit_late_since(&due) } else { lang.visit_due_on(&due) };
    html! {
        <span class="cell-main">
            <span class="strong">{ name_of(record) }</span>
            <small class="soft">{ about(lang, record) }</small>
            <span class="row">
                if record.visitor.is_none() {
                    { tag(Tone::Danger, Icon::Alert, lang.nobody_visits()) }
                }
                { state_tag(lang, record.due.state) }
                if unsent {
                    { tag(Tone::Neutral, Icon::Device, lang.visit_unsent()) }
                } else {
                    <small class="soft">{ when }</small>
                }
            </span>
        </span>
    }
}

/// Whom one visits, as it stands today; `None` while they are looked up.
#[hook]
pub fn use_cares() -> Option<Vec<CarriedCare>> {
    let (phone, known) = (use_phone(), use_records("care_record/"));
    let (phone, today) = (phone?, Moment::now().day());
    let mut carried = records(&known?, &today);
    for it in &mut carried {
        // A visit that has just been sent counts before the record comes down again.
        it.sent = phone.known.done_to(OpKind::CareVisit, &record_key(RecordKind::CareRecord, &it.record.id)).map(Moment::day);
    }
    Some(carried)
}
