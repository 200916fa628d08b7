//! Handing somebody over to another visitor, and ending the visits.

use std::collections::BTreeMap;
use std::rc::Rc;

use shared::care::{CareEnd, CareRecord, CareRecordPatch, change_care_record};
use shared::session::Me;
use shared::staffing::{AppointmentFilter, PersonId, list_appointments};
use shared::time::Moment;
use yew::prelude::*;

use crate::api::{Loaded, use_call, use_send};
use crate::look::use_lang;
use crate::parts::field::Select;
use crate::parts::form_sheet::FormSheet;
use crate::parts::toast::use_toast;
use crate::words::CareWords;

#[derive(PartialEq, Properties)]
pub struct HandOverProps {
    pub me: Rc<Me>,
    pub record: CareRecord,
    pub close: Callback<()>,
    pub done: Callback<()>,
}

/// Says who visits from now on.
#[component]
pub fn HandOver(props: &HandOverProps) -> Html {
    let lang = use_lang();
    let (send, toast) = (use_send(), use_toast());
    let record = &props.record;
    let staff = use_call(Some(list_appointments(&AppointmentFilter {
        area: record.grid.as_str().parse().ok(),
        on: Some(Moment::now().day()),
        limit: Some(100),
        ..AppointmentFilter::default()
    })));
    let id_of = |it: &Option<shared::staffing::PersonRef>| it.as_ref().map(|it| it.id.to_string()).unwrap_or_default();
    // Whoever does not visit does not make himself a visitor, unless nobody does.
    let (me, self_too) = (props.me.person, record.visitor.is_none() || record.is_visited_by(props.me.person));
    let visitor = use_state(|| record.visitor.as_ref().map_or(me.to_string(), |it| it.id.to_string()));
    let second = use_state(|| id_of(&record.second));
    // The grid's own people, whoever visits now, and oneself.
    let mut people: BTreeMap<String, String> = BTreeMap::new();
    if self_too {
        people.insert(me.to_string(), props.me.name.to_string());
    }
    for it in [&record.visitor, &record.second].into_iter().flatten() {
        people.insert(it.id.to_string(), it.name.to_string());
    }
    if let Loaded::Ready(page) = &staff.state {
        let others = page.items.iter().filter(|it| self_too || it.person.id != me);
        people.extend(others.map(|it| (it.person.id.to_string(), it.person.name.to_string())));
    }
    let choices: Vec<(AttrValue, AttrValue)> = people.into_iter().map(|(id, name)| (id.into(), name.into())).collect();
    let mut also = vec![(AttrValue::from(""), AttrValue::from(lang.nobody_else()))];
    also.extend(choices.iter().filter(|(id, _)| id.as_str() != visitor.as_str()).cloned());
    let submit = {
        let (send, toast, done, id, version) = (send.clone(), toast, props.done.clone(), record.id, record.version);
        let (visitor, second) = (visitor.parse::<PersonId>().ok(), second.parse::<PersonId>().ok());
        Callback::from(move |()| {
            let patch = CareRecordPatch { visitor, second: Some(second.filter(|it| Some(*it) != visitor)), ..CareRecordPatch::default() };
            let (toast, done) = (toast.clone(), done.clone());
            send.run(change_care_record(id, &patch, version), move |_| {
                toast.say(lang.handed_over());
                done.emit(());
            });
        })
    };
    let set = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |text| state.set(text))
    };
    html! {
        <FormSheet title={lang.hand_over_care()} send={send.clone()} {submit} close={props.close.clone()} again={props.done.clone()} save={lang.hand_over_care()}>
            <p class="note">{ lang.care_note() }</p>
            <Select label={lang.care_visitor()} {choices} value={(*visitor).clone()} set={set(&visitor)} error={send.field("/visitor")} />
            <Select label={lang.care_second()} choices={also} value={(*second).clone()} set={set(&second)} error={send.field("/second")} />
        </FormSheet>
    }
}

#[derive(PartialEq, Properties)]
pub struct EndCareProps {
    pub record: CareRecord,
    pub close: Callback<()>,
    pub done: Callback<()>,
}

/// Ends the visits, with why.
#[component]
pub fn EndCare(props: &EndCareProps) -> Html {
    let lang = use_lang();
    let (send, toast) = (use_send(), use_toast());
    let why = use_state(|| CareEnd::NoNeed);
    let submit = {
        let (send, toast, done, end) = (send.clone(), toast, props.done.clone(), *why);
        let (id, version) = (props.record.id, props.record.version);
        Callback::from(move |()| {
            let patch = CareRecordPatch { end: Some(end), ..CareRecordPatch::default() };
            let (toast, done) = (toast.clone(), done.clone());
            send.run(change_care_record(id, &patch, version), move |_| {
                toast.say(lang.care_ended(end.label(lang)));
                done.emit(());
            });
        })
    };
    let choices: Vec<(AttrValue, AttrValue)> = CareEnd::ALL.iter().map(|it| (it.as_str().into(), it.label(lang).into())).collect();
    html! {
        <FormSheet title={lang.end_care()} send={send.clone()} {submit} close={props.close.clone()} again={props.done.clone()} save={lang.end_care()}>
            <p class="note">{ lang.end_care_note() }</p>
            <Select
                label={lang.end_care_why()} {choices} value={why.as_str()}
                set={let why = why.setter(); move |text: String| if let Ok(chosen) = text.parse() { why.set(chosen) }}
            />
        </FormSheet>
    }
}
