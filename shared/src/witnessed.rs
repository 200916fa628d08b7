//! Witnessed handover (见证移交): property that was found is listed and counted before witnesses, and handed to whom it belongs to.
//!
//! The story behind it: 54,800 yuan found in a house that was pulled down, counted on the spot before the people there, given to the heir.

pub mod cash;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::Call;
use crate::cases::CaseId;
use crate::categories::CategoryCode;
use crate::ink::Ink;
use crate::lang::Lang;
use crate::staffing::PersonRef;
use crate::time::Moment;
use crate::value::{Phone, id, text};

use self::cash::{CashLine, yuan};

id!(
    /// Names one handover; chosen by whoever makes it, so that sending it twice makes it once.
    WitnessedHandoverId
);

text!(
    /// The name of a person or of a thing, and words as short.
    HandoverName, 80
);
text!(
    /// Where it was, and what was looked at.
    HandoverDetail, 200
);
text!(
    /// How it was found.
    FoundHow, 1000, lines
);

/// The category of property that was found.
const FOUND_PROPERTY: &str = "0805";

/// Whether a case is about property that was found.
pub fn can_be_handed_over(category: &CategoryCode) -> bool {
    category.as_str() == FOUND_PROPERTY
}

/// The fewest witnesses (众人见证).
pub const FEWEST_WITNESSES: usize = 2;
const MOST_WITNESSES: usize = 10;
const MOST_ITEMS: usize = 50;

/// Things of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FoundItem {
    pub name: HandoverName,
    #[schema(minimum = 1, maximum = 10000)]
    pub count: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<HandoverDetail>,
}

/// Somebody who saw it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    pub name: HandoverName,
    /// Such as neighbour, village cadre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<HandoverName>,
    pub ink: Ink,
}

/// Who received it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    pub name: HandoverName,
    /// What the recipient is to the owner: the owner, an heir, the police.
    pub relation: HandoverName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// What showed that it is the right one.
    pub proof: HandoverDetail,
    pub ink: Ink,
}

/// A handover as it was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWitnessedHandover {
    pub id: WitnessedHandoverId,
    pub found: FoundHow,
    pub place: HandoverDetail,
    /// When it was counted and handed over.
    pub at: Moment,
    #[serde(default)]
    #[schema(max_items = 50)]
    pub items: Vec<FoundItem>,
    /// Notes and coins by their denomination.
    #[serde(default)]
    #[schema(max_items = 8)]
    pub cash: Vec<CashLine>,
    /// The sum as it was counted, in fen; must be that of `cash`.
    #[schema(minimum = 0, maximum = 100_000_000_000i64)]
    pub cash_fen: i64,
    #[schema(min_items = 2, max_items = 10)]
    pub witnesses: Vec<Witness>,
    pub recipient: Recipient,
    /// Of whoever hands it over.
    pub ink: Ink,
}

/// Why a handover is not right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandoverFault {
    Nothing,
    TooMany,
    Twice,
    Count,
    /// What the notes and coins come to, and what was said.
    Sum(i64, i64),
    Witnesses,
}

impl HandoverFault {
    /// Where it is wrong, as a JSON pointer.
    pub const fn pointer(self) -> &'static str {
        match self {
            Self::Nothing | Self::TooMany | Self::Count => "/items",
            Self::Twice => "/cash",
            Self::Sum(..) => "/cash_fen",
            Self::Witnesses => "/witnesses",
        }
    }

    /// What to tell the person.
    pub fn in_words(self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Nothing, Lang::Zh) => "请至少登记一件物品或者现金".into(),
            (Self::Nothing, Lang::En) => "List at least one thing, or cash".into(),
            (Self::TooMany, Lang::Zh) => "物品最多 50 种".into(),
            (Self::TooMany, Lang::En) => "At most 50 kinds of things".into(),
            (Self::Twice, Lang::Zh) => "同一种面额写了两次".into(),
            (Self::Twice, Lang::En) => "A denomination is given twice".into(),
            (Self::Count, Lang::Zh) => "数量应在 1 到 10000 之间，现金在 1 到 100000 张之间".into(),
            (Self::Count, Lang::En) => "Counts lie between 1 and 10,000, of notes and coins between 1 and 100,000".into(),
            (Self::Sum(counted, said), Lang::Zh) => {
                format!("按张数合计是 {} 元，与清点总额 {} 元不符，请重新清点", yuan(counted), yuan(said))
            }
            (Self::Sum(counted, said), Lang::En) => {
                format!("The notes come to {} yuan, the sum says {}; please count again", yuan(counted), yuan(said))
            }
            (Self::Witnesses, Lang::Zh) => "见证人应有 2 到 10 位".into(),
            (Self::Witnesses, Lang::En) => "There must be 2 to 10 witnesses".into(),
        }
    }
}

