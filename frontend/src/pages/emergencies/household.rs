//! One household: who of it was moved, who is there, who went home. Saved on the phone first.

use std::collections::BTreeSet;

use shared::emergencies::ShelterName;
use shared::emergencies::households::{EvacueeId, EvacueeState, Household, Whereabouts};
use shared::emergencies::steps::{Counting, EmergencyStep, Moving, Returning};
use shared::lang::Lang;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::telling::save;
use crate::api::Failure;
use crate::look::use_lang;
use crate::parts::field::{Field, Select};
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::SheetForm;
use crate::parts::icon::Icon;
use crate::parts::pick::Segments;
use crate::parts::tag::{Tone, tag};
use crate::parts::toast::use_toast;
use crate::phone::use_phone;
use crate::words::EmergencyWords;

/// What is done to a household.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Move,
    Count,
    Return,
}

const ACTS: [Act; 3] = [Act::Move, Act::Count, Act::Return];

impl Act {
    fn label(self, lang: Lang) -> String {
        match self {
            Self::Move => lang.do_move(),
            Self::Count => lang.do_count(),
            Self::Return => lang.do_return(),
        }
    }

    fn save(self, lang: Lang) -> String {
        match self {
            Self::Move => lang.save_move(),
            Self::Count => lang.save_count(),
            Self::Return => lang.save_return(),
        }
    }

    /// Whom it is most likely about.
    fn meant(self, household: &Household) -> BTreeSet<EvacueeId> {
        let is_meant = |it: &&Whereabouts| match self {
            Self::Move => it.state == EvacueeState::Waiting,
            Self::Count | Self::Return => matches!(it.state, EvacueeState::Moved | EvacueeState::Present),
        };
        household.people.iter().filter(is_meant).map(|it| it.person.id).collect()
    }

    /// What stands first when the household is opened.
    fn first(household: &Household) -> Self {
        if household.count(EvacueeState::Waiting) > 0 { Self::Move } else { Self::Count }
    }
}

#[derive(PartialEq, Properties)]
pub struct HouseholdSheetProps {
    pub household: Household,
    pub shelters: Vec<ShelterName>,
    pub close: Callback<()>,
}

