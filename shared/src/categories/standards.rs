//! The filing and closing standards (立结案标准): what must be seen for a matter to be a case of its category, what must be true before
//! it may be closed, and how long that may take. A case is filed and closed by a standard chosen from here.
//!
//! A leaf whose limit depends on the situation has several; the first is the one taken when nobody chooses, and its limit is the
//! leaf's own. A code is retired, never reused.

mod table;

pub use table::STANDARDS;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CATEGORIES, Category, CategoryGroup, Limit, PhotoNeed};
use crate::lang::Lang;
use crate::value::{Fault, digits, text};

text!(
    /// A standard's code: the four digits of its category and two of its own, `030102`. Only codes of the table exist.
    StandardCode, max 6, "^[0-9]{6}$", |s| {
        let code = digits(s, 6)?;
        if STANDARDS.iter().any(|it| it.code == code) { Ok(code) } else { Err(Fault::Choice) }
    }
);

impl StandardCode {
    /// The standard itself.
    pub fn standard(&self) -> &'static Standard {
        STANDARDS.iter().find(|it| it.code == self.as_str()).unwrap_or(&STANDARDS[STANDARDS.len() - 1])
    }
}

/// When a matter is a case, when the case may be closed, and in what time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standard {
    pub code: &'static str,
    pub filing_zh: &'static str,
    pub filing_en: &'static str,
    pub closing_zh: &'static str,
    pub closing_en: &'static str,
    pub limit: Limit,
}

impl Standard {
    /// What must be seen for the matter to be a case (立案条件).
    pub const fn filing(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.filing_zh,
            Lang::En => self.filing_en,
        }
    }

    /// What must be true before the case may be closed (结案条件).
    pub const fn closing(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.closing_zh,
            Lang::En => self.closing_en,
        }
    }

    /// The leaf it belongs to.
    pub fn category(&self) -> &'static Category {
        CATEGORIES.iter().find(|leaf| leaf.code == self.leaf()).unwrap_or(&CATEGORIES[CATEGORIES.len() - 1])
    }

    fn leaf(&self) -> &'static str {
        self.code.get(..4).unwrap_or(self.code)
    }
}

impl Category {
    /// The standards a case of this leaf is filed and closed by, the one taken when nobody chooses first.
    pub fn standards(&self) -> &'static [Standard] {
        let mut leaves = STANDARDS.chunk_by(|one, next| one.leaf() == next.leaf());
        leaves.find(|of_leaf| of_leaf.first().is_some_and(|it| it.leaf() == self.code)).unwrap_or_default()
    }

    /// Whether somebody other than the handler must see the result on the spot (核查) before a completed case is closed.
    ///
    /// So it is where a photo of the result is asked for, as there is then something to see, and for every hazard and illegal
    /// building, photo or not. All else (disputes, requests, leads, advice, errands, relief, praise, supply restored, an emergency
    /// brought to its end) closes on a signed paper or on the word of the people helped or of the unit in charge.
    pub fn verify(&self) -> bool {
        let result_on_photo = self.photos != PhotoNeed::NotNeeded;
        result_on_photo || matches!(self.group(), CategoryGroup::Hazards | CategoryGroup::Construction)
    }
}

/// A standard as the API sends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StandardInfo {
    pub code: StandardCode,
    /// What must be seen for the matter to be a case.
    #[schema(max_length = 60)]
    pub filing: String,
    /// What must be true before the case may be closed.
    #[schema(max_length = 60)]
    pub closing: String,
    /// The limit in words.
    #[schema(max_length = 100)]
    pub limit: String,
}

#[cfg(test)]
mod tests {
    use super::super::LimitUnit::{NaturalDay, UrgentDay, UrgentHour, WorkingDay, WorkingHour};
    use super::super::{CategoryCode, LimitUnit};
    use super::*;

    #[test]
    fn codes_are_sorted_unique_and_numbered_from_01_within_their_leaf() {
        assert!(STANDARDS.iter().map(|it| it.code).is_sorted_by(|one, next| one < next));
        for leaf in CATEGORIES {
            for (i, standard) in leaf.standards().iter().enumerate() {
                assert_eq!(standard.code, format!("{}{:02}", leaf.code, i + 1));
                assert_eq!(standard.category(), leaf);
                assert_eq!(standard.code.parse::<StandardCode>().map(|code| code.standard()), Ok(standard));
            }
        }
        assert_eq!(CATEGORIES.iter().map(|leaf| leaf.standards().len()).sum::<usize>(), STANDARDS.len());
    }

