//! Choosing where a case goes: a level of the chain.

use shared::lang::Lang;
use shared::units::{UnitId, UnitLevel};
use yew::prelude::*;

use crate::look::use_lang;
use crate::parts::icon::Icon;
use crate::parts::use_id;
use crate::words::MoveWords;

#[derive(PartialEq, Properties)]
pub struct LevelsProps {
    /// Only levels above this one.
    #[prop_or_default]
    pub above: Option<UnitLevel>,
    pub level: Option<UnitLevel>,
    pub unit: Option<UnitId>,
    pub choose: Callback<(UnitLevel, Option<UnitId>)>,
    #[prop_or_default]
    pub error: Option<String>,
}

/// The levels as radio buttons.
#[component]
pub fn Levels(props: &LevelsProps) -> Html {
    let lang = use_lang();
    let id = use_id();
    let row = |level: UnitLevel| {
        html! {
            <label key={level.as_str()} class="cell choice">
                <span class="pick"><input type="radio" name={id.of("level")} checked={props.level == Some(level)} onchange={props.choose.reform(move |_| (level, None))} /></span>
                <span class="cell-main"><span>{ level.label(lang) }</span><small class="soft">{ who(lang, level) }</small></span>
            </label>
        }
    };
    let levels = UnitLevel::ALL.iter().copied().filter(|level| props.above.is_none_or(|above| *level > above));
    html! {
        <fieldset class="field" data-wrong={props.error.is_some().then_some("")}>
            <legend>{ if props.above.is_some() { lang.escalate_to() } else { lang.dispatch_to() } }</legend>
            if let Some(words) = &props.error {
                <p class="error">{ Icon::Alert.small() }<span>{ words }</span></p>
            }
            <div class="cells">{ for levels.map(row) }</div>
        </fieldset>
    }
}

/// Who that is.
fn who(lang: Lang, level: UnitLevel) -> String {
    match level {
        UnitLevel::Grid => lang.level_grid(),
        UnitLevel::Village => lang.level_village(),
        UnitLevel::Instructor => lang.level_instructor(),
        UnitLevel::SubDistrict => lang.level_sub_district(),
        UnitLevel::County => lang.level_county(),
    }
}
