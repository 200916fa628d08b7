//! Care visits: somebody called, at the door or by phone, and how it was.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{CareEnd, CareRecordId};
use crate::call::Call;
use crate::cases::CaseRef;
use crate::page::Page;
use crate::reports::ReportId;
use crate::staffing::PersonRef;
use crate::time::{Day, Moment};
use crate::value::{choice, id, text};

id!(
    /// Names one visit. The phone chooses it, so that sending twice writes it down once.
    CareVisitId
);

text!(
    /// What the next visitor should know. Encrypted where it is kept.
    CareNote, 500, lines
);

choice! {
    /// How somebody called.
    CareWay {
        Home = "home", "上门", "At the door";
        Phone = "phone", "电话", "By phone";
    }
}

choice! {
    /// How it was.
    CareResult {
        Well = "well", "一切平安", "All well";
        /// Something is needed; a report of it may go with the visit.
        Needs = "needs", "有需求", "In need";
        NotMet = "not_met", "没有见到", "Not met";
        Declined = "declined", "谢绝走访", "Declined";
        Moved = "moved", "已搬离", "Moved";
    }
}

impl CareResult {
    /// Whether somebody was met, so that the next visit counts from here.
    pub const fn met(self) -> bool {
        matches!(self, Self::Well | Self::Needs)
    }

    /// What it ends: a consent that is taken back, and visits to somebody who is not there any more.
    pub const fn ends(self, on_consent: bool) -> Option<CareEnd> {
        match self {
            Self::Declined if on_consent => Some(CareEnd::Declined),
            Self::Moved => Some(CareEnd::Moved),
            _ => None,
        }
    }
}

/// A visit that was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCareVisit {
    pub id: CareVisitId,
    pub record: CareRecordId,
    pub at: Moment,
    pub way: CareWay,
    pub result: CareResult,
    /// With `needs` there is a note or a report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<CareNote>,
    /// The report of what is needed; it may be on its way still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<ReportId>,
}

impl NewCareVisit {
    /// The same at another moment: what a phone's clock was wrong by is put right.
    #[must_use]
    pub fn shifted(mut self, millis: i64) -> Self {
        self.at = self.at.plus_millis(millis);
        self
    }
}

/// A visit, for those who visit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CareVisit {
    pub id: CareVisitId,
    pub record: CareRecordId,
    pub by: PersonRef,
    pub day: Day,
    pub at: Moment,
    pub way: CareWay,
    pub result: CareResult,
    pub note: Option<CareNote>,
    pub report: Option<ReportId>,
    /// The case the report led to, for those who may see it.
    pub case: Option<CaseRef>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CareVisitFilter {
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

/// Writes a visit down; phones do it by their operation `care_visit`.
pub fn add_care_visit(new: &NewCareVisit) -> Call<CareVisit> {
    Call::post("/care-visits", new)
}

/// Latest first.
pub fn list_care_visits(record: CareRecordId, filter: &CareVisitFilter) -> Call<Page<CareVisit>> {
    Call::list(format!("/care-records/{record}/visits"), filter)
}
