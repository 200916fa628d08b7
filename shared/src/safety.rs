//! Daily safety feedback (平安通): once a grid and day, that all is well, or what is not. Who has not answered is seen and not counted.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::call::Call;
use crate::cases::CaseId;
use crate::grids::{GridCode, GridName};
use crate::page::Page;
use crate::reports::ReportId;
use crate::staffing::PersonRef;
use crate::sync::ops::OpKind;
use crate::sync::outbox::record_key;
use crate::sync::pulling::RecordKind;
use crate::sync::rows::{KnownRecord, whole};
use crate::time::{Day, Moment};
use crate::value::{choice, empty_is_none, id, text};

id!(
    /// Names one answer. The phone chooses it, so that sending twice says it once.
    SafetyFeedbackId
);

text!(
    /// What is not well, in a few words.
    Trouble, 300, lines
);

choice! {
    /// How a grid's day stands.
    SafetyState {
        Waiting = "waiting", "未反馈", "No answer yet";
        Well = "well", "平安无事", "All well";
        Trouble = "trouble", "有情况", "Not all well";
    }
}

/// That all is well; or, with `trouble`, that it is not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSafetyFeedback {
    pub id: SafetyFeedbackId,
    pub grid: GridCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<Trouble>,
    /// The report that tells more; it may be on its way still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<ReportId>,
}

/// What somebody answered. The last answer of a day counts, the others stay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SafetyFeedback {
    pub id: SafetyFeedbackId,
    pub grid: GridCode,
    pub day: Day,
    pub by: PersonRef,
    pub trouble: Option<Trouble>,
    pub report: Option<ReportId>,
    /// The case the report led to, for those who may see it.
    pub case: Option<CaseId>,
    pub said_at: Moment,
}

/// A grid's day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GridSafety {
    pub grid: GridCode,
    pub grid_name: GridName,
    #[schema(max_length = 60)]
    pub village_name: String,
    pub day: Day,
    pub state: SafetyState,
    pub feedback: Option<SafetyFeedback>,
}

impl GridSafety {
    /// How it stands with this answer.
    pub const fn state_of(feedback: Option<&SafetyFeedback>) -> SafetyState {
        match feedback {
            None => SafetyState::Waiting,
            Some(SafetyFeedback { trouble: None, .. }) => SafetyState::Well,
            Some(_) => SafetyState::Trouble,
        }
    }
}

/// How a grid's day stands as a phone knows it, with what was answered on it and is not sent yet.
pub fn state_on(known: &[KnownRecord], grid: &GridCode, today: &Day) -> SafetyState {
    let key = record_key(RecordKind::SafetyFeedback, grid);
    let Some(record) = known.iter().find(|record| record.key == key) else { return SafetyState::Waiting };
    let unsent = record.unsent.iter().rev().find(|op| op.kind == OpKind::SafetyFeedback.name() && op.captured_at.day() == *today);
    if let Some(new) = unsent.and_then(|op| whole::<NewSafetyFeedback>(&Value::Object(op.body.clone()))) {
        return if new.trouble.is_none() { SafetyState::Well } else { SafetyState::Trouble };
    }
    let told: Option<GridSafety> = record.body.as_ref().and_then(whole);
    told.filter(|told| told.day == *today).map_or(SafetyState::Waiting, |told| told.state)
}

impl NewSafetyFeedback {
    /// The record it changes.
    pub fn about(&self) -> Vec<String> {
        vec![record_key(RecordKind::SafetyFeedback, &self.grid)]
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SafetyFilter {
    /// Today when left out.
    #[serde(default, deserialize_with = "empty_is_none")]
    pub day: Option<Day>,
    #[serde(default, deserialize_with = "empty_is_none")]
    pub grid: Option<GridCode>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

/// Answers for today; phones do it by their operation `safety_feedback`.
pub fn give_safety_feedback(new: &NewSafetyFeedback) -> Call<SafetyFeedback> {
    Call::post("/safety-feedback", new)
}

/// The grids one may see and what they answered, in the order of their codes.
pub fn list_safety_feedback(filter: &SafetyFilter) -> Call<Page<GridSafety>> {
    Call::list("/safety-feedback", filter)
}
