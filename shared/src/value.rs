//! The kinds of value every shape of the domain is built from.
//!
//! A value validates in its constructor, so an unfit one cannot exist, and page and server refuse it with the same [`Fault`].

use std::fmt;
use std::str::FromStr;

use crate::lang::Lang;

/// Why a value is refused. [`fmt::Display`] writes it as a token such as `#too_long(120)`, which survives a parser's own
/// wording, so the server can read it back with [`Fault::find`] and say it in the reader's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    Empty,
    /// The most characters allowed.
    TooLong(usize),
    ControlCharacter,
    /// A code must have exactly this many digits.
    Digits(usize),
    /// Neither a sub-district's 9 digits nor a village's 12.
    DivisionCode,
    /// The code of no sub-district, village or grid.
    AreaCode,
    /// The last three of a grid's 15 digits are not given to grids.
    GridNumber,
    Phone,
    ReceiptCode,
    BadgeCode,
    Day,
    Month,
    TimeOfDay,
    OutOfRange,
    /// Longitude or latitude outside the world, or not a number.
    Point,
    /// A password must have at least this many characters.
    TooShort(usize),
    /// A choice that is not on the list.
    Choice,
    /// Not an address on the web.
    Url,
    /// A resident ID number whose birthday or check digit is wrong.
    IdNumber,
    /// A drawing that is no signature.
    Ink,
}

