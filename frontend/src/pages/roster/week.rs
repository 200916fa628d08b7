//! A week of a roster, day by day; the same wherever it is read.

use shared::lang::Lang;
use shared::roster::{RosterEntry, RosterRole};
use shared::time::Day;
use yew::prelude::*;

use crate::parts::icon::Icon;
use crate::parts::stepper::stepper;
use crate::parts::tag::{Tone, tag};
use crate::words::{RosterWords, day};

/// The week with the ways to the one before and the one after.
pub fn weeks(lang: Lang, week: &Day, set: &Callback<Day>) -> Html {
    let span = lang.week_span(&short(lang, week), &short(lang, &week.shifted(6)));
    let to = |days: i64| {
        let week = week.shifted(days);
        set.reform(move |()| week.clone())
    };
    stepper(span, Some((lang.week_before(), to(-7))), Some((lang.week_after(), to(7))))
}

fn short(lang: Lang, day: &Day) -> String {
    let pattern = match lang {
        Lang::Zh => "%-m月%-d日",
        Lang::En => "%-d %b",
    };
    day.date().format(pattern).to_string()
}

/// The days of a week; `change` is there for those who may write it.
pub fn days(lang: Lang, week: &Day, entries: &[RosterEntry], today: &Day, change: Option<&Callback<Day>>) -> Html {
    let of_day = |i: i64| {
        let date = week.shifted(i);
        let on: Vec<&RosterEntry> = entries.iter().filter(|entry| entry.day == date).collect();
        let change = change.map(|change| {
            let (date, label) = (date.clone(), lang.change_day(&day(lang, &date)));
            let onclick = change.reform(move |_: MouseEvent| date.clone());
            html! { <button type="button" class="icon-button" aria-label={label} {onclick}>{ Icon::Edit.draw() }</button> }
        });
        html! {
            <li key={date.to_string()} class={classes!("roster-day", (date == *today).then_some("roster-today"))}>
                <div class="row-apart">
                    <p class="row strong">{ day(lang, &date) }if date == *today { { tag(Tone::Brand, Icon::Clock, lang.roster_today()) } }</p>
                    { change.unwrap_or_default() }
                </div>
                if on.is_empty() {
                    <p class="soft">{ lang.nobody_on() }</p>
                } else {
                    <ul class="stack-tight">{ for on.into_iter().map(|entry| person(lang, entry)) }</ul>
                }
            </li>
        }
    };
    html! { <ol class="roster">{ for (0..7).map(of_day) }</ol> }
}

/// Who it is, on which shift, and the way to call.
pub fn person(lang: Lang, entry: &RosterEntry) -> Html {
    html! {
        <li key={format!("{}{}", entry.shift, entry.person.id)} class="row-apart">
            <span class="row">
                <span class="soft roster-shift">{ entry.shift.label(lang) }</span>
                <span class={(entry.role == RosterRole::Lead).then_some("strong")}>{ entry.person.name.as_str() }</span>
                if entry.role == RosterRole::Lead { <small class="soft">{ entry.role.label(lang) }</small> }
            </span>
            if let Some(phone) = &entry.phone {
                <a class="inline-target with-icon digits" href={format!("tel:{}", phone.as_str())}>{ Icon::Phone.small() }<span class="seen-by-readers">{ lang.call_on_duty(&entry.person.name) }{ " " }</span>{ phone.as_str() }</a>
            }
        </li>
    }
}
