//! Daily safety feedback: what grids answered, and who has not; nobody is ranked.

pub mod answer;

use std::rc::Rc;

use shared::lang::Lang;
use shared::may;
use shared::page::MAX_LIMIT;
use shared::safety::{GridSafety, SafetyFilter, SafetyState, list_safety_feedback};
use shared::session::Me;
use shared::time::{Day, Moment};
use yew::prelude::*;

use self::answer::Asking;
use crate::api::{Loaded, use_pages};
use crate::look::use_lang;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::parts::state;
use crate::parts::stepper::stepper;
use crate::parts::tag::{Tone, tag};
use crate::phone::use_again;
use crate::place::{ChosenGrid, own_grids};
use crate::route::Route;
use crate::words::{SafetyWords, day, grid_title};

#[derive(PartialEq, Properties)]
pub struct SafetyPageProps {
    pub me: Rc<Me>,
}

/// A day, grid by grid.
#[component]
pub fn SafetyPage(props: &SafetyPageProps) -> Html {
    let lang = use_lang();
    let today = Moment::now().day();
    let chosen = use_state(|| today.clone());
    let list = use_pages((*chosen).clone(), |day, cursor| {
        list_safety_feedback(&SafetyFilter { day: Some(day.clone()), grid: None, cursor, limit: Some(MAX_LIMIT) })
    });
    use_again(&list.again);
    let caller = props.me.caller();
    let mine: Vec<ChosenGrid> = own_grids(&props.me).into_iter().filter(|grid| may::work_in_field(&caller, &grid.code)).collect();
    let empty = html! { <div class="card">{ state::empty(Icon::Shield, lang.no_grids(), lang.no_grids_text(), Html::default()) }</div> };
    let count = |state: SafetyState| match &list.state {
        Loaded::Ready(items) => items.iter().filter(|it| it.state == state).count(),
        Loaded::Waiting | Loaded::Failed(_) => 0,
    };
    let (waiting, well, trouble) = (count(SafetyState::Waiting), count(SafetyState::Well), count(SafetyState::Trouble));
    html! {
        <Page title={lang.safety()} wide=true>
            if *chosen == today && !mine.is_empty() {
                <Asking grids={mine} again=true />
            }
            { days(lang, &chosen, &today) }
            if matches!(list.state, Loaded::Ready(_)) {
                <ul class="figures">
                    { figure("warning", waiting, lang.count_waiting()) }
                    { figure("success", well, lang.count_well()) }
                    { figure("danger", trouble, lang.count_trouble()) }
                </ul>
            }
            <p class="note">{ lang.safety_note() }</p>
            { state::paged(lang, &list, empty, |items| html! { <ul class="cells two-up">{ for items.iter().map(|it| row(lang, it)) }</ul> }) }
        </Page>
    }
}

fn figure(tone: &'static str, n: usize, words: String) -> Html {
    html! { <li class={classes!("figure", (n > 0).then_some(tone))}><b>{ n }</b><span>{ words }</span></li> }
}

/// The day with the ways to the one before and the one after, up to today.
fn days(lang: Lang, chosen: &UseStateHandle<Day>, today: &Day) -> Html {
    let to = |day: Day| {
        let chosen = chosen.setter();
        Callback::from(move |()| chosen.set(day.clone()))
    };
    let after = (**chosen < *today).then(|| (lang.day_after(), to(chosen.shifted(1))));
    stepper(day(lang, chosen), Some((lang.day_before(), to(chosen.shifted(-1)))), after)
}

pub fn state_tag(lang: Lang, state: SafetyState) -> Html {
    let (tone, icon) = match state {
        SafetyState::Waiting => (Tone::Neutral, Icon::Clock),
        SafetyState::Well => (Tone::Success, Icon::Check),
        SafetyState::Trouble => (Tone::Danger, Icon::Alert),
    };
    tag(tone, icon, state.label(lang))
}

fn row(lang: Lang, it: &GridSafety) -> Html {
    let time = |at: Moment| at.in_china().format("%H:%M").to_string();
    let said = it.feedback.as_ref();
    html! {
        <li key={it.grid.to_string()}>
            <div class="cell">
                <span class="cell-main">
                    <span class="row"><span class="strong">{ grid_title(&it.village_name, &it.grid_name) }</span>{ state_tag(lang, it.state) }</span>
                    if let Some(trouble) = said.and_then(|said| said.trouble.as_ref()) {
                        <span class="pre">{ trouble.as_str() }</span>
                    }
                    if let Some(said) = said {
                        <small class="soft">{ lang.answered_by(&said.by.name, &time(said.said_at)) }</small>
                    }
                    if let Some(id) = said.and_then(|said| said.case) {
                        <Go to={Route::Case { id }} class="inline-target">{ lang.see_case_of_it() }</Go>
                    }
                </span>
            </div>
        </li>
    }
}
