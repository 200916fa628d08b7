//! Appeals against lateness (超时申诉): once a case is closed, those who handled it may say why it was late. If two different reviewers
//! agree, statistics leave it out; that it was late stays written.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::call::Call;
use crate::cases::{CaseId, CaseRef, CaseStatus, Reason};
use crate::categories::LimitUnit;
use crate::page::Page;
use crate::photos::{Photo, PhotoId};
use crate::sla::{Calendar, counted};
use crate::staffing::{PersonId, PersonRef};
use crate::time::Moment;
use crate::value::{choice, empty_is_none, id};

id!(
    /// Names one appeal.
    AppealId
);

/// For so many working days after closing an appeal can be made.
pub const APPEAL_WORKING_DAYS: u16 = 10;
/// The most photos an appeal points to.
pub const MOST_PHOTOS: usize = 9;

choice! {
    /// Where an appeal stands.
    AppealState {
        /// Waits for the command room.
        Filed = "filed", "等待初审", "Waits for the first review";
        /// The command room agreed; waits for the governance office.
        Seconded = "seconded", "等待复审", "Waits for the second review";
        Upheld = "upheld", "申诉成立", "Upheld";
        Refused = "refused", "申诉不成立", "Refused";
    }
}

choice! {
    /// The two reviews of an appeal.
    ReviewStage {
        /// By the command room.
        First = "first", "指挥室初审", "First review, by the command room";
        /// By the governance office.
        Second = "second", "社会治理办复审", "Second review, by the governance office";
    }
}

impl AppealState {
    /// The review it waits for.
    pub const fn stage(self) -> Option<ReviewStage> {
        match self {
            Self::Filed => Some(ReviewStage::First),
            Self::Seconded => Some(ReviewStage::Second),
            Self::Upheld | Self::Refused => None,
        }
    }

    /// Where it stands after a review. Only the second review can uphold, and only after the first agreed.
    pub const fn after(stage: ReviewStage, uphold: bool) -> Self {
        match (stage, uphold) {
            (_, false) => Self::Refused,
            (ReviewStage::First, true) => Self::Seconded,
            (ReviewStage::Second, true) => Self::Upheld,
        }
    }
}

/// What decides whether a closed case can be appealed, and who may review it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AppealFacts {
    pub state: AppealState,
    pub appellant: PersonId,
    /// Who made the first review.
    pub first: Option<PersonId>,
}

choice! {
    /// Why a case cannot be appealed. The label tells it to who tries.
    Obstacle {
        NotClosed = "not_closed", "案件结案以后才能申诉", "A case can be appealed once it is closed";
        NotLate = "not_late", "案件没有超期，不需要申诉", "The case was not late; there is nothing to appeal";
        TooOld = "too_old", "结案已超过 10 个工作日，不能再申诉", "It was closed more than 10 working days ago and can no longer be appealed";
    }
}

/// What stands in the way of an appeal.
pub fn obstacle(
    status: CaseStatus,
    late_since: Option<Moment>,
    closed_at: Option<Moment>,
    calendar: &Calendar,
    now: Moment,
) -> Option<Obstacle> {
    let closed_at = match closed_at.filter(|_| status == CaseStatus::Closed) {
        Some(closed_at) => closed_at,
        None => return Some(Obstacle::NotClosed),
    };
    match late_since {
        None => Some(Obstacle::NotLate),
        Some(_) if now > window_ends(calendar, closed_at) => Some(Obstacle::TooOld),
        Some(_) => None,
    }
}

/// The last moment at which an appeal can be made.
pub fn window_ends(calendar: &Calendar, closed_at: Moment) -> Moment {
    let limit = crate::categories::Limit { amount: APPEAL_WORKING_DAYS, unit: LimitUnit::WorkingDay };
    calendar.after(limit.unit, closed_at, counted(limit))
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAppeal {
    pub reason: Reason,
    /// Photos of the case that show why.
    #[serde(default)]
    #[schema(max_items = 9)]
    pub photos: Vec<PhotoId>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReview {
    pub uphold: bool,
    pub reason: Reason,
}

/// What one reviewer said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Review {
    pub stage: ReviewStage,
    pub by: PersonRef,
    pub uphold: bool,
    #[schema(max_length = 500)]
    pub reason: String,
    pub at: Moment,
}

/// One appeal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Appeal {
    pub id: AppealId,
    pub case: CaseRef,
    /// When the first stage that was late should have ended.
    pub late_since: Option<Moment>,
    pub closed_at: Option<Moment>,
    pub state: AppealState,
    pub appellant: PersonRef,
    #[schema(max_length = 500)]
    pub reason: String,
    #[schema(max_items = 9)]
    pub photos: Vec<Photo>,
    /// The first, then the second.
    #[schema(max_items = 2)]
    pub reviews: Vec<Review>,
    /// Whether it waits for the caller.
    pub reviewable: bool,
    pub filed_at: Moment,
    #[schema(minimum = 1)]
    pub version: i32,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AppealFilter {
    #[serde(default, deserialize_with = "empty_is_none")]
    pub state: Option<AppealState>,
    /// The appeal of this case, if it has one.
    pub case: Option<uuid::Uuid>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

/// Newest first. The command room and the governance office see all, everybody else the own ones and those of cases he or she may appeal.
pub fn list_appeals(filter: &AppealFilter) -> Call<Page<Appeal>> {
    Call::list("/appeals", filter)
}

pub fn find_appeal(id: AppealId) -> Call<Appeal> {
    Call::get(format!("/appeals/{id}"))
}

/// Appeals against the lateness of a closed case; `version` is the case's.
pub fn file_appeal(case: CaseId, new: &NewAppeal, version: i32) -> Call<Appeal> {
    Call::post(format!("/cases/{case}/appeal"), new).when(version)
}

/// Reviews an appeal; `version` is the appeal's.
pub fn review_appeal(id: AppealId, review: &NewReview, version: i32) -> Call<Appeal> {
    Call::post(format!("/appeals/{id}/reviews"), review).when(version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Fault;

    fn at(day: &str, hour: i64) -> Result<Moment, Fault> {
        Ok(day.parse::<crate::time::Day>()?.begins().plus_seconds(hour * 3600))
    }

    #[test]
    fn only_two_reviews_that_agree_uphold() {
        for first in [true, false] {
            let then = AppealState::after(ReviewStage::First, first);
            assert_eq!(then.stage(), first.then_some(ReviewStage::Second));
        }
        let reached = |stage, uphold| AppealState::after(stage, uphold) == AppealState::Upheld;
        assert!(reached(ReviewStage::Second, true) && !reached(ReviewStage::Second, false) && !reached(ReviewStage::First, true));
    }

    #[test]
    fn the_window_is_counted_in_working_days() -> Result<(), Fault> {
        // Closed on Friday at noon, before the National Day week of 2026.
        let (calendar, closed) = (Calendar::shipped(), Some(at("2026-09-25", 12)?));
        let what = |status, late, now| obstacle(status, late, closed, calendar, now);
        let late = Some(at("2026-09-20", 0)?);
        let end = window_ends(calendar, at("2026-09-25", 12)?);
        assert_eq!(what(CaseStatus::Closed, late, end), None);
        assert_eq!(what(CaseStatus::Closed, late, end.plus_seconds(1)), Some(Obstacle::TooOld));
        assert!(end > at("2026-10-09", 0)?, "{end:?}");
        assert_eq!(what(CaseStatus::Closed, None, end), Some(Obstacle::NotLate));
        assert_eq!(what(CaseStatus::Handling, late, end), Some(Obstacle::NotClosed));
        Ok(())
    }
}
