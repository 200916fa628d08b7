//! The one table of the moves a case can make. Server, page, API and documentation all read it here.

use crate::lang::Lang;
use crate::sla::Stage;
use crate::value::choice;

use super::guards::Guard;
use super::status::CaseStatus as S;

choice! {
    /// What can be done to a case.
    Move {
        Accept = "accept", "受理", "Accept";
        Decline = "decline", "不予受理", "Decline";
        Void = "void", "作废", "Void";
        /// To a level or unit (派遣).
        Dispatch = "dispatch", "派遣", "Dispatch";
        /// To a person.
        Assign = "assign", "指派", "Assign";
        /// Sign for it and handle it oneself (签收).
        Take = "take", "接手", "Take on";
        /// Solved on the spot by a member (自办).
        SelfHandle = "self_handle", "现场办结", "Solve on the spot";
        /// A word on how it goes; the reporter reads it.
        Update = "update", "通报进展", "Tell how it goes";
        /// Not ours, or not enough to go on (退回).
        Return = "return", "退回", "Return";
        /// Up the chain (上报).
        Escalate = "escalate", "上报", "Escalate";
        /// 等待群众补充.
        Wait = "wait", "等待群众", "Wait for the resident";
        Resume = "resume", "恢复办理", "Resume";
        AskExtension = "ask_extension", "申请延期", "Ask for more time";
        Extend = "extend", "批准延期", "Give more time";
        AskSuspension = "ask_suspension", "申请挂账", "Ask to suspend";
        Suspend = "suspend", "批准挂账", "Suspend";
        /// Refuses what was asked.
        Refuse = "refuse", "不同意申请", "Refuse the request";
        Complete = "complete", "办结上报", "Complete";
        Verify = "verify", "核查通过", "Verify";
        Rework = "rework", "返工", "Send back for rework";
        Close = "close", "结案", "Close";
        /// The reporter says it is solved.
        Confirm = "confirm", "解决了", "It is solved";
        /// The reporter says it is not solved, or the office looks at it anew.
        Reopen = "reopen", "没解决，重新办理", "Not solved, reopen";
        Merge = "merge", "并案", "Merge";
        Unmerge = "unmerge", "撤销并案", "Undo the merge";
        Remind = "remind", "催办", "Remind";
        YellowCard = "yellow_card", "黄牌督办", "Yellow card";
        RedCard = "red_card", "红牌督办", "Red card";
        Lift = "lift", "取消督办", "Lift the supervision";
    }
}

choice! {
    /// Who makes a move; [`crate::may`] says who that is.
    Mover {
        /// The command room.
        Office = "office", "指挥室", "The command room";
        /// Those with whom the case lies now, and the command room.
        Holder = "holder", "经办人", "Who has it now";
        /// The grid's own people or the command room, but never who completed it.
        Verifier = "verifier", "核查人", "Who verifies";
        /// The command room and the governance office.
        Supervisor = "supervisor", "督办人", "Who supervises";
        /// The reporter by the receipt code, or the command room on the reporter's behalf.
        Reporter = "reporter", "上报人", "The reporter";
    }
}

choice! {
    /// What a move must bring along.
    Need {
        Reason = "reason", "说明", "A reason";
        /// A person who works today.
        Assignee = "assignee", "负责人", "A person";
        /// A level, and a unit where the level has units.
        Unit = "unit", "办理单位", "A level or unit";
        /// Another case.
        Into = "into", "主案", "The other case";
        /// A moment in the future.
        Until = "until", "到什么时候", "Until when";
        /// The photos of the result that the category asks for.
        Photos = "photos", "照片", "Photos";
        /// Which standard the case was filed under, where the category has several.
        Standard = "standard", "立结案标准", "The standard";
    }
}

/// What a move does to the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockEffect {
    Keep,
    /// Another stage begins. A holder who had the case before gets back what was left; another one starts anew.
    Begin(Stage),
    /// The stage begins with the whole limit, whoever had it before.
    Renew(Stage),
    Pause,
    Resume,
    /// Adds the limit once more.
    Extend,
    Stop,
}

/// What the reporter hears of a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// Nothing.
    Silent,
    /// That it happened; the reason stays inside.
    Move,
    /// That it happened, and the reason.
    Reason,
}

/// One row of the transition table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    pub by: Move,
    /// The statuses it can be made in.
    pub from: &'static [S],
    /// `None`: the case stays where it is.
    pub to: Option<S>,
    pub mover: Mover,
    pub needs: &'static [Need],
    /// What else must be so.
    pub guards: &'static [Guard],
    pub clock: ClockEffect,
    pub telling: Telling,
}

use ClockEffect::{Begin, Extend, Pause, Renew, Resume, Stop};
use Mover::{Holder, Office, Reporter, Supervisor, Verifier};
use Need::{Assignee, Into, Photos, Reason, Standard, Unit, Until};

