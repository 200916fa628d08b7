//! Working without a signal: what is saved on the phone is sent once and never lost.
//!
//! Up goes an ordered list of operations ([`ops`]), down come the records a phone holds ([`pulling`]), beside them files in pieces
//! ([`uploads`]). [`engine`] is the phone's side of all three: it keeps everything in a [`store::Store`], reads no clock and opens no
//! connection. `docs/sync.md` tells the protocol and its invariants.

pub mod backoff;
pub mod digest;
pub mod engine;
pub mod handover;
pub mod held;
pub mod memory;
pub mod merging;
pub mod ops;
pub mod outbox;
pub mod pulling;
pub mod receipts;
pub mod records;
pub mod rows;
pub mod sending;
pub mod store;
pub mod uploading;
pub mod uploads;

#[cfg(test)]
mod tests;

use crate::call::Call;

use self::ops::{Push, Pushed};
use self::pulling::{PullFilter, Pulled};

/// The most operations of one push.
pub const MOST_OPS: usize = 50;
/// The most bytes of one push.
pub const MOST_PUSH_BYTES: usize = 256 * 1024;
/// Days the server remembers which operations it has applied, and lets work in that was captured so long ago.
pub const REMEMBERED_DAYS: i64 = 180;
/// Days after which a case that has ended leaves the phones.
pub const ENDED_KEPT_DAYS: i64 = 60;
/// Days the server remembers what has left a bucket; who was away for longer gets the bucket anew.
pub const TOMBSTONE_DAYS: i64 = 90;
/// Days an operation may wait for something it builds on before a person is told.
pub const DEFERRED_DAYS: i64 = 5;

/// Sends operations, oldest first.
pub fn push(push: &Push) -> Call<Pushed> {
    Call::post("/sync/push", push)
}

/// Asks for what has changed since a cursor.
pub fn pull(filter: &PullFilter) -> Call<Pulled> {
    Call::list("/sync/pull", filter)
}
