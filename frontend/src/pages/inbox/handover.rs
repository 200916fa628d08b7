//! One person's open cases handed to another.

use shared::cases::sharing::{NewHandover, hand_over_cases};
use shared::staffing::PersonRef;
use yew::prelude::*;

use crate::api::use_send;
use crate::look::use_lang;
use crate::pages::case::moves::people::People;
use crate::parts::field::Field;
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::toast::use_toast;
use crate::words::{MoveWords, SharingWords};

#[derive(PartialEq, Properties)]
pub struct HandoverSheetProps {
    pub close: Callback<()>,
    /// Told when cases have changed hands.
    pub moved: Callback<()>,
}

/// From whom, to whom, and why.
#[component]
pub fn HandoverSheet(props: &HandoverSheetProps) -> Html {
    let lang = use_lang();
    let (send, toast) = (use_send(), use_toast());
    let (from, to) = (use_state(|| None::<PersonRef>), use_state(|| None::<PersonRef>));
    let note = use_state(String::new);
    let submit = {
        let (send, from, to, note) = (send.clone(), from.clone(), to.clone(), note.clone());
        let (close, moved) = (props.close.clone(), props.moved.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            check.must("/from", from.is_some(), lang.choose_assignee());
            check.must("/to", to.is_some(), lang.choose_assignee());
            check.must("/to", to.is_none() || *from != *to, lang.hand_over_same());
            let note = check.read_optional("/note", &note);
            let (Some(from), Some(to), true) = (&*from, &*to, check.is_fine()) else { return send.fail(check.failure()) };
            let (close, moved, toast) = (close.clone(), moved.clone(), toast.clone());
            send.run(hand_over_cases(&NewHandover { from: from.id, to: to.id, grids: Vec::new(), note }), move |done| {
                toast.say(lang.handed_over(done.cases.len()));
                moved.emit(());
                close.emit(());
            });
        })
    };
    let choose = |state: &UseStateHandle<Option<PersonRef>>| {
        let state = state.setter();
        Callback::from(move |one| state.set(Some(one)))
    };
    html! {
        <FormSheet title={lang.hand_over()} send={send.clone()} {submit} close={props.close.clone()} save={lang.hand_over()} tall=true>
            <p class="note">{ lang.hand_over_lead() }</p>
            <People label={lang.hand_over_from()} chosen={(*from).clone()} choose={choose(&from)} error={send.field("/from")} />
            <People label={lang.hand_over_to()} chosen={(*to).clone()} choose={choose(&to)} error={send.field("/to")} />
            <Field label={lang.note()} hint={lang.note_hint()} optional=true lines=true value={(*note).clone()} set={setter(&note)} error={send.field("/note")} />
        </FormSheet>
    }
}
