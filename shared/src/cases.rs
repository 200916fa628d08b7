//! Cases: the work that follows a report, and the one table of the moves it can make.

pub mod bulk;
pub mod carried;
pub mod course;
pub mod filters;
pub mod guards;
pub mod moves;
pub mod papers;
pub mod queue;
pub mod sharing;
pub mod status;
pub mod templates;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub use self::carried::CarriedCase;
pub use self::guards::{Ask, CaseFacts, Degree, Guard};
pub use self::moves::{ClockEffect, Move, Mover, Need, TRANSITIONS, Telling, Transition, transition};
pub use self::queue::Queue;
pub use self::sharing::{CaseAct, CasePart, CasePartId, Suggested};
pub use self::status::CaseStatus;

use crate::call::Call;
use crate::categories::standards::StandardCode;
use crate::categories::{CategoryCode, LimitUnit};
use crate::divisions::DivisionCode;
use crate::grids::{GridCode, GridName};
use crate::page::Page;
use crate::photos::Photo;
use crate::place::{Place, Point};
use crate::reports::Report;
use crate::sla::{Light, Stage};
use crate::staffing::{PersonId, PersonRef};
use crate::time::Moment;
use crate::units::{UnitId, UnitLevel, UnitRef};
use crate::value::{Fault, choice, empty_is_none, id, text};

id!(
    /// Names one case.
    CaseId
);

text!(
    /// The number people quote: the day it was filed and a running number of that day, `20261123-0007`.
    CaseNumber, max 16, "^[0-9]{8}-[0-9]{4,7}$", |s| {
        let s = s.trim();
        let fit = s.len() <= 16 && s.split_once('-').is_some_and(|(day, n)| day.len() == 8 && (4..=7).contains(&n.len()) && day.bytes().chain(n.bytes()).all(|b| b.is_ascii_digit()));
        if fit { Ok(s.to_owned()) } else { Err(Fault::Digits(8)) }
    }
);

text!(
    /// Why a case is declined or closed, or what was done to complete it; the reporter reads it.
    Reason, 500, lines
);

text!(
    /// A remark for colleagues only.
    InternalNote, 1000, lines
);

/// A move to make.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTransition {
    #[serde(rename = "move")]
    pub by: Move,
    #[serde(default)]
    pub reason: Option<Reason>,
    /// A person who works today.
    #[serde(default)]
    pub assignee: Option<PersonId>,
    /// Where to dispatch or escalate to. Escalating without it goes one level up.
    #[serde(default)]
    pub level: Option<UnitLevel>,
    /// Which office or department; only at the levels of the sub-district and the county. Without one the sub-district is the command room.
    #[serde(default)]
    pub unit: Option<UnitId>,
    /// The case to merge into.
    #[serde(default)]
    pub into: Option<CaseId>,
    /// When waiting or suspension ends by itself.
    #[serde(default)]
    pub until: Option<Moment>,
    /// The standard the case is filed and closed under; its first one when the category has only one.
    #[serde(default)]
    pub standard: Option<StandardCode>,
    #[serde(default)]
    pub note: Option<InternalNote>,
}

impl NewTransition {
    /// A move that brings nothing along.
    pub const fn plain(by: Move) -> Self {
        Self { by, reason: None, assignee: None, level: None, unit: None, into: None, until: None, standard: None, note: None }
    }
}

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CaseSummary {
    pub id: CaseId,
    pub number: CaseNumber,
    pub status: CaseStatus,
    pub category: CategoryCode,
    /// The first line of the first report.
    #[schema(max_length = 120)]
    pub summary: String,
    pub grid: GridCode,
    pub grid_name: GridName,
    #[schema(max_length = 60)]
    pub village_name: String,
    #[schema(max_length = 120)]
    pub place_text: Option<String>,
    /// Where it is; phones put the day's errands in walking order by it.
    #[serde(default)]
    pub point: Option<Point>,
    pub level: UnitLevel,
    pub unit: Option<UnitRef>,
    pub assignee: Option<PersonRef>,
    #[schema(max_length = 300)]
    pub thumbnail_url: Option<String>,
    /// When the limit of the present stage is used up; `null` while the clock stands still.
    pub due_at: Option<Moment>,
    pub light: Light,
    pub degree: Degree,
    pub filed_at: Moment,
    /// What a move in bulk says it has seen.
    #[schema(minimum = 1)]
    pub version: i32,
    pub updated_at: Moment,
}

