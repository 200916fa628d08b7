//! One village: its grids, its class, and whether their boundaries meet.

mod boundaries;
pub mod classes;

use std::rc::Rc;

use shared::divisions::{self, Division, DivisionCode, DivisionPatch};
use shared::grids::{self, Grid, GridFilter, NewGrid};
use shared::lang::Lang;
use shared::may;
use shared::page::MAX_LIMIT;
use shared::session::Me;
use shared::time::Moment;
use yew::prelude::*;
use yew_router::prelude::*;

use super::divisions::class_tag;
use crate::api::{use_call, use_pages, use_send};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::{Cell, Group, Press};
use crate::parts::field::{Field, Takes};
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::state;
use crate::parts::toast::use_toast;
use crate::route::Route;
use crate::words::{OfficeWords, ShellWords};

use boundaries::Boundaries;
use classes::{Classes, Of};

#[derive(PartialEq, Properties)]
pub struct DivisionPageProps {
    pub me: Rc<Me>,
    pub code: DivisionCode,
}

#[derive(Clone, Copy, PartialEq)]
enum Open {
    Nothing,
    Rename,
    AddGrid,
}

/// One village.
#[component]
pub fn DivisionPage(props: &DivisionPageProps) -> Html {
    let lang = use_lang();
    let division = use_call(Some(divisions::find_division(&props.code)));
    let list = use_pages(props.code.clone(), |code, cursor| {
        grids::list_grids(&GridFilter { village: Some(code.clone()), cursor, limit: Some(MAX_LIMIT), ..GridFilter::default() })
    });
    let open = use_state(|| Open::Nothing);
    let manages = may::manage_staffing(&props.me.caller());
    let opener = |what: Open| {
        let open = open.setter();
        Callback::from(move |()| open.set(what))
    };
    let title = division.state.value().map_or_else(|| lang.villages(), |d| d.name.short().to_owned());
    let action = if manages {
        html! { <Button small=true weight={Weight::Text} icon={Icon::Edit} onclick={opener(Open::Rename)}>{ lang.edit() }</Button> }
    } else {
        Html::default()
    };
    let add = if manages {
        html! { <Button small=true weight={Weight::Text} icon={Icon::Plus} onclick={opener(Open::AddGrid)}>{ lang.add_grid() }</Button> }
    } else {
        Html::default()
    };
    let no_grids = html! { <div class="card">{ state::empty(Icon::Grid, lang.no_grids(), lang.no_grids_text(), Html::default()) }</div> };
    html! {
        <Page {title} back={Route::Divisions} {action} wide=true>
            { state::loaded(lang, &division, |it| html! {
                <div class="columns">
                    <div class="stack">
                        <Group title={lang.grids()} aside={add}>{ state::paged(lang, &list, no_grids, |items| rows(lang, items)) }</Group>
                        <Boundaries village={props.code.clone()} />
                    </div>
                    <div class="stack">
                        <dl class="cells facts">
                            <div><dt>{ lang.name() }</dt><dd>{ it.name.as_str() }</dd></div>
                            <div><dt>{ lang.code() }</dt><dd class="digits">{ it.code.as_str() }</dd></div>
                            <div><dt>{ lang.class() }</dt><dd>{ class_tag(lang, it.class) }</dd></div>
                        </dl>
                        <Classes of={Of::Village(props.code.clone())} {manages} changed={division.again.clone()} />
                    </div>
                    if *open == Open::Rename {
                        <Rename
                            division={it.clone()} close={opener(Open::Nothing)} replace={division.replace.clone()}
                            again={division.again.clone()}
                        />
                    }
                    if *open == Open::AddGrid {
                        <AddGrid village={props.code.clone()} close={opener(Open::Nothing)} />
                    }
                </div>
            }) }
        </Page>
    }
}