impl Fault {
    /// The stable name a program may branch on.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong(_) => "too_long",
            Self::ControlCharacter => "control_character",
            Self::Digits(_) => "digits",
            Self::DivisionCode => "division_code",
            Self::AreaCode => "area_code",
            Self::GridNumber => "grid_number",
            Self::Phone => "phone",
            Self::ReceiptCode => "receipt_code",
            Self::BadgeCode => "badge_code",
            Self::Day => "day",
            Self::Month => "month",
            Self::TimeOfDay => "time_of_day",
            Self::OutOfRange => "out_of_range",
            Self::Point => "point",
            Self::TooShort(_) => "too_short",
            Self::Choice => "choice",
            Self::Url => "url",
            Self::IdNumber => "id_number",
            Self::Ink => "ink",
        }
    }

    /// What to tell the person.
    pub fn in_words(self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Empty, Lang::Zh) => "请填写这一项".into(),
            (Self::Empty, Lang::En) => "This must not be empty".into(),
            (Self::TooLong(max), Lang::Zh) => format!("最多 {max} 个字"),
            (Self::TooLong(max), Lang::En) => format!("At most {max} characters"),
            (Self::ControlCharacter, Lang::Zh) => "含有看不见的控制字符，请删去后再提交".into(),
            (Self::ControlCharacter, Lang::En) => "Contains invisible control characters; please remove them".into(),
            (Self::Digits(n), Lang::Zh) => format!("应为 {n} 位数字"),
            (Self::Digits(n), Lang::En) => format!("Must be {n} digits"),
            (Self::DivisionCode, Lang::Zh) => "街道代码为 9 位数字，村（社区）代码为 12 位数字".into(),
            (Self::DivisionCode, Lang::En) => "A sub-district's code has 9 digits, a village's 12".into(),
            (Self::AreaCode, Lang::Zh) => "应为 9 位街道代码、12 位村代码或 15 位网格编码".into(),
            (Self::AreaCode, Lang::En) => "Must be the code of a sub-district (9 digits), a village (12) or a grid (15)".into(),
            (Self::GridNumber, Lang::Zh) => "网格编码后三位应为 001-899（基础网格）或 901-999（专属网格）".into(),
            (Self::GridNumber, Lang::En) => "The last three digits must be 001-899 (base grid) or 901-999 (dedicated grid)".into(),
            (Self::Phone, Lang::Zh) => "请填写 11 位手机号，或带区号的座机号".into(),
            (Self::Phone, Lang::En) => "Give a mobile number of 11 digits, or a landline with its area code".into(),
            (Self::ReceiptCode, Lang::Zh) => "回执码为 12 位字母和数字，请对照回执检查".into(),
            (Self::ReceiptCode, Lang::En) => "A receipt code has 12 letters and digits; please check it against the receipt".into(),
            (Self::BadgeCode, Lang::Zh) => "证件码为 8 位字母和数字".into(),
            (Self::BadgeCode, Lang::En) => "A badge code has 8 letters and digits".into(),
            (Self::Day, Lang::Zh) => "日期应写成 2026-03-01 的样子".into(),
            (Self::Day, Lang::En) => "Write the date like 2026-03-01".into(),
            (Self::Month, Lang::Zh) => "月份应写成 2026-03 的样子".into(),
            (Self::Month, Lang::En) => "Write the month like 2026-03".into(),
            (Self::TimeOfDay, Lang::Zh) => "时间应写成 08:30 的样子".into(),
            (Self::TimeOfDay, Lang::En) => "Write the time of day like 08:30".into(),
            (Self::OutOfRange, Lang::Zh) => "数值超出范围".into(),
            (Self::OutOfRange, Lang::En) => "The number is out of range".into(),
            (Self::Point, Lang::Zh) => "经度应在 -180 到 180 之间，纬度应在 -90 到 90 之间".into(),
            (Self::Point, Lang::En) => "Longitude must lie between -180 and 180, latitude between -90 and 90".into(),
            (Self::TooShort(min), Lang::Zh) => format!("至少 {min} 个字符"),
            (Self::TooShort(min), Lang::En) => format!("At least {min} characters"),
            (Self::Choice, Lang::Zh) => "不在可选项之中".into(),
            (Self::Choice, Lang::En) => "Not one of the choices".into(),
            (Self::IdNumber, Lang::Zh) => "身份证号码不对，请对照证件检查".into(),
            (Self::IdNumber, Lang::En) => "This is not a right ID number; check it against the card".into(),
            (Self::Ink, Lang::Zh) => "请在框内写上完整的签名".into(),
            (Self::Ink, Lang::En) => "Write the whole signature inside the frame".into(),
            (Self::Url, Lang::Zh) => "请填写完整的网址，以 https:// 开头".into(),
            (Self::Url, Lang::En) => "Give a whole address that begins with https://".into(),
        }
    }

    /// The fault whose token stands somewhere in `text`.
    pub fn find(text: &str) -> Option<Self> {
        let token = text.split('#').nth(1)?;
        let end = token.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).unwrap_or(token.len());
        let (code, rest) = token.split_at(end);
        let argument = rest.strip_prefix('(').and_then(|r| r.split(')').next()).and_then(|n| n.parse().ok()).unwrap_or(0);
        Some(match code {
            "empty" => Self::Empty,
            "too_long" => Self::TooLong(argument),
            "control_character" => Self::ControlCharacter,
            "digits" => Self::Digits(argument),
            "division_code" => Self::DivisionCode,
            "area_code" => Self::AreaCode,
            "grid_number" => Self::GridNumber,
            "phone" => Self::Phone,
            "receipt_code" => Self::ReceiptCode,
            "badge_code" => Self::BadgeCode,
            "day" => Self::Day,
            "month" => Self::Month,
            "time_of_day" => Self::TimeOfDay,
            "out_of_range" => Self::OutOfRange,
            "point" => Self::Point,
            "too_short" => Self::TooShort(argument),
            "choice" => Self::Choice,
            "url" => Self::Url,
            "id_number" => Self::IdNumber,
            "ink" => Self::Ink,
            _ => return None,
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong(n) | Self::Digits(n) | Self::TooShort(n) => write!(f, "#{}({n})", self.code()),
            _ => write!(f, "#{}", self.code()),
        }
    }
}

impl std::error::Error for Fault {}

/// Trims, and refuses what is empty, longer than `max` characters, or holds control characters (line breaks and tabs are allowed
/// where `lines` is set).
pub(crate) fn fit(text: &str, max: usize, lines: bool) -> Result<String, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Fault::Empty);
    }
    if text.chars().count() > max {
        return Err(Fault::TooLong(max));
    }
    let unfit = |c: char| {
        (c.is_control() && !(lines && matches!(c, '\n' | '\r' | '\t')))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    if text.chars().any(unfit) { Err(Fault::ControlCharacter) } else { Ok(text.replace("\r\n", "\n")) }
}

/// Exactly `len` ASCII digits.
pub(crate) fn digits(text: &str, len: usize) -> Result<String, Fault> {
    let text = text.trim();
    if text.len() == len && text.bytes().all(|b| b.is_ascii_digit()) { Ok(text.to_owned()) } else { Err(Fault::Digits(len)) }
}

