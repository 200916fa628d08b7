//! How long each stage of each category may take.

mod edit;

use std::rc::Rc;

use shared::categories::{CategoryCode, CategoryGroup};
use shared::lang::Lang;
use shared::may;
use shared::session::Me;
use shared::sla::Stage;
use shared::sla::limits::{self, CategoryLimits, StageLimit};
use yew::prelude::*;

use self::edit::EditLimit;
use crate::api::use_call;
use crate::look::use_lang;
use crate::parts::cell::{Cell, Group, Press};
use crate::parts::desk::use_is_desk;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::parts::pick::{Chip, chips};
use crate::parts::state;
use crate::parts::tag::{Tone, tag};
use crate::route::Route;
use crate::words::TimesWords;

#[derive(PartialEq, Properties)]
pub struct LimitsPageProps {
    pub me: Rc<Me>,
}

/// Which categories are shown.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    All,
    Set,
    Of(CategoryGroup),
}

impl Shown {
    fn holds(self, category: &CategoryLimits) -> bool {
        match self {
            Self::All => true,
            Self::Set => category.stages.iter().any(|stage| stage.set),
            Self::Of(group) => category.group == group,
        }
    }
}

/// What opens the form of a stage's limit; nothing for those who may not.
type Edit = Option<Callback<(CategoryCode, Stage)>>;

/// All limits, as a table at a desk and as a list on a phone.
#[component]
pub fn LimitsPage(props: &LimitsPageProps) -> Html {
    let lang = use_lang();
    let desk = use_is_desk();
    let shown = use_state(|| Shown::All);
    let editing = use_state(|| None::<(CategoryCode, Stage)>);
    let found = use_call(Some(limits::list_limits()));
    let manages = may::set_times(&props.me.caller());
    let edit: Edit = manages.then(|| {
        let editing = editing.setter();
        Callback::from(move |which| editing.set(Some(which)))
    });
    let close = {
        let editing = editing.setter();
        Callback::from(move |()| editing.set(None))
    };
    let sheet = |all: &[CategoryLimits]| -> Option<Html> {
        let (code, stage) = (*editing).clone()?;
        let limits = all.iter().find(|limits| limits.category == code)?;
        Some(html! { <EditLimit limits={limits.clone()} {stage} again={found.again.clone()} close={close.clone()} /> })
    };
    html! {
        <Page title={lang.times()} wide=true>
            { sections(lang, &Route::Limits) }
            <p class="note">{ lang.limits_lead() }</p>
            if manages {
                <p class="note">{ lang.limits_manage() }</p>
            }
            { filters(lang, &shown) }
            { state::loaded(lang, &found, |page| {
                let some: Vec<&CategoryLimits> = page.items.iter().filter(|limits| shown.holds(limits)).collect();
                html! {
                    <>
                        if some.is_empty() {
                            { state::empty(Icon::Clock, lang.none_set(), lang.none_set_text(), Html::default()) }
                        } else if desk {
                            { table(lang, &some, &edit) }
                        } else {
                            { list(lang, &some, &edit) }
                        }
                        { for sheet(&page.items) }
                    </>
                }
            }) }
        </Page>
    }
}

/// The two halves of what clocks go by, side by side.
pub fn sections(lang: Lang, here: &Route) -> Html {
    html! {
        <nav class="chips" aria-label={lang.times()}>
            for (to, words) in [(Route::Limits, lang.limits()), (Route::Holidays, lang.holidays())] {
                <Go class="chip" current={to == *here} {to}>{ words }</Go>
            }
        </nav>
    }
}

fn filters(lang: Lang, shown: &UseStateHandle<Shown>) -> Html {
    let chip = |which: Shown, words: AttrValue| {
        let set = shown.setter();
        Chip { words, on: **shown == which, press: Callback::from(move |()| set.set(which)) }
    };
    let mut all = vec![chip(Shown::All, lang.every_group().into()), chip(Shown::Set, lang.only_set().into())];
    all.extend(CategoryGroup::ALL.iter().map(|group| chip(Shown::Of(*group), group.label(lang).into())));
    chips(lang.category(), all)
}

/// Categories of the same group, in order.
fn groups<'a>(some: &'a [&'a CategoryLimits]) -> impl Iterator<Item = (CategoryGroup, &'a [&'a CategoryLimits])> {
    some.chunk_by(|a, b| a.group == b.group).filter_map(|of_group| Some((of_group.first()?.group, of_group)))
}

fn table(lang: Lang, some: &[&CategoryLimits], edit: &Edit) -> Html {
    html! {
        <div class="table-scroll" tabindex="0" role="region" aria-label={lang.limits()}>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{ lang.category() }</th>
                        for stage in Stage::ALL {
                            <th scope="col">{ stage.label(lang) }</th>
                        }
                    </tr>
                </thead>
                for (group, of_group) in groups(some) {
                    <tbody key={group.as_str()}>
                        <tr class="table-group"><th scope="rowgroup" colspan="5">{ group.label(lang) }</th></tr>
                        for limits in of_group {
                            <tr key={limits.category.to_string()}>
                                <td><span class="digits soft">{ limits.category.as_str() }</span>{ " " }{ &limits.label }</td>
                                for stage in limits.stages.iter() {
                                    <td class="nowrap">{ entry(lang, limits, stage, edit) }</td>
                                }
                            </tr>
                        }
                    </tbody>
                }
            </table>
        </div>
    }
}

/// A limit in the table; pressing it changes it.
fn entry(lang: Lang, limits: &CategoryLimits, stage: &StageLimit, edit: &Edit) -> Html {
    let label = lang.change_limit(&limits.label, stage.stage.label(lang), &stage.words);
    let which = (limits.category.clone(), stage.stage);
    let onclick = edit.as_ref().map(|edit| edit.reform(move |_| which.clone()));
    html! {
        <span class="row">
            if onclick.is_some() {
                <button type="button" class="table-button" aria-label={label} {onclick}>{ &stage.words }</button>
            } else {
                { &stage.words }
            }
            if stage.set {
                { tag(Tone::Brand, Icon::Edit, lang.only_set()) }
            }
        </span>
    }
}

fn list(lang: Lang, some: &[&CategoryLimits], edit: &Edit) -> Html {
    html! {
        for (group, of_group) in groups(some) {
            <Group key={group.as_str()} title={group.label(lang)}>
                <ul class="cells">
                    for limits in of_group {
                        { row(lang, limits, edit) }
                    }
                </ul>
            </Group>
        }
    }
}

fn row(lang: Lang, limits: &CategoryLimits, edit: &Edit) -> Html {
    let set = limits.stages.iter().any(|stage| stage.set);
    let which = (limits.category.clone(), Stage::Handle);
    let press = edit.as_ref().map_or(Press::Nothing, |edit| Press::Call(edit.reform(move |()| which.clone())));
    let below = html! {
        <span class="limits">
            for stage in limits.stages.iter() {
                <small class={if stage.set { "strong" } else { "soft" }}>{ lang.stage_limit(stage.stage.label(lang), &stage.words) }</small>
            }
        </span>
    };
    let label = html! {
        <span class="row">
            { &limits.label }
            if set {
                { tag(Tone::Brand, Icon::Edit, lang.only_set()) }
            }
        </span>
    };
    html! { <Cell key={limits.category.to_string()} {label} {below} {press} /> }
}
