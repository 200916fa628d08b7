//! What comes after the agreement: visits, and judicial confirmation.

use shared::disputes::PartyId;
use shared::disputes::steps::{Confirmation, Confirming, FollowUp, Performance, Step};
use yew::prelude::*;

use super::super::doing::Doing;
use super::{FormProps, choices, use_step, yes_no};
use crate::look::use_lang;
use crate::parts::entered::{Texts, use_entered};
use crate::parts::form::Check;
use crate::parts::form_sheet::SheetForm;
use crate::words::DisputeWords;

const PERFORMANCE: &str = "/step/follow_up/performance";
const CONTENT: &str = "/step/follow_up/content";
const TENSE: &str = "/step/follow_up/tense";
const VISIT: &str = "/step/follow_up/words";
const WHAT: &str = "/step/confirm/what";
const WORDS: &str = "/step/confirm/words";

/// A visit to all parties.
#[component]
pub fn FollowUpForm(props: &FormProps) -> Html {
    let lang = use_lang();
    let making = use_step(props);
    let first = || Texts::of([(PERFORMANCE, Performance::Fully.to_string()), (CONTENT, "yes".to_owned()), (TENSE, "no".to_owned())]);
    let entered = use_entered(lang, first, making.failure());
    let submit = {
        let (making, entered) = (making.clone(), entered.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let parties: Vec<PartyId> = making.dispute.standing.parties.iter().map(|one| one.party.id).collect();
            match (entered.read(&mut check, PERFORMANCE), entered.read(&mut check, VISIT)) {
                (Some(performance), Some(words)) => {
                    let (content, tense) = (entered.get(CONTENT) == "yes", entered.get(TENSE) == "yes");
                    making.make(Step::FollowUp(FollowUp { parties, performance, content, tense, words }));
                }
                _ => making.fail(check.failure()),
            }
        })
    };
    html! {
        <SheetForm title={Doing::FollowUp.label(lang, &props.dispute.standing)} close={props.close.clone()} {submit} failure={making.failure()} busy={making.busy()}>
            { entered.choice(lang.performance(), PERFORMANCE, choices!(Performance, lang)) }
            { entered.choice(lang.content(), CONTENT, yes_no(lang.content_yes(), lang.content_no())) }
            { entered.choice(lang.tense(), TENSE, yes_no(lang.tense_yes(), lang.tense_no())) }
            { entered.lines(lang.visit_words(), VISIT, 500) }
        </SheetForm>
    }
}

/// What became of judicial confirmation.
#[component]
pub fn ConfirmForm(props: &FormProps) -> Html {
    let lang = use_lang();
    let making = use_step(props);
    let entered = use_entered(lang, || Texts::of([(WHAT, Confirmation::NotWanted.to_string())]), making.failure());
    let submit = {
        let (making, entered) = (making.clone(), entered.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            match (entered.read(&mut check, WHAT), entered.read_optional(&mut check, WORDS)) {
                (Some(what), words) if check.is_fine() => making.make(Step::Confirm(Confirming { what, words })),
                _ => making.fail(check.failure()),
            }
        })
    };
    html! {
        <SheetForm title={Doing::Confirm.label(lang, &props.dispute.standing)} close={props.close.clone()} {submit} failure={making.failure()} busy={making.busy()}>
            <p class="note">{ lang.confirmation_note() }</p>
            { entered.choice(lang.confirmation(), WHAT, choices!(Confirmation, lang)) }
            { entered.lines(lang.words(), WORDS, 500) }
        </SheetForm>
    }
}