/// Crockford's base 32 of exactly `len` characters: case, hyphens, spaces and the look-alikes O, I and L do not matter.
pub(crate) fn crockford(text: &str, len: usize, fault: Fault) -> Result<String, Fault> {
    let clean = |c: char| match c.to_ascii_uppercase() {
        '-' | ' ' => None,
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        other => Some(other),
    };
    let code: String = text.trim().chars().filter_map(clean).collect();
    let fit = code.len() == len && code.chars().all(|c| c.is_ascii_digit() || (c.is_ascii_uppercase() && c != 'U'));
    if fit { Ok(code) } else { Err(fault) }
}

/// `len` characters of Crockford's base 32 taken from random bytes (5 bits of each).
pub(crate) fn crockford_from(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}

/// An id: a UUIDv7 that cannot be mistaken for the id of something else.
macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[cfg_attr(feature = "db", derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow), diesel(sql_type = diesel::sql_types::Binary))]
        #[schema(value_type = uuid::Uuid, max_length = 36)]
        #[serde(transparent)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// A new id, greater than every id made before it on this machine.
            #[expect(clippy::new_without_default, reason = "an id is made on purpose, never by default")]
            pub fn new() -> Self {
                Self(uuid::Uuid::now_v7())
            }

            pub const fn uuid(self) -> uuid::Uuid {
                self.0
            }
        }

        impl From<uuid::Uuid> for $name {
            fn from(it: uuid::Uuid) -> Self {
                Self(it)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(s: &str) -> Result<Self, Self::Err> {
                s.parse().map(Self)
            }
        }

        #[cfg(feature = "db")]
        const _: () = {
            use diesel::backend::Backend;
            use diesel::deserialize::{self, FromSql};
            use diesel::serialize::{self, Output, ToSql};
            use diesel::sql_types::Binary;

            impl<DB: Backend> ToSql<Binary, DB> for $name
            where
                [u8]: ToSql<Binary, DB>,
            {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                    self.0.as_bytes().as_slice().to_sql(out)
                }
            }

            impl<DB: Backend> FromSql<Binary, DB> for $name
            where
                Vec<u8>: FromSql<Binary, DB>,
            {
                fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
                    Ok(Self(uuid::Uuid::from_slice(&Vec::from_sql(value)?)?))
                }
            }
        };
    };
}

/// Stores a value as the text it borrows as, and reads it back through its own constructor.
macro_rules! stored_as_text {
    ($name:ident, $from:expr) => {
        #[cfg(feature = "db")]
        const _: () = {
            use diesel::backend::Backend;
            use diesel::deserialize::{self, FromSql};
            use diesel::serialize::{self, Output, ToSql};
            use diesel::sql_types::Text;

            impl<DB: Backend> ToSql<Text, DB> for $name
            where
                str: ToSql<Text, DB>,
            {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                    self.as_str().to_sql(out)
                }
            }

            impl<DB: Backend> FromSql<Text, DB> for $name
            where
                String: FromSql<Text, DB>,
            {
                fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
                    let from: fn(String) -> Result<Self, $crate::value::Fault> = $from;
                    Ok(from(String::from_sql(value)?)?)
                }
            }
        };
    };
}

/// A closed list of choices, stored and sent as its snake_case name, with its label in both languages.
macro_rules! choice {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:tt, $zh:literal, $en:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[cfg_attr(feature = "db", derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow), diesel(sql_type = diesel::sql_types::Text))]
        pub enum $name {
            $($(#[$vmeta])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            pub const fn as_str(&self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// What people call it.
            pub const fn label(self, lang: $crate::lang::Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$variant, $crate::lang::Lang::Zh) => $zh, (Self::$variant, $crate::lang::Lang::En) => $en,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::value::Fault;

            fn from_str(s: &str) -> Result<Self, Self::Err> {
                match s {
                    $($text => Ok(Self::$variant),)+
                    _ => Err($crate::value::Fault::Choice),
                }
            }
        }

        $crate::value::stored_as_text!($name, |text| text.parse());
    };
}

