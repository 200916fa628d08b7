//! Resident ID numbers (GB 11643): eighteen characters, the last of which checks the others.

use crate::value::{Fault, text};

text!(
    /// A resident ID number whose birthday and check digit are right; an x at the end becomes X.
    IdNumber, max 18, "^[0-9]{17}[0-9X]$", |s| {
        let number: String = s.trim().to_ascii_uppercase();
        if is_right(&number) { Ok(number) } else { Err(Fault::IdNumber) }
    }
);

impl IdNumber {
    /// Shown where the whole number is nobody's business: the first four and the last two.
    pub fn masked(&self) -> String {
        let chars = self.as_str().chars().enumerate();
        chars.map(|(i, c)| if (4..16).contains(&i) { '*' } else { c }).collect()
    }
}

fn is_right(number: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let digits: Vec<u32> = number.chars().take(17).filter_map(|c| c.to_digit(10)).collect();
    if number.chars().count() != 18 || digits.len() != 17 {
        return false;
    }
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let check = CHECKS.get((sum % 11) as usize);
    let birthday = number.get(6..14).is_some_and(|day| chrono::NaiveDate::parse_from_str(day, "%Y%m%d").is_ok());
    birthday && number.chars().last().as_ref() == check
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_character_checks_the_others() -> Result<(), Fault> {
        // The example of the standard itself.
        let number: IdNumber = "11010519491231002x".parse()?;
        assert_eq!((number.as_str(), number.masked().as_str()), ("11010519491231002X", "1101************2X"));
        assert_eq!("440524188001010014".parse::<IdNumber>()?.as_str(), "440524188001010014");
        for wrong in ["110105194912310021", "11010519491331002X", "1101051949123100", "11010519491231002Ｘ", "", "abcdefghijklmnopqr"] {
            assert_eq!(wrong.parse::<IdNumber>(), Err(Fault::IdNumber), "{wrong}");
        }
        Ok(())
    }
}
