//! Units: with whom a case can lie. Grids, villages and their instructors are known by the case's own grid; offices of the
//! sub-district, the four platforms and departments of the county are units of their own.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::call::Call;
use crate::categories::Platform;
use crate::page::Page;
use crate::time::{Day, Moment};
use crate::value::{Phone, choice, double_option, empty_is_none, id, text};

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

/// An office or platform of the sub-district, or a department of the county.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Unit {
    pub id: UnitId,
    pub name: UnitName,
    pub level: UnitLevel,
    /// Which of the four platforms it works for.
    pub platform: Option<Platform>,
    /// Where colleagues call.
    pub phone: Option<Phone>,
    /// The last day of a unit that was closed.
    pub closed_on: Option<Day>,
    /// Open cases that lie with it, and open cases it has an unfinished part in.
    #[schema(minimum = 0)]
    pub open_cases: i64,
    /// How many people handle cases for it today.
    #[schema(minimum = 0)]
    pub handlers: i64,
    #[schema(minimum = 1)]
    pub version: i32,
    pub updated_at: Moment,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUnit {
    pub name: UnitName,
    /// The sub-district or the county; grids, villages and instructors are known by the grids themselves.
    pub level: UnitLevel,
    #[serde(default)]
    pub platform: Option<Platform>,
    #[serde(default)]
    pub phone: Option<Phone>,
}

/// A merge patch. The level stays: cases that lie with the unit climbed to it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<UnitName>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "double_option")]
    pub platform: Option<Option<Platform>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "double_option")]
    pub phone: Option<Option<Phone>>,
    /// Closes the unit, or with `null` opens it again.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "double_option")]
    pub closed_on: Option<Option<Day>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UnitFilter {
    #[serde(default, deserialize_with = "empty_is_none")]
    pub level: Option<UnitLevel>,
    /// Also units that were closed.
    pub closed: Option<bool>,
    /// Part of the name.
    #[param(max_length = 60)]
    pub q: Option<String>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

pub fn list_units(filter: &UnitFilter) -> Call<Page<Unit>> {
    Call::list("/units", filter)
}

pub fn find_unit(id: UnitId) -> Call<Unit> {
    Call::get(format!("/units/{id}"))
}

pub fn add_unit(new: &NewUnit) -> Call<Unit> {
    Call::post("/units", new)
}

pub fn change_unit(id: UnitId, patch: &UnitPatch, version: i32) -> Call<Unit> {
    Call::patch(format!("/units/{id}"), patch, version)
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
