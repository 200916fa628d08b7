//! A month as a calendar with the patrols of each day, and months to go through.

use shared::lang::Lang;
use shared::patrols::coverage::CoverageDay;
use shared::time::{Day, Month};
use yew::prelude::*;

use crate::parts::stepper::stepper;
use crate::words::{PatrolWords, day};

/// The month with the ways to the one before and the one after, up to this one.
pub fn months(lang: Lang, month: &Month, this: &Month, set: &Callback<Month>) -> Html {
    let (before, after) = (month.before(), month.after());
    let next = (after <= *this).then(|| (lang.month_after(), set.reform(move |()| after.clone())));
    stepper(in_words(lang, month), Some((lang.month_before(), set.reform(move |()| before.clone()))), next)
}

fn in_words(lang: Lang, month: &Month) -> String {
    let pattern = match lang {
        Lang::Zh => "%Y年%-m月",
        Lang::En => "%B %Y",
    };
    month.first_day().date().format(pattern).to_string()
}

/// A cell for each day, weeks from Monday on.
pub fn calendar(lang: Lang, month: &Month, days: &[CoverageDay], today: &Day) -> Html {
    let first = month.first_day();
    let before: i64 = first.date().format("%u").to_string().parse::<i64>().unwrap_or(1) - 1;
    let length = (month.after().first_day().date() - first.date()).num_days();
    let weeks = (before + length + 6) / 7;
    let cell = |place: i64| {
        let number = place - before;
        if !(0..length).contains(&number) {
            return html! { <td class="calendar-none"></td> };
        }
        let this = first.shifted(number);
        let patrols = days.iter().find(|it| it.day == this);
        let class = classes!(patrols.map(|_| "calendar-done"), (this == *today).then_some("calendar-today"));
        html! {
            <td {class}>
                if let Some(it) = patrols {
                    <span class="seen-by-readers">{ lang.day_patrols(&day(lang, &it.day), it.patrols) }</span>
                    <span aria-hidden="true">{ number + 1 }<small>{ lang.patrols_of(it.patrols) }</small></span>
                } else {
                    <span>{ number + 1 }</span>
                }
            </td>
        }
    };
    html! {
        <table class="calendar digits">
            <caption class="seen-by-readers">{ lang.calendar() }</caption>
            <thead><tr>{ for weekdays(lang).iter().map(|name| html! { <th scope="col">{ *name }</th> }) }</tr></thead>
            <tbody>
                for week in 0..weeks {
                    <tr key={week}>{ for (0..7).map(|weekday| cell(week * 7 + weekday)) }</tr>
                }
            </tbody>
        </table>
    }
}

const fn weekdays(lang: Lang) -> [&'static str; 7] {
    match lang {
        Lang::Zh => ["一", "二", "三", "四", "五", "六", "日"],
        Lang::En => ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"],
    }
}