    #[test]
    fn every_leaf_has_a_standard_and_the_first_has_the_limit_of_the_leaf() {
        for leaf in CATEGORIES {
            assert_eq!(leaf.standards().first().map(|it| it.limit), Some(leaf.limit), "{}", leaf.code);
        }
    }

    #[test]
    fn the_limit_depends_on_the_situation_where_the_sources_say_so() {
        let expected: &[(&str, &[(u16, LimitUnit)])] = &[
            ("0301", &[(2, WorkingHour), (4, WorkingHour)]),
            ("0302", &[(2, UrgentHour), (15, NaturalDay)]),
            ("0304", &[(2, UrgentHour), (1, UrgentHour)]),
            ("0407", &[(4, WorkingHour), (1, WorkingDay)]),
            ("0503", &[(2, UrgentDay), (15, NaturalDay)]),
            ("0504", &[(1, WorkingDay), (5, WorkingDay)]),
            ("0601", &[(5, WorkingDay), (2, UrgentHour)]),
            ("0603", &[(2, UrgentHour), (4, WorkingHour)]),
        ];
        let several = CATEGORIES.iter().filter(|leaf| leaf.standards().len() > 1);
        let limits = |leaf: &Category| leaf.standards().iter().map(|it| (it.limit.amount, it.limit.unit)).collect::<Vec<_>>();
        let several: Vec<_> = several.map(|leaf| (leaf.code, limits(leaf))).collect();
        assert_eq!(several, expected.iter().map(|(code, limits)| (*code, limits.to_vec())).collect::<Vec<_>>());
    }

    #[test]
    fn both_languages_say_it_in_a_line() {
        for it in STANDARDS {
            for zh in [it.filing(Lang::Zh), it.closing(Lang::Zh)] {
                assert!((8..=40).contains(&zh.chars().count()), "{} {zh}", it.code);
                assert!(zh.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{} {zh}", it.code);
            }
            for en in [it.filing(Lang::En), it.closing(Lang::En)] {
                assert!((8..=60).contains(&en.len()) && en.is_ascii(), "{} {} {en}", it.code, en.len());
            }
        }
    }

    #[test]
    fn no_two_standards_of_the_table_say_the_same() {
        let mut texts: Vec<_> = STANDARDS.iter().flat_map(|it| [it.filing_zh, it.filing_en, it.closing_zh, it.closing_en]).collect();
        texts.sort_unstable();
        assert_eq!(texts.windows(2).find(|pair| pair[0] == pair[1]), None);
    }

    #[test]
    fn what_can_be_seen_is_verified_and_what_is_told_is_not() {
        let told = [
            "0101", "0102", "0103", "0104", "0105", "0106", "0107", "0201", "0202", "0203", "0204", "0205", "0604", "0703", "0704", "0801",
            "0802", "0803", "0804", "0806",
        ];
        for leaf in CATEGORIES {
            assert_eq!(leaf.verify(), !told.contains(&leaf.code), "{} {}", leaf.code, leaf.zh);
        }
        let hazard = "0304".parse::<CategoryCode>().map(|code| *code.category());
        assert_eq!(hazard.map(|leaf| Category { photos: PhotoNeed::NotNeeded, ..leaf }.verify()), Ok(true));
    }

    #[test]
    fn only_codes_of_the_table_exist() {
        assert_eq!("030102".parse::<StandardCode>().map(|code| code.standard().limit.in_words(Lang::Zh)), Ok("4 个工作小时内".into()));
        assert_eq!("030103".parse::<StandardCode>(), Err(Fault::Choice));
        assert_eq!("0301".parse::<StandardCode>(), Err(Fault::Digits(6)));
        assert_eq!(serde_json::from_str::<StandardCode>("\"060301\"").map(|code| code.to_string()).ok(), Some("060301".into()));
    }
}
