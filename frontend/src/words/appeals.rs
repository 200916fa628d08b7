shared::messages! {
    /// Appeals against lateness.
    pub trait AppealWords;
    appeals => "超期申诉", "Appeals";
    appeals_mine => "我的超期申诉", "My appeals";
    appeals_waiting => "待我评审", "Waiting for me";
    appeals_all => "全部", "All";
    appeals_none => "没有申诉", "No appeals";
    appeals_none_text => "案件结案后 10 个工作日内，经办人可以对超期提出申诉。", "Within 10 working days of closing, those who handled a case may appeal against its lateness.";
    appeal_lead => "超期的事实会保留；两位不同的评审人都同意后，统计时不计入。每个案件只能申诉一次。", "That it was late stays written. If two different reviewers agree, statistics leave it out. A case can be appealed once.";
    appeal_reason => "为什么超期", "Why it was late";
    appeal_photos => "说明情况的照片", "Photos that show it";
    appeal_do => "提出申诉", "Appeal";
    appeal_done => "申诉已提交", "The appeal was filed";
    appeal_by(name: &str, when: &str) => "{name} 于 {when} 提出", "by {name}, {when}";
    appeal_late(when: &str) => "超期：{when}", "late since {when}";
    appeal_not_possible => "现在不能申诉", "It cannot be appealed now";
    appeal_not_possible_text => "只有超期后办结的案件，可以由经办人在结案后 10 个工作日内申诉。", "Only a case that was late and is closed can be appealed, by those who handled it, within 10 working days.";
    appeal_review => "评审", "Review";
    appeal_uphold => "同意", "Agree";
    appeal_refuse => "不同意", "Disagree";
    appeal_verdict => "评审意见", "Verdict";
    appeal_review_reason => "理由", "Reason";
    appeal_review_lead => "初审和复审由两位不同的人进行；都同意，申诉才成立。", "Two different people review it; it is upheld only if both agree.";
    appeal_reviewed => "评审已记录", "The review was recorded";
}
