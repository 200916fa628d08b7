//! Signing in and out.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::Call;
use crate::divisions::{DivisionCode, DivisionName};
use crate::page::Page;
use crate::staffing::{Appointment, PersonId, PersonName};
use crate::time::Moment;
use crate::value::{Fault, Phone, id, text};

id!(
    /// Names one signed-in device.
    SessionId
);

text!(
    /// A password somebody chooses: 8 to 128 characters, spaces allowed, no other rule of composition (NIST SP 800-63B, ASVS 6.2).
    NewPassword, max 128, "^.{8,128}$", new_password
);

fn new_password(text: &str) -> Result<String, Fault> {
    match text.chars().count() {
        0..8 => Err(Fault::TooShort(8)),
        8..=128 => Ok(text.to_owned()),
        _ => Err(Fault::TooLong(128)),
    }
}

text!(
    /// What a device calls itself, to tell sessions apart.
    DeviceName, 100
);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    pub phone: Phone,
    #[schema(max_length = 128)]
    pub password: String,
    #[serde(default)]
    pub device: Option<DeviceName>,
}

/// What the first administrator sends with the one-time code that the server printed at its first start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetUp {
    #[schema(max_length = 40)]
    pub code: String,
    pub name: PersonName,
    pub phone: Phone,
    pub password: NewPassword,
    /// The sub-district this installation will serve: 9 digits.
    pub sub_district: DivisionCode,
    pub sub_district_name: DivisionName,
}

/// Comes with the refresh token in the `__Host-refresh` cookie.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SignedIn {
    /// A JWT (`at+jwt`) for `Authorization: Bearer`.
    #[schema(max_length = 2000)]
    pub access_token: String,
    /// Seconds it is good for.
    #[schema(minimum = 0)]
    pub expires_in: i64,
    /// Nothing else works until the initial password is changed.
    pub password_change_required: bool,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Me {
    pub person: PersonId,
    pub name: PersonName,
    pub phone: Phone,
    pub password_change_required: bool,
    /// Those that hold today; the page derives from them what it offers, with [`crate::may`].
    #[schema(max_items = 100)]
    pub appointments: Vec<Appointment>,
}

impl Me {
    pub fn caller(&self) -> crate::may::Caller {
        let duties = self
            .appointments
            .iter()
            .map(|a| crate::may::Held { duty: a.duty, area: a.area.clone(), unit: a.unit.as_ref().map(|unit| unit.id) })
            .collect();
        crate::may::Caller { person: self.person, duties }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Session {
    pub id: SessionId,
    #[schema(max_length = 100)]
    pub device: Option<String>,
    pub signed_in_at: Moment,
    pub last_used_at: Moment,
    /// The one this very request came from.
    pub current: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    #[schema(max_length = 128)]
    pub current: String,
    pub new: NewPassword,
}

pub fn sign_in(who: &SignIn) -> Call<SignedIn> {
    Call::post("/auth/login", who)
}

/// Trades the refresh cookie for a new access token.
pub fn refresh() -> Call<SignedIn> {
    Call::post("/auth/refresh", &serde_json::json!({}))
}

pub fn sign_out() -> Call<()> {
    Call::post("/auth/logout", &serde_json::json!({}))
}

pub fn set_up(new: &SetUp) -> Call<SignedIn> {
    Call::post("/auth/setup", new)
}

pub fn find_me() -> Call<Me> {
    Call::get("/me")
}

/// Ends all other sessions.
pub fn change_password(change: &PasswordChange) -> Call<()> {
    Call::post("/me/password", change)
}

pub fn list_sessions() -> Call<Page<Session>> {
    Call::get("/me/sessions")
}

pub fn end_session(id: SessionId) -> Call<()> {
    Call::delete(format!("/me/sessions/{id}"))
}
