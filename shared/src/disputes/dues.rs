//! What is to be done by when.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::standing::Standing;
use super::steps::Performance;
use super::{CONFIRMATION_DAYS, DisputeStatus, PartyId, PromiseId};
use crate::time::Day;
use crate::value::choice;

choice! {
    /// What is due.
    DueKind {
        /// The month is over.
        Norm = "norm", "调解期限届满", "The month ends";
        Promise = "promise", "承诺到期", "A promise falls due";
        Performance = "performance", "协议履行到期", "The agreement is to be kept";
        FollowUp = "follow_up", "回访", "Visit the parties";
        Confirmation = "confirmation", "司法确认申请到期", "Last day for judicial confirmation";
    }
}

/// Days after an agreement on which the parties are visited, where it falls due later or not at all.
const VISIT_DAYS: i64 = 30;

/// One thing to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MediationDue)]
pub struct Due {
    pub on: Day,
    pub kind: DueKind,
    pub party: Option<PartyId>,
    pub promise: Option<PromiseId>,
}

/// Everything that is due, the earliest first.
pub fn of(standing: &Standing) -> Vec<Due> {
    let plain = |on: Day, kind: DueKind| Due { on, kind, party: None, promise: None };
    let mut dues: Vec<Due> = standing
        .promises
        .iter()
        .filter(|one| one.kept.is_none())
        .map(|one| Due {
            on: one.promise.due.clone(),
            kind: DueKind::Promise,
            party: Some(one.promise.party),
            promise: Some(one.promise.id),
        })
        .collect();
    if standing.status.is_open() {
        dues.extend(standing.norm.clone().map(|norm| plain(norm, DueKind::Norm)));
    }
    if let (DisputeStatus::Agreed, Some(agreed), Some(draft)) = (standing.status, standing.agreed_at, &standing.draft) {
        let agreed = agreed.day();
        if standing.confirmation.is_none() {
            dues.push(plain(agreed.shifted(CONFIRMATION_DAYS), DueKind::Confirmation));
        }
        match standing.performance {
            Some(Performance::Fully) => {}
            Some(_) => dues.push(plain(draft.due.clone(), DueKind::Performance)),
            None => dues.push(plain(draft.due.clone().min(agreed.shifted(VISIT_DAYS)), DueKind::FollowUp)),
        }
    }
    dues.sort_by(|one, other| one.on.cmp(&other.on).then(one.kind.cmp(&other.kind)));
    dues
}
