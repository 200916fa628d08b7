//! My day: what is assigned to me, and what is new in my grids.

use std::rc::Rc;

use shared::cases::{self, CaseFilter, CaseOrder, CaseStatus, CaseSummary};
use shared::lang::Lang;
use shared::page::{MAX_LIMIT, Page as Stretch};
use shared::session::Me;
use shared::time::Moment;
use yew::prelude::*;

use super::cases::rows;
use crate::api::use_call;
use crate::look::use_lang;
use crate::parts::cell::Group;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::use_heading;
use crate::parts::state;
use crate::route::Route;
use crate::words::{CaseWords, ShellWords};

#[derive(PartialEq, Properties)]
pub struct DayPageProps {
    pub me: Rc<Me>,
}

/// The page a grid member's day begins with.
#[component]
pub fn DayPage(props: &DayPageProps) -> Html {
    let lang = use_lang();
    let heading = use_heading(&lang.my_day().into());
    let filter = CaseFilter { open: Some(true), order: Some(CaseOrder::Oldest), limit: Some(MAX_LIMIT), ..CaseFilter::default() };
    let open = use_call(Some(cases::list_cases(&filter)));
    let now = Moment::now();
    let duty = props.me.appointments.first().map(|a| format!("{} · {}", a.area_name, a.duty.label(lang)));
    html! {
        <>
            <header class="band">
                <div class="band-inner">
                    <h1 tabindex="-1" ref={heading}>{ greeting(lang, &props.me.name, now) }</h1>
                    <p>{ date(lang, now) }if let Some(duty) = duty { { format!(" · {duty}") } }</p>
                </div>
            </header>
            <div class="body">{ state::loaded(lang, &open, |page| sections(lang, &props.me, page, now)) }</div>
        </>
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

/// Mine first, then what nobody has taken up, then what colleagues are at.
fn sections(lang: Lang, me: &Me, page: &Stretch<CaseSummary>, now: Moment) -> Html {
    let is_mine = |c: &&CaseSummary| c.assignee.as_ref().is_some_and(|p| p.id == me.person);
    let is_new = |c: &&CaseSummary| c.status == CaseStatus::Filed;
    let mine: Vec<CaseSummary> = page.items.iter().filter(is_mine).cloned().collect();
    let new: Vec<CaseSummary> = page.items.iter().filter(|c| is_new(c) && !is_mine(c)).cloned().collect();
    // What waits to be accepted, whoever's desk it lies on: a new report lies on somebody's at once.
    let waiting = page.items.iter().filter(is_new).count();
    let others: Vec<CaseSummary> = page.items.iter().filter(|c| !is_new(c) && !is_mine(c)).cloned().collect();
    let count = |n: usize| if page.next_cursor.is_some() { format!("{n}+") } else { n.to_string() };
    let figure = |tone: &'static str, n: usize, words: String| html! { <li class={classes!("figure", (n > 0).then_some(tone))}><b>{ count(n) }</b><span>{ words }</span></li> };
    let section =
        |title: String, items: &[CaseSummary]| html! { if !items.is_empty() { <Group {title}>{ rows(lang, items, now) }</Group> } };
    let report = html! { <Go to={Route::Report} class="button primary">{ Icon::Camera.small() }{ lang.report_now() }</Go> };
    html! {
        <>
            <ul class="figures">
                { figure("warning", mine.len(), lang.count_mine()) }
                { figure("brand", waiting, lang.count_new()) }
                { figure("", page.items.len(), lang.count_open()) }
            </ul>
            if page.items.is_empty() {
                <div class="card">{ state::empty(Icon::Sun, lang.nothing_today(), lang.nothing_today_text(), report) }</div>
            }
            { section(lang.assigned_to_me(), &mine) }
            { section(lang.new_here(), &new) }
            { section(lang.others_here(), &others) }
        </>
    }
}
