//! What My day shows of duty rosters: when one is on duty next, and who is on duty now.

use std::rc::Rc;

use shared::roster::RosterRole;
use shared::roster::carried::{next_duty, on_duty, rosters};
use shared::session::Me;
use shared::time::Moment;
use yew::prelude::*;

use super::week::person;
use crate::look::use_lang;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::phone::use_records;
use crate::route::Route;
use crate::words::{RosterWords, day};

/// So many days ahead the next duty is told.
const AHEAD_DAYS: i64 = 3;

#[derive(PartialEq, Properties)]
pub struct OnDutyProps {
    pub me: Rc<Me>,
}

/// Everybody of the nearest place, and who is in charge further away. Nothing where there is no roster.
#[component]
pub fn OnDuty(props: &OnDutyProps) -> Html {
    let lang = use_lang();
    let (now, known) = (Moment::now(), use_records("roster/"));
    let Some(known) = known else { return Html::default() };
    let (all, today) = (rosters(&known), now.day());
    let own = next_duty(&all, props.me.person, &today).filter(|(_, entry)| entry.day <= today.shifted(AHEAD_DAYS));
    let on = on_duty(&all, now);
    if own.is_none() && on.is_empty() {
        return Html::default();
    }
    let own = own.map(|(roster, entry)| {
        let shift = entry.shift.label(lang);
        if entry.day == today {
            lang.you_today(shift, &roster.area_name)
        } else {
            lang.you_next(&day(lang, &entry.day), shift, &roster.area_name)
        }
    });
    html! {
        <section class="card" aria-labelledby="on-duty">
            <div class="row-apart"><h2 id="on-duty" class="with-icon strong">{ Icon::Clock.small() }{ lang.on_duty_today() }</h2><Go to={Route::Rosters} class="inline-target">{ lang.rosters() }</Go></div>
            if let Some(own) = own {
                <p class="strong">{ own }</p>
            }
            for (place, (roster, entries)) in on.into_iter().enumerate() {
                <div class="stack-tight" key={roster.area.to_string()}>
                    <small class="soft">{ roster.area_name.as_str() }</small>
                    <ul class="stack-tight">{ for entries.into_iter().filter(|it| place == 0 || it.role == RosterRole::Lead).map(|it| person(lang, it)) }</ul>
                </div>
            }
        </section>
    }
}
