shared::messages! {
    /// The office's words for phones and lost ones.
    pub trait DeviceWords;
    phones => "使用的手机", "Phones";
    no_phones => "还没有在手机上用过", "The app has not been used on a phone yet";
    last_contact_at(when: &str) => "{when}连上过", "Last heard of {when}";
    unsent_there(n: i32) => "有 {n} 件还没有送达", "{n} not delivered yet";
    report_lost => "报失", "Report lost";
    report_lost_ask => "这台手机丢了？", "Is this phone lost?";
    report_lost_note => "报失后它收不到任何内容，一连上就清除本机数据；没有送达的内容会先交到这里，由您决定补录还是不用。报失不能撤回，找回来要重新登录。", "Once reported it is served nothing, and it deletes what it keeps as soon as it is reached; what it had not delivered is handed in first, for you to decide on. There is no way back: a phone that is found signs in anew.";
    reported_lost => "已报失", "Reported lost";
    lost_unconfirmed => "已报失，清除未确认", "Lost, not confirmed as wiped";
    lost_wiped => "已报失，已清除", "Lost, wiped";
    held_of_it(n: i64) => "交回 {n} 件待处理", "{n} handed in, to be decided on";
    decide => "处理", "Decide";
    held_title => "丢失手机交回的内容", "Handed in by a lost phone";
    held_lead => "拿着手机的可能是别人：核对过再补录。补录后记在原主人名下，时间按当时保存的时间。", "Somebody else may have held the phone: check before you enter it. It is entered in the owner's name, at the time it was saved.";
    held_none => "都处理完了", "All decided on";
    held_apply => "补录", "Enter";
    held_discard => "不用", "Discard";
    held_reason => "不用的理由", "Why it is discarded";
    held_applied => "已补录", "Entered";
    held_not_applied(why: &str) => "没有补录：{why}", "Not entered: {why}";
    handover => "手机交来的文件", "A file from a phone";
    handover_lead => "网格员的手机一直连不上时，在“待送达”里存成的文件。核对是本人交来的再补录；已经送达过的不会重复。", "Saved in a member's outbox when the phone could not be reached for long. Check that it is theirs before you enter it; what was delivered already is not done twice.";
    handover_file => "选择 .wangge 文件", "Choose a .wangge file";
    handed_over(name: &str, done: usize, all: usize) => "{name}：{all} 项中已补录 {done} 项", "{name}: {done} of {all} entered";
    held_discarded => "已记为不用", "Discarded";
}
