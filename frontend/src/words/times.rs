shared::messages! {
    /// What clocks go by: the limits of the stages, and the holidays.
    pub trait TimesWords;
    times => "时限与节假日", "Limits and holidays";
    times_short => "时限", "Limits";
    limits => "各环节时限", "Limits";
    holidays => "节假日", "Holidays";

    limits_lead => "每一类事项在每个环节最多用多久。工作时间为周一至周五 8:00-12:00、14:00-18:00，按节假日表扣除放假、计入调休。", "How long each stage of each kind of matter may take. Working time is Monday to Friday, 8:00-12:00 and 14:00-18:00, by the table of holidays.";
    limits_manage => "改动只对之后进入该环节的案件生效；正在计时的案件不变。", "A change holds for cases that enter the stage from then on; clocks that run keep what they were given.";
    category => "事项", "Category";
    every_group => "全部", "All";
    only_set => "已调整", "Changed";
    none_set => "没有调整过的时限", "No limit was changed";
    none_set_text => "所有事项都按默认时限计时。", "All matters go by the default limits.";
    stage => "环节", "Stage";
    stage_limit(stage: &str, words: &str) => "{stage} {words}", "{stage}: {words}";
    change_limit(category: &str, stage: &str, words: &str) => "修改{category}{stage}时限：{words}", "Change the limit of {category}, {stage}: {words}";
    amount => "数量", "Amount";
    amount_wrong => "请填写 1 到 1000 的整数", "Give a whole number from 1 to 1000";
    unit => "计时方式", "Counted in";
    unit_urgent_minute => "分钟（昼夜连续）", "minutes, round the clock";
    unit_urgent_hour => "小时（昼夜连续）", "hours, round the clock";
    unit_urgent_day => "天（紧急，昼夜连续）", "days of an emergency, round the clock";
    unit_working_hour => "工作小时", "working hours";
    unit_working_day => "工作日", "working days";
    unit_natural_day => "自然日", "days, holidays included";
    unit_at_once => "立即（30 分钟内）", "at once (within 30 minutes)";
    default_limit(words: &str) => "默认：{words}", "Default: {words}";
    back_to_default => "恢复默认", "Back to the default";

    holidays_lead => "工作小时和工作日按这张表计算：放假的日子不计时，调休的周末照常计时。", "Working hours and days are counted by this table: holidays do not count, weekends worked in exchange do.";
    days_off => "放假", "Days off";
    days_made_up => "调休上班", "Make-up workdays";
    workdays => "全年工作日", "Workdays of the year";
    days(n: i64) => "{n} 天", "{n} d";
    provisional => "国务院办公厅关于这一年的通知发布前，这里只有法律规定的节日，没有调休。通知发布后请用文件替换。", "Until the State Council's notice for this year is out, these are only the days the law fixes, without days worked in exchange. Replace them by a file when it is.";
    year_unknown => "还没有这一年的安排", "Nothing is known of this year";
    year_unknown_text => "在此之前，工作日只按周一至周五计算。", "Until then workdays are counted by the weekdays alone.";
    year_of(year: &str) => "{year} 年", "{year}";
    years => "年份", "Year";
    replace_year(year: &str) => "用文件替换 {year} 年", "Replace {year} by a file";
    replace_text => "CSV 文件，三列：day（日期，如 2027-02-05）、kind（off 放假，workday 调休上班）、name（名称）。文件替换这一整年，正在计时的案件立即按新表计算。", "A CSV file of three columns: day (such as 2027-02-05), kind (off, or workday for a weekend worked in exchange) and name. It replaces the whole year, and clocks that run go by the new table at once.";
    replace_do(n: u32) => "确认 {n} 处变化", "Make {n} changes";
    replaced(year: &str) => "{year} 年已替换", "{year} is replaced";
}
