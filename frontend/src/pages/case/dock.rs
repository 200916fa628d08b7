//! The moves of a case as buttons: the likeliest first, the others behind 更多 with what each of them does.

use std::rc::Rc;

use shared::cases::{Case, Move, transition};
use shared::staffing::PersonId;
use yew::prelude::*;

use super::choice::{ends_it, likeliest, ordered};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::{Cell, Press};
use crate::parts::icon::Icon;
use crate::parts::sheet::Sheet;
use crate::words::{MoveWords, effect};

#[derive(PartialEq, Properties)]
pub struct MoveButtonsProps {
    pub case: Rc<Case>,
    pub me: PersonId,
    /// How many moves have a button of their own; at least one.
    pub shown: usize,
    /// Begins a move.
    pub make: Callback<Move>,
}

/// Buttons for the likeliest moves, and one for all of them.
#[component]
pub fn MoveButtons(props: &MoveButtonsProps) -> Html {
    let lang = use_lang();
    let all = use_state(|| false);
    let (first, moves) = (likeliest(&props.case, props.me), ordered(&props.case, props.me));
    let shown = if moves.len() <= props.shown + 1 { moves.len() } else { props.shown };
    let press = |by: Move| props.make.reform(move |()| by);
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
        let (all, make) = (all.setter(), props.make.clone());
        Callback::from(move |by| {
            all.set(false);
            make.emit(by);
        })
    };
    html! {
        <>
            if shown < moves.len() {
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
                                press={Press::Call({ let by = row.by; choose.reform(move |()| by) })}
                            />
                        }
                    </ul>
                </Sheet>
            }
        </>
    }
}
