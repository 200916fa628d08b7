//! What the reporter is told, in words anybody understands.

shared::messages! {
    /// The words of receipts.
    pub trait Words;
    received => "已收到您的上报", "Your report was received";

    title => "我的上报", "My report";
    code => "回执码", "Receipt code";
    filed => "上报成功", "Your report was filed";
    filed_keep => "请记下回执码，或把本页收藏、截图。凭它随时可以查看进度，不用登录。", "Write the receipt code down, or bookmark or screenshot this page. With it you can follow your report at any time, without signing in.";
    filed_next(promise: &str) => "接下来：网格员会尽快查看。这类事项承诺办理时限：{promise}。", "What happens next: a grid member will look at it soon. The promised time for such matters: {promise}.";
    status => "现在的进度", "Where it stands";
    promise => "承诺时限", "Promised time";
    category => "事项", "Matter";
    grid => "网格", "Grid";
    received_at => "收到时间", "Received";
    your_words => "您反映的情况", "What you reported";
    your_photos => "上报时的照片", "Your photos";
    result => "处理结果", "What was done";
    reason => "原因", "Reason";
    after_photos => "处理后的照片", "Photos after the work";
    photo(number: usize) => "上报照片 {number}，点开看大图", "Photo {number} of the report; opens large";
    after_photo(number: usize) => "处理后照片 {number}，点开看大图", "Photo {number} after the work; opens large";
    steps => "办理经过", "What happened";
    add_photos => "补充照片", "Add photos";
    add_photos_hint(left: usize) => "还可以补充 {left} 张：JPEG、PNG 或 WebP，单张不超过 10 MB。", "Up to {left} more: JPEG, PNG or WebP, 10 MB each.";
    photos_missing(here: usize, announced: usize) => "您上报时有 {announced} 张照片，现在收到 {here} 张。没有收到的请在下面补传。", "Of the {announced} photos of your report, {here} have arrived. Please send the others below.";
    send_photos => "上传照片", "Send photos";
    choose_photos => "选择照片", "Choose photos";
    keep_place => "照片里记下的拍摄地点也一起保存，方便找到现场", "Also keep the place noted in the photos, so that the spot is easy to find";
    photos_added(count: usize) => "收到 {count} 张照片。", "{count} photos were received.";
    no_photos_chosen => "没有选择照片。请先选择，再点上传。", "No photos were chosen. Choose some first, then send them.";
    not_taken => "有照片没有收下，请更换后在下面补充", "Some photos were not taken; please send others below";
    not_taken_photo(number: usize, why: &str) => "第 {number} 张：{why}", "Photo {number}: {why}";
    too_many => "最多 9 张，多出的没有收。", "At most 9 are taken; this one was left out.";
    left_out => "一共最多 9 张照片，多出的没有收。", "At most 9 photos in all; the others were left out.";
    busy => "同时上传的人太多，这张没有收到，请再传一次。", "Too many photos came in at once; please send this one again.";
    too_often => "操作太频繁，照片没有收下，请过一会儿再试。", "Too many requests; the photos were not taken. Please try again in a little while.";
}
