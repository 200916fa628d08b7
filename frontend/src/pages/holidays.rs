//! The holidays of a year, and a file that replaces them.

mod replace;

use std::rc::Rc;

use shared::holidays::{self, Holiday, HolidayFilter, Holidays, Span, Year, spans};
use shared::lang::Lang;
use shared::may;
use shared::session::Me;
use shared::sla::{Calendar, DayKind};
use shared::time::Moment;
use yew::prelude::*;

use self::replace::ReplaceYear;
use crate::api::use_call;
use crate::look::use_lang;
use crate::pages::imports::files::Files;
use crate::pages::limits::sections;
use crate::parts::button::Button;
use crate::parts::cell::{Cell, Group};
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::pick::{Chip, chips};
use crate::parts::state;
use crate::parts::tag::{Tone, tag};
use crate::route::Route;
use crate::words::{TimesWords, day};

#[derive(PartialEq, Properties)]
pub struct HolidaysPageProps {
    pub me: Rc<Me>,
}

/// One year at a time.
#[component]
pub fn HolidaysPage(props: &HolidaysPageProps) -> Html {
    let lang = use_lang();
    let this_year = Year::of(&Moment::now().day()).ok();
    let chosen = use_state(|| this_year);
    let replacing = use_state(|| false);
    let found = use_call(Some(holidays::list_holidays(&HolidayFilter::default())));
    let manages = may::set_times(&props.me.caller());
    let open = |open: bool| {
        let replacing = replacing.setter();
        Callback::from(move |()| replacing.set(open))
    };
    html! {
        <Page title={lang.times()} wide=true>
            { sections(lang, &Route::Holidays) }
            <p class="note">{ lang.holidays_lead() }</p>
            { state::loaded(lang, &found, |table| {
                let Some(year) = *chosen else { return Html::default() };
                html! {
                    <>
                        { years(lang, table, year, &chosen) }
                        if manages {
                            <div class="row">
                                <Button icon={Icon::Upload} small=true onclick={open(true)}>{ lang.replace_year(&year.to_string()) }</Button>
                                <Files kind={shared::imports::ImportKind::Holidays} />
                            </div>
                        }
                        { whole(lang, table, year) }
                        if *replacing {
                            <ReplaceYear {year} version={table.version} done={found.again.clone()} close={open(false)} />
                        }
                    </>
                }
            }) }
        </Page>
    }
}

/// The years of the table, this one and the one after the last.
fn years(lang: Lang, table: &Holidays, chosen: Year, state: &UseStateHandle<Option<Year>>) -> Html {
    let mut years: Vec<Year> = table.days.iter().filter_map(|holiday| Year::of(&holiday.day).ok()).chain([chosen]).collect();
    years.sort_unstable();
    years.dedup();
    years.extend(years.last().and_then(|last| last.next()));
    let chip = |year: Year| {
        let set = state.setter();
        Chip { words: lang.year_of(&year.to_string()).into(), on: year == chosen, press: Callback::from(move |()| set.set(Some(year))) }
    };
    chips(lang.years(), years.into_iter().map(chip).collect())
}

fn whole(lang: Lang, table: &Holidays, year: Year) -> Html {
    let days: Vec<Holiday> = table.days.iter().filter(|holiday| Year::of(&holiday.day) == Ok(year)).cloned().collect();
    if days.is_empty() {
        return state::empty(Icon::Sun, lang.year_unknown(), lang.year_unknown_text(), Html::default());
    }
    let of = |kind: DayKind| days.iter().filter(|holiday| holiday.kind == kind).count();
    html! {
        <>
            <ul class="figures">
                <li class="figure success"><b>{ of(DayKind::Off) }</b><span>{ lang.days_off() }</span></li>
                <li class="figure warning"><b>{ of(DayKind::Workday) }</b><span>{ lang.days_made_up() }</span></li>
                <li class="figure"><b>{ workdays(&days, year) }</b><span>{ lang.workdays() }</span></li>
            </ul>
            if days.iter().any(Holiday::is_provisional) {
                <div class="notice warning">{ Icon::Info.draw() }<p>{ lang.provisional() }</p></div>
            }
            <Group title={lang.year_of(&year.to_string())}>
                <ul class="cells two-up">
                    for span in spans(&days) {
                        { line(lang, &span) }
                    }
                </ul>
            </Group>
        </>
    }
}

fn workdays(days: &[Holiday], year: Year) -> usize {
    let calendar = Calendar::new(days.iter().map(|holiday| (holiday.day.clone(), holiday.kind)));
    let (first, next) = year.span();
    (0..366).map(|n| first.shifted(n)).take_while(|day| *day < next).filter(|day| calendar.is_workday(day)).count()
}

fn line(lang: Lang, span: &Span) -> Html {
    let dates = if span.from == span.to {
        day(lang, &span.from)
    } else {
        let between = if lang == Lang::Zh { "至" } else { "to" };
        format!("{} {between} {}", day(lang, &span.from), day(lang, &span.to))
    };
    let names = span.names.join(if lang == Lang::Zh { "、" } else { ", " });
    let value = match span.kind {
        DayKind::Off => tag(Tone::Success, Icon::Sun, lang.days(span.len())),
        DayKind::Workday => tag(Tone::Warning, Icon::Work, DayKind::Workday.label(lang)),
    };
    html! { <Cell key={span.from.to_string()} label={html! { { names } }} below={html! { <small class="soft digits">{ dates }</small> }} {value} /> }
}
