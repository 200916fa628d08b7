//! Announcements (通知公告), publicity tasks (宣传任务) and news for residents (便民信息): to chosen duties and places, with who has read
//! them and what came of them. Nobody is counted or ranked by them.

pub mod carried;
pub mod files;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use self::files::AnnouncementFile;
use crate::call::Call;
use crate::page::Page;
use crate::staffing::{AreaCode, Duty, PersonRef};
use crate::time::{Day, Moment};
use crate::value::{Fault, choice, empty_is_none, fit, id, text};

id!(
    /// Names one announcement; chosen by whoever publishes it, so that sending twice publishes it once.
    AnnouncementId
);

id!(
    /// Names one answer; chosen by the phone.
    AnnouncementAnswerId
);

text!(
    /// What stands above it.
    AnnouncementTitle, 60
);

text!(
    /// All of it.
    AnnouncementText, 4000, lines
);

text!(
    /// Where there is more: a leaflet, a film, a form on the web.
    MaterialLink, max 300, "^https://[^\\s]{1,292}$", |s| {
        let link = fit(s, 300, false)?;
        let fits = link.starts_with("https://") && link.len() > 8 && !link.contains(char::is_whitespace);
        if fits { Ok(link) } else { Err(Fault::Url) }
    }
);

text!(
    /// What came of a publicity task, in plain words: `在村口和两个小区门口讲了三场，发了宣传单`.
    PublicityResult, 500, lines
);

choice! {
    /// Whom it is for, and what is expected.
    AnnouncementKind {
        /// To be read.
        Notice = "notice", "通知公告", "Announcement";
        /// To be done, by a day.
        Publicity = "publicity", "宣传任务", "Publicity task";
        /// For residents, on the board's page.
        News = "news", "便民信息", "News for residents";
    }
}

/// The most places it is for.
pub const MOST_AREAS: usize = 100;
/// The most characters of news: a board's page stays small.
pub const MOST_OF_NEWS: usize = 600;
/// So many news stand on a board's page, the latest.
pub const NEWS_ON_A_BOARD: i64 = 3;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAnnouncement {
    pub id: AnnouncementId,
    pub kind: AnnouncementKind,
    pub title: AnnouncementTitle,
    pub text: AnnouncementText,
    #[serde(default)]
    pub link: Option<MaterialLink>,
    /// The files that belong to it, by their positions; others that were sent under its id are forgotten.
    #[serde(default)]
    #[schema(max_items = 3)]
    pub files: Vec<i32>,
    /// Grids, villages or the whole sub-district.
    #[schema(min_items = 1, max_items = 100)]
    pub areas: Vec<AreaCode>,
    /// Of the grids' own people; all of them when left out. News is for residents and has none.
    #[serde(default)]
    #[schema(max_items = 5)]
    pub duties: Vec<Duty>,
    /// By when a task is to be done.
    #[serde(default)]
    pub due_on: Option<Day>,
    /// The last day it is shown.
    pub until: Day,
}

/// An announcement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Announcement {
    pub id: AnnouncementId,
    pub kind: AnnouncementKind,
    pub title: AnnouncementTitle,
    pub text: AnnouncementText,
    pub link: Option<MaterialLink>,
    #[serde(default)]
    #[schema(max_items = 3)]
    pub files: Vec<AnnouncementFile>,
    #[schema(max_items = 100)]
    pub areas: Vec<AreaCode>,
    #[schema(max_items = 5)]
    pub duties: Vec<Duty>,
    pub due_on: Option<Day>,
    pub until: Day,
    pub published_at: Moment,
    pub by: PersonRef,
    #[schema(minimum = 1)]
    pub version: i32,
    pub updated_at: Moment,
}

/// A merge patch: how long it is shown. A day before today takes it back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnnouncementPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

/// That somebody has read it; with `result`, that a task is done. The last result counts, the others stay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAnnouncementAnswer {
    pub id: AnnouncementAnswerId,
    pub announcement: AnnouncementId,
    pub at: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<PublicityResult>,
}

impl NewAnnouncementAnswer {
    /// The same at another moment: what a phone's clock was wrong by is put right.
    #[must_use]
    pub fn shifted(mut self, millis: i64) -> Self {
        self.at = self.at.plus_millis(millis);
        self
    }
}

/// What somebody answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AnnouncementAnswer {
    pub person: PersonRef,
    pub read_at: Moment,
    pub result: Option<PublicityResult>,
}

/// Whom it has reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Reach {
    /// How many it is for: those of today, and those who have answered.
    #[schema(minimum = 0)]
    pub people: i64,
    #[schema(minimum = 0)]
    pub read: i64,
    #[schema(minimum = 0)]
    pub done: i64,
    /// Latest first, at most 500.
    #[schema(max_items = 500)]
    pub answers: Vec<AnnouncementAnswer>,
    /// Those who have not read it, at most 100.
    #[schema(max_items = 100)]
    pub silent: Vec<PersonRef>,
}

/// News as residents read it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BoardNews {
    pub title: AnnouncementTitle,
    pub text: AnnouncementText,
    pub link: Option<MaterialLink>,
    #[schema(max_items = 3)]
    pub files: Vec<AnnouncementFile>,
    pub published_on: Day,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AnnouncementFilter {
    #[serde(default, deserialize_with = "empty_is_none")]
    pub kind: Option<AnnouncementKind>,
    /// Also those that are not shown any more.
    pub past: Option<bool>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

/// Those for the caller, or all for the office; latest first.
pub fn list_announcements(filter: &AnnouncementFilter) -> Call<Page<Announcement>> {
    Call::list("/announcements", filter)
}

pub fn publish_announcement(new: &NewAnnouncement) -> Call<Announcement> {
    Call::post("/announcements", new)
}

pub fn find_announcement(id: AnnouncementId) -> Call<Announcement> {
    Call::get(format!("/announcements/{id}"))
}

pub fn change_announcement(id: AnnouncementId, patch: &AnnouncementPatch, version: i32) -> Call<Announcement> {
    Call::patch(format!("/announcements/{id}"), patch, version)
}

/// Reads it, or says what came of it; phones do it by their operation `answer_announcement`.
pub fn answer_announcement(new: &NewAnnouncementAnswer) -> Call<AnnouncementAnswer> {
    Call::post(format!("/announcements/{}/answers", new.announcement), new)
}

/// Whom it has reached; for the office.
pub fn find_reach(id: AnnouncementId) -> Call<Reach> {
    Call::get(format!("/announcements/{id}/answers"))
}
