//! Choosing villages, or the whole sub-district.

use std::collections::BTreeSet;

use shared::divisions::{Division, DivisionFilter, DivisionLevel, list_divisions};
use shared::lang::Lang;
use shared::page::MAX_LIMIT;
use yew::prelude::*;

use super::pick::{Chip, several};
use crate::api::{Loaded, use_call};
use crate::look::use_lang;
use crate::words::EmergencyWords;

#[derive(PartialEq, Properties)]
pub struct AreasProps {
    pub label: AttrValue,
    /// The codes that are chosen.
    pub chosen: BTreeSet<String>,
    pub set: Callback<BTreeSet<String>>,
    #[prop_or_default]
    pub error: Option<String>,
}

/// The villages as chips, each on or off.
#[component]
pub fn Areas(props: &AreasProps) -> Html {
    let lang = use_lang();
    let villages = use_call(Some(list_divisions(&DivisionFilter { limit: Some(MAX_LIMIT), ..DivisionFilter::default() })));
    let chip = |code: String, words: String| {
        let (on, chosen, set) = (props.chosen.contains(&code), props.chosen.clone(), props.set.clone());
        let press = Callback::from(move |()| {
            let mut chosen = chosen.clone();
            if !chosen.remove(&code) {
                chosen.insert(code.clone());
            }
            set.emit(chosen);
        });
        Chip { words: words.into(), on, press }
    };
    let choices: Vec<Chip> = match &villages.state {
        Loaded::Ready(page) => page.items.iter().map(|it| chip(it.code.to_string(), short(lang, it))).collect(),
        Loaded::Waiting | Loaded::Failed(_) => Vec::new(),
    };
    several(props.label.to_string(), None, choices, props.error.clone())
}

/// What a place is called among the others to choose from.
pub fn short(lang: Lang, place: &Division) -> String {
    match place.level {
        DivisionLevel::SubDistrict => lang.whole_sub_district(),
        DivisionLevel::Village => place.name.short().to_owned(),
    }
}
