//! Leave (请假) and covering (替班): somebody is away for some days, and a colleague holds each of his duties for just as long. What the
//! colleague's phone needs for it comes with the duty and goes with it.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::call::Call;
use crate::cases::Reason;
use crate::page::Page;
use crate::roster::Shift;
use crate::staffing::{Appointment, AppointmentId, PersonId, PersonRef};
use crate::time::{Day, Moment};
use crate::value::{Phone, choice, empty_is_none, id, text};

id!(
    /// Names one leave; chosen by whoever asks, so that asking twice asks once.
    LeaveId
);

text!(
    /// What whoever covers has to know: what is under way, where the keys are. Why somebody is away is nobody's business here.
    HandoverNote, 1000, lines
);

/// The most days of one leave.
pub const MOST_DAYS: i64 = 180;

choice! {
    /// Where a leave stands.
    LeaveState {
        Asked = "asked", "待批准", "Asked for";
        Granted = "granted", "已批准", "Granted";
        Declined = "declined", "未批准", "Declined";
        /// Taken back by whoever asked, before it began.
        Withdrawn = "withdrawn", "已撤回", "Withdrawn";
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLeave {
    pub id: LeaveId,
    /// Who is away: the caller when left out. Only the office asks for others.
    #[serde(default)]
    pub person: Option<PersonId>,
    pub from_day: Day,
    /// The last day away.
    pub to_day: Day,
    #[serde(default)]
    pub note: Option<HandoverNote>,
}

/// Who decided on a leave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LeaveDecision {
    pub by: PersonRef,
    pub at: Moment,
    /// Why it was declined.
    pub reason: Option<Reason>,
}

/// A day of the leave on which a roster still counts on whoever is away.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RosteredDay {
    pub day: Day,
    pub shift: Shift,
    #[schema(max_length = 130)]
    pub area_name: String,
}

/// One leave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Leave {
    pub id: LeaveId,
    pub person: PersonRef,
    pub from_day: Day,
    pub to_day: Day,
    pub note: Option<HandoverNote>,
    pub state: LeaveState,
    pub asked_at: Moment,
    pub decision: Option<LeaveDecision>,
    /// Who covers, and what.
    #[schema(max_items = 20)]
    pub covers: Vec<Appointment>,
    /// At most 50.
    #[schema(max_items = 50)]
    pub rostered: Vec<RosteredDay>,
    #[schema(minimum = 1)]
    pub version: i32,
    pub updated_at: Moment,
}

impl Leave {
    /// Whether it is still to come or lasts.
    pub fn is_current(&self, today: &Day) -> bool {
        matches!(self.state, LeaveState::Asked | LeaveState::Granted) && self.to_day >= *today
    }
}

/// What whoever covers has on the phone for as long as it lasts (替班包), beside the records of the grid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CoverPack {
    pub leave: LeaveId,
    pub away: PersonRef,
    /// Of whoever is away, for a question.
    pub phone: Option<Phone>,
    pub from_day: Day,
    pub to_day: Day,
    pub note: Option<HandoverNote>,
    /// What is covered.
    pub covers: Vec<Appointment>,
}

/// Who takes over one of the duties.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCover {
    /// The duty of whoever is away.
    pub appointment: AppointmentId,
    pub person: PersonId,
}

/// The answer to a leave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NewLeaveDecision {
    /// A duty that nobody covers lies with the grid's others meanwhile.
    Grant {
        #[schema(max_items = 20)]
        covers: Vec<NewCover>,
    },
    Decline {
        reason: Reason,
    },
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LeaveFilter {
    #[serde(default, deserialize_with = "empty_is_none")]
    pub state: Option<LeaveState>,
    pub person: Option<uuid::Uuid>,
    /// That last on this day.
    #[serde(default, deserialize_with = "empty_is_none")]
    pub on: Option<Day>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

/// All for the office; one's own and those one covers for everybody else. The latest first day first.
pub fn list_leaves(filter: &LeaveFilter) -> Call<Page<Leave>> {
    Call::list("/leaves", filter)
}

pub fn find_leave(id: LeaveId) -> Call<Leave> {
    Call::get(format!("/leaves/{id}"))
}

pub fn ask_for_leave(new: &NewLeave) -> Call<Leave> {
    Call::post("/leaves", new)
}

pub fn decide_leave(id: LeaveId, decision: &NewLeaveDecision, version: i32) -> Call<Leave> {
    Call::post(format!("/leaves/{id}/decision"), decision).when(version)
}

/// Takes a leave back before it begins, or ends it today because whoever was away is back (销假).
pub fn end_leave(id: LeaveId, version: i32) -> Call<Leave> {
    Call::post(format!("/leaves/{id}/end"), &serde_json::json!({})).when(version)
}
