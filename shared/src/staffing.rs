//! Who answers for what, from which day to which: people and their appointments.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::call::{Call, Method};
use crate::grids::GridCode;
use crate::page::Page;
use crate::time::{Day, Moment};
use crate::units::{UnitId, UnitRef};
use crate::value::{Fault, Phone, choice, crockford, crockford_from, digits, double_option, empty_is_none, id, text};

id!(
    /// Names one person who works for the grids.
    PersonId
);

id!(
    /// Names one appointment.
    AppointmentId
);

text!(PersonName, 40);

text!(
    /// The code on a badge, by which a resident checks a visitor: 8 characters of Crockford's base 32.
    BadgeCode, max 12, "^[0-9A-Za-z -]{8,12}$", |s| crockford(s, 8, Fault::BadgeCode)
);

impl BadgeCode {
    /// From 8 random bytes.
    pub fn from_random(bytes: [u8; 8]) -> Self {
        Self(crockford_from(&bytes))
    }
}

text!(
    /// Where an appointment holds: a sub-district (9 digits), a village (12) or a grid (15).
    AreaCode, max 15, "^([0-9]{9}|[0-9]{12}|[0-9]{15})$", |s| [15, 12, 9].iter().find_map(|n| digits(s, *n).ok()).ok_or(Fault::AreaCode)
);

impl From<GridCode> for AreaCode {
    fn from(grid: GridCode) -> Self {
        Self(grid.into())
    }
}

impl AreaCode {
    /// Whether `code` (of a division or grid) lies in this area.
    pub fn contains(&self, code: &str) -> bool {
        code.starts_with(self.as_str())
    }

    /// It and all it lies in, the sub-district first.
    pub fn around(&self) -> Vec<Self> {
        [9, 12, 15].iter().filter_map(|digits| self.0.get(..*digits)).map(|code| Self(code.to_owned())).collect()
    }

    pub fn is_grid(&self) -> bool {
        self.as_str().len() == 15
    }
}

choice! {
    /// What somebody is appointed to do. The first four are the grid's own (一长三员), the others the office's.
    Duty {
        /// First responsible person.
        Leader = "leader", "网格长", "Grid leader";
        /// Directly responsible person.
        FullTime = "full_time", "专职网格员", "Full-time grid member";
        PartTime = "part_time", "兼职网格员", "Part-time grid member";
        /// A cadre attached to a grid or a whole village.
        Instructor = "instructor", "网格指导员", "Grid instructor";
        /// Member of the village's committee (村两委).
        VillageCadre = "village_cadre", "村（社区）干部", "Village cadre";
        /// Information and command room (综合信息指挥室).
        Dispatcher = "dispatcher", "指挥室调度员", "Dispatcher";
        /// A department that handles cases.
        Handler = "handler", "部门处置员", "Handler";
        /// Social governance office (社会治理办): boards, staffing, assessment.
        Assessor = "assessor", "社会治理办", "Social governance office";
        /// Runs the system: accounts, settings, imports.
        Administrator = "administrator", "系统管理员", "Administrator";
    }
}

impl Duty {
    /// Whether the duty belongs to a grid or village rather than to the sub-district's office.
    pub const fn is_of_grid(self) -> bool {
        matches!(self, Self::Leader | Self::FullTime | Self::PartTime | Self::Instructor | Self::VillageCadre)
    }

    /// How many digits the code of its area may have.
    pub const fn fits(self, area: &AreaCode) -> bool {
        matches!(
            (self, area.0.len()),
            (Self::Leader | Self::FullTime | Self::PartTime, 15)
                | (Self::Instructor, 12 | 15)
                | (Self::VillageCadre, 12)
                | (Self::Dispatcher | Self::Handler | Self::Assessor | Self::Administrator, 9)
        )
    }
}

/// A person named in passing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PersonRef {
    pub id: PersonId,
    pub name: PersonName,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Person {
    pub id: PersonId,
    pub name: PersonName,
    /// The duty phone, masked for readers who neither share its grid nor sit in the office.
    #[schema(max_length = 20)]
    pub phone: Option<String>,
    /// The person consents to the phone standing on public boards.
    pub phone_public: bool,
    /// Where the portrait is, when there is one.
    #[schema(max_length = 300)]
    pub photo_url: Option<String>,
    /// The person consents to the portrait standing on public boards.
    pub photo_public: bool,
    pub badge: BadgeCode,
    pub account: AccountState,
    /// Appointments that hold today.
    #[schema(max_items = 100)]
    pub appointments: Vec<Appointment>,
    #[schema(minimum = 1)]
    pub version: i32,
    pub updated_at: Moment,
}

