//! Promises, and whether they were kept.

use shared::disputes::PromiseId;
use shared::disputes::steps::{Promise, PromiseCheck, Step};
use shared::time::Moment;
use yew::prelude::*;

use super::super::doing::Doing;
use super::{FormProps, first_party, parties, party, use_step, yes_no};
use crate::look::use_lang;
use crate::parts::entered::{Texts, use_entered};
use crate::parts::field::Takes;
use crate::parts::form::Check;
use crate::parts::form_sheet::SheetForm;
use crate::words::DisputeWords;

const PARTY: &str = "/step/promise/party";
const WHAT: &str = "/step/promise/what";
const DUE: &str = "/step/promise/due";
const KEPT: &str = "/step/check_promise/kept";
const WORDS: &str = "/step/check_promise/words";

/// Who promises what by when.
#[component]
pub fn PromiseForm(props: &FormProps) -> Html {
    let lang = use_lang();
    let making = use_step(props);
    let standing = &props.dispute.standing;
    let first = || Texts::of([(PARTY, first_party(standing)), (DUE, Moment::now().day().shifted(3).to_string())]);
    let entered = use_entered(lang, first, making.failure());
    let submit = {
        let (making, entered) = (making.clone(), entered.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let who = party(entered.get(PARTY));
            check.must(PARTY, who.is_some(), lang.choose());
            match (who, entered.read(&mut check, WHAT), entered.read(&mut check, DUE)) {
                (Some(party), Some(what), Some(due)) => making.make(Step::Promise(Promise { id: PromiseId::new(), party, what, due })),
                _ => making.fail(check.failure()),
            }
        })
    };
    html! {
        <SheetForm title={Doing::Promise.label(lang, standing)} close={props.close.clone()} {submit} failure={making.failure()} busy={making.busy()}>
            { entered.choice(lang.who_promises(), PARTY, parties(standing)) }
            { entered.lines(lang.what_is_promised(), WHAT, 500) }
            { entered.line(lang.due(), DUE, Takes::Day) }
        </SheetForm>
    }
}

#[derive(PartialEq, Properties)]
pub struct CheckFormProps {
    pub promise: PromiseId,
    pub form: FormProps,
}

/// Whether a promise was kept.
#[component]
pub fn CheckForm(props: &CheckFormProps) -> Html {
    let lang = use_lang();
    let making = use_step(&props.form);
    let standing = &props.form.dispute.standing;
    let entered = use_entered(lang, || Texts::of([(KEPT, "yes".to_owned())]), making.failure());
    let submit = {
        let (making, entered, promise) = (making.clone(), entered.clone(), props.promise);
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let words = entered.read_optional(&mut check, WORDS);
            match check.failure() {
                Some(failure) => making.fail(Some(failure)),
                None => making.make(Step::CheckPromise(PromiseCheck { promise, kept: entered.get(KEPT) == "yes", words })),
            }
        })
    };
    let promised = standing.promises.iter().find(|one| one.promise.id == props.promise);
    html! {
        <SheetForm title={Doing::Check(props.promise).label(lang, standing)} close={props.form.close.clone()} {submit} failure={making.failure()} busy={making.busy()}>
            if let Some(one) = promised {
                <p class="said">{ format!("{}：{}", standing.name_of(one.promise.party), one.promise.what.as_str()) }</p>
            }
            { entered.choice(lang.kept(), KEPT, yes_no(lang.kept_yes(), lang.kept_no())) }
            { entered.lines(lang.words(), WORDS, 500) }
        </SheetForm>
    }
}
