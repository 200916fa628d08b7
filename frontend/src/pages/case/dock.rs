//! The moves of a case as buttons: the likeliest first, the others behind 更多 with what each of them does.

use std::rc::Rc;

use shared::cases::{Case, CaseAct, Move, transition};
use shared::lang::Lang;
use shared::staffing::PersonId;
use yew::prelude::*;

use super::choice::{ends_it, likeliest, ordered};
use super::doing::Doing;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::{Cell, Press};
use crate::parts::icon::Icon;
use crate::parts::sheet::Sheet;
use crate::words::{MoveWords, SharingWords, effect};

#[derive(PartialEq, Properties)]
pub struct MoveButtonsProps {
    pub case: Rc<Case>,
    pub me: PersonId,
    /// How many moves have a button of their own; at least one.
    pub shown: usize,
    /// Begins what is pressed.
    pub begin: Callback<Doing>,
}

/// Buttons for the likeliest moves, and one for all of them.
#[component]
pub fn MoveButtons(props: &MoveButtonsProps) -> Html {
    let lang = use_lang();
    let all = use_state(|| false);
    let (first, moves) = (likeliest(&props.case, props.me), ordered(&props.case, props.me));
    let all_fit = moves.len() <= props.shown + 1 && props.case.acts.is_empty();
    let shown = if all_fit { moves.len() } else { props.shown.min(moves.len()) };
    let press = |by: Move| props.begin.reform(move |()| Doing::Make(by));
    let weight = |by: Move| match by {
        _ if Some(by) == first => Weight::Primary,
        by if ends_it(by) => Weight::Danger,
        _ => Weight::Plain,
    };
    let toggle = |to: bool| {
        let all = all.setter();
        Callback::from(move |()| all.set(to))
    };
    let choose = {
        let (all, begin) = (all.setter(), props.begin.clone());
        Callback::from(move |what| {
            all.set(false);
            begin.emit(what);
        })
    };
    html! {
        <>
            if !all_fit {
                <Button icon={Icon::More} onclick={toggle(true)}>{ lang.more_moves() }</Button>
            }
            // The likeliest stands last, where the thumb of the right hand is.
            for by in moves.iter().copied().take(shown).rev() {
                <Button key={by.as_str()} weight={weight(by)} onclick={press(by)}>{ by.label(lang) }</Button>
            }
            if *all {
                <Sheet title={lang.every_move()} close={toggle(false)}>
                    <ul class="cells">
                        for row in moves.iter().filter_map(|by| transition(*by, props.case.status)) {
                            <Cell
                                key={row.by.as_str()} label={html! { { row.by.label(lang) } }} danger={ends_it(row.by)}
                                below={html! { <small class="soft">{ effect(lang, row) }</small> }}
                                press={Press::Call({ let by = row.by; choose.reform(move |()| Doing::Make(by)) })}
                            />
                        }
                        for act in props.case.acts.iter().copied() {
                            <Cell
                                key={act.as_str()} label={html! { { act.label(lang) } }} below={html! { <small class="soft">{ does(lang, act) }</small> }}
                                press={Press::Call(choose.reform(move |()| Doing::Act(act)))}
                            />
                        }
                    </ul>
                </Sheet>
            }
        </>
    }
}

/// What an act does.
fn does(lang: Lang, act: CaseAct) -> String {
    match act {
        CaseAct::Split => lang.split_does(),
        CaseAct::AskPart => lang.ask_part_does(),
    }
}
