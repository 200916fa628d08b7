//! The text of the agreement.

use shared::disputes::steps::{Draft, Step};
use shared::time::Moment;
use yew::prelude::*;

use super::super::doing::Doing;
use super::{FormProps, use_step};
use crate::look::use_lang;
use crate::parts::entered::{Entered, Texts, use_entered};
use crate::parts::field::Takes;
use crate::parts::form::Check;
use crate::parts::form_sheet::SheetForm;
use crate::parts::icon::Icon;
use crate::parts::pick::Segments;
use crate::words::DisputeWords;

const FACTS: &str = "/step/draft/facts";
const ISSUES: &str = "/step/draft/issues";
const TERMS: &str = "/step/draft/terms";
const MANNER: &str = "/step/draft/manner";
const PLACE: &str = "/step/draft/place";
const DUE: &str = "/step/draft/due";
const ORAL: &str = "oral";

/// What is there already: the draft, or the facts as they were taken up.
fn begun(props: &FormProps) -> Texts {
    let standing = &props.dispute.standing;
    let Some(draft) = &standing.draft else {
        let facts = standing.opening.as_ref().map(|opening| opening.facts.to_string()).unwrap_or_default();
        return Texts::of([(FACTS, facts), (DUE, Moment::now().day().shifted(30).to_string())]);
    };
    Texts::of([
        (FACTS, draft.facts.to_string()),
        (ISSUES, draft.issues.to_string()),
        (TERMS, draft.terms.to_string()),
        (MANNER, draft.manner.to_string()),
        (PLACE, draft.place.to_string()),
        (DUE, draft.due.to_string()),
        (ORAL, if draft.oral { "yes".to_owned() } else { String::new() }),
    ])
}

fn read(entered: &Entered, check: &mut Check) -> Option<Draft> {
    let (facts, issues, terms) = (entered.read(check, FACTS), entered.read(check, ISSUES), entered.read(check, TERMS));
    let (manner, place, due) = (entered.read(check, MANNER), entered.read(check, PLACE), entered.read(check, DUE));
    let oral = entered.get(ORAL) == "yes";
    Some(Draft { facts: facts?, issues: issues?, terms: terms?, manner: manner?, place: place?, due: due?, oral })
}

/// The agreement by the points the law asks for.
#[component]
pub fn DraftForm(props: &FormProps) -> Html {
    let lang = use_lang();
    let making = use_step(props);
    let entered = use_entered(lang, || begun(props), making.failure());
    let submit = {
        let (making, entered) = (making.clone(), entered.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            match read(&entered, &mut check) {
                Some(draft) => making.make(Step::Draft(draft)),
                None => making.fail(check.failure()),
            }
        })
    };
    let choose = entered.set(ORAL).reform(|chosen| if chosen == 1 { "yes".to_owned() } else { String::new() });
    let signed = !props.dispute.standing.signatures.is_empty();
    html! {
        <SheetForm title={Doing::Draft.label(lang, &props.dispute.standing)} close={props.close.clone()} {submit} failure={making.failure()} busy={making.busy()} tall=true>
            if signed {
                <p class="notice warning">{ Icon::Alert.draw() }<span>{ lang.text_changes() }</span></p>
            }
            { entered.lines(lang.main_facts(), FACTS, 2000) }
            { entered.lines(lang.issues(), ISSUES, 2000) }
            { entered.lines(lang.terms(), TERMS, 2000) }
            { entered.line(lang.manner(), MANNER, Takes::Text) }
            { entered.line(lang.perform_place(), PLACE, Takes::Text) }
            { entered.line(lang.perform_due(), DUE, Takes::Day) }
            <Segments label={lang.form()} choices={vec![lang.written().into(), lang.oral().into()]} chosen={usize::from(entered.get(ORAL) == "yes")} {choose} />
        </SheetForm>
    }
}
