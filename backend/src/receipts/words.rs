//! What the reporter is told, in words anybody understands.

use shared::cases::CaseStatus;
use shared::lang::Lang;
use shared::time::Day;
use shared::units::UnitLevel;

shared::messages! {
    /// The words of receipts.
    pub trait Words;
    received => "已收到您的上报", "Your report was received";
    joined => "又有人反映了同样的事", "Somebody else reported the same";
    absorbed => "有人反映的是同一件事，并在一起处理", "Another report of the same matter is handled together with this one";
    you_added(words: &str) => "您补充：{words}", "You added: {words}";

    title => "我的上报", "My report";
    code => "回执码", "Receipt code";
    filed => "上报成功", "Your report was filed";
    filed_keep => "请记下回执码，或把本页收藏、截图。凭它随时可以查看进度，不用登录。", "Write the receipt code down, or bookmark or screenshot this page. With it you can follow your report at any time, without signing in.";
    filed_next(promise: &str) => "接下来：网格员会尽快查看。这类事项承诺办理时限：{promise}。", "What happens next: a grid member will look at it soon. The promised time for such matters: {promise}.";
    status => "现在的进度", "Where it stands";
    promise => "承诺时限", "Promised time";
    category => "事项", "Matter";
    grid => "网格", "Grid";
    received_at => "收到时间", "Received";
    your_words => "您反映的情况", "What you reported";
    your_photos => "上报时的照片", "Your photos";
    result => "处理结果", "What was done";
    reason => "原因", "Reason";
    before => "处理前", "Before";
    after => "处理后", "After";
    before_after => "处理前后对比", "Before and after";
    before_photo(number: usize) => "处理前照片 {number}，点开看大图", "Photo {number} before the work; opens large";
    photo(number: usize) => "上报照片 {number}，点开看大图", "Photo {number} of the report; opens large";
    after_photo(number: usize) => "处理后照片 {number}，点开看大图", "Photo {number} after the work; opens large";
    steps => "办理经过", "What happened";
    merged => "您反映的和别人反映的是同一件事，并在一起处理；下面是办理进展。", "What you reported is handled together with other reports of the same matter; this is how it goes.";
    with_level(level: &str) => "现在由{level}负责。", "It is with {level} now.";
    judge => "问题解决了吗？", "Is it solved?";
    judge_hint => "您说了算：没有解决，就重新办理。", "It is for you to say: if it is not solved, work goes on.";
    stars => "给这次办理评个分（可不选）", "Rate how it was handled (optional)";
    solved => "解决了", "It is solved";
    not_solved => "没解决", "Not solved";
    what_is_left => "哪里没有解决？", "What is not solved?";
    what_is_left_hint => "写清楚还有什么问题，会重新安排人处理，办理时限也重新计算。最多 500 字。", "Say what is still wrong. It will be handled anew with a new time limit. At most 500 characters.";
    reopen => "没解决，重新办理", "Not solved, handle it again";
    said_solved => "您已确认解决。", "You confirmed that it is solved.";
    said_stars(stars: u8) => "评分：{stars} 星。", "Your rating: {stars} of 5.";
    thanks => "谢谢您的反馈。", "Thank you for telling us.";
    reopened => "已收到，重新办理。", "Received; it will be handled again.";
    remarked => "已收到您的补充。", "Your remark was received.";
    add_remark => "补充说明", "Add a remark";
    remark_label => "还有什么要说的", "What else should we know?";
    remark_hint => "只给办理这件事的工作人员看。最多 500 字。", "Seen only by those who handle the matter. At most 500 characters.";
    send_remark => "提交补充", "Send the remark";
    error_title => "错误：", "Error: ";
    to_correct => "有以下问题需要更正", "Please correct the following";
    add_photos => "补充照片", "Add photos";
    add_photos_hint(left: usize) => "还可以补充 {left} 张：JPEG、PNG 或 WebP，单张不超过 10 MB。", "Up to {left} more: JPEG, PNG or WebP, 10 MB each.";
    photos_missing(here: usize, announced: usize) => "您上报时有 {announced} 张照片，现在收到 {here} 张。没有收到的请在下面补传。", "Of the {announced} photos of your report, {here} have arrived. Please send the others below.";
    send_photos => "上传照片", "Send photos";
    choose_photos => "选择照片", "Choose photos";
    keep_place => "照片里记下的拍摄地点也一起保存，方便找到现场", "Also keep the place noted in the photos, so that the spot is easy to find";
    photos_added(count: usize) => "收到 {count} 张照片。", "{count} photos were received.";
    no_photos_chosen => "没有选择照片。请先选择，再点上传。", "No photos were chosen. Choose some first, then send them.";
    not_taken => "有照片没有收下，请更换后在下面补充", "Some photos were not taken; please send others below";
    not_taken_photo(number: usize, why: &str) => "第 {number} 张：{why}", "Photo {number}: {why}";
    too_many => "最多 9 张，多出的没有收。", "At most 9 are taken; this one was left out.";
    left_out => "一共最多 9 张照片，多出的没有收。", "At most 9 photos in all; the others were left out.";
    busy => "同时上传的人太多，这张没有收到，请再传一次。", "Too many photos came in at once; please send this one again.";
    too_often => "操作太频繁，照片没有收下，请过一会儿再试。", "Too many requests; the photos were not taken. Please try again in a little while.";
}

