//! The situation (态势): where everybody is, grid by grid and shelter by shelter, and who has not read what was told.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::households::EvacueeState;
use super::{EmergencyId, EmergencyNotice, ShelterName};
use crate::call::Call;
use crate::grids::{GridCode, GridName};
use crate::staffing::PersonRef;
use crate::time::Moment;

/// How many people are where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Heads {
    #[schema(minimum = 0)]
    pub waiting: i64,
    #[schema(minimum = 0)]
    pub moved: i64,
    #[schema(minimum = 0)]
    pub present: i64,
    #[schema(minimum = 0)]
    pub missing: i64,
    #[schema(minimum = 0)]
    pub returned: i64,
}

impl Heads {
    /// Everybody on the list.
    pub const fn all(self) -> i64 {
        self.waiting + self.safe() + self.missing
    }

    /// Those out of danger.
    pub const fn safe(self) -> i64 {
        self.moved + self.present + self.returned
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            waiting: self.waiting + other.waiting,
            moved: self.moved + other.moved,
            present: self.present + other.present,
            missing: self.missing + other.missing,
            returned: self.returned + other.returned,
        }
    }

    /// With so many more in a state.
    #[must_use]
    pub const fn with(mut self, state: EvacueeState, n: i64) -> Self {
        match state {
            EvacueeState::Waiting => self.waiting += n,
            EvacueeState::Moved => self.moved += n,
            EvacueeState::Present => self.present += n,
            EvacueeState::Missing => self.missing += n,
            EvacueeState::Returned => self.returned += n,
        }
        self
    }
}

/// A grid of the emergency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GridSituation {
    pub grid: GridCode,
    pub grid_name: GridName,
    #[schema(max_length = 60)]
    pub village_name: String,
    #[schema(minimum = 0)]
    pub households: i64,
    pub heads: Heads,
    /// Of those who wait, the ones who cannot go alone.
    #[schema(minimum = 0)]
    pub need_help: i64,
}

/// A place people were brought to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ShelterSituation {
    pub name: ShelterName,
    /// Those who are there, counted or not.
    #[schema(minimum = 0)]
    pub people: i64,
    /// Of them, those who were there when heads were counted.
    #[schema(minimum = 0)]
    pub present: i64,
    /// All who were brought there, back home or not.
    #[schema(minimum = 0)]
    pub brought: i64,
}

/// A message, and who has not read it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NoticeReceipts {
    pub notice: EmergencyNotice,
    #[schema(minimum = 0)]
    pub received: i64,
    /// Those on duty in the grids who have not, at most a hundred of them.
    #[schema(max_items = 100)]
    pub silent: Vec<PersonRef>,
    /// How many those are.
    #[schema(minimum = 0)]
    pub silent_count: i64,
}

/// The situation at a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Situation {
    pub emergency: EmergencyId,
    pub at: Moment,
    pub heads: Heads,
    #[schema(minimum = 0)]
    pub need_help: i64,
    /// By code.
    #[schema(max_items = 500)]
    pub grids: Vec<GridSituation>,
    #[schema(max_items = 500)]
    pub shelters: Vec<ShelterSituation>,
    /// Latest first.
    #[schema(max_items = 200)]
    pub notices: Vec<NoticeReceipts>,
}

pub fn find_situation(id: EmergencyId) -> Call<Situation> {
    Call::get(format!("/emergencies/{id}/situation"))
}
