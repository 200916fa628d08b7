//! What must not be overlooked about a case: what is asked for, who watches over it, what the reporter says of the result.

use shared::cases::{Ask, Case, CaseEvent, Degree, Move};
use shared::lang::Lang;
use shared::time::Moment;
use yew::prelude::*;

use super::doing::Doing;
use crate::parts::button::{Button, Weight};
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::tag::{Tone, tag};
use crate::route::Route;
use crate::words::{CaseWords, day_and_time};

/// All of them, most pressing first.
pub fn draw(lang: Lang, case: &Case, begin: &Callback<Doing>, now: Moment) -> Html {
    html! {
        <>
            { merged(lang, case) }
            { request(lang, case, begin, now) }
            { supervision(lang, case, now) }
            { verdict(lang, case) }
        </>
    }
}

/// Where the work goes on, for a case that was merged.
fn merged(lang: Lang, case: &Case) -> Html {
    let Some(main) = &case.merged_into else { return Html::default() };
    html! {
        <section class="notice">
            { Icon::Join.draw() }
            <div class="grow">
                <p class="strong">{ lang.merged_into_that() }</p>
                <Go to={Route::Case { id: main.id }} class="inline-target">{ format!("{} · {} · {}", main.summary, main.number, main.status.label(lang)) }</Go>
            </div>
        </section>
    }
}

/// The last time a move was made.
fn last(case: &Case, by: Move) -> Option<&CaseEvent> {
    case.timeline.iter().rev().find(|event| event.by_move == Some(by))
}

/// Who said so, and when.
fn signed(lang: Lang, event: &CaseEvent, now: Moment) -> String {
    let who = event.by.as_ref().map(|person| format!("{} · ", person.name)).unwrap_or_default();
    format!("{who}{}", day_and_time(lang, event.at, now))
}

/// What the holder asked for, with both answers for who decides.
fn request(lang: Lang, case: &Case, begin: &Callback<Doing>, now: Moment) -> Html {
    let Some(asked) = case.tallies.asked else { return Html::default() };
    let (what, asking, granting) = match asked {
        Ask::Extension => (lang.asks_extension(), Move::AskExtension, Move::Extend),
        Ask::Suspension => {
            let day = case.tallies.asked_until.map(|until| until.day().as_str().to_owned()).unwrap_or_default();
            (lang.asks_suspension(&day), Move::AskSuspension, Move::Suspend)
        }
    };
    let event = last(case, asking);
    let press = |by: Move| begin.reform(move |()| Doing::Make(by));
    let decides = case.moves.contains(&granting) || case.moves.contains(&Move::Refuse);
    html! {
        <section class="notice warning">
            { Icon::Clock.draw() }
            <div class="grow stack-tight">
                <p class="strong">{ what }</p>
                if let Some(reason) = event.and_then(|event| event.reason.as_ref()) {
                    <p class="pre">{ reason }</p>
                }
                if let Some(event) = event {
                    <p class="note">{ signed(lang, event, now) }</p>
                }
                if decides {
                    <div class="row">
                        if case.moves.contains(&granting) {
                            <Button small=true weight={Weight::Primary} onclick={press(granting)}>{ granting.label(lang) }</Button>
                        }
                        if case.moves.contains(&Move::Refuse) {
                            <Button small=true onclick={press(Move::Refuse)}>{ Move::Refuse.label(lang) }</Button>
                        }
                    </div>
                } else {
                    <p class="note">{ lang.waits_for_decision() }</p>
                }
            </div>
        </section>
    }
}

/// Who watches over the case, and why.
fn supervision(lang: Lang, case: &Case, now: Moment) -> Html {
    let (class, by) = match case.degree {
        Degree::None => return Html::default(),
        Degree::Reminded => ("", Move::Remind),
        Degree::Yellow => ("warning", Move::YellowCard),
        Degree::Red => ("danger", Move::RedCard),
    };
    let event = last(case, by);
    html! {
        <section class={classes!("notice", class)}>
            { Icon::Bell.draw() }
            <div class="grow">
                <p class="strong">{ case.degree.label(lang) }</p>
                if let Some(reason) = event.and_then(|event| event.reason.as_ref()) {
                    <p class="pre">{ reason }</p>
                }
                if let Some(event) = event {
                    <p class="note">{ signed(lang, event, now) }</p>
                }
            </div>
        </section>
    }
}

/// What the reporter says of the result.
fn verdict(lang: Lang, case: &Case) -> Html {
    let tallies = &case.tallies;
    if tallies.solved.is_none() && tallies.rating.is_none() {
        return Html::default();
    }
    let class = if tallies.solved == Some(false) { "danger" } else { "success" };
    let said = tallies.solved.map(|solved| if solved { lang.solved() } else { lang.unsolved() });
    html! {
        <section class={classes!("notice", class)}>
            { if class == "danger" { Icon::CloseCircle.draw() } else { Icon::CheckCircle.draw() } }
            <div class="grow">
                <p class="strong">{ [Some(lang.verdict()), said].into_iter().flatten().collect::<Vec<_>>().join("：") }</p>
                if let Some(n) = tallies.rating {
                    <p class="stars"><span aria-hidden="true">{ for (1..=5).map(|i| if i <= n { "★" } else { "☆" }) }</span><small>{ lang.stars(n) }</small></p>
                }
            </div>
        </section>
    }
}

/// What happened to the case and how often; nothing that never did.
pub fn tallies(lang: Lang, case: &Case) -> Html {
    let t = &case.tallies;
    let told = [
        (t.bounces, lang.bounced(t.bounces)),
        (t.extensions, lang.extended(t.extensions)),
        (t.suspensions, lang.suspended_once()),
        (t.reworks, lang.reworked(t.reworks)),
        (t.reopenings, lang.reopened(t.reopenings)),
    ];
    let often = shared::cases::guards::BOUNCES_TO_SUPERVISE;
    let tone = |n: i32| if n >= often { Tone::Danger } else { Tone::Neutral };
    let told: Vec<_> = told.into_iter().filter(|(n, _)| *n > 0).collect();
    html! {
        if !told.is_empty() {
            <div class="row">{ for told.into_iter().map(|(n, words)| tag(tone(n), Icon::Refresh, words)) }</div>
        }
    }
}
