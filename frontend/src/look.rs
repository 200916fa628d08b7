//! How the app looks and speaks on this device: language, theme and 长辈版. Language and size are kept in the cookies of the public pages,
//! so that both look alike; all is stamped on `<html>` and handed down by context.

use std::str::FromStr;

use shared::lang::Lang;
use yew::prelude::*;

use crate::device;

/// Light, dark, or as the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    /// The value of `<html data-theme>`; none where the system decides.
    const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Auto => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// What somebody chose on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    pub lang: Lang,
    pub theme: Theme,
    /// 长辈版: larger type, larger targets.
    pub elder: bool,
}

const THEME: &str = "wangge.theme";
/// The cookies of `backend/src/pages/mode.rs`.
const LANG: &str = "lang";
const ELDER: &str = "elder";

impl Look {
    /// As last chosen here.
    pub fn stored() -> Self {
        let theme = match device::kept(THEME).as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::Auto,
        };
        let lang = device::cookie(LANG).and_then(|tag| Lang::from_str(&tag).ok()).unwrap_or_default();
        Self { lang, theme, elder: device::cookie(ELDER).as_deref() == Some("1") }
    }

    fn store(self) {
        device::keep_cookie(LANG, self.lang.tag());
        device::keep_cookie(ELDER, if self.elder { "1" } else { "0" });
        match self.theme.attribute() {
            Some(theme) => device::keep(THEME, theme),
            None => device::forget(THEME),
        }
    }

    /// Puts the choice on `<html>`, where the tokens read it.
    pub fn stamp(self) {
        let Some(html) = device::document().and_then(|d| d.document_element()) else { return };
        let mark = |name: &str, value: Option<&str>| {
            let _ = match value {
                Some(value) => html.set_attribute(name, value),
                None => html.remove_attribute(name),
            };
        };
        mark("lang", Some(self.lang.tag()));
        mark("data-theme", self.theme.attribute());
        mark("data-mode", self.elder.then_some("elder"));
    }
}

/// The look, and the way to change it.
#[derive(Clone, PartialEq)]
pub struct Looking {
    pub look: Look,
    pub set: Callback<Look>,
}

#[derive(PartialEq, Properties)]
pub struct LookProviderProps {
    pub children: Html,
}

/// Hands the look to everything inside.
#[component]
pub fn LookProvider(props: &LookProviderProps) -> Html {
    let look = use_state(Look::stored);
    let set = {
        let look = look.clone();
        use_callback((), move |new: Look, ()| {
            new.store();
            new.stamp();
            look.set(new);
        })
    };
    html! {
        <ContextProvider<Looking> context={Looking { look: *look, set }}>{ props.children.clone() }</ContextProvider<Looking>>
    }
}

/// The look of this device.
#[hook]
pub fn use_look() -> Looking {
    use_context::<Looking>().unwrap_or_else(|| Looking { look: Look::default(), set: Callback::noop() })
}

/// The reader's language.
#[hook]
pub fn use_lang() -> Lang {
    use_look().look.lang
}
