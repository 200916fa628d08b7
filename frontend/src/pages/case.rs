//! One case: what was reported, what has been done, and the moves that can be made now.

mod choice;
mod clock;
mod dock;
mod doing;
mod facts;
pub mod moves;
mod notices;
mod photos;
pub mod quick;
mod sharing;
mod timeline;
mod work;

use std::rc::Rc;

use shared::cases::papers::case_file_path;
use shared::cases::{self, Case, CaseId};
use shared::disputes::can_be_mediated;
use shared::lang::Lang;
use shared::may::{self, Caller};
use shared::session::Me;
use shared::staffing::PersonId;
use shared::time::Moment;
use shared::witnessed::can_be_handed_over;
use yew::prelude::*;

pub use self::clock::look_of;
pub use self::facts::holder;

use self::dock::MoveButtons;
use self::doing::{Doing, Hand, use_hand};
use crate::api::{Loading, use_call};
use crate::look::use_lang;
use crate::parts::cell::{Cell, Group, Press};
use crate::parts::desk::use_is_desk;
use crate::parts::download::Download;
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::state;
use crate::phone::{Carried, CarriedCase, use_carried, use_phone, waiting};
use crate::route::Route;
use crate::words::{CaseWords, WitnessedWords};

/// How many moves a desk shows as buttons; a phone shows two.
const AT_A_DESK: usize = 4;

#[derive(PartialEq, Properties)]
pub struct CasePageProps {
    pub me: Rc<Me>,
    pub id: CaseId,
}

/// One case on a page of its own: as the phone knows it where it carries the case, else as the server does. The office reads and moves
/// with the server, where many work on the same.
#[component]
pub fn CasePage(props: &CasePageProps) -> Html {
    let (me, id) = (props.me.clone(), props.id);
    let lang = use_lang();
    match use_carried(id) {
        _ if may::sees_all_cases(&me.caller()) => html! { <CaseOnServer {me} {id} /> },
        Carried::Opening => html! { <Page title={lang.case()} back={Route::Cases}>{ state::bones(lang) }</Page> },
        Carried::No => html! { <CaseOnServer {me} {id} /> },
        Carried::Yes(carried) => html! { <CaseOnPhone {me} {carried} /> },
    }
}

/// A case that the server shows.
#[component]
fn CaseOnServer(props: &CasePageProps) -> Html {
    let lang = use_lang();
    let desk = use_is_desk();
    let case = use_call(Some(cases::find_case(props.id)));
    let hand = use_hand();
    let title = case.state.value().map_or_else(|| lang.case(), |c| c.number.to_string());
    let dock = case.state.value().map(|it| dock(lang, it, props.me.person, desk, &hand)).unwrap_or_default();
    let action = case.state.value().map(|it| case_file(lang, it)).unwrap_or_default();
    html! {
        <Page {title} back={Route::Cases} {action} {dock} wide=true>
            { state::loaded(lang, &case, |it| html! {
                <>
                    <CaseView me={props.me.clone()} case={it.clone()} begin={hand.begin.clone()} with_clock={desk} />
                    { hand.sheet(it, &case) }
                </>
            }) }
        </Page>
    }
}

#[derive(PartialEq, Properties)]
struct CaseOnPhoneProps {
    me: Rc<Me>,
    carried: CarriedCase,
}

/// A case that the phone carries.
#[component]
fn CaseOnPhone(props: &CaseOnPhoneProps) -> Html {
    let lang = use_lang();
    let desk = use_is_desk();
    let phone = use_phone();
    let hand = use_hand();
    let it = &props.carried.case;
    html! {
        <Page
            title={it.number.to_string()} back={Route::Cases} wide=true dock={dock(lang, it, props.me.person, desk, &hand)}
            action={case_file(lang, it)}
        >
            if let Some(phone) = &phone {
                { waiting::about_case(lang, phone, &props.carried) }
            }
            <CaseView me={props.me.clone()} case={it.clone()} begin={hand.begin.clone()} with_clock={desk} />
            if let Some(phone) = &phone {
                { hand.sheet_on(phone, it) }
            }
        </Page>
    }
}

/// At the thumb: the likeliest moves, and on a phone the clock.
fn dock(lang: Lang, it: &Rc<Case>, me: PersonId, desk: bool, hand: &Hand) -> Html {
    if it.moves.is_empty() && (desk || it.clock.is_none()) {
        return Html::default();
    }
    let shown = if desk { AT_A_DESK } else { 2 };
    html! {
        <div class="case-dock">
            if !desk {
                { clock::strip(lang, it, Moment::now()) }
            }
            if !it.moves.is_empty() {
                <div class="case-moves"><MoveButtons case={it.clone()} {me} {shown} begin={hand.begin.clone()} /></div>
            }
        </div>
    }
}

/// What stands in the bar: the whole file of the case.
fn case_file(lang: Lang, case: &Case) -> Html {
    html! { <Download path={case_file_path(case.id)} name={format!("{}.pdf", case.number)} label={lang.case_file()} /> }
}

#[derive(PartialEq, Properties)]
pub struct CasePaneProps {
    pub me: Rc<Me>,
    pub id: CaseId,
    /// Told when the case has moved.
    pub moved: Callback<()>,
}

/// One case beside the list it was chosen from.
#[component]
pub fn CasePane(props: &CasePaneProps) -> Html {
    let lang = use_lang();
    let case = use_call(Some(cases::find_case(props.id)));
    let hand = use_hand();
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
                    <div class="row case-bar"><MoveButtons case={it.clone()} me={props.me.person} shown={AT_A_DESK - 1} begin={hand.begin.clone()} /></div>
                }
                <CaseView me={props.me.clone()} case={it.clone()} begin={hand.begin.clone()} with_clock=true />
                { hand.sheet(it, &case) }
            </div>
        }
    })
}

#[derive(PartialEq, Properties)]
struct CaseViewProps {
    me: Rc<Me>,
    case: Rc<Case>,
    /// Begins what is pressed.
    begin: Callback<Doing>,
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
                        { notices::draw(lang, case, &props.begin, now) }
                        if props.with_clock {
                            { clock::card(lang, case, now) }
                        } else {
                            { clock::past(lang, case, now) }
                        }
                    </div>
                    <div class="stack case-facts">
                        { facts::facts(lang, case, now) }
                        { special(lang, case, &props.me.caller(), now) }
                        { sharing::parts(lang, case, &props.begin, now) }
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

/// The way to what is done about this kind of case on a page of its own, for those who may see it.
fn special(lang: Lang, case: &Case, caller: &Caller, now: Moment) -> Html {
    let facts = case.facts(now);
    let row = |icon: Icon, label: String, below: String, to: Route| {
        let below = html! { <small class="soft">{ below }</small> };
        html! { <ul class="cells"><Cell {icon} label={html! { { label } }} {below} press={Press::Go(to)} /></ul> }
    };
    if can_be_mediated(&case.category) && may::see_dispute(caller, &facts) {
        row(Icon::People, lang.mediation(), lang.mediation_note(), Route::Dispute { id: case.id })
    } else if can_be_handed_over(&case.category) && may::handle_case(caller, &facts) {
        row(Icon::Check, lang.witnessed(), lang.witnessed_note(), Route::Witnessed { id: case.id })
    } else {
        Html::default()
    }
}

fn story(lang: Lang, case: &Case, now: Moment) -> Html {
    html! { <Group title={lang.timeline()}><div class="card">{ timeline::draw(lang, &case.timeline, now) }</div></Group> }
}
