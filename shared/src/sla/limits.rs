//! The limits that hold: the defaults, or what the office has set instead.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Stage;
use crate::call::Call;
use crate::categories::{CategoryCode, CategoryGroup, Limit};
use crate::page::Page;

/// How long one stage of a category may take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StageLimit {
    pub stage: Stage,
    pub limit: Limit,
    /// The limit in words.
    #[schema(max_length = 100)]
    pub words: String,
    /// What holds when the office sets nothing else.
    pub default: Limit,
    /// Whether the office has set it.
    pub set: bool,
    /// 0 for one that was never set.
    #[schema(minimum = 0)]
    pub version: i32,
}

/// The limits of a category, stage by stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CategoryLimits {
    pub category: CategoryCode,
    pub group: CategoryGroup,
    #[schema(max_length = 60)]
    pub label: String,
    /// In the order a case goes through them.
    #[schema(min_items = 4, max_items = 4)]
    pub stages: Vec<StageLimit>,
}

/// Public; labels in the language asked for.
pub fn list_limits() -> Call<Page<CategoryLimits>> {
    Call::get("/sla")
}

/// Sets the limit of a stage for cases that enter it from now on.
pub fn set_limit(category: &CategoryCode, stage: Stage, limit: Limit, version: i32) -> Call<StageLimit> {
    Call::put(format!("/sla/{category}/{stage}"), &limit).when(version)
}

/// Goes back to the default.
pub fn reset_limit(category: &CategoryCode, stage: Stage, version: i32) -> Call<()> {
    Call::delete(format!("/sla/{category}/{stage}")).when(version)
}
