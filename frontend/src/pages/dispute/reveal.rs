//! Reading the ID number of a party: for a purpose, and written down.

use shared::cases::CaseId;
use shared::disputes::{NewReveal, PartyId, Purpose, reveal_identity};
use yew::prelude::*;

use crate::api::use_send;
use crate::look::use_lang;
use crate::parts::field::Field;
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::words::DisputeWords;

#[derive(PartialEq, Properties)]
pub struct RevealProps {
    pub case: CaseId,
    pub party: PartyId,
    pub close: Callback<()>,
}

/// Asks what for, and shows the number as long as the sheet is open.
#[component]
pub fn Reveal(props: &RevealProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let (purpose, number) = (use_state(String::new), use_state(|| None::<String>));
    let submit = {
        let (send, purpose, number, case, party) = (send.clone(), purpose.clone(), number.setter(), props.case, props.party);
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let Some(purpose) = check.read::<Purpose>("/purpose", &purpose) else { return send.fail(check.failure()) };
            let number = number.clone();
            send.run(reveal_identity(case, party, &NewReveal { purpose }), move |it| number.set(Some(it.id_number.to_string())));
        })
    };
    html! {
        <FormSheet title={lang.reveal()} send={send.clone()} {submit} close={props.close.clone()} save={lang.reveal()}>
            <p class="note">{ lang.id_hint() }</p>
            <Field label={lang.purpose()} value={(*purpose).clone()} set={setter(&purpose)} error={send.field("/purpose")} />
            if let Some(number) = &*number {
                <p role="status"><span class="soft">{ lang.revealed() }</span>{ " " }<b class="digits">{ number }</b></p>
            }
        </FormSheet>
    }
}
