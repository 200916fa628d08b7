shared::messages! {
    /// Duty rosters.
    pub trait RosterWords;
    rosters => "值班表", "Duty roster";
    week_before => "上一周", "The week before";
    week_after => "下一周", "The week after";
    week_span(from: &str, to: &str) => "{from}–{to}", "{from} – {to}";
    roster_area => "哪里的值班表", "Whose roster";
    roster_today => "今天", "Today";
    nobody_on => "还没有排人", "Nobody yet";
    no_roster => "这一周还没有值班表", "No roster for this week yet";
    no_roster_text => "街道和村里排好以后，这里能看到谁值班，没有信号也能看。", "Once it is written you see here who is on duty, also without a signal.";
    edit_roster_day(day: &str) => "{day} 值班", "On duty, {day}";
    change_day(day: &str) => "改 {day} 的值班", "Change who is on duty on {day}";
    copy_week => "照上一周排", "As in the week before";
    copied_week => "已照上一周排好，请核对", "Taken over from the week before; please check";
    nothing_to_copy => "上一周也没有值班表", "There is no roster for the week before";
    add_on_duty => "加上谁（选中就加上）", "Add (at once when chosen)";
    take_off(name: &str) => "去掉{name}", "Take {name} off";
    shift => "班次", "Shift";
    roster_role => "岗位", "Part";
    roster_saved => "值班表已保存", "Saved";
    export_week => "导出这一周", "Export this week";
    import_roster => "导入表格", "Import a table";
    on_duty_today => "今日值班", "On duty today";
    you_today(shift: &str, place: &str) => "今天您值班：{shift} · {place}", "You are on duty today: {shift} · {place}";
    you_next(day: &str, shift: &str, place: &str) => "下次值班：{day} {shift} · {place}", "Next on duty: {day}, {shift} · {place}";
    call_on_duty(name: &str) => "打电话给{name}", "Call {name}";
}
