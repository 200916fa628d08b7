//! The form of somebody to look after. It needs a line: what is entered goes to nobody but the server, encrypted.

use std::rc::Rc;

use shared::care::{
    CareBasis, CareLevel, CarePerson, CareReason, CareRecord, CareRecordId, CareRecordPatch, MOST_REASONS, NewCareRecord, add_care_record,
    change_care_record,
};
use shared::grids::GridCode;
use shared::patrols::places::EveryDays;
use shared::session::Me;
use shared::time::Moment;
use yew::prelude::*;

use crate::api::use_send;
use crate::look::use_lang;
use crate::parts::field::{Field, Select, Takes};
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::pick::{Chip, Segments, chips};
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

/// Adds somebody, or changes what is known of somebody one visits.
#[component]
pub fn EditCare(props: &EditCareProps) -> Html {
    let lang = use_lang();
    let (send, toast) = (use_send(), use_toast());
    let known = props.record.clone();
    let person = known.as_ref().and_then(|record| record.person.clone());
    let text = |of: Option<String>| of.unwrap_or_default();
    let id = use_memo((), |()| CareRecordId::new());
    let name = use_state(|| text(person.as_ref().map(|it| it.name.to_string())));
    let phone = use_state(|| text(person.as_ref().and_then(|it| it.phone.as_ref()).map(|it| it.as_str().to_owned())));
    let address = use_state(|| text(person.as_ref().and_then(|it| it.address.as_ref()).map(ToString::to_string)));
    let contact = use_state(|| text(person.as_ref().and_then(|it| it.contact.as_ref()).map(ToString::to_string)));
    let hint = use_state(|| text(person.as_ref().and_then(|it| it.hint.as_ref()).map(ToString::to_string)));
    let reasons = use_state(|| person.as_ref().map(|it| it.reasons.clone()).unwrap_or_default());
    let level = use_state(|| known.as_ref().map_or(CareLevel::Regular, |record| record.level));
    let every = use_state(|| text(known.as_ref().and_then(|record| record.every_days).map(|days| i32::from(days).to_string())));
    let basis = use_state(|| known.as_ref().map_or(CareBasis::Consent, |record| record.basis));
    let basis_day = use_state(|| known.as_ref().map_or_else(|| Moment::now().day().to_string(), |record| record.basis_day.to_string()));
    let grid = use_state(|| props.grids.first().map(|grid| grid.code.clone()));
    let submit = {
        let (send, known, id, done) = (send.clone(), known.clone(), *id, props.done.clone());
        let (name, phone, address, contact, hint) = (name.clone(), phone.clone(), address.clone(), contact.clone(), hint.clone());
        let (reasons, level, every, basis, basis_day) = ((*reasons).clone(), *level, every.clone(), *basis, basis_day.clone());
        let (grid, point) = ((*grid).clone(), person.as_ref().and_then(|it| it.point));
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let (name, phone) = (check.read("/person/name", &name), check.read_optional("/person/phone", &phone));
            let (address, contact) = (check.read_optional("/person/address", &address), check.read_optional("/person/contact", &contact));
            let hint = check.read_optional("/person/hint", &hint);
            check.must("/person/reasons", !reasons.is_empty(), lang.person_reasons_none());
            let (every_days, basis_day) = (check.read_optional::<EveryDays>("/every_days", &every), check.read("/basis_day", &basis_day));
            let (Some(name), Some(basis_day), true) = (name, basis_day, check.is_fine()) else { return send.fail(check.failure()) };
            let person = CarePerson { name, phone, address, point, reasons: reasons.clone(), contact, hint };
            let (toast, done) = (toast.clone(), done.clone());
            let words = if known.is_some() { lang.saved() } else { lang.care_added() };
            let saved = move |_| {
                toast.say(words.clone());
                done.emit(());
            };
            match (&known, &grid) {
                (Some(record), _) => {
                    let patch = CareRecordPatch {
                        person: Some(person),
                        level: Some(level),
                        every_days: Some(every_days),
                        basis: Some(basis),
                        basis_day: Some(basis_day),
                        ..CareRecordPatch::default()
                    };
                    send.run(change_care_record(record.id, &patch, record.version), saved);
                }
                (None, Some(grid)) => {
                    let grid = grid.clone();
                    let new = NewCareRecord { id, grid, person, level, every_days, basis, basis_day, visitor: None, second: None };
                    send.run(add_care_record(&new), saved);
                }
                (None, None) => {}
            }
        })
    };
    let reason_chips = CareReason::ALL.iter().map(|it| {
        let (on, reasons) = (reasons.contains(it), reasons.clone());
        let press = Callback::from(move |()| {
            let mut chosen = (*reasons).clone();
            if on {
                chosen.retain(|one| one != it);
            } else if chosen.len() < MOST_REASONS {
                chosen.push(*it);
            }
            reasons.set(chosen);
        });
        Chip { words: it.label(lang).into(), on, press }
    });
    let title = if known.is_some() { lang.edit_care() } else { lang.add_care() };
    let levels: Vec<AttrValue> = CareLevel::ALL.iter().map(|it| it.label(lang).into()).collect();
    let bases: Vec<AttrValue> = CareBasis::ALL.iter().map(|it| it.label(lang).into()).collect();
    let grids: Vec<(AttrValue, AttrValue)> =
        props.grids.iter().map(|grid| (grid.code.to_string().into(), AttrValue::from(grid.name.clone()))).collect();
    html! {
        <FormSheet {title} send={send.clone()} {submit} close={props.close.clone()} again={props.done.clone()} tall=true>
            <p class="notice">{ Icon::Shield.draw() }<span>{ lang.care_notice() }</span></p>
            if grids.len() > 1 {
                <Select
                    label={lang.of_my_grids()} choices={grids} value={grid.as_ref().map_or_else(String::new, GridCode::to_string)}
                    set={let grid = grid.setter(); move |text: String| grid.set(text.parse().ok())}
                />
            }
            <Field label={lang.person_name()} most={40} value={(*name).clone()} set={setter(&name)} error={send.field("/person/name")} />
            <Field label={lang.person_phone()} optional=true takes={Takes::OtherPhone} value={(*phone).clone()} set={setter(&phone)} error={send.field("/person/phone")} />
            <Field
                label={lang.person_address()} hint={lang.person_address_hint()} optional=true most={120} value={(*address).clone()} set={setter(&address)}
                error={send.field("/person/address")}
            />
            <div class="field">
                <span class="label">{ lang.person_reasons() }</span>
                <p class="hint">{ lang.person_reasons_hint() }</p>
                <div class="wraps">{ chips(lang.person_reasons(), reason_chips.collect()) }</div>
                if let Some(wrong) = send.field("/person/reasons") {
                    <p class="error" role="alert">{ Icon::Alert.small() }<span>{ wrong }</span></p>
                }
            </div>
            <Field label={lang.person_contact()} optional=true most={80} value={(*contact).clone()} set={setter(&contact)} error={send.field("/person/contact")} />
            <Field
                label={lang.person_hint()} hint={lang.person_hint_hint()} optional=true lines=true most={500} value={(*hint).clone()} set={setter(&hint)}
                error={send.field("/person/hint")}
            />
            <Segments
                label={lang.care_level()} choices={levels} chosen={CareLevel::ALL.iter().position(|it| *it == *level).unwrap_or_default()}
                choose={let level = level.setter(); move |i: usize| if let Some(it) = CareLevel::ALL.get(i) { level.set(*it) }}
            />
            <Field
                label={lang.own_days()} hint={lang.own_days_hint()} optional=true takes={Takes::Digits} value={(*every).clone()} set={setter(&every)}
                error={send.field("/every_days")}
            />
            <Segments
                label={lang.care_basis()} choices={bases} chosen={CareBasis::ALL.iter().position(|it| *it == *basis).unwrap_or_default()}
                choose={let basis = basis.setter(); move |i: usize| if let Some(it) = CareBasis::ALL.get(i) { basis.set(*it) }}
            />
            <Field label={lang.care_basis_day()} takes={Takes::Day} value={(*basis_day).clone()} set={setter(&basis_day)} error={send.field("/basis_day")} />
        </FormSheet>
    }
}
