//! What stands on the file of a case.

shared::messages! {
    /// The words of case files.
    pub trait Words;
    title => "案件档案", "Case file";
    facts => "基本情况", "Facts";
    category => "事项类别", "Category";
    standard => "立结案标准", "Standard";
    grid => "所属网格", "Grid";
    place => "地点", "Place";
    filed_at => "上报时间", "Filed";
    closed_at => "办结时间", "Closed";
    with => "目前所在", "Lies with";
    handled_by => "经办人", "Handled by";
    leader => "第一责任人", "First responsible";
    full_time => "直接责任人", "Directly responsible";
    merged_into => "并入案件", "Merged into";
    parent => "由此案分出", "Split from";
    related => "相关案件", "Related cases";
    course => "时限与经过", "Clock and course";
    clock => "本阶段时限", "Clock of the stage";
    clock_of(stage: &str, remaining: &str) => "{stage}：{remaining}", "{stage}: {remaining}";
    due_at => "到期时间", "Due";
    standing_still => "暂停计时", "Standing still";
    late_since => "首次超期", "First overdue";
    exempt => "申诉成立，统计免责", "Exempt by appeal";
    degree => "督办", "Supervision";
    tallies => "次数", "How often";
    tally(bounces: i32, extensions: i32, suspensions: i32, reworks: i32, reopenings: i32) =>
        "退回 {bounces} · 延期 {extensions} · 挂账 {suspensions} · 返工 {reworks} · 重办 {reopenings}",
        "returned {bounces} · extended {extensions} · suspended {suspensions} · reworked {reworks} · reopened {reopenings}";
    feedback => "群众反馈", "The reporter says";
    solved => "解决了", "Solved";
    not_solved => "没解决", "Not solved";
    stars(stars: i32) => "评分 {stars} 星", "{stars} stars";
    reports(count: usize) => "上报（{count} 件）", "Reports ({count})";
    report_of(number: usize, channel: &str, at: &str) => "第 {number} 件 · {channel} · {at}", "No. {number} · {channel} · {at}";
    reporter(name: &str, phone: &str) => "上报人：{name} {phone}", "Reporter: {name} {phone}";
    entered_by(name: &str) => "登记人：{name}", "Entered by {name}";
    photos(count: usize) => "照片（{count} 张）", "Photos ({count})";
    timeline => "办理经过", "Timeline";
    by_resident => "群众", "Resident";
    by_clock => "系统", "System";
    to(whom: &str) => "→ {whom}", "→ {whom}";
    until(moment: &str) => "至 {moment}", "until {moment}";
    internal(note: &str) => "内部备注：{note}", "Internal note: {note}";
    parts => "协办", "Parts of other units";
    part_done(at: &str, result: &str) => "{at} 办完：{result}", "Done {at}: {result}";
    part_open => "未办完", "Not done yet";
    made(name: &str, at: &str) => "{name} 于 {at} 打印 · 内含个人信息，请妥善保管", "Printed by {name}, {at} · holds personal data, keep it safe";
    page(number: usize, of: usize) => "第 {number} 页，共 {of} 页", "Page {number} of {of}";
}
