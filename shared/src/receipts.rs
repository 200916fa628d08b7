//! Receipts: what a reporter is told, in plain words, for a code that nobody can guess.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::Call;
use crate::cases::{CaseStatus, Move, Reason};
use crate::photos::Photo;
use crate::time::Moment;
use crate::units::UnitLevel;
use crate::value::{Fault, crockford, crockford_from, text};

text!(
    /// 12 characters of Crockford's base 32 (60 random bits), shown as `XXXX-XXXX-XXXX`.
    ReceiptCode, max 16, "^[0-9A-Za-z -]{12,16}$", |s| crockford(s, 12, Fault::ReceiptCode)
);

text!(
    /// What a reporter adds to a report later.
    Remark, 500, lines
);

impl ReceiptCode {
    /// From 12 random bytes.
    pub fn from_random(bytes: [u8; 12]) -> Self {
        Self(crockford_from(&bytes))
    }

    /// In groups of four, as it is read out.
    pub fn grouped(&self) -> String {
        let chars: Vec<char> = self.as_str().chars().collect();
        chars.chunks(4).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    }
}

/// What became of a report, for the one who filed it. Names and notes of staff stay inside. The receipt of a report whose case was
/// merged into another follows that one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Receipt {
    pub code: ReceiptCode,
    pub status: CaseStatus,
    /// Where it stands, in plain words.
    #[schema(max_length = 200)]
    pub status_words: String,
    /// The level that has it now; `null` when nothing is left to do.
    pub level: Option<UnitLevel>,
    /// Until when the next step was promised; `null` while the clock stands still.
    pub due_at: Option<Moment>,
    /// The same in words, with what was promised: `明天上午 12:00 前受理`; while the clock stands still, when work goes on.
    #[schema(max_length = 200)]
    pub due_words: Option<String>,
    /// Another report of the same matter is handled together with this one.
    pub merged: bool,
    /// What it was filed as.
    #[schema(max_length = 60)]
    pub category_label: String,
    /// How long the category may take, in words; the limit of the one service table for all grids.
    #[schema(max_length = 100)]
    pub promise: String,
    #[schema(max_length = 2000)]
    pub text: String,
    #[schema(max_length = 130)]
    pub grid_name: String,
    pub received_at: Moment,
    #[schema(minimum = 0, maximum = 9)]
    pub photo_count: u8,
    /// The reporter's own photos.
    #[schema(max_items = 9)]
    pub photos: Vec<Photo>,
    /// Photos that were taken before the work, once it is completed.
    #[schema(max_items = 9)]
    pub before_photos: Vec<Photo>,
    /// Photos of the result, once the work is completed.
    #[schema(max_items = 9)]
    pub after_photos: Vec<Photo>,
    /// What was done, in the words of those who did it, once completed; or why it was declined.
    #[schema(max_length = 2000)]
    pub result: Option<String>,
    /// What a reporter said of the result.
    pub solved: Option<bool>,
    #[schema(minimum = 1, maximum = 5)]
    pub rating: Option<u8>,
    /// `confirm` (解决了) and `reopen` (没解决), when they can be made.
    #[schema(max_items = 2)]
    pub moves: Vec<Move>,
    /// Remarks and photos can be added.
    pub can_add: bool,
    #[schema(max_items = 1000)]
    pub steps: Vec<ReceiptStep>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReceiptStep {
    pub at: Moment,
    /// What happened, with the reason or promise that was given.
    #[schema(max_length = 600)]
    pub words: String,
}

/// What the reporter says of the result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// `confirm` or `reopen`.
    #[serde(rename = "move")]
    pub by: Move,
    /// What is not solved; needed to reopen.
    #[serde(default)]
    pub reason: Option<Reason>,
    /// Stars; only with `confirm`.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 5)]
    pub rating: Option<u8>,
}

/// What the reporter adds later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRemark {
    pub text: Remark,
}

/// Public; limited per address, so that codes cannot be tried out.
pub fn find_receipt(code: &ReceiptCode) -> Call<Receipt> {
    Call::get(format!("/receipts/{code}"))
}

/// Public: says that it is solved, or is not.
pub fn judge(code: &ReceiptCode, verdict: &Verdict) -> Call<Receipt> {
    Call::post(format!("/receipts/{code}/transitions"), verdict)
}

/// Public: adds a remark while there is work to do.
pub fn remark(code: &ReceiptCode, remark: &NewRemark) -> Call<Receipt> {
    Call::post(format!("/receipts/{code}/remarks"), remark)
}
