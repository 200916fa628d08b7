//! Personal data in a text: what should not stand where everybody reads it. Finds numbers by their form and check digits, and names
//! by the words around them. It warns rather than judges: a text it finds nothing in may still name somebody.
//!
//! Sources: 个人信息保护法 Art. 6 (no more than is needed); GB 11643 for ID numbers, ISO/IEC 7812 (Luhn) for cards, GA 36 for plates.

mod names;
mod numbers;

#[cfg(test)]
mod tests;

use crate::lang::Lang;
use crate::value::choice;

choice! {
    /// What kind of personal data it is.
    PersonalKind {
        Phone = "phone", "电话号码", "a phone number";
        IdNumber = "id_number", "身份证号", "an ID number";
        BankCard = "bank_card", "银行卡号", "a bank card number";
        Plate = "plate", "车牌号", "a number plate";
        Name = "name", "人名", "a person's name";
    }
}

/// Where something personal stands in a text: bytes `start..end`, always whole characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Personal {
    pub kind: PersonalKind,
    pub start: usize,
    pub end: usize,
}

/// A character of the text with the bytes it takes; full-width digits, letters and signs as their plain ones.
#[derive(Debug, Clone, Copy)]
struct Letter {
    start: usize,
    end: usize,
    plain: char,
}

/// All personal data in a text, in the order it stands there; what overlaps is told once. `names` are people known by name.
pub fn find(text: &str, names: &[&str]) -> Vec<Personal> {
    let letters = letters(text);
    let mut found = numbers::find(&letters);
    found.extend(numbers::plates(&letters));
    found.extend(names::find(&letters));
    for name in names.iter().filter(|name| name.chars().count() > 1) {
        found.extend(text.match_indices(name).map(|(start, name)| Personal { kind: PersonalKind::Name, start, end: start + name.len() }));
    }
    found.sort_by_key(|one| (one.start, std::cmp::Reverse(one.end)));
    let mut end = 0;
    found.retain(|one| {
        let apart = one.start >= end;
        end = end.max(one.end);
        apart
    });
    found
}

/// Whether a text may be shown to everybody.
pub fn is_clean(text: &str, names: &[&str]) -> bool {
    find(text, names).is_empty()
}

/// What to tell before a text is shown to everybody: `文字里有电话号码、人名`. None where there is nothing to tell.
pub fn warning(text: &str, names: &[&str], lang: Lang) -> Option<String> {
    let found = find(text, names);
    let kinds: Vec<&str> =
        PersonalKind::ALL.iter().filter(|kind| found.iter().any(|one| one.kind == **kind)).map(|kind| kind.label(lang)).collect();
    match (kinds.is_empty(), lang) {
        (true, _) => None,
        (false, Lang::Zh) => Some(format!("文字里好像有{}", kinds.join("、"))),
        (false, Lang::En) => Some(format!("The text seems to hold {}", kinds.join(", "))),
    }
}

fn letters(text: &str) -> Vec<Letter> {
    text.char_indices().map(|(start, c)| Letter { start, end: start + c.len_utf8(), plain: plain(c) }).collect()
}

fn plain(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        c => c,
    }
}

/// The letters from `from` to before `to` as one find.
fn span(kind: PersonalKind, letters: &[Letter], from: usize, to: usize) -> Option<Personal> {
    let (first, last) = (letters.get(from)?, letters.get(to.checked_sub(1)?)?);
    (from < to).then_some(Personal { kind, start: first.start, end: last.end })
}
