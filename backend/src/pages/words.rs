//! What the frame of the public pages says.

shared::messages! {
    /// The words of the frame, of the errors and of the small pages.
    pub trait Words;
    site => "网格", "Grid";
    site_of(name: &str) => "{name}网格", "{name} grids";
    skip => "跳到正文", "Skip to content";
    more => "更多", "More";
    elder_size => "长辈版", "Large";
    standard_size => "标准版", "Standard";
    home => "首页", "Home";
    all_boards => "全部公示牌", "All noticeboards";
    verify => "核验上门人员", "Check a visitor";
    privacy => "个人信息保护", "Privacy";
    staff => "工作人员登录", "Staff sign-in";
    supervision => "监督电话", "Supervision phone";
    footer_note => "不用登录；除了您自己填写提交的，本页不记录任何信息。", "No sign-in. This page records nothing but what you fill in and send.";
    back_home => "回到首页", "Back to the home page";
    call_supervision => "拨打监督电话", "Call the supervision phone";
    what_to_do => "可以这样做", "What you can do";
    to_correct => "有以下问题需要更正", "Please correct the following";
    request_number(id: &str) => "请求编号 {id}，联系我们时请报这个编号。", "Request number {id}; please mention it when you contact us.";
    problem_code => "错误代码 (code)", "Code";
    problem_status => "HTTP 状态", "HTTP status";
    problem_note => "接口返回 application/problem+json（RFC 9457）；程序请以 code 为准，detail 说明这一次具体是什么，errors 指出每一处。", "The API answers application/problem+json (RFC 9457). Programs branch on the code; detail says what happened this time, errors name each place.";
    advice_not_found => "请核对网址或口令码是否完整，也可以从全部公示牌里查找。", "Check that the address or short code is complete, or look in the list of all noticeboards.";
    advice_wait => "请过一会儿再试一次。", "Please wait a little and try again.";
    advice_ours => "不是您的问题。请过一会儿再试；急事请直接打电话。", "This is not your fault. Try again in a little while; if it is urgent, please phone.";
    advice_correct => "请按上面的提示更正后再提交。", "Correct what is named above and send it again.";
    advice_sign_in => "这一页是给工作人员用的，请先登录。", "This page is for staff; please sign in first.";
    advice_other => "请返回上一页重新操作。", "Go back and try once more.";
}
