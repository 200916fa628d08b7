//! Steps that are made now and then: risk, more time, papers; and those that end a mediation.

use shared::disputes::steps::{Extension, Failing, FilePart, Filing, Refusal, Risk, Step};
use shared::time::Moment;
use yew::prelude::*;

use super::super::doing::Doing;
use super::{FormProps, choices, first_party, parties, party, to_choose, use_step};
use crate::look::use_lang;
use crate::parts::entered::{Texts, use_entered};
use crate::parts::field::Takes;
use crate::parts::form::Check;
use crate::parts::form_sheet::SheetForm;
use crate::parts::pick::Switch;
use crate::words::DisputeWords;

/// It might get worse; the police was told.
#[component]
pub fn RiskForm(props: &FormProps) -> Html {
    const WORDS: &str = "/step/risk/words";
    const TOLD: &str = "/step/risk/told";
    const MEASURES: &str = "/step/risk/measures";
    let lang = use_lang();
    let making = use_step(props);
    let entered = use_entered(lang, Texts::default, making.failure());
    let submit = {
        let (making, entered) = (making.clone(), entered.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let measures = entered.read_optional(&mut check, MEASURES);
            match (entered.read(&mut check, WORDS), entered.read(&mut check, TOLD)) {
                (Some(words), Some(told)) if check.is_fine() => making.make(Step::Risk(Risk { words, told, measures })),
                _ => making.fail(check.failure()),
            }
        })
    };
    html! {
        <SheetForm title={Doing::Risk.label(lang, &props.dispute.standing)} close={props.close.clone()} {submit} failure={making.failure()} busy={making.busy()}>
            { entered.lines(lang.risk_words(), WORDS, 500) }
            { entered.line(lang.told_whom(), TOLD, Takes::Text) }
            { entered.optional(lang.measures(), MEASURES, Takes::Text) }
        </SheetForm>
    }
}

/// Both parties want to go on.
#[component]
pub fn ExtendForm(props: &FormProps) -> Html {
    const UNTIL: &str = "/step/extend/until";
    const REASON: &str = "/step/extend/reason";
    let lang = use_lang();
    let making = use_step(props);
    let norm = props.dispute.standing.norm.clone().unwrap_or_else(|| Moment::now().day());
    let entered = use_entered(lang, || Texts::of([(UNTIL, norm.shifted(15).to_string())]), making.failure());
    let submit = {
        let (making, entered) = (making.clone(), entered.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            match (entered.read(&mut check, UNTIL), entered.read(&mut check, REASON)) {
                (Some(until), Some(reason)) => making.make(Step::Extend(Extension { until, reason })),
                _ => making.fail(check.failure()),
            }
        })
    };
    html! {
        <SheetForm title={Doing::Extend.label(lang, &props.dispute.standing)} close={props.close.clone()} {submit} failure={making.failure()} busy={making.busy()}>
            { entered.line(lang.until(), UNTIL, Takes::Day) }
            { entered.lines(lang.reason(), REASON, 500) }
        </SheetForm>
    }
}

/// Something on paper lies in the file.
#[component]
pub fn FilingForm(props: &FormProps) -> Html {
    const PART: &str = "/step/file/part";
    const WORDS: &str = "/step/file/words";
    const PAGES: &str = "/step/file/pages";
    let lang = use_lang();
    let making = use_step(props);
    let entered = use_entered(lang, || Texts::of([(PART, FilePart::Evidence.to_string()), (PAGES, "1".to_owned())]), making.failure());
    let submit = {
        let (making, entered) = (making.clone(), entered.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let pages = entered.get(PAGES).trim().parse::<u16>().ok().filter(|n| (1..=500).contains(n));
            check.must(PAGES, pages.is_some(), lang.pages_wrong());
            match (entered.read(&mut check, PART), entered.read(&mut check, WORDS), pages) {
                (Some(part), Some(words), Some(pages)) => making.make(Step::File(Filing { part, words, pages })),
                _ => making.fail(check.failure()),
            }
        })
    };
    html! {
        <SheetForm title={Doing::File.label(lang, &props.dispute.standing)} close={props.close.clone()} {submit} failure={making.failure()} busy={making.busy()}>
            { entered.choice(lang.file_part(), PART, choices!(FilePart, lang)) }
            { entered.lines(lang.file_words(), WORDS, 500) }
            { entered.line(lang.pages(), PAGES, Takes::Digits) }
        </SheetForm>
    }
}

/// A party does not want mediation any more.
#[component]
pub fn RefuseForm(props: &FormProps) -> Html {
    const PARTY: &str = "/step/refuse/party";
    const WORDS: &str = "/step/refuse/words";
    let lang = use_lang();
    let making = use_step(props);
    let standing = &props.dispute.standing;
    // Who refuses is said on purpose, unless there is nobody else.
    let first = || if standing.parties.len() == 1 { Texts::of([(PARTY, first_party(standing))]) } else { Texts::default() };
    let entered = use_entered(lang, first, making.failure());
    let submit = {
        let (making, entered) = (making.clone(), entered.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let who = party(entered.get(PARTY));
            check.must(PARTY, who.is_some(), lang.choose());
            match (who, entered.read_optional(&mut check, WORDS)) {
                (Some(party), words) if check.is_fine() => making.make(Step::Refuse(Refusal { party, words })),
                _ => making.fail(check.failure()),
            }
        })
    };
    html! {
        <SheetForm title={Doing::Refuse.label(lang, standing)} close={props.close.clone()} {submit} failure={making.failure()} busy={making.busy()}>
            { entered.choice(lang.refuse_who(), PARTY, to_choose(lang, parties(standing))) }
            { entered.lines(lang.words(), WORDS, 500) }
        </SheetForm>
    }
}

/// No agreement was found.
#[component]
pub fn FailForm(props: &FormProps) -> Html {
    const REASON: &str = "/step/fail/reason";
    const TOLD: &str = "/step/fail/told_other_ways";
    let lang = use_lang();
    let making = use_step(props);
    let entered = use_entered(lang, Texts::default, making.failure());
    let told = entered.get(TOLD) == "yes";
    let set = entered.set(TOLD).reform(|on| if on { "yes".to_owned() } else { String::new() });
    let submit = {
        let (making, entered) = (making.clone(), entered.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            match entered.read(&mut check, REASON) {
                Some(reason) => making.make(Step::Fail(Failing { reason, told_other_ways: told })),
                None => making.fail(check.failure()),
            }
        })
    };
    let error = entered.error(TOLD);
    html! {
        <SheetForm title={Doing::Fail.label(lang, &props.dispute.standing)} close={props.close.clone()} {submit} failure={making.failure()} busy={making.busy()}>
            { entered.lines(lang.reason(), REASON, 500) }
            <p>{ lang.other_ways() }</p>
            <Switch label={lang.told_other_ways()} on={told} {set} />
            if let Some(error) = error {
                <p class="error">{ error }</p>
            }
        </SheetForm>
    }
}
