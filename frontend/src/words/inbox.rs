shared::messages! {
    /// The office's inbox: queues, moves in bulk, saved filters, keys.
    pub trait InboxWords;
    queues => "待办分类", "Queues";
    queue_count(name: &str, n: i64) => "{name} {n}", "{name} {n}";
    every_open => "全部未办结", "All open";
    inbox_empty => "没有要办的案件", "Nothing waiting";
    inbox_empty_text => "有新的案件时，会出现在这里。", "Cases appear here as they come in.";
    inbox_pick => "从左边选一件案件查看和办理。按 ? 查看键盘用法。", "Choose a case on the left. Press ? for the keys.";
    search_inbox => "搜索情况、地点、人员、编号", "Search text, place, person, number";
    select_case(number: &str) => "选中 {number}", "Select {number}";
    select_all => "全选", "Select all";
    selected(n: usize) => "已选 {n} 件", "{n} selected";
    select_none => "取消选择", "Select none";
    pick => "选择", "Select";
    pick_end => "取消", "Cancel";
    pick_lead => "点选要一起办理的案件", "Tick the cases to move together";
    shown(n: usize) => "{n} 件", "{n} cases";
    shown_more(n: usize) => "{n} 件以上", "More than {n}";

    bulk_title(what: &str, n: usize) => "{what} {n} 件", "{what}: {n} cases";
    bulk_skips(n: usize) => "另外 {n} 件的状态不能这样办理，会跳过。", "{n} more cannot be moved like this and are left out.";
    bulk_none => "选中的案件现在都不能这样办理。", "None of the selected cases can be moved like this.";
    bulk_done(n: usize, what: &str) => "{what}：办好 {n} 件", "{what}: {n} done";
    bulk_failed(n: usize) => "{n} 件没有办成：", "{n} were not moved:";
    bulk_unseen => "案件已看不到", "The case can no longer be seen";

    saved_filters => "我的筛选", "My filters";
    save_filter => "保存筛选", "Save this filter";
    filter_name => "筛选名称", "Name of the filter";
    filter_name_hint => "例如：本周超期", "For example: late this week";
    filter_is_all => "先选一个分类、类别，或搜索一个词，再保存。", "Choose a queue or a category, or search for a word, before saving.";
    filter_saved => "已保存筛选", "Filter saved";
    forget_filter(name: &str) => "删除筛选“{name}”", "Forget the filter “{name}”";
    export => "导出", "Export";
    export_what => "导出当前筛选的全部案件", "Export all cases of this filter";
    exporting => "正在准备文件…", "The file is being prepared…";

    templates => "常用语", "Templates";

    keys => "键盘用法", "Keys";
    keys_on => "启用单键快捷键", "Single-key shortcuts";
    keys_on_note => "在输入框里打字时不起作用", "They rest while you type in a field";
    key_down => "下一件", "Next case";
    key_up => "上一件", "Previous case";
    key_open => "打开", "Open";
    key_select => "选中或取消", "Select or not";
    key_search => "搜索", "Search";
    key_none => "取消选择", "Select none";
    key_send => "在表单里：提交", "In a form: send";
    key_help => "显示这张表", "Show these keys";
}
