//! Receipts of operations: the server's word, signed, for when something was done and when it arrived.

use shared::sync::ops::OpReceipt;

use crate::secrets::Secrets;

const PURPOSE: &str = "receipt of an operation";

/// The receipt with its signature.
pub fn signed(secrets: &Secrets, receipt: OpReceipt) -> OpReceipt {
    OpReceipt { signature: secrets.sign(PURPOSE, &text(&receipt)), ..receipt }
}

/// Whether this server signed it.
pub fn holds(secrets: &Secrets, receipt: &OpReceipt) -> bool {
    secrets.verify(PURPOSE, &text(receipt), &receipt.signature)
}

fn text(receipt: &OpReceipt) -> String {
    let OpReceipt { op, person, kind, captured_at, arrived_at, sha256, signature: _ } = receipt;
    format!("{op}\n{person}\n{kind}\n{}\n{}\n{sha256}", captured_at.millis(), arrived_at.millis())
}
