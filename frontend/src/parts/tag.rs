//! Tags: a status as word, icon and colour, in this order of importance.

use yew::prelude::*;

use super::icon::Icon;

/// What a colour stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Neutral,
    Brand,
    Success,
    Warning,
    Danger,
}

impl Tone {
    /// The class that colours.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Brand => "brand",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }
}

/// A status.
pub fn tag(tone: Tone, icon: Icon, word: impl Into<AttrValue>) -> Html {
    let word: AttrValue = word.into();
    html! { <span class={classes!("tag", tone.class())}>{ icon.draw() }{ word }</span> }
}
