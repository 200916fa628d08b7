//! The phones and browsers somebody uses the app on: when each was last heard of, and what becomes of one that is lost.
//!
//! A device chooses its id itself and names it in the head of its requests; the first one binds the session to it.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::call::Call;
use crate::page::Page;
use crate::staffing::{PersonId, PersonRef};
use crate::sync::ops::DeviceId;
use crate::time::Moment;
use crate::value::{Fault, text};

/// The header that names the device.
pub const DEVICE_HEADER: &str = "x-wangge-device";
/// The header that names the app's version.
pub const APP_HEADER: &str = "x-wangge-app";

text!(
    /// The version of an app: three numbers.
    AppVersion, max 14, "^[0-9]{1,4}([.][0-9]{1,4}){2}$", |s| {
        let numbers: Vec<&str> = s.split('.').collect();
        let is_number = |n: &&str| (1..=4).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit());
        if numbers.len() == 3 && numbers.iter().all(is_number) { Ok(s.to_owned()) } else { Err(Fault::Choice) }
    }
);

impl AppVersion {
    /// Whether it came before another one.
    pub fn is_before(&self, other: &Self) -> bool {
        let numbers = |version: &Self| version.split('.').map(|n| n.parse().unwrap_or_default()).collect::<Vec<u16>>();
        numbers(self) < numbers(other)
    }
}

/// A phone or browser.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Device {
    pub id: DeviceId,
    pub person: PersonRef,
    /// What it calls itself.
    #[schema(max_length = 100)]
    pub name: Option<String>,
    pub first_contact_at: Moment,
    pub last_contact_at: Moment,
    /// The app's version, as it told last.
    pub app: Option<AppVersion>,
    /// How many operations and files were unsent, as it told last.
    #[schema(minimum = 0)]
    pub unsent: Option<i32>,
    /// Since when it counts as lost: it is served nothing more, and told to delete what it keeps.
    pub lost_at: Option<Moment>,
    /// When it told that it has deleted everything. Until then nobody knows (未确认).
    pub wiped_at: Option<Moment>,
    /// How many operations it sent as a lost one that nobody has decided on.
    #[schema(minimum = 0)]
    pub held: i64,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeviceFilter {
    /// Whose.
    pub person: Option<uuid::Uuid>,
    /// Only lost ones, or only others.
    pub lost: Option<bool>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

/// Those last heard of first.
pub fn list_devices(filter: &DeviceFilter) -> Call<Page<Device>> {
    Call::list("/devices", filter)
}

/// From now on it is served nothing more, and told to delete what it keeps. There is no way back: a phone that was found starts anew.
pub fn lose_device(person: PersonId, device: DeviceId) -> Call<Device> {
    Call::post(format!("/people/{person}/devices/{device}/lost"), &serde_json::json!({}))
}

/// A lost device tells that it has deleted everything. With its refresh cookie, or its token while that holds.
pub fn confirm_wiped() -> Call<()> {
    Call::post("/devices/wiped", &serde_json::json!({}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_three_numbers_and_ordered_by_them() -> Result<(), Fault> {
        let version = |text: &str| text.parse::<AppVersion>();
        assert!(version("0.9.0")?.is_before(&version("0.10.0")?));
        assert!(!version("1.0.0")?.is_before(&version("1.0.0")?));
        for wrong in ["", "1", "1.0", "1.0.0.0", "1.0.x", "1..0", "1.0.00000"] {
            assert_eq!(version(wrong), Err(Fault::Choice), "{wrong}");
        }
        Ok(())
    }
}
