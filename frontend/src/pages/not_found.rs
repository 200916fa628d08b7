//! An address that names no page.

use yew::prelude::*;

use crate::look::use_lang;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::parts::state;
use crate::route::Route;
use crate::words::ShellWords;

/// Says so, and shows the way back.
#[component]
pub fn NotFoundPage() -> Html {
    let lang = use_lang();
    let home = html! { <Go to={Route::Home} class="button primary">{ lang.to_start() }</Go> };
    html! { <Page title={lang.not_found_title()}>{ state::empty(Icon::Search, lang.not_found_title(), lang.not_found_text(), home) }</Page> }
}