/// Text that is fit by a rule: `text!(Name, max)` for one line, `text!(Name, max, lines)` for several,
/// `text!(Name, pattern, |s| -> Result<String, Fault>)` for a code of its own.
macro_rules! text {
    ($(#[$meta:meta])* $name:ident, $max:tt) => {
        $crate::value::text!(@define $(#[$meta])* $name, (min_length = 1, max_length = $max), |s| $crate::value::fit(s, $max, false));
    };
    ($(#[$meta:meta])* $name:ident, $max:tt, lines) => {
        $crate::value::text!(@define $(#[$meta])* $name, (min_length = 1, max_length = $max), |s| $crate::value::fit(s, $max, true));
    };
    ($(#[$meta:meta])* $name:ident, max $max:tt, $pattern:literal, $rule:expr) => {
        $crate::value::text!(@define $(#[$meta])* $name, (max_length = $max, pattern = $pattern), $rule);
    };
    (@define $(#[$meta:meta])* $name:ident, ($($schema:tt)*), $rule:expr) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[cfg_attr(feature = "db", derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow), diesel(sql_type = diesel::sql_types::Text))]
        #[schema(value_type = String, $($schema)*)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::value::Fault;

            fn from_str(s: &str) -> Result<Self, Self::Err> {
                let rule: fn(&str) -> Result<String, $crate::value::Fault> = $rule;
                rule(s).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::value::Fault;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(it: $name) -> Self {
                it.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::ops::Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        $crate::value::stored_as_text!($name, |text| Ok(Self(text)));
    };
}

pub(crate) use {choice, id, stored_as_text, text};

text!(
    /// A phone number: a mainland mobile, or a landline with area code (`0570-4012345`); spaces and hyphens are dropped, but for the one after an area code.
    Phone, max 20, r"^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}|1[12][0-9]|[19][0-9]{4})$", phone
);

impl Phone {
    /// Shown where the whole number is nobody's business: `138****1234`.
    pub fn masked(&self) -> String {
        let chars: Vec<char> = self.0.chars().collect();
        match chars.len() {
            0..=5 => "****".into(),
            len => chars.iter().enumerate().map(|(i, c)| if i >= 3 && i < len.saturating_sub(4).max(4) { '*' } else { *c }).collect(),
        }
    }

    /// Whether it is a mobile, which an account needs.
    pub fn is_mobile(&self) -> bool {
        self.0.len() == 11 && self.0.starts_with('1')
    }
}

fn phone(text: &str) -> Result<String, Fault> {
    let plain: String = text.trim().chars().filter(|c| !matches!(c, ' ' | '-' | '－')).collect();
    if plain.is_empty() {
        return Err(Fault::Empty);
    }
    if !plain.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Fault::Phone);
    }
    let mobile = plain.len() == 11 && plain.starts_with('1') && !matches!(plain.as_bytes().get(1), Some(b'0'..=b'2'));
    // Area codes of two digits after the 0 belong to the biggest cities (010, 02x); all others have three.
    let area = if plain.starts_with("010") || plain.starts_with("02") { 3 } else { 4 };
    let landline = plain.starts_with('0') && (area + 7..=area + 8).contains(&plain.len());
    // 110, 119, 12345, 95598: numbers of services.
    let service = plain.len() == 3 && (plain.starts_with("11") || plain.starts_with("12"))
        || plain.len() == 5 && matches!(plain.as_bytes().first(), Some(b'1' | b'9'));
    match (mobile || service, landline) {
        (true, _) => Ok(plain),
        (_, true) => Ok(format!("{}-{}", &plain[..area], &plain[area..])),
        _ => Err(Fault::Phone),
    }
}

/// A count of rows, homes or people: never negative, never absurd.
pub type Count = i32;

/// Keeps the difference between a member that is absent and one that is `null` (RFC 7396).
pub fn double_option<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: serde::Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    serde::Deserialize::deserialize(deserializer).map(Some)
}

/// Reads a value from the query string or a form, where an empty field means none.
pub fn empty_is_none<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: FromStr<Err = Fault>,
    D: serde::Deserializer<'de>,
{
    let text: Option<String> = serde::Deserialize::deserialize(deserializer)?;
    text.filter(|t| !t.trim().is_empty()).map(|t| t.parse().map_err(serde::de::Error::custom)).transpose()
}

#[cfg(test)]
mod tests;
