//! Grids: the smallest unit of governance, each part of one village.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::call::{Call, Method};
use crate::divisions::{Class, ClassPeriod, DivisionCode, NewClassPeriod};
use crate::page::Page;
use crate::time::{Day, Moment};
use crate::value::{Count, Fault, choice, digits, double_option, empty_is_none, text};

text!(
    /// A grid's code: the village's 12 digits and 3 more (001-899 base, 901-999 dedicated). Never reused.
    GridCode, max 15, "^[0-9]{15}$", grid_code
);

fn grid_code(text: &str) -> Result<String, Fault> {
    let code = digits(text, 15)?;
    if code.ends_with("000") || code.ends_with("900") { Err(Fault::GridNumber) } else { Ok(code) }
}

impl GridCode {
    pub fn village(&self) -> Option<DivisionCode> {
        self.as_str().get(..12)?.parse().ok()
    }

    /// The kind that the last three digits say.
    pub fn kind(&self) -> GridKind {
        if self.as_str().get(12..13) == Some("9") { GridKind::Dedicated } else { GridKind::Base }
    }
}

text!(
    /// The code people say on the phone and the board's address ends in: the last 6 digits of the grid's code, more where two would clash.
    ShortCode, max 15, "^[0-9]{6,15}$", |s| (6..=15).find_map(|n| digits(s, n).ok()).ok_or(Fault::Digits(6))
);

text!(
    /// What a grid is called.
    GridName, 60
);

choice! {
    GridKind {
        Base = "base", "基础网格", "Base grid";
        Dedicated = "dedicated", "专属网格", "Dedicated grid";
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Grid {
    pub code: GridCode,
    pub short_code: ShortCode,
    pub name: GridName,
    pub kind: GridKind,
    pub village: DivisionCode,
    #[schema(max_length = 60)]
    pub village_name: String,
    /// The class today.
    pub class: Option<Class>,
    #[schema(minimum = 0)]
    pub households: Option<Count>,
    #[schema(minimum = 0)]
    pub population: Option<Count>,
    pub has_boundary: bool,
    /// Square metres inside the boundary.
    #[schema(minimum = 0)]
    pub area_m2: Option<f64>,
    pub opened_on: Day,
    /// The last day of a grid that was merged or split away.
    pub closed_on: Option<Day>,
    /// The grids it took over from.
    #[schema(max_items = 100)]
    pub supersedes: Vec<GridCode>,
    /// When somebody last confirmed that the board on the wall is right.
    pub checked_at: Option<Moment>,
    #[schema(minimum = 1)]
    pub version: i32,
    pub updated_at: Moment,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGrid {
    pub code: GridCode,
    pub name: GridName,
    #[serde(default)]
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub households: Option<Count>,
    #[serde(default)]
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub population: Option<Count>,
    pub opened_on: Day,
    /// Grids this one takes over; they close the day before it opens.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub supersedes: Vec<GridCode>,
}

/// A merge patch: a member left out stays as it is, `null` clears it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GridPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<GridName>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "double_option")]
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub households: Option<Option<Count>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "double_option")]
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub population: Option<Option<Count>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "double_option")]
    pub closed_on: Option<Option<Day>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GridFilter {
    #[serde(default, deserialize_with = "empty_is_none")]
    pub village: Option<DivisionCode>,
    #[serde(default, deserialize_with = "empty_is_none")]
    pub class: Option<Class>,
    /// Also grids that were closed.
    pub closed: Option<bool>,
    /// Part of the name, or the beginning of the code or short code.
    #[param(max_length = 60)]
    pub q: Option<String>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

/// A point to look up.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Here {
    #[param(minimum = -180, maximum = 180)]
    pub lon: f64,
    #[param(minimum = -90, maximum = 90)]
    pub lat: f64,
    /// Metres.
    #[param(minimum = 0, maximum = 100_000)]
    pub accuracy: Option<f64>,
}

/// A grid that may be the one a point lies in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NearbyGrid {
    pub code: GridCode,
    pub short_code: ShortCode,
    pub name: GridName,
    #[schema(max_length = 60)]
    pub village_name: String,
    pub inside: bool,
    /// Metres from the point to the grid; 0 inside.
    #[schema(minimum = 0)]
    pub distance_m: f64,
}

