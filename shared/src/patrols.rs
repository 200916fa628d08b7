//! Patrols (网格巡查): who walked through a grid and when, which places were seen, what was found. Where somebody walked is not kept.

pub mod carried;
pub mod coverage;
pub mod due;
pub mod places;
pub mod plans;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use self::places::{PatrolPlaceId, PatrolPlaceName};
use crate::call::Call;
use crate::cases::CaseRef;
use crate::grids::{GridCode, GridName, ShortCode};
use crate::page::Page;
use crate::reports::ReportId;
use crate::staffing::PersonRef;
use crate::time::{Day, Moment};
use crate::value::{choice, empty_is_none, id, text};

id!(
    /// Names one patrol. The phone chooses it, so that sending twice writes it down once.
    PatrolId
);

text!(
    /// What is worth telling beside the findings.
    PatrolNote, 1000, lines
);

text!(
    /// Who came along: `村民小组长 毛大爷`.
    Companions, 80
);

choice! {
    /// What the weather was like.
    Weather {
        Clear = "clear", "晴", "Clear";
        Cloudy = "cloudy", "多云", "Cloudy";
        Rain = "rain", "雨", "Rain";
        Storm = "storm", "暴雨", "Heavy rain";
        Snow = "snow", "雪", "Snow or ice";
        Fog = "fog", "雾", "Fog";
    }
}

/// A place that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceSeen {
    pub place: PatrolPlaceId,
    pub at: Moment,
}

/// Something that was found: a report, which tells what. It may be on its way still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    pub report: ReportId,
    /// Where it was found, if at one of the places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PatrolPlaceId>,
}

/// The most places, and the most findings, of one patrol.
pub const MOST_OF_A_PATROL: usize = 200;
/// No patrol lasts longer.
pub const MOST_HOURS: i64 = 24;

/// A patrol that has ended. Without findings it says that nothing was found (未发现问题).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPatrol {
    pub id: PatrolId,
    pub grid: GridCode,
    pub started_at: Moment,
    pub ended_at: Moment,
    /// Each place once.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub places: Vec<PlaceSeen>,
    #[serde(default)]
    #[schema(max_items = 200)]
    pub findings: Vec<Finding>,
    /// The code on the grid's board, where somebody looked at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub board: Option<ShortCode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub companions: Option<Companions>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weather: Option<Weather>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<PatrolNote>,
}

impl NewPatrol {
    /// The same at other moments: what a phone's clock was wrong by is put right in all of them.
    #[must_use]
    pub fn shifted(mut self, millis: i64) -> Self {
        let shift = |at: &mut Moment| *at = at.plus_millis(millis);
        shift(&mut self.started_at);
        shift(&mut self.ended_at);
        self.places.iter_mut().for_each(|seen| shift(&mut seen.at));
        self
    }
}

/// Whether this is the code on a grid's board: its last digits, or all of them.
pub fn is_code_of(code: &ShortCode, grid: &GridCode) -> bool {
    grid.ends_with(code.as_str())
}

/// The code of a board as somebody typed or scanned it: the digits, or the board's address with them at its end.
pub fn board_code(text: &str) -> Option<ShortCode> {
    let address = text.split(['?', '#']).next()?;
    let code = address.trim().trim_end_matches('/').rsplit('/').next()?;
    let digits: String = code.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    digits.parse().ok()
}

/// A place of a patrol, by its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SeenPlace {
    pub place: PatrolPlaceId,
    pub name: PatrolPlaceName,
    pub at: Moment,
}

/// Something that was found, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Found {
    pub report: ReportId,
    pub place: Option<PatrolPlaceId>,
    /// Whether the report is here.
    pub arrived: bool,
    /// The case it led to, for those who may see it.
    pub case: Option<CaseRef>,
}

/// A patrol.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Patrol {
    pub id: PatrolId,
    pub grid: GridCode,
    pub grid_name: GridName,
    #[schema(max_length = 60)]
    pub village_name: String,
    pub person: PersonRef,
    pub day: Day,
    pub started_at: Moment,
    pub ended_at: Moment,
    #[schema(max_items = 200)]
    pub places: Vec<SeenPlace>,
    #[schema(max_items = 200)]
    pub findings: Vec<Found>,
    /// Whether whoever patrolled was at the grid's board.
    pub board: bool,
    pub companions: Option<Companions>,
    pub weather: Option<Weather>,
    pub note: Option<PatrolNote>,
    pub received_at: Moment,
}

/// A patrol in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PatrolSummary {
    pub id: PatrolId,
    pub grid: GridCode,
    pub grid_name: GridName,
    #[schema(max_length = 60)]
    pub village_name: String,
    pub person: PersonRef,
    pub day: Day,
    pub started_at: Moment,
    pub ended_at: Moment,
    #[schema(minimum = 0)]
    pub places: i32,
    #[schema(minimum = 0)]
    pub findings: i32,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PatrolFilter {
    #[serde(default, deserialize_with = "empty_is_none")]
    pub grid: Option<GridCode>,
    /// The first day.
    #[serde(default, deserialize_with = "empty_is_none")]
    pub from: Option<Day>,
    /// The last day.
    #[serde(default, deserialize_with = "empty_is_none")]
    pub to: Option<Day>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

/// Writes a patrol down; phones do it by their operation `patrol`.
pub fn add_patrol(new: &NewPatrol) -> Call<Patrol> {
    Call::post("/patrols", new)
}

/// Latest first.
pub fn list_patrols(filter: &PatrolFilter) -> Call<Page<PatrolSummary>> {
    Call::list("/patrols", filter)
}

pub fn find_patrol(id: PatrolId) -> Call<Patrol> {
    Call::get(format!("/patrols/{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Fault;

    #[test]
    fn a_board_is_known_by_its_code_and_by_its_address() -> Result<(), Fault> {
        let grid: GridCode = "330881003207001".parse()?;
        for (text, own) in [
            ("207001", Some(true)),
            (" 207 001 ", Some(true)),
            ("https://wangge.example/g/207001", Some(true)),
            ("https://wangge.example/g/207001/?from=qr", Some(true)),
            ("330881003207001", Some(true)),
            ("207002", Some(false)),
            ("7001", None),
            ("网格", None),
            ("", None),
        ] {
            assert_eq!(board_code(text).map(|code| is_code_of(&code, &grid)), own, "{text}");
        }
        Ok(())
    }
}
