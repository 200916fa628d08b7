use shared::cases::{ClockEffect, Move, Telling, Transition};
use shared::lang::Lang;

shared::messages! {
    /// Making a move: what it does, what it needs, who reads it.
    pub trait MoveWords;
    more_moves => "更多", "More";
    every_move => "可以办理的事项", "What can be done";
    leads_to(status: &str) => "变为“{status}”", "becomes “{status}”";
    stays => "状态不变", "stays where it is";
    clock_pauses => "时限暂停", "the clock pauses";
    clock_resumes => "时限继续", "the clock goes on";
    clock_extends => "时限再加一次", "the limit is given once more";
    clock_anew => "重新计时", "the clock starts anew";
    clock_of(stage: &str) => "开始{stage}计时", "the time for “{stage}” begins";
    reporter_reads => "上报人会看到您写的说明", "the reporter reads your words";
    reporter_hears => "会告知上报人", "the reporter is told";
    reporter_silent => "上报人看不到", "the reporter is not told";

    for_reporter => "上报人会看到。", "The reporter reads it.";
    for_colleagues => "只有同事能看到。", "Only colleagues read it.";
    personal(found: &str) => "{found}。上报人会看到这段话，请确认可以告诉上报人。", "{found}. The reporter will read this; make sure that is all right.";
    reason_words => "说明", "Words";
    reason_to_reporter => "给上报人的话", "A word to the reporter";
    reason_to_reporter_hint => "例如：明天上午到现场看。", "For example: we come and look tomorrow morning.";
    reason_complete => "处置结果", "What was done";
    reason_complete_hint => "写清做了什么、现在怎样。", "What was done and how it stands.";
    reason_close => "结案说明", "Closing words";
    reason_close_hint => "核实了什么。", "What was checked.";
    reason_decline => "不予受理的理由", "Why it is declined";
    reason_decline_hint => "说明原因，并告诉上报人可以找谁。", "Say why, and whom to turn to.";
    reason_void => "作废的理由", "Why it is void";
    reason_return => "退回的理由", "Why it is returned";
    reason_return_hint => "哪里不归我们，或缺什么情况；最好写明该找谁。", "What is not ours or what is missing; best say whose it is.";
    reason_escalate => "上报的理由", "Why it goes up";
    reason_escalate_hint => "做过什么，为什么办不了。", "What was tried, and why it does not work.";
    reason_update => "进展情况", "How it goes";
    reason_wait => "需要上报人补充什么", "What is needed of the reporter";
    reason_rework => "哪里没有办好", "What is not right yet";
    reason_reopen => "哪里没有解决", "What is not solved";
    reason_ask => "申请的理由", "Why you ask";
    reason_refuse => "不同意的理由", "Why it is refused";
    reason_card => "督办的理由", "Why it is supervised";
    note => "内部备注", "Internal note";
    note_hint => "只有同事能看到。", "Only colleagues see it.";

    after_photos => "处置后照片", "Photos after the work";
    before_photos => "处置前照片", "Photos before the work";
    after_photos_needed => "这类案件办结要有处置后的照片", "This category needs a photo of the result";
    before_photos_needed => "这类案件还要有处置前的照片", "This category also needs a photo from before";
    assignee => "指派给", "Assign to";
    choose_assignee => "请选择负责人", "Choose a person";
    choose_again => "换一个人", "Choose somebody else";
    search_people => "搜索姓名或电话", "Search name or phone";
    grid_people => "本网格人员", "People of this grid";
    found_people => "搜索结果", "Found";
    no_people_found => "没有找到人员", "Nobody found";
    no_people_text => "换个姓名或电话再试。", "Try another name or number.";

    dispatch_to => "交给", "Give to";
    escalate_to => "上报到", "Pass on to";
    choose_level => "请选择交给哪一级或哪个单位", "Choose a level or unit";
    level_grid => "本网格的网格长、网格员", "The grid's leader and members";
    level_village => "村两委", "The village's committee";
    level_instructor => "网格指导员、驻村干部", "The cadre attached to the village";
    level_sub_district => "指挥室", "The command room";
    units_of_sub_district => "街道科室和平台", "Offices and platforms of the sub-district";
    units_of_county => "县级部门", "Departments of the county";
    fits_platform(name: &str) => "{name}（本类事项）", "{name} (for this category)";
    unit_busy(n: i64) => "在办 {n} 件", "{n} open";
    unit_without_people => "今天没有人员", "nobody works there today";

    merge_into => "并入哪个案件", "Merge into";
    choose_into => "请选择主案", "Choose the other case";
    search_into => "搜索编号或情况", "Search number or text";
    into_here => "本网格未办结的案件", "Open cases of this grid";
    no_into => "没有可以并入的案件", "No case to merge into";
    no_into_text => "只能并入未办结的案件。换个编号或词再搜。", "Only open cases can take it in. Try another number or word.";

    until => "到哪一天恢复办理", "Goes on again on";
    until_hint => "到这天上午自动恢复办理。", "It goes on by itself that morning.";
    choose_until => "请选择今天以后的一天", "Choose a day after today";

    standard => "立结案标准", "Standard";
    choose_standard => "请选择立结案标准", "Choose the standard";
    filing_condition => "立案条件", "Filed when";
    closing_condition => "结案条件", "Closed when";

    moved(what: &str) => "已{what}", "Done: {what}";
    moved_meanwhile => "案件刚刚被别人办理过，已显示最新情况，请再看一下。", "Somebody else has just worked on this case. You see its latest state; please look again.";
}

