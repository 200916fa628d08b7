//! Work shared out: a case split in two (分案), other units asked for a part (协办), one person's cases handed to another.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, CaseId, CaseRef, CaseStatus, InternalNote};
use crate::call::Call;
use crate::categories::CategoryCode;
use crate::grids::GridCode;
use crate::routing::RuleName;
use crate::staffing::{PersonId, PersonRef};
use crate::time::Moment;
use crate::units::{UnitId, UnitLevel, UnitRef};
use crate::value::{choice, id, text};

id!(
    /// Names one part that a unit has in a case.
    CasePartId
);

text!(
    /// What a unit is asked to do, or what a case that is split off is about.
    Task, 500, lines
);

text!(
    /// What a unit did of its part.
    PartResult, 500, lines
);

/// The most cases that are handed over at once.
pub const MOST_HANDED_OVER: usize = 500;

choice! {
    /// What can be done to a case beside the moves of the table; none of it moves the case.
    CaseAct {
        Split = "split", "分案", "Split";
        AskPart = "ask_part", "请求协办", "Ask for a part";
    }
}

impl CaseAct {
    /// Whether a case that stands here can still be shared out: not once it is done.
    pub const fn fits(self, status: CaseStatus) -> bool {
        status.is_open() && !matches!(status, CaseStatus::Completed | CaseStatus::Verified)
    }
}

/// A case to split off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewChild {
    pub category: CategoryCode,
    pub text: Task,
    /// The grid of the case itself unless said otherwise.
    #[serde(default)]
    pub grid: Option<GridCode>,
}

/// A part to ask for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPart {
    pub unit: UnitId,
    pub task: Task,
}

/// A part that is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishedPart {
    pub result: PartResult,
}

/// What a unit was asked to do in a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CasePart {
    pub id: CasePartId,
    pub unit: UnitRef,
    pub task: Task,
    pub asked_by: Option<PersonRef>,
    pub asked_at: Moment,
    pub done_by: Option<PersonRef>,
    /// `null` while the unit works on it.
    pub done_at: Option<Moment>,
    pub result: Option<PartResult>,
    /// The caller can say that it is done.
    pub may_finish: bool,
}

/// Where the rules would send a case that nobody was given yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Suggested {
    pub level: UnitLevel,
    pub unit: Option<UnitRef>,
    /// The rule that says so.
    pub rule: RuleName,
}

/// One person's open cases to hand to another: leave, or another post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHandover {
    pub from: PersonId,
    /// A person who works today.
    pub to: PersonId,
    /// Only cases of these grids; all where none is named.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub grids: Vec<GridCode>,
    /// Why, for colleagues.
    #[serde(default)]
    pub note: Option<InternalNote>,
}

/// The cases that were handed over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Handover {
    #[schema(max_items = 500)]
    pub cases: Vec<CaseRef>,
}

/// Splits a case off, and answers it; `version` is the one of the case it is split from.
pub fn split_case(id: CaseId, new: &NewChild, version: i32) -> Call<Case> {
    Call::post(format!("/cases/{id}/children"), new).when(version)
}

/// Asks another unit for a part.
pub fn ask_part(id: CaseId, new: &NewPart, version: i32) -> Call<Case> {
    Call::post(format!("/cases/{id}/parts"), new).when(version)
}

/// Says that a part is done.
pub fn finish_part(id: CaseId, part: CasePartId, done: &FinishedPart) -> Call<Case> {
    Call::post(format!("/cases/{id}/parts/{part}/done"), done)
}

/// Hands one person's open cases to another: all of them, or none.
pub fn hand_over_cases(new: &NewHandover) -> Call<Handover> {
    Call::post("/cases/reassign", new)
}
