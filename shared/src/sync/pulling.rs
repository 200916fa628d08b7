//! What comes down to a phone: the records of its buckets that have changed.
//!
//! A phone holds buckets: one for each grid its owner works in (and one for the grid's restricted matters, where its owner answers for
//! them), `me` for the owner's own cases wherever they lie, `config` for what everybody reads. A record may lie in several.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::grids::GridCode;
use crate::time::Moment;
use crate::value::{Fault, choice, text};

text!(
    /// A part of all records that a phone holds whole or not at all: `config`, `me`, `grid:330881003207001`, `restricted:330881003207001`.
    Bucket, max 27, "^(config|me|(grid|restricted):[0-9]{15})$", |s| {
        let of_grid = |rest: &str| rest.parse::<GridCode>().is_ok();
        let fit = matches!(s, "config" | "me") || s.split_once(':').is_some_and(|(kind, rest)| matches!(kind, "grid" | "restricted") && of_grid(rest));
        if fit { Ok(s.to_owned()) } else { Err(Fault::Choice) }
    }
);

impl Bucket {
    /// What everybody reads: limits, holidays, settings, templates.
    pub fn config() -> Self {
        Self("config".into())
    }

    /// The owner's own cases, wherever they lie.
    pub fn me() -> Self {
        Self("me".into())
    }

    /// What all members of a grid see.
    pub fn grid(grid: &GridCode) -> Self {
        Self(format!("grid:{grid}"))
    }

    /// What only those see who answer for a grid.
    pub fn restricted(grid: &GridCode) -> Self {
        Self(format!("restricted:{grid}"))
    }
}

choice! {
    /// What a phone holds.
    RecordKind {
        Case = "case", "案件", "Case";
        /// What the office has set of the stages' limits; the rest of the categories comes with the app.
        Limits = "limits", "时限", "Limits";
        Holidays = "holidays", "节假日", "Holidays";
        Settings = "settings", "设置", "Settings";
        Templates = "templates", "答复模板", "Reply templates";
        /// By the id of its case.
        Dispute = "dispute", "矛盾纠纷", "Dispute";
        PatrolPlans = "patrol_plans", "巡查计划", "Patrol plans";
        PatrolPlace = "patrol_place", "重点部位", "Place to patrol";
        /// By the grid's code: what it answered last.
        SafetyFeedback = "safety_feedback", "平安通", "Safety feedback";
        Emergency = "emergency", "应急", "Emergency";
        EmergencyHousehold = "emergency_household", "转移名单", "Relocation list";
        /// Which messages of an emergency the phone's owner has read.
        EmergencyReceipts = "emergency_receipts", "应急通知回执", "Receipts of messages";
        Announcement = "announcement", "通知与宣传", "Announcement";
        /// What the phone's owner has answered.
        AnnouncementAnswer = "announcement_answer", "通知回执", "Answer to an announcement";
        /// By area and week: `330881003207:2026-11-30`.
        Roster = "roster", "值班表", "Duty roster";
        /// On the phone of whoever is away.
        Leave = "leave", "请假", "Leave";
        /// On the phone of whoever covers, until it ends.
        Cover = "cover", "替班", "Covering";
        /// Only on the phones of those who visit.
        CareRecord = "care_record", "关爱对象", "Care record";
    }
}

/// What a pull asks for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PullFilter {
    /// Where the last pull ended; none for the first.
    #[param(max_length = 4000)]
    pub cursor: Option<String>,
    /// The most records.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<u16>,
    /// Also answer a digest of each bucket that is whole then.
    pub digest: Option<bool>,
    /// A bucket to send anew from its beginning.
    #[param(value_type = Option<String>, max_length = 27)]
    pub afresh: Option<Bucket>,
    /// How many operations and files are unsent on the phone; told to the office.
    #[param(minimum = 0, maximum = 65535)]
    pub unsent: Option<u16>,
}

/// One record that changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RecordChange {
    #[schema(max_length = 40)]
    pub kind: String,
    #[schema(max_length = 64)]
    pub id: String,
    /// Its place in the order of changes; what the digest is made of.
    #[schema(minimum = 0)]
    pub rev: i64,
    /// It has left the bucket.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
    /// As the caller may see it. Left out when it comes with another bucket of the caller's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub body: Option<Value>,
}

/// What is new in one bucket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BucketNews {
    pub bucket: Bucket,
    /// It is sent from its beginning: what is not sent until the last page is in it no more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reset: bool,
    #[schema(max_items = 5000)]
    pub changes: Vec<RecordChange>,
}

/// Which buckets the caller holds from now on. Told only when it differs from what the cursor says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ScopeChange {
    #[schema(max_items = 500)]
    pub held: Vec<Bucket>,
    #[schema(max_items = 500)]
    pub gained: Vec<Bucket>,
    #[schema(max_items = 500)]
    pub lost: Vec<Bucket>,
}

/// What a whole bucket is, in few bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BucketDigest {
    pub bucket: Bucket,
    /// How many records it holds.
    #[schema(minimum = 0)]
    pub count: i64,
    /// Of kind, id and revision of each record, whatever their order.
    #[schema(max_length = 16, pattern = "^[0-9a-f]{16}$")]
    pub sum: String,
}

/// The answer to a pull.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Pulled {
    /// What to ask with next; to be stored together with the changes or not at all.
    #[schema(max_length = 4000)]
    pub cursor: String,
    /// There is more to fetch now.
    pub more: bool,
    pub scope: Option<ScopeChange>,
    #[schema(max_items = 500)]
    pub buckets: Vec<BucketNews>,
    #[schema(max_items = 500)]
    pub digests: Vec<BucketDigest>,
    pub server_time: Moment,
}
