//! Appointments of a person, or to an area: those that hold, and those that did.

use std::rc::Rc;

use shared::lang::Lang;
use shared::may;
use shared::session::Me;
use shared::staffing::{self, Appointment, AppointmentFilter, AppointmentPatch, AreaCode, PersonRef};
use shared::time::{Day, Moment};
use yew::prelude::*;

use super::appoint::Appoint;
use crate::api::{use_pages, use_send};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::Group;
use crate::parts::field::{Field, Takes};
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::state;
use crate::parts::tag::{Tone, tag};
use crate::parts::toast::use_toast;
use crate::route::Route;
use crate::words::OfficeWords;

/// Whose appointments they are.
#[derive(Clone, PartialEq)]
pub enum Whose {
    Person(PersonRef),
    Area(AreaCode),
}

#[derive(PartialEq, Properties)]
pub struct AppointmentsProps {
    pub me: Rc<Me>,
    pub whose: Whose,
}

#[derive(Clone, PartialEq)]
enum Open {
    Nothing,
    Appoint,
    End(Box<Appointment>),
}

/// The list, and the ways to change it.
#[component]
pub fn Appointments(props: &AppointmentsProps) -> Html {
    let lang = use_lang();
    let open = use_state(|| Open::Nothing);
    let today = Moment::now().day();
    let filter = match &props.whose {
        Whose::Person(person) => AppointmentFilter { person: Some(person.id.uuid()), ..AppointmentFilter::default() },
        Whose::Area(area) => AppointmentFilter { area: Some(area.clone()), on: Some(today.clone()), ..AppointmentFilter::default() },
    };
    let list =
        use_pages(filter, |filter, cursor| staffing::list_appointments(&AppointmentFilter { cursor, limit: Some(100), ..filter.clone() }));
    let caller = props.me.caller();
    let manages = may::manage_staffing(&caller);
    let opener = |what: Open| {
        let open = open.setter();
        Callback::from(move |()| open.set(what.clone()))
    };
    let done = {
        let (again, close) = (list.again.clone(), opener(Open::Nothing));
        Callback::from(move |()| {
            again.emit(());
            close.emit(());
        })
    };
    let by_person = matches!(props.whose, Whose::Person(_));
    let aside = if manages {
        html! { <Button small=true weight={Weight::Text} icon={Icon::Plus} onclick={opener(Open::Appoint)}>{ lang.appoint() }</Button> }
    } else {
        Html::default()
    };
    let nobody = html! { <div class="card"><p class="soft">{ if by_person { lang.no_appointments() } else { lang.no_staff() } }</p></div> };
    let row = |a: &Appointment| {
        let holds = a.from_day <= today && a.to_day.as_ref().is_none_or(|day| *day >= today);
        let may_end = may::appoint(&caller, a.duty) && a.to_day.as_ref().is_none_or(|day| *day >= today);
        line(lang, a, by_person, holds, may_end.then(|| opener(Open::End(Box::new(a.clone())))))
    };
    html! {
        <Group title={if by_person { lang.appointments() } else { lang.staff_of_grid() }} {aside}>
            { state::paged(lang, &list, nobody, |items| html! { <ul class="cells">{ for items.iter().map(row) }</ul> }) }
            if *open == Open::Appoint {
                <Appoint me={props.me.clone()} whose={props.whose.clone()} close={opener(Open::Nothing)} done={done.clone()} />
            }
            if let Open::End(appointment) = &*open {
                <End appointment={(**appointment).clone()} close={opener(Open::Nothing)} {done} again={list.again.clone()} />
            }
        </Group>
    }
}

fn line(lang: Lang, a: &Appointment, by_person: bool, holds: bool, end: Option<Callback<()>>) -> Html {
    let days = format!("{} — {}", a.from_day, a.to_day.as_ref().map_or_else(|| lang.today_on(), Day::to_string));
    html! {
        <li key={a.id.to_string()}>
            <div class="cell">
                <span class="cell-main">
                    <span class="row">
                        if by_person {
                            <span>{ a.duty.label(lang) }</span>
                        } else {
                            <Go to={Route::Person { id: a.person.id }} class="table-link">{ a.person.name.as_str() }</Go>
                            <span class="soft">{ a.duty.label(lang) }</span>
                        }
                        if holds && by_person {
                            { tag(Tone::Success, Icon::Check, lang.current()) }
                        }
                    </span>
                    if by_person {
                        <small class="soft">{ &a.area_name }</small>
                    }
                    if let Some(unit) = &a.unit {
                        <small class="soft">{ unit.name.as_str() }</small>
                    }
                    <small class="soft digits">{ days }</small>
                    if let Some(covered) = &a.covering_for {
                        <small>{ format!("{} {}", lang.covering_for(), covered.name) }</small>
                    }
                </span>
                if let Some(end) = end {
                    <Button small=true weight={Weight::Text} onclick={end}>{ lang.end_appointment() }</Button>
                }
            </div>
        </li>
    }
}

#[derive(PartialEq, Properties)]
struct EndProps {
    appointment: Appointment,
    close: Callback<()>,
    done: Callback<()>,
    again: Callback<()>,
}

/// Sets the last day.
#[component]
fn End(props: &EndProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let toast = use_toast();
    let day = use_state(|| props.appointment.to_day.clone().unwrap_or_else(|| Moment::now().day()).to_string());
    let submit = {
        let (send, day, id, version, done) =
            (send.clone(), day.clone(), props.appointment.id, props.appointment.version, props.done.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let Some(to_day) = check.read("/to_day", &day) else { return send.fail(check.failure()) };
            let (toast, done) = (toast.clone(), done.clone());
            send.run(staffing::change_appointment(id, &AppointmentPatch { to_day: Some(Some(to_day)) }, version), move |_| {
                toast.say(lang.ended());
                done.emit(());
            });
        })
    };
    html! {
        <FormSheet title={lang.end_appointment()} send={send.clone()} {submit} close={props.close.clone()} again={props.again.clone()}>
            <p>{ format!("{} · {} · {}", props.appointment.person.name, props.appointment.duty.label(lang), props.appointment.area_name) }</p>
            <Field
                label={lang.to_day()} hint={lang.end_appointment_hint()} takes={Takes::Day} value={(*day).clone()} set={setter(&day)}
                error={send.field("/to_day")}
            />
        </FormSheet>
    }
}
