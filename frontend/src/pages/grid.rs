//! One grid: what it is, who is appointed to it, and its board.

use std::rc::Rc;

use shared::boards;
use shared::grids::{self, Grid, GridCode, GridPatch};
use shared::lang::Lang;
use shared::may;
use shared::session::Me;
use shared::time::Moment;
use yew::prelude::*;

use super::division::classes::{Classes, Of};
use super::divisions::class_tag;
use super::person::appointments::{Appointments, Whose};
use crate::api::{use_call, use_send};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::{Cell, Group, Press};
use crate::parts::field::{Field, Takes};
use crate::parts::form::{Check, Complaint, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::state;
use crate::parts::toast::use_toast;
use crate::route::Route;
use crate::words::{OfficeWords, ShellWords, ago};

#[derive(PartialEq, Properties)]
pub struct GridPageProps {
    pub me: Rc<Me>,
    pub code: GridCode,
}

/// One grid.
#[component]
pub fn GridPage(props: &GridPageProps) -> Html {
    let lang = use_lang();
    let toast = use_toast();
    let send = use_send();
    let grid = use_call(Some(grids::find_grid(&props.code)));
    let editing = use_state(|| false);
    let caller = props.me.caller();
    let manages = may::manage_staffing(&caller);
    let opener = |open: bool| {
        let editing = editing.setter();
        Callback::from(move |()| editing.set(open))
    };
    let confirm = {
        let (send, again, code) = (send.clone(), grid.again.clone(), props.code.clone());
        Callback::from(move |()| {
            let (toast, again) = (toast.clone(), again.clone());
            send.run(boards::confirm_board(&code), move |_| {
                toast.say(lang.board_confirmed());
                again.emit(());
            });
        })
    };
    let title = grid.state.value().map_or_else(|| lang.grids(), |g| g.name.to_string());
    let back = props.code.village().map_or(Route::Divisions, |code| Route::Division { code });
    let action = if manages {
        html! { <Button small=true weight={Weight::Text} icon={Icon::Edit} onclick={opener(true)}>{ lang.edit() }</Button> }
    } else {
        Html::default()
    };
    let dock = if may::confirm_board(&caller, &props.code) {
        html! { <Button weight={Weight::Primary} icon={Icon::Check} busy={send.busy()} onclick={confirm}>{ lang.confirm_board() }</Button> }
    } else {
        Html::default()
    };
    let area = props.code.as_str().parse().ok();
    html! {
        <Page {title} {back} {action} {dock} wide=true>
            <Complaint failure={send.failure().cloned()} />
            { state::loaded(lang, &grid, |it| html! {
                <div class="columns">
                    <div class="stack">
                        if let Some(area) = area {
                            <Appointments me={props.me.clone()} whose={Whose::Area(area)} />
                        }
                        <Group title={lang.board()}>
                            <ul class="cells">
                                <Cell
                                    icon={Icon::Board} label={html! { { lang.open_board() } }} below={html! { <small class="soft">{ checked(lang, it) }</small> }}
                                    press={Press::Open(format!("/g/{}", it.short_code).into())}
                                />
                            </ul>
                        </Group>
                    </div>
                    <div class="stack">
                        { facts(lang, it) }
                        <Classes of={Of::Grid(props.code.clone())} {manages} changed={grid.again.clone()} />
                    </div>
                    if *editing {
                        <EditGrid grid={it.clone()} close={opener(false)} replace={grid.replace.clone()} again={grid.again.clone()} />
                    }
                </div>
            }) }
        </Page>
    }
}

/// When the board was last found right.
fn checked(lang: Lang, grid: &Grid) -> String {
    let when = grid.checked_at.map_or_else(|| lang.never(), |at| ago(lang, at, Moment::now()));
    format!("{} · {when}", lang.checked_at())
}

fn facts(lang: Lang, grid: &Grid) -> Html {
    let fact = |name: String, value: Html| html! { <div><dt>{ name }</dt><dd>{ value }</dd></div> };
    let count = |n: Option<i32>| n.map_or_else(|| "—".to_owned(), |n| n.to_string());
    html! {
        <dl class="cells facts">
            { fact(lang.short_code(), html! { <strong class="digits">{ grid.short_code.as_str() }</strong> }) }
            { fact(lang.code(), html! { <span class="digits">{ grid.code.as_str() }</span> }) }
            { fact(lang.kind(), html! { { grid.kind.label(lang) } }) }
            { fact(lang.class(), class_tag(lang, grid.class)) }
            { fact(lang.households(), html! { { count(grid.households) } }) }
            { fact(lang.population(), html! { { count(grid.population) } }) }
            { fact(lang.area(), html! { { grid.area_m2.map_or_else(|| "—".to_owned(), |m2| lang.square_km(&format!("{:.2}", m2 / 1e6))) } }) }
            { fact(lang.opened_on(), html! { { grid.opened_on.as_str() } }) }
            if let Some(day) = &grid.closed_on {
                { fact(lang.closed_on(), html! { { day.as_str() } }) }
            }
        </dl>
    }
}

#[derive(PartialEq, Properties)]
struct EditGridProps {
    grid: Rc<Grid>,
    close: Callback<()>,
    replace: Callback<Grid>,
    again: Callback<()>,
}

#[component]
fn EditGrid(props: &EditGridProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let toast = use_toast();
    let text = |n: Option<i32>| n.map(|n| n.to_string()).unwrap_or_default();
    let name = use_state(|| props.grid.name.to_string());
    let (households, population) = (use_state(|| text(props.grid.households)), use_state(|| text(props.grid.population)));
    let closed_on = use_state(|| props.grid.closed_on.as_ref().map(ToString::to_string).unwrap_or_default());
    let submit = {
        let (send, name, households, population, closed_on) =
            (send.clone(), name.clone(), households.clone(), population.clone(), closed_on.clone());
        let (grid, close, replace) = (props.grid.clone(), props.close.clone(), props.replace.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let patch = GridPatch {
                name: check.read("/name", &name),
                households: Some(check.count("/households", &households, lang.whole_number())),
                population: Some(check.count("/population", &population, lang.whole_number())),
                closed_on: Some(check.read_optional("/closed_on", &closed_on)),
            };
            if !check.is_fine() {
                return send.fail(check.failure());
            }
            let (toast, close, replace) = (toast.clone(), close.clone(), replace.clone());
            send.run(grids::change_grid(&grid.code, &patch, grid.version), move |changed| {
                toast.say(lang.saved());
                replace.emit(changed);
                close.emit(());
            });
        })
    };
    html! {
        <FormSheet title={lang.edit_grid()} send={send.clone()} {submit} close={props.close.clone()} again={props.again.clone()}>
            <Field label={lang.name()} value={(*name).clone()} set={setter(&name)} error={send.field("/name")} />
            <Field
                label={lang.households()} optional=true takes={Takes::Digits} value={(*households).clone()} set={setter(&households)}
                error={send.field("/households")}
            />
            <Field
                label={lang.population()} optional=true takes={Takes::Digits} value={(*population).clone()} set={setter(&population)}
                error={send.field("/population")}
            />
            <Field
                label={lang.closed_on()} optional=true takes={Takes::Day} value={(*closed_on).clone()} set={setter(&closed_on)}
                error={send.field("/closed_on")}
            />
        </FormSheet>
    }
}
