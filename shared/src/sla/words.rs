//! What is left and what was promised, as people say it.

use chrono::{Datelike, FixedOffset, NaiveDate, Timelike, Weekday};

use crate::categories::LimitUnit;
use crate::lang::Lang;
use crate::sla::{DAY, HOUR, MINUTE, WORKING_DAY};
use crate::time::{CHINA, Moment};

/// What is left of a clock: `还剩 1 个工作日 3 小时`; when it is negative, how late it is: `已超期 2 小时`. Never finer than two units.
pub fn remaining_in_words(unit: LimitUnit, remaining: i64, lang: Lang) -> String {
    let span = span_in_words(unit.is_working(), remaining.abs(), lang);
    match (remaining < 0, span, lang) {
        (false, Some(span), Lang::Zh) => format!("还剩 {span}"),
        (false, Some(span), Lang::En) => format!("{span} left"),
        (false, None, Lang::Zh) => "还剩不到 1 分钟".into(),
        (false, None, Lang::En) => "less than a minute left".into(),
        (true, Some(span), Lang::Zh) => format!("已超期 {span}"),
        (true, Some(span), Lang::En) => format!("overdue by {span}"),
        (true, None, Lang::Zh) => "已超期".into(),
        (true, None, Lang::En) => "overdue".into(),
    }
}

/// A length of time in its two greatest units; none when it is shorter than a minute.
fn span_in_words(working: bool, length: i64, lang: Lang) -> Option<String> {
    let day = if working { WORKING_DAY } else { DAY };
    let (days, hours, minutes) = (length / day, length % day / HOUR, length % HOUR / MINUTE);
    // Only the first unit says that it is working time; the second follows from it.
    let parts = match (days, hours, minutes) {
        (0, 0, 0) => return None,
        (0, 0, minutes) => [Some((minutes, minute(lang))), None],
        (0, hours, minutes) => [Some((hours, hour(working, lang))), Some((minutes, minute(lang)))],
        (days, hours, _) => [Some((days, day_word(working, lang))), Some((hours, hour(false, lang)))],
    };
    let parts = parts.into_iter().flatten().filter(|(amount, _)| *amount > 0);
    let plural = |amount| if lang == Lang::En && amount > 1 { "s" } else { "" };
    let parts: Vec<String> = parts.map(|(amount, word)| format!("{amount} {word}{}", plural(amount))).collect();
    Some(parts.join(" "))
}

const fn minute(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "分钟",
        Lang::En => "minute",
    }
}

const fn hour(working: bool, lang: Lang) -> &'static str {
    match (working, lang) {
        (true, Lang::Zh) => "个工作小时",
        (true, Lang::En) => "working hour",
        (false, Lang::Zh) => "小时",
        (false, Lang::En) => "hour",
    }
}

const fn day_word(working: bool, lang: Lang) -> &'static str {
    match (working, lang) {
        (true, Lang::Zh) => "个工作日",
        (true, Lang::En) => "working day",
        (false, Lang::Zh) => "天",
        (false, Lang::En) => "day",
    }
}

/// The moment a resident was promised, as it is said on the day `now`: `明天上午 12:00 前`, `by 12:00 tomorrow`; with `原定` and
/// `was due` once it has passed.
pub fn promise_in_words(due: Moment, now: Moment, lang: Lang) -> String {
    let (date, hour, minute) = said(due);
    let today = now.in_china().date_naive();
    let day = day_in_words(date, today, lang);
    match (due < now, lang) {
        (false, Lang::Zh) => format!("{day}{} {hour:02}:{minute:02} 前", part_of_day(hour, minute)),
        (true, Lang::Zh) => format!("原定{day}{} {hour:02}:{minute:02} 前", part_of_day(hour, minute)),
        (false, Lang::En) => format!("by {hour:02}:{minute:02} {day}"),
        (true, Lang::En) => format!("was due by {hour:02}:{minute:02} {day}"),
    }
}

/// Day, hour and minute. Midnight is the end of the day before: "before 00:00" is misread by a day.
fn said(due: Moment) -> (NaiveDate, u32, u32) {
    let at: chrono::DateTime<FixedOffset> = chrono::DateTime::from(due).with_timezone(&CHINA);
    match (at.hour(), at.minute()) {
        (0, 0) => (at.date_naive().pred_opt().unwrap_or_default(), 24, 0),
        (hour, minute) => (at.date_naive(), hour, minute),
    }
}

fn day_in_words(date: NaiveDate, today: NaiveDate, lang: Lang) -> String {
    let (month, day, year) = (date.month(), date.day(), date.year());
    match ((date - today).num_days(), lang) {
        (-1, Lang::Zh) => "昨天".into(),
        (-1, Lang::En) => "yesterday".into(),
        (0, Lang::Zh) => "今天".into(),
        (0, Lang::En) => "today".into(),
        (1, Lang::Zh) => "明天".into(),
        (1, Lang::En) => "tomorrow".into(),
        (2, Lang::Zh) => "后天".into(),
        (_, Lang::Zh) if year == today.year() => format!("{month} 月 {day} 日（{}）", weekday(date, lang)),
        (_, Lang::Zh) => format!("{year} 年 {month} 月 {day} 日（{}）", weekday(date, lang)),
        (_, Lang::En) if year == today.year() => format!("on {} {day} {}", weekday(date, lang), month_name(date)),
        (_, Lang::En) => format!("on {} {day} {} {year}", weekday(date, lang), month_name(date)),
    }
}

/// Noon still belongs to the morning, and the end of work to the afternoon: both are said of what happens before them.
const fn part_of_day(hour: u32, minute: u32) -> &'static str {
    match hour * 60 + minute {
        ..360 => "凌晨",
        360..=720 => "上午",
        721..=1080 => "下午",
        1081.. => "晚上",
    }
}

const fn weekday_index(date: Weekday) -> usize {
    date.num_days_from_monday() as usize
}

fn weekday(date: NaiveDate, lang: Lang) -> &'static str {
    const ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    const EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    match lang {
        Lang::Zh => ZH[weekday_index(date.weekday())],
        Lang::En => EN[weekday_index(date.weekday())],
    }
}

fn month_name(date: NaiveDate) -> &'static str {
    const NAMES: [&str; 12] =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    NAMES[date.month0() as usize]
}