impl NewWitnessedHandover {
    /// As it was made by a clock that was wrong by so many milliseconds.
    #[must_use]
    pub fn shifted(self, millis: i64) -> Self {
        Self { at: self.at.plus_millis(millis), ..self }
    }

    /// Whether it is whole and the sum is right.
    pub fn check(&self) -> Result<(), HandoverFault> {
        if self.items.is_empty() && self.cash.is_empty() {
            return Err(HandoverFault::Nothing);
        }
        if self.items.len() > MOST_ITEMS {
            return Err(HandoverFault::TooMany);
        }
        let counted = self.items.iter().all(|item| (1..=10_000).contains(&item.count));
        if !counted || !self.cash.iter().all(|line| (1..=100_000).contains(&line.count)) {
            return Err(HandoverFault::Count);
        }
        let twice = |(n, line): (usize, &CashLine)| self.cash.iter().take(n).any(|other| other.denomination == line.denomination);
        if self.cash.iter().enumerate().any(twice) {
            return Err(HandoverFault::Twice);
        }
        let sum = cash::sum(&self.cash);
        if sum != self.cash_fen {
            return Err(HandoverFault::Sum(sum, self.cash_fen));
        }
        if (FEWEST_WITNESSES..=MOST_WITNESSES).contains(&self.witnesses.len()) { Ok(()) } else { Err(HandoverFault::Witnesses) }
    }
}

/// A handover on record; it is never changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WitnessedHandover {
    pub case: CaseId,
    pub handover: NewWitnessedHandover,
    /// Who handed it over.
    pub by: PersonRef,
    pub received_at: Moment,
}

/// The body of `hand_over_property`: a handover that was made without a signal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandingOver {
    pub case: CaseId,
    pub handover: NewWitnessedHandover,
}

pub fn find_witnessed_handover(case: CaseId) -> Call<WitnessedHandover> {
    Call::get(format!("/cases/{case}/witnessed-handover"))
}

/// Puts a handover on record; once a case.
pub fn hand_over(case: CaseId, new: &NewWitnessedHandover) -> Call<WitnessedHandover> {
    Call::post(format!("/cases/{case}/witnessed-handover"), new)
}

/// Where the receipt is printed, as a PDF.
pub fn handover_receipt_path(case: CaseId) -> String {
    format!("/api/v1/cases/{case}/witnessed-handover/receipt")
}

#[cfg(test)]
mod tests {
    use super::cash::Denomination;
    use super::*;
    use crate::value::Fault;

    fn ink() -> Result<Ink, Fault> {
        "M10 10L300 200L600 10".parse()
    }

    fn handover(cash: Vec<CashLine>, cash_fen: i64) -> Result<NewWitnessedHandover, Fault> {
        let witness = |name: &str| Ok::<_, Fault>(Witness { name: name.parse()?, role: None, ink: ink()? });
        let recipient =
            Recipient { name: "周明".parse()?, relation: "继承人".parse()?, phone: None, proof: "户口簿".parse()?, ink: ink()? };
        Ok(NewWitnessedHandover {
            id: WitnessedHandoverId::new(),
            found: "拆旧房时在墙缝里发现".parse()?,
            place: "华夏村".parse()?,
            at: Moment::from_millis(0),
            items: Vec::new(),
            cash,
            cash_fen,
            witnesses: vec![witness("张三")?, witness("李四")?, witness("王五")?],
            recipient,
            ink: ink()?,
        })
    }

    #[test]
    fn the_54_800_yuan_of_the_article() -> Result<(), Fault> {
        let notes = vec![CashLine { denomination: Denomination::Yuan100, count: 548 }];
        assert_eq!(handover(notes.clone(), 5_480_000)?.check(), Ok(()));
        assert_eq!(handover(notes.clone(), 5_470_000)?.check(), Err(HandoverFault::Sum(5_480_000, 5_470_000)));
        assert_eq!(handover(Vec::new(), 0)?.check(), Err(HandoverFault::Nothing));
        assert_eq!(handover([notes.clone(), notes.clone()].concat(), 10_960_000)?.check(), Err(HandoverFault::Twice));
        let mut alone = handover(notes, 5_480_000)?;
        alone.witnesses.truncate(1);
        assert_eq!(alone.check(), Err(HandoverFault::Witnesses));
        Ok(())
    }
}
