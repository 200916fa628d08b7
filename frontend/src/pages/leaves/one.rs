//! One leave: how it stands, who covers, and what can be done now.

use std::rc::Rc;

use shared::lang::Lang;
use shared::leaves::{Leave, LeaveId, LeaveState, end_leave, find_leave};
use shared::may;
use shared::session::Me;
use shared::time::Moment;
use yew::prelude::*;

use super::decide::Decide;
use super::{span, state_tag};
use crate::api::{Loaded, use_call, use_send};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::form::Complaint;
use crate::parts::icon::Icon;
use crate::parts::sheet::Sheet;
use crate::parts::state;
use crate::parts::toast::use_toast;
use crate::words::{LeaveWords, day};

#[derive(PartialEq, Properties)]
pub struct LeaveSheetProps {
    pub me: Rc<Me>,
    pub id: LeaveId,
    pub close: Callback<()>,
    pub done: Callback<()>,
}

/// The leave in a sheet.
#[component]
pub fn LeaveSheet(props: &LeaveSheetProps) -> Html {
    let lang = use_lang();
    let found = use_call(Some(find_leave(props.id)));
    let Loaded::Ready(leave) = &found.state else {
        return html! { <Sheet title={lang.leaves()} close={props.close.clone()} tall=true>{ state::loaded(lang, &found, |_| Html::default()) }</Sheet> };
    };
    let (decides, own) = (may::decide_leaves(&props.me.caller()), leave.person.id == props.me.person);
    let (leave, close, done) = (leave.clone(), props.close.clone(), props.done.clone());
    if decides && !own && leave.state == LeaveState::Asked {
        html! { <Decide {leave} {close} {done} /> }
    } else if (own || decides) && leave.is_current(&Moment::now().day()) {
        html! { <EndLeave {leave} {close} {done} /> }
    } else {
        html! { <Sheet title={lang.leave_of(&leave.person.name)} {close} tall=true>{ whole(lang, &leave) }</Sheet> }
    }
}

/// How it stands.
pub fn whole(lang: Lang, leave: &Leave) -> Html {
    html! {
        <div class="card">
            <div class="row-apart"><span class="strong">{ span(lang, leave) }</span>{ state_tag(lang, leave.state) }</div>
            if let Some(reason) = leave.decision.as_ref().and_then(|it| it.reason.as_ref()) {
                <p>{ lang.declined_because(reason) }</p>
            }
            if let Some(note) = &leave.note {
                <small class="soft">{ lang.leave_note() }</small>
                <p class="pre">{ note.as_str() }</p>
            }
            if leave.state == LeaveState::Granted {
                <small class="soft">{ lang.covered_by_whom() }</small>
                if leave.covers.is_empty() {
                    <p>{ lang.nobody_covers() }</p>
                } else {
                    <ul class="stack-tight">
                        for it in &leave.covers {
                            <li key={it.id.to_string()}>{ lang.covers_duty(&it.person.name, it.duty.label(lang), &it.area_name) }</li>
                        }
                    </ul>
                }
            }
            if !leave.rostered.is_empty() {
                <p class="notice notice-warning">{ Icon::Alert.small() }<span>{ lang.still_rostered() }</span></p>
                <ul class="stack-tight">
                    for it in &leave.rostered {
                        <li key={format!("{}{}{}", it.day, it.shift, it.area_name)}>{ format!("{} {} · {}", day(lang, &it.day), it.shift.label(lang), it.area_name) }</li>
                    }
                </ul>
            }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct EndLeaveProps {
    leave: Rc<Leave>,
    close: Callback<()>,
    done: Callback<()>,
}

/// Takes it back before it begins, ends it afterwards.
#[component]
fn EndLeave(props: &EndLeaveProps) -> Html {
    let lang = use_lang();
    let (send, toast) = (use_send(), use_toast());
    let begun = props.leave.state == LeaveState::Granted && props.leave.from_day <= Moment::now().day();
    let end = {
        let (send, leave, done) = (send.clone(), props.leave.clone(), props.done.clone());
        Callback::from(move |()| {
            let (toast, done) = (toast.clone(), done.clone());
            send.run(end_leave(leave.id, leave.version), move |_| {
                toast.say(if begun { lang.leave_ended() } else { lang.leave_withdrawn() });
                done.emit(());
            });
        })
    };
    let foot = html! {
        <Button weight={if begun { Weight::Primary } else { Weight::Danger }} wide=true busy={send.busy()} onclick={end}>
            { if begun { lang.leave_back() } else { lang.withdraw_leave() } }
        </Button>
    };
    html! {
        <Sheet title={lang.leave_of(&props.leave.person.name)} close={props.close.clone()} tall=true {foot}>
            { whole(lang, &props.leave) }
            <Complaint failure={send.failure().cloned()} />
        </Sheet>
    }
}
