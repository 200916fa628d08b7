//! Duplicates: whether what somebody is about to report is known already. A rule of category, place and time, and nothing else:
//! people decide, the rule only shows them what is near.
//!
//! Source: the 50 metres of GB/T 30428 systems; that what was closed lately is shown too is what residents ask for.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::boards::cases::Progress;
use crate::call::Call;
use crate::cases::{CaseId, CaseNumber, CaseStatus};
use crate::categories::{CATEGORIES, CategoryCode};
use crate::grids::GridCode;
use crate::place::Point;
use crate::time::{Day, Moment};
use crate::value::empty_is_none;

/// Metres within which two reports may be about the same thing.
pub const NEAR_M: f64 = 50.0;
/// Days after closing for which a case is still shown to who reports the same.
pub const CLOSED_DAYS: i64 = 7;
/// So many are shown at the most, the likeliest first.
pub const MOST_SHOWN: usize = 5;

/// Leaves that people take for one another, whatever their groups.
const NEAR_LEAVES: &[(&str, &str)] = &[
    ("0301", "0304"),
    ("0302", "0502"),
    ("0304", "0604"),
    ("0304", "0605"),
    ("0305", "0601"),
    ("0305", "0705"),
    ("0306", "0405"),
    ("0306", "0701"),
    ("0401", "0402"),
    ("0401", "0403"),
    ("0401", "0404"),
    ("0401", "0407"),
    ("0402", "0404"),
    ("0402", "0504"),
    ("0405", "0407"),
    ("0405", "0603"),
    ("0406", "0703"),
    ("0501", "0502"),
    ("0501", "0503"),
    ("0502", "0503"),
    ("0601", "0603"),
    ("0602", "0604"),
    ("0602", "0605"),
    ("0603", "0701"),
    ("0604", "0605"),
];

/// How near two categories are to one another; the nearer is the lesser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kinship {
    Same,
    /// People take one for the other.
    Near,
    /// Only the group is the same.
    Group,
}

/// How near two categories are; none where they have nothing in common, or only one of them is restricted.
pub fn kinship(one: &CategoryCode, other: &CategoryCode) -> Option<Kinship> {
    let (a, b) = (one.category(), other.category());
    if a.restricted != b.restricted {
        return None;
    }
    let near = NEAR_LEAVES.contains(&(a.code, b.code)) || NEAR_LEAVES.contains(&(b.code, a.code));
    match () {
        () if a.code == b.code => Some(Kinship::Same),
        () if near => Some(Kinship::Near),
        () if a.group() == b.group() => Some(Kinship::Group),
        () => None,
    }
}

/// The categories a report of this one may be the same as.
pub fn kin_of(category: &CategoryCode) -> Vec<CategoryCode> {
    let all = CATEGORIES.iter().filter_map(|leaf| leaf.code.parse::<CategoryCode>().ok());
    all.filter(|other| kinship(category, other).is_some()).collect()
}

/// What somebody is about to report.
#[derive(Debug, Clone, Copy)]
pub struct Sighting<'a> {
    pub category: &'a CategoryCode,
    pub grid: Option<&'a GridCode>,
    pub point: Option<Point>,
    pub place_text: Option<&'a str>,
}

/// A case it may be about.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    pub category: &'a CategoryCode,
    pub grid: &'a GridCode,
    pub point: Option<Point>,
    pub place_text: Option<&'a str>,
    pub status: CaseStatus,
    pub closed_at: Option<Moment>,
}

/// How near a case is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Nearness {
    Metres(f64),
    /// The same words for the place, in the same village.
    SamePlace,
    /// Nothing more is known than the grid.
    SameGrid,
}

/// A case that may be the same, and how likely: the lesser is the likelier.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    pub nearness: Nearness,
    pub kinship: Kinship,
}

