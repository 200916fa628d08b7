//! One move for many cases, such as dispatching a whole morning's reports to one office.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::Call;
use crate::problem::Problem;

use super::{CaseId, CaseNumber, CaseStatus, NewTransition};

/// The most cases one request moves.
pub const MOST_TOGETHER: usize = 100;

/// A case as the caller has seen it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenCase {
    pub id: CaseId,
    /// The version that was seen; a case that has moved on since stays where it is.
    #[schema(minimum = 1)]
    pub version: i32,
}

/// The same move for several cases. Each of them moves or stays by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTransitions {
    pub transition: NewTransition,
    #[schema(min_items = 1, max_items = 100)]
    pub cases: Vec<SeenCase>,
}

/// What became of one case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TransitionResult {
    pub id: CaseId,
    /// `null` where the caller sees no such case.
    pub number: Option<CaseNumber>,
    pub moved: bool,
    /// Where it stands now; `null` where the caller sees no such case.
    pub status: Option<CaseStatus>,
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// Why it did not move, the same as moving it alone would tell.
    pub problem: Option<Problem>,
}

/// What became of each case, in the order they were sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TransitionResults {
    #[schema(max_items = 100)]
    pub results: Vec<TransitionResult>,
}

/// Makes one move in many cases.
pub fn move_cases(transition: &NewTransition, cases: &[SeenCase]) -> Call<TransitionResults> {
    Call::post("/cases/transitions", &NewTransitions { transition: transition.clone(), cases: cases.to_vec() })
}
