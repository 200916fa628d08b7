//! Disputes (矛盾纠纷): people's mediation of a case, from the first word to the signed agreement and the visit afterwards.
//!
//! A dispute is a list of [`steps`], added and never changed, and how it stands is a pure function of them ([`standing`]): the phone on the
//! doorstep knows without a signal what the server will say. Law: 人民调解法 (2010), 人民调解工作若干规定 Art. 34-39.

pub mod agreement;
pub mod dues;
pub mod identity;
pub mod standing;
pub mod steps;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::call::Call;
use crate::cases::{CaseId, CaseNumber};
use crate::categories::{CategoryCode, CategoryGroup};
use crate::grids::{GridCode, GridName};
use crate::page::Page;
use crate::staffing::PersonRef;
use crate::time::{Day, Moment};
use crate::value::{Fault, choice, empty_is_none, id, text};

use self::dues::Due;
use self::identity::IdNumber;
use self::standing::Standing;
use self::steps::{NewStep, Step};

id!(
    /// Names one step; chosen by whoever made it, so that sending it twice makes it once.
    StepId
);

id!(
    /// Names one party.
    PartyId
);

id!(
    /// Names one promise.
    PromiseId
);

text!(
    /// The number of a mediation file: year and running number, `2026-0012`; on paper （2026）人调字第12号.
    FileNumber, max 12, "^[0-9]{4}-[0-9]{4,7}$", |s| {
        let s = s.trim();
        let fit = s.split_once('-').is_some_and(|(year, n)| year.len() == 4 && (4..=7).contains(&n.len()) && year.bytes().chain(n.bytes()).all(|b| b.is_ascii_digit()));
        if fit { Ok(s.to_owned()) } else { Err(Fault::Digits(8)) }
    }
);

impl FileNumber {
    /// The running number of a year.
    pub fn of(year: &str, n: i64) -> Result<Self, Fault> {
        format!("{year}-{n:04}").parse()
    }

    /// As it stands on paper.
    pub fn on_paper(&self) -> String {
        let (year, n) = self.0.split_once('-').unwrap_or((&self.0, ""));
        format!("（{year}）人调字第{}号", n.trim_start_matches('0'))
    }
}

choice! {
    /// How a mediation stands.
    DisputeStatus {
        UnderWay = "under_way", "调解中", "Under way";
        /// An agreement is drafted and not signed by everybody.
        ToSign = "to_sign", "待签字", "To be signed";
        Agreed = "agreed", "已达成协议", "Agreed";
        /// Ended without an agreement; the parties were told the other ways.
        Failed = "failed", "调解不成", "Failed";
        /// A party does not want it: no mediation (Art. 17).
        Refused = "refused", "当事人拒绝", "Refused";
    }
}

impl DisputeStatus {
    /// Whether the parties are still being brought together.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::UnderWay | Self::ToSign)
    }
}

/// Days in which a mediation normally ends (若干规定 Art. 36: one month), unless both parties want to go on.
pub const NORM_DAYS: i64 = 30;
/// Days in which both parties may ask a court to confirm the agreement (人民调解法 Art. 33).
pub const CONFIRMATION_DAYS: i64 = 30;
/// Days on which a mediation that has ended leaves the phones.
pub const ENDED_KEPT_DAYS: i64 = 60;
/// The most steps of one dispute.
pub const MOST_STEPS: usize = 500;

/// Whether a case is one that can be mediated.
pub fn can_be_mediated(category: &CategoryCode) -> bool {
    category.category().group() == CategoryGroup::Disputes
}

/// A step that was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MadeStep {
    pub id: StepId,
    /// When it was done.
    pub at: Moment,
    pub by: PersonRef,
    pub step: Step,
}

/// A mediation with everything that was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Dispute {
    pub case: CaseId,
    pub case_number: CaseNumber,
    /// Given when the first step arrives.
    pub number: Option<FileNumber>,
    pub category: CategoryCode,
    pub grid: GridCode,
    pub grid_name: GridName,
    #[schema(max_length = 60)]
    pub village_name: String,
    /// How it stands after all steps.
    pub standing: Standing,
    /// In the order they were made.
    #[schema(max_items = 500)]
    pub steps: Vec<MadeStep>,
    /// What is to be done by when, the most urgent first.
    #[schema(max_items = 200)]
    pub dues: Vec<Due>,
    #[schema(minimum = 1)]
    pub version: i32,
    pub updated_at: Moment,
}

impl Dispute {
    /// As it will be after a step that is not sent yet; as it is when the step cannot be made.
    #[must_use]
    pub fn after(mut self, new: NewStep, by: &PersonRef, at: Moment) -> Self {
        let made = MadeStep { id: new.id, at, by: by.clone(), step: new.step };
        if self.steps.iter().all(|step| step.id != made.id) && self.standing.take(&made).is_ok() {
            self.steps.push(made);
            self.dues = dues::of(&self.standing);
        }
        self
    }
}

/// A mediation in a list: nothing of the parties.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DisputeSummary {
    pub case: CaseId,
    pub case_number: CaseNumber,
    pub number: FileNumber,
    pub category: CategoryCode,
    pub grid: GridCode,
    pub grid_name: GridName,
    #[schema(max_length = 60)]
    pub village_name: String,
    pub status: DisputeStatus,
    pub mediator: PersonRef,
    /// What is due first.
    pub due: Option<Due>,
    pub opened_at: Moment,
    pub updated_at: Moment,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DisputeFilter {
    #[serde(default, deserialize_with = "empty_is_none")]
    pub status: Option<DisputeStatus>,
    #[serde(default, deserialize_with = "empty_is_none")]
    pub grid: Option<GridCode>,
    /// Only those with something due on this day or before; the most urgent first.
    #[serde(default, deserialize_with = "empty_is_none")]
    pub due_by: Option<Day>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

text!(
    /// Why somebody has to read an ID number; written down.
    Purpose, 200
);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReveal {
    pub purpose: Purpose,
}

/// The ID number of a party, whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = PartyIdentity)]
pub struct Identity {
    pub party: PartyId,
    pub id_number: IdNumber,
}

/// The mediations one may see, newest first.
pub fn list_disputes(filter: &DisputeFilter) -> Call<Page<DisputeSummary>> {
    Call::list("/disputes", filter)
}

pub fn find_dispute(case: CaseId) -> Call<Dispute> {
    Call::get(format!("/cases/{case}/dispute"))
}

/// Makes a step; the first one opens the mediation.
pub fn make_step(case: CaseId, step: &NewStep) -> Call<Dispute> {
    Call::post(format!("/cases/{case}/dispute/steps"), step)
}

/// Reads the ID number of a party; that it was read, by whom and what for is written down.
pub fn reveal_identity(case: CaseId, party: PartyId, reveal: &NewReveal) -> Call<Identity> {
    Call::post(format!("/cases/{case}/dispute/parties/{party}/identity"), reveal)
}

/// Where the agreement is printed, as a PDF.
pub fn agreement_path(case: CaseId) -> String {
    format!("/api/v1/cases/{case}/dispute/agreement")
}

/// Where the whole mediation file (卷宗) is printed, as a PDF.
pub fn dispute_file_path(case: CaseId) -> String {
    format!("/api/v1/cases/{case}/dispute/file")
}
