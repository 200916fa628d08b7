//! Grams: the pieces of a text that an index can hold, so that any two characters of it are found.
//!
//! Every pair of neighbouring characters is a gram; Chinese has no spaces to cut at. A character alone is one, for who asks for no more.
//! Digits make poor pairs, since there are only a hundred, so four neighbouring digits are a gram, too. Grams are written in plain letters
//! and digits, which no database takes apart.

use shared::staffing::PersonId;
use shared::units::UnitId;

/// Neighbouring characters, at most four.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gram([char; 4]);

/// What fills up a gram of fewer characters.
const NONE: char = '\0';
/// So many digits in a row are looked up in fours.
const DIGITS: usize = 4;

impl Gram {
    fn of(chars: &[char]) -> Self {
        let mut gram = [NONE; 4];
        gram.iter_mut().zip(chars).for_each(|(to, from)| *to = *from);
        Self(gram)
    }

    /// In letters and digits, four of them a character.
    pub fn written(self) -> String {
        const BASE: u32 = 36;
        let mut to = String::with_capacity(16);
        for c in self.0.into_iter().take_while(|c| *c != NONE) {
            for power in [BASE * BASE * BASE, BASE * BASE, BASE, 1] {
                to.extend(char::from_digit(u32::from(c) / power % BASE, BASE));
            }
        }
        to
    }
}

/// What a case is marked with beside its grams, so that a search begins where its reader may look: with `zz` no gram begins.
pub fn area_mark(code: &str) -> String {
    format!("zzg{code}")
}

pub fn person_mark(person: PersonId) -> String {
    format!("zzp{}", person.uuid().simple())
}

pub fn unit_mark(unit: UnitId) -> String {
    format!("zzu{}", unit.uuid().simple())
}

/// The text as it is compared: small letters, and half width for what has both.
pub fn folded(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    };
    text.chars().map(narrow).flat_map(char::to_lowercase).collect()
}

/// All grams of a folded text, each once.
pub fn of_text(text: &str) -> Vec<Gram> {
    let mut grams = Vec::new();
    for word in words(text) {
        grams.extend(word.iter().map(|one| Gram::of(&[*one])));
        grams.extend(word.windows(2).map(Gram::of));
        grams.extend(fours(&word));
    }
    once(grams)
}

/// The grams of a case number: only what longer pieces of it are looked up by.
pub fn of_number(number: &str) -> Vec<Gram> {
    words(number).iter().flat_map(|word| needed(word)).collect()
}

/// The grams that everything that contains this folded word has.
pub fn of_word(word: &str) -> Vec<Gram> {
    let word: Vec<char> = word.chars().collect();
    match word.as_slice() {
        [one] => vec![Gram::of(&[*one])],
        more => once(needed(more)),
    }
}

/// Pairs, but for long rows of digits their fours instead.
fn needed(word: &[char]) -> Vec<Gram> {
    let long = long_digits(word);
    let inside = |at: usize| long.iter().any(|(from, to)| *from <= at && at + 1 < *to);
    let pairs = word.windows(2).enumerate().filter(|(at, _)| !inside(*at)).map(|(_, pair)| Gram::of(pair));
    pairs.chain(fours(word)).collect()
}

fn fours(word: &[char]) -> Vec<Gram> {
    long_digits(word).into_iter().filter_map(|(from, to)| word.get(from..to)).flat_map(|run| run.windows(DIGITS).map(Gram::of)).collect()
}

/// Where rows of four digits and more begin and end.
fn long_digits(word: &[char]) -> Vec<(usize, usize)> {
    let mut rows = Vec::new();
    let mut from = 0;
    for at in 0..=word.len() {
        if word.get(at).is_none_or(|c| !c.is_ascii_digit()) {
            if at - from >= DIGITS {
                rows.push((from, at));
            }
            from = at + 1;
        }
    }
    rows
}

fn words(text: &str) -> Vec<Vec<char>> {
    text.split_whitespace().map(|word| word.chars().filter(|c| *c != NONE).collect()).collect()
}

fn once(mut grams: Vec<Gram>) -> Vec<Gram> {
    grams.sort_unstable();
    grams.dedup();
    grams
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(grams: Vec<Gram>) -> Vec<String> {
        grams.into_iter().map(|gram| gram.0.into_iter().take_while(|c| *c != NONE).collect::<String>()).collect()
    }

    #[test]
    fn pairs_of_text_and_fours_of_digits() {
        assert_eq!(written(of_text("路灯 12栋")), ["1", "12", "2", "2栋", "栋", "灯", "路", "路灯"]);
        assert_eq!(written(needed(&"电话57012".chars().collect::<Vec<_>>())), ["电话", "话5", "5701", "7012"]);
        assert_eq!(written(of_number("20261123-0007")), ["3-", "-0", "2026", "0261", "2611", "6112", "1123", "0007"]);
        assert_eq!(written(of_word("灯")), ["灯"]);
    }

    #[test]
    fn what_a_part_needs_the_whole_has() {
        let text = folded("Ａ栋2026年3月 138123 灯🙂亮");
        let whole = of_text(&text);
        let chars: Vec<char> = text.chars().collect();
        for from in 0..chars.len() {
            for to in from + 1..=chars.len() {
                let part: String = chars[from..to].iter().collect();
                for word in part.split_whitespace() {
                    assert!(of_word(word).iter().all(|gram| whole.contains(gram)), "{word}");
                }
            }
        }
    }

    #[test]
    fn grams_are_letters_and_digits() {
        let text = Gram::of(&['a', '\u{10ffff}']).written();
        assert_eq!((text.len(), text.bytes().all(|b| b.is_ascii_alphanumeric())), (8, true));
        assert!(!Gram::of(&['\u{10ffff}']).written().starts_with('z'));
    }
}
