//! What a phone sends: operations, and what became of each.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::cases::{CaseId, InternalNote, NewTransition};
use crate::problem::Problem;
use crate::reports::{FiledReport, ReportId};
use crate::staffing::PersonId;
use crate::time::Moment;
use crate::value::{Fault, choice, id, text};

use super::uploads::{FileHash, UploadId};

id!(
    /// Names one operation; chosen by the phone when it is saved, and the same however often it is sent.
    OpId
);

id!(
    /// Names one phone, or one browser's store.
    DeviceId
);

text!(
    /// The name of a kind of operation, known to the server or not.
    OpName, max 40, "^[a-z_]{1,40}$", |s| {
        let fit = (1..=40).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if fit { Ok(s.to_owned()) } else { Err(Fault::Choice) }
    }
);

text!(
    /// The server's signature of a receipt.
    Signature, max 64, "^[0-9A-Za-z_-]{1,64}$", |s| {
        let fit = (1..=64).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b));
        if fit { Ok(s.to_owned()) } else { Err(Fault::Choice) }
    }
);

/// How much a phone's clock was behind the server's when they last met, in milliseconds; ten years at most.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(value_type = i64, minimum = -315_360_000_000i64, maximum = 315_360_000_000i64)]
#[serde(try_from = "i64", into = "i64")]
pub struct ClockOffset(i64);

impl ClockOffset {
    const MOST: i64 = 315_360_000_000;

    /// The nearest offset there is.
    pub const fn near(millis: i64) -> Self {
        Self(if millis > Self::MOST {
            Self::MOST
        } else if millis < -Self::MOST {
            -Self::MOST
        } else {
            millis
        })
    }

    pub const fn millis(self) -> i64 {
        self.0
    }
}

impl TryFrom<i64> for ClockOffset {
    type Error = Fault;

    fn try_from(millis: i64) -> Result<Self, Fault> {
        if Self::near(millis).0 == millis { Ok(Self(millis)) } else { Err(Fault::OutOfRange) }
    }
}

impl From<ClockOffset> for i64 {
    fn from(offset: ClockOffset) -> Self {
        offset.0
    }
}

choice! {
    /// What can be done without a signal. A later feature adds a kind here, a body beside it and a function on the server; phones and
    /// servers that do not know the kind refuse that one operation and go on.
    OpKind {
        FileReport = "file_report", "上报", "File a report";
        MoveCase = "move_case", "流转", "Move a case";
        RemarkCase = "remark_case", "备注", "Remark on a case";
        Mediate = "mediate", "调解", "Mediate a dispute";
        HandOverProperty = "hand_over_property", "见证移交", "Hand over found property";
        Patrol = "patrol", "网格巡查", "Patrol";
        SafetyFeedback = "safety_feedback", "平安通", "Safety feedback";
        CareVisit = "care_visit", "关爱走访", "Care visit";
        EmergencyStep = "emergency_step", "应急", "Emergency";
        AnswerAnnouncement = "answer_announcement", "通知回执", "Answer to an announcement";
    }
}

/// How two phones' work on the same thing goes together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Together {
    /// Adds something of its own: nothing to conflict with.
    Adds,
    /// Sets members of a record: see [`super::merging`].
    Merges,
    /// The server decides whether it is still possible.
    Decides,
}

impl OpKind {
    /// As it goes over the wire.
    pub fn name(self) -> OpName {
        OpName(self.as_str().into())
    }

    pub const fn together(self) -> Together {
        match self {
            Self::FileReport
            | Self::RemarkCase
            | Self::Patrol
            | Self::SafetyFeedback
            | Self::CareVisit
            | Self::EmergencyStep
            | Self::AnswerAnnouncement => Together::Adds,
            Self::MoveCase | Self::Mediate | Self::HandOverProperty => Together::Decides,
        }
    }
}

