shared::messages! {
    /// My day, lists of cases, one case and its moves.
    pub trait CaseWords;
    good_morning(name: &str) => "早上好，{name}", "Good morning, {name}";
    good_day(name: &str) => "下午好，{name}", "Good afternoon, {name}";
    good_evening(name: &str) => "晚上好，{name}", "Good evening, {name}";
    today(day: &str) => "{day}", "{day}";
    assigned_to_me => "由我负责", "Assigned to me";
    new_here => "新上报，待受理", "New, waiting to be accepted";
    others_here => "网格里其他人在办", "With colleagues in my grids";
    nothing_today => "今天没有待办", "Nothing to do today";
    nothing_today_text => "有新上报或指派给您的案件，会出现在这里。", "New reports and cases assigned to you appear here.";
    report_now => "上报一件事", "Report something";
    count_new => "待受理", "New";
    count_mine => "由我负责", "Mine";
    count_open => "未办结", "Open";
    all_cases => "全部案件", "All cases";

    filter => "筛选", "Filter";
    open_cases => "未办结", "Open";
    mine => "我负责的", "Mine";
    search_cases => "搜索情况或编号", "Search text or number";
    every_category => "所有类别", "Every category";
    category_filter => "类别", "Category";
    no_cases => "没有案件", "No cases";
    no_cases_text => "没有符合条件的案件。换个筛选条件试试。", "No case fits. Try another filter.";
    filed_ago(when: &str) => "{when}上报", "filed {when}";
    unassigned => "未指派", "Nobody yet";

    number => "编号", "Number";
    column_what => "情况", "What";
    column_where => "网格", "Grid";
    column_who => "负责人", "With";
    column_status => "状态", "Status";
    column_filed => "上报时间", "Filed";

    case => "案件", "Case";
    the_report => "上报内容", "The report";
    joined_report => "并入的上报", "Another report";
    by_resident => "居民", "A resident";
    call_reporter => "联系上报人", "Call the reporter";
    photos_coming(here: usize, all: u8) => "照片 {here}/{all}，其余还在上传", "Photos {here} of {all}; the others are on their way";
    photos_missing(here: usize, all: u8) => "照片 {here}/{all}，其余没有传到，需要时请联系上报人用回执补传", "Photos {here} of {all}; the others never came. If they matter, ask the reporter to send them with the receipt";
    details => "案件信息", "Details";
    grid => "所属网格", "Grid";
    where_exactly => "具体地点", "Place";
    time_limit => "办理时限", "Time limit";
    with_whom => "负责人", "With";
    leader => "网格长", "Grid leader";
    full_time => "专职网格员", "Full-time member";
    filed_at => "上报时间", "Filed";
    work_photos => "处置照片", "Photos of the work";
    timeline => "办理过程", "What happened";
    note_inside => "内部备注", "Internal note";
    assigned_to(name: &str) => "指派给 {name}", "Assigned to {name}";
    view_photo(n: usize) => "查看照片 {n}", "View photo {n}";
    photo_of(n: usize, all: usize) => "{n} / {all}", "{n} / {all}";
    previous_photo => "上一张", "Previous";
    next_photo => "下一张", "Next";
    open_map => "在地图中查看", "See on the map";


    inbox_empty => "没有要办的案件", "Nothing waiting";
    inbox_empty_text => "有新的案件时，会出现在这里。", "Cases appear here as they come in.";
    inbox_waiting => "待受理", "To accept";
    inbox_completed => "待结案", "To close";
    inbox_pick => "从左边选一件案件查看和办理。", "Choose a case on the left.";
}
