//! Short news of what has just been done: shown for a moment, and read out.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use super::icon::Icon;

/// Says something in passing.
#[derive(Clone, PartialEq)]
pub struct Toast(Callback<String>);

impl Toast {
    /// Shows `words` for as long as they take to read.
    pub fn say(&self, words: impl Into<String>) {
        self.0.emit(words.into());
    }
}

#[derive(PartialEq, Properties)]
pub struct ToastProviderProps {
    pub children: Html,
}

/// Gives everything inside a voice. The live region is there from the start, as screen readers need it.
#[component]
pub fn ToastProvider(props: &ToastProviderProps) -> Html {
    let words = use_state(|| None::<AttrValue>);
    let timer = use_mut_ref(|| None::<Timeout>);
    let toast = {
        let words = words.setter();
        use_memo((), move |()| {
            Toast(Callback::from(move |text: String| {
                let shown = if text.chars().count() > 16 { 4000 } else { 2500 };
                words.set(Some(text.into()));
                let words = words.clone();
                *timer.borrow_mut() = Some(Timeout::new(shown, move || words.set(None)));
            }))
        })
    };
    html! {
        <ContextProvider<Toast> context={(*toast).clone()}>
            { props.children.clone() }
            <div class="toasts" role="status" aria-live="polite">
                if let Some(text) = &*words {
                    <div class="toast">{ Icon::CheckCircle.draw() }<span>{ text }</span></div>
                }
            </div>
        </ContextProvider<Toast>>
    }
}

/// The voice.
#[hook]
pub fn use_toast() -> Toast {
    use_context::<Toast>().unwrap_or_else(|| Toast(Callback::noop()))
}
