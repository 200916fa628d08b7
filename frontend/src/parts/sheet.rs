//! Sheets and dialogs on the native `<dialog>`: from below on a phone, centred at a desk. Escape and a tap beside it close it.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement, KeyboardEvent, MouseEvent};
use yew::prelude::*;

use super::button::IconButton;
use super::icon::Icon;
use super::keydown::use_keydown;
use super::use_id;
use crate::device;
use crate::look::use_lang;
use crate::words::ShellWords;

#[derive(PartialEq, Properties)]
pub struct SheetProps {
    pub title: AttrValue,
    pub close: Callback<()>,
    /// Takes the whole height allowed, so that a list inside does not jump while it is filtered.
    #[prop_or_default]
    pub tall: bool,
    /// What the primary button does, also done by Ctrl and Enter from wherever somebody types.
    #[prop_or_default]
    pub confirm: Option<Callback<()>>,
    /// Nothing is left to enter: the primary button has the focus, and Enter alone does it.
    #[prop_or_default]
    pub ready: bool,
    /// The buttons at the bottom.
    #[prop_or_default]
    pub foot: Html,
    pub children: Html,
}

/// A modal sheet; it is open as long as it is drawn.
#[component]
pub fn Sheet(props: &SheetProps) -> Html {
    let lang = use_lang();
    let id = use_id();
    let dialog = use_modal();
    let class = classes!("sheet", props.tall.then_some("tall"));
    {
        let dialog = dialog.clone();
        use_effect_with(props.ready, move |ready| {
            let primary =
                dialog.cast::<Element>().filter(|_| *ready).and_then(|it| it.query_selector(".sheet-foot .primary").ok().flatten());
            if let Some(button) = primary.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
                // Without the focus it takes a press more.
                let _ = button.focus();
            }
        });
    }
    use_confirm(&dialog, props.confirm.clone());
    html! {
        <dialog ref={dialog} {class} aria-labelledby={id.of("sheet")} oncancel={cancel(&props.close)} onclick={beside(&props.close)}>
            <div class="sheet-head">
                <h2 id={id.of("sheet")} tabindex="-1" autofocus=true>{ &props.title }</h2>
                <IconButton icon={Icon::Close} label={lang.close()} onclick={props.close.clone()} />
            </div>
            <div class="sheet-body">{ props.children.clone() }</div>
            if props.foot != Html::default() {
                <div class="sheet-foot">{ props.foot.clone() }</div>
            }
        </dialog>
    }
}

/// Ctrl and Enter, from wherever the focus is.
#[hook]
fn use_confirm(dialog: &NodeRef, confirm: Option<Callback<()>>) {
    let dialog = dialog.clone();
    use_keydown(Callback::from(move |event: KeyboardEvent| {
        let asked = event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing();
        if let Some(confirm) = confirm.as_ref().filter(|_| asked && is_on_top(&dialog)) {
            event.prevent_default();
            confirm.emit(());
        }
    }));
}

/// Whether no other dialog lies over this one.
fn is_on_top(dialog: &NodeRef) -> bool {
    let last = device::document()
        .and_then(|document| document.query_selector_all("dialog[open]").ok())
        .and_then(|all| all.get(all.length().checked_sub(1)?));
    last.is_some() && last == dialog.get()
}

/// Opens the dialog it is attached to when it is drawn, and closes it when it goes, which gives the focus back to where it was.
#[hook]
pub fn use_modal() -> NodeRef {
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            let element = dialog.cast::<HtmlDialogElement>();
            if let Some(element) = &element {
                // It fails only when it is open already.
                let _ = element.show_modal();
            }
            move || {
                if let Some(element) = element {
                    element.close();
                }
            }
        });
    }
    dialog
}

/// Escape, or the phone's back gesture: the page decides, so that its state and the dialog's never differ.
pub fn cancel(close: &Callback<()>) -> Callback<Event> {
    let close = close.clone();
    Callback::from(move |event: Event| {
        let own = event.target().and_then(|t| t.dyn_into::<Element>().ok()).is_some_and(|t| t.tag_name().eq_ignore_ascii_case("dialog"));
        if own {
            event.prevent_default();
            close.emit(());
        }
    })
}

/// A press on the veil, which counts as a press on the dialog itself but on nothing in it.
fn beside(close: &Callback<()>) -> Callback<MouseEvent> {
    let close = close.clone();
    Callback::from(move |event: MouseEvent| {
        let Some(dialog) = event.target().and_then(|t| t.dyn_into::<HtmlDialogElement>().ok()) else { return };
        let edge = dialog.get_bounding_client_rect();
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        if x < edge.left() || x > edge.right() || y < edge.top() || y > edge.bottom() {
            close.emit(());
        }
    })
}
