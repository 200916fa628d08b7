//! Where a case can stand.

use crate::lang::Lang;
use crate::value::choice;

choice! {
    /// Where a case stands.
    CaseStatus {
        /// Reported; nobody has taken it in yet.
        Filed = "filed", "待受理", "Filed";
        /// Taken in; the command room has to say who handles it (待派遣).
        Accepted = "accepted", "待派遣", "Accepted";
        /// Given to a level or unit that has not signed for it yet (待签收).
        Dispatched = "dispatched", "待签收", "Dispatched";
        Handling = "handling", "处理中", "Being handled";
        /// The clock stands still until the resident does something.
        Waiting = "waiting", "等待群众", "Waiting for the resident";
        /// The clock stands still until a day (挂账).
        Suspended = "suspended", "挂账", "Suspended";
        /// Done, to be checked on site.
        Completed = "completed", "待核查", "Completed";
        /// Checked, to be closed.
        Verified = "verified", "待结案", "Verified";
        Closed = "closed", "已办结", "Closed";
        Declined = "declined", "不予受理", "Declined";
        /// Part of another case now (并案).
        Merged = "merged", "已并案", "Merged";
        /// Not a case: filed by mistake (作废).
        Void = "void", "作废", "Void";
    }
}

impl CaseStatus {
    /// Those in which there is still something to do.
    pub const OPEN: &[Self] =
        &[Self::Filed, Self::Accepted, Self::Dispatched, Self::Handling, Self::Waiting, Self::Suspended, Self::Completed, Self::Verified];

    /// Whether there is still something to do.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::Declined | Self::Merged | Self::Void)
    }

    /// Whether the work is done, so that its result can be shown.
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Completed | Self::Verified | Self::Closed)
    }

    /// What the reporter is told.
    pub const fn to_reporter(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Filed, Lang::Zh) => "已收到，等待受理",
            (Self::Filed, Lang::En) => "Received, waiting to be accepted",
            (Self::Accepted, Lang::Zh) => "已受理，正在安排人处理",
            (Self::Accepted, Lang::En) => "Accepted; somebody is being found to handle it",
            (Self::Dispatched, Lang::Zh) => "已交给负责的人，等他接手",
            (Self::Dispatched, Lang::En) => "Given to those responsible, who will take it on",
            (Self::Handling, Lang::Zh) => "正在处理",
            (Self::Handling, Lang::En) => "Work is under way",
            (Self::Waiting, Lang::Zh) => "需要您补充，请看下面的说明",
            (Self::Waiting, Lang::En) => "Something is needed from you; please read on",
            (Self::Suspended, Lang::Zh) => "暂时办不了，到约定日期会接着办",
            (Self::Suspended, Lang::En) => "It cannot be done now and goes on at the day agreed",
            (Self::Completed, Lang::Zh) => "已处理完，等待核查",
            (Self::Completed, Lang::En) => "The work is done and will be checked",
            (Self::Verified, Lang::Zh) => "已核查通过，等待结案",
            (Self::Verified, Lang::En) => "Checked, waiting to be closed",
            (Self::Closed, Lang::Zh) => "已办结",
            (Self::Closed, Lang::En) => "Closed",
            (Self::Declined, Lang::Zh) => "不予受理，原因见下",
            (Self::Declined, Lang::En) => "Declined; the reason is below",
            (Self::Merged, Lang::Zh) => "已有人上报同一件事，一并处理",
            (Self::Merged, Lang::En) => "Reported before; both are handled together",
            (Self::Void, Lang::Zh) => "已作废，原因见下",
            (Self::Void, Lang::En) => "Void; the reason is below",
        }
    }
}
