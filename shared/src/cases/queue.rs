//! The office's queues: open cases sorted by what must be done next.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::Call;
use crate::value::choice;

use super::status::CaseStatus;

choice! {
    /// What must be done next. A case can wait in several queues, such as one to decide and one for what is late.
    Queue {
        /// Filed; nobody has taken it in.
        Accept = "accept", "待受理", "To accept";
        /// Accepted; nobody was told to handle it.
        Dispatch = "dispatch", "待派遣", "To dispatch";
        /// Dispatched; nobody has signed for it.
        Sign = "sign", "待签收", "To sign for";
        /// More time or suspension was asked for.
        Decide = "decide", "待审批", "To decide";
        /// Completed, in a category that is checked on site.
        Verify = "verify", "待核查", "To verify";
        /// Verified, or completed in a category that needs no check.
        Close = "close", "待结案", "To close";
        /// The limit of the present stage is used up.
        Late = "late", "已超期", "Late";
        /// Returned three times, or late, and nobody watches over it yet.
        Supervise = "supervise", "需督办", "To supervise";
    }
}

impl Queue {
    /// The statuses of the cases in it.
    pub const fn statuses(self) -> &'static [CaseStatus] {
        match self {
            Self::Accept => &[CaseStatus::Filed],
            Self::Dispatch => &[CaseStatus::Accepted],
            Self::Sign => &[CaseStatus::Dispatched],
            Self::Decide => &[CaseStatus::Handling],
            Self::Verify => &[CaseStatus::Completed],
            Self::Close => &[CaseStatus::Completed, CaseStatus::Verified],
            Self::Late | Self::Supervise => CaseStatus::OPEN,
        }
    }
}

/// How many cases wait in a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QueueCount {
    pub queue: Queue,
    #[schema(minimum = 0)]
    pub count: i64,
}

/// How many cases wait for what, among those the caller sees.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CaseCounts {
    /// Every queue once, in the order of the work.
    #[schema(max_items = 20)]
    pub queues: Vec<QueueCount>,
    /// Open cases.
    #[schema(minimum = 0)]
    pub open: i64,
    /// Open cases assigned to the caller.
    #[schema(minimum = 0)]
    pub mine: i64,
}

impl CaseCounts {
    /// How many wait in a queue.
    pub fn of(&self, queue: Queue) -> i64 {
        self.queues.iter().find(|counted| counted.queue == queue).map_or(0, |counted| counted.count)
    }
}

/// Counts what waits.
pub fn count_cases() -> Call<CaseCounts> {
    Call::get("/cases/counts")
}
