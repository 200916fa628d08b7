//! Writing the roster of a place, week by week.

use std::rc::Rc;

use shared::divisions::{DivisionFilter, list_divisions};
use shared::imports::{ExportOptions, ImportKind, export_path};
use shared::may;
use shared::page::MAX_LIMIT;
use shared::roster::{NewRoster, NewRosterEntry, Roster, find_roster, replace_roster, week_of};
use shared::session::Me;
use shared::staffing::{AreaCode, Duty};
use shared::time::{Day, Moment};
use yew::prelude::*;

use super::edit::EditDay;
use super::week::{days, weeks};
use crate::api::{use_call, use_send};
use crate::look::use_lang;
use crate::parts::areas::short;
use crate::parts::button::{Button, Weight};
use crate::parts::download::Download;
use crate::parts::field::Select;
use crate::parts::form::Complaint;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::parts::state;
use crate::parts::toast::use_toast;
use crate::route::Route;
use crate::words::RosterWords;

#[derive(PartialEq, Properties)]
pub struct OfOfficeProps {
    pub me: Rc<Me>,
}

/// The villages and the sub-district somebody may write the roster of: all for the office, the own ones for a village's committee.
#[hook]
fn use_places(me: &Me) -> Vec<(AreaCode, String)> {
    let lang = use_lang();
    let all = may::keeps_all_rosters(&me.caller());
    let call = all.then(|| list_divisions(&DivisionFilter { limit: Some(MAX_LIMIT), ..DivisionFilter::default() }));
    let divisions = use_call(call);
    if !all {
        let own = me.appointments.iter().filter(|it| it.duty == Duty::VillageCadre);
        return own.map(|it| (it.area.clone(), it.area_name.clone())).collect();
    }
    let all = divisions.state.value().into_iter().flat_map(|page| page.items.iter());
    all.filter_map(|it| Some((it.code.parse().ok()?, short(lang, it)))).collect()
}

/// One place's week, with the ways to change, copy, take out and bring in.
#[component]
pub fn OfOffice(props: &OfOfficeProps) -> Html {
    let lang = use_lang();
    let places = use_places(&props.me);
    let today = Moment::now().day();
    let (chosen, week, editing) = (use_state(|| None::<AreaCode>), use_state(|| week_of(&today)), use_state(|| None::<Day>));
    let area = (*chosen).clone().or_else(|| places.first().map(|(area, _)| area.clone()));
    let roster = use_call(area.as_ref().map(|area| find_roster(area, &week)));
    let choices: Vec<(AttrValue, AttrValue)> =
        places.iter().map(|(area, name)| (area.to_string().into(), AttrValue::from(name.clone()))).collect();
    let choose = {
        let chosen = chosen.setter();
        Callback::from(move |code: String| chosen.set(code.parse().ok()))
    };
    let set = {
        let week = week.setter();
        Callback::from(move |monday| week.set(monday))
    };
    let change = {
        let editing = editing.setter();
        Callback::from(move |day| editing.set(Some(day)))
    };
    let close = {
        let editing = editing.setter();
        Callback::from(move |()| editing.set(None))
    };
    html! {
        <Page title={lang.rosters()} wide=true>
            if choices.len() > 1 {
                <Select label={lang.roster_area()} {choices} value={area.as_ref().map(ToString::to_string).unwrap_or_default()} set={choose} />
            }
            { weeks(lang, &week, &set) }
            { state::loaded(lang, &roster, |it| html! {
                <>
                    if it.entries.is_empty() {
                        <CopyWeek roster={it.clone()} again={roster.again.clone()} />
                    }
                    { days(lang, &it.week, &it.entries, &today, Some(&change)) }
                    <div class="row">
                        <Download wordy=true path={export_path(ImportKind::Roster, &week_of_place(it))} name={format!("roster-{}-{}.xlsx", it.area, it.week)} label={lang.export_week()} />
                        if may::manage_staffing(&props.me.caller()) {
                            <Go to={Route::Imports} class="button small">{ Icon::Upload.small() }{ lang.import_roster() }</Go>
                        }
                    </div>
                    if let Some(day) = &*editing {
                        <EditDay key={day.to_string()} roster={it.clone()} day={day.clone()} {close} again={roster.again.clone()} replace={roster.replace.clone()} />
                    }
                </>
            }) }
        </Page>
    }
}

#[derive(PartialEq, Properties)]
struct CopyWeekProps {
    roster: Rc<Roster>,
    again: Callback<()>,
}

/// Takes over who was on duty in the week before, each a week later.
#[component]
fn CopyWeek(props: &CopyWeekProps) -> Html {
    let lang = use_lang();
    let (send, toast) = (use_send(), use_toast());
    let before = use_call(Some(find_roster(&props.roster.area, &props.roster.week.shifted(-7))));
    let known = before.state.value().cloned().filter(|it| !it.entries.is_empty());
    let Some(known) = known else { return Html::default() };
    let copy = {
        let (send, roster, again) = (send.clone(), props.roster.clone(), props.again.clone());
        Callback::from(move |()| {
            let later = |it: &shared::roster::RosterEntry| NewRosterEntry { day: it.day.shifted(7), ..NewRosterEntry::from(it) };
            let new = NewRoster { entries: known.entries.iter().map(later).collect() };
            let (toast, again) = (toast.clone(), again.clone());
            send.run(replace_roster(&roster.area, &roster.week, &new, roster.version), move |_| {
                toast.say(lang.copied_week());
                again.emit(());
            });
        })
    };
    html! {
        <>
            <Complaint failure={send.failure().cloned()} />
            <Button weight={Weight::Primary} icon={Icon::Refresh} busy={send.busy()} onclick={copy}>{ lang.copy_week() }</Button>
        </>
    }
}

/// What is exported: this place's week alone.
fn week_of_place(roster: &Roster) -> ExportOptions {
    ExportOptions { area: Some(roster.area.clone()), week: Some(roster.week.clone()), ..ExportOptions::default() }
}
