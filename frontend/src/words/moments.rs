//! Times as people say them, on the clock of China.

use shared::lang::Lang;
use shared::time::{Day, Moment};

/// How long ago `then` is: `3 小时前`; from a week on, the day itself.
pub fn ago(lang: Lang, then: Moment, now: Moment) -> String {
    let minutes = now.seconds_since(then).max(0) / 60;
    let (hours, days) = (minutes / 60, minutes / 1440);
    match (lang, minutes, hours, days) {
        (Lang::Zh, ..1, _, _) => "刚刚".to_owned(),
        (Lang::En, ..1, _, _) => "just now".to_owned(),
        (Lang::Zh, ..60, _, _) => format!("{minutes} 分钟前"),
        (Lang::En, ..60, _, _) => format!("{minutes} min ago"),
        (Lang::Zh, _, ..24, _) => format!("{hours} 小时前"),
        (Lang::En, _, ..24, _) => format!("{hours} h ago"),
        (Lang::Zh, _, _, ..7) => format!("{days} 天前"),
        (Lang::En, _, _, 1) => "yesterday".to_owned(),
        (Lang::En, _, _, ..7) => format!("{days} days ago"),
        _ => then.day().to_string(),
    }
}

/// `11月23日 16:05`; with the year where it is another one.
pub fn day_and_time(lang: Lang, then: Moment, now: Moment) -> String {
    let (then, now) = (then.in_china(), now.in_china());
    let same_year = then.format("%Y").to_string() == now.format("%Y").to_string();
    let pattern = match (lang, same_year) {
        (Lang::Zh, true) => "%-m月%-d日 %H:%M",
        (Lang::Zh, false) => "%Y年%-m月%-d日 %H:%M",
        (Lang::En, true) => "%-d %b, %H:%M",
        (Lang::En, false) => "%-d %b %Y, %H:%M",
    };
    then.format(pattern).to_string()
}

/// A day within its year: `10月1日 周四`, `Thu 1 Oct`.
pub fn day(lang: Lang, day: &Day) -> String {
    const ZH: [&str; 7] = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
    let date = day.date();
    match lang {
        Lang::Zh => {
            let weekday: usize = date.format("%w").to_string().parse().unwrap_or_default();
            format!("{} {}", date.format("%-m月%-d日"), ZH.get(weekday).unwrap_or(&""))
        }
        Lang::En => date.format("%a %-d %b").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_people_say_them() {
        let now = Moment::from_millis(1_795_000_000_000);
        for (seconds, zh, en) in [
            (20, "刚刚", "just now"),
            (300, "5 分钟前", "5 min ago"),
            (7_300, "2 小时前", "2 h ago"),
            (90_000, "1 天前", "yesterday"),
            (260_000, "3 天前", "3 days ago"),
        ] {
            let then = now.plus_seconds(-seconds);
            assert_eq!((ago(Lang::Zh, then, now).as_str(), ago(Lang::En, then, now).as_str()), (zh, en));
        }
        let holiday: Result<Day, _> = "2026-10-01".parse();
        assert_eq!(holiday.map(|it| (day(Lang::Zh, &it), day(Lang::En, &it))), Ok(("10月1日 周四".to_owned(), "Thu 1 Oct".to_owned())));
        let then = now.plus_seconds(-30 * 86_400);
        assert_eq!(ago(Lang::Zh, then, now), then.day().to_string());
    }
}
