//! What a mediation shows: how it stands, what is due, the parties, the agreement, and what was done.

mod course;

use std::collections::HashSet;
use std::rc::Rc;

use shared::disputes::dues::{Due, DueKind};
use shared::disputes::standing::{Standing, Standpoint};
use shared::disputes::steps::{Signer, Stance, Step};
use shared::disputes::{Dispute, DisputeStatus, PartyId, StepId, agreement, agreement_path, dispute_file_path};
use shared::lang::Lang;
use shared::staffing::PersonRef;
use shared::time::{Day, Moment};
use yew::prelude::*;

use super::doing::{Doing, likeliest, possible};
use super::making::Way;
use super::reveal::Reveal;
use super::sheet::StepSheet;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::{Cell, Group, Press, chevron};
use crate::parts::download::Download;
use crate::parts::icon::Icon;
use crate::parts::ink::drawn;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::parts::sheet::Sheet;
use crate::parts::state;
use crate::parts::tag::{Tone, tag};
use crate::route::Route;
use crate::words::{CaseWords, DisputeWords, day, day_and_time};

#[derive(PartialEq, Properties)]
pub struct DisputeViewProps {
    /// Who reads it.
    pub by: PersonRef,
    /// Whether steps are his or hers to make; the command room only watches.
    pub mediates: bool,
    pub dispute: Rc<Dispute>,
    /// Steps that are on this phone only.
    pub unsent: Rc<HashSet<StepId>>,
    pub way: Way,
}

/// A mediation, and the way to its next step.
#[component]
pub fn DisputeView(props: &DisputeViewProps) -> Html {
    let lang = use_lang();
    let (doing, all) = (use_state(|| None::<Doing>), use_state(|| false));
    let reveal = use_state(|| None::<PartyId>);
    let dispute = &props.dispute;
    let (standing, today) = (&dispute.standing, Moment::now().day());
    let begin = {
        let (doing, all) = (doing.setter(), all.setter());
        Callback::from(move |what: Doing| {
            all.set(false);
            doing.set(Some(what));
        })
    };
    let close = {
        let doing = doing.setter();
        Callback::from(move |()| doing.set(None))
    };
    let toggle = |to: bool| {
        let all = all.setter();
        Callback::from(move |()| all.set(to))
    };
    let show = {
        let reveal = reveal.setter();
        Callback::from(move |party: PartyId| reveal.set(Some(party)))
    };
    let begun = standing.opening.is_some();
    let action = html! {
        if begun && props.unsent.is_empty() {
            <Download path={dispute_file_path(dispute.case)} name={format!("{}-file.pdf", dispute.case_number)} label={lang.print_file()} />
        }
    };
    let dock = match (props.mediates, likeliest(standing)) {
        (false, _) => Html::default(),
        (true, next) => html! {
            <>
                if begun {
                    <Button icon={Icon::More} onclick={toggle(true)}>{ lang.more_steps() }</Button>
                }
                if let Some(next) = next {
                    <Button weight={Weight::Primary} onclick={begin.reform(move |()| next)}>{ next.label(lang, standing) }</Button>
                }
            </>
        },
    };
    let not_begun = if props.mediates { lang.not_begun_text() } else { lang.not_begun_watch() };
    let hand = Hand { begin: begin.clone(), show, mediates: props.mediates };
    html! {
        <Page title={lang.mediation()} back={Route::Case { id: dispute.case }} {action} {dock}>
            if begun {
                { head(lang, dispute) }
                { dues(lang, dispute, &today, &hand) }
                { parties(lang, standing, &hand) }
                { agreement_card(lang, props, &hand) }
                { course::draw(lang, dispute, &props.unsent) }
            } else {
                <div class="card">{ state::empty(Icon::People, lang.not_begun(), not_begun, Html::default()) }</div>
            }
            if let Some(doing) = *doing {
                <StepSheet {doing} dispute={dispute.clone()} by={props.by.clone()} way={props.way.clone()} {close} />
            }
            if let Some(party) = *reveal {
                <Reveal case={dispute.case} {party} close={let reveal = reveal.setter(); move |()| reveal.set(None)} />
            }
            if *all {
                <Sheet title={lang.every_step()} close={toggle(false)}>
                    <ul class="cells">
                        for one in possible(standing) {
                            <Cell label={html! { { one.label(lang, standing) } }} danger={one.ends_it()} press={Press::Call(begin.reform(move |()| one))} />
                        }
                    </ul>
                </Sheet>
            }
        </Page>
    }
}

