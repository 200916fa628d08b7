//! What the report form says.

use shared::lang::Lang;

shared::messages! {
    /// The words of the report form.
    pub trait Words;
    title => "上报问题", "Report a problem";
    error_title => "错误：", "Error: ";
    lead => "不用登录。写清楚什么事、在哪里，就可以提交。", "No sign-in. Say what it is and where, and send it.";
    danger => "有人身危险、着火或正在违法犯罪，请先拨打 110、119 或 120。", "If somebody is in danger, call 110, 119 or 120 first.";
    part_what => "1. 什么事", "1. What is it?";
    part_where => "2. 在哪里", "2. Where is it?";
    part_more => "3. 照片和联系方式（可不填）", "3. Photos and contact (optional)";
    category => "是哪类事情", "What kind of matter";
    category_hint => "不确定就选最接近的，网格员会改正。", "Not sure? Choose the nearest; the grid member will correct it.";
    choose => "请选择", "Please choose";
    common => "常见问题", "Common problems";
    text => "看到了什么", "What have you seen?";
    text_hint => "例如：路灯不亮，已经三天了。最多 2000 字。", "For example: the street light has been out for three days. At most 2000 characters.";
    place_text => "具体位置（可不填）", "The exact spot (optional)";
    place_text_hint => "例如：村口桥头东侧", "For example: by the bridge at the village entrance, east side";
    locate => "用手机定位", "Use my phone's position";
    locate_hint => "只在您点了以后定位一次，和这条上报一起保存。", "Asked once, when you press, and kept with this report only.";
    locating => "正在定位…", "Finding your position…";
    located => "已加上定位，误差约 {{m}} 米。", "Position added, accurate to about {{m}} metres.";
    not_located => "没有取得定位，不影响提交，写清楚位置就行。", "No position; describe the spot in words instead.";
    photos => "照片", "Photos";
    photos_hint => "最多 9 张，JPEG、PNG 或 WebP，单张不超过 10 MB。", "At most 9: JPEG, PNG or WebP, 10 MB each.";
    photos_again => "因为要先更正上面的内容，照片没有保留，请重新选择。", "Because something needs correcting first, the photos were not kept; please choose them again.";
    keep_place => "照片里记下的拍摄地点也一起保存，方便找到现场", "Also keep the place noted in the photos, so that the spot is easy to find";
    name => "怎么称呼您", "Your name";
    phone => "联系电话", "Your phone";
    phone_hint => "只给办理这件事的工作人员看，方便问清情况、告诉您结果。", "Seen only by those who handle the matter, to ask you and to tell you the result.";
    kept => "您填的内容保存多久、谁能看到", "How long this is kept, and who sees it";
    send => "提交", "Send";
    sending => "正在提交，请稍候…", "Sending, please wait…";
    known_title => "附近已有人上报同样的事？", "Reported already?";
    known_lead => "看看是不是下面这件。是的话点“我也遇到”：不用重复处理，您也有自己的回执，办好了一样告诉您。", "Is it one of these? Then press “me too”: it is handled once, and you get a receipt of your own and hear the result.";
    me_too => "我也遇到", "Me too";
    me_too_of(category: &str) => "：{category}", ": {category}";
    not_the_same => "不是同一件事，继续上报", "Not the same, report it";
    else_send => "都不是的话，填好后照常提交。", "If it is none of these, fill in the form and send it.";
    go_on => "就这样上报", "Report it as it is";
    look_again => "再看一眼", "One more look";
    start_again => "重新填写", "Start again";
    filed_on(day: &str) => "{day} 上报", "Reported on {day}";
    closed_on(day: &str) => "{day} 办结", "Closed on {day}";
    closed_again => "刚办结。如果又出现了，请继续上报。", "Closed lately. If it is there again, report it.";
    metres(count: u32) => "约 {count} 米", "about {count} m away";
    right_here => "就在这里", "right here";
    photos_kept(count: usize) => "已收到 {count} 张照片，不用重新选。", "Your photos ({count}) are kept; no need to choose them again.";
    not_shown(found: &str) => "{found}，公开列表不会显示这段文字。", "{found}; the public list will not show these words.";
    not_shown_why => "位置写“桥头东侧”这样就够了；姓名和电话请填在联系方式里，只有办理的人看得到。", "For the place, words like “east of the bridge” will do; names and phones belong into the contact fields, which only those who handle it see.";
    prove => "这个网络地址刚才的匿名上报比较多，为防止滥发，要先让手机算一小会儿。", "There were many anonymous reports from this network just now. To stop abuse, your phone has to compute for a moment first.";
    proving => "正在计算，几秒钟就好…", "Computing, a few seconds…";
    proved => "好了，请再点一次“提交”。填过的内容都在。", "Done. Press Send again; what you typed is still here.";
    prove_without => "手机算不了的话，请过一小时再提交，或直接打电话给网格员。", "If your phone cannot, wait an hour, or call the grid member.";
    whom_to_call => "看看可以打给谁", "See whom to call";
    need_category => "请选择是哪类事情", "Choose what kind of matter it is";
    need_text => "请写一下看到了什么", "Say what you have seen";
}

/// What residents meet most, in their own words, and the leaf of the tree it belongs to.
pub fn common(lang: Lang) -> impl Iterator<Item = (&'static str, &'static str)> {
    const COMMON: [(&str, &str, &str); 12] = [
        ("0401", "垃圾没人清、垃圾桶满了", "Rubbish not collected, bin overflowing"),
        ("0602", "路灯不亮", "Street light out"),
        ("0601", "路面坏了", "Road damaged"),
        ("0603", "井盖坏了、下水道堵了", "Manhole cover broken, drain blocked"),
        ("0604", "停水、停电", "No water, no power"),
        ("0605", "电线、光缆掉下来了", "A cable has fallen"),
        ("0301", "电动车飞线充电、消防通道堵了", "Unsafe e-bike charging, fire lane blocked"),
        ("0404", "乱堆东西、乱贴广告", "Things piled up, notices posted everywhere"),
        ("0405", "河塘脏了、污水乱排", "Dirty pond or river, sewage"),
        ("0501", "有人在违规盖房", "Somebody is building illegally"),
        ("0102", "邻居之间闹矛盾", "Trouble between neighbours"),
        ("0803", "老人、残疾人或孩子需要帮助", "An old, disabled or young person needs help"),
    ];
    COMMON.into_iter().map(move |(code, zh, en)| (code, if lang == Lang::Zh { zh } else { en }))
}
