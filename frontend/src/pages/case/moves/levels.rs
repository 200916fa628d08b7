//! Choosing where a case goes: a level of the chain, or one of the offices and departments of a level.

use std::rc::Rc;

use shared::categories::Platform;
use shared::lang::Lang;
use shared::page::MAX_LIMIT;
use shared::units::{Unit, UnitFilter, UnitId, UnitLevel, list_units};
use yew::prelude::*;

use super::entered::About;
use crate::api::use_call;
use crate::look::use_lang;
use crate::pages::case::holder;
use crate::parts::icon::Icon;
use crate::parts::{state, use_id};
use crate::words::{MoveWords, SharingWords};

#[derive(PartialEq, Properties)]
pub struct LevelsProps {
    pub about: Rc<About>,
    /// Only levels above the present one.
    pub above: bool,
    pub level: Option<UnitLevel>,
    pub unit: Option<UnitId>,
    pub choose: Callback<(UnitLevel, Option<UnitId>)>,
    #[prop_or_default]
    pub error: Option<String>,
}

/// The levels and units as radio buttons: first the chain, then the units, those of the category's platform on top.
#[component]
pub fn Levels(props: &LevelsProps) -> Html {
    let lang = use_lang();
    let id = use_id();
    let units = use_call(Some(list_units(&UnitFilter { limit: Some(MAX_LIMIT), ..UnitFilter::default() })));
    let platform = props.about.category.as_ref().map(|code| code.category().platform);
    let offered = |level: UnitLevel| !props.above || props.about.level.is_none_or(|now| level > now);
    let radio = |level: UnitLevel, unit: Option<UnitId>, name: String, below: String| {
        let on = props.level == Some(level) && props.unit == unit;
        html! {
            <label key={unit.map_or_else(|| level.to_string(), |unit| unit.to_string())} class="cell choice">
                <span class="pick"><input type="radio" name={id.of("level")} checked={on} onchange={props.choose.reform(move |_| (level, unit))} /></span>
                <span class="cell-main"><span>{ name }</span><small class="soft">{ below }</small></span>
            </label>
        }
    };
    // A county's case always lies with one of its departments.
    let levels = UnitLevel::ALL.iter().copied().filter(|level| *level != UnitLevel::County && offered(*level));
    let of_level = |level: UnitLevel, all: &[Unit]| {
        let mut units: Vec<Unit> = all.iter().filter(|unit| unit.level == level).cloned().collect();
        units.sort_by_key(|unit| platform.is_none() || unit.platform != platform);
        html! {
            if offered(level) && !units.is_empty() {
                <p class="hint">{ group(lang, level) }</p>
                <div class="cells">{ for units.iter().map(|unit| radio(level, Some(unit.id), unit.name.to_string(), about(lang, unit, platform))) }</div>
            }
        }
    };
    html! {
        <fieldset class="field" data-wrong={props.error.is_some().then_some("")}>
            <legend>{ if props.above { lang.escalate_to() } else { lang.dispatch_to() } }</legend>
            if let Some(words) = &props.error {
                <p class="error">{ Icon::Alert.small() }<span>{ words }</span></p>
            }
            if let Some(it) = props.about.suggested.as_ref().filter(|_| !props.above) {
                <p class="note with-icon">{ Icon::Info.small() }<span>{ format!("{}：{}", lang.suggested(), lang.suggested_by(&holder(lang, it.level, it.unit.as_ref()), &it.rule)) }</span></p>
            }
            <div class="cells">{ for levels.map(|level| radio(level, None, name(lang, level), who(lang, level))) }</div>
            { state::loaded(lang, &units, |page| html! {
                <>{ of_level(UnitLevel::SubDistrict, &page.items) }{ of_level(UnitLevel::County, &page.items) }</>
            }) }
        </fieldset>
    }
}

/// A level without a unit: at the sub-district that is the command room.
fn name(lang: Lang, level: UnitLevel) -> String {
    if level == UnitLevel::SubDistrict { lang.level_sub_district() } else { level.label(lang).to_owned() }
}

/// Who that is.
fn who(lang: Lang, level: UnitLevel) -> String {
    match level {
        UnitLevel::Grid => lang.level_grid(),
        UnitLevel::Village => lang.level_village(),
        UnitLevel::Instructor => lang.level_instructor(),
        UnitLevel::SubDistrict | UnitLevel::County => level.label(lang).to_owned(),
    }
}

fn group(lang: Lang, level: UnitLevel) -> String {
    if level == UnitLevel::County { lang.units_of_county() } else { lang.units_of_sub_district() }
}

/// What helps to choose a unit: whether it works for such cases, and how much it has to do.
fn about(lang: Lang, unit: &Unit, platform: Option<Platform>) -> String {
    let works_for = unit.platform.map(|its| match Some(its) == platform {
        true => lang.fits_platform(its.label(lang)),
        false => its.label(lang).to_owned(),
    });
    let nobody = (unit.handlers == 0).then(|| lang.unit_without_people());
    [works_for, Some(lang.unit_busy(unit.open_cases)), nobody].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
