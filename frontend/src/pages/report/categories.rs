//! Choosing one of the 46 categories: those used lately first, then by search, then by group.

use std::str::FromStr;

use shared::categories::{CATEGORIES, Category, CategoryCode, CategoryGroup};
use shared::lang::Lang;
use yew::prelude::*;

use crate::device;
use crate::look::use_lang;
use crate::parts::cell::{Cell, Group, Press};
use crate::parts::field::{Field, Takes};
use crate::parts::form::setter;
use crate::parts::icon::Icon;
use crate::parts::sheet::Sheet;
use crate::parts::state;
use crate::words::ReportWords;

const RECENT: &str = "wangge.recent_categories";
/// How many are remembered.
const REMEMBERED: usize = 5;

/// The categories used last on this device, latest first.
pub fn recent() -> Vec<&'static Category> {
    let codes: Vec<String> = device::kept_json(RECENT).unwrap_or_default();
    codes.iter().filter_map(|code| CategoryCode::from_str(code).ok()).map(|code| code.category()).collect()
}

/// Remembers that a category was used.
pub fn remember(code: &CategoryCode) {
    let mut codes: Vec<String> = recent().iter().map(|c| c.code.to_owned()).filter(|c| *c != code.as_str()).collect();
    codes.insert(0, code.to_string());
    codes.truncate(REMEMBERED);
    device::keep_json(RECENT, &codes);
}

/// Whether somebody who types `query` means this category: every word in its names or its group's, or at least every character of the name.
fn is_meant(category: &Category, query: &str) -> bool {
    let group = category.group();
    let names =
        format!("{} {} {} {} {}", category.zh, category.en, group.label(Lang::Zh), group.label(Lang::En), category.code).to_lowercase();
    let query = query.to_lowercase();
    query.split_whitespace().all(|word| names.contains(word))
        || query.chars().filter(|c| !c.is_whitespace()).all(|c| category.zh.contains(c))
}

#[derive(PartialEq, Properties)]
pub struct CategorySheetProps {
    pub choose: Callback<CategoryCode>,
    pub close: Callback<()>,
}

/// All categories, in a sheet.
#[component]
pub fn CategorySheet(props: &CategorySheetProps) -> Html {
    let lang = use_lang();
    let query = use_state(String::new);
    let found: Vec<&Category> = CATEGORIES.iter().filter(|c| is_meant(c, &query)).collect();
    let recent = recent();
    let row = |category: &'static Category| {
        let choose = props.choose.clone();
        let press = Callback::from(move |()| {
            if let Ok(code) = category.code.parse() {
                choose.emit(code);
            }
        });
        let restricted = category.restricted.then(|| format!(" · {}", lang.restricted()));
        html! {
            <Cell key={category.code} label={html! { { category.label(lang) } }}
                below={html! { <small class="soft">{ category.limit.in_words(lang) }{ restricted }</small> }} press={Press::Call(press)} />
        }
    };
    html! {
        <Sheet title={lang.choose_category()} close={props.close.clone()} tall=true>
            <Field label={lang.search_category()} takes={Takes::Search} value={(*query).clone()} set={setter(&query)} />
            if query.trim().is_empty() && !recent.is_empty() {
                <Group title={lang.recent_categories()}><ul class="cells">{ for recent.into_iter().map(row) }</ul></Group>
            }
            if found.is_empty() {
                { state::empty(Icon::Search, lang.no_category_found(), lang.no_category_text(), Html::default()) }
            }
            for group in CategoryGroup::ALL {
                if found.iter().any(|c| c.group() == *group) {
                    <Group key={group.as_str()} title={group.label(lang)}>
                        <ul class="cells">{ for CATEGORIES.iter().filter(|c| c.group() == *group && is_meant(c, &query)).map(row) }</ul>
                    </Group>
                }
            }
        </Sheet>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_find_what_they_mean() {
        for (query, code) in [("路灯", "0602"), ("井盖", "0603"), ("LIGHT", "0602"), ("垃圾", "0401"), ("飞线", "0301")] {
            assert!(CATEGORIES.iter().any(|c| c.code == code && is_meant(c, query)), "{query}");
        }
        assert!(CATEGORIES.iter().all(|c| is_meant(c, " ")));
        assert!(!CATEGORIES.iter().any(|c| is_meant(c, "zzz")));
    }
}
