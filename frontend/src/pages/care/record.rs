//! Somebody who is looked after: for those who visit from the phone with everything, for who answers for the grid without the name.

use std::rc::Rc;

use shared::care::visits::{CareVisit, CareVisitFilter, list_care_visits};
use shared::care::{CarePerson, CareReason, CareRecord, CareRecordId, find_care_record};
use shared::lang::Lang;
use shared::may;
use shared::page::MAX_LIMIT;
use shared::session::Me;
use shared::time::Moment;
use yew::prelude::*;

use super::edit::EditCare;
use super::hand_over::{EndCare, HandOver};
use super::standing::{last, name_of, state_tag, use_cares};
use super::visit::NoteVisit;
use crate::api::{Loaded, use_call, use_pages};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::{Cell, Group, Press};
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::state;
use crate::phone::{use_again, use_phone};
use crate::route::Route;
use crate::words::{CareWords, day, day_and_time};

#[derive(PartialEq, Properties)]
pub struct CareRecordPageProps {
    pub me: Rc<Me>,
    pub id: CareRecordId,
}

/// What is open over the page.
#[derive(Clone, Copy, PartialEq)]
enum Over {
    Edit,
    GiveOn,
    End,
}

/// One record.
#[component]
pub fn CareRecordPage(props: &CareRecordPageProps) -> Html {
    let lang = use_lang();
    let (cares, phone, over) = (use_cares(), use_phone(), use_state(|| None::<Over>));
    let carried = cares.as_ref().and_then(|all| all.iter().find(|it| it.record.id == props.id)).map(|it| it.record.clone());
    let looked = phone.is_some() && cares.is_some();
    // Who has it on the phone needs no line; each look on the server is written down.
    let asked = use_call((looked && carried.is_none()).then(|| find_care_record(props.id)));
    let record = carried.clone().or_else(|| match &asked.state {
        Loaded::Ready(record) => Some((**record).clone()),
        Loaded::Waiting | Loaded::Failed(_) => None,
    });
    let Some(record) = record else {
        let body = if looked { state::loaded(lang, &asked, |_| Html::default()) } else { state::bones(lang) };
        return html! { <Page title={lang.care()} back={Route::Care}>{ body }</Page> };
    };
    let opener = |what: Option<Over>| {
        let over = over.setter();
        Callback::from(move |()| over.set(what))
    };
    let visits = record.ended_on.is_none() && record.is_visited_by(props.me.person);
    let keeps = may::keep_care(&props.me.caller(), &record.grid);
    let done = {
        let (close, again) = (opener(None), asked.again.clone());
        let wake = phone.as_ref().map(|phone| phone.keeper.clone());
        Callback::from(move |()| {
            close.emit(());
            again.emit(());
            if let Some(keeper) = &wake {
                keeper.wake();
            }
        })
    };
    let dock = if visits {
        html! { <NoteVisit record={record.clone()} /> }
    } else {
        Html::default()
    };
    html! {
        <Page title={name_of(&record)} back={Route::Care} {dock}>
            { standing(lang, &record) }
            if let Some(person) = &record.person {
                { who(lang, person) }
            } else {
                <p class="notice">{ Icon::Info.draw() }<span>{ lang.not_carried() }</span></p>
            }
            { facts(lang, &record) }
            if record.ended_on.is_none() && (visits || keeps) {
                <div class="row">
                    if visits {
                        <Button small=true icon={Icon::Edit} onclick={opener(Some(Over::Edit))}>{ lang.edit_care() }</Button>
                    }
                    <Button small=true icon={Icon::Join} onclick={opener(Some(Over::GiveOn))}>{ lang.hand_over_care() }</Button>
                    <Button small=true weight={Weight::Danger} onclick={opener(Some(Over::End))}>{ lang.end_care() }</Button>
                </div>
            }
            if record.person.is_some() {
                <Visits id={record.id} />
            }
            if let Some(what) = *over {
                { sheet(what, &props.me, &record, &opener(None), &done) }
            }
        </Page>
    }
}

