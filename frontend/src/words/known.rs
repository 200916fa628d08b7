shared::messages! {
    /// What is known already while a report is written.
    pub trait KnownWords;
    known_title => "附近已有同样的事？", "Known already?";
    known_hint => "是同一件事就并进去：一件事只办一次，您和居民都有自己的回执。", "If it is the same, join it: it is handled once, and everybody has a receipt.";
    join => "并入这件", "Join this one";
    joining => "已选并入，点此取消", "Will join; press to undo";
    metres_off(metres: u32) => "约 {metres} 米", "about {metres} m away";
    known_filed(day: &str) => "{day} 上报", "reported on {day}";
    known_closed(day: &str) => "{day} 办结", "closed on {day}";
    not_public(found: &str) => "{found}，公开列表不会显示这段文字", "{found}; the public list will not show these words";
}
