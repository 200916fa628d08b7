//! Notices: what somebody is told of the cases that concern him or her, in the app's inbox and, where the office wishes, in a group chat.

mod recipients;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub use self::recipients::{News, Part, Workload, loads, parts, recipients};

use crate::call::Call;
use crate::cases::{CaseId, CaseNumber, CaseStatus, EventKind, Move};
use crate::categories::CategoryCode;
use crate::lang::Lang;
use crate::page::Page;
use crate::time::Moment;
use crate::value::{choice, id};

id!(
    /// Names one notice.
    NoticeId
);

choice! {
    /// What a notice tells. The label is its headline.
    NoticeKind {
        New = "new", "新案件", "New case";
        Joined = "joined", "又有人上报", "Reported again";
        Dispatched = "dispatched", "派到您这里，请签收", "Given to you; please take it on";
        Assigned = "assigned", "指派给您办理", "Assigned to you";
        Returned = "returned", "被退回，请重新派遣", "Returned; please dispatch it anew";
        Escalated = "escalated", "上报到您这里，请签收", "Passed up to you; please take it on";
        Asked = "asked", "有申请等待审批", "A request waits for a decision";
        Granted = "granted", "申请已同意", "The request was granted";
        Refused = "refused", "申请未同意", "The request was refused";
        Resumed = "resumed", "恢复办理", "Work goes on";
        Reminded = "reminded", "催办", "Please hurry";
        YellowCard = "yellow_card", "黄牌督办", "Yellow card";
        RedCard = "red_card", "红牌督办", "Red card";
        Lifted = "lifted", "督办已取消", "Supervision lifted";
        Completed = "completed", "已办完，请核查", "Done; please verify";
        Rework = "rework", "核查没有通过，请返工", "Did not pass the check; please rework";
        Closed = "closed", "已结案", "Closed";
        Reopened = "reopened", "没有解决，重新办理", "Not solved; handled anew";
        Declined = "declined", "不予受理或作废", "Declined or void";
        Merged = "merged", "已并案", "Merged into another case";
        Remarked = "remarked", "上报人有补充", "The reporter added something";
        Overdue = "overdue", "已超期", "Overdue";
        PartAsked = "part_asked", "请您的单位协办", "Your unit is asked to help";
        PartDone = "part_done", "协办单位已办完", "A helping unit is done";
        /// An appeal against the lateness waits for the command room.
        Appealed = "appealed", "超期申诉等待初审", "An appeal waits for its first review";
        /// The command room agreed; the governance office decides.
        AppealSeconded = "appeal_seconded", "超期申诉等待复审", "An appeal waits for its second review";
        AppealUpheld = "appeal_upheld", "超期申诉成立", "The appeal was upheld";
        AppealRefused = "appeal_refused", "超期申诉不成立", "The appeal was refused";
        /// A promise falls due, or another step of a mediation.
        MediationDue = "mediation_due", "调解事项到期", "A mediation needs a step";
        /// Once a day: what waits for somebody.
        Digest = "digest", "今日待办", "Waiting for you";
    }
}

impl NoticeKind {
    /// What an event of a case's timeline is told as; `None` when nobody needs to be told.
    pub const fn of(event: EventKind, by: Option<Move>) -> Option<Self> {
        Some(match (event, by) {
            (EventKind::Filed, _) => Self::New,
            (EventKind::Joined, _) => Self::Joined,
            (EventKind::Remarked, _) => Self::Remarked,
            (EventKind::Overdue, _) => Self::Overdue,
            (EventKind::PartAsked, _) => Self::PartAsked,
            (EventKind::PartDone, _) => Self::PartDone,
            (EventKind::Appealed, _) => Self::Appealed,
            (EventKind::Moved, Some(by)) => return Self::of_move(by),
            (EventKind::Moved | EventKind::PhotoAdded | EventKind::Split | EventKind::Absorbed, _) => return None,
        })
    }

    const fn of_move(by: Move) -> Option<Self> {
        Some(match by {
            Move::Dispatch => Self::Dispatched,
            Move::Assign => Self::Assigned,
            Move::Return => Self::Returned,
            Move::Escalate => Self::Escalated,
            Move::AskExtension | Move::AskSuspension => Self::Asked,
            Move::Extend | Move::Suspend => Self::Granted,
            Move::Refuse => Self::Refused,
            Move::Resume => Self::Resumed,
            Move::Remind => Self::Reminded,
            Move::YellowCard => Self::YellowCard,
            Move::RedCard => Self::RedCard,
            Move::Lift => Self::Lifted,
            Move::Complete => Self::Completed,
            Move::Rework => Self::Rework,
            Move::SelfHandle | Move::Close | Move::Confirm => Self::Closed,
            Move::Reopen | Move::Unmerge => Self::Reopened,
            Move::Decline | Move::Void => Self::Declined,
            Move::Merge => Self::Merged,
            Move::Accept | Move::Take | Move::Update | Move::Wait | Move::Verify => return None,
        })
    }

