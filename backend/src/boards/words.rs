//! What boards say, on the screen and on paper.

use shared::boards::{Board, BoardPerson};
use shared::lang::Lang;
use shared::time::Moment;

use crate::pages::spaced;

shared::messages! {
    /// The words of boards.
    pub trait Words;
    noticeboard => "网格公示牌", "Grid noticeboard";
    short_code => "口令码", "Short code";
    grid_code => "网格编码", "Grid code";
    scan => "微信扫一扫", "Scan me";
    scan_for => "看谁负责 · 打电话 · 报问题", "Who is in charge · call · report";
    supervision => "监督电话", "Supervision phone";
    promise => "服务承诺", "Our promise";
    on_duty => "今日值班", "On duty today";
    news => "便民信息", "News";
    news_more => "查看详情", "Read more";
    last_checked => "最近核对", "Last checked";
    not_checked => "尚未核对", "Not yet checked";
    covering_for(name: &str) => "今日代{name}", "Covers for {name} today";
    covered_by(name: &str) => "今日由{name}代班", "{name} covers today";
    call_other(name: &str) => "找{name}", "ask for {name}";
    no_public_phone => "电话未公开", "Phone not public";
    no_people => "本网格暂未安排人员，请拨打监督电话。", "Nobody is appointed to this grid at present; please call the supervision phone.";
    more_people(count: usize) => "另有 {count} 人，扫码查看", "{count} more: scan the code";
    key_grid => "重点网格", "Key grid";
    ordinary_grid => "一般网格", "Ordinary grid";
    households(count: i32) => "{count} 户", "{count} households";
    code_of(name: &str) => "{name}公示牌的二维码", "QR code of the board of {name}";
    back_to_board => "返回公示牌", "Back to the board";
    a4_poster => "A4 公示牌", "A4 poster";
    a3_poster => "A3 公示牌", "A3 poster";
    door_stickers => "门贴 (8 张)", "Door stickers (8)";
    as_pdf => "下载 PDF", "Download PDF";
    how_to_print => "用浏览器的“打印”即可，页边距选“无”，勾选“背景图形”；手机上请下载 PDF。", "Use your browser's Print with no margins and background graphics on; on a phone, download the PDF.";
    report => "报告问题", "Report a problem";
    cases => "这里反映和解决的事", "What was reported and solved here";
    cases_use => "一年内本网格反映的公共问题，新的在前。不显示谁反映的；涉及个人和家庭的事不在这里。", "Public problems reported in this grid within a year, newest first. Who reported is not shown; private and family matters are not listed.";
    cases_all => "全部", "All";
    cases_none => "还没有。看到问题，点“报告问题”告诉我们。", "Nothing yet. If you see a problem, report it.";
    cases_filter => "按进度看", "By progress";
    filed_on(day: &str) => "{day} 上报", "Reported on {day}";
    closed_on(day: &str) => "{day} 办结", "Closed on {day}";
    cases_map => "大致位置", "Roughly where";
    cases_map_of(name: &str) => "{name}的问题位置示意图，下面的列表说明同样的内容", "Where the problems of {name} are; the list says the same";
    cases_map_use => "位置只精确到约一百米。", "Places are right to about a hundred metres.";
    sign_open => "未办结", "open";
    sign_solved => "已办结", "solved";
    before => "处理前", "Before";
    after => "处理后", "After";
    before_photo(what: &str) => "{what}，处理前", "{what}, before";
    after_photo(what: &str) => "{what}，处理后", "{what}, after";
    people => "谁负责", "Who is responsible";
    first_responsible => "第一责任人", "First responsible person";
    directly_responsible => "直接责任人", "Directly responsible person";
    portrait_of(name: &str) => "{name}的照片", "Portrait of {name}";
    card => "存名片", "Save";
    card_of(name: &str) => "：{name}", " {name} to your contacts";
    card_note => "来自网格公示牌；人员有变动，以公示牌为准。", "From the grid noticeboard; people change, the board is always right.";
    about => "网格概况", "About this grid";
    solved => "本月办结", "Solved this month";
    homes => "户数", "Households";
    population => "人口", "Residents";
    extent => "面积", "Area";
    outline_of(name: &str) => "{name}的范围示意图", "Outline of {name}";
    short_code_use => "打电话时报这个数", "say this on the phone";
    stale => "超过90天未核对", "not checked for 90 days";
    more_here => "本页更多", "More on this page";
    print => "打印公示牌", "Print this board";
    check_visitor => "核验上门人员", "Check a visitor";
    all_boards => "全部公示牌", "All noticeboards";
    all_boards_use => "找到您家所在的网格，看看有事该找谁。", "Find the grid you live in, and whom to turn to.";
    search_label => "村、网格、人名或口令码", "Village, grid, person or short code";
    search => "查找", "Search";
    found(q: &str, count: usize) => "“{q}”找到 {count} 块公示牌。", "{count} boards for “{q}”.";
    show_all => "看全部", "Show all";
    nothing_found => "没有找到。换个词试试，例如村名里的两个字，或公示牌上的口令码。", "Nothing found. Try other words, such as part of the village's name or the short code on a board.";
    next_page => "看后面的", "More";
    led_by(name: &str) => "网格长 {name}", "Leader {name}";
    no_leader => "暂无网格长", "No leader at present";
    map => "网格图", "Map of grids";
    map_use => "点一块网格，打开它的公示牌。示意图，不作划界依据。", "Tap a grid to open its board. A sketch, not a legal boundary.";
    residents(count: i32) => "{count} 人", "{count} residents";
}

