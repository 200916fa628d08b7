//! My day: what is assigned to me, and what is new in my grids.

use std::collections::HashSet;
use std::rc::Rc;

use shared::cases::{CaseId, CaseStatus, CaseSummary, Move};
use shared::lang::Lang;
use shared::may::Caller;
use shared::session::Me;
use shared::sla::Light;
use shared::time::Moment;
use yew::prelude::*;

use super::case::quick::{CarriedMove, may_make};
use super::cases::row;
use crate::api::Failure;
use crate::field::FieldToday;
use crate::look::use_lang;
use crate::parts::button::Button;
use crate::parts::cell::{Group, chevron};
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::{use_heading, use_painted};
use crate::parts::state;
use crate::phone::waiting::waiting;
use crate::phone::{Phone, PhoneState, use_phone_state};
use crate::route::Route;
use crate::words::{CaseWords, PhoneWords, ShellWords};

#[derive(PartialEq, Properties)]
pub struct DayPageProps {
    pub me: Rc<Me>,
}

/// The page a grid member's day begins with: what is due first stands on top. All of it is on the phone.
#[component]
pub fn DayPage(props: &DayPageProps) -> Html {
    let lang = use_lang();
    let heading = use_heading(&lang.my_day().into());
    let (phone, painted) = (use_phone_state(), use_painted());
    let making = use_state(|| None::<(CaseId, Move)>);
    let now = Moment::now();
    let duty = props.me.appointments.first().map(|a| format!("{} · {}", a.area_name, a.duty.label(lang)));
    let make = {
        let making = making.setter();
        Callback::from(move |what| making.set(Some(what)))
    };
    let body = match &phone {
        PhoneState::Opening | PhoneState::Locked(..) => state::bones(lang),
        PhoneState::Lost(again) => state::failed(lang, &Failure::Offline, again),
        PhoneState::Open(phone) if phone.known.cases.is_empty() && !phone.known.whole => not_here_yet(lang, phone),
        PhoneState::Open(phone) => Today::of(lang, &props.me, phone, make, now).draw(painted),
    };
    html! {
        <>
            <header class="band">
                <div class="band-inner">
                    <h1 tabindex="-1" ref={heading}>{ greeting(lang, &props.me.name, now) }</h1>
                    <p>{ date(lang, now) }if let Some(duty) = duty { { format!(" · {duty}") } }</p>
                </div>
            </header>
            <div class="body">
                if let PhoneState::Open(phone) = &phone {
                    { waiting(lang, phone) }
                    <FieldToday me={props.me.clone()} />
                }
                { body }
            </div>
            if let Some((id, by)) = *making {
                <CarriedMove key={id.to_string()} {id} {by} close={let making = making.setter(); move |()| making.set(None)} />
            }
        </>
    }
}

/// What stands there until the first cases have come.
fn not_here_yet(lang: Lang, phone: &Phone) -> Html {
    let report = html! { <Go to={Route::Report} class="button primary">{ Icon::Camera.small() }{ lang.report_now() }</Go> };
    match (phone.known.under_way, phone.known.trouble) {
        (false, Some(_)) => state::empty(Icon::Offline, lang.not_yet_here(), lang.not_yet_here_text(), report),
        _ => state::bones(lang),
    }
}

fn greeting(lang: Lang, name: &str, now: Moment) -> String {
    match now.in_china().format("%H").to_string().parse::<u8>() {
        Ok(4..12) => lang.good_morning(name),
        Ok(12..18) => lang.good_day(name),
        _ => lang.good_evening(name),
    }
}

fn date(lang: Lang, now: Moment) -> String {
    let now = now.in_china();
    match lang {
        Lang::Zh => {
            let weekday = match now.format("%u").to_string().as_str() {
                "1" => "一",
                "2" => "二",
                "3" => "三",
                "4" => "四",
                "5" => "五",
                "6" => "六",
                _ => "日",
            };
            format!("{} 星期{weekday}", now.format("%-m月%-d日"))
        }
        Lang::En => now.format("%A, %-d %B").to_string(),
    }
}

/// What the day holds.
struct Today<'a> {
    lang: Lang,
    me: &'a Me,
    caller: Caller,
    /// What is due first.
    due: Vec<&'a CaseSummary>,
    /// The reader's own whose clock stands still.
    still: Vec<&'a CaseSummary>,
    /// Cases with work on them that is not sent yet.
    unsent: HashSet<CaseId>,
    make: Callback<(CaseId, Move)>,
    now: Moment,
}

