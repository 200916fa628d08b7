//! Cases: the work that follows a report, and the one table of the moves it can make.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::call::Call;
use crate::categories::CategoryCode;
use crate::divisions::DivisionCode;
use crate::grids::{GridCode, GridName};
use crate::lang::Lang;
use crate::page::Page;
use crate::photos::Photo;
use crate::place::Place;
use crate::reports::Report;
use crate::staffing::{PersonId, PersonRef};
use crate::time::Moment;
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

choice! {
    /// Where a case stands.
    CaseStatus {
        Filed = "filed", "待受理", "Filed";
        Accepted = "accepted", "处理中", "Accepted";
        Completed = "completed", "待结案", "Completed";
        Closed = "closed", "已办结", "Closed";
        Declined = "declined", "不予受理", "Declined";
    }
}

impl CaseStatus {
    /// Whether there is still something to do.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Filed | Self::Accepted | Self::Completed)
    }

    /// What the reporter is told.
    pub const fn to_reporter(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Filed, Lang::Zh) => "已收到，网格员会尽快查看",
            (Self::Filed, Lang::En) => "Received; a grid member will look at it soon",
            (Self::Accepted, Lang::Zh) => "已受理，正在处理",
            (Self::Accepted, Lang::En) => "Accepted, work is under way",
            (Self::Completed, Lang::Zh) => "已处理完，等待核实结案",
            (Self::Completed, Lang::En) => "The work is done, waiting to be checked and closed",
            (Self::Closed, Lang::Zh) => "已办结",
            (Self::Closed, Lang::En) => "Closed",
            (Self::Declined, Lang::Zh) => "不予受理，原因见下",
            (Self::Declined, Lang::En) => "Declined; the reason is below",
        }
    }
}

choice! {
    /// What can be done to a case.
    Move {
        Accept = "accept", "受理", "Accept";
        Decline = "decline", "不予受理", "Decline";
        Assign = "assign", "指派", "Assign";
        Complete = "complete", "办结上报", "Complete";
        Close = "close", "结案", "Close";
    }
}

choice! {
    /// Who makes a move; [`crate::may`] says who that is.
    Mover {
        /// The grid's own people, the assignee, the office.
        Worker = "worker", "网格员", "Worker";
        /// The office.
        Office = "office", "指挥室", "Office";
    }
}

/// One row of the transition table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    pub by: Move,
    pub from: CaseStatus,
    pub to: CaseStatus,
    pub mover: Mover,
    /// A reason must be given.
    pub needs_reason: bool,
    /// A person must be named.
    pub needs_assignee: bool,
    /// A photo of the result must be there, where the category asks for one.
    pub needs_after_photo: bool,
}

/// Every move there is. Server, page, API and documentation all read it here.
pub const TRANSITIONS: &[Transition] = &[
    row(Move::Accept, CaseStatus::Filed, CaseStatus::Accepted, Mover::Worker),
    row(Move::Decline, CaseStatus::Filed, CaseStatus::Declined, Mover::Office).reason(),
    row(Move::Assign, CaseStatus::Filed, CaseStatus::Accepted, Mover::Office).assignee(),
    row(Move::Assign, CaseStatus::Accepted, CaseStatus::Accepted, Mover::Office).assignee(),
    row(Move::Complete, CaseStatus::Accepted, CaseStatus::Completed, Mover::Worker).reason().after_photo(),
    row(Move::Close, CaseStatus::Completed, CaseStatus::Closed, Mover::Worker).reason(),
    row(Move::Close, CaseStatus::Accepted, CaseStatus::Closed, Mover::Office).reason(),
];

const fn row(by: Move, from: CaseStatus, to: CaseStatus, mover: Mover) -> Transition {
    Transition { by, from, to, mover, needs_reason: false, needs_assignee: false, needs_after_photo: false }
}

impl Transition {
    const fn reason(mut self) -> Self {
        self.needs_reason = true;
        self
    }

    const fn assignee(mut self) -> Self {
        self.needs_assignee = true;
        self
    }

    const fn after_photo(mut self) -> Self {
        self.needs_after_photo = true;
        self
    }
}

/// The row for a move out of a status, if there is one.
pub fn transition(by: Move, from: CaseStatus) -> Option<&'static Transition> {
    TRANSITIONS.iter().find(|t| t.by == by && t.from == from)
}

/// A move to make.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTransition {
    #[serde(rename = "move")]
    pub by: Move,
    #[serde(default)]
    pub reason: Option<Reason>,
    #[serde(default)]
    pub assignee: Option<PersonId>,
    #[serde(default)]
    pub note: Option<InternalNote>,
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
    pub assignee: Option<PersonRef>,
    #[schema(max_length = 300)]
    pub thumbnail_url: Option<String>,
    pub filed_at: Moment,
    pub updated_at: Moment,
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
    pub assignee: Option<PersonRef>,
    /// First responsible person on the day it was filed.
    pub leader: Option<PersonRef>,
    /// Directly responsible person on the day it was filed.
    pub full_time: Option<PersonRef>,
    pub filed_at: Moment,
    pub closed_at: Option<Moment>,
    /// The moves the caller can make now.
    #[schema(max_items = 20)]
    pub moves: Vec<Move>,
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
    }
}

/// One line of a case's timeline; written once, never changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CaseEvent {
    pub at: Moment,
    pub kind: EventKind,
    #[serde(rename = "move")]
    pub by_move: Option<Move>,
    /// `null` for a resident.
    pub by: Option<PersonRef>,
    pub status: CaseStatus,
    pub assignee: Option<PersonRef>,
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
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CaseFilter {
    #[serde(default, deserialize_with = "empty_is_none")]
    pub status: Option<CaseStatus>,
    /// Only those with something left to do.
    pub open: Option<bool>,
    #[serde(default, deserialize_with = "empty_is_none")]
    pub category: Option<CategoryCode>,
    #[serde(default, deserialize_with = "empty_is_none")]
    pub grid: Option<GridCode>,
    #[serde(default, deserialize_with = "empty_is_none")]
    pub village: Option<DivisionCode>,
    /// Only those assigned to the caller.
    pub mine: Option<bool>,
    /// The beginning of the number, or part of the summary.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_open_case_can_move_and_no_ended_one_can() {
        for status in CaseStatus::ALL {
            let moves = TRANSITIONS.iter().filter(|t| t.from == *status).count();
            assert_eq!(moves > 0, status.is_open(), "{status}");
        }
    }

    #[test]
    fn a_move_out_of_a_status_is_told_once() {
        for (i, a) in TRANSITIONS.iter().enumerate() {
            assert!(!TRANSITIONS.iter().skip(i + 1).any(|b| a.by == b.by && a.from == b.from), "{a:?}");
        }
    }

    #[test]
    fn every_status_can_be_reached_from_filed() {
        let mut reached = vec![CaseStatus::Filed];
        while let Some(next) = TRANSITIONS.iter().find(|t| reached.contains(&t.from) && !reached.contains(&t.to)) {
            reached.push(next.to);
        }
        assert_eq!(reached.len(), CaseStatus::ALL.len());
    }
}
