//! What was done, the latest first.

use std::collections::HashSet;

use shared::disputes::steps::{Session, Step};
use shared::disputes::{Dispute, MadeStep, StepId};
use shared::lang::Lang;
use shared::time::Moment;
use yew::prelude::*;

use crate::parts::cell::Group;
use crate::parts::icon::Icon;
use crate::parts::tag::{Tone, tag};
use crate::words::{DisputeWords, day, day_and_time};

/// The steps as a timeline.
pub fn draw(lang: Lang, dispute: &Dispute, unsent: &HashSet<StepId>) -> Html {
    let now = Moment::now();
    html! {
        <Group title={lang.course()}>
            <div class="card">
                <ol class="timeline" reversed={true}>
                    { for dispute.steps.iter().rev().map(|made| row(lang, dispute, made, unsent.contains(&made.id), now)) }
                </ol>
            </div>
        </Group>
    }
}

fn row(lang: Lang, dispute: &Dispute, made: &MadeStep, unsent: bool, now: Moment) -> Html {
    let said = words(lang, dispute, &made.step);
    html! {
        <li key={made.id.to_string()}>
            <span class="row"><span class="strong">{ made.step.label(lang) }</span>if unsent { { tag(Tone::Neutral, Icon::Device, lang.unsent_step()) } }</span>
            <small class="soft">{ format!("{} · {}", day_and_time(lang, made.at, now), made.by.name) }</small>
            { for said.into_iter().map(|words| html! { <p class="said pre">{ words }</p> }) }
        </li>
    }
}

/// What a step says, line by line.
fn words(lang: Lang, dispute: &Dispute, step: &Step) -> Vec<String> {
    let standing = &dispute.standing;
    let name = |party| standing.name_of(party).to_owned();
    let and = |first: String, more: Option<&str>| more.map_or_else(|| first.clone(), |more| format!("{first}\n{more}"));
    match step {
        Step::Open(it) => vec![it.facts.to_string()],
        Step::Party(it) => vec![it.name.to_string()],
        Step::Inform(it) => {
            let agrees = if it.agrees { lang.agrees() } else { lang.does_not_agree() };
            vec![and(format!("{}：{agrees}", name(it.party)), it.words.as_deref())]
        }
        Step::Session(it) => session(lang, dispute, it),
        Step::Risk(it) => vec![format!("{}\n{}", it.words.as_str(), it.told.as_str())],
        Step::Promise(it) => vec![format!("{}：{}（{}）", name(it.party), it.what.as_str(), day(lang, &it.due))],
        Step::CheckPromise(it) => vec![and(if it.kept { lang.kept_yes() } else { lang.kept_no() }, it.words.as_deref())],
        Step::Extend(it) => vec![format!("{}\n{}", day(lang, &it.until), it.reason.as_str())],
        Step::Draft(it) => vec![it.terms.to_string()],
        Step::Sign(it) => match it.by {
            shared::disputes::steps::Signer::Party(party) => vec![name(party)],
            shared::disputes::steps::Signer::Mediator => vec![lang.mediator()],
            shared::disputes::steps::Signer::Recorder => vec![lang.recorder()],
        },
        Step::Refuse(it) => vec![and(name(it.party), it.words.as_deref())],
        Step::Fail(it) => vec![it.reason.to_string()],
        Step::FollowUp(it) => vec![format!("{}\n{}", it.performance.label(lang), it.words.as_str())],
        Step::Confirm(it) => vec![and(it.what.label(lang).to_owned(), it.words.as_deref())],
        Step::File(it) => vec![format!("{}：{}", it.part.label(lang), it.words.as_str())],
    }
}

fn session(lang: Lang, dispute: &Dispute, it: &Session) -> Vec<String> {
    let mut said: Vec<String> = it
        .positions
        .iter()
        .map(|one| {
            let offer = one.offer.as_ref().map(|offer| format!("：{}", offer.as_str())).unwrap_or_default();
            format!("{} {}{offer}", dispute.standing.name_of(one.party), one.stance.label(lang))
        })
        .collect();
    let helpers: Vec<String> = it.helpers.iter().map(|one| format!("{}（{}）", one.name, one.role.label(lang))).collect();
    if !helpers.is_empty() {
        said.push(format!("{} {}", lang.helper(), helpers.join("、")));
    }
    vec![said.join("\n"), it.record.to_string()]
}
