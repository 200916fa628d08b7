//! What one sub-district sets once for all its grids.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::Call;
use crate::divisions::{DivisionCode, DivisionName};
use crate::time::Moment;
use crate::value::{Phone, double_option, text};

text!(
    /// What residents may expect, printed on every board.
    ServicePromise, 300, lines
);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Settings {
    /// The sub-district this installation serves.
    pub sub_district: Option<DivisionCode>,
    pub sub_district_name: Option<DivisionName>,
    /// Whom to call about the grids themselves; stands on every board, and wherever a person's phone is not public.
    pub supervision_phone: Option<Phone>,
    pub service_promise: Option<ServicePromise>,
    #[schema(minimum = 1)]
    pub version: i32,
    pub updated_at: Moment,
}

/// A merge patch.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingsPatch {
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "double_option")]
    pub sub_district: Option<Option<DivisionCode>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "double_option")]
    pub supervision_phone: Option<Option<Phone>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "double_option")]
    pub service_promise: Option<Option<ServicePromise>>,
}

pub fn find_settings() -> Call<Settings> {
    Call::get("/settings")
}

pub fn change_settings(patch: &SettingsPatch, version: i32) -> Call<Settings> {
    Call::patch("/settings", patch, version)
}
