//! Cash by its denominations, and sums as they are written on receipts.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::value::choice;

choice! {
    /// Notes and coins of the renminbi.
    Denomination {
        Yuan100 = "100", "100 元", "100 yuan";
        Yuan50 = "50", "50 元", "50 yuan";
        Yuan20 = "20", "20 元", "20 yuan";
        Yuan10 = "10", "10 元", "10 yuan";
        Yuan5 = "5", "5 元", "5 yuan";
        Yuan1 = "1", "1 元", "1 yuan";
        Jiao5 = "0.5", "5 角", "5 jiao";
        Jiao1 = "0.1", "1 角", "1 jiao";
    }
}

impl Denomination {
    pub const fn fen(self) -> i64 {
        match self {
            Self::Yuan100 => 10_000,
            Self::Yuan50 => 5_000,
            Self::Yuan20 => 2_000,
            Self::Yuan10 => 1_000,
            Self::Yuan5 => 500,
            Self::Yuan1 => 100,
            Self::Jiao5 => 50,
            Self::Jiao1 => 10,
        }
    }
}

/// So many of a denomination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CashLine {
    pub denomination: Denomination,
    #[schema(minimum = 1, maximum = 100_000)]
    pub count: u32,
}

/// What it comes to, in fen.
pub fn sum(lines: &[CashLine]) -> i64 {
    lines.iter().map(|line| line.denomination.fen() * i64::from(line.count)).sum()
}

/// `54800.00`.
pub fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// Fen of an amount as somebody writes it: `54800`, `54,800.5`.
pub fn fen(text: &str) -> Option<i64> {
    let plain: String = text.trim().chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect();
    let (yuan, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if yuan.is_empty() || yuan.len() > 9 || part.len() > 2 || !digits(yuan) || !digits(part) {
        return None;
    }
    let fen: i64 = format!("{part:0<2}").parse().ok()?;
    Some(yuan.parse::<i64>().ok()? * 100 + fen)
}

/// The sum in the capital numerals of receipts (大写金额): `伍万肆仟捌佰元整`. Below ten billion yuan.
pub fn in_capitals(fen: i64) -> String {
    const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
    const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
    let digit = |n: i64| DIGITS.get(usize::try_from(n).unwrap_or_default()).copied().unwrap_or('零');
    let group = |mut n: i64| {
        let (mut text, mut zero) = (String::new(), false);
        for place in PLACES {
            let d = n % 10;
            n /= 10;
            if d > 0 {
                let gap = if zero && !text.is_empty() { "零" } else { "" };
                text = format!("{}{place}{gap}{text}", digit(d));
                zero = false;
            } else {
                zero = true;
            }
        }
        text
    };
    let (yuan, jiao, rest) = (fen / 100, fen / 10 % 10, fen % 10);
    let mut text = String::new();
    let mut gap = false;
    for (value, name) in [(yuan / 100_000_000, "亿"), (yuan / 10_000 % 10_000, "万"), (yuan % 10_000, "")] {
        if value == 0 {
            gap = !text.is_empty();
            continue;
        }
        if !text.is_empty() && (gap || value < 1000) {
            text.push('零');
        }
        text.push_str(&group(value));
        text.push_str(name);
        gap = false;
    }
    let whole = if text.is_empty() { if fen == 0 { "零元".to_owned() } else { String::new() } } else { format!("{text}元") };
    match (jiao, rest) {
        (0, 0) => format!("{whole}整"),
        (jiao, 0) => format!("{whole}{}角整", digit(jiao)),
        (0, rest) if whole.is_empty() => format!("{}分", digit(rest)),
        (0, rest) => format!("{whole}零{}分", digit(rest)),
        (jiao, rest) => format!("{whole}{}角{}分", digit(jiao), digit(rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_read_as_receipts_have_them() {
        for (amount, words) in [
            (5_480_000, "伍万肆仟捌佰元整"),
            (0, "零元整"),
            (10, "壹角整"),
            (5, "伍分"),
            (100_105, "壹仟零壹元零伍分"),
            (10_000_000, "壹拾万元整"),
            (10_000_100, "壹拾万零壹元整"),
            (12_030_450, "壹拾贰万零叁佰零肆元伍角整"),
            (1_000_000_000_000, "壹佰亿元整"),
            (100_050_000_000, "壹拾亿零伍拾万元整"),
        ] {
            assert_eq!(in_capitals(amount), words, "{amount}");
        }
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, amount) in [("54800", 5_480_000), ("54,800.5", 5_480_050), (" 0.10 ", 10), ("1.05", 105)] {
            assert_eq!(fen(text), Some(amount), "{text}");
            assert_eq!(fen(&yuan(amount)), Some(amount));
        }
        for wrong in ["", ".5", "1.234", "-1", "一百", "1.2.3", "1234567890"] {
            assert_eq!(fen(wrong), None, "{wrong}");
        }
        assert_eq!(sum(&[CashLine { denomination: Denomination::Jiao5, count: 3 }]), 150);
    }
}
