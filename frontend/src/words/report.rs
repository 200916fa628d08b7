shared::messages! {
    /// Filing a report: photos, category, place, words.
    pub trait ReportWords;
    photos => "照片", "Photos";
    camera => "拍照", "Camera";
    album => "相册", "Album";
    shrinking => "正在压缩", "Shrinking";
    photo_number(n: usize) => "照片 {n}", "Photo {n}";
    remove_photo(n: usize) => "删除照片 {n}", "Remove photo {n}";
    too_many_photos(most: u8) => "最多 {most} 张照片，多出的没有加入", "At most {most} photos; the others were left out";
    photo_empty => "文件是空的，请重新拍或重新选", "The file is empty; take or choose another";
    photo_not_one => "这不是照片。请选 JPEG、PNG 或 WebP 图片", "This is not a photo. Choose a JPEG, PNG or WebP picture";
    photo_heif => "此浏览器打不开这种照片（HEIC）。请在相机设置里改为“兼容性最佳”，或把照片截图后再选", "This browser cannot open HEIC photos. Set the camera to “most compatible”, or choose a screenshot of it";
    photo_too_large => "照片太大，手机处理不了。请用较低的分辨率再拍", "The photo is too large for this phone; take it at a lower resolution";
    photo_broken => "照片损坏或没有传完整。请重新拍或重新选", "The photo is damaged or incomplete; take or choose another";
    camera_lost => "打开相机时页面被系统关闭，照片没有收到。文字都在，请再拍一次。", "The phone closed this page while the camera was open, so the photo did not arrive. Your words are still here; please take it again.";
    keep_photo_facts => "保留照片的拍摄时间和位置", "Keep when and where photos were taken";
    keep_photo_facts_note => "不打开时，上传前就从照片中删去", "Otherwise removed before the photo leaves this phone";

    category => "类别", "Category";
    choose_category => "选择类别", "Choose a category";
    search_category => "搜索类别，如：路灯、垃圾、井盖", "Search: lamp, rubbish, manhole";
    recent_categories => "最近用过", "Used recently";
    no_category_found => "没有这个类别", "No such category";
    no_category_text => "换个说法再搜，或在下面的分组里找。", "Try another word, or look through the groups.";
    restricted => "仅限负责人员可见", "Only for those in charge";
    limit(words: &str) => "办理时限：{words}", "Time limit: {words}";
    what => "情况说明", "What you saw";
    what_hint => "看到了什么，影响到谁", "What it is, and whom it affects";

    place => "位置", "Place";
    locating => "正在定位…", "Finding your position…";
    accuracy(metres: i64) => "误差约 {metres} 米", "within about {metres} m";
    no_place_yet => "还没有位置", "No place yet";
    no_place_why => "请在地图上选点，或选一个网格。", "Choose a point on the map, or a grid.";
    place_denied => "没有定位权限", "Positioning is not allowed";
    place_timeout => "暂时定不到位", "No position found in time";
    place_from_photo => "用照片里的位置", "Use the photo's place";
    outside => "这个位置不在任何网格内，请选一个网格。", "This place lies in no grid; choose one.";
    near_border => "靠近网格边界，请确认是哪个网格：", "Near a border. Which grid is it?";
    locate_again => "重新定位", "Locate again";
    on_map => "地图选点", "On the map";
    from_list => "选网格", "Choose a grid";
    place_words => "具体地点", "Where exactly";
    place_words_hint => "如：村口桥头东侧", "For example: east of the bridge";
    map_title => "在地图上点选位置", "Tap the place on the map";
    map_label => "网格边界图，点一下选择位置", "Map of grid outlines; tap to choose the place";
    map_hint => "线条是网格边界。点一下选位置，双指缩放。用键盘的，请改用“选网格”。", "The lines are grid borders. Tap to choose, pinch to zoom. With a keyboard, choose a grid from the list instead.";
    map_failed => "地图没有加载出来，请改用“选网格”。", "The map did not load; choose a grid from the list.";
    use_this_place => "用这个位置", "Use this place";
    grid_title => "选择网格", "Choose a grid";
    search_grid => "网格、村名、姓名或编号", "Grid, village, name or code";
    no_grid_found => "没有找到网格", "No grid found";
    no_grid_text => "换个村名、姓名或编号再试。", "Try another village, name or code.";
    my_grids => "我的网格", "My grids";

    on_behalf => "代居民上报", "On behalf of a resident";
    on_behalf_note => "居民来电、微信群或走访时反映的", "From a call, a chat group or a visit";
    came_by => "反映渠道", "How it came in";
    by_phone => "来电", "Call";
    by_chat => "微信群", "Chat group";
    by_visit => "走访", "Visit";
    resident_name => "居民姓名", "Resident's name";
    resident_phone => "居民电话", "Resident's phone";
    resident_note => "只有办理人员能看到，用于回访。", "Seen only by those who handle the case, to call back.";

    send_report => "提交上报", "Send report";
    check_form => "有内容需要补充", "Something is missing";
    need_category => "请选择类别", "Choose a category";
    need_place => "请给出位置或选择网格", "Give a place or choose a grid";
    photos_working => "照片还在压缩，请稍等", "Photos are still being shrunk";
    draft_kept => "草稿已存在本机", "Draft kept on this device";
    discard => "清空", "Clear";
    discard_ask => "清空这份草稿？", "Clear this draft?";
    discard_note => "已填的内容和照片都会删去。", "What you entered and the photos will be removed.";

    filed_title => "上报成功", "Report filed";
    filed_number(number: &str) => "案件编号 {number}", "Case {number}";
    filed_receipt => "回执码", "Receipt code";
    filed_next => "网格员会尽快受理，办理进展可在“案件”里查看。", "It will be taken up soon; follow it under Cases.";
    another => "再报一件", "Report another";
    see_case => "查看案件", "Open the case";
    receipt_page => "给居民看的进度页", "The resident's progress page";
}
