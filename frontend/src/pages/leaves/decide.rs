//! Granting a leave with somebody for each duty, or declining it.

use std::collections::BTreeMap;
use std::rc::Rc;

use shared::leaves::{Leave, NewCover, NewLeaveDecision, decide_leave};
use shared::page::MAX_LIMIT;
use shared::staffing::{Appointment, AppointmentFilter, AppointmentId, list_appointments};
use shared::time::Moment;
use yew::prelude::*;

use super::one::whole;
use crate::api::{use_call, use_send};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::field::Field;
use crate::parts::form::{Check, Complaint, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::pick_person::PickPerson;
use crate::parts::sheet::Sheet;
use crate::parts::state;
use crate::parts::toast::use_toast;
use crate::words::LeaveWords;

#[derive(PartialEq, Properties)]
pub struct DecideProps {
    pub leave: Rc<Leave>,
    pub close: Callback<()>,
    pub done: Callback<()>,
}

/// Who covers each duty, and the two answers.
#[component]
pub fn Decide(props: &DecideProps) -> Html {
    let lang = use_lang();
    let (send, toast) = (use_send(), use_toast());
    let (chosen, declining) = (use_state(BTreeMap::<AppointmentId, String>::new), use_state(|| false));
    let leave = &props.leave;
    let day = leave.from_day.clone().max(Moment::now().day());
    let held = use_call(Some(list_appointments(&AppointmentFilter {
        person: Some(leave.person.id.uuid()),
        on: Some(day),
        limit: Some(MAX_LIMIT),
        ..AppointmentFilter::default()
    })));
    let grant = {
        let (send, leave, chosen, done) = (send.clone(), leave.clone(), chosen.clone(), props.done.clone());
        Callback::from(move |()| {
            let cover = |(appointment, person): (&AppointmentId, &String)| {
                Some(NewCover { appointment: *appointment, person: person.parse().ok()? })
            };
            let covers = chosen.iter().filter_map(cover).collect();
            let (toast, done) = (toast.clone(), done.clone());
            send.run(decide_leave(leave.id, &NewLeaveDecision::Grant { covers }, leave.version), move |_| {
                toast.say(lang.leave_granted());
                done.emit(());
            });
        })
    };
    let of_duty = |it: &Appointment| {
        let (id, chosen) = (it.id, chosen.clone());
        let set = {
            let chosen = chosen.clone();
            Callback::from(move |person: String| {
                let mut all = (*chosen).clone();
                all.insert(id, person);
                chosen.set(all);
            })
        };
        let label = lang.cover_of(&it.area_name, it.duty.label(lang));
        html! { <PickPerson key={it.id.to_string()} {label} value={chosen.get(&id).cloned().unwrap_or_default()} {set} /> }
    };
    let opener = |open: bool| {
        let declining = declining.setter();
        Callback::from(move |()| declining.set(open))
    };
    let foot = html! {
        <>
            <Button weight={Weight::Danger} onclick={opener(true)}>{ lang.decline_leave() }</Button>
            <Button weight={Weight::Primary} busy={send.busy()} onclick={grant}>{ lang.grant_leave() }</Button>
        </>
    };
    html! {
        <>
            <Sheet title={lang.leave_of(&leave.person.name)} close={props.close.clone()} tall=true {foot}>
                { whole(lang, leave) }
                <div class="card">
                    <p class="hint">{ lang.cover_hint() }</p>
                    { state::loaded(lang, &held, |page| {
                        let own = page.items.iter().filter(|it| it.duty.is_of_grid() && it.covering_for.is_none());
                        own.map(of_duty).collect::<Html>()
                    }) }
                </div>
                <Complaint failure={send.failure().cloned()} />
            </Sheet>
            if *declining {
                <Decline leave={leave.clone()} close={opener(false)} done={props.done.clone()} />
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct DeclineProps {
    leave: Rc<Leave>,
    close: Callback<()>,
    done: Callback<()>,
}

/// Why not.
#[component]
fn Decline(props: &DeclineProps) -> Html {
    let lang = use_lang();
    let (send, toast, text) = (use_send(), use_toast(), use_state(String::new));
    let submit = {
        let (send, leave, text, done) = (send.clone(), props.leave.clone(), text.clone(), props.done.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let Some(reason) = check.read("/reason", &text) else { return send.fail(check.failure()) };
            let (toast, done) = (toast.clone(), done.clone());
            send.run(decide_leave(leave.id, &NewLeaveDecision::Decline { reason }, leave.version), move |_| {
                toast.say(lang.leave_declined());
                done.emit(());
            });
        })
    };
    html! {
        <FormSheet title={lang.decline_leave()} send={send.clone()} {submit} close={props.close.clone()} save={lang.decline_leave()}>
            <Field label={lang.decline_reason()} lines=true most={500} value={(*text).clone()} set={setter(&text)} error={send.field("/reason")} />
        </FormSheet>
    }
}