fn rows(lang: Lang, items: &[Grid]) -> Html {
    let people = |n: Option<i32>, words: String| n.map(|n| format!("{words} {n}"));
    let below = |g: &Grid| {
        let known = [Some(g.short_code.to_string()), people(g.households, lang.households()), people(g.population, lang.population())];
        known.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    html! {
        <ul class="cells">
            for g in items {
                <Cell key={g.code.to_string()} icon={Icon::Grid} label={html! { { g.name.as_str() } }}
                    below={html! { <small class="soft">{ below(g) }</small> }}
                    value={class_tag(lang, g.class)} press={Press::Go(Route::Grid { code: g.code.clone() })} />
            }
        </ul>
    }
}

#[derive(PartialEq, Properties)]
struct RenameProps {
    division: Rc<Division>,
    close: Callback<()>,
    replace: Callback<Division>,
    again: Callback<()>,
}

#[component]
fn Rename(props: &RenameProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let toast = use_toast();
    let name = use_state(|| props.division.name.to_string());
    let submit = {
        let (send, name, division, close, replace) =
            (send.clone(), name.clone(), props.division.clone(), props.close.clone(), props.replace.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let Some(name) = check.read("/name", &name) else { return send.fail(check.failure()) };
            let (toast, close, replace) = (toast.clone(), close.clone(), replace.clone());
            send.run(divisions::change_division(&division.code, &DivisionPatch { name: Some(name) }, division.version), move |changed| {
                toast.say(lang.saved());
                replace.emit(changed);
                close.emit(());
            });
        })
    };
    html! {
        <FormSheet title={lang.edit_village()} send={send.clone()} {submit} close={props.close.clone()} again={props.again.clone()}>
            <Field label={lang.name()} value={(*name).clone()} set={setter(&name)} error={send.field("/name")} />
        </FormSheet>
    }
}

#[derive(PartialEq, Properties)]
struct AddGridProps {
    village: DivisionCode,
    close: Callback<()>,
}

#[component]
fn AddGrid(props: &AddGridProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let navigator = use_navigator();
    let code = use_state(|| props.village.to_string());
    let name = use_state(String::new);
    let day = use_state(|| Moment::now().day().to_string());
    let (households, population) = (use_state(String::new), use_state(String::new));
    let submit = {
        let (send, code, name, day, households, population) =
            (send.clone(), code.clone(), name.clone(), day.clone(), households.clone(), population.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let read = (check.read("/code", &code), check.read("/name", &name), check.read("/opened_on", &day));
            let (households, population) = (
                check.count("/households", &households, lang.whole_number()),
                check.count("/population", &population, lang.whole_number()),
            );
            let ((Some(code), Some(name), Some(opened_on)), true) = (read, check.is_fine()) else { return send.fail(check.failure()) };
            let navigator = navigator.clone();
            send.run(grids::add_grid(&NewGrid { code, name, households, population, opened_on, supersedes: Vec::new() }), move |added| {
                if let Some(navigator) = navigator {
                    navigator.push(&Route::Grid { code: added.code });
                }
            });
        })
    };
    html! {
        <FormSheet title={lang.add_grid()} send={send.clone()} {submit} close={props.close.clone()}>
            <Field
                label={lang.code()} hint={lang.grid_code_hint()} takes={Takes::Digits} value={(*code).clone()} set={setter(&code)}
                error={send.field("/code")}
            />
            <Field label={lang.name()} value={(*name).clone()} set={setter(&name)} error={send.field("/name")} />
            <Field label={lang.opened_on()} takes={Takes::Day} value={(*day).clone()} set={setter(&day)} error={send.field("/opened_on")} />
            <Field
                label={lang.households()} optional=true takes={Takes::Digits} value={(*households).clone()} set={setter(&households)}
                error={send.field("/households")}
            />
            <Field
                label={lang.population()} optional=true takes={Takes::Digits} value={(*population).clone()} set={setter(&population)}
                error={send.field("/population")}
            />
        </FormSheet>
    }
}