    /// Whether it can be sent to a group: it is about one case, and everybody there may know.
    pub const fn is_of_case(self) -> bool {
        !matches!(self, Self::Digest | Self::MediationDue)
    }
}

/// The case a notice is about, as it stands when the notice is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NoticeCase {
    pub id: CaseId,
    pub number: CaseNumber,
    pub status: CaseStatus,
    /// `null` for restricted matters, of which a notice says nothing but the number.
    pub category: Option<CategoryCode>,
    /// Village and grid; `null` for restricted matters.
    #[schema(max_length = 130)]
    pub grid_name: Option<String>,
    pub due_at: Option<Moment>,
}

impl NoticeCase {
    /// `路灯不亮 · 十村一网格`, or `一件案件`.
    pub fn matter(&self, lang: Lang) -> String {
        match (&self.category, &self.grid_name) {
            (Some(category), Some(grid)) => format!("{} · {grid}", category.category().label(lang)),
            (Some(category), None) => category.category().label(lang).to_owned(),
            (None, _) if lang == Lang::Zh => "一件案件".into(),
            (None, _) => "A case".into(),
        }
    }
}

/// What waits for somebody on a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Digest {
    /// Cases that lie with the reader.
    #[schema(minimum = 0)]
    pub todo: i32,
    /// Those of them that are late.
    #[schema(minimum = 0)]
    pub late: i32,
    /// Those that are due by the end of tomorrow.
    #[schema(minimum = 0)]
    pub soon: i32,
}

impl Digest {
    /// `3 件待办，1 件明天前到期`.
    pub fn in_words(self, lang: Lang) -> String {
        let Self { todo, late, soon } = self;
        let part = |count: i32, zh: &str, en: &str| match lang {
            _ if count == 0 => String::new(),
            Lang::Zh => format!("，{count} 件{zh}"),
            Lang::En => format!(", {count} {en}"),
        };
        let all = match lang {
            Lang::Zh => format!("{todo} 件待办"),
            Lang::En => format!("{todo} to do"),
        };
        format!("{all}{}{}", part(late, "已超期", "overdue"), part(soon, "今明两天到期", "due by tomorrow"))
    }
}

/// One notice in somebody's inbox.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Notice {
    pub id: NoticeId,
    pub kind: NoticeKind,
    pub at: Moment,
    /// `null` for the digest.
    pub case: Option<NoticeCase>,
    pub digest: Option<Digest>,
    pub read_at: Option<Moment>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NoticeFilter {
    /// Only those that were not read yet.
    pub unread: Option<bool>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

/// How many notices were not read yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Unread {
    #[schema(minimum = 0)]
    pub count: i64,
}

/// Which notices were read: these, or all up to a moment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticesRead {
    #[serde(default)]
    #[schema(max_items = 100)]
    pub ids: Vec<NoticeId>,
    #[serde(default)]
    pub up_to: Option<Moment>,
}

/// One's own notices: unread ones first, newest first.
pub fn list_notices(filter: &NoticeFilter) -> Call<Page<Notice>> {
    Call::list("/me/notices", filter)
}

pub fn count_unread() -> Call<Unread> {
    Call::get("/me/notices/unread")
}

/// Marks notices as read; answers how many are left.
pub fn read_notices(which: &NoticesRead) -> Call<Unread> {
    Call::post("/me/notices/read", which)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_says_only_what_there_is() {
        let digest = |todo, late, soon| Digest { todo, late, soon };
        assert_eq!(digest(3, 0, 1).in_words(Lang::Zh), "3 件待办，1 件今明两天到期");
        assert_eq!(digest(3, 2, 0).in_words(Lang::En), "3 to do, 2 overdue");
        assert_eq!(digest(1, 0, 0).in_words(Lang::Zh), "1 件待办");
    }

    #[test]
    fn of_a_restricted_matter_only_the_number_is_told() -> Result<(), crate::value::Fault> {
        let case = NoticeCase {
            id: CaseId::new(),
            number: "20261124-0007".parse()?,
            status: CaseStatus::Filed,
            category: None,
            grid_name: None,
            due_at: None,
        };
        assert_eq!(case.matter(Lang::Zh), "一件案件");
        let open = NoticeCase { category: Some("0602".parse()?), grid_name: Some("十村一网格".into()), ..case };
        assert!(open.matter(Lang::Zh).ends_with(" · 十村一网格"));
        Ok(())
    }
}
