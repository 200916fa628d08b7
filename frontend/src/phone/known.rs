//! What screens know of the phone.

use std::collections::HashSet;

use shared::cases::{CaseId, CaseSummary, Move};
use shared::categories::CategoryCode;
use shared::photos::PhotoKind;
use shared::problem::Problem;
use shared::reports::{FiledReport, ReportId};
use shared::sync::engine::Trouble;
use shared::sync::ops::{OpId, OpKind};
use shared::sync::uploads::UploadId;
use shared::time::Moment;

/// Read anew whenever something in it changes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Known {
    /// All cases the phone carries, as they will be once everything is sent.
    pub cases: Vec<CaseSummary>,
    /// Oldest first.
    pub unsent: Vec<Unsent>,
    pub files: Vec<UnsentFile>,
    /// Latest first.
    pub sent: Vec<Delivered>,
    /// Why nothing goes out just now.
    pub trouble: Option<Trouble>,
    pub last_contact: Option<Moment>,
    /// Whether anything ever came down.
    pub fetched: bool,
    /// Whether all there was has come down.
    pub whole: bool,
    /// Whether it talks to the server just now.
    pub under_way: bool,
    /// Counts what came down.
    pub turn: u32,
}

/// What came down, what is unsent, what was delivered last.
pub type Stamp = (u32, usize, Option<OpId>);

/// Something that was done and is not sent yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Unsent {
    pub op: OpId,
    /// `None` where it is of a release that could more.
    pub kind: Option<OpKind>,
    /// Of a report.
    pub category: Option<CategoryCode>,
    /// Of a report: its id.
    pub report: Option<ReportId>,
    /// Of a move.
    pub by: Option<Move>,
    /// What it says.
    pub words: String,
    pub about: Option<CaseId>,
    pub saved_at: Moment,
    /// The server did not take it; a person has to decide.
    pub stuck: bool,
    /// What the server said last.
    pub problem: Option<Problem>,
}

/// A photo that is not sent yet.
#[derive(Debug, Clone, PartialEq)]
pub struct UnsentFile {
    pub id: UploadId,
    pub report: Option<ReportId>,
    pub kind: PhotoKind,
    /// Why the server did not take it.
    pub problem: Option<Problem>,
}

/// Something the server has.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivered {
    pub op: OpId,
    pub kind: Option<OpKind>,
    pub case: Option<CaseId>,
    /// The keys of the records it was about: what it changed comes down a moment later.
    pub about: Vec<String>,
    pub filed: Option<FiledReport>,
    /// When it was done and when it arrived, as the server's receipt has it.
    pub receipt: Option<(Moment, Moment)>,
}

impl Known {
    /// Changes whenever something came down, was saved here or was delivered: what is read from the server is to be read again then.
    pub fn stamp(&self) -> Stamp {
        (self.turn, self.unsent.len(), self.sent.first().map(|sent| sent.op))
    }

    /// How many need a person to decide.
    pub fn stuck(&self) -> usize {
        let ops = self.unsent.iter().filter(|unsent| unsent.stuck).count();
        ops + self.files.iter().filter(|file| file.problem.is_some()).count()
    }

    /// When something of a kind that the server has was last done to a record.
    pub fn done_to(&self, kind: OpKind, key: &str) -> Option<Moment> {
        let done = self.sent.iter().filter(|sent| sent.kind == Some(kind) && sent.about.iter().any(|about| about == key));
        done.filter_map(|sent| sent.receipt.map(|(done_at, _)| done_at)).max()
    }

    /// The cases something was done to that is not sent yet.
    pub fn cases_unsent(&self) -> HashSet<CaseId> {
        self.unsent.iter().filter_map(|unsent| unsent.about).collect()
    }
}