/// The clock of the present stage, as of the answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CaseClock {
    pub stage: Stage,
    /// In what time the limit is counted.
    pub unit: LimitUnit,
    /// Milliseconds of that time that the stage may take.
    #[schema(minimum = 0)]
    pub allotted_ms: i64,
    /// Milliseconds of that time that are left; negative when it is late.
    pub remaining_ms: i64,
    /// `null` while the clock stands still.
    pub due_at: Option<Moment>,
    pub light: Light,
}

/// How often something happened to a case, and what is pending.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CaseTallies {
    /// How often it was returned; from the third time on it is one for supervision.
    #[schema(minimum = 0)]
    pub bounces: i32,
    #[schema(minimum = 0, maximum = 2)]
    pub extensions: i32,
    #[schema(minimum = 0, maximum = 1)]
    pub suspensions: i32,
    #[schema(minimum = 0)]
    pub reworks: i32,
    #[schema(minimum = 0)]
    pub reopenings: i32,
    pub asked: Option<Ask>,
    /// Until when suspension is asked for.
    pub asked_until: Option<Moment>,
    /// When it goes on by itself.
    pub resume_at: Option<Moment>,
    /// Since when some stage was late; the fact stays when the case is closed.
    pub late_since: Option<Moment>,
    /// An appeal was upheld: statistics leave the lateness out.
    pub exempt: bool,
    /// What the reporter said of the result.
    pub solved: Option<bool>,
    /// Stars of the reporter.
    #[schema(minimum = 1, maximum = 5)]
    pub rating: Option<i32>,
}

/// Another case, named in passing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CaseRef {
    pub id: CaseId,
    pub number: CaseNumber,
    pub status: CaseStatus,
    #[schema(max_length = 120)]
    pub summary: String,
}

/// A case with all its caller may see.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Case {
    pub id: CaseId,
    pub number: CaseNumber,
    pub status: CaseStatus,
    pub category: CategoryCode,
    #[schema(max_length = 120)]
    pub summary: String,
    pub grid: GridCode,
    pub grid_name: GridName,
    #[schema(max_length = 60)]
    pub village_name: String,
    pub place: Option<Place>,
    #[schema(max_length = 120)]
    pub place_text: Option<String>,
    pub level: UnitLevel,
    pub unit: Option<UnitRef>,
    pub assignee: Option<PersonRef>,
    pub degree: Degree,
    /// `null` once the case has ended.
    pub clock: Option<CaseClock>,
    pub tallies: CaseTallies,
    pub standard: Option<StandardCode>,
    /// The case this one is part of now.
    pub merged_into: Option<CaseRef>,
    /// The case this one was split from.
    pub parent: Option<CaseRef>,
    /// Cases split off from this one, and those merged into it.
    #[schema(max_items = 200)]
    pub related: Vec<CaseRef>,
    /// What other units were asked to do (协办), oldest first.
    #[schema(max_items = 100)]
    pub parts: Vec<CasePart>,
    /// Where a rule would send it; only while it was given to nobody.
    pub suggested: Option<Suggested>,
    /// First responsible person on the day it was filed.
    pub leader: Option<PersonRef>,
    /// Directly responsible person on the day it was filed.
    pub full_time: Option<PersonRef>,
    pub filed_at: Moment,
    pub closed_at: Option<Moment>,
    /// The moves the caller can make now.
    #[schema(max_items = 20)]
    pub moves: Vec<Move>,
    /// What else the caller can do with it now.
    #[schema(max_items = 2)]
    pub acts: Vec<CaseAct>,
    #[schema(max_items = 100)]
    pub reports: Vec<Report>,
    /// Photos of the work (before and after).
    #[schema(max_items = 18)]
    pub photos: Vec<Photo>,
    /// Oldest first.
    #[schema(max_items = 1000)]
    pub timeline: Vec<CaseEvent>,
    #[schema(minimum = 1)]
    pub version: i32,
    pub updated_at: Moment,
}

choice! {
    /// What a line of the timeline tells.
    EventKind {
        Filed = "filed", "上报", "Filed";
        Joined = "joined", "并入上报", "Report joined";
        Moved = "moved", "流转", "Moved";
        PhotoAdded = "photo_added", "补充照片", "Photo added";
        /// The reporter added a remark.
        Remarked = "remarked", "补充说明", "Remark";
        /// A stage's limit was used up; written by the clock.
        Overdue = "overdue", "超期", "Overdue";
        /// Another case was split off from this one.
        Split = "split", "分案", "Split";
        /// Another case was merged into this one.
        Absorbed = "absorbed", "并入案件", "Case merged in";
        /// A unit was asked to handle a part.
        PartAsked = "part_asked", "请求协办", "Part asked for";
        PartDone = "part_done", "协办完成", "Part done";
        /// The overdue was appealed against, or the appeal decided.
        Appealed = "appealed", "超期申诉", "Appeal";
    }
}