/// What the reader can do about what is shown.
struct Hand {
    begin: Callback<Doing>,
    /// Shows a number in full.
    show: Callback<PartyId>,
    mediates: bool,
}

impl Hand {
    /// A press that begins a step, where the step is the reader's to make.
    fn begins(&self, doing: Doing) -> Press {
        if self.mediates { Press::Call(self.begin.reform(move |()| doing)) } else { Press::Nothing }
    }
}

/// How it stands.
fn head(lang: Lang, dispute: &Dispute) -> Html {
    let standing = &dispute.standing;
    let (tone, icon) = match standing.status {
        DisputeStatus::UnderWay => (Tone::Brand, Icon::People),
        DisputeStatus::ToSign => (Tone::Warning, Icon::Edit),
        DisputeStatus::Agreed => (Tone::Success, Icon::CheckCircle),
        DisputeStatus::Failed | DisputeStatus::Refused => (Tone::Neutral, Icon::CloseCircle),
    };
    let fact = |name: String, value: String| html! { <div><dt>{ name }</dt><dd>{ value }</dd></div> };
    html! {
        <>
            <section class="card">
                <div class="row">{ tag(tone, icon, standing.status.label(lang)) }</div>
                <p class="card-title strong">{ dispute.category.category().label(lang) }</p>
                if let Some(opening) = &standing.opening {
                    <p class="pre">{ opening.facts.as_str() }</p>
                }
            </section>
            <dl class="cells facts">
                if let Some(number) = &dispute.number {
                    { fact(lang.file_number(), number.on_paper()) }
                }
                if let Some(mediator) = &standing.mediator {
                    { fact(lang.mediator(), mediator.name.to_string()) }
                }
                if let Some(opening) = &standing.opening {
                    { fact(lang.origin(), opening.origin.label(lang).to_owned()) }
                }
            </dl>
            if standing.status == DisputeStatus::Failed {
                <div class="notice">{ Icon::Info.draw() }<div><p class="strong">{ lang.other_ways_title() }</p><p>{ lang.other_ways() }</p></div></div>
            }
        </>
    }
}

/// What is to be done by when; a press begins it.
fn dues(lang: Lang, dispute: &Dispute, today: &Day, hand: &Hand) -> Html {
    let standing = &dispute.standing;
    let row = |due: &Due| {
        let doing = match (due.kind, due.promise) {
            (DueKind::Promise, Some(promise)) => Some(Doing::Check(promise)),
            (DueKind::Performance | DueKind::FollowUp, _) => Some(Doing::FollowUp),
            (DueKind::Confirmation, _) => Some(Doing::Confirm),
            _ => None,
        };
        let what = standing.promises.iter().find(|one| Some(one.promise.id) == due.promise);
        let label = match what {
            Some(one) => format!("{}：{}", standing.name_of(one.promise.party), one.promise.what.as_str()),
            None => due.kind.label(lang).to_owned(),
        };
        let when = match due.on.cmp(today) {
            std::cmp::Ordering::Less => html! { { tag(Tone::Danger, Icon::Alert, lang.late(&day(lang, &due.on))) } },
            std::cmp::Ordering::Equal => html! { { tag(Tone::Warning, Icon::Clock, lang.due_today()) } },
            std::cmp::Ordering::Greater => html! { <small class="soft">{ day(lang, &due.on) }</small> },
        };
        let press = doing.map_or(Press::Nothing, |doing| hand.begins(doing));
        html! { <Cell icon={Icon::Clock} label={html! { { label } }} below={when} {press} /> }
    };
    html! {
        if !dispute.dues.is_empty() {
            <Group title={lang.dues()}><ul class="cells">{ for dispute.dues.iter().map(row) }</ul></Group>
        }
    }
}

/// The parties, where each stands, and how to call.
fn parties(lang: Lang, standing: &Standing, hand: &Hand) -> Html {
    html! {
        <Group title={lang.parties()}>
            if standing.parties.is_empty() {
                <div class="card"><p class="soft">{ lang.no_parties() }</p></div>
            } else {
                <ul class="cells">{ for standing.parties.iter().map(|one| party(lang, one, hand)) }</ul>
            }
        </Group>
    }
}

