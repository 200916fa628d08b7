//! What one sub-district sets once for all its grids.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::Call;
use crate::divisions::{DivisionCode, DivisionName};
use crate::time::Moment;
use crate::value::{Fault, Phone, double_option, text};

text!(
    /// What residents may expect, printed on every board.
    ServicePromise, 300, lines
);

/// An hour of the day, from 0 to 23.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[schema(value_type = i32, minimum = 0, maximum = 23)]
#[serde(try_from = "i32", into = "i32")]
pub struct Hour(i32);

impl TryFrom<i32> for Hour {
    type Error = Fault;

    fn try_from(hour: i32) -> Result<Self, Fault> {
        if (0..24).contains(&hour) { Ok(Self(hour)) } else { Err(Fault::OutOfRange) }
    }
}

impl From<Hour> for i32 {
    fn from(it: Hour) -> Self {
        it.0
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Settings {
    /// The sub-district this installation serves.
    pub sub_district: Option<DivisionCode>,
    pub sub_district_name: Option<DivisionName>,
    /// Whom to call about the grids themselves; stands on every board, and wherever a person's phone is not public.
    pub supervision_phone: Option<Phone>,
    pub service_promise: Option<ServicePromise>,
    /// The hour, in China, at which everybody is told what waits for him or her that day.
    pub digest_hour: Hour,
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest_hour: Option<Hour>,
}

pub fn find_settings() -> Call<Settings> {
    Call::get("/settings")
}

pub fn change_settings(patch: &SettingsPatch, version: i32) -> Call<Settings> {
    Call::patch("/settings", patch, version)
}