/// The people of a household to tick, and what is done.
#[component]
pub fn HouseholdSheet(props: &HouseholdSheetProps) -> Html {
    let lang = use_lang();
    let (phone, toast) = (use_phone(), use_toast());
    let household = &props.household;
    let act = use_state(|| Act::first(household));
    let ticked = use_state(|| Act::first(household).meant(household));
    let to = use_state(|| props.shelters.first().map(ToString::to_string).unwrap_or_default());
    let (other, property) = (use_state(String::new), use_state(String::new));
    let (failure, busy) = (use_state(|| None::<Failure>), use_state(|| false));
    let choose = {
        let (act, ticked, household) = (act.setter(), ticked.setter(), household.clone());
        Callback::from(move |i: usize| {
            let chosen = ACTS.get(i).copied().unwrap_or(Act::Move);
            ticked.set(chosen.meant(&household));
            act.set(chosen);
        })
    };
    let submit = {
        let (failure, busy, close, household) = (failure.setter(), busy.setter(), props.close.clone(), household.clone());
        let (act, ticked, to, other, property) = (*act, (*ticked).clone(), to.clone(), other.clone(), property.clone());
        Callback::from(move |()| {
            let place = if to.is_empty() { &other } else { &to };
            let step = match done(lang, act, &household, &ticked, place, &property) {
                Ok(step) => step,
                Err(why) => return failure.set(Some(why)),
            };
            let Some(phone) = phone.clone() else { return };
            busy.set(true);
            let (toast, close, failure, busy, emergency) =
                (toast.clone(), close.clone(), failure.clone(), busy.clone(), household.emergency);
            spawn_local(async move {
                match save(&phone, emergency, step).await {
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
    let wrong = |pointer: &str| failure.as_ref().and_then(|failure: &Failure| failure.field(pointer));
    let mut places: Vec<(AttrValue, AttrValue)> = props.shelters.iter().map(|it| (it.to_string().into(), it.to_string().into())).collect();
    places.push(("".into(), lang.move_to_other().into()));
    let acts: Vec<AttrValue> = ACTS.iter().map(|it| it.label(lang).into()).collect();
    html! {
        <SheetForm
            title={household.name.to_string()} failure={(*failure).clone()} busy={*busy} {submit} close={props.close.clone()}
            save={act.save(lang)} tall=true
        >
            { about(lang, household) }
            <Segments label={lang.what_to_do()} choices={acts} chosen={ACTS.iter().position(|it| *it == *act).unwrap_or_default()} {choose} />
            <fieldset class="field">
                <legend>{ if *act == Act::Count { lang.tick_present() } else { lang.tick_people() } }</legend>
                <ul class="ticks">{ for household.people.iter().map(|it| tick(lang, it, &ticked)) }</ul>
                if let Some(words) = wrong("/people") {
                    <p class="error" role="alert">{ Icon::Alert.small() }<span>{ words }</span></p>
                }
            </fieldset>
            if *act == Act::Move {
                <Select label={lang.move_to()} choices={places} value={(*to).clone()} set={let to = to.setter(); move |text: String| to.set(text)} />
                if to.is_empty() {
                    <Field label={lang.move_to_other()} hint={lang.move_to_other_hint()} most={60} value={(*other).clone()} set={setter(&other)} error={wrong("/to")} />
                }
                <Field
                    label={lang.property_moved()} hint={lang.property_moved_hint()} optional=true most={200} value={(*property).clone()} set={setter(&property)}
                    error={wrong("/property")}
                />
            }
        </SheetForm>
    }
}

/// The step that is to be saved.
fn done(
    lang: Lang,
    act: Act,
    household: &Household,
    ticked: &BTreeSet<EvacueeId>,
    to: &str,
    property: &str,
) -> Result<EmergencyStep, Failure> {
    let mut check = Check::new(lang);
    let (id, people): (_, Vec<EvacueeId>) = (household.id, ticked.iter().copied().collect());
    let step = match act {
        Act::Move => {
            let (to, property) = (check.read("/to", to), check.read_optional("/property", property));
            check.must("/people", !people.is_empty(), lang.tick_nobody());
            to.map(|to| EmergencyStep::Move(Moving { household: id, people, to, property }))
        }
        Act::Count => {
            // Who has not been moved is not looked for at the shelter.
            let looked_for = |it: &&Whereabouts| it.state != EvacueeState::Waiting && it.state != EvacueeState::Returned;
            let missing =
                household.people.iter().filter(looked_for).map(|it| it.person.id).filter(|id| !ticked.contains(id)).collect::<Vec<_>>();
            check.must("/people", !(people.is_empty() && missing.is_empty()), lang.tick_nobody());
            Some(EmergencyStep::Count(Counting { household: id, present: people, missing }))
        }
        Act::Return => {
            check.must("/people", !people.is_empty(), lang.tick_nobody());
            Some(EmergencyStep::Return(Returning { household: id, people }))
        }
    };
    match step {
        Some(step) if check.is_fine() => Ok(step),
        _ => Err(check.failure().unwrap_or(Failure::Invalid([].into()))),
    }
}

fn about(lang: Lang, household: &Household) -> Html {
    html! {
        <>
            if let Some(address) = &household.address { <p class="with-icon">{ Icon::Pin.small() }{ address.as_str() }</p> }
            if let Some(note) = &household.note { <p class="with-icon">{ Icon::Info.small() }<span class="pre">{ note.as_str() }</span></p> }
            if let Some(phone) = &household.phone {
                <a class="button small" href={format!("tel:{}", phone.as_str())}>{ Icon::Phone.small() }{ lang.call_household() }<span class="digits">{ phone.as_str() }</span></a>
            }
            for it in &household.property {
                <p class="with-icon soft">{ Icon::Work.small() }{ it.what.as_str() }</p>
            }
        </>
    }
}

fn tick(lang: Lang, it: &Whereabouts, ticked: &UseStateHandle<BTreeSet<EvacueeId>>) -> Html {
    let (id, on) = (it.person.id, ticked.contains(&it.person.id));
    let onchange = {
        let ticked = ticked.clone();
        Callback::from(move |_: Event| {
            let mut chosen = (*ticked).clone();
            if !chosen.remove(&id) {
                chosen.insert(id);
            }
            ticked.set(chosen);
        })
    };
    let tone = match it.state {
        EvacueeState::Waiting => Tone::Danger,
        EvacueeState::Missing => Tone::Warning,
        EvacueeState::Moved | EvacueeState::Present | EvacueeState::Returned => Tone::Success,
    };
    let place = it.to.as_ref().map(|to| format!(" · {to}")).unwrap_or_default();
    html! {
        <li key={id.to_string()}>
            <label class="tick">
                <input type="checkbox" checked={on} {onchange} />
                <span class="tick-name">{ it.person.name.as_str() }if it.person.needs_help { { " " }{ tag(Tone::Brand, Icon::People, lang.needs_help()) } }</span>
                <span class={classes!("tick-state", tone.class())}>{ format!("{}{place}", it.state.label(lang)) }</span>
            </label>
        </li>
    }
}
