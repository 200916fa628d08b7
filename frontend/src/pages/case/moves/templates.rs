//! Reply templates beside a reason: words that fit many cases, to take and change.

use shared::cases::Move;
use shared::cases::templates::{self, TemplateFilter};
use yew::prelude::*;

use crate::api::use_call;
use crate::look::use_lang;
use crate::parts::icon::Icon;
use crate::words::InboxWords;

#[derive(PartialEq, Properties)]
pub struct TemplatesProps {
    pub by: Move,
    /// What stands in the field already; a template follows on it.
    pub written: AttrValue,
    pub write: Callback<String>,
}

/// The templates of a move as a row of buttons; nothing where there is none.
#[component]
pub fn Templates(props: &TemplatesProps) -> Html {
    let lang = use_lang();
    let filter = TemplateFilter { by: Some(props.by), ..TemplateFilter::default() };
    let known = use_call(Some(templates::list_templates(&filter)));
    let Some(page) = known.state.value().filter(|page| !page.items.is_empty()) else { return Html::default() };
    let take = |text: &str| {
        let written = props.written.trim_end();
        let whole = if written.is_empty() { text.to_owned() } else { format!("{written}\n{text}") };
        props.write.reform(move |_: MouseEvent| whole.clone())
    };
    html! {
        <div class="chips wrap templates" role="group" aria-label={lang.templates()}>
            for template in &page.items {
                <button key={template.id.to_string()} type="button" class="chip" title={template.text.to_string()} onclick={take(template.text.as_str())}>
                    { Icon::Plus.small() }{ template.title.as_str() }
                </button>
            }
        </div>
    }
}
