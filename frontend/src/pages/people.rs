//! People who work for the grids.

use std::rc::Rc;

use shared::lang::Lang;
use shared::may;
use shared::session::Me;
use shared::staffing::{self, AccountState, Appointment, Duty, NewPerson, Person, PersonFilter};
use yew::prelude::*;
use yew_router::prelude::*;

use super::divisions::sections;
use crate::api::{use_pages, use_send};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::{Cell, Press};
use crate::parts::desk::use_is_desk;
use crate::parts::field::{Field, Select, Takes};
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::parts::pick::Switch;
use crate::parts::tag::{Tone, tag};
use crate::parts::{state, use_settled};
use crate::route::Route;
use crate::words::{OfficeWords, ShellWords};

#[derive(PartialEq, Properties)]
pub struct PeoplePageProps {
    pub me: Rc<Me>,
}

/// All people, by name, phone and duty.
#[component]
pub fn PeoplePage(props: &PeoplePageProps) -> Html {
    let lang = use_lang();
    let desk = use_is_desk();
    let adding = use_state(|| false);
    let (query, duty) = (use_state(String::new), use_state(String::new));
    let q = Some(use_settled((*query).clone()).trim().to_owned()).filter(|q| !q.is_empty());
    let filter = PersonFilter { q, duty: duty.parse::<Duty>().ok(), limit: Some(50), ..PersonFilter::default() };
    let searching = filter.q.is_some() || filter.duty.is_some();
    let list = use_pages(filter, |filter, cursor| staffing::list_people(&PersonFilter { cursor, ..filter.clone() }));
    let manages = may::manage_staffing(&props.me.caller());
    let action = if manages {
        html! { <Button small=true weight={Weight::Text} icon={Icon::Plus} onclick={let adding = adding.setter(); move |()| adding.set(true)}>{ lang.add_person() }</Button> }
    } else {
        Html::default()
    };
    let empty = if searching {
        state::empty(Icon::Search, lang.nothing_found(), lang.nothing_found_text(), Html::default())
    } else {
        state::empty(Icon::People, lang.no_people(), lang.no_people_yet_text(), Html::default())
    };
    let duties = std::iter::once((AttrValue::from(""), AttrValue::from(lang.every_duty())))
        .chain(Duty::ALL.iter().map(|d| (d.as_str().into(), d.label(lang).into())));
    html! {
        <Page title={lang.staffing()} {action} wide=true>
            { sections(lang, &Route::People) }
            <search class="filters">
                <Field label={lang.search_people_here()} bare=true takes={Takes::Search} value={(*query).clone()} set={setter(&query)} />
                <Select label={lang.duty()} bare=true choices={duties.collect::<Vec<_>>()} value={(*duty).clone()} set={setter(&duty)} />
            </search>
            { state::paged(lang, &list, empty, |items| if desk { table(lang, items) } else { rows(lang, items) }) }
            if *adding {
                <AddPerson close={let adding = adding.setter(); move |()| adding.set(false)} />
            }
        </Page>
    }
}

/// The state of an account as a tag.
pub fn account_tag(lang: Lang, state: AccountState) -> Html {
    let (tone, icon) = match state {
        AccountState::None => (Tone::Neutral, Icon::CloseCircle),
        AccountState::Initial => (Tone::Warning, Icon::Clock),
        AccountState::Active => (Tone::Success, Icon::CheckCircle),
        AccountState::Disabled => (Tone::Danger, Icon::CloseCircle),
    };
    tag(tone, icon, state.label(lang))
}

fn duty_words(lang: Lang, person: &Person) -> String {
    let place = |a: &Appointment| a.unit.as_ref().map_or_else(|| a.area_name.clone(), |unit| unit.name.to_string());
    person.appointments.iter().map(|a| format!("{} · {}", a.duty.label(lang), place(a))).collect::<Vec<_>>().join("；")
}

fn rows(lang: Lang, items: &[Person]) -> Html {
    html! {
        <ul class="cells">
            for p in items {
                <Cell key={p.id.to_string()} icon={Icon::Person} label={html! { { p.name.as_str() } }} below={html! { <small class="soft">{ duty_words(lang, p) }</small> }}
                    value={account_tag(lang, p.account)} press={Press::Go(Route::Person { id: p.id })} />
            }
        </ul>
    }
}

fn table(lang: Lang, items: &[Person]) -> Html {
    html! {
        <div class="table-scroll" tabindex="0" role="region" aria-label={lang.people()}>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{ lang.your_name() }</th>
                        <th scope="col">{ lang.duty() }</th>
                        <th scope="col">{ lang.duty_phone() }</th>
                        <th scope="col">{ lang.account_state() }</th>
                    </tr>
                </thead>
                <tbody>
                    for p in items {
                        <tr key={p.id.to_string()}>
                            <td class="nowrap"><Go to={Route::Person { id: p.id }} class="table-link">{ p.name.as_str() }</Go></td>
                            <td>{ duty_words(lang, p) }</td>
                            <td class="digits nowrap">{ p.phone.clone().unwrap_or_else(|| lang.no_phone()) }</td>
                            <td class="nowrap">{ account_tag(lang, p.account) }</td>
                        </tr>
                    }
                </tbody>
            </table>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct AddPersonProps {
    close: Callback<()>,
}

#[component]
fn AddPerson(props: &AddPersonProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let navigator = use_navigator();
    let (name, phone) = (use_state(String::new), use_state(String::new));
    let phone_public = use_state(|| false);
    let submit = {
        let (send, name, phone, phone_public) = (send.clone(), name.clone(), phone.clone(), phone_public.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let (name, phone) = (check.read("/name", &name), check.read_optional("/phone", &phone));
            let (Some(name), true) = (name, check.is_fine()) else { return send.fail(check.failure()) };
            let navigator = navigator.clone();
            send.run(staffing::add_person(&NewPerson { name, phone, phone_public: *phone_public, photo_public: false }), move |added| {
                if let Some(navigator) = navigator {
                    navigator.push(&Route::Person { id: added.id });
                }
            });
        })
    };
    html! {
        <FormSheet title={lang.add_person()} send={send.clone()} {submit} close={props.close.clone()}>
            <Field label={lang.your_name()} value={(*name).clone()} set={setter(&name)} error={send.field("/name")} />
            <Field
                label={lang.duty_phone()} optional=true takes={Takes::OtherPhone} value={(*phone).clone()} set={setter(&phone)}
                error={send.field("/phone")}
            />
            <Switch
                label={lang.phone_public()} note={lang.phone_public_note()} on={*phone_public}
                set={let set = phone_public.setter(); move |on| set.set(on)}
            />
        </FormSheet>
    }
}
