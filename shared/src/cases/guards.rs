//! What must be so, beyond the status, before a move can be made. The label is what is told to who tries in vain.

use crate::cases::CaseStatus;
use crate::categories::CategoryCode;
use crate::grids::GridCode;
use crate::staffing::PersonId;
use crate::time::Moment;
use crate::units::{UnitId, UnitLevel};
use crate::value::choice;

choice! {
    /// A case is extended at most twice, suspended once, and supervised ever more strictly.
    Guard {
        SelfHandled = "self_handled", "这类事项不能现场办结，请先接手，办完后再上报办结", "This category cannot be solved on the spot; take it on and complete it";
        InGrid = "in_grid", "案件已经交给别的单位，不能再现场办结", "The case lies with another unit and cannot be solved on the spot";
        NotAtTheTop = "not_at_the_top", "已经在县级，不能再往上报", "It is at the county already and can go no higher";
        NothingAsked = "nothing_asked", "已有一个申请在等审批", "A request is waiting to be decided already";
        SomethingAsked = "something_asked", "没有等待审批的申请", "Nothing was asked for";
        ExtensionLeft = "extension_left", "已经延期两次，不能再延", "It was extended twice; there is no third time";
        InTime = "in_time", "已经超期，不能再申请延期", "It is overdue; more time can no longer be asked for";
        NeverSuspended = "never_suspended", "已经挂账过一次，不能再挂", "It was suspended once already";
        PartsDone = "parts_done", "还有协办单位没有办完", "Other units have not finished their part";
        ChildrenEnded = "children_ended", "还有分出的案件没有办结", "Cases that were split off are still open";
        NoVerification = "no_verification", "这类事项要先核查，再结案", "This category is verified before it is closed";
        NotYetConfirmed = "not_yet_confirmed", "已经确认过了", "It was confirmed already";
        InReopeningTime = "in_reopening_time", "结案已超过 30 天，请重新上报", "It was closed more than 30 days ago; please file a new report";
        HigherThanRemind = "higher_than_remind", "已经在更严的督办之下", "It is under stricter supervision already";
        HigherThanYellow = "higher_than_yellow", "已经在黄牌或红牌督办之下", "It has a yellow or red card already";
        HigherThanRed = "higher_than_red", "已经在红牌督办之下", "It has a red card already";
        Supervised = "supervised", "没有在督办", "It is not supervised";
    }
}

choice! {
    /// How strictly somebody watches a case (督办). Only people raise it.
    Degree {
        None = "none", "未督办", "Not supervised";
        Reminded = "reminded", "催办", "Reminded";
        Yellow = "yellow", "黄牌督办", "Yellow card";
        Red = "red", "红牌督办", "Red card";
    }
}

choice! {
    /// What the holder of a case has asked the command room for.
    Ask {
        Extension = "extension", "延期", "More time";
        Suspension = "suspension", "挂账", "Suspension";
    }
}

/// A case is extended at most so often.
pub const MOST_EXTENSIONS: i32 = 2;
/// After so many returns the case is one for supervision.
pub const BOUNCES_TO_SUPERVISE: i32 = 3;
/// For so many days after closing the reporter may say that it is not solved.
pub const REOPENING_DAYS: i64 = 30;

/// What permissions and guards need to know of a case at some moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFacts {
    pub grid: GridCode,
    pub status: CaseStatus,
    pub category: CategoryCode,
    /// Where it lies.
    pub level: UnitLevel,
    pub unit: Option<UnitId>,
    pub assignee: Option<PersonId>,
    /// Who entered the first report, when a member did.
    pub filed_by: Option<PersonId>,
    pub completed_by: Option<PersonId>,
    /// Units that handle a part of it (协办), and whether one of them is not done.
    pub parts: Vec<UnitId>,
    pub parts_open: bool,
    /// A case split off from this one is not ended.
    pub children_open: bool,
    pub degree: Degree,
    pub asked: Option<Ask>,
    pub extensions: i32,
    pub suspensions: i32,
    /// The stage's limit is used up.
    pub late: bool,
    pub confirmed: bool,
    pub closed_at: Option<Moment>,
    /// The moment all of this is asked for.
    pub now: Moment,
}

impl CaseFacts {
    /// Seen only by those who answer for the grid.
    pub fn restricted(&self) -> bool {
        self.category.category().restricted
    }
}

impl Guard {
    /// Whether the move can be made as far as this guard is concerned.
    pub fn lets_pass(self, case: &CaseFacts) -> bool {
        match self {
            Self::SelfHandled => case.category.category().self_handle,
            Self::InGrid => case.level == UnitLevel::Grid,
            Self::NotAtTheTop => case.level != UnitLevel::County,
            Self::NothingAsked => case.asked.is_none(),
            Self::SomethingAsked => case.asked.is_some(),
            Self::ExtensionLeft => case.extensions < MOST_EXTENSIONS,
            Self::InTime => !case.late,
            Self::NeverSuspended => case.suspensions == 0,
            Self::PartsDone => !case.parts_open,
            Self::ChildrenEnded => !case.children_open,
            Self::NoVerification => !case.category.category().verify(),
            Self::NotYetConfirmed => !case.confirmed,
            Self::InReopeningTime => case.closed_at.is_none_or(|at| case.now.seconds_since(at) <= REOPENING_DAYS * 86_400),
            Self::HigherThanRemind => case.degree < Degree::Reminded,
            Self::HigherThanYellow => case.degree < Degree::Yellow,
            Self::HigherThanRed => case.degree < Degree::Red,
            Self::Supervised => case.degree != Degree::None,
        }
    }
}
