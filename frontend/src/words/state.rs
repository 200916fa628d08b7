shared::messages! {
    /// Waiting, failing, having nothing.
    pub trait StateWords;
    waiting => "正在加载…", "Loading…";
    offline_title => "网络不通", "No connection";
    offline_text => "连不上服务器。请检查网络，再试一次；已填的内容还在。", "The server cannot be reached. Check the network and try again; what you entered is still here.";
    failed_title => "出了点问题", "Something went wrong";
    unreadable_text => "收到的不是本系统的回应。如果连着公共 Wi-Fi，请先在它的页面登录，再试一次。", "The answer did not come from this system. On a public Wi-Fi, sign in on its own page first, then try again.";
    try_again => "再试一次", "Try again";
    more => "加载更多", "Load more";
    no_more => "没有更多了", "That is all";
}
