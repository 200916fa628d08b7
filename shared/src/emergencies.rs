//! Emergencies (应急): opened by the office for some grids; who has to be brought to safety, who was, where they are, and who was told.

pub mod carried;
pub mod households;
pub mod situation;
pub mod steps;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::call::Call;
use crate::grids::GridCode;
use crate::page::Page;
use crate::staffing::{AreaCode, PersonRef};
use crate::time::Moment;
use crate::value::{choice, double_option, id, text};

id!(
    /// Names one emergency. Whoever opens it chooses it, so that sending twice opens it once.
    EmergencyId
);

id!(
    /// Names one message to everybody on duty; chosen by whoever sends it.
    EmergencyNoticeId
);

text!(
    /// What the emergency is called: `6 月 18 日强降雨`.
    EmergencyTitle, 60
);

text!(
    /// Where people are brought: `清湖小学安置点`.
    ShelterName, 60
);

text!(
    /// What everybody on duty has to know or do.
    EmergencyText, 500, lines
);

text!(
    /// What residents read on the boards of the grids while it lasts.
    PublicAlert, 200
);

text!(
    /// What there is to say at the end.
    Closing, 1000, lines
);

choice! {
    /// What threatens.
    EmergencyKind {
        Flood = "flood", "洪涝", "Flood";
        Typhoon = "typhoon", "台风", "Typhoon";
        Landslide = "landslide", "地质灾害", "Landslide";
        Fire = "fire", "火灾", "Fire";
        Frost = "frost", "低温雨雪", "Snow and ice";
        Other = "other", "其他", "Other";
    }
}

/// The most grids of one emergency.
pub const MOST_GRIDS: usize = 500;
/// The most shelters of one emergency.
pub const MOST_SHELTERS: usize = 30;
/// So many days after the end, who the people were is erased. Numbers stay.
pub const ERASED_AFTER_DAYS: i64 = 90;
/// So many days after the end it stays on the phones.
pub const KEPT_DAYS: i64 = 2;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEmergency {
    pub id: EmergencyId,
    pub kind: EmergencyKind,
    pub title: EmergencyTitle,
    /// Grids, villages or the whole sub-district; as many as hold 500 grids.
    #[schema(min_items = 1, max_items = 500)]
    pub areas: Vec<AreaCode>,
    #[serde(default)]
    #[schema(max_items = 30)]
    pub shelters: Vec<ShelterName>,
    #[serde(default)]
    pub public: Option<PublicAlert>,
}

/// An emergency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Emergency {
    pub id: EmergencyId,
    pub kind: EmergencyKind,
    pub title: EmergencyTitle,
    #[schema(max_items = 500)]
    pub grids: Vec<GridCode>,
    #[schema(max_items = 30)]
    pub shelters: Vec<ShelterName>,
    pub public: Option<PublicAlert>,
    pub opened_at: Moment,
    pub opened_by: PersonRef,
    pub closed_at: Option<Moment>,
    pub closing: Option<Closing>,
    /// Latest first.
    #[schema(max_items = 200)]
    pub notices: Vec<EmergencyNotice>,
    #[schema(minimum = 1)]
    pub version: i32,
    pub updated_at: Moment,
}

/// A message to everybody on duty in the grids.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EmergencyNotice {
    pub id: EmergencyNoticeId,
    pub text: EmergencyText,
    pub at: Moment,
    pub by: PersonRef,
}

/// The most messages of one emergency.
pub const MOST_NOTICES: usize = 200;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEmergencyNotice {
    pub id: EmergencyNoticeId,
    pub text: EmergencyText,
}

/// A merge patch. `closing` ends it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EmergencyPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<EmergencyTitle>,
    /// They join; a grid that is part of it stays until the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 500)]
    pub areas: Option<Vec<AreaCode>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 30)]
    pub shelters: Option<Vec<ShelterName>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "double_option")]
    pub public: Option<Option<PublicAlert>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<Closing>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EmergencyFilter {
    /// Only those that last.
    pub open: Option<bool>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

/// Those one may see, latest first.
pub fn list_emergencies(filter: &EmergencyFilter) -> Call<Page<Emergency>> {
    Call::list("/emergencies", filter)
}

pub fn open_emergency(new: &NewEmergency) -> Call<Emergency> {
    Call::post("/emergencies", new)
}

pub fn find_emergency(id: EmergencyId) -> Call<Emergency> {
    Call::get(format!("/emergencies/{id}"))
}

pub fn change_emergency(id: EmergencyId, patch: &EmergencyPatch, version: i32) -> Call<Emergency> {
    Call::patch(format!("/emergencies/{id}"), patch, version)
}

/// Tells everybody on duty in the grids.
pub fn tell_everybody(id: EmergencyId, new: &NewEmergencyNotice) -> Call<Emergency> {
    Call::post(format!("/emergencies/{id}/notices"), new)
}

/// Where the report at the end is printed.
pub fn emergency_report_path(id: EmergencyId) -> String {
    format!("/emergencies/{id}/report")
}
