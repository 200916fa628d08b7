//! What is done in an emergency, mostly without a signal. Steps are added and never changed; whoever adds one names it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::households::{EvacueeId, HouseholdId, NewHousehold, PropertyText};
use super::{EmergencyId, EmergencyNoticeId, ShelterName};
use crate::call::Call;
use crate::time::Moment;
use crate::value::id;

id!(
    /// Names one step. The phone chooses it, so that sending twice does it once.
    EmergencyStepId
);

/// People of a household were brought to safety, and what of theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Moving {
    pub household: HouseholdId,
    #[schema(min_items = 1, max_items = 50)]
    pub people: Vec<EvacueeId>,
    pub to: ShelterName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub property: Option<PropertyText>,
}

/// Heads were counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Counting {
    pub household: HouseholdId,
    #[serde(default)]
    #[schema(max_items = 50)]
    pub present: Vec<EvacueeId>,
    #[serde(default)]
    #[schema(max_items = 50)]
    pub missing: Vec<EvacueeId>,
}

/// People went back home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Returning {
    pub household: HouseholdId,
    #[schema(min_items = 1, max_items = 50)]
    pub people: Vec<EvacueeId>,
}

/// A message was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Receiving {
    pub notice: EmergencyNoticeId,
}

/// One thing that is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EmergencyStep {
    /// A household comes onto the list.
    Household(NewHousehold),
    Move(Moving),
    Count(Counting),
    Return(Returning),
    Receive(Receiving),
}

impl EmergencyStep {
    /// The household it is about.
    pub const fn household(&self) -> Option<HouseholdId> {
        match self {
            Self::Household(new) => Some(new.id),
            Self::Move(Moving { household, .. }) | Self::Count(Counting { household, .. }) | Self::Return(Returning { household, .. }) => {
                Some(*household)
            }
            Self::Receive(_) => None,
        }
    }

    /// The people it names.
    pub fn people(&self) -> Vec<EvacueeId> {
        match self {
            Self::Household(new) => new.people.iter().map(|person| person.id).collect(),
            Self::Move(Moving { people, .. }) | Self::Return(Returning { people, .. }) => people.clone(),
            Self::Count(Counting { present, missing, .. }) => present.iter().chain(missing).copied().collect(),
            Self::Receive(_) => Vec::new(),
        }
    }
}

/// A step with its id and when it was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEmergencyStep {
    pub id: EmergencyStepId,
    pub emergency: EmergencyId,
    pub at: Moment,
    pub step: EmergencyStep,
}

impl NewEmergencyStep {
    /// The same at another moment: what a phone's clock was wrong by is put right.
    #[must_use]
    pub fn shifted(mut self, millis: i64) -> Self {
        self.at = self.at.plus_millis(millis);
        self
    }

    pub fn made(&self) -> MadeStep {
        MadeStep { id: self.id, at: self.at, step: self.step.clone() }
    }
}

/// A step that was done.
#[derive(Debug, Clone, PartialEq)]
pub struct MadeStep {
    pub id: EmergencyStepId,
    pub at: Moment,
    pub step: EmergencyStep,
}

/// Does a step; phones do it by their operation `emergency_step`.
pub fn take_emergency_step(new: &NewEmergencyStep) -> Call<NewEmergencyStep> {
    Call::post(format!("/emergencies/{}/steps", new.emergency), new)
}
