shared::messages! {
    /// Notices, and where else they go.
    pub trait NoticeWords;
    notices => "消息", "Notices";
    notices_unread(count: i64) => "消息，{count} 条未读", "Notices, {count} unread";
    notices_pile_unread => "未读", "Unread";
    notices_read_all => "全部已读", "Mark all as read";
    notices_all_read => "已全部标为已读", "All marked as read";
    notices_none => "没有消息", "No notices";
    notices_none_text => "案件有新情况时，会在这里提醒您。", "You are told here when something happens to your cases.";
    notices_none_unread => "没有未读消息", "Nothing unread";
    notice_new => "未读", "Unread";

    channels => "消息渠道", "Channels";
    channels_lead => "把案件提醒同时发到工作群或短信。默认全部关闭；发出的内容只有案件编号、类别、网格和期限，不含居民信息。", "Sends the same notices to a group chat or by short message. All are off until you turn them on. A message names the case, its category, grid and due time, and no resident.";
    channels_none => "还没有渠道", "No channel yet";
    channels_none_text => "在企业微信或钉钉群里添加“自定义机器人”，把它的地址填到这里。", "Add a custom robot to a WeCom or DingTalk group and enter its address here.";
    channel_add => "添加渠道", "Add a channel";
    channel_edit => "修改渠道", "Change the channel";
    channel_name => "名称", "Name";
    channel_name_hint => "如：十村一网格工作群", "Such as: work group of a grid";
    channel_adapter => "发到哪里", "Where to";
    channel_url => "机器人或网关地址", "Address of the robot or gateway";
    channel_url_kept => "不修改请留空。地址和密钥保存后不再显示。", "Leave it empty to keep it. Address and secrets are never shown again.";
    channel_url_hint => "以 https:// 开头，保存后不再显示。", "Begins with https://; never shown again.";
    channel_secret => "加签密钥", "Signing secret";
    channel_format => "消息样式", "Style";
    channel_method => "请求方式", "Method";
    channel_header_name => "请求头名称", "Header name";
    channel_header_value => "请求头内容", "Header value";
    channel_body => "请求内容模板", "Template of the body";
    channel_body_hint => "用 {{phone}}、{{text}}、{{id}} 表示手机号、内容和编号。", "{{phone}}, {{text}} and {{id}} stand for number, words and id.";
    channel_expected => "成功时回应里含有", "An answer of success contains";
    channel_area => "只发这个范围的案件", "Only cases of this area";
    channel_area_hint => "街道 9 位、村 12 位或网格 15 位代码；留空为全部。", "Code of a sub-district (9 digits), village (12) or grid (15); empty for all.";
    channel_unit => "只发这个单位的案件", "Only cases of this unit";
    channel_every_unit => "不限单位", "Every unit";
    channel_kinds => "发送哪些提醒", "Which notices";
    channel_on => "启用", "Turned on";
    channel_on_note => "关闭后，还没发出的消息不再发送。", "Once it is off, what still waits is not sent.";
    channel_is_on => "已启用", "On";
    channel_is_off => "已关闭", "Off";
    channel_counts(waiting: i64, failed: i64) => "待发 {waiting} · 失败 {failed}", "{waiting} waiting · {failed} failed";
    channel_test => "发送测试", "Send a test";
    channel_test_phone => "接收测试短信的手机号", "Mobile number for the test";
    channel_test_done => "测试消息已送达", "The test message was taken";
    channel_remove => "删除渠道", "Remove the channel";
    channel_remove_ask(name: &str) => "删除“{name}”？", "Remove “{name}”?";
    channel_remove_note => "它的发送记录也会一起删除。", "Its messages are removed with it.";
    channel_removed => "渠道已删除", "Channel removed";
    outbox => "发送失败的消息", "Messages that failed";
    outbox_retry => "重新发送", "Try again";
    outbox_retried => "已重新排队", "It will be tried again";
    outbox_tries(tries: i32) => "试了 {tries} 次", "tried {tries} times";

    digest_hour => "每日待办提醒时间", "Hour of the daily digest";
    hour(hour: i32) => "{hour}:00", "{hour}:00";
}
