shared::messages! {
    /// Leave and covering.
    pub trait LeaveWords;
    leaves => "请假替班", "Leave";
    no_leaves => "没有请假", "No leave";
    no_leaves_text => "要离开几天就在这里请假，批准后由同事替班，网格不空岗。", "Ask here when you are away for some days; a colleague covers, so that the grid is never without somebody.";
    no_leaves_office => "网格员请假会出现在这里，批准时选好替班的人。", "What the grids' people ask for appears here; choose who covers when you grant it.";
    ask_for_leave => "请假", "Ask for leave";
    leave_asked => "已提交，等街道批准", "Sent; the office decides";
    leave_from => "从哪天起", "First day away";
    leave_to => "到哪天止", "Last day away";
    leave_note => "交代给替班的人", "For whoever covers";
    leave_note_hint => "手上的事、钥匙在哪里。不用写请假原因，也不写关爱对象是谁：走访请在“关爱走访”里移交。", "What is under way, where the keys are. No reason is needed, and no names of those you visit: hand them over under Care.";
    leave_days(from: &str, to: &str) => "{from} 至 {to}", "{from} to {to}";
    leave_of(name: &str) => "{name}请假", "Leave of {name}";
    covered_by_whom => "替班", "Covering";
    covered_by_names(names: &str) => "替班：{names}", "Covering: {names}";
    covers_duty(name: &str, duty: &str, place: &str) => "{name} 替 {place}{duty}", "{name} as {duty} of {place}";
    nobody_covers => "没有安排替班", "Nobody covers";
    still_rostered => "值班表上还有他，请换人", "Still on the roster; choose somebody else";
    cover_of(place: &str, duty: &str) => "{place}{duty}由谁替", "Who covers as {duty} of {place}";
    cover_hint => "可以不选：同网格的其他人照常做", "May stay empty: the others of the grid go on";
    grant_leave => "批准", "Grant";
    leave_granted => "已批准，替班的人手机上已能看到", "Granted; whoever covers has it on the phone";
    decline_leave => "不批准", "Decline";
    decline_reason => "为什么不批准", "Why not";
    leave_declined => "已告知", "Told";
    withdraw_leave => "撤回请假", "Take it back";
    leave_back => "已经回来，今天销假", "Back: end it today";
    leave_ended => "已销假", "Ended";
    leave_withdrawn => "已撤回", "Taken back";
    declined_because(why: &str) => "未批准：{why}", "Declined: {why}";
    you_cover(name: &str) => "您替{name}的班", "You cover for {name}";
    cover_until(day: &str) => "到 {day} 为止，之后自动从手机移除", "Until {day}; then it leaves the phone by itself";
    cover_from(from: &str, to: &str) => "{from} 至 {to}", "{from} to {to}";
    call_away(name: &str) => "问{name}", "Ask {name}";
    own_leave(state: &str, days: &str) => "您的请假（{state}）：{days}", "Your leave ({state}): {days}";
}