/// Every move there is.
#[rustfmt::skip]
pub const TRANSITIONS: &[Transition] = &[
    row(Move::Accept, &[S::Filed], S::Accepted, Office).clock(Begin(Stage::Dispatch)).told(),
    row(Move::Decline, &[S::Filed, S::Accepted], S::Declined, Office).needs(&[Reason]).clock(Stop).explained(),
    row(Move::Void, &[S::Filed, S::Accepted], S::Void, Office).needs(&[Reason]).clock(Stop).explained(),
    row(Move::Dispatch, &[S::Filed, S::Accepted, S::Dispatched, S::Handling], S::Dispatched, Office).needs(&[Unit]).clock(Begin(Stage::Handle)).told(),
    row(Move::Assign, &[S::Filed, S::Accepted, S::Dispatched, S::Handling], S::Handling, Office).needs(&[Assignee]).clock(Begin(Stage::Handle)).explained(),
    row(Move::Take, &[S::Filed, S::Accepted, S::Dispatched], S::Handling, Holder).clock(Begin(Stage::Handle)).explained(),
    row(Move::SelfHandle, &[S::Filed, S::Accepted, S::Handling], S::Closed, Holder).needs(&[Reason, Photos]).guards(&[Guard::SelfHandled, Guard::InGrid, Guard::PartsDone, Guard::ChildrenEnded]).clock(Stop).explained(),
    stay(Move::Update, &[S::Accepted, S::Dispatched, S::Handling, S::Waiting, S::Suspended], Holder).needs(&[Reason]).explained(),
    row(Move::Return, &[S::Dispatched, S::Handling], S::Accepted, Holder).needs(&[Reason]).clock(Begin(Stage::Dispatch)),
    row(Move::Escalate, &[S::Dispatched, S::Handling], S::Dispatched, Holder).needs(&[Reason]).guards(&[Guard::NotAtTheTop]).clock(Begin(Stage::Handle)).told(),
    row(Move::Wait, &[S::Handling], S::Waiting, Holder).needs(&[Reason, Until]).clock(Pause).explained(),
    row(Move::Resume, &[S::Waiting, S::Suspended], S::Handling, Holder).clock(Resume).told(),
    stay(Move::AskExtension, &[S::Handling], Holder).needs(&[Reason]).guards(&[Guard::NothingAsked, Guard::ExtensionLeft, Guard::InTime]),
    stay(Move::Extend, &[S::Handling], Office).needs(&[Reason]).guards(&[Guard::ExtensionLeft]).clock(Extend).told(),
    stay(Move::AskSuspension, &[S::Handling], Holder).needs(&[Reason, Until]).guards(&[Guard::NothingAsked, Guard::NeverSuspended]),
    row(Move::Suspend, &[S::Handling], S::Suspended, Office).needs(&[Reason, Until]).guards(&[Guard::NeverSuspended]).clock(Pause).explained(),
    stay(Move::Refuse, &[S::Handling], Office).needs(&[Reason]).guards(&[Guard::SomethingAsked]),
    row(Move::Complete, &[S::Handling], S::Completed, Holder).needs(&[Reason, Standard, Photos]).guards(&[Guard::PartsDone, Guard::ChildrenEnded]).clock(Begin(Stage::Verify)).explained(),
    row(Move::Verify, &[S::Completed], S::Verified, Verifier).told(),
    row(Move::Rework, &[S::Completed, S::Verified], S::Handling, Verifier).needs(&[Reason]).clock(Begin(Stage::Handle)).told(),
    row(Move::Close, &[S::Verified], S::Closed, Verifier).needs(&[Reason]).clock(Stop).explained(),
    row(Move::Close, &[S::Completed], S::Closed, Verifier).needs(&[Reason]).guards(&[Guard::NoVerification]).clock(Stop).explained(),
    row(Move::Confirm, &[S::Completed, S::Verified, S::Closed], S::Closed, Reporter).guards(&[Guard::NotYetConfirmed]).clock(Stop).told(),
    row(Move::Reopen, &[S::Completed, S::Verified, S::Closed], S::Accepted, Reporter).needs(&[Reason]).guards(&[Guard::InReopeningTime]).clock(Renew(Stage::Dispatch)).explained(),
    row(Move::Reopen, &[S::Declined, S::Void], S::Filed, Office).needs(&[Reason]).clock(Renew(Stage::Accept)).told(),
    row(Move::Merge, &[S::Filed, S::Accepted, S::Dispatched, S::Handling], S::Merged, Office).needs(&[Into]).guards(&[Guard::PartsDone, Guard::ChildrenEnded]).clock(Stop).told(),
    row(Move::Unmerge, &[S::Merged], S::Filed, Office).needs(&[Reason]).clock(Renew(Stage::Accept)).told(),
    stay(Move::Remind, S::OPEN, Supervisor).guards(&[Guard::HigherThanRemind]),
    stay(Move::YellowCard, S::OPEN, Supervisor).needs(&[Reason]).guards(&[Guard::HigherThanYellow]),
    stay(Move::RedCard, S::OPEN, Supervisor).needs(&[Reason]).guards(&[Guard::HigherThanRed]),
    stay(Move::Lift, S::OPEN, Supervisor).needs(&[Reason]).guards(&[Guard::Supervised]),
];

