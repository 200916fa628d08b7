//! Boards that need the office's attention, and why.

use std::rc::Rc;

use shared::boards::{self, BoardFilter, StaleBoard, Staleness};
use shared::grids::GridCode;
use shared::lang::Lang;
use shared::may;
use shared::page::MAX_LIMIT;
use shared::session::Me;
use shared::time::Moment;
use yew::prelude::*;

use crate::api::{use_pages, use_send};
use crate::look::use_lang;
use crate::parts::button::Button;
use crate::parts::form::Complaint;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::parts::state;
use crate::parts::tag::{Tone, tag};
use crate::parts::toast::use_toast;
use crate::route::Route;
use crate::words::{OfficeWords, ShellWords, ago, grid_title};

#[derive(PartialEq, Properties)]
pub struct StaleBoardsPageProps {
    pub me: Rc<Me>,
}

/// The list; what only wants confirming is confirmed here.
#[component]
pub fn StaleBoardsPage(props: &StaleBoardsPageProps) -> Html {
    let lang = use_lang();
    let toast = use_toast();
    let send = use_send();
    let list =
        use_pages((), |(), cursor| boards::list_stale_boards(&BoardFilter { cursor, limit: Some(MAX_LIMIT), ..BoardFilter::default() }));
    let confirm = {
        let (send, again) = (send.clone(), list.again.clone());
        Callback::from(move |code: GridCode| {
            let (toast, again) = (toast.clone(), again.clone());
            send.run(boards::confirm_board(&code), move |_| {
                toast.say(lang.board_confirmed());
                again.emit(());
            });
        })
    };
    let caller = props.me.caller();
    let now = Moment::now();
    let none = state::empty(Icon::CheckCircle, lang.stale_none(), lang.stale_none_text(), Html::default());
    let row = |one: &StaleBoard| {
        let code = one.board.grid.clone();
        let confirmable = may::confirm_board(&caller, &code);
        let onclick = confirm.reform(move |()| code.clone());
        html! {
            <li key={one.board.grid.to_string()}>
                { line(lang, one, now) }
                if confirmable {
                    <div class="cell-foot"><Button small=true icon={Icon::Check} busy={send.busy()} {onclick}>{ lang.confirm_board() }</Button></div>
                }
            </li>
        }
    };
    html! {
        <Page title={lang.stale_boards()} wide=true>
            <p class="note">{ lang.stale_lead() }</p>
            <Complaint failure={send.failure().cloned()} />
            { state::paged(lang, &list, none, |items| html! { <ul class="cells two-up">{ for items.iter().map(row) }</ul> }) }
        </Page>
    }
}

fn line(lang: Lang, one: &StaleBoard, now: Moment) -> Html {
    let board = &one.board;
    let checked = board.checked_at.map_or_else(|| lang.never(), |at| ago(lang, at, now));
    html! {
        <Go to={Route::Grid { code: board.grid.clone() }} class="cell">
            <span class="cell-main">
                <span>{ grid_title(&board.village_name, &board.name) }</span>
                <small class="soft">{ [Some(format!("{} {checked}", lang.checked_at())), board.leader.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ") }</small>
                <span class="row">{ for one.reasons.iter().map(|reason| reason_tag(lang, *reason)) }</span>
            </span>
            { crate::parts::cell::chevron() }
        </Go>
    }
}

fn reason_tag(lang: Lang, reason: Staleness) -> Html {
    let (tone, icon) = match reason {
        Staleness::NoLeader | Staleness::NoFullTime => (Tone::Danger, Icon::Person),
        Staleness::NoPhone | Staleness::PhoneChanged => (Tone::Warning, Icon::Phone),
        Staleness::Unconfirmed => (Tone::Neutral, Icon::Clock),
    };
    tag(tone, icon, reason.label(lang))
}
