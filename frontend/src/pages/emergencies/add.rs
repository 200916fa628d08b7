//! Adding a household to the list, on the phone.

use std::collections::BTreeSet;

use shared::emergencies::EmergencyId;
use shared::emergencies::households::{Evacuee, EvacueeId, EvacueeName, HouseholdId, MOST_PEOPLE, NewHousehold};
use shared::emergencies::steps::EmergencyStep;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::telling::save;
use crate::api::Failure;
use crate::look::use_lang;
use crate::parts::field::{Field, Select, Takes};
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::SheetForm;
use crate::parts::pick::{Chip, several};
use crate::parts::toast::use_toast;
use crate::phone::use_phone;
use crate::place::ChosenGrid;
use crate::words::EmergencyWords;

#[derive(PartialEq, Properties)]
pub struct AddHouseholdProps {
    pub emergency: EmergencyId,
    /// Where households can be added.
    pub grids: Vec<ChosenGrid>,
    pub close: Callback<()>,
}

/// Who lives there, where, and who needs help.
#[component]
pub fn AddHousehold(props: &AddHouseholdProps) -> Html {
    let lang = use_lang();
    let (phone, toast) = (use_phone(), use_toast());
    let (name, others, address) = (use_state(String::new), use_state(String::new), use_state(String::new));
    let (number, note) = (use_state(String::new), use_state(String::new));
    let helped = use_state(BTreeSet::<usize>::new);
    let grid = use_state(|| props.grids.first().map(|grid| grid.code.clone()));
    let (failure, busy) = (use_state(|| None::<Failure>), use_state(|| false));
    // The householder first; each line keeps its place, so that a tick stays with whom it was meant for.
    let names: Vec<(usize, String)> = std::iter::once(name.trim().to_owned())
        .chain(others.lines().map(|line| line.trim().to_owned()))
        .enumerate()
        .filter(|(_, name)| !name.is_empty())
        .collect();
    let submit = {
        let (failure, busy, names, helped, grid) = (failure.setter(), busy.setter(), names.clone(), (*helped).clone(), (*grid).clone());
        let (name, address, number, note) = (name.clone(), address.clone(), number.clone(), note.clone());
        let (emergency, close) = (props.emergency, props.close.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let (householder, address) = (check.read("/name", &name), check.read_optional("/address", &address));
            let (number, note) = (check.read_optional("/phone", &number), check.read_optional("/note", &note));
            let evacuee = |(i, text): &(usize, String)| {
                let name: EvacueeName = check.read(if *i == 0 { "/name" } else { "/people" }, text)?;
                Some(Evacuee { id: EvacueeId::new(), name, needs_help: helped.contains(i) })
            };
            let people: Vec<Evacuee> = names.iter().filter_map(evacuee).take(MOST_PEOPLE).collect();
            let (Some(name), Some(grid), Some(phone), true) = (householder, grid.clone(), phone.clone(), check.is_fine()) else {
                return failure.set(check.failure());
            };
            let new = NewHousehold { id: HouseholdId::new(), grid, name, address, phone: number, note, people };
            busy.set(true);
            let (toast, close, failure, busy) = (toast.clone(), close.clone(), failure.clone(), busy.clone());
            spawn_local(async move {
                match save(&phone, emergency, EmergencyStep::Household(new)).await {
                    Ok(()) => {
                        toast.say(lang.household_saved());
                        close.emit(());
                    }
                    Err(why) => failure.set(Some(why)),
                }
                busy.set(false);
            });
        })
    };
    let help = names.iter().map(|(i, name)| {
        let i = *i;
        let (on, helped) = (helped.contains(&i), helped.clone());
        let press = Callback::from(move |()| {
            let mut chosen = (*helped).clone();
            if !chosen.remove(&i) {
                chosen.insert(i);
            }
            helped.set(chosen);
        });
        Chip { words: name.clone().into(), on, press }
    });
    let help: Vec<Chip> = help.collect();
    let wrong = |pointer: &str| failure.as_ref().and_then(|failure: &Failure| failure.field(pointer));
    let grids: Vec<(AttrValue, AttrValue)> =
        props.grids.iter().map(|it| (it.code.to_string().into(), AttrValue::from(it.name.clone()))).collect();
    html! {
        <SheetForm title={lang.add_household()} failure={(*failure).clone()} busy={*busy} {submit} close={props.close.clone()} tall=true>
            if grids.len() > 1 {
                <Select
                    label={lang.household_grid()} choices={grids} value={grid.as_ref().map(ToString::to_string).unwrap_or_default()}
                    set={let grid = grid.setter(); move |text: String| grid.set(text.parse().ok())}
                />
            }
            <Field label={lang.householder()} most={40} value={(*name).clone()} set={setter(&name)} error={wrong("/name")} />
            <Field
                label={lang.household_others()} hint={lang.household_others_hint()} optional=true lines=true value={(*others).clone()} set={setter(&others)}
                error={wrong("/people")}
            />
            if !help.is_empty() {
                { several(lang.who_needs_help(), Some(lang.who_needs_help_hint()), help, None) }
            }
            <Field label={lang.household_address()} optional=true most={120} value={(*address).clone()} set={setter(&address)} error={wrong("/address")} />
            <Field label={lang.household_phone()} optional=true takes={Takes::OtherPhone} value={(*number).clone()} set={setter(&number)} error={wrong("/phone")} />
            <Field label={lang.household_note()} optional=true most={200} value={(*note).clone()} set={setter(&note)} error={wrong("/note")} />
        </SheetForm>
    }
}
