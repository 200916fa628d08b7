//! A digest of a bucket: how many records it holds and a sum that does not depend on their order. Phone and server make it of the same
//! three things, so that a phone that has missed something finds out within a day. It guards against mistakes, not against malice.

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// The digest while it is being made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Digest {
    pub count: i64,
    sum: u64,
}

impl Digest {
    /// Adds a record.
    pub fn add(&mut self, kind: &str, id: &str, rev: i64) {
        self.count += 1;
        self.sum ^= hash(&[kind.as_bytes(), id.as_bytes(), &rev.to_be_bytes()]);
    }

    /// The sum as it is sent.
    pub fn sum(self) -> String {
        format!("{:016x}", self.sum)
    }
}

/// The sum of a file, by which damage is found.
pub(super) fn sum_of(file: &[u8]) -> String {
    format!("{:016x}", hash(&[file]))
}

/// FNV-1a of 64 bits over parts that are kept apart, mixed once more so that close revisions differ everywhere.
fn hash(parts: &[&[u8]]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.iter().chain(&[0xff]));
    let hash = bytes.fold(OFFSET, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME));
    let hash = (hash ^ (hash >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^ (hash >> 29)
}
