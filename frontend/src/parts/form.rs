//! What is wrong with a whole form, above its fields: read out at once, and the keyboard is there.

use shared::lang::Lang;
use shared::value::Fault;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::icon::Icon;
use crate::api::Failure;
use crate::look::use_lang;

#[derive(PartialEq, Properties)]
pub struct ComplaintProps {
    pub failure: Option<Failure>,
}

/// The reason a write failed, with every faulty part of it.
#[component]
pub fn Complaint(props: &ComplaintProps) -> Html {
    let lang = use_lang();
    let place = use_node_ref();
    {
        let place = place.clone();
        use_effect_with(props.failure.clone(), move |failure| {
            if let (Some(_), Some(notice)) = (failure, place.cast::<HtmlElement>()) {
                // Focusing scrolls to it; a browser that refuses has lost nothing but comfort.
                let _ = notice.focus();
            }
        });
    }
    let Some(failure) = &props.failure else { return Html::default() };
    let icon = if *failure == Failure::Offline { Icon::Offline } else { Icon::Alert };
    let fields = failure.fields().iter().filter(|error| !error.message.is_empty());
    html! {
        <div class="notice danger" role="alert" tabindex="-1" ref={place}>
            { icon.draw() }
            <div>
                <p class="strong">{ failure.in_words(lang) }</p>
                if failure.fields().len() > 1 {
                    <ul>{ for fields.map(|error| html! { <li>{ &error.message }</li> }) }</ul>
                }
            </div>
        </div>
    }
}

/// Sets a text from a field.
pub fn setter(state: &UseStateHandle<String>) -> Callback<String> {
    let set = state.setter();
    Callback::from(move |text| set.set(text))
}

/// Why a text was refused.
pub fn fault<T>(read: &Result<T, Fault>) -> Option<Fault> {
    read.as_ref().err().copied()
}

/// A fault in the reader's words.
pub fn words(lang: Lang, fault: Option<Fault>) -> Option<String> {
    fault.map(|fault| fault.in_words(lang))
}
