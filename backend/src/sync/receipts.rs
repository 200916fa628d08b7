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
    /// Of the body.
    pub sha256: [u8; 32],
}

/// The receipt with its signature.
pub fn signed(secrets: &Secrets, arrived: Arrived<'_>) -> Result<OpReceipt, Error> {
    let Arrived { op, person, kind, captured_at, arrived_at, sha256 } = arrived;
    let sha256 = BlobHash::from(sha256).to_string();
    let signature = secrets.sign(PURPOSE, &text(op, person, kind, captured_at, arrived_at, &sha256));
    let (sha256, signature) = (sha256.parse().map_err(Error::internal)?, signature.parse().map_err(Error::internal)?);
    Ok(OpReceipt { op, person, kind: kind.clone(), captured_at, arrived_at, sha256, signature })
}

/// Whether this server signed it.
pub fn holds(secrets: &Secrets, receipt: &OpReceipt) -> bool {
    let OpReceipt { op, person, kind, captured_at, arrived_at, sha256, signature } = receipt;
    secrets.verify(PURPOSE, &text(*op, *person, kind, *captured_at, *arrived_at, sha256), signature)
}

fn text(op: OpId, person: PersonId, kind: &OpName, captured_at: Moment, arrived_at: Moment, sha256: &str) -> String {
    format!("{op}\n{person}\n{kind}\n{}\n{}\n{sha256}", captured_at.millis(), arrived_at.millis())
}
