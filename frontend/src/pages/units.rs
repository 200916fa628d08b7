//! The units that cases can be dispatched to.

pub mod edit;

use std::rc::Rc;

use shared::lang::Lang;
use shared::may;
use shared::page::MAX_LIMIT;
use shared::session::Me;
use shared::units::{Unit, UnitFilter, UnitLevel, list_units};
use yew::prelude::*;

use self::edit::EditUnit;
use crate::api::use_pages;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::{Cell, Group, Press};
use crate::parts::desk::use_is_desk;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::parts::pick::{Chip, chips};
use crate::parts::state;
use crate::parts::tag::{Tone, tag};
use crate::route::Route;
use crate::words::RoutingWords;

#[derive(PartialEq, Properties)]
pub struct UnitsPageProps {
    pub me: Rc<Me>,
}

/// What the sheet is about.
#[derive(Clone, PartialEq)]
enum Open {
    Nothing,
    New,
    One(Box<Unit>),
}

/// What opens a unit's form; nothing for those who may not.
type Edit = Option<Callback<Unit>>;

/// All units, as a table at a desk and as a list on a phone.
#[component]
pub fn UnitsPage(props: &UnitsPageProps) -> Html {
    let lang = use_lang();
    let desk = use_is_desk();
    let (closed, open) = (use_state(|| false), use_state(|| Open::Nothing));
    let list = use_pages(*closed, |closed, cursor| {
        list_units(&UnitFilter { closed: Some(*closed), cursor, limit: Some(MAX_LIMIT), ..UnitFilter::default() })
    });
    let manages = may::manage_units(&props.me.caller());
    let opener = |what: Open| {
        let open = open.setter();
        Callback::from(move |()| open.set(what.clone()))
    };
    let edit: Edit = manages.then(|| {
        let open = open.setter();
        Callback::from(move |unit: Unit| open.set(Open::One(Box::new(unit))))
    });
    let add = |weight: Weight, small: bool, words: String| {
        html! { <Button {small} {weight} icon={Icon::Plus} onclick={opener(Open::New)}>{ words }</Button> }
    };
    let action = if manages { add(Weight::Text, true, lang.add()) } else { Html::default() };
    let first = if manages { add(Weight::Primary, false, lang.add_unit()) } else { Html::default() };
    let empty = state::empty(Icon::Work, lang.no_units(), lang.no_units_text(), first);
    let with_closed = Chip {
        words: lang.with_closed().into(),
        on: *closed,
        press: {
            let closed = closed.clone();
            Callback::from(move |()| closed.set(!*closed))
        },
    };
    let done = {
        let (again, close) = (list.again.clone(), opener(Open::Nothing));
        Callback::from(move |()| {
            again.emit(());
            close.emit(());
        })
    };
    let unit = match &*open {
        Open::One(unit) => Some((**unit).clone()),
        Open::New | Open::Nothing => None,
    };
    html! {
        <Page title={lang.units_and_rules()} {action} wide=true>
            { sections(lang, &Route::Units) }
            <p class="note">{ lang.units_lead() }</p>
            { chips(lang.unit_state(), vec![with_closed]) }
            { state::paged(lang, &list, empty, |items| if desk { table(lang, items, &edit) } else { cells(lang, items, &edit) }) }
            if *open != Open::Nothing {
                <EditUnit {unit} close={opener(Open::Nothing)} {done} again={list.again.clone()} />
            }
        </Page>
    }
}

/// Units and the rules that lead to them, side by side.
pub fn sections(lang: Lang, here: &Route) -> Html {
    html! {
        <nav class="chips" aria-label={lang.units_and_rules()}>
            for (to, words) in [(Route::Units, lang.units()), (Route::Routing, lang.rules())] {
                <Go class="chip" current={to == *here} {to}>{ words }</Go>
            }
        </nav>
    }
}

fn state_tag(lang: Lang, unit: &Unit) -> Html {
    match &unit.closed_on {
        Some(day) => tag(Tone::Neutral, Icon::CloseCircle, lang.unit_closed(day.as_str())),
        None => Html::default(),
    }
}

fn table(lang: Lang, items: &[Unit], edit: &Edit) -> Html {
    let name = |unit: &Unit| match edit {
        None => html! { { unit.name.as_str() } },
        Some(edit) => {
            let (edit, one) = (edit.clone(), unit.clone());
            html! { <button type="button" class="table-button" onclick={move |_| edit.emit(one.clone())}>{ unit.name.as_str() }</button> }
        }
    };
    html! {
        <div class="table-scroll" tabindex="0" role="region" aria-label={lang.units()}>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{ lang.unit_name() }</th>
                        <th scope="col">{ lang.unit_level() }</th>
                        <th scope="col">{ lang.unit_platform() }</th>
                        <th scope="col">{ lang.unit_phone() }</th>
                        <th scope="col" class="number">{ lang.handlers() }</th>
                        <th scope="col" class="number">{ lang.open_cases() }</th>
                    </tr>
                </thead>
                <tbody>
                    for unit in items {
                        <tr key={unit.id.to_string()}>
                            <td><span class="row">{ name(unit) }{ state_tag(lang, unit) }</span></td>
                            <td class="nowrap">{ unit.level.label(lang) }</td>
                            <td class="nowrap">{ unit.platform.map_or("—", |platform| platform.label(lang)) }</td>
                            <td class="digits nowrap">{ unit.phone.as_ref().map_or("—", |phone| phone.as_str()) }</td>
                            <td class="number">{ unit.handlers }</td>
                            <td class="number">{ unit.open_cases }</td>
                        </tr>
                    }
                </tbody>
            </table>
        </div>
    }
}

fn cells(lang: Lang, items: &[Unit], edit: &Edit) -> Html {
    let row = |unit: &Unit| {
        let press = edit.clone().map_or(Press::Nothing, |edit| {
            let one = unit.clone();
            Press::Call(Callback::from(move |()| edit.emit(one.clone())))
        });
        let below = html! {
            <>
                <small class="soft">{ [unit.platform.map(|p| p.label(lang).to_owned()), unit.phone.as_ref().map(ToString::to_string)].into_iter().flatten().collect::<Vec<_>>().join(" · ") }</small>
                <small class="soft">{ lang.unit_counts(unit.open_cases, unit.handlers) }</small>
            </>
        };
        html! { <Cell key={unit.id.to_string()} label={html! { { unit.name.as_str() } }} {below} value={state_tag(lang, unit)} {press} /> }
    };
    html! {
        for level in [UnitLevel::SubDistrict, UnitLevel::County] {
            if items.iter().any(|unit| unit.level == level) {
                <Group key={level.as_str()} title={level.label(lang)}>
                    <ul class="cells">{ for items.iter().filter(|unit| unit.level == level).map(row) }</ul>
                </Group>
            }
        }
    }
}