const fn row(by: Move, from: &'static [S], to: S, mover: Mover) -> Transition {
    let to = Some(to);
    Transition { by, from, to, mover, needs: &[], guards: &[], clock: ClockEffect::Keep, telling: Telling::Silent }
}

const fn stay(by: Move, from: &'static [S], mover: Mover) -> Transition {
    Transition { by, from, to: None, mover, needs: &[], guards: &[], clock: ClockEffect::Keep, telling: Telling::Silent }
}

impl Transition {
    const fn needs(self, needs: &'static [Need]) -> Self {
        Self { needs, ..self }
    }

    const fn guards(self, guards: &'static [Guard]) -> Self {
        Self { guards, ..self }
    }

    const fn clock(self, clock: ClockEffect) -> Self {
        Self { clock, ..self }
    }

    const fn told(self) -> Self {
        Self { telling: Telling::Move, ..self }
    }

    const fn explained(self) -> Self {
        Self { telling: Telling::Reason, ..self }
    }

    pub fn needs_a(&self, need: Need) -> bool {
        self.needs.contains(&need)
    }

    /// Where a case that stands at `from` stands afterwards.
    pub fn leads_to(&self, from: S) -> S {
        self.to.unwrap_or(from)
    }
}

/// The row for a move out of a status, if there is one.
pub fn transition(by: Move, from: S) -> Option<&'static Transition> {
    TRANSITIONS.iter().find(|t| t.by == by && t.from.contains(&from))
}

impl Move {
    /// What the reporter reads when it happens.
    pub const fn to_reporter(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Accept, Lang::Zh) => "已受理",
            (Self::Accept, Lang::En) => "Accepted",
            (Self::Decline, Lang::Zh) => "不予受理",
            (Self::Decline, Lang::En) => "Declined",
            (Self::Void, Lang::Zh) => "已作废",
            (Self::Void, Lang::En) => "Voided",
            (Self::Dispatch, Lang::Zh) => "已交给负责的单位",
            (Self::Dispatch, Lang::En) => "Given to those responsible",
            (Self::Assign, Lang::Zh) => "已安排人员处理",
            (Self::Assign, Lang::En) => "Somebody was assigned to handle it",
            (Self::Take, Lang::Zh) => "已有人接手处理",
            (Self::Take, Lang::En) => "Somebody has taken it on",
            (Self::SelfHandle, Lang::Zh) => "现场处理好，办结",
            (Self::SelfHandle, Lang::En) => "Solved on the spot and closed",
            (Self::Update, Lang::Zh) => "进展",
            (Self::Update, Lang::En) => "How it goes",
            (Self::Escalate, Lang::Zh) => "已上报，请上级一起处理",
            (Self::Escalate, Lang::En) => "Passed on to the next level",
            (Self::Wait, Lang::Zh) => "需要您补充",
            (Self::Wait, Lang::En) => "Something is needed from you",
            (Self::Resume, Lang::Zh) => "继续处理",
            (Self::Resume, Lang::En) => "Work goes on",
            (Self::Extend, Lang::Zh) => "需要更多时间，已延期",
            (Self::Extend, Lang::En) => "More time is needed and was given",
            (Self::Suspend, Lang::Zh) => "暂时办不了，先挂账",
            (Self::Suspend, Lang::En) => "It cannot be done now and was suspended",
            (Self::Complete, Lang::Zh) => "已处理完",
            (Self::Complete, Lang::En) => "The work is done",
            (Self::Verify, Lang::Zh) => "已到现场核查，通过",
            (Self::Verify, Lang::En) => "Checked on site",
            (Self::Rework, Lang::Zh) => "核查没有通过，返工",
            (Self::Rework, Lang::En) => "The check found it was not right; work goes on",
            (Self::Close, Lang::Zh) => "办结",
            (Self::Close, Lang::En) => "Closed",
            (Self::Confirm, Lang::Zh) => "上报人确认：解决了",
            (Self::Confirm, Lang::En) => "The reporter says: solved",
            (Self::Reopen, Lang::Zh) => "没有解决，重新办理",
            (Self::Reopen, Lang::En) => "Not solved; work goes on",
            (Self::Merge, Lang::Zh) => "和同一件事并在一起处理",
            (Self::Merge, Lang::En) => "Joined with another report of the same matter",
            (Self::Unmerge, Lang::Zh) => "改为单独处理",
            (Self::Unmerge, Lang::En) => "Handled on its own again",
            // Silent in the table; said by their own names should that change.
            (
                Self::Return
                | Self::AskExtension
                | Self::AskSuspension
                | Self::Refuse
                | Self::Remind
                | Self::YellowCard
                | Self::RedCard
                | Self::Lift,
                lang,
            ) => self.label(lang),
        }
    }
}
