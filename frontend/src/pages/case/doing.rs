//! What somebody is about to do with a case: a move of the table, an act beside it, or a part that is done.

use std::rc::Rc;

use shared::cases::{Case, CaseAct, CasePartId, Move};
use yew::prelude::*;

use super::moves::MoveSheet;
use super::sharing::{AskPart, FinishPart, Split};
use crate::api::Loading;
use crate::phone::Phone;

/// One thing to do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Doing {
    Make(Move),
    Act(CaseAct),
    Finish(CasePartId),
}

/// What is being done, and the way to begin and to end it.
pub struct Hand {
    doing: UseStateHandle<Option<Doing>>,
    pub begin: Callback<Doing>,
}

/// Nothing is being done at first.
#[hook]
pub fn use_hand() -> Hand {
    let doing = use_state(|| None::<Doing>);
    let begin = {
        let doing = doing.setter();
        Callback::from(move |what| doing.set(Some(what)))
    };
    Hand { doing, begin }
}

impl Hand {
    /// The sheet of what is being done with a case that was read from the server.
    pub fn sheet(&self, it: &Rc<Case>, case: &Loading<Case>) -> Html {
        self.draw(it, case.replace.clone(), case.again.clone(), None)
    }

    /// The sheet of what is being done with a case that the phone carries. What is no move goes to the server, and comes back with the news.
    pub fn sheet_on(&self, phone: &Phone, it: &Rc<Case>) -> Html {
        let (replaced, again) = (phone.clone(), phone.clone());
        let replace = Callback::from(move |_: Case| replaced.keeper.wake());
        self.draw(it, replace, Callback::from(move |()| again.keeper.wake()), Some(phone.clone()))
    }

    fn draw(&self, it: &Rc<Case>, replace: Callback<Case>, again: Callback<()>, phone: Option<Phone>) -> Html {
        let close = {
            let doing = self.doing.setter();
            Callback::from(move |()| doing.set(None))
        };
        let case_of = it.clone();
        match *self.doing {
            None => Html::default(),
            Some(Doing::Make(by)) => html! { <MoveSheet key={by.as_str()} case={case_of} {by} {close} {replace} {again} {phone} /> },
            Some(Doing::Act(CaseAct::Split)) => html! { <Split case={case_of} {close} {again} /> },
            Some(Doing::Act(CaseAct::AskPart)) => html! { <AskPart case={case_of} {close} {replace} {again} /> },
            Some(Doing::Finish(part)) => html! { <FinishPart case={it.id} {part} {close} {replace} /> },
        }
    }
}
