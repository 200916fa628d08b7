//! Reports: what somebody saw. A report is never changed; the work that follows is a case.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::Call;
use crate::cases::{CaseId, CaseNumber};
use crate::categories::CategoryCode;
use crate::grids::GridCode;
use crate::photos::Photo;
use crate::place::Place;
use crate::receipts::ReceiptCode;
use crate::staffing::{PersonName, PersonRef};
use crate::time::Moment;
use crate::value::{Phone, choice, id, text};

id!(
    /// Names one report. The phone that files it may choose it (a UUIDv7), so that sending twice files once.
    ReportId
);

text!(
    /// What was seen, in the reporter's words.
    ReportText, 2000, lines
);

text!(
    /// Where, in words: `村口桥头东侧`.
    PlaceText, 120
);

choice! {
    /// The way a report came in.
    Channel {
        App = "app", "网格员上报", "Grid member's app";
        Board = "board", "公示牌扫码", "Noticeboard";
        Phone = "phone", "来电", "Phone call";
        ChatGroup = "chat_group", "网格微信群", "Chat group";
        Visit = "visit", "走访", "Visit";
        Api = "api", "接口", "API";
    }
}

/// The resident a report comes from; both members may stay empty.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reporter {
    #[serde(default)]
    pub name: Option<PersonName>,
    #[serde(default)]
    pub phone: Option<Phone>,
}

/// A report to file. With `place` inside one grid, or with `grid` named, it knows where it belongs; with neither it is refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReport {
    /// Chosen by the phone; made by the server when left out.
    #[serde(default)]
    pub id: Option<ReportId>,
    pub category: CategoryCode,
    pub text: ReportText,
    #[serde(default)]
    pub grid: Option<GridCode>,
    #[serde(default)]
    pub place: Option<Place>,
    #[serde(default)]
    pub place_text: Option<PlaceText>,
    /// Only staff choose: `app`, `phone`, `chat_group` or `visit`. Residents' reports are `board` or `api`.
    #[serde(default)]
    pub channel: Option<Channel>,
    /// On whose behalf, or who the resident is.
    #[serde(default)]
    pub reporter: Option<Reporter>,
    /// When it was seen, by the phone's clock.
    #[serde(default)]
    pub captured_at: Option<Moment>,
    /// How many photos will follow.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 9)]
    pub photo_count: u8,
    /// An open case this report belongs to; staff only (residents say “me too”). Without it a case is opened.
    #[serde(default)]
    pub joins: Option<CaseId>,
}

/// The answer to filing: everything the reporter needs to keep.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FiledReport {
    pub id: ReportId,
    pub case: CaseId,
    pub case_number: CaseNumber,
    pub grid: GridCode,
    pub receipt: ReceiptCode,
    /// The page to follow it on.
    #[schema(max_length = 300)]
    pub receipt_url: String,
    pub received_at: Moment,
}

/// A report as staff read it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Report {
    pub id: ReportId,
    pub case: CaseId,
    pub category: CategoryCode,
    pub text: ReportText,
    pub grid: GridCode,
    pub place: Option<Place>,
    pub place_text: Option<PlaceText>,
    pub channel: Channel,
    /// Who entered it; `null` when a resident did.
    pub filed_by: Option<PersonRef>,
    /// The resident's name; only for those who handle the case.
    #[schema(max_length = 40)]
    pub reporter_name: Option<String>,
    /// The resident's phone; only for those who handle the case.
    #[schema(max_length = 20)]
    pub reporter_phone: Option<String>,
    pub captured_at: Option<Moment>,
    pub received_at: Moment,
    /// How many photos were announced; more may still be on their way than `photos` holds.
    #[schema(minimum = 0, maximum = 9)]
    pub photo_count: u8,
    #[schema(max_items = 9)]
    pub photos: Vec<Photo>,
    pub receipt: ReceiptCode,
}

/// A further report of a matter that is known already (我也遇到).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeToo {
    /// Chosen by the phone; made by the server when left out.
    #[serde(default)]
    pub id: Option<ReportId>,
    /// What was seen, where there is more to say.
    #[serde(default)]
    pub text: Option<ReportText>,
    #[serde(default)]
    pub place: Option<Place>,
    #[serde(default)]
    pub place_text: Option<PlaceText>,
    #[serde(default)]
    pub reporter: Option<Reporter>,
    /// How many photos will follow.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 9)]
    pub photo_count: u8,
}

/// Joins a case with a report of one's own, and gets a receipt for it; public for cases everybody may know of.
pub fn me_too(case: CaseId, new: &MeToo) -> Call<FiledReport> {
    Call::post(format!("/cases/{case}/me-too"), new)
}

/// Files a report; public without a token (channel `api`), as oneself with one.
pub fn file_report(new: &NewReport) -> Call<FiledReport> {
    Call::post("/reports", new)
}

pub fn find_report(id: ReportId) -> Call<Report> {
    Call::get(format!("/reports/{id}"))
}
