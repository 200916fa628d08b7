//! The form of somebody to look after. It needs a line: what is entered goes to nobody but the server, encrypted.

use std::rc::Rc;

use shared::care::{
    CareBasis, CareLevel, CarePerson, CareReason, CareRecord, CareRecordId, CareRecordPatch, MOST_REASONS, NewCareRecord, add_care_record,
    change_care_record,
};
use shared::grids::GridCode;
use shared::patrols::places::EveryDays;
use shared::session::Me;
use shared::time::{Day, Moment};
use yew::prelude::*;

use crate::api::{Failure, use_send};
use crate::look::use_lang;
use crate::parts::entered::{Entered, Texts, use_entered};
use crate::parts::field::{Field, Takes};
use crate::parts::form::Check;
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::pick::{Chip, Segments, several};
use crate::parts::toast::use_toast;
use crate::place::ChosenGrid;
use crate::words::{CareWords, ShellWords};

#[derive(PartialEq, Properties)]
pub struct EditCareProps {
    pub me: Rc<Me>,
    /// The grids somebody can be added to.
    #[prop_or_default]
    pub grids: Vec<ChosenGrid>,
    /// The one to change; a new one without it.
    #[prop_or_default]
    pub record: Option<CareRecord>,
    pub close: Callback<()>,
    pub done: Callback<()>,
}

/// What is chosen rather than written.
#[derive(Clone, PartialEq)]
struct Choices {
    reasons: Vec<CareReason>,
    level: CareLevel,
    basis: CareBasis,
}

impl Choices {
    fn of(record: Option<&CareRecord>) -> Self {
        let person = record.and_then(|record| record.person.as_ref());
        Self {
            reasons: person.map(|person| person.reasons.clone()).unwrap_or_default(),
            level: record.map_or(CareLevel::Regular, |record| record.level),
            basis: record.map_or(CareBasis::Consent, |record| record.basis),
        }
    }
}

/// Adds somebody, or changes what is known of somebody one visits.
#[component]
pub fn EditCare(props: &EditCareProps) -> Html {
    let lang = use_lang();
    let (send, toast) = (use_send(), use_toast());
    let known = props.record.clone();
    let id = use_memo((), |()| CareRecordId::new());
    let choices = use_state(|| Choices::of(known.as_ref()));
    let entered = use_entered(lang, || texts(known.as_ref(), &props.grids), send.failure().cloned());
    let submit = {
        let (send, known, id, done) = (send.clone(), known.clone(), *id, props.done.clone());
        let (entered, choices) = (entered.clone(), choices.clone());
        Callback::from(move |()| {
            let form = match read(&entered, &choices, known.as_ref()) {
                Ok(form) => form,
                Err(why) => return send.fail(Some(why)),
            };
            let (toast, done) = (toast.clone(), done.clone());
            let words = if known.is_some() { lang.saved() } else { lang.care_added() };
            let saved = move |_| {
                toast.say(words.clone());
                done.emit(());
            };
            match &known {
                Some(record) => send.run(change_care_record(record.id, &patch(form), record.version), saved),
                None => send.run(add_care_record(&NewCareRecord { id, ..form }), saved),
            }
        })
    };
    let title = if known.is_some() { lang.edit_care() } else { lang.add_care() };
    let grids: Vec<(AttrValue, AttrValue)> =
        props.grids.iter().map(|grid| (grid.code.to_string().into(), AttrValue::from(grid.name.clone()))).collect();
    html! {
        <FormSheet {title} send={send.clone()} {submit} close={props.close.clone()} again={props.done.clone()} tall=true>
            <p class="notice">{ Icon::Shield.draw() }<span>{ lang.care_notice() }</span></p>
            if grids.len() > 1 {
                { entered.choice(lang.of_my_grids(), "/grid", grids) }
            }
            { who(&entered, &choices) }
            { how_often(&entered, &choices) }
        </FormSheet>
    }
}

/// What is written already.
fn texts(known: Option<&CareRecord>, grids: &[ChosenGrid]) -> Texts {
    let person = known.and_then(|record| record.person.as_ref());
    let of = |text: Option<String>| text.unwrap_or_default();
    Texts::of([
        ("/grid", of(grids.first().map(|grid| grid.code.to_string()))),
        ("/person/name", of(person.map(|it| it.name.to_string()))),
        ("/person/phone", of(person.and_then(|it| it.phone.as_ref()).map(|it| it.as_str().to_owned()))),
        ("/person/address", of(person.and_then(|it| it.address.as_ref()).map(ToString::to_string))),
        ("/person/contact", of(person.and_then(|it| it.contact.as_ref()).map(ToString::to_string))),
        ("/person/hint", of(person.and_then(|it| it.hint.as_ref()).map(ToString::to_string))),
        ("/every_days", of(known.and_then(|record| record.every_days).map(|days| i32::from(days).to_string()))),
        ("/basis_day", known.map_or_else(|| Moment::now().day().to_string(), |record| record.basis_day.to_string())),
    ])
}

