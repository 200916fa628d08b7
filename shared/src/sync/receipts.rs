//! Receipts that somebody shows: in an appeal, say, for what was done in time and arrived late.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::Call;

use super::ops::OpReceipt;

/// What became of checking a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Checked {
    /// This server signed it, and nothing in it was changed.
    pub holds: bool,
}

/// Asks whether the server signed a receipt.
pub fn check_receipt(receipt: &OpReceipt) -> Call<Checked> {
    Call::post("/sync/receipts/check", receipt)
}
