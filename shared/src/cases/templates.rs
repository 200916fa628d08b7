//! Reply templates: words that fit many cases, to choose and change when a move needs a reason.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::call::Call;
use crate::page::Page;
use crate::time::Moment;
use crate::value::{empty_is_none, id, text};

use super::{Move, Reason};

id!(
    /// Names one template.
    TemplateId
);

text!(
    /// What it is chosen by: `非本辖区`.
    TemplateTitle, 30
);

/// Words for one kind of move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Template {
    pub id: TemplateId,
    #[serde(rename = "move")]
    pub by: Move,
    pub title: TemplateTitle,
    pub text: Reason,
    /// No longer offered; kept because cases were answered with it.
    pub retired: bool,
    #[schema(minimum = 1)]
    pub version: i32,
    pub updated_at: Moment,
}

/// A template to add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTemplate {
    #[serde(rename = "move")]
    pub by: Move,
    pub title: TemplateTitle,
    pub text: Reason,
}

/// A merge patch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplatePatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<TemplateTitle>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Reason>,
    /// `true` retires it, `false` offers it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired: Option<bool>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TemplateFilter {
    /// Only those for this move.
    #[serde(default, rename = "move", deserialize_with = "empty_is_none")]
    pub by: Option<Move>,
    /// Retired ones, too.
    pub retired: Option<bool>,
}

/// The templates by move and title.
pub fn list_templates(filter: &TemplateFilter) -> Call<Page<Template>> {
    Call::list("/templates", filter)
}

pub fn add_template(new: &NewTemplate) -> Call<Template> {
    Call::post("/templates", new)
}

pub fn change_template(id: TemplateId, patch: &TemplatePatch, version: i32) -> Call<Template> {
    Call::patch(format!("/templates/{id}"), patch, version)
}
