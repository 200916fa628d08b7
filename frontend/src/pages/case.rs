//! One case: what was reported, what has been done, and the moves that can be made now.

mod choice;
mod clock;
mod dock;
mod facts;
pub mod moves;
mod notices;
mod photos;
pub mod quick;
mod timeline;
mod work;

use std::rc::Rc;

use shared::cases::{self, Case, CaseId, Move};
use shared::lang::Lang;
use shared::session::Me;
use shared::staffing::PersonId;
use shared::time::Moment;
use yew::prelude::*;

pub use self::clock::look_of;
pub use self::facts::holder;

use self::dock::MoveButtons;
use crate::api::{Loading, use_call};
use crate::look::use_lang;
use crate::parts::cell::Group;
use crate::parts::desk::use_is_desk;
use crate::parts::page::Page;
use crate::parts::state;
use crate::route::Route;
use crate::words::CaseWords;

/// How many moves a desk shows as buttons; a phone shows two.
const AT_A_DESK: usize = 4;

#[derive(PartialEq, Properties)]
pub struct CasePageProps {
    pub me: Rc<Me>,
    pub id: CaseId,
}

/// One case on a page of its own. A phone has the clock and the likeliest move at the thumb.
#[component]
pub fn CasePage(props: &CasePageProps) -> Html {
    let lang = use_lang();
    let desk = use_is_desk();
    let case = use_call(Some(cases::find_case(props.id)));
    let making = use_state(|| None::<Move>);
    let make = begin(&making);
    let title = case.state.value().map_or_else(|| lang.case(), |c| c.number.to_string());
    let dock = case.state.value().filter(|it| !it.moves.is_empty() || !desk && it.clock.is_some()).map(|it| {
        let shown = if desk { AT_A_DESK } else { 2 };
        html! {
            <div class="case-dock">
                if !desk {
                    { clock::strip(lang, it, Moment::now()) }
                }
                if !it.moves.is_empty() {
                    <div class="case-moves"><MoveButtons case={it.clone()} me={props.me.person} {shown} make={make.clone()} /></div>
                }
            </div>
        }
    });
    html! {
        <Page {title} back={Route::Cases} dock={dock.unwrap_or_default()} wide=true>
            { state::loaded(lang, &case, |it| html! {
                <>
                    <CaseView case={it.clone()} make={make.clone()} with_clock={desk} />
                    { move_sheet(it, &case, &making) }
                </>
            }) }
        </Page>
    }
}

#[derive(PartialEq, Properties)]
pub struct CasePaneProps {
    pub me: PersonId,
    pub id: CaseId,
    /// Told when the case has moved.
    pub moved: Callback<()>,
}

/// One case beside the list it was chosen from.
#[component]
pub fn CasePane(props: &CasePaneProps) -> Html {
    let lang = use_lang();
    let case = use_call(Some(cases::find_case(props.id)));
    let making = use_state(|| None::<Move>);
    let make = begin(&making);
    let told = {
        let (replace, moved) = (case.replace.clone(), props.moved.clone());
        Callback::from(move |new: Case| {
            replace.emit(new);
            moved.emit(());
        })
    };
    let case = Loading { replace: told, ..case };
    state::loaded(lang, &case, |it| {
        html! {
            <div class="stack">
                if !it.moves.is_empty() {
                    <div class="row case-bar"><MoveButtons case={it.clone()} me={props.me} shown={AT_A_DESK - 1} make={make.clone()} /></div>
                }
                <CaseView case={it.clone()} make={make.clone()} with_clock=true />
                { move_sheet(it, &case, &making) }
            </div>
        }
    })
}

fn begin(making: &UseStateHandle<Option<Move>>) -> Callback<Move> {
    let making = making.setter();
    Callback::from(move |by| making.set(Some(by)))
}

fn move_sheet(it: &Rc<Case>, case: &Loading<Case>, making: &UseStateHandle<Option<Move>>) -> Html {
    let Some(by) = **making else { return Html::default() };
    let close = {
        let making = making.setter();
        Callback::from(move |()| making.set(None))
    };
    html! { <moves::MoveSheet key={by.as_str()} case={it.clone()} {by} {close} replace={case.replace.clone()} again={case.again.clone()} /> }
}

#[derive(PartialEq, Properties)]
struct CaseViewProps {
    case: Rc<Case>,
    /// Begins a move.
    make: Callback<Move>,
    /// Where the dock does not show the clock.
    with_clock: bool,
}

/// Everything about a case: facts, clock and holder; reports and photos; what happened. As many columns as there is room for.
#[component]
fn CaseView(props: &CaseViewProps) -> Html {
    let lang = use_lang();
    let case = &*props.case;
    let now = Moment::now();
    html! {
        <div class="case">
            <div class="case-columns">
                <div class="case-side">
                    <div class="stack case-head">
                        { facts::head(lang, case) }
                        { notices::draw(lang, case, &props.make, now) }
                        if props.with_clock {
                            { clock::card(lang, case, now) }
                        } else {
                            { clock::past(lang, case, now) }
                        }
                    </div>
                    <div class="stack case-facts">
                        { facts::facts(lang, case, now) }
                        { facts::standards(lang, case) }
                        { facts::related(lang, case) }
                    </div>
                </div>
                <div class="case-main">
                    <div class="stack case-work">
                        { work::reports(lang, case, now) }
                        { work::photos(lang, case) }
                    </div>
                    <div class="stack case-story">{ story(lang, case, now) }</div>
                </div>
            </div>
        </div>
    }
}

fn story(lang: Lang, case: &Case, now: Moment) -> Html {
    html! { <Group title={lang.timeline()}><div class="card">{ timeline::draw(lang, &case.timeline, now) }</div></Group> }
}
