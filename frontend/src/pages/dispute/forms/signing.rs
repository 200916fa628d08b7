//! Signing: the text to read, and below it the field for the pen.

use shared::disputes::steps::{Signer, Signing, Step};
use yew::prelude::*;

use super::super::doing::Doing;
use super::super::view::agreement_text;
use super::{FormProps, use_step};
use crate::look::use_lang;
use crate::parts::entered::{Texts, use_entered};
use crate::parts::form::Check;
use crate::parts::form_sheet::SheetForm;
use crate::parts::ink::InkPad;
use crate::words::DisputeWords;

const INK: &str = "/step/sign/ink";

#[derive(PartialEq, Properties)]
pub struct SigningFormProps {
    pub signer: Signer,
    pub form: FormProps,
}

/// One signature.
#[component]
pub fn SigningForm(props: &SigningFormProps) -> Html {
    let lang = use_lang();
    let making = use_step(&props.form);
    let standing = &props.form.dispute.standing;
    let entered = use_entered(lang, Texts::default, making.failure());
    let text = standing.text.clone();
    let submit = {
        let (making, entered, by) = (making.clone(), entered.clone(), props.signer);
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            match (entered.read(&mut check, INK), text.clone()) {
                (Some(ink), Some(text)) => making.make(Step::Sign(Signing { by, text, ink })),
                _ => making.fail(check.failure()),
            }
        })
    };
    html! {
        <SheetForm title={Doing::Sign(props.signer).label(lang, standing)} close={props.form.close.clone()} {submit} failure={making.failure()} busy={making.busy()} tall=true>
            <p class="note">{ lang.read_first() }</p>
            <div class="agreement-text" role="region" aria-label={lang.agreement()} tabindex="0">{ agreement_text(standing) }</div>
            <InkPad path={entered.get(INK).to_owned()} set={entered.set(INK)} error={entered.error(INK)} />
        </SheetForm>
    }
}
