//! Going through something step by step: months, weeks.

use yew::prelude::*;

use super::button::IconButton;
use super::icon::Icon;

/// A step, in words for those who cannot see the arrow, and what it does.
pub type Step = (String, Callback<()>);

/// What is shown, between the step back and the step on; either may be the end.
pub fn stepper(shown: String, before: Option<Step>, after: Option<Step>) -> Html {
    let arrow = |icon, step: Option<Step>| match step {
        Some((label, onclick)) => html! { <IconButton {icon} {label} {onclick} /> },
        None => html! { <span class="steps-none"></span> },
    };
    html! {
        <div class="steps">
            { arrow(Icon::Back, before) }
            <strong class="digits" aria-live="polite">{ shown }</strong>
            { arrow(Icon::Chevron, after) }
        </div>
    }
}
