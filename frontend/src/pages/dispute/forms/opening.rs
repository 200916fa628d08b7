//! The dispute is taken up.

use shared::disputes::steps::{Opening, Origin, Step};
use yew::prelude::*;

use super::{FormProps, choices, use_step};
use crate::look::use_lang;
use crate::parts::entered::{Texts, use_entered};
use crate::parts::field::Takes;
use crate::parts::form::Check;
use crate::parts::form_sheet::SheetForm;
use crate::words::DisputeWords;

const ORIGIN: &str = "/step/open/origin";
const FACTS: &str = "/step/open/facts";
const PEOPLE: &str = "/step/open/people";

/// Where it came from, what it is about, how many it concerns.
#[component]
pub fn OpeningForm(props: &FormProps) -> Html {
    let lang = use_lang();
    let making = use_step(props);
    let first = || Texts::of([(ORIGIN, Origin::Application.to_string()), (PEOPLE, "2".to_owned())]);
    let entered = use_entered(lang, first, making.failure());
    let submit = {
        let (making, entered) = (making.clone(), entered.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let (origin, facts) = (entered.read(&mut check, ORIGIN), entered.read(&mut check, FACTS));
            let people = entered.get(PEOPLE).trim().parse::<u16>().ok().filter(|n| (2..=10_000).contains(n));
            check.must(PEOPLE, people.is_some(), lang.people_wrong());
            match (origin, facts, people) {
                (Some(origin), Some(facts), Some(people)) => making.make(Step::Open(Opening { origin, facts, people })),
                _ => making.fail(check.failure()),
            }
        })
    };
    html! {
        <SheetForm title={lang.begin()} close={props.close.clone()} {submit} failure={making.failure()} busy={making.busy()}>
            { entered.choice(lang.origin(), ORIGIN, choices!(Origin, lang)) }
            { entered.lines(lang.facts(), FACTS, 2000) }
            { entered.line(lang.people(), PEOPLE, Takes::Digits) }
        </SheetForm>
    }
}
