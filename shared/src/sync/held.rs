//! What lost phones sent: kept as it came until the office decides.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::call::Call;
use crate::cases::Reason;
use crate::page::Page;
use crate::staffing::PersonRef;
use crate::time::Moment;

use super::ops::{DeviceId, Op, OpId, OpResult};

/// The most operations that are held of one device, and the most bytes.
pub const MOST_HELD: i64 = 1000;
pub const MOST_HELD_BYTES: i64 = 8 * 1024 * 1024;

/// An operation of a lost phone that waits for a decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct HeldOp {
    pub op: Op,
    /// Whose phone sent it; in their name it is done.
    pub person: PersonRef,
    pub device: DeviceId,
    pub arrived_at: Moment,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HeldFilter {
    /// Of this person's phones.
    pub person: Option<uuid::Uuid>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

/// Why an operation is not done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Discarded {
    pub reason: Reason,
}

/// What waits, oldest first.
pub fn list_held(filter: &HeldFilter) -> Call<Page<HeldOp>> {
    Call::list("/sync/held", filter)
}

/// Does it in its owner's name, once. What cannot be done says why in its result, and goes on waiting.
pub fn apply_held(op: OpId) -> Call<OpResult> {
    Call::post(format!("/sync/held/{op}/apply"), &serde_json::json!({}))
}

pub fn discard_held(op: OpId, why: &Discarded) -> Call<()> {
    Call::post(format!("/sync/held/{op}/discard"), why)
}
