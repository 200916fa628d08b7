shared::messages! {
    /// Reply templates, as the office keeps them.
    pub trait TemplateWords;
    templates_title => "常用语", "Templates";
    templates_lead => "办理案件写说明时，下面会列出这一步的常用语，点一下就填进去，再按实际情况改。", "Offered beside the reason when somebody makes that move; one press fills it in, to be changed as the case needs.";
    templates_none => "还没有常用语", "No templates yet";
    templates_none_text => "把经常写的说明存成常用语，大家办理案件时都能用。", "Keep what is written again and again, so that everybody can use it.";
    new_template => "新增", "Add";
    add_template => "新增常用语", "Add a template";
    edit_template => "修改常用语", "Edit the template";
    template_move => "用在哪一步", "For which move";
    template_for(by: &str) => "用在“{by}”这一步", "For the move “{by}”";
    template_title => "标题", "Title";
    template_title_hint => "办理时按标题挑选，例如：不在本街道", "It is chosen by this. For example: not in this sub-district";
    template_text => "内容", "Words";
    template_text_hint => "要临时填的地方用【】标出，例如：电话【号码】。", "Mark with 【】 what is to be filled in, such as a 【number】.";
    template_to_reporter => "上报人会看到", "The reporter reads it";
    template_retired => "已停用", "Retired";
    with_retired => "含已停用", "Retired ones too";
    template_state => "状态", "State";
    retire_template => "停用", "Retire";
    retire_template_note => "停用后办理时不再列出，以后可以恢复。", "It is no longer offered, and can be brought back.";
    restore_template => "恢复使用", "Offer it again";
}