/// What a move does, in one line: where it leads, what it does to the clock, and what the reporter hears.
pub fn effect(lang: Lang, row: &Transition) -> String {
    let leads = row.to.map_or_else(|| lang.stays(), |to| lang.leads_to(to.label(lang)));
    let clock = match row.clock {
        ClockEffect::Keep | ClockEffect::Stop => None,
        ClockEffect::Begin(stage) => Some(lang.clock_of(stage.label(lang))),
        ClockEffect::Renew(_) => Some(lang.clock_anew()),
        ClockEffect::Pause => Some(lang.clock_pauses()),
        ClockEffect::Resume => Some(lang.clock_resumes()),
        ClockEffect::Extend => Some(lang.clock_extends()),
    };
    let told = match row.telling {
        Telling::Silent => lang.reporter_silent(),
        Telling::Move => lang.reporter_hears(),
        Telling::Reason => lang.reporter_reads(),
    };
    [Some(leads), clock, Some(told)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What a move's reason is called, and what to write there.
pub fn reason_words(lang: Lang, row: &Transition, needed: bool) -> (String, String) {
    let (label, hint) = match row.by {
        _ if !needed => (lang.reason_to_reporter(), lang.reason_to_reporter_hint()),
        Move::Complete | Move::SelfHandle => (lang.reason_complete(), lang.reason_complete_hint()),
        Move::Close => (lang.reason_close(), lang.reason_close_hint()),
        Move::Decline => (lang.reason_decline(), lang.reason_decline_hint()),
        Move::Void => (lang.reason_void(), String::new()),
        Move::Return => (lang.reason_return(), lang.reason_return_hint()),
        Move::Escalate => (lang.reason_escalate(), lang.reason_escalate_hint()),
        Move::Update => (lang.reason_update(), String::new()),
        Move::Wait => (lang.reason_wait(), String::new()),
        Move::Rework => (lang.reason_rework(), String::new()),
        Move::Reopen => (lang.reason_reopen(), String::new()),
        Move::AskExtension | Move::AskSuspension => (lang.reason_ask(), String::new()),
        Move::Refuse => (lang.reason_refuse(), String::new()),
        Move::YellowCard | Move::RedCard => (lang.reason_card(), String::new()),
        _ => (lang.reason_words(), String::new()),
    };
    let reader = if row.telling == Telling::Reason { lang.for_reporter() } else { lang.for_colleagues() };
    let gap = if hint.is_empty() || lang == Lang::Zh { "" } else { " " };
    (label, format!("{hint}{gap}{reader}"))
}

#[cfg(test)]
mod tests {
    use shared::cases::{Need, TRANSITIONS};

    use super::*;

    #[test]
    fn every_reason_says_who_reads_it() {
        for row in TRANSITIONS.iter().filter(|row| row.needs_a(Need::Reason)) {
            let (label, hint) = reason_words(Lang::Zh, row, true);
            assert!(!label.is_empty() && hint.ends_with("看到。"), "{}", row.by);
            assert_eq!(hint.contains("上报人会看到"), row.telling == Telling::Reason, "{}", row.by);
        }
    }

    #[test]
    fn a_move_says_what_it_does() {
        let said = |by, from| shared::cases::transition(by, from).map(|row| effect(Lang::Zh, row));
        let wait = said(Move::Wait, shared::cases::CaseStatus::Handling);
        assert_eq!(wait.as_deref(), Some("变为“等待群众” · 时限暂停 · 上报人会看到您写的说明"));
    }
}