/// One line of a case's timeline; written once, never changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CaseEvent {
    pub at: Moment,
    pub kind: EventKind,
    #[serde(rename = "move")]
    pub by_move: Option<Move>,
    /// `null` for a resident, and for what the clock does.
    pub by: Option<PersonRef>,
    pub status: CaseStatus,
    pub level: UnitLevel,
    pub unit: Option<UnitRef>,
    pub assignee: Option<PersonRef>,
    /// The other case of a merge or split.
    pub other: Option<CaseId>,
    /// When waiting or suspension ends.
    pub until: Option<Moment>,
    /// The reporter reads it too.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
    /// For colleagues only.
    #[schema(max_length = 1000)]
    pub note: Option<String>,
}

choice! {
    /// The order of a list of cases.
    CaseOrder {
        Newest = "newest", "最新", "Newest first";
        Oldest = "oldest", "最早", "Oldest first";
        /// What is due first; cases whose clock stands still are left out.
        Due = "due", "最先到期", "Due first";
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CaseFilter {
    #[serde(default, deserialize_with = "empty_is_none")]
    pub status: Option<CaseStatus>,
    /// Only those that wait for this to be done next.
    #[serde(default, deserialize_with = "empty_is_none")]
    pub queue: Option<Queue>,
    /// Only those with something left to do.
    pub open: Option<bool>,
    #[serde(default, deserialize_with = "empty_is_none")]
    pub category: Option<CategoryCode>,
    #[serde(default, deserialize_with = "empty_is_none")]
    pub grid: Option<GridCode>,
    #[serde(default, deserialize_with = "empty_is_none")]
    pub village: Option<DivisionCode>,
    #[serde(default, deserialize_with = "empty_is_none")]
    pub level: Option<UnitLevel>,
    pub unit: Option<uuid::Uuid>,
    /// Only those whose clock shows this light now.
    #[serde(default, deserialize_with = "empty_is_none")]
    pub light: Option<Light>,
    /// Only those assigned to the caller.
    pub mine: Option<bool>,
    /// Words, two characters or more each find best: of reports, places, people, or a number. All of them must be found.
    #[param(max_length = 60)]
    pub q: Option<String>,
    #[serde(default, deserialize_with = "empty_is_none")]
    pub order: Option<CaseOrder>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

pub fn list_cases(filter: &CaseFilter) -> Call<Page<CaseSummary>> {
    Call::list("/cases", filter)
}

pub fn find_case(id: CaseId) -> Call<Case> {
    Call::get(format!("/cases/{id}"))
}

/// Makes a move; `version` is the one the caller has seen.
pub fn move_case(id: CaseId, transition: &NewTransition, version: i32) -> Call<Case> {
    Call::post(format!("/cases/{id}/transitions"), transition).when(version)
}

/// A remark for colleagues.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseNote {
    pub note: InternalNote,
}

/// Adds a remark for colleagues to a case.
pub fn remark_on_case(id: CaseId, note: &CaseNote) -> Call<Case> {
    Call::post(format!("/cases/{id}/remarks"), note)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_open_case_can_move_on() {
        for status in CaseStatus::ALL {
            let on = TRANSITIONS.iter().any(|t| t.from.contains(status) && t.to.is_some_and(|to| to != *status));
            assert!(on || !status.is_open(), "{status}");
            assert_eq!(CaseStatus::OPEN.contains(status), status.is_open(), "{status}");
        }
    }

    #[test]
    fn a_move_out_of_a_status_is_told_once() {
        for by in Move::ALL {
            for from in CaseStatus::ALL {
                let rows = TRANSITIONS.iter().filter(|t| t.by == *by && t.from.contains(from)).count();
                assert!(rows <= 1, "{by} out of {from}");
            }
        }
    }

    #[test]
    fn every_status_can_be_reached_from_filed_and_every_move_is_in_the_table() {
        let mut reached = vec![CaseStatus::Filed];
        while let Some(next) = TRANSITIONS
            .iter()
            .filter(|t| t.from.iter().any(|from| reached.contains(from)))
            .find_map(|t| t.to.filter(|to| !reached.contains(to)))
        {
            reached.push(next);
        }
        assert_eq!(reached.len(), CaseStatus::ALL.len());
        assert!(Move::ALL.iter().all(|by| TRANSITIONS.iter().any(|t| t.by == *by)));
    }

    #[test]
    fn what_ends_a_case_stops_its_clock() {
        for t in TRANSITIONS {
            let ends = t.to.is_some_and(|to| !to.is_open());
            assert_eq!(ends, t.clock == ClockEffect::Stop, "{:?}", t.by);
        }
    }
}