/// Who it is, and what a visitor has to know.
fn who(entered: &Entered, choices: &UseStateHandle<Choices>) -> Html {
    let lang = entered.lang;
    let reason = |it: &CareReason| {
        let (on, it, choices) = (choices.reasons.contains(it), *it, choices.clone());
        let press = Callback::from(move |()| {
            let mut chosen = (*choices).clone();
            if on {
                chosen.reasons.retain(|one| *one != it);
            } else if chosen.reasons.len() < MOST_REASONS {
                chosen.reasons.push(it);
            }
            choices.set(chosen);
        });
        Chip { words: it.label(lang).into(), on, press }
    };
    let field = |pointer: &str| (entered.get(pointer).to_owned(), entered.set(pointer), entered.error(pointer));
    let (address, set_address, wrong_address) = field("/person/address");
    let (hint, set_hint, wrong_hint) = field("/person/hint");
    html! {
        <>
            { entered.line(lang.person_name(), "/person/name", Takes::Text) }
            { entered.optional(lang.person_phone(), "/person/phone", Takes::OtherPhone) }
            <Field label={lang.person_address()} hint={lang.person_address_hint()} optional=true most={120} value={address} set={set_address} error={wrong_address} />
            { several(lang.person_reasons(), Some(lang.person_reasons_hint()), CareReason::ALL.iter().map(reason).collect(), entered.error("/person/reasons")) }
            { entered.optional(lang.person_contact(), "/person/contact", Takes::Text) }
            <Field label={lang.person_hint()} hint={lang.person_hint_hint()} optional=true lines=true most={500} value={hint} set={set_hint} error={wrong_hint} />
        </>
    }
}

/// How often somebody is visited, and on what that rests.
fn how_often(entered: &Entered, choices: &UseStateHandle<Choices>) -> Html {
    let lang = entered.lang;
    let levels: Vec<AttrValue> = CareLevel::ALL.iter().map(|it| it.label(lang).into()).collect();
    let bases: Vec<AttrValue> = CareBasis::ALL.iter().map(|it| it.label(lang).into()).collect();
    let choose_level = {
        let choices = choices.clone();
        move |i: usize| choices.set(Choices { level: CareLevel::ALL.get(i).copied().unwrap_or(choices.level), ..(*choices).clone() })
    };
    let choose_basis = {
        let choices = choices.clone();
        move |i: usize| choices.set(Choices { basis: CareBasis::ALL.get(i).copied().unwrap_or(choices.basis), ..(*choices).clone() })
    };
    let (days, set_days, wrong_days) = (entered.get("/every_days").to_owned(), entered.set("/every_days"), entered.error("/every_days"));
    html! {
        <>
            <Segments label={lang.care_level()} choices={levels} chosen={CareLevel::ALL.iter().position(|it| *it == choices.level).unwrap_or_default()} choose={choose_level} />
            <Field label={lang.own_days()} hint={lang.own_days_hint()} optional=true takes={Takes::Digits} value={days} set={set_days} error={wrong_days} />
            <Segments label={lang.care_basis()} choices={bases} chosen={CareBasis::ALL.iter().position(|it| *it == choices.basis).unwrap_or_default()} choose={choose_basis} />
            { entered.line(lang.care_basis_day(), "/basis_day", Takes::Day) }
        </>
    }
}

/// The form as a new record, or everything that is wrong with it. Of one that is known the grid and the point stay.
fn read(entered: &Entered, choices: &Choices, known: Option<&CareRecord>) -> Result<NewCareRecord, Failure> {
    let lang = entered.lang;
    let mut check = Check::new(lang);
    let name = entered.read(&mut check, "/person/name");
    let (phone, address) = (entered.read_optional(&mut check, "/person/phone"), entered.read_optional(&mut check, "/person/address"));
    let (contact, hint) = (entered.read_optional(&mut check, "/person/contact"), entered.read_optional(&mut check, "/person/hint"));
    check.must("/person/reasons", !choices.reasons.is_empty(), lang.person_reasons_none());
    let every_days: Option<EveryDays> = entered.read_optional(&mut check, "/every_days");
    let basis_day: Option<Day> = entered.read(&mut check, "/basis_day");
    let grid: Option<GridCode> = known.map(|record| record.grid.clone()).or_else(|| entered.read(&mut check, "/grid"));
    let (Some(name), Some(basis_day), Some(grid), true) = (name, basis_day, grid, check.is_fine()) else {
        return Err(check.failure().unwrap_or(Failure::Invalid([].into())));
    };
    let point = known.and_then(|record| record.person.as_ref()).and_then(|person| person.point);
    let person = CarePerson { name, phone, address, point, reasons: choices.reasons.clone(), contact, hint };
    let (level, basis) = (choices.level, choices.basis);
    Ok(NewCareRecord { id: CareRecordId::new(), grid, person, level, every_days, basis, basis_day, visitor: None, second: None })
}

/// What the form changes of a record.
fn patch(form: NewCareRecord) -> CareRecordPatch {
    let NewCareRecord { person, level, every_days, basis, basis_day, .. } = form;
    CareRecordPatch {
        person: Some(person),
        level: Some(level),
        every_days: Some(every_days),
        basis: Some(basis),
        basis_day: Some(basis_day),
        ..CareRecordPatch::default()
    }
}
