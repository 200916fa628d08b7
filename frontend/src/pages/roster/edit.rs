//! The sheet by which one day of a roster is written.

use std::rc::Rc;

use shared::roster::{NewRoster, NewRosterEntry, Roster, RosterRole, Shift, replace_roster};
use shared::staffing::{PersonId, find_person};
use shared::time::Day;
use yew::prelude::*;

use crate::api::{use_call, use_send};
use crate::look::use_lang;
use crate::parts::button::IconButton;
use crate::parts::form::setter;
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::pick::Segments;
use crate::parts::pick_person::PickPerson;
use crate::parts::toast::use_toast;
use crate::words::{RosterWords, day};

#[derive(PartialEq, Properties)]
pub struct EditDayProps {
    pub roster: Rc<Roster>,
    pub day: Day,
    pub close: Callback<()>,
    pub again: Callback<()>,
    pub replace: Callback<Roster>,
}

/// Somebody on the draft, with the name to show.
#[derive(Clone, PartialEq)]
struct Drafted {
    entry: NewRosterEntry,
    name: String,
}

/// Who is on duty on this day; the rest of the week stays as it is.
#[component]
pub fn EditDay(props: &EditDayProps) -> Html {
    let lang = use_lang();
    let (send, toast) = (use_send(), use_toast());
    let draft = use_state(|| {
        let of_day = props.roster.entries.iter().filter(|it| it.day == props.day);
        of_day.map(|it| Drafted { entry: it.into(), name: it.person.name.to_string() }).collect::<Vec<_>>()
    });
    let submit = {
        let (send, roster, this, draft) = (send.clone(), props.roster.clone(), props.day.clone(), draft.clone());
        let (replace, close) = (props.replace.clone(), props.close.clone());
        Callback::from(move |()| {
            let others = roster.entries.iter().filter(|it| it.day != this).map(NewRosterEntry::from);
            let entries = others.chain(draft.iter().map(|it| it.entry.clone())).collect();
            let (toast, replace, close) = (toast.clone(), replace.clone(), close.clone());
            send.run(replace_roster(&roster.area, &roster.week, &NewRoster { entries }, roster.version), move |changed| {
                toast.say(lang.roster_saved());
                replace.emit(changed);
                close.emit(());
            });
        })
    };
    let row = |(i, it): (usize, &Drafted)| {
        let draft = draft.clone();
        let off =
            Callback::from(move |()| draft.set(draft.iter().enumerate().filter(|(at, _)| *at != i).map(|(_, it)| it.clone()).collect()));
        html! {
            <li key={format!("{}{}", it.entry.shift, it.entry.person)} class="row-apart">
                <span class="row">
                    <span class="soft roster-shift">{ it.entry.shift.label(lang) }</span>
                    <span class="strong">{ it.name.as_str() }</span>
                    <small class="soft">{ it.entry.role.label(lang) }</small>
                </span>
                <IconButton icon={Icon::Close} label={lang.take_off(&it.name)} onclick={off} />
            </li>
        }
    };
    let add = {
        let draft = draft.clone();
        Callback::from(move |new: Drafted| {
            let mut all = (*draft).clone();
            all.retain(|it| (it.entry.shift, it.entry.person) != (new.entry.shift, new.entry.person));
            all.push(new);
            all.sort_by(|a, b| a.entry.cmp(&b.entry));
            draft.set(all);
        })
    };
    html! {
        <FormSheet
            title={lang.edit_roster_day(&day(lang, &props.day))} send={send.clone()} {submit} close={props.close.clone()} again={props.again.clone()} tall=true
        >
            if draft.is_empty() {
                <p class="soft">{ lang.nobody_on() }</p>
            } else {
                <ul class="stack-tight">{ for draft.iter().enumerate().map(row) }</ul>
            }
            <AddPerson roster={props.roster.clone()} day={props.day.clone()} {add} />
        </FormSheet>
    }
}

#[derive(PartialEq, Properties)]
struct AddPersonProps {
    roster: Rc<Roster>,
    day: Day,
    add: Callback<Drafted>,
}

/// One more person: on which shift, as what, and who; whoever is chosen stands on the draft at once.
#[component]
fn AddPerson(props: &AddPersonProps) -> Html {
    let lang = use_lang();
    let (person, shift, role) = (use_state(String::new), use_state(|| Shift::WholeDay), use_state(|| RosterRole::Member));
    let found = use_call(person.parse::<PersonId>().ok().map(find_person));
    let chosen = found.state.value().filter(|it| it.id.to_string() == *person).cloned();
    {
        let (add, day, person, shift, role) = (props.add.clone(), props.day.clone(), person.setter(), *shift, *role);
        use_effect_with(chosen.map(|it| (it.id, it.name.to_string())), move |chosen| {
            if let Some((id, name)) = chosen.clone() {
                add.emit(Drafted { entry: NewRosterEntry { day, shift, role, person: id }, name });
                person.set(String::new());
            }
        });
    }
    let shifts: Vec<AttrValue> = Shift::ALL.iter().map(|it| it.label(lang).into()).collect();
    let roles: Vec<AttrValue> = RosterRole::ALL.iter().map(|it| it.label(lang).into()).collect();
    html! {
        <>
            <Segments
                label={lang.shift()} choices={shifts} chosen={Shift::ALL.iter().position(|it| *it == *shift).unwrap_or_default()}
                choose={let shift = shift.setter(); move |i: usize| if let Some(it) = Shift::ALL.get(i) { shift.set(*it) }}
            />
            <Segments
                label={lang.roster_role()} choices={roles} chosen={RosterRole::ALL.iter().position(|it| *it == *role).unwrap_or_default()}
                choose={let role = role.setter(); move |i: usize| if let Some(it) = RosterRole::ALL.get(i) { role.set(*it) }}
            />
            <PickPerson label={lang.add_on_duty()} area={props.roster.area.clone()} value={(*person).clone()} set={setter(&person)} />
        </>
    }
}