/// The phone to print beside somebody, and whom it reaches where it is not their own.
pub fn phone_of(person: &BoardPerson, lang: Lang) -> (Option<String>, Option<String>) {
    match (&person.phone, &person.call_instead) {
        (Some(phone), _) => (Some(spaced(phone)), None),
        (None, Some(other)) => {
            (Some(spaced(&other.phone)), Some(other.name.as_deref().map_or_else(|| lang.supervision(), |name| lang.call_other(name))))
        }
        (None, None) => (None, None),
    }
}

/// Who is away or stood in for today.
pub fn cover_of(person: &BoardPerson, lang: Lang) -> Option<String> {
    let covering = person.covering_for.as_deref().map(|name| lang.covering_for(name));
    covering.or_else(|| person.covered_by.as_deref().map(|name| lang.covered_by(name)))
}

/// `清湖街道 · 十村`.
pub fn place_of(board: &Board) -> String {
    format!("{} · {}", board.sub_district_name, board.village_name)
}

/// `重点网格`, where the grid has a class.
pub fn class_of(board: &Board, lang: Lang) -> Option<String> {
    board.class.map(|class| match class {
        shared::divisions::Class::Key => lang.key_grid(),
        shared::divisions::Class::Ordinary => lang.ordinary_grid(),
    })
}

/// `320 户 · 980 人 · 1.24 平方公里`, as far as it is known.
pub fn extent_of(board: &Board, lang: Lang) -> String {
    let parts =
        [board.households.map(|n| lang.households(n)), board.population.map(|n| lang.residents(n)), board.area_m2.map(|m2| area(m2, lang))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// An area in the unit people think in: hectares below one square kilometre.
pub fn area(m2: f64, lang: Lang) -> String {
    match (m2 < 1_000_000.0, lang) {
        (true, Lang::Zh) => format!("{:.1} 公顷", m2 / 10_000.0),
        (true, Lang::En) => format!("{:.1} ha", m2 / 10_000.0),
        (false, Lang::Zh) => format!("{:.2} 平方公里", m2 / 1_000_000.0),
        (false, Lang::En) => format!("{:.2} km²", m2 / 1_000_000.0),
    }
}

/// When the board was last confirmed, in a sentence.
pub fn checked(board: &Board, lang: Lang) -> String {
    board.checked_at.map_or_else(|| lang.not_checked(), |at| format!("{} {}", lang.last_checked(), day(at, lang)))
}

/// `2026年3月1日`.
pub fn day(moment: Moment, lang: Lang) -> String {
    let format = match lang {
        Lang::Zh => "%Y年%-m月%-d日",
        Lang::En => "%-d %B %Y",
    };
    moment.in_china().format(format).to_string()
}

/// A short code in the groups it is read out in: `207 001`.
pub fn spoken(code: &str) -> String {
    let digits: Vec<char> = code.chars().collect();
    digits.chunks(3).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
