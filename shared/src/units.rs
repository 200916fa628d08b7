//! Units: with whom a case can lie. Grids, villages and their instructors are known by the case's own grid; offices of the
//! sub-district, the four platforms and departments of the county are units of their own.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::value::{choice, id, text};

id!(
    /// Names one unit.
    UnitId
);

text!(UnitName, 60);

choice! {
    /// The chain a case climbs (上报): grid, village, instructor, sub-district, county.
    UnitLevel {
        /// The grid's own people.
        Grid = "grid", "网格", "Grid";
        /// The village's committee (村两委).
        Village = "village", "村（社区）", "Village";
        /// The cadre attached to the village (网格指导员、驻村干部).
        Instructor = "instructor", "驻村干部", "Instructor";
        /// The command room, or an office or platform of the sub-district.
        SubDistrict = "sub_district", "街道", "Sub-district";
        /// A department of the county.
        County = "county", "县级部门", "County";
    }
}

impl UnitLevel {
    /// The next one up the chain.
    pub fn above(self) -> Option<Self> {
        Self::ALL.iter().copied().find(|level| *level > self)
    }

    /// Whether there are units to choose from at this level.
    pub const fn has_units(self) -> bool {
        matches!(self, Self::SubDistrict | Self::County)
    }
}

/// A unit named in passing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnitRef {
    pub id: UnitId,
    pub name: UnitName,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chain_ends_at_the_county() {
        let mut chain = vec![UnitLevel::Grid];
        while let Some(next) = chain.last().and_then(|level| level.above()) {
            chain.push(next);
        }
        assert_eq!(chain, UnitLevel::ALL);
    }
}