impl Likeness {
    /// The likelier is the lesser. A place in the same words counts as half the distance.
    pub fn rank(&self) -> f64 {
        let apart = match self.nearness {
            Nearness::Metres(metres) => metres,
            Nearness::SamePlace => NEAR_M / 2.0,
            Nearness::SameGrid => NEAR_M * 10.0,
        };
        let kin = match self.kinship {
            Kinship::Same => 0.0,
            Kinship::Near => NEAR_M,
            Kinship::Group => NEAR_M * 2.0,
        };
        apart + kin
    }
}

/// Whether a case may be what somebody is about to report. It must be open, or closed within a week (what was filed within a day is
/// one or the other); of the same category or one near it; and within 50 metres. Where one of the two has no point, the same words
/// for the place will do, else the same grid, and then the categories must be nearer than by their group alone.
pub fn likeness(new: &Sighting<'_>, known: &Known<'_>, now: Moment) -> Option<Likeness> {
    let lately = |at: Moment| now.seconds_since(at) <= CLOSED_DAYS * 86_400;
    let current = known.status.is_open() || (known.status == CaseStatus::Closed && known.closed_at.is_some_and(lately));
    let kinship = kinship(new.category, known.category).filter(|_| current)?;
    let nearness = nearness(new, known, kinship)?;
    Some(Likeness { nearness, kinship })
}

fn nearness(new: &Sighting<'_>, known: &Known<'_>, kinship: Kinship) -> Option<Nearness> {
    if let (Some(here), Some(there)) = (new.point, known.point) {
        let metres = here.metres_to(there);
        return (metres <= NEAR_M).then_some(Nearness::Metres(metres));
    }
    let village = |grid: &GridCode| grid.as_str().get(..12).map(str::to_owned);
    let grid = new.grid?;
    if village(grid) == village(known.grid) && same_place(new.place_text, known.place_text) {
        return Some(Nearness::SamePlace);
    }
    (grid == known.grid && kinship < Kinship::Group).then_some(Nearness::SameGrid)
}

/// Whether two places are said in the same words: spaces, signs and capitals do not matter.
fn same_place(one: Option<&str>, other: Option<&str>) -> bool {
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    match (one.map(plain), other.map(plain)) {
        (Some(one), Some(other)) => one == other && one.chars().count() > 1,
        _ => false,
    }
}

/// What somebody is about to report, as it is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SimilarFilter {
    #[param(value_type = String, pattern = "^[0-9]{4}$", max_length = 4)]
    pub category: CategoryCode,
    /// With `lat`, or neither.
    #[param(minimum = -180, maximum = 180)]
    pub lon: Option<f64>,
    #[param(minimum = -90, maximum = 90)]
    pub lat: Option<f64>,
    #[serde(default, deserialize_with = "empty_is_none")]
    pub grid: Option<GridCode>,
    /// The place in words.
    #[param(max_length = 120)]
    pub text: Option<String>,
}

/// What is known already.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Similar {
    /// The likeliest first.
    #[schema(max_items = 5)]
    pub cases: Vec<SimilarCase>,
    /// That the words for the place hold something personal, so that the public list will not show them.
    #[schema(max_length = 300)]
    pub warning: Option<String>,
}

/// A case that may be the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SimilarCase {
    pub case: CaseId,
    pub category: CategoryCode,
    #[schema(max_length = 60)]
    pub category_label: String,
    pub progress: Progress,
    pub filed_on: Day,
    pub closed_on: Option<Day>,
    /// Only where nothing personal is found in it; staff see it as it is.
    #[schema(max_length = 120)]
    pub place_text: Option<String>,
    /// Metres, in steps of ten.
    #[schema(minimum = 0, maximum = 50)]
    pub distance_m: Option<u32>,
    /// It is open: a further report can join it.
    pub can_join: bool,
    /// For staff only.
    pub number: Option<CaseNumber>,
    /// For staff only.
    #[schema(max_length = 120)]
    pub summary: Option<String>,
}

/// Public: what everybody may know. With a token also number and summary, and the restricted cases one may see.
pub fn find_similar(filter: &SimilarFilter) -> Call<Similar> {
    Call::list("/reports/similar", filter)
}
