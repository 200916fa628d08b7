//! Appointing somebody to a duty, from a day on.

use std::rc::Rc;

use shared::may;
use shared::page::MAX_LIMIT;
use shared::session::Me;
use shared::staffing::{self, AppointmentFilter, AreaCode, Duty, NewAppointment, PersonId};
use shared::time::Moment;
use shared::units::{UnitFilter, list_units};
use yew::prelude::*;

use super::appointments::Whose;
use crate::api::{use_call, use_send};
use crate::look::use_lang;
use crate::parts::button::Button;
use crate::parts::field::{Field, Select, Takes};
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::pick_person::PickPerson;
use crate::parts::toast::use_toast;
use crate::place::grids::GridSheet;
use crate::words::{OfficeWords, ReportWords, RoutingWords};

#[derive(PartialEq, Properties)]
pub struct AppointProps {
    pub me: Rc<Me>,
    /// The person or the area, whichever is fixed.
    pub whose: Whose,
    pub close: Callback<()>,
    pub done: Callback<()>,
}

/// Asks for duty, person, area and days.
#[component]
pub fn Appoint(props: &AppointProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let toast = use_toast();
    let caller = props.me.caller();
    let (fixed_person, fixed_area) = match &props.whose {
        Whose::Person(person) => (Some(person.id), None),
        Whose::Area(area) => (None, Some(area.clone())),
    };
    let duties: Vec<Duty> =
        Duty::ALL.iter().copied().filter(|d| may::appoint(&caller, *d) && fixed_area.as_ref().is_none_or(|a| d.fits(a))).collect();
    let duty = use_state(|| duties.first().map(|d| d.as_str().to_owned()).unwrap_or_default());
    let area = use_state(|| fixed_area.as_ref().map(ToString::to_string).unwrap_or_default());
    let (person, covering) = (use_state(String::new), use_state(String::new));
    let unit = use_state(String::new);
    let from_day = use_state(|| Moment::now().day().to_string());
    let to_day = use_state(String::new);
    let choosing = use_state(|| false);
    let submit = {
        let (send, duty, area, unit, person, covering, from_day, to_day, done) = (
            send.clone(),
            duty.clone(),
            area.clone(),
            unit.clone(),
            person.clone(),
            covering.clone(),
            from_day.clone(),
            to_day.clone(),
            props.done.clone(),
        );
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let person = fixed_person.or_else(|| person.parse::<PersonId>().ok());
            check.must("/person", person.is_some(), lang.choose_person());
            let (duty, area, from_day) = (check.read("/duty", &duty), check.read("/area", &area), check.read("/from_day", &from_day));
            let to_day = check.read_optional("/to_day", &to_day);
            let covering_for = covering.parse().ok();
            check.must("/to_day", covering_for.is_none() || to_day.is_some(), lang.covering_hint());
            let (Some(person), Some(duty), Some(area), Some(from_day), true) = (person, duty, area, from_day, check.is_fine()) else {
                return send.fail(check.failure());
            };
            let (toast, done) = (toast.clone(), done.clone());
            let unit = unit.parse().ok().filter(|_| duty == Duty::Handler);
            send.run(staffing::appoint(&NewAppointment { person, duty, area, unit, covering_for, from_day, to_day }), move |_| {
                toast.say(lang.appointed());
                done.emit(());
            });
        })
    };
    let of_grid = duty.parse::<Duty>().is_ok_and(Duty::is_of_grid);
    let choose = {
        let (area, choosing) = (area.setter(), choosing.setter());
        Callback::from(move |grid: crate::place::ChosenGrid| {
            area.set(grid.code.to_string());
            choosing.set(false);
        })
    };
    html! {
        <>
            <FormSheet title={lang.appoint()} send={send.clone()} {submit} close={props.close.clone()} save={lang.appoint()} tall=true>
                if fixed_person.is_none() {
                    <PickPerson value={(*person).clone()} set={setter(&person)} error={send.field("/person")} />
                }
                <Select
                    label={lang.duty()}
                    choices={duties.iter().map(|d| (d.as_str().into(), d.label(lang).into())).collect::<Vec<(AttrValue, AttrValue)>>()}
                    value={(*duty).clone()} set={setter(&duty)} error={send.field("/duty")}
                />
                if duty.as_str() == Duty::Handler.as_str() {
                    <ChooseUnit value={(*unit).clone()} set={setter(&unit)} error={send.field("/unit")} />
                }
                if fixed_area.is_none() {
                    <Field
                        label={lang.area_code()} hint={lang.area_code_hint()} takes={Takes::Digits} value={(*area).clone()}
                        set={setter(&area)} error={send.field("/area")}
                    />
                    if of_grid {
                        <Button small=true icon={Icon::Grid} onclick={let choosing = choosing.setter(); move |()| choosing.set(true)}>{ lang.from_list() }</Button>
                    }
                }
                <Field
                    label={lang.from_day()} takes={Takes::Day} value={(*from_day).clone()} set={setter(&from_day)}
                    error={send.field("/from_day")}
                />
                <Field
                    label={lang.to_day()} hint={lang.to_day_hint()} optional=true takes={Takes::Day} value={(*to_day).clone()}
                    set={setter(&to_day)} error={send.field("/to_day")}
                />
                if of_grid {
                    <Covering
                        area={area.parse().ok()} value={(*covering).clone()} set={setter(&covering)} error={send.field("/covering_for")}
                    />
                }
            </FormSheet>
            if *choosing {
                <GridSheet {choose} close={let choosing = choosing.setter(); move |()| choosing.set(false)} />
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct ChooseProps {
    value: String,
    set: Callback<String>,
    error: Option<String>,
}

/// The office or department a handler belongs to.
#[component]
fn ChooseUnit(props: &ChooseProps) -> Html {
    let lang = use_lang();
    let units = use_call(Some(list_units(&UnitFilter { limit: Some(MAX_LIMIT), ..UnitFilter::default() })));
    let first = std::iter::once((AttrValue::from(""), AttrValue::from(lang.no_unit())));
    let units = units
        .state
        .value()
        .into_iter()
        .flat_map(|page| page.items.iter().map(|unit| (AttrValue::from(unit.id.to_string()), AttrValue::from(unit.name.to_string()))));
    html! {
        <Select
            label={lang.of_unit()} hint={lang.of_unit_hint()} choices={first.chain(units).collect::<Vec<_>>()} value={props.value.clone()}
            set={props.set.clone()} error={props.error.clone()}
        />
    }
}

#[derive(PartialEq, Properties)]
struct CoveringProps {
    area: Option<AreaCode>,
    value: String,
    set: Callback<String>,
    error: Option<String>,
}

/// Whose work is taken over: somebody of the same area.
#[component]
fn Covering(props: &CoveringProps) -> Html {
    let lang = use_lang();
    let filter = props.area.clone().map(|area| AppointmentFilter {
        area: Some(area),
        on: Some(Moment::now().day()),
        limit: Some(100),
        ..AppointmentFilter::default()
    });
    let found = use_call(filter.map(|filter| staffing::list_appointments(&filter)));
    let first = std::iter::once((AttrValue::from(""), AttrValue::from(lang.covering_nobody())));
    let people = found.state.value().into_iter().flat_map(|page| {
        page.items
            .iter()
            .map(|a| (AttrValue::from(a.person.id.to_string()), AttrValue::from(format!("{} · {}", a.person.name, a.duty.label(lang)))))
    });
    html! {
        <Select
            label={lang.covering_for()} hint={lang.covering_hint()} choices={first.chain(people).collect::<Vec<_>>()}
            value={props.value.clone()} set={props.set.clone()} error={props.error.clone()}
        />
    }
}
