shared::messages! {
    /// Work shared out: parts, cases split off, cases handed over, what the rules suggest.
    pub trait SharingWords;
    parts => "协办", "Parts of other units";
    part_asked(who: &str, when: &str) => "{who} · {when}", "{who} · {when}";
    part_open => "办理中", "Under way";
    part_done => "已办完", "Done";
    finish_part => "办完协办", "The part is done";
    part_result => "办理结果", "What was done";
    suggested => "按规则建议", "The rules suggest";
    suggested_by(whom: &str, rule: &str) => "{whom}（规则“{rule}”）", "{whom} (rule “{rule}”)";
    split_does => "另立一个案件，本案照常办理", "opens another case beside this one";
    ask_part_does => "请别的单位做一部分，本案仍由原单位负责", "asks another unit for a part; the case stays where it is";
    split_what => "分出去的是什么事", "What is split off";
    split_done(number: &str) => "已分出案件 {number}", "Case {number} was split off";
    part_unit => "请哪个单位", "Which unit";
    choose_unit => "请选择单位", "Choose a unit";
    part_task => "请他们做什么", "What they are asked to do";
    part_is_asked => "已请求协办", "The part was asked for";
    part_is_done => "协办已办完", "The part is done";
    hand_over => "移交案件", "Hand cases over";
    hand_over_lead => "把一个人手上的未办结案件全部交给另一个人，例如请假、换岗。", "Gives all open cases of one person to another, as when somebody is on leave or leaves the post.";
    hand_over_from => "由谁移交", "From";
    hand_over_to => "交给谁", "To";
    hand_over_same => "请选择另一个人", "Choose somebody else";
    handed_over(n: usize) => "已移交 {n} 件", "{n} cases handed over";
}
