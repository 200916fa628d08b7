//! Receipts: what a reporter is told, in plain words, for a code that nobody can guess.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::Call;
use crate::cases::CaseStatus;
use crate::photos::Photo;
use crate::time::Moment;
use crate::value::{Fault, crockford, crockford_from, text};

text!(
    /// 12 characters of Crockford's base 32 (60 random bits), shown as `XXXX-XXXX-XXXX`.
    ReceiptCode, max 16, "^[0-9A-Za-z -]{12,16}$", |s| crockford(s, 12, Fault::ReceiptCode)
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

/// What became of a report, for the one who filed it. Names and notes of staff stay inside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Receipt {
    pub code: ReceiptCode,
    pub status: CaseStatus,
    /// Where it stands, in plain words.
    #[schema(max_length = 200)]
    pub status_words: String,
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
    /// Photos of the result, once the work is completed.
    #[schema(max_items = 9)]
    pub after_photos: Vec<Photo>,
    /// What was done, in the words of those who did it, once completed; or why it was declined.
    #[schema(max_length = 2000)]
    pub result: Option<String>,
    #[schema(max_items = 200)]
    pub steps: Vec<ReceiptStep>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReceiptStep {
    pub at: Moment,
    /// What happened, with the reason or promise that was given.
    #[schema(max_length = 600)]
    pub words: String,
}

/// Public; limited per address, so that codes cannot be tried out.
pub fn find_receipt(code: &ReceiptCode) -> Call<Receipt> {
    Call::get(format!("/receipts/{code}"))
}
