shared::messages! {
    /// Daily safety feedback.
    pub trait SafetyWords;
    safety => "平安通", "Daily safety";
    safety_today => "今日平安通", "Safety today";
    all_well => "平安无事", "All well";
    not_well => "有情况", "Not well";
    what_is_wrong => "什么情况", "What is wrong";
    what_is_wrong_hint => "一两句话；需要处理的请一并上报", "A sentence or two; report it as well if something has to be done";
    say_only => "只反馈", "Only say so";
    say_and_report => "反馈并上报", "Say so and report";
    safety_saved => "已存本机", "Saved on this phone";
    answered_by(name: &str, time: &str) => "{name} · {time}", "{name} · {time}";
    count_waiting => "未反馈", "No answer";
    count_well => "平安无事", "All well";
    count_trouble => "有情况", "Not well";
    safety_note => "每个网格每天一次；只看有没有反馈，不排名、不计分。", "Once a grid and day; who has not answered is seen, not ranked or counted.";
    day_before => "前一天", "Day before";
    day_after => "后一天", "Day after";
    no_grids => "没有可看的网格", "No grids to see";
    no_grids_text => "在网格任职以后，这里会列出您的网格。", "Once you are appointed to a grid, it is listed here.";
    see_case_of_it => "看案件", "See the case";
}