/// Who has it, by level only.
pub fn level(level: UnitLevel, lang: Lang) -> &'static str {
    match (level, lang) {
        (UnitLevel::Grid, Lang::Zh) => "网格",
        (UnitLevel::Grid, Lang::En) => "the grid",
        (UnitLevel::Village, Lang::Zh) => "村（社区）",
        (UnitLevel::Village, Lang::En) => "the village",
        (UnitLevel::Instructor, Lang::Zh) => "驻村干部",
        (UnitLevel::Instructor, Lang::En) => "the cadre attached to the village",
        (UnitLevel::SubDistrict, Lang::Zh) => "街道",
        (UnitLevel::SubDistrict, Lang::En) => "the sub-district",
        (UnitLevel::County, Lang::Zh) => "县级部门",
        (UnitLevel::County, Lang::En) => "a department of the county",
    }
}

/// What was promised until when: `明天上午 12:00 前受理`. `promise` is the moment in words.
pub fn due(status: CaseStatus, promise: &str, lang: Lang) -> String {
    let what = match (status, lang) {
        (CaseStatus::Filed, Lang::Zh) => "受理",
        (CaseStatus::Filed, Lang::En) => "Acceptance",
        (CaseStatus::Accepted, Lang::Zh) => "安排好由谁处理",
        (CaseStatus::Accepted, Lang::En) => "Somebody to handle it",
        (CaseStatus::Completed, Lang::Zh) => "核查",
        (CaseStatus::Completed, Lang::En) => "The check",
        (CaseStatus::Verified, Lang::Zh) => "结案",
        (CaseStatus::Verified, Lang::En) => "Closing",
        (_, Lang::Zh) => "处理好",
        (_, Lang::En) => "The work",
    };
    match lang {
        Lang::Zh => format!("{promise}{what}"),
        Lang::En => format!("{what}: {promise}"),
    }
}

/// When work goes on that stands still: `2026-12-10 起接着办`.
pub fn goes_on(status: CaseStatus, day: &Day, lang: Lang) -> String {
    match (status, lang) {
        (CaseStatus::Suspended, Lang::Zh) => format!("{day} 起接着办"),
        (CaseStatus::Suspended, Lang::En) => format!("Work goes on from {day}"),
        (_, Lang::Zh) => format!("收到您的补充就接着办，最晚 {day}"),
        (_, Lang::En) => format!("Work goes on as soon as you answer, and on {day} in any case"),
    }
}

/// What so many stars mean.
pub const fn stars(count: u8, lang: Lang) -> &'static str {
    match (count, lang) {
        (1, Lang::Zh) => "很差",
        (1, Lang::En) => "Very bad",
        (2, Lang::Zh) => "较差",
        (2, Lang::En) => "Bad",
        (3, Lang::Zh) => "一般",
        (3, Lang::En) => "So so",
        (4, Lang::Zh) => "满意",
        (4, Lang::En) => "Good",
        (_, Lang::Zh) => "很好",
        (_, Lang::En) => "Very good",
    }
}