fn party(lang: Lang, one: &Standpoint, hand: &Hand) -> Html {
    let id = one.party.id;
    let agrees = match one.agrees {
        None => tag(Tone::Warning, Icon::Info, lang.not_informed()),
        Some(true) => tag(Tone::Success, Icon::Check, lang.agrees()),
        Some(false) => tag(Tone::Danger, Icon::Close, lang.does_not_agree()),
    };
    let stance = one.stance.map(|stance| {
        let tone = match stance {
            Stance::Agrees => Tone::Success,
            Stance::OnTerms => Tone::Warning,
            Stance::Disagrees | Stance::Reneged => Tone::Danger,
        };
        tag(tone, Icon::People, stance.label(lang))
    });
    let age = one.party.age.map(|age| if lang == Lang::Zh { format!("{age} 岁") } else { age.to_string() });
    let sex = one.party.sex.map(|sex| sex.label(lang).to_owned());
    let occupation = one.party.occupation.as_ref().map(ToString::to_string);
    let who: Vec<String> = [sex, age, occupation, Some(one.party.address.to_string())].into_iter().flatten().collect();
    let facts = html! {
        <span class="cell-main">
            <span class="strong">{ one.party.name.as_str() }</span>
            <small class="soft">{ who.join(" · ") }</small>
            <span class="row">{ agrees }{ stance }</span>
        </span>
    };
    html! {
        <li key={id.to_string()}>
            if hand.mediates {
                <button type="button" class="cell" onclick={hand.begin.reform(move |_| Doing::Party(Some(id)))}>{ facts }{ chevron() }</button>
            } else {
                <div class="cell">{ facts }</div>
            }
            if one.party.phone.is_some() || one.party.id_shown.is_some() {
                <div class="row cell-foot">
                    if let Some(phone) = &one.party.phone {
                        <a class="button small" href={format!("tel:{}", phone.as_str())}>{ Icon::Phone.small() }<span class="digits">{ phone.as_str() }</span></a>
                    }
                    if let Some(shown) = one.party.id_shown.as_ref().filter(|_| hand.mediates) {
                        <Button small=true icon={Icon::Eye} onclick={hand.show.reform(move |()| id)}><span class="digits">{ shown }</span><span class="seen-by-readers">{ lang.reveal() }</span></Button>
                    }
                </div>
            }
        </li>
    }
}

/// The text of the agreement as everybody reads it.
pub fn agreement_text(standing: &Standing) -> Html {
    let Some(draft) = &standing.draft else { return Html::default() };
    html! {
        <dl class="agreement">
            for (head, words) in agreement::text(&standing.parties, draft) {
                <dt>{ head }</dt><dd class="pre">{ words }</dd>
            }
        </dl>
    }
}

/// The agreement with its signatures.
fn agreement_card(lang: Lang, props: &DisputeViewProps, hand: &Hand) -> Html {
    let (dispute, standing) = (&props.dispute, &props.dispute.standing);
    let Some(draft) = &standing.draft else { return Html::default() };
    let now = Moment::now();
    let names = standing.parties.iter().map(|one| (Signer::Party(one.party.id), one.party.name.to_string()));
    let signers: Vec<(Signer, String)> = names.chain([(Signer::Mediator, lang.mediator()), (Signer::Recorder, lang.recorder())]).collect();
    let row = |(by, name): (Signer, String)| {
        let Some(signed) = standing.signatures.iter().find(|signed| signed.by == by) else {
            let press = if standing.status == DisputeStatus::ToSign { hand.begins(Doing::Sign(by)) } else { Press::Nothing };
            return html! { <Cell label={html! { { name } }} value={html! { { lang.no_signature() } }} {press} /> };
        };
        let ink = dispute.steps.iter().find_map(|made| match &made.step {
            Step::Sign(signing) if made.id == signed.step => Some(drawn(&signing.ink)),
            _ => None,
        });
        let below = html! { <small class="soft">{ lang.signed_at(&day_and_time(lang, signed.at, now)) }</small> };
        html! { <Cell label={html! { { name } }} {below} value={ink.unwrap_or_default()} /> }
    };
    html! {
        <Group title={lang.agreement()}>
            <div class="card">{ agreement_text(standing) }</div>
            if draft.oral {
                <p class="group-note">{ lang.oral_note() }</p>
            } else {
                <ul class="cells">{ for signers.into_iter().map(row) }</ul>
            }
            <div class="row">
                <Go to={Route::Agreement { id: dispute.case }} class="button small">{ Icon::File.small() }{ lang.agreement_page() }</Go>
                if props.unsent.is_empty() {
                    <Download wordy=true path={agreement_path(dispute.case)} name={format!("{}-agreement.pdf", dispute.case_number)} label={lang.print_agreement()} />
                }
            </div>
        </Group>
    }
}
