//! A party is told its rights and duties, and says whether it wants mediation.

use shared::disputes::PartyId;
use shared::disputes::steps::{Informing, Step};
use yew::prelude::*;

use super::super::doing::Doing;
use super::{FormProps, use_step};
use crate::look::use_lang;
use crate::parts::entered::{Texts, use_entered};
use crate::parts::form::Check;
use crate::parts::form_sheet::SheetForm;
use crate::parts::pick::Segments;
use crate::words::DisputeWords;

const AGREES: &str = "/step/inform/agrees";
const WORDS: &str = "/step/inform/words";

#[derive(PartialEq, Properties)]
pub struct InformingFormProps {
    pub party: PartyId,
    pub form: FormProps,
}

/// The notice to read out, and the answer.
#[component]
pub fn InformingForm(props: &InformingFormProps) -> Html {
    let lang = use_lang();
    let making = use_step(&props.form);
    let entered = use_entered(lang, Texts::default, making.failure());
    let agrees = entered.get(AGREES) != "no";
    let choose = entered.set(AGREES).reform(|chosen| if chosen == 1 { "no".to_owned() } else { String::new() });
    let submit = {
        let (making, entered, party) = (making.clone(), entered.clone(), props.party);
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let words = entered.read_optional(&mut check, WORDS);
            match check.failure() {
                Some(failure) => making.fail(Some(failure)),
                None => making.make(Step::Inform(Informing { party, agrees, words })),
            }
        })
    };
    let title = Doing::Inform(props.party).label(lang, &props.form.dispute.standing);
    html! {
        <SheetForm {title} close={props.form.close.clone()} {submit} failure={making.failure()} busy={making.busy()}>
            <p>{ lang.rights() }</p>
            <p class="note">{ lang.privacy_note() }</p>
            <Segments label={lang.wants_it()} choices={vec![lang.agrees().into(), lang.does_not_agree().into()]} chosen={usize::from(!agrees)} {choose} />
            { entered.lines(lang.words(), WORDS, 500) }
        </SheetForm>
    }
}
