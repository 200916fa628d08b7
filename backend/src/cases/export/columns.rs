//! The columns of an exported table, and one row of it.

use shared::lang::Lang;
use shared::sla::Light;
use shared::staffing::PersonName;
use shared::time::Moment;

use super::rows::Whole;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Text(String),
    Number(f64),
    At(Moment),
    Empty,
}

impl Cell {
    fn of(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    fn or_empty<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Empty, cell)
    }
}

/// A column: what it is called, and how wide it is in a workbook, in characters.
pub struct Column {
    zh: &'static str,
    en: &'static str,
    pub width: f64,
}

impl Column {
    pub const fn label(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

const fn column(zh: &'static str, en: &'static str, width: f64) -> Column {
    Column { zh, en, width }
}

/// All columns, from left to right.
pub const COLUMNS: [Column; 28] = [
    column("案件编号", "Number", 16.0),
    column("状态", "Status", 10.0),
    column("类别编码", "Category code", 9.0),
    column("类别", "Category", 18.0),
    column("内容", "What was reported", 50.0),
    column("村（社区）", "Village", 12.0),
    column("网格", "Grid", 16.0),
    column("网格编码", "Grid code", 18.0),
    column("地点", "Place", 24.0),
    column("经度", "Longitude (WGS-84)", 12.0),
    column("纬度", "Latitude (WGS-84)", 12.0),
    column("上报渠道", "Channel", 14.0),
    column("上报人", "Reporter", 12.0),
    column("上报人电话", "Reporter's phone", 14.0),
    column("上报时间", "Filed", 17.0),
    column("办理层级", "Level", 12.0),
    column("办理单位", "Unit", 18.0),
    column("经办人", "Handled by", 12.0),
    column("本阶段到期", "Stage due", 17.0),
    column("时限", "Clock", 8.0),
    column("首次超期", "First overdue", 17.0),
    column("督办", "Supervision", 10.0),
    column("退回次数", "Returns", 8.0),
    column("延期次数", "Extensions", 8.0),
    column("办结时间", "Closed", 17.0),
    column("办理结果", "Result", 50.0),
    column("群众反馈", "Solved?", 10.0),
    column("评分", "Stars", 6.0),
];

/// The row of a case, as its reader may see it.
pub fn row(whole: Whole, lang: Lang, with_reporter: bool, now: Moment) -> [Cell; COLUMNS.len()] {
    let light = whole.case.due_at.map(|_| whole.case.light(now));
    let Whole { case, grid, village, unit, assignee, report, course } = whole;
    let category = case.category.category();
    let (text, channel, reporter, phone) = match report {
        Some(report) => {
            let name = report.reporter_name.filter(|_| with_reporter);
            let phone = report.reporter_phone.map(|phone| if with_reporter { phone.into() } else { phone.masked() });
            (report.text.into(), Cell::of(report.channel.label(lang)), Cell::or_empty(name, |name: PersonName| Cell::of(name)), phone)
        }
        None => (case.summary, Cell::Empty, Cell::Empty, None),
    };
    let count = |n: i32| if n == 0 { Cell::Empty } else { Cell::Number(n.into()) };
    [
        Cell::of(case.number),
        Cell::of(case.status.label(lang)),
        Cell::of(category.code),
        Cell::of(category.label(lang)),
        Cell::Text(text),
        Cell::of(village),
        Cell::of(grid),
        Cell::of(case.grid),
        Cell::or_empty(case.place_text, Cell::of),
        Cell::or_empty(case.lon, Cell::Number),
        Cell::or_empty(case.lat, Cell::Number),
        channel,
        reporter,
        Cell::or_empty(phone, Cell::Text),
        Cell::At(case.filed_at),
        Cell::of(case.level.label(lang)),
        Cell::or_empty(unit, Cell::of),
        Cell::or_empty(assignee, Cell::of),
        Cell::or_empty(case.due_at, Cell::At),
        Cell::or_empty(light, |light: Light| Cell::of(light.label(lang))),
        Cell::or_empty(case.late_since, Cell::At),
        if case.degree == shared::cases::Degree::None { Cell::Empty } else { Cell::of(case.degree.label(lang)) },
        count(course.bounces),
        count(course.extensions),
        Cell::or_empty(case.closed_at, Cell::At),
        Cell::or_empty(case.result, Cell::Text),
        Cell::or_empty(course.solved, |solved| Cell::of(told(solved, lang))),
        Cell::or_empty(course.rating, |stars: i32| Cell::Number(stars.into())),
    ]
}

const fn told(solved: bool, lang: Lang) -> &'static str {
    match (solved, lang) {
        (true, Lang::Zh) => "解决了",
        (true, Lang::En) => "Solved",
        (false, Lang::Zh) => "没解决",
        (false, Lang::En) => "Not solved",
    }
}
