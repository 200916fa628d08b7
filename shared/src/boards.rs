//! Public noticeboards (网格公示牌): who answers for a grid, and how to reach them.

pub mod cases;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::announcements::BoardNews;
use crate::call::Call;
use crate::divisions::Class;
use crate::emergencies::PublicAlert;
use crate::grids::{GridCode, GridKind, GridName, ShortCode};
use crate::page::Page;
use crate::roster::BoardDuty;
use crate::staffing::{BadgeCode, Duty, PersonId, PersonName};
use crate::time::{Day, Moment};
use crate::value::{Count, Phone, choice};

/// Days after which a board nobody confirmed counts as stale.
pub const STALE_AFTER_DAYS: i64 = 90;

/// The board of one grid. Never stored: it is the staffing table as of now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Board {
    pub grid: GridCode,
    pub short_code: ShortCode,
    pub name: GridName,
    pub kind: GridKind,
    pub class: Option<Class>,
    #[schema(max_length = 60)]
    pub village_name: String,
    #[schema(max_length = 60)]
    pub sub_district_name: String,
    #[schema(minimum = 0)]
    pub households: Option<Count>,
    #[schema(minimum = 0)]
    pub population: Option<Count>,
    #[schema(minimum = 0)]
    pub area_m2: Option<f64>,
    /// Leader first, then full-time, part-time, instructors.
    #[schema(max_items = 100)]
    pub people: Vec<BoardPerson>,
    pub supervision_phone: Option<Phone>,
    #[schema(max_length = 300)]
    pub service_promise: Option<String>,
    /// Cases of this grid that were closed as solved since the first of the month, restricted categories left out.
    #[schema(minimum = 0)]
    pub solved_this_month: i64,
    /// What residents have to know of emergencies that last, latest first.
    #[schema(max_items = 20)]
    pub alerts: Vec<PublicAlert>,
    /// Who is on duty now by the rosters of the grid, its village and the sub-district.
    #[schema(max_items = 30)]
    pub on_duty: Vec<BoardDuty>,
    /// News for residents, latest first.
    #[schema(max_items = 3)]
    pub news: Vec<BoardNews>,
    /// When somebody last confirmed that the board is right.
    pub checked_at: Option<Moment>,
    /// Not confirmed for 90 days.
    pub stale: bool,
    /// A GeoJSON Polygon or MultiPolygon, where the boundary is known.
    #[schema(value_type = Option<Object>)]
    pub boundary: Option<serde_json::Value>,
}

/// One person on a board: no more than the person agreed to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BoardPerson {
    pub id: PersonId,
    pub name: PersonName,
    pub duty: Duty,
    /// Only with consent.
    pub phone: Option<Phone>,
    /// Whom to call instead, where there is no consent: the grid's next person with a public phone, else the supervision phone.
    pub call_instead: Option<CallInstead>,
    /// Only with consent.
    #[schema(max_length = 300)]
    pub photo_url: Option<String>,
    /// Somebody away whose work this person does today.
    #[schema(max_length = 40)]
    pub covering_for: Option<String>,
    /// Who does this person's work today, while away.
    #[schema(max_length = 40)]
    pub covered_by: Option<String>,
    /// Where the contact card (vCard) is.
    #[schema(max_length = 300)]
    pub card_url: String,
}

/// Another number that answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CallInstead {
    /// A person's name; `null` for the supervision phone.
    #[schema(max_length = 40)]
    pub name: Option<String>,
    pub phone: Phone,
}

/// A board in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BoardSummary {
    pub grid: GridCode,
    pub short_code: ShortCode,
    pub name: GridName,
    #[schema(max_length = 60)]
    pub village_name: String,
    pub class: Option<Class>,
    #[schema(max_length = 40)]
    pub leader: Option<String>,
    pub checked_at: Option<Moment>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BoardFilter {
    /// Part of the grid's, village's or a person's name on the board, or the beginning of a code.
    #[param(max_length = 60)]
    pub q: Option<String>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

choice! {
    /// Why a board needs the office's attention.
    Staleness {
        Unconfirmed = "unconfirmed", "90 天未核对", "Not confirmed for 90 days";
        NoLeader = "no_leader", "没有网格长", "No leader";
        NoFullTime = "no_full_time", "没有专职网格员", "No full-time member";
        NoPhone = "no_phone", "没有可公开的电话", "No public phone";
        /// A phone was changed after the board was last confirmed.
        PhoneChanged = "phone_changed", "电话已变更", "A phone has changed";
    }
}

/// A board that needs attention, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StaleBoard {
    pub board: BoardSummary,
    #[schema(max_items = 10)]
    pub reasons: Vec<Staleness>,
}

/// Answers "is this person who they say they are?" at the door.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Visitor {
    pub name: PersonName,
    /// Only with consent.
    #[schema(max_length = 300)]
    pub photo_url: Option<String>,
    /// Whether the person holds any duty today.
    pub on_duty: bool,
    #[schema(max_items = 100)]
    pub duties: Vec<VisitorDuty>,
    pub supervision_phone: Option<Phone>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct VisitorDuty {
    pub duty: Duty,
    #[schema(max_length = 130)]
    pub area_name: String,
    pub from_day: Day,
    pub to_day: Option<Day>,
}

/// Public; `code` is the short code or the grid's code.
pub fn find_board(code: &str) -> Call<Board> {
    Call::get(format!("/boards/{}", crate::call::percent_encoded(code)))
}

/// Public.
pub fn list_boards(filter: &BoardFilter) -> Call<Page<BoardSummary>> {
    Call::list("/boards", filter)
}

/// For the office: boards that need attention.
pub fn list_stale_boards(filter: &BoardFilter) -> Call<Page<StaleBoard>> {
    Call::list("/boards/stale", filter)
}

/// Confirms that the board on the wall is right today.
pub fn confirm_board(code: &GridCode) -> Call<Board> {
    Call::post(format!("/boards/{code}/confirmation"), &serde_json::json!({}))
}

/// Public: checks a visitor's badge.
pub fn verify_visitor(badge: &BadgeCode) -> Call<Visitor> {
    Call::get(format!("/badges/{badge}"))
}