impl<'a> Today<'a> {
    fn of(lang: Lang, me: &'a Me, phone: &'a Phone, make: Callback<(CaseId, Move)>, now: Moment) -> Self {
        let open = phone.known.cases.iter().filter(|case| case.status.is_open());
        let (mut due, still): (Vec<&CaseSummary>, Vec<_>) = open.partition(|case| case.due_at.is_some());
        due.sort_by_key(|case| case.due_at);
        let still = still.into_iter().filter(|case| case.assignee.as_ref().is_some_and(|person| person.id == me.person));
        Self { lang, me, caller: me.caller(), due, still: still.collect(), unsent: phone.known.cases_unsent(), make, now }
    }

    /// Mine first, then what nobody has taken up, then what colleagues are at. Until the first screenful is painted, no more than that.
    fn draw(&self, painted: bool) -> Html {
        let lang = self.lang;
        let is_mine = |c: &CaseSummary| c.assignee.as_ref().is_some_and(|p| p.id == self.me.person);
        let is_new = |c: &CaseSummary| c.status == CaseStatus::Filed;
        let late = self.due.iter().filter(|c| c.light == Light::Red).count();
        let due = || self.due.iter().copied();
        let mine: Vec<&CaseSummary> = due().filter(|c| is_mine(c)).collect();
        let new: Vec<&CaseSummary> = due().filter(|c| is_new(c) && !is_mine(c)).collect();
        let others: Vec<&CaseSummary> = due().filter(|c| !is_new(c) && !is_mine(c)).collect();
        let report = html! { <Go to={Route::Report} class="button primary">{ Icon::Camera.small() }{ lang.report_now() }</Go> };
        let count_mine = mine.len() + self.still.len();
        let kinds = [
            (lang.assigned_to_me(), mine),
            (lang.new_here(), new),
            (lang.standing_still(), self.still.clone()),
            (lang.others_here(), others),
        ];
        let mut room = if painted { usize::MAX } else { SCREENFUL };
        let section = |(title, items): (String, Vec<&CaseSummary>)| {
            let shown = items.len().min(SHOWN).min(room);
            room -= shown;
            self.section(title, &items, shown)
        };
        html! {
            <>
                <ul class="figures">
                    { self.figure("brand", count_mine, lang.count_mine()) }
                    { self.figure("danger", late, lang.count_late()) }
                    { self.figure("", self.due.len() + self.still.len(), lang.count_open()) }
                </ul>
                if self.due.is_empty() && self.still.is_empty() {
                    <div class="card">{ state::empty(Icon::Sun, lang.nothing_today(), lang.nothing_today_text(), report) }</div>
                }
                { for kinds.into_iter().map(section) }
            </>
        }
    }

    fn figure(&self, tone: &'static str, n: usize, words: String) -> Html {
        html! { <li class={classes!("figure", (n > 0).then_some(tone))}><b>{ n }</b><span>{ words }</span></li> }
    }

    /// The first of them, and the way to all: nobody gets through hundreds in a day, and a cheap phone takes its time to draw them.
    fn section(&self, title: String, items: &[&CaseSummary], shown: usize) -> Html {
        let more = items.len().saturating_sub(SHOWN);
        html! {
            if shown > 0 {
                <Group {title}>
                    <ul class="cells">{ for items.iter().take(shown).map(|case| self.item(case)) }</ul>
                    if more > 0 {
                        <p class="group-note"><Go to={Route::Cases} class="inline-target">{ self.lang.more_cases(more) }</Go></p>
                    }
                </Group>
            }
        }
    }

    /// A case, and the quick ways to get on with it.
    fn item(&self, case: &CaseSummary) -> Html {
        // What a colleague is at is left to the colleague.
        let free = case.assignee.as_ref().is_none_or(|person| person.id == self.me.person) || case.status == CaseStatus::Filed;
        let quick: Vec<Move> = QUICK.into_iter().filter(|by| free && may_make(&self.caller, case, *by, self.now)).collect();
        let press = |by: Move| {
            let id = case.id;
            self.make.reform(move |()| (id, by))
        };
        html! {
            <li key={case.id.to_string()}>
                <Go to={Route::Case { id: case.id }} class="cell case-row">{ row(self.lang, case, self.unsent.contains(&case.id), self.now) }{ chevron() }</Go>
                if !quick.is_empty() {
                    <div class="row cell-foot quick">
                        for by in quick {
                            <Button small=true onclick={press(by)}>{ by.label(self.lang) }<span class="seen-by-readers">{ format!(" {}", case.summary) }</span></Button>
                        }
                    </div>
                }
            </li>
        }
    }
}

/// So many cases of each kind are shown.
const SHOWN: usize = 10;
/// So many are drawn first: with what stands above them they fill a phone’s screen.
const SCREENFUL: usize = 2;
/// What can be done from the list itself.
const QUICK: [Move; 3] = [Move::Take, Move::Complete, Move::SelfHandle];
