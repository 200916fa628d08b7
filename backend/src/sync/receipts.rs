//! Receipts of operations: the server's word, signed, for when something was done and when it arrived.

use shared::staffing::PersonId;
use shared::sync::ops::{OpId, OpName, OpReceipt};
use shared::time::Moment;

use crate::blobs::BlobHash;
use crate::error::Error;
use crate::secrets::Secrets;

const PURPOSE: &str = "receipt of an operation";

/// What a receipt says.
pub struct Arrived<'a> {
    pub op: OpId,
    pub person: PersonId,
    pub kind: &'a OpName,
    pub captured_at: Moment,
    pub arrived_at: Moment,
    pub corrected: bool,
    /// Of the body.
    pub sha256: [u8; 32],
}

/// The receipt with its signature.
pub fn signed(secrets: &Secrets, arrived: Arrived<'_>) -> Result<OpReceipt, Error> {
    let Arrived { op, person, kind, captured_at, arrived_at, corrected, sha256 } = arrived;
    let sha256 = BlobHash::from(sha256).to_string().parse().map_err(Error::internal)?;
    let unsigned = "-".parse().map_err(Error::internal)?;
    let receipt = OpReceipt { op, person, kind: kind.clone(), captured_at, arrived_at, corrected, sha256, signature: unsigned };
    let signature = secrets.sign(PURPOSE, &text(&receipt)).parse().map_err(Error::internal)?;
    Ok(OpReceipt { signature, ..receipt })
}

/// Whether this server signed it.
pub fn holds(secrets: &Secrets, receipt: &OpReceipt) -> bool {
    secrets.verify(PURPOSE, &text(receipt), &receipt.signature)
}

/// All but the signature.
fn text(receipt: &OpReceipt) -> String {
    let OpReceipt { op, person, kind, captured_at, arrived_at, corrected, sha256, signature: _ } = receipt;
    let corrected = if *corrected { "\ncorrected" } else { "" };
    format!("{op}\n{person}\n{kind}\n{}\n{}\n{sha256}{corrected}", captured_at.millis(), arrived_at.millis())
}
