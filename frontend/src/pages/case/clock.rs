//! The clock of a case: what is left in words, its light, its stage and when it is due.

use shared::cases::{Case, CaseClock, CaseStatus};
use shared::lang::Lang;
use shared::sla::{Light, promise_in_words, remaining_in_words};
use shared::time::Moment;
use yew::prelude::*;

use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::tag::{Tone, tag};
use crate::route::Route;
use crate::words::{AppealWords, CaseWords, day_and_time};

/// The colour and drawing of a light; its word always stands beside them.
pub fn look_of(light: Light) -> (Tone, Icon) {
    match light {
        Light::Green => (Tone::Success, Icon::Clock),
        Light::Yellow => (Tone::Warning, Icon::Clock),
        Light::Red => (Tone::Danger, Icon::Alert),
    }
}

/// A light as a tag; that it is overdue is said by what is left already.
fn light_tag(lang: Lang, light: Light) -> Html {
    let (tone, icon) = look_of(light);
    if light == Light::Red { Html::default() } else { tag(tone, icon, light.label(lang)) }
}

/// What is left, as people say it.
fn left(lang: Lang, clock: &CaseClock) -> String {
    remaining_in_words(clock.unit, clock.remaining_ms, lang)
}

/// When it is due, or that it stands still.
fn due(lang: Lang, case: &Case, clock: &CaseClock, now: Moment) -> String {
    match (clock.due_at, case.tallies.resume_at) {
        (Some(due), _) => promise_in_words(due, now, lang),
        (None, Some(day)) => format!("{} · {}", lang.clock_stands(), lang.resumes_at(day.day().as_str())),
        (None, None) => lang.clock_stands(),
    }
}

/// The whole clock, at a desk.
pub fn card(lang: Lang, case: &Case, now: Moment) -> Html {
    let Some(clock) = &case.clock else { return past(lang, case, now) };
    let (tone, icon) = look_of(clock.light);
    let used = (clock.allotted_ms - clock.remaining_ms).clamp(0, clock.allotted_ms);
    html! {
        <section class={classes!("card", "clock", tone.class())} aria-label={lang.clock()}>
            <p class="clock-left">{ icon.draw() }<strong>{ left(lang, clock) }</strong></p>
            <progress class="clock-bar" aria-label={lang.used_up()} max={clock.allotted_ms.max(1).to_string()} value={used.to_string()}></progress>
            <p class="note row">{ light_tag(lang, clock.light) }{ format!("{} · {}", lang.stage_of(clock.stage.label(lang)), due(lang, case, clock, now)) }</p>
            { past(lang, case, now) }
        </section>
    }
}

/// The clock in two short lines, above the buttons of a phone.
pub fn strip(lang: Lang, case: &Case, now: Moment) -> Html {
    let Some(clock) = &case.clock else { return Html::default() };
    let (tone, icon) = look_of(clock.light);
    html! {
        <p class={classes!("clock-strip", tone.class())}>
            { icon.draw() }
            <span><strong>{ left(lang, clock) }</strong><small>{ format!("{} · {}", lang.stage_of(clock.stage.label(lang)), due(lang, case, clock, now)) }</small></span>
            { light_tag(lang, clock.light) }
        </p>
    }
}

/// The lateness that stays a fact, when the clock itself no longer says so.
pub fn past(lang: Lang, case: &Case, now: Moment) -> Html {
    let over = case.clock.as_ref().is_none_or(|clock| clock.light != Light::Red);
    let Some(since) = case.tallies.late_since.filter(|_| over || case.tallies.exempt) else { return Html::default() };
    html! {
        <p class="note with-icon">
            { Icon::Alert.small() }
            <span>{ lang.was_late_since(&day_and_time(lang, since, now)) }if case.tallies.exempt { <br />{ lang.exempt() } }</span>
            if case.status == CaseStatus::Closed {
                <Go to={Route::Appeal { id: case.id }} class="inline-target">{ lang.appeals() }</Go>
            }
        </p>
    }
}
