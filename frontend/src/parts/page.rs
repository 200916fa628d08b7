//! A page: its title in the bar and in the browser, the focus on its heading when it opens, its one primary action at the thumb.

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::icon::Icon;
use super::link::Go;
use crate::device;
use crate::look::use_lang;
use crate::route::Route;
use crate::unread::Bell;
use crate::words::ShellWords;

#[derive(PartialEq, Properties)]
pub struct PageProps {
    pub title: AttrValue,
    /// The page above this one.
    #[prop_or_default]
    pub back: Option<Route>,
    /// At the right of the bar.
    #[prop_or_default]
    pub action: Html,
    /// The primary action, docked at the bottom.
    #[prop_or_default]
    pub dock: Html,
    /// Uses the whole width of a desk.
    #[prop_or_default]
    pub wide: bool,
    /// Whether the bell stands in the bar; never where there is a way back.
    #[prop_or(true)]
    pub bell: bool,
    pub children: Html,
}

/// A page of the app.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let lang = use_lang();
    let heading = use_heading(&props.title);
    html! {
        <>
            <header class="bar">
                if let Some(back) = &props.back {
                    <Go to={back.clone()} class="bar-back" label={lang.back()}>{ Icon::Back.draw() }</Go>
                }
                <h1 tabindex="-1" ref={heading}>{ &props.title }</h1>
                <div class="bar-action">
                    { props.action.clone() }
                    if props.bell && props.back.is_none() {
                        <Bell />
                    }
                </div>
            </header>
            <div class={classes!("body", props.wide.then_some("wide"))}>{ props.children.clone() }</div>
            if props.dock != Html::default() {
                <div class="dock"><div class="dock-inner">{ props.dock.clone() }</div></div>
            }
        </>
    }
}

/// Whether what was drawn first stands on the screen. A long page draws its first screenful, and the rest when this turns: a cheap phone
/// takes its time, and nobody reads below the fold in that moment.
#[hook]
pub fn use_painted() -> bool {
    let painted = use_state(|| false);
    {
        let set = painted.setter();
        use_effect_with((), move |()| {
            let later = set.clone();
            // The frame's callback comes just before it is painted, and what follows it just after.
            let frame = Closure::once_into_js(move || Timeout::new(0, move || later.set(true)).forget());
            let asked = device::window().and_then(|window| window.request_animation_frame(frame.unchecked_ref()).ok());
            if asked.is_none() {
                set.set(true);
            }
        });
    }
    *painted
}

/// Names the document after the page, and moves the focus to its heading once (WCAG 2.4.2, 2.4.3).
#[hook]
pub fn use_heading(title: &AttrValue) -> NodeRef {
    let lang = use_lang();
    let heading = use_node_ref();
    use_effect_with((title.clone(), lang), |(title, lang)| {
        if let Some(document) = device::document() {
            document.set_title(&format!("{title} · {}", lang.product()));
        }
    });
    {
        let heading = heading.clone();
        use_effect_with((), move |()| {
            if let Some(window) = device::window() {
                window.scroll_to_with_x_and_y(0.0, 0.0);
            }
            if let Some(heading) = heading.cast::<HtmlElement>() {
                // A heading that cannot take the focus still names the page.
                let _ = heading.focus();
            }
        });
    }
    heading
}
