//! The fields of a rule.

use shared::divisions::{DivisionFilter, DivisionLevel, list_divisions};
use shared::page::MAX_LIMIT;
use shared::routing::{OfficeHours, RuleAuto, RuleLate, Weekday};
use shared::units::{UnitFilter, list_units};
use yew::prelude::*;

use super::draft::{Draft, matters, targets};
use crate::api::use_call;
use crate::look::use_lang;
use crate::parts::button::Button;
use crate::parts::field::{Field, Select, Takes};
use crate::parts::icon::Icon;
use crate::parts::pick::{Chip, Segments, Switch, chips};
use crate::place::ChosenGrid;
use crate::place::grids::GridSheet;
use crate::words::RoutingWords;

/// What is wrong with each field.
#[derive(Clone, Default, PartialEq)]
pub struct Faults {
    pub name: Option<String>,
    pub matter: Option<String>,
    pub area: Option<String>,
    pub window: Option<String>,
    pub target: Option<String>,
}

#[derive(PartialEq, Properties)]
pub struct RuleFieldsProps {
    pub draft: Draft,
    pub change: Callback<Draft>,
    pub faults: Faults,
    /// What the area of the rule is called, where that is known.
    pub area_name: Option<String>,
}

/// For what, where and when; where to and how.
#[component]
pub fn RuleFields(props: &RuleFieldsProps) -> Html {
    let lang = use_lang();
    let units = use_call(Some(list_units(&UnitFilter { limit: Some(MAX_LIMIT), ..UnitFilter::default() })));
    let draft = &props.draft;
    let set = |change: fn(&mut Draft, String)| {
        let (draft, emit) = (draft.clone(), props.change.clone());
        Callback::from(move |text: String| {
            let mut changed = draft.clone();
            change(&mut changed, text);
            emit.emit(changed);
        })
    };
    let pick = |change: fn(&mut Draft, usize)| {
        let (draft, emit) = (draft.clone(), props.change.clone());
        Callback::from(move |i: usize| {
            let mut changed = draft.clone();
            change(&mut changed, i);
            emit.emit(changed);
        })
    };
    let units = units.state.value().map_or(&[][..], |page| &page.items);
    let hours = std::iter::once((AttrValue::from(""), AttrValue::from(lang.always())))
        .chain(OfficeHours::ALL.iter().map(|hours| (hours.as_str().into(), hours.label(lang).into())));
    html! {
        <>
            <Field
                label={lang.rule_name()} hint={lang.rule_name_hint()} most={60} value={draft.name.clone()}
                set={set(|draft, text| draft.name = text)} error={props.faults.name.clone()}
            />
            <Select
                label={lang.matter()} choices={matters(lang)} value={draft.matter.clone()} set={set(|draft, text| draft.matter = text)}
                error={props.faults.matter.clone()}
            />
            <Area
                value={draft.area.clone()} name={props.area_name.clone()} set={set(|draft, text| draft.area = text)}
                error={props.faults.area.clone()}
            />
            <Select
                label={lang.when()} choices={hours.collect::<Vec<_>>()} value={draft.hours.clone()}
                set={set(|draft, text| draft.hours = text)}
            />
            <Window draft={draft.clone()} change={props.change.clone()} error={props.faults.window.clone()} />
            <Select
                label={lang.target()} choices={targets(lang, units)} value={draft.target.clone()}
                set={set(|draft, text| draft.target = text)} error={props.faults.target.clone()}
            />
            <Segments
                label={lang.auto()} choices={RuleAuto::ALL.iter().map(|auto| auto.label(lang).into()).collect::<Vec<AttrValue>>()}
                chosen={draft.auto} choose={pick(|draft, i| draft.auto = i)}
            />
            <Segments
                label={lang.late()} choices={RuleLate::ALL.iter().map(|late| late.label(lang).into()).collect::<Vec<AttrValue>>()}
                chosen={draft.late} choose={pick(|draft, i| draft.late = i)}
            />
        </>
    }
}

