//! Search, category and export of the inbox.

use shared::cases::CaseFilter;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::desk::Sheet;
use crate::device;
use crate::look::use_lang;
use crate::pages::cases::category_choices;
use crate::parts::button::IconButton;
use crate::parts::field::{Field, Select, Takes};
use crate::parts::form::setter;
use crate::parts::icon::Icon;
use crate::parts::use_settled;
use crate::words::{CaseWords, InboxWords, SharingWords};

#[derive(PartialEq, Properties)]
pub struct SearchProps {
    pub filter: CaseFilter,
    pub choose: Callback<CaseFilter>,
    /// Lays a sheet over the page.
    pub show: Callback<Sheet>,
    /// Whether cases may be handed over.
    pub hands_over: bool,
    /// Told when somebody is done searching and wants the list.
    pub done: Callback<()>,
    /// Around the search field.
    pub place: NodeRef,
}

/// Narrows the filter.
#[component]
pub fn Search(props: &SearchProps) -> Html {
    let lang = use_lang();
    let (query, flush) = use_query(&props.filter, &props.choose);
    let category = props.filter.category.as_ref().map(|code| code.as_str().to_owned()).unwrap_or_default();
    let narrow = {
        let filter = props.filter.clone();
        props.choose.reform(move |code: String| CaseFilter { category: code.parse().ok(), ..filter.clone() })
    };
    let onkeydown = {
        let done = props.done.clone();
        Callback::from(move |event: KeyboardEvent| {
            let typing = event.target_dyn_into::<HtmlInputElement>().is_some();
            if typing && matches!(event.key().as_str(), "Enter" | "Escape") && !event.is_composing() {
                event.prevent_default();
                flush.emit(());
                done.emit(());
            }
        })
    };
    let show = |sheet: Sheet| props.show.reform(move |()| sheet.clone());
    html! {
        <search class="filters" ref={props.place.clone()} {onkeydown}>
            <Field label={lang.search_inbox()} bare=true takes={Takes::Search} value={(*query).clone()} set={setter(&query)} />
            <Select label={lang.category_filter()} bare=true choices={category_choices(lang)} value={category} set={narrow} />
            <div class="row search-acts">
                <IconButton icon={Icon::Save} label={lang.save_filter()} onclick={show(Sheet::Save)} />
                <IconButton icon={Icon::Download} label={lang.export()} onclick={show(Sheet::Export)} />
                if props.hands_over {
                    <IconButton icon={Icon::People} label={lang.hand_over()} onclick={show(Sheet::Handover)} />
                }
            </div>
        </search>
    }
}

/// What is typed, and the way to search for it at once: else it narrows the filter when somebody pauses. A filter chosen elsewhere fills
/// the field.
#[hook]
fn use_query(filter: &CaseFilter, choose: &Callback<CaseFilter>) -> (UseStateHandle<String>, Callback<()>) {
    let query = use_state(|| filter.q.clone().unwrap_or_default());
    // What the filter was last told from here.
    let told = use_mut_ref(|| filter.q.clone());
    let settled = use_settled((*query).clone());
    let tell = {
        let (told, filter, choose) = (told.clone(), filter.clone(), choose.clone());
        move |typed: &str| {
            let q = Some(typed.trim().to_owned()).filter(|q| !q.is_empty());
            if *told.borrow() != q {
                told.replace(q.clone());
                choose.emit(CaseFilter { q, ..filter.clone() });
            }
        }
    };
    {
        let tell = tell.clone();
        use_effect_with(settled, move |settled| tell(settled));
    }
    let flush = {
        let query = query.clone();
        Callback::from(move |()| tell(&query))
    };
    {
        let query = query.setter();
        use_effect_with(filter.q.clone(), move |q| {
            if *told.borrow() != *q {
                told.replace(q.clone());
                query.set(q.clone().unwrap_or_default());
            }
        });
    }
    (query, flush)
}

/// Moves the focus to the search field.
pub fn focus_field(place: &NodeRef) {
    let field = place.cast::<Element>().and_then(|place| place.query_selector("input").ok().flatten());
    if let Some(input) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
        // Without the focus one presses the field.
        let _ = input.focus();
        input.select();
    }
}

/// Takes the focus from whatever is typed in, which puts a phone's keyboard away.
pub fn leave_field() {
    let active = device::document().and_then(|document| document.active_element()).and_then(|it| it.dyn_into::<HtmlElement>().ok());
    if let Some(field) = active {
        // A field that keeps the focus costs a press more.
        let _ = field.blur();
    }
}
