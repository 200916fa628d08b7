//! Invented names with the surnames of the place, and telephone numbers that ring nowhere.

use std::collections::BTreeSet;

use super::chance::Chance;

/// Surnames of Jiangshan, the common ones first.
const SURNAMES: [(&str, f64); 26] = [
    ("毛", 10.0),
    ("周", 9.0),
    ("徐", 9.0),
    ("王", 8.0),
    ("姜", 7.0),
    ("郑", 7.0),
    ("祝", 6.0),
    ("杨", 5.0),
    ("柴", 4.0),
    ("朱", 4.0),
    ("何", 4.0),
    ("吴", 4.0),
    ("张", 4.0),
    ("陈", 4.0),
    ("汪", 3.0),
    ("刘", 3.0),
    ("李", 3.0),
    ("胡", 3.0),
    ("黄", 3.0),
    ("叶", 3.0),
    ("蔡", 3.0),
    ("戴", 2.0),
    ("余", 2.0),
    ("占", 2.0),
    ("邵", 1.0),
    ("缪", 1.0),
];
const MEN: [&str; 2] = ["建国志永水土金荣文春德小俊伟海明立卫宏正", "军强良华明根法富平林清生峰斌勇祥荣财东辉"];
const WOMEN: [&str; 2] = ["美秀爱小雪丽玉春素凤慧晓月水雅佳琴文芳冬", "芳娟英珍仙梅琴燕红霞萍华香莲敏云兰玲芬丽"];

/// Gives out names, each once.
pub struct Names {
    chance: Chance,
    given: BTreeSet<String>,
}

impl Names {
    pub fn new() -> Self {
        Self { chance: Chance::of("names"), given: BTreeSet::new() }
    }

    pub fn next(&mut self, woman: bool) -> String {
        loop {
            let name = name(woman, &mut self.chance);
            if self.given.insert(name.clone()) {
                return name;
            }
        }
    }
}

/// Somebody's name; others may have it too.
pub fn name(woman: bool, chance: &mut Chance) -> String {
    let [first, second] = if woman { WOMEN } else { MEN };
    let surname = surname(chance);
    let (first, second): (Vec<char>, Vec<char>) = (first.chars().collect(), second.chars().collect());
    let one = *chance.pick(&first);
    let other = second.iter().copied().filter(|c| *c != one).collect::<Vec<_>>();
    format!("{surname}{one}{}", chance.pick(&other))
}

pub fn surname(chance: &mut Chance) -> &'static str {
    chance.weighted(&SURNAMES, |(_, weight)| *weight).0
}

/// The numbers of staff and residents begin with 154, which no operator has been given: nobody is called by mistake.
pub fn staff_phone(number: usize) -> String {
    format!("1540570{number:04}")
}

pub fn resident_phone(chance: &mut Chance) -> String {
    format!("1540571{:04}", chance.below(10_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_given_once() {
        let mut names = Names::new();
        let all: BTreeSet<String> = (0..300).map(|i| names.next(i % 3 == 0)).collect();
        assert_eq!(all.len(), 300);
        assert!(all.iter().all(|name| name.chars().count() == 3), "{all:?}");
    }
}
