//! The form by which somebody asks for leave, or the office enters somebody's.

use std::rc::Rc;

use shared::leaves::{LeaveId, NewLeave, ask_for_leave};
use shared::may;
use shared::session::Me;
use shared::time::Moment;
use yew::prelude::*;

use crate::api::use_send;
use crate::look::use_lang;
use crate::parts::entered::{Texts, use_entered};
use crate::parts::field::{Field, Takes};
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::pick_person::PickPerson;
use crate::parts::toast::use_toast;
use crate::words::{LeaveWords, OfficeWords};

#[derive(PartialEq, Properties)]
pub struct AskForLeaveProps {
    pub me: Rc<Me>,
    pub close: Callback<()>,
    pub done: Callback<()>,
}

/// From when to when, and what whoever covers has to know.
#[component]
pub fn AskForLeave(props: &AskForLeaveProps) -> Html {
    let lang = use_lang();
    let (send, toast) = (use_send(), use_toast());
    let id = use_memo((), |()| LeaveId::new());
    let others = may::decide_leaves(&props.me.caller());
    let person = use_state(String::new);
    let tomorrow = || Moment::now().day().shifted(1).to_string();
    let entered = use_entered(lang, || Texts::of([("/from_day", tomorrow()), ("/to_day", tomorrow())]), send.failure().cloned());
    let submit = {
        let (send, id, entered, person, done) = (send.clone(), *id, entered.clone(), person.clone(), props.done.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let person = person.parse().ok();
            check.must("/person", !others || person.is_some(), lang.choose_person());
            let (from_day, to_day) = (entered.read(&mut check, "/from_day"), entered.read(&mut check, "/to_day"));
            let note = entered.read_optional(&mut check, "/note");
            let (Some(from_day), Some(to_day), true) = (from_day, to_day, check.is_fine()) else { return send.fail(check.failure()) };
            let (toast, done) = (toast.clone(), done.clone());
            send.run(ask_for_leave(&NewLeave { id, person, from_day, to_day, note }), move |_| {
                toast.say(lang.leave_asked());
                done.emit(());
            });
        })
    };
    html! {
        <FormSheet title={lang.ask_for_leave()} send={send.clone()} {submit} close={props.close.clone()} save={lang.ask_for_leave()} tall=true>
            if others {
                <PickPerson value={(*person).clone()} set={setter(&person)} error={send.field("/person")} />
            }
            { entered.line(lang.leave_from(), "/from_day", Takes::Day) }
            { entered.line(lang.leave_to(), "/to_day", Takes::Day) }
            <Field
                label={lang.leave_note()} hint={lang.leave_note_hint()} optional=true lines=true most={1000} value={entered.get("/note").to_owned()}
                set={entered.set("/note")} error={entered.error("/note")}
            />
        </FormSheet>
    }
}