fn sheet(what: Over, me: &Rc<Me>, record: &CareRecord, close: &Callback<()>, done: &Callback<()>) -> Html {
    let (me, record, close, done) = (me.clone(), record.clone(), close.clone(), done.clone());
    match what {
        Over::Edit => html! { <EditCare {me} {record} {close} {done} /> },
        Over::GiveOn => html! { <HandOver {me} {record} {close} {done} /> },
        Over::End => html! { <EndCare {record} {close} {done} /> },
    }
}

fn standing(lang: Lang, record: &CareRecord) -> Html {
    let ended = record.end.map(|end| lang.care_ended(end.label(lang)));
    html! {
        <div class="card">
            if let Some(ended) = ended {
                <p class="with-icon">{ Icon::Pause.small() }{ ended }</p>
            } else {
                <div class="row-apart"><span class="soft">{ last(lang, record) }</span>{ state_tag(lang, record.due.state) }</div>
            }
        </div>
    }
}

/// Where to go, whom to call, what to know.
fn who(lang: Lang, person: &CarePerson) -> Html {
    let reasons: Vec<&str> = person.reasons.iter().map(|reason: &CareReason| reason.label(lang)).collect();
    let phone = person.phone.as_ref().map(|phone| {
        let digits = html! { <span class="digits">{ phone.as_str() }</span> };
        html! { <Cell icon={Icon::Phone} label={html! { { lang.call_person() } }} value={digits} press={Press::Open(format!("tel:{}", phone.as_str()).into())} /> }
    });
    let line = |icon: Icon, name: String, value: String| {
        html! { <Cell {icon} label={html! { <small class="soft">{ name }</small> }} below={html! { <span class="pre">{ value }</span> }} /> }
    };
    html! {
        <ul class="cells">
            { for phone }
            if let Some(address) = &person.address { { line(Icon::Pin, lang.person_address(), address.to_string()) } }
            if let Some(contact) = &person.contact { { line(Icon::People, lang.person_contact(), contact.to_string()) } }
            if let Some(hint) = &person.hint { { line(Icon::Info, lang.person_hint(), hint.to_string()) } }
            { line(Icon::Tag, lang.person_reasons(), reasons.join("、")) }
        </ul>
    }
}

fn facts(lang: Lang, record: &CareRecord) -> Html {
    let fact = |name: String, value: String| html! { <div><dt>{ name }</dt><dd>{ value }</dd></div> };
    let named = |it: &Option<shared::staffing::PersonRef>, none: String| it.as_ref().map_or(none, |it| it.name.to_string());
    html! {
        <dl class="cells facts">
            { fact(lang.care_level(), format!("{} · {}", record.level.label(lang), lang.every_days(record.due.every_days.into()))) }
            { fact(lang.care_visitor(), named(&record.visitor, lang.nobody_visits())) }
            if record.second.is_some() { { fact(lang.care_second(), named(&record.second, lang.nobody_else())) } }
            { fact(lang.care_basis(), format!("{} · {}", record.basis.label(lang), lang.basis_since(&day(lang, &record.basis_day)))) }
        </dl>
    }
}

#[derive(PartialEq, Properties)]
struct VisitsProps {
    id: CareRecordId,
}

/// The visits so far, from the server.
#[component]
fn Visits(props: &VisitsProps) -> Html {
    let lang = use_lang();
    let list = use_pages(props.id, |id, cursor| list_care_visits(*id, &CareVisitFilter { cursor, limit: Some(MAX_LIMIT) }));
    use_again(&list.again);
    let empty = html! { <div class="card"><p class="soft">{ lang.no_visits() }</p></div> };
    html! { <Group title={lang.visits()}>{ state::paged(lang, &list, empty, |items| html! { <ul class="cells">{ for items.iter().map(|it| row(lang, it)) }</ul> }) }</Group> }
}

fn row(lang: Lang, it: &CareVisit) -> Html {
    let press = it.case.as_ref().map_or(Press::Nothing, |case| Press::Go(Route::Case { id: case.id }));
    let label = format!("{} · {}", it.result.label(lang), it.way.label(lang));
    let below = html! {
        <>
            <small class="soft">{ format!("{} · {}", day_and_time(lang, it.at, Moment::now()), it.by.name) }</small>
            if let Some(note) = &it.note { <span class="pre">{ note.as_str() }</span> }
        </>
    };
    html! { <Cell key={it.id.to_string()} label={html! { { label } }} {below} {press} /> }
}