#[derive(PartialEq, Properties)]
struct WindowProps {
    draft: Draft,
    change: Callback<Draft>,
    error: Option<String>,
}

/// Weekdays and times of day, shown once they are wanted.
#[component]
fn Window(props: &WindowProps) -> Html {
    let lang = use_lang();
    let change = |change: Box<dyn Fn(&mut Draft)>| {
        let mut changed = props.draft.clone();
        change(&mut changed);
        changed
    };
    let day = |day: Weekday| {
        let (on, emit) = (props.draft.weekdays.contains(&day), props.change.clone());
        let changed = change(Box::new(move |draft| draft.turn(day)));
        Chip { words: day.label(lang).into(), on, press: Callback::from(move |()| emit.emit(changed.clone())) }
    };
    let time = |set: fn(&mut Draft, String)| {
        let (draft, emit) = (props.draft.clone(), props.change.clone());
        Callback::from(move |text: String| {
            let mut changed = draft.clone();
            set(&mut changed, text);
            emit.emit(changed);
        })
    };
    let turn = {
        let (draft, emit) = (props.draft.clone(), props.change.clone());
        Callback::from(move |on| {
            let kept = if on { draft.clone() } else { draft.at_any_time() };
            emit.emit(Draft { narrow: on, ..kept });
        })
    };
    html! {
        <>
            <Switch label={lang.narrow()} on={props.draft.narrow} set={turn} />
            if props.draft.narrow {
                { chips(lang.weekdays(), Weekday::ALL.iter().copied().map(day).collect()) }
                <div class="filters">
                    <Field label={lang.from_time()} takes={Takes::Time} value={props.draft.from_time.clone()} set={time(|draft, text| draft.from_time = text)} />
                    <Field
                        label={lang.to_time()} takes={Takes::Time} value={props.draft.to_time.clone()} set={time(|draft, text| draft.to_time = text)}
                        error={props.error.clone()}
                    />
                </div>
                <p class="note">{ lang.over_midnight() }</p>
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct AreaProps {
    value: String,
    name: Option<String>,
    set: Callback<String>,
    error: Option<String>,
}

/// The whole sub-district, a village, or one grid.
#[component]
fn Area(props: &AreaProps) -> Html {
    let lang = use_lang();
    let choosing = use_state(|| false);
    let grid = use_state(|| None::<ChosenGrid>);
    let filter = DivisionFilter { level: Some(DivisionLevel::Village), limit: Some(MAX_LIMIT), ..DivisionFilter::default() };
    let villages = use_call(Some(list_divisions(&filter)));
    let mut choices: Vec<(AttrValue, AttrValue)> = vec![("".into(), lang.everywhere().into())];
    choices.extend(
        villages
            .state
            .value()
            .into_iter()
            .flat_map(|page| page.items.iter().map(|d| (d.code.to_string().into(), d.name.short().to_owned().into()))),
    );
    if choices.iter().all(|(code, _)| code.as_str() != props.value) {
        let chosen = grid.as_ref().filter(|grid| grid.code.as_str() == props.value).map(|grid| grid.name.clone());
        choices.push((props.value.clone().into(), chosen.or_else(|| props.name.clone()).unwrap_or_else(|| props.value.clone()).into()));
    }
    let show = |on: bool| {
        let choosing = choosing.setter();
        Callback::from(move |()| choosing.set(on))
    };
    let choose = {
        let (set, grid, close) = (props.set.clone(), grid.setter(), show(false));
        Callback::from(move |chosen: ChosenGrid| {
            set.emit(chosen.code.to_string());
            grid.set(Some(chosen));
            close.emit(());
        })
    };
    html! {
        <>
            <Select label={lang.area()} {choices} value={props.value.clone()} set={props.set.clone()} error={props.error.clone()} />
            <Button small=true icon={Icon::Grid} onclick={show(true)}>{ lang.choose_grid() }</Button>
            if *choosing {
                <GridSheet {choose} close={show(false)} />
            }
        </>
    }
}