/// A gap or an overlap between the grids of a village.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BoundaryFlaw {
    pub kind: FlawKind,
    /// The grids that overlap, or that border the gap.
    #[schema(max_items = 100)]
    pub grids: Vec<GridCode>,
    #[schema(minimum = 0)]
    pub area_m2: f64,
    /// A GeoJSON Polygon or MultiPolygon.
    #[schema(value_type = Object)]
    pub shape: serde_json::Value,
}

choice! {
    FlawKind {
        Gap = "gap", "空隙", "Gap";
        Overlap = "overlap", "重叠", "Overlap";
    }
}

/// The boundaries of a village's grids, and what does not fit ("无缝对接").
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BoundaryCheck {
    /// A GeoJSON FeatureCollection with `code` and `name` of each grid that has a boundary.
    #[schema(value_type = Object)]
    pub outlines: serde_json::Value,
    /// Grids without a boundary.
    #[schema(max_items = 1000)]
    pub missing: Vec<GridCode>,
    #[schema(max_items = 1000)]
    pub flaws: Vec<BoundaryFlaw>,
}

/// A grid's boundary as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GridBoundary {
    pub code: GridCode,
    /// A GeoJSON Polygon or MultiPolygon in WGS-84.
    #[schema(value_type = Object)]
    pub boundary: serde_json::Value,
    #[schema(minimum = 0)]
    pub area_m2: f64,
    #[schema(minimum = 1)]
    pub version: i32,
}

/// What a grid is called where its village is not clear: `泉家垄 第一网格`, but `泉家垄第一网格` where the name begins with the village's.
pub fn grid_title(village: &str, grid: &str) -> String {
    if grid.starts_with(village) { grid.to_owned() } else { format!("{village} {grid}") }
}

pub fn list_grids(filter: &GridFilter) -> Call<Page<Grid>> {
    Call::list("/grids", filter)
}

pub fn find_grid(code: &GridCode) -> Call<Grid> {
    Call::get(format!("/grids/{code}"))
}

pub fn add_grid(new: &NewGrid) -> Call<Grid> {
    Call::post("/grids", new)
}

pub fn change_grid(code: &GridCode, patch: &GridPatch, version: i32) -> Call<Grid> {
    Call::patch(format!("/grids/{code}"), patch, version)
}

pub fn list_grid_classes(code: &GridCode) -> Call<Page<ClassPeriod>> {
    Call::get(format!("/grids/{code}/classes"))
}

pub fn classify_grid(code: &GridCode, new: &NewClassPeriod) -> Call<Page<ClassPeriod>> {
    Call::post(format!("/grids/{code}/classes"), new)
}

/// Public: boundaries are drawn for everybody.
pub fn find_boundary(code: &GridCode) -> Call<GridBoundary> {
    Call::get(format!("/grids/{code}/boundary"))
}

/// Draws the boundary anew; `geometry` is GeoJSON (`application/geo+json`), and `version` the grid's.
pub fn draw_boundary(code: &GridCode, geometry: &serde_json::Value, version: i32) -> Call<GridBoundary> {
    let bytes = serde_json::to_vec(geometry).unwrap_or_default();
    Call::send(Method::Put, format!("/grids/{code}/boundary"), "application/geo+json", bytes).when(version)
}

pub fn erase_boundary(code: &GridCode, version: i32) -> Call<()> {
    Call::delete(format!("/grids/{code}/boundary")).when(version)
}

/// Which grid is here? Public. Nearest first; empty where no boundary is near.
pub fn locate_grid(here: &Here) -> Call<Page<NearbyGrid>> {
    Call::list("/grids/here", here)
}

pub fn check_boundaries(village: &DivisionCode) -> Call<BoundaryCheck> {
    Call::get(format!("/divisions/{village}/boundary-check"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_village_is_named_once() {
        assert_eq!(grid_title("泉家垄", "第一网格"), "泉家垄 第一网格");
        assert_eq!(grid_title("泉家垄", "泉家垄第一网格"), "泉家垄第一网格");
    }
}