choice! {
    /// Whether somebody can sign in.
    AccountState {
        None = "none", "未开通", "No account";
        /// Has an initial password that must be changed at the first sign-in.
        Initial = "initial", "待首次登录", "Initial password";
        Active = "active", "已开通", "Active";
        Disabled = "disabled", "已停用", "Disabled";
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    pub name: PersonName,
    #[serde(default)]
    pub phone: Option<Phone>,
    #[serde(default)]
    pub phone_public: bool,
    #[serde(default)]
    pub photo_public: bool,
}

/// A merge patch.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<PersonName>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "double_option")]
    pub phone: Option<Option<Phone>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_public: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo_public: Option<bool>,
}

/// Somebody's duty somewhere, from a day to a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Appointment {
    pub id: AppointmentId,
    pub person: PersonRef,
    pub duty: Duty,
    pub area: AreaCode,
    #[schema(max_length = 130)]
    pub area_name: String,
    /// The office or department a handler belongs to.
    pub unit: Option<UnitRef>,
    /// Whose work is taken over for the time being (替班).
    pub covering_for: Option<PersonRef>,
    pub from_day: Day,
    /// The last day; `null` while it lasts. Covering always has one.
    pub to_day: Option<Day>,
    #[schema(minimum = 1)]
    pub version: i32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAppointment {
    pub person: PersonId,
    pub duty: Duty,
    pub area: AreaCode,
    /// The office or department; only for handlers.
    #[serde(default)]
    pub unit: Option<UnitId>,
    #[serde(default)]
    pub covering_for: Option<PersonId>,
    pub from_day: Day,
    #[serde(default)]
    pub to_day: Option<Day>,
}

/// A merge patch; an appointment's history is kept, so only its end changes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppointmentPatch {
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "double_option")]
    pub to_day: Option<Option<Day>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PersonFilter {
    /// Part of the name, or the beginning of the phone.
    #[param(max_length = 60)]
    pub q: Option<String>,
    /// People with an appointment in this area today.
    #[serde(default, deserialize_with = "empty_is_none")]
    pub area: Option<AreaCode>,
    #[serde(default, deserialize_with = "empty_is_none")]
    pub duty: Option<Duty>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AppointmentFilter {
    pub person: Option<uuid::Uuid>,
    /// In this area or within it.
    #[serde(default, deserialize_with = "empty_is_none")]
    pub area: Option<AreaCode>,
    /// That hold on this day; all of them, past ones too, when left out.
    #[serde(default, deserialize_with = "empty_is_none")]
    pub on: Option<Day>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

/// The password a person signs in with once; shown here and never again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct InitialPassword {
    /// The mobile number to sign in with.
    pub phone: Phone,
    #[schema(max_length = 40)]
    pub password: String,
    pub expires_at: Moment,
}

pub fn list_people(filter: &PersonFilter) -> Call<Page<Person>> {
    Call::list("/people", filter)
}

pub fn find_person(id: PersonId) -> Call<Person> {
    Call::get(format!("/people/{id}"))
}

pub fn add_person(new: &NewPerson) -> Call<Person> {
    Call::post("/people", new)
}

pub fn change_person(id: PersonId, patch: &PersonPatch, version: i32) -> Call<Person> {
    Call::patch(format!("/people/{id}"), patch, version)
}

/// Sets the portrait: a JPEG, PNG or WebP.
pub fn set_portrait(id: PersonId, content_type: &'static str, bytes: Vec<u8>) -> Call<Person> {
    Call::send(Method::Put, format!("/people/{id}/portrait"), content_type, bytes)
}

pub fn remove_portrait(id: PersonId) -> Call<()> {
    Call::delete(format!("/people/{id}/portrait"))
}

pub fn list_appointments(filter: &AppointmentFilter) -> Call<Page<Appointment>> {
    Call::list("/appointments", filter)
}

pub fn appoint(new: &NewAppointment) -> Call<Appointment> {
    Call::post("/appointments", new)
}

pub fn change_appointment(id: AppointmentId, patch: &AppointmentPatch, version: i32) -> Call<Appointment> {
    Call::patch(format!("/appointments/{id}"), patch, version)
}

/// Opens an account, or gives a new initial password to one that is there; ends its sessions.
pub fn open_account(id: PersonId) -> Call<InitialPassword> {
    Call::post(format!("/people/{id}/account"), &serde_json::json!({}))
}

/// Disables the account and ends its sessions.
pub fn disable_account(id: PersonId) -> Call<()> {
    Call::delete(format!("/people/{id}/account"))
}
