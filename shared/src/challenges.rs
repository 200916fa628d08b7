//! Proof of work: what a device computes for a while before a further anonymous report is taken, so that nobody floods the office.
//! No picture to read: people notice nothing.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::Call;
use crate::time::Moment;

/// The header a proof is sent in.
pub const PROOF_HEADER: &str = "proof-of-work";

/// What is to be computed: a whole number `n` such that the SHA-256 of the text `<challenge>.<n>` begins with `bits` zero bits. That
/// text is the proof. It counts once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Challenge {
    /// `<salt>.<bits>.<expires>.<signature>`, the moment in milliseconds since 1970.
    #[schema(max_length = 200)]
    pub challenge: String,
    #[schema(minimum = 0, maximum = 64)]
    pub bits: u8,
    pub expires_at: Moment,
}

/// A challenge, and whether the next anonymous report from this address needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewChallenge {
    /// A few reports an hour from one address need no proof.
    pub needed: bool,
    pub challenge: Challenge,
}

/// Zero bits at the beginning of a hash.
pub fn leading_zero_bits(hash: &[u8]) -> u32 {
    let zeros = hash.iter().take_while(|byte| **byte == 0).count();
    let rest = hash.get(zeros).map_or(0, |byte| byte.leading_zeros());
    u32::try_from(zeros).unwrap_or(u32::MAX).saturating_mul(8).saturating_add(rest)
}

/// Public.
pub fn new_challenge() -> Call<NewChallenge> {
    Call::get("/challenges")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_bits_are_counted_from_the_front() {
        for (hash, bits) in [(&[][..], 0), (&[0x80], 0), (&[0x01], 7), (&[0, 0], 16), (&[0, 0x0f, 0], 12)] {
            assert_eq!(leading_zero_bits(hash), bits, "{hash:?}");
        }
    }
}