/// One thing somebody did, as it was saved. Frozen once it was first sent: the same id always means the same bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Op {
    pub id: OpId,
    /// One of the kinds the server knows; others are refused one by one.
    pub kind: OpName,
    /// When it was done, by the phone's clock.
    pub captured_at: Moment,
    #[serde(default)]
    pub clock_offset_ms: ClockOffset,
    /// When the server had answered this phone last, by the server's own clock, as it was known when this was done: it was not done before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_heard_at: Option<Moment>,
    /// By kind: `file_report` takes what `POST /reports` takes, with its `id`; `move_case` a case, the version seen and the transition;
    /// `remark_case` a case and a note; `mediate` a case, and a step with its id; `hand_over_property` a case, and the handover; `patrol`,
    /// `safety_feedback`, `care_visit` and `emergency_step` what `POST /patrols`, `POST /safety-feedback`, `POST /care-visits` and
    /// `POST /emergencies/{emergency}/steps` take; `answer_announcement` what `POST /announcements/{announcement}/answers` takes.
    #[schema(value_type = Object)]
    pub body: Map<String, Value>,
}

/// Which case an operation is about: by its id, or by a report that was filed on the same phone and may be on its way still.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AboutCase {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<ReportId>,
}

/// The body of `move_case`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseMove {
    pub about: AboutCase,
    /// The version the person saw. Where the case has moved on since and the move is possible all the same, it is made (`merged`).
    #[serde(default)]
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    pub transition: NewTransition,
    /// Uploads the move is to wait for, such as the photo of the result.
    #[serde(default)]
    #[schema(max_items = 18)]
    pub photos: Vec<UploadId>,
}

/// The body of `remark_case`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseRemark {
    pub about: AboutCase,
    pub note: InternalNote,
}

/// Operations in the order they were done; at most 50 and 256 KB.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Push {
    pub device: DeviceId,
    #[schema(min_items = 1, max_items = 50)]
    pub ops: Vec<Op>,
}

choice! {
    /// What became of an operation.
    Outcome {
        Applied = "applied", "已办理", "Applied";
        /// Sent before: `first` and the rest are what was answered then.
        Duplicate = "duplicate", "已收到过", "Received before";
        /// Applied although somebody else had changed the record since.
        Merged = "merged", "并行修改", "Merged";
        /// No longer possible: somebody was faster.
        Conflict = "conflict", "与他人操作冲突", "In conflict";
        /// Something it builds on is not here yet; to be sent again.
        Deferred = "deferred", "等待前序", "Deferred";
        /// Breaks a rule; a person has to look at it.
        Rejected = "rejected", "未通过", "Rejected";
    }
}

impl Outcome {
    /// Whether the server has it for good.
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Applied | Self::Duplicate | Self::Merged)
    }
}

/// What became of one operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OpResult {
    pub op: OpId,
    pub outcome: Outcome,
    /// Of a duplicate: what became of it the first time.
    pub first: Option<Outcome>,
    /// Why it was not done.
    pub problem: Option<Problem>,
    /// The case it changed or opened.
    pub case: Option<CaseId>,
    /// The version of the case afterwards.
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// What whoever filed a report has to keep.
    pub filed: Option<FiledReport>,
    /// Of what was done.
    pub receipt: Option<OpReceipt>,
}

/// The most uploads a move waits for.
pub const MOST_AWAITED: usize = 18;

/// The server's word that it has an operation: when it was done and when it arrived. What was captured in time and arrived late is so
/// for everybody to see (离线不吃亏).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpReceipt {
    pub op: OpId,
    pub person: PersonId,
    pub kind: OpName,
    /// By the phone's clock, put right: never after the arrival, and never before the phone had last heard from the server.
    pub captured_at: Moment,
    pub arrived_at: Moment,
    /// The phone's clock was so wrong that the moment had to be moved by more than ten minutes to lie between the two.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub corrected: bool,
    /// SHA-256 of the body as JSON without spaces, members in order.
    pub sha256: FileHash,
    /// The server's signature of all above.
    pub signature: Signature,
}

/// The answer to a push: one result an operation, in their order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Pushed {
    #[schema(max_items = 50)]
    pub results: Vec<OpResult>,
    pub server_time: Moment,
}
