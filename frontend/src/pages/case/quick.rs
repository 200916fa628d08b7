//! A move made from a list: reads the case, then asks for what the move needs.

use shared::cases::{self, Case, CaseFacts, CaseId, CaseSummary, Move, transition};
use shared::may::{self, Caller};
use shared::time::Moment;
use yew::prelude::*;

use super::moves::MoveSheet;
use crate::api::use_call;
use crate::look::use_lang;
use crate::parts::icon::Icon;
use crate::parts::sheet::Sheet;
use crate::parts::state;
use crate::phone::{Carried, use_carried, use_phone};
use crate::words::MoveWords;

#[derive(PartialEq, Properties)]
pub struct QuickMoveProps {
    pub id: CaseId,
    pub by: Move,
    pub close: Callback<()>,
    /// Told when the case has moved, or turned out to have moved.
    pub moved: Callback<()>,
}

/// The sheet of a move, for a case that only its row in a list is known of.
#[component]
pub fn QuickMove(props: &QuickMoveProps) -> Html {
    let lang = use_lang();
    let case = use_call(Some(cases::find_case(props.id)));
    let moved = props.moved.clone();
    match case.state.value().filter(|it| it.moves.contains(&props.by)) {
        Some(it) => {
            let replace = moved.reform(|_: Case| ());
            html! { <MoveSheet case={it.clone()} by={props.by} close={props.close.clone()} {replace} again={moved} /> }
        }
        None => html! {
            <Sheet title={props.by.label(lang)} close={props.close.clone()}>
                { state::loaded(lang, &case, |it| {
                    state::empty(Icon::Info, it.status.label(lang), lang.moved_meanwhile(), Html::default())
                }) }
            </Sheet>
        },
    }
}

#[derive(PartialEq, Properties)]
pub struct CarriedMoveProps {
    pub id: CaseId,
    pub by: Move,
    pub close: Callback<()>,
}

/// The sheet of a move, for a case that the phone carries.
#[component]
pub fn CarriedMove(props: &CarriedMoveProps) -> Html {
    let lang = use_lang();
    let phone = use_phone();
    match use_carried(props.id) {
        Carried::Yes(carried) if carried.case.moves.contains(&props.by) => {
            html! { <MoveSheet case={carried.case} by={props.by} close={props.close.clone()} replace={Callback::noop()} again={Callback::noop()} {phone} /> }
        }
        Carried::Opening => html! { <Sheet title={props.by.label(lang)} close={props.close.clone()}>{ state::bones(lang) }</Sheet> },
        Carried::Yes(_) | Carried::No => html! {
            <Sheet title={props.by.label(lang)} close={props.close.clone()}>
                { state::empty(Icon::Info, props.by.label(lang), lang.moved_meanwhile(), Html::default()) }
            </Sheet>
        },
    }
}

/// Whether somebody can make a move, as far as a row in a list tells; the server knows the rest.
pub fn may_make(caller: &Caller, case: &CaseSummary, by: Move, now: Moment) -> bool {
    let facts = facts(case, now);
    transition(by, case.status)
        .is_some_and(|row| row.guards.iter().all(|guard| guard.lets_pass(&facts)) && may::make_move(caller, &facts, row))
}

/// What a row in a list tells of a case; what it does not tell is taken as never having happened.
fn facts(case: &CaseSummary, now: Moment) -> CaseFacts {
    CaseFacts {
        grid: case.grid.clone(),
        status: case.status,
        category: case.category.clone(),
        level: case.level,
        unit: case.unit.as_ref().map(|unit| unit.id),
        assignee: case.assignee.as_ref().map(|person| person.id),
        filed_by: None,
        completed_by: None,
        parts: Vec::new(),
        parts_open: false,
        children_open: false,
        degree: case.degree,
        asked: None,
        extensions: 0,
        suspensions: 0,
        late: case.due_at.is_some_and(|due| due < now),
        confirmed: false,
        closed_at: None,
        now,
    }
}
