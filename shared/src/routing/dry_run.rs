//! Rules tried on the cases of a month: where they would have gone, and where they went.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{NewRoutingRule, RuleName};
use crate::call::Call;
use crate::cases::CaseRef;
use crate::categories::CategoryCode;
use crate::grids::GridName;
use crate::staffing::Duty;
use crate::time::{Moment, Month};
use crate::units::{UnitLevel, UnitRef};

/// The most cases that are told one by one.
pub const MOST_EXAMPLES: usize = 50;

/// Which rules to try, and on which month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDryRun {
    /// A draft; the rules in force where left out.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub rules: Option<Vec<NewRoutingRule>>,
    pub month: Month,
}

/// What came of it. Compared is with whom a case lies now or lay when it ended; those that were given to nobody are left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DryRun {
    pub month: Month,
    /// How many cases were compared.
    #[schema(minimum = 0)]
    pub cases: i64,
    /// How many of them would have gone elsewhere.
    #[schema(minimum = 0)]
    pub differing: i64,
    /// One for each rule, in their order, and the last for what no rule fits.
    #[schema(max_items = 201)]
    pub targets: Vec<DryRunTarget>,
    /// The first of those that would have gone elsewhere; none for callers who do not see all cases.
    #[schema(max_items = 50)]
    pub examples: Vec<DryRunCase>,
}

/// What one rule would have done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DryRunTarget {
    /// `null` for what no rule fits.
    pub rule: Option<RuleName>,
    pub level: UnitLevel,
    pub unit: Option<UnitRef>,
    /// Whoever holds this duty in the grid.
    pub duty: Option<Duty>,
    #[schema(minimum = 0)]
    pub cases: i64,
    #[schema(minimum = 0)]
    pub differing: i64,
}

/// A case that would have gone elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DryRunCase {
    pub case: CaseRef,
    pub category: CategoryCode,
    pub grid_name: GridName,
    pub filed_at: Moment,
    pub rule: Option<RuleName>,
    /// Where the rule would have sent it.
    pub level: UnitLevel,
    pub unit: Option<UnitRef>,
    /// Where it really went.
    pub went_level: UnitLevel,
    pub went_unit: Option<UnitRef>,
}

/// Tries rules on the cases of a month; nothing changes.
pub fn dry_run(new: &NewDryRun) -> Call<DryRun> {
    Call::post("/routing-rules/dry-run", new)
}
