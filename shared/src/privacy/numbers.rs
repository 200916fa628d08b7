//! Numbers that belong to one person, told by their form and their check digits.

use chrono::NaiveDate;

use super::{Letter, Personal, PersonalKind, span};
use crate::value::Phone;

/// People write long numbers in groups; more than these are not one number.
const MOST_GROUPS: usize = 6;

/// Phones, ID numbers and bank cards, also where they are written in groups (`138 0570 1234`).
pub fn find(letters: &[Letter]) -> Vec<Personal> {
    let groups = groups(letters);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < groups.len() {
        match longest(letters, groups.get(at..).unwrap_or_default()) {
            Some((one, taken)) => {
                found.push(one);
                at += taken;
            }
            None => at += 1,
        }
    }
    found
}

/// Digits without a gap, as first letter and one past the last.
fn groups(letters: &[Letter]) -> Vec<(usize, usize)> {
    let mut groups: Vec<(usize, usize)> = Vec::new();
    for (i, _) in letters.iter().enumerate().filter(|(_, letter)| letter.plain.is_ascii_digit()) {
        match groups.last_mut() {
            Some((_, end)) if *end == i => *end = i + 1,
            _ => groups.push((i, i + 1)),
        }
    }
    groups
}

/// The longest number that begins with the first group, and how many groups it takes.
fn longest(letters: &[Letter], groups: &[(usize, usize)]) -> Option<(Personal, usize)> {
    let from = groups.first()?.0;
    let joined = 1 + groups.windows(2).take(MOST_GROUPS - 1).take_while(|pair| is_joined(letters, pair)).count();
    (1..=joined).rev().find_map(|taken| {
        let to = groups.get(taken - 1)?.1;
        let digits: String = letters.get(from..to)?.iter().map(|l| l.plain).filter(char::is_ascii_digit).collect();
        let (kind, to) = kind_of(letters, &digits, from, to)?;
        Some((span(kind, letters, from, to)?, taken))
    })
}

/// One sign between two groups does not part them.
fn is_joined(letters: &[Letter], pair: &[(usize, usize)]) -> bool {
    let [(_, end), (begin, _)] = pair else { return false };
    end + 1 == *begin && letters.get(*end).is_some_and(|l| matches!(l.plain, ' ' | '-' | '.' | ')' | '—' | '–' | '·'))
}

/// What the digits are; the end moves on where an X belongs to them.
fn kind_of(letters: &[Letter], digits: &str, from: usize, to: usize) -> Option<(PersonalKind, usize)> {
    let at = |i: usize| letters.get(i).map(|l| l.plain);
    let ends_in_x = at(to).is_some_and(|c| c.eq_ignore_ascii_case(&'x')) && !at(to + 1).is_some_and(|c| c.is_ascii_alphanumeric());
    match digits.len() {
        17 if ends_in_x && is_id_number(&format!("{digits}X")) => Some((PersonalKind::IdNumber, to + 1)),
        18 if is_id_number(digits) => Some((PersonalKind::IdNumber, to)),
        16..=19 if passes_luhn(digits) => Some((PersonalKind::BankCard, to)),
        10..=15 if is_phone(digits) => Some((PersonalKind::Phone, to)),
        7 | 8 if !digits.starts_with(['0', '1', '9']) && is_to_be_called(letters, from) => Some((PersonalKind::Phone, to)),
        _ => None,
    }
}

/// A mobile, with or without the country's code, or a landline with its area code.
fn is_phone(digits: &str) -> bool {
    let home = ["0086", "86"].iter().find_map(|code| digits.strip_prefix(code)).filter(|rest| rest.len() == 11).unwrap_or(digits);
    home.len() >= 10 && home.parse::<Phone>().is_ok()
}

/// A landline without its area code looks like any number; the words before it tell.
fn is_to_be_called(letters: &[Letter], from: usize) -> bool {
    let before: String =
        letters.get(from.saturating_sub(6)..from).unwrap_or_default().iter().map(|l| l.plain.to_ascii_lowercase()).collect();
    ["电话", "座机", "拨打", "固话", "tel", "phone", "call"].iter().any(|word| before.contains(word))
}

/// GB 11643: area, day of birth, serial, check character.
fn is_id_number(text: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let day = text.get(6..14).filter(|day| day.starts_with("19") || day.starts_with("20"));
    let born = day.is_some_and(|day| NaiveDate::parse_from_str(day, "%Y%m%d").is_ok());
    let sum: u32 = text.chars().filter_map(|c| c.to_digit(10)).zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    born && text.bytes().last() == CHECKS.get(usize::try_from(sum % 11).unwrap_or_default()).copied()
}

/// ISO/IEC 7812: the check digit of cards. Cards here begin with 3 to 6 or 9.
fn passes_luhn(digits: &str) -> bool {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let each = digits.chars().rev().filter_map(|c| c.to_digit(10)).enumerate();
    let sum: u32 = each.map(|(i, digit)| if i % 2 == 1 { doubled(digit) } else { digit }).sum();
    digits.starts_with(['3', '4', '5', '6', '9']) && sum.is_multiple_of(10)
}

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

/// Number plates: a province, a letter, then five or six letters and digits (`浙H·12345`), perhaps with 学, 警 or 挂 at the end.
pub fn plates(letters: &[Letter]) -> Vec<Personal> {
    let begins = letters.iter().enumerate().filter(|(_, l)| PROVINCES.contains(l.plain));
    begins.filter_map(|(i, _)| span(PersonalKind::Plate, letters, i, plate_end(letters, i)?)).collect()
}

fn plate_end(letters: &[Letter], from: usize) -> Option<usize> {
    let at = |i: usize| letters.get(i).map(|l| l.plain);
    at(from + 1).filter(char::is_ascii_alphabetic)?;
    let begin = if at(from + 2).is_some_and(|c| matches!(c, '·' | '•' | '.' | '-' | ' ')) { from + 3 } else { from + 2 };
    let long = letters.get(begin..)?.iter().take_while(|l| l.plain.is_ascii_alphanumeric()).count();
    let digits = letters.get(begin..begin + long)?.iter().filter(|l| l.plain.is_ascii_digit()).count();
    let special = at(begin + long).is_some_and(|c| "挂学警港澳使领".contains(c));
    match long {
        4 if special && digits >= 2 => Some(begin + 5),
        5 | 6 if digits >= 2 => Some(begin + long),
        _ => None,
    }
}
