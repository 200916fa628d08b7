//! Filters that somebody keeps for the next time.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::Call;
use crate::page::Page;
use crate::time::Moment;
use crate::value::{id, text};

use super::CaseFilter;

/// The most filters one person keeps.
pub const MOST_FILTERS: i64 = 20;

id!(
    /// Names one saved filter.
    FilterId
);

text!(
    /// What its owner calls it: `本周超期`.
    FilterName, 30
);

text!(
    /// A [`CaseFilter`] as it stands in an address: `queue=late&village=330881003207`.
    FilterQuery, 500
);

impl FilterQuery {
    /// A filter to keep, without the place in the list; `None` when it leaves nothing out, or is too long to keep.
    pub fn of(filter: &CaseFilter) -> Option<Self> {
        let lasting = CaseFilter { cursor: None, limit: None, ..filter.clone() };
        let call = super::list_cases(&lasting);
        call.path.split_once('?')?.1.parse().ok()
    }
}

/// A filter its owner has given a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SavedFilter {
    pub id: FilterId,
    pub name: FilterName,
    pub filter: FilterQuery,
    pub saved_at: Moment,
}

/// A filter to keep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFilter {
    pub name: FilterName,
    /// The query of `GET /cases` without `cursor` and `limit`.
    pub filter: FilterQuery,
}

/// The caller's filters by name.
pub fn list_filters() -> Call<Page<SavedFilter>> {
    Call::get("/me/filters")
}

pub fn save_filter(new: &NewFilter) -> Call<SavedFilter> {
    Call::post("/me/filters", new)
}

pub fn forget_filter(id: FilterId) -> Call<()> {
    Call::delete(format!("/me/filters/{id}"))
}
