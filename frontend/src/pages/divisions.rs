//! Villages and grids: where staffing begins.

use std::rc::Rc;

use shared::divisions::{self, Class, Division, DivisionFilter, DivisionLevel, NewDivision};
use shared::lang::Lang;
use shared::may;
use shared::page::MAX_LIMIT;
use shared::session::Me;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::api::{use_pages, use_send};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::{Cell, Press};
use crate::parts::desk::use_is_desk;
use crate::parts::field::{Field, Takes};
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::parts::tag::{Tone, tag};
use crate::parts::{state, use_settled};
use crate::route::Route;
use crate::words::{OfficeWords, ShellWords};

#[derive(PartialEq, Properties)]
pub struct DivisionsPageProps {
    pub me: Rc<Me>,
}

/// All villages.
#[component]
pub fn DivisionsPage(props: &DivisionsPageProps) -> Html {
    let lang = use_lang();
    let desk = use_is_desk();
    let adding = use_state(|| false);
    let query = use_state(String::new);
    let q = Some(use_settled((*query).clone()).trim().to_owned()).filter(|q| !q.is_empty());
    let filter = DivisionFilter { level: Some(DivisionLevel::Village), q, limit: Some(MAX_LIMIT), ..DivisionFilter::default() };
    let searching = filter.q.is_some();
    let list = use_pages(filter, |filter, cursor| divisions::list_divisions(&DivisionFilter { cursor, ..filter.clone() }));
    let manages = may::manage_staffing(&props.me.caller());
    let action = if manages {
        html! { <Button small=true weight={Weight::Text} icon={Icon::Plus} onclick={let adding = adding.setter(); move |()| adding.set(true)}>{ lang.add_village() }</Button> }
    } else {
        Html::default()
    };
    let empty = if searching {
        state::empty(Icon::Search, lang.nothing_found(), lang.nothing_found_text(), Html::default())
    } else {
        let import = if manages {
            html! { <Go to={Route::Imports} class="button primary">{ lang.imports() }</Go> }
        } else {
            Html::default()
        };
        state::empty(Icon::Village, lang.no_villages(), lang.no_villages_text(), import)
    };
    html! {
        <Page title={lang.staffing()} {action} wide=true>
            { sections(lang, &Route::Divisions) }
            <Field label={lang.search_villages()} bare=true takes={Takes::Search} value={(*query).clone()} set={setter(&query)} />
            { state::paged(lang, &list, empty, |items| if desk { table(lang, items) } else { rows(lang, items) }) }
            if *adding {
                <AddVillage close={let adding = adding.setter(); move |()| adding.set(false)} />
            }
        </Page>
    }
}

/// The two halves of staffing, side by side.
pub fn sections(lang: Lang, here: &Route) -> Html {
    html! {
        <nav class="chips" aria-label={lang.staffing()}>
            for (to, words) in [(Route::Divisions, lang.villages()), (Route::People, lang.people())] {
                <Go class="chip" current={to == *here} {to}>{ words }</Go>
            }
        </nav>
    }
}

/// The class of a village or grid as a tag; key ones stand out.
pub fn class_tag(lang: Lang, class: Option<Class>) -> Html {
    match class {
        Some(Class::Key) => tag(Tone::Warning, Icon::Tag, Class::Key.label(lang)),
        Some(class) => tag(Tone::Neutral, Icon::Tag, class.label(lang)),
        None => html! { <span class="soft">{ lang.class_unset() }</span> },
    }
}

fn rows(lang: Lang, items: &[Division]) -> Html {
    html! {
        <ul class="cells">
            for d in items {
                <Cell key={d.code.to_string()} icon={Icon::Village} label={html! { { d.name.short() } }} below={html! { <small class="soft">{ lang.grid_count(d.grids) }</small> }}
                    value={class_tag(lang, d.class)} press={Press::Go(Route::Division { code: d.code.clone() })} />
            }
        </ul>
    }
}

fn table(lang: Lang, items: &[Division]) -> Html {
    html! {
        <div class="table-scroll" tabindex="0" role="region" aria-label={lang.villages()}>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{ lang.name() }</th>
                        <th scope="col">{ lang.code() }</th>
                        <th scope="col">{ lang.class() }</th>
                        <th scope="col" class="number">{ lang.grids() }</th>
                    </tr>
                </thead>
                <tbody>
                    for d in items {
                        <tr key={d.code.to_string()}>
                            <td><Go to={Route::Division { code: d.code.clone() }} class="table-link">{ d.name.as_str() }</Go></td>
                            <td class="digits">{ d.code.as_str() }</td>
                            <td>{ class_tag(lang, d.class) }</td>
                            <td class="number">{ d.grids }</td>
                        </tr>
                    }
                </tbody>
            </table>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct AddVillageProps {
    close: Callback<()>,
}

#[component]
fn AddVillage(props: &AddVillageProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let navigator = use_navigator();
    let (code, name) = (use_state(String::new), use_state(String::new));
    let submit = {
        let (send, code, name) = (send.clone(), code.clone(), name.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let read = (check.read("/code", &code), check.read("/name", &name));
            let ((Some(code), Some(name)), true) = (read, check.is_fine()) else { return send.fail(check.failure()) };
            let navigator = navigator.clone();
            send.run(divisions::add_division(&NewDivision { code, name }), move |added| {
                if let Some(navigator) = navigator {
                    navigator.push(&Route::Division { code: added.code });
                }
            });
        })
    };
    html! {
        <FormSheet title={lang.add_village()} send={send.clone()} {submit} close={props.close.clone()}>
            <Field
                label={lang.code()} hint={lang.division_code_hint()} takes={Takes::Digits} value={(*code).clone()} set={setter(&code)}
                error={send.field("/code")}
            />
            <Field label={lang.name()} value={(*name).clone()} set={setter(&name)} error={send.field("/name")} />
        </FormSheet>
    }
}
