//! The two languages of the whole system.

use std::str::FromStr;

use crate::value::Fault;

/// Chinese first, English second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    pub const ALL: &[Self] = &[Self::Zh, Self::En];

    /// The BCP 47 tag, as in `<html lang>` and `Content-Language`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The better of the two for an `Accept-Language` header; Chinese when it names neither.
    pub fn accepted(header: &str) -> Self {
        let mut best = (Self::Zh, 0.0);
        for part in header.split(',') {
            let mut pieces = part.split(';');
            let tag = pieces.next().unwrap_or_default().trim().to_ascii_lowercase();
            let weight = pieces.find_map(|p| p.trim().strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
            let lang = match tag.split('-').next() {
                Some("zh") => Self::Zh,
                Some("en") => Self::En,
                _ => continue,
            };
            if weight > best.1 {
                best = (lang, weight);
            }
        }
        best.0
    }
}

impl FromStr for Lang {
    type Err = Fault;

    fn from_str(s: &str) -> Result<Self, Fault> {
        match s {
            "zh" | "zh-CN" => Ok(Self::Zh),
            "en" => Ok(Self::En),
            _ => Err(Fault::Choice),
        }
    }
}

/// One line a message, both languages side by side: a missing language or argument does not compile.
///
/// ```
/// shared::messages! {
///     pub trait Words;
///     sign_in => "登录", "Sign in";
///     open_cases(n: usize) => "{n} 件未办结", "Open cases: {n}";
/// }
/// use shared::lang::Lang;
/// assert_eq!(Lang::En.open_cases(3), "Open cases: 3");
/// ```
#[macro_export]
macro_rules! messages {
    ($(#[$meta:meta])* $vis:vis trait $words:ident; $( $name:ident $(($($arg:ident : $ty:ty),+))? => $zh:literal, $en:literal; )+) => {
        $(#[$meta])*
        $vis trait $words {
            $( fn $name(self $($(, $arg: $ty)+)?) -> String; )+
        }
        impl $words for $crate::lang::Lang {
            $( fn $name(self $($(, $arg: $ty)+)?) -> String {
                match self { $crate::lang::Lang::Zh => format!($zh), $crate::lang::Lang::En => format!($en) }
            } )+
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preferred_language_wins() {
        for (header, lang) in [
            ("", Lang::Zh),
            ("en-US,en;q=0.9", Lang::En),
            ("fr, zh;q=0.4, en;q=0.8", Lang::En),
            ("en;q=0.5,zh-CN", Lang::Zh),
            ("de", Lang::Zh),
        ] {
            assert_eq!(Lang::accepted(header), lang, "{header}");
        }
    }
}
