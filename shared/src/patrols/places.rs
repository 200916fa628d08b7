//! Places to patrol (重点部位): what is there, where, and how often somebody has to see it.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::due::{Beat, Due, DueState, KeyPeriod};
use super::plans::PatrolPlan;
use crate::call::Call;
use crate::divisions::Class;
use crate::grids::{GridCode, GridName};
use crate::page::Page;
use crate::place::Point;
use crate::time::{Day, Moment};
use crate::value::{Fault, choice, double_option, empty_is_none, id, text};

id!(
    /// Names one place to patrol.
    PatrolPlaceId
);

text!(
    /// What people call the place: `后山水库大坝`.
    PatrolPlaceName, 60
);

choice! {
    /// What is there, which decides what the seasons ask for.
    PlaceKind {
        School = "school", "学校幼儿园", "School or nursery";
        Gathering = "gathering", "人员密集场所", "Where many people gather";
        Shop = "shop", "沿街商铺餐饮", "Shops and restaurants";
        Workshop = "workshop", "小作坊与企业", "Workshop or factory";
        Rental = "rental", "出租房", "Rental housing";
        OldHouse = "old_house", "老旧危房", "Old or unsafe houses";
        Building = "building", "在建工地", "Building site";
        Fire = "fire", "消防设施与通道", "Fire exits and equipment";
        Water = "water", "山塘河道", "Pond, river or weir";
        Slope = "slope", "地质灾害点", "Slope that may slide";
        Forest = "forest", "山林防火点", "Forest edge";
        Road = "road", "道路路口", "Road or crossing";
        Waste = "waste", "垃圾集中点", "Waste collection point";
        Land = "land", "耕地与违建易发处", "Farmland, illegal building";
        Other = "other", "其他", "Other";
    }
}

/// So many days may pass from one patrol to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[schema(value_type = i32, minimum = 1, maximum = 366)]
#[serde(try_from = "i32", into = "i32")]
pub struct EveryDays(i32);

impl EveryDays {
    pub const WEEKLY: Self = Self(7);
    pub const FORTNIGHTLY: Self = Self(14);
    /// Where no plan says anything.
    pub const MONTHLY: Self = Self(30);
    /// The most there is.
    pub const MOST: Self = Self(366);
}

impl TryFrom<i32> for EveryDays {
    type Error = Fault;

    fn try_from(days: i32) -> Result<Self, Fault> {
        if (1..=366).contains(&days) { Ok(Self(days)) } else { Err(Fault::OutOfRange) }
    }
}

impl From<EveryDays> for i32 {
    fn from(it: EveryDays) -> Self {
        it.0
    }
}

impl std::str::FromStr for EveryDays {
    type Err = Fault;

    fn from_str(s: &str) -> Result<Self, Fault> {
        let text = s.trim();
        if text.is_empty() {
            return Err(Fault::Empty);
        }
        text.parse::<i32>().map_err(|_| Fault::OutOfRange)?.try_into()
    }
}

/// A place to patrol.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PatrolPlace {
    pub id: PatrolPlaceId,
    pub grid: GridCode,
    pub grid_name: GridName,
    pub name: PatrolPlaceName,
    pub kind: PlaceKind,
    pub class: Class,
    pub point: Option<Point>,
    /// Of this place alone; without it the plans say how often.
    pub every_days: Option<EveryDays>,
    /// The day it was added.
    pub since: Day,
    /// The last day of one that is not patrolled any more.
    pub retired_on: Option<Day>,
    /// The day of the last patrol that saw it.
    pub last_day: Option<Day>,
    /// When its grid, or the village the grid lies in, is a key one, as far as that has not ended.
    #[schema(max_items = 20)]
    pub key_periods: Vec<KeyPeriod>,
    /// As of when it was asked for.
    pub due: Due,
    #[schema(minimum = 1)]
    pub version: i32,
    pub updated_at: Moment,
}

impl PatrolPlace {
    /// As it stands on a day.
    #[must_use]
    pub fn on(mut self, plans: &[PatrolPlan], today: &Day) -> Self {
        self.due = self.beat().on(plans, today);
        self
    }

    /// What decides when it is due.
    pub fn beat(&self) -> Beat<'_> {
        Beat {
            class: self.class,
            kind: self.kind,
            own: self.every_days,
            key_periods: &self.key_periods,
            since: &self.since,
            last: self.last_day.as_ref(),
        }
    }

    /// Whether somebody has to go there now.
    pub fn is_due(&self) -> bool {
        self.due.state != DueState::Done
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPatrolPlace {
    pub grid: GridCode,
    pub name: PatrolPlaceName,
    pub kind: PlaceKind,
    pub class: Class,
    #[serde(default)]
    pub point: Option<Point>,
    /// Only the office sets this.
    #[serde(default)]
    pub every_days: Option<EveryDays>,
}

/// A merge patch. The grid's leader and full-time member move the point; all else is the office's.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PatrolPlacePatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<PatrolPlaceName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<PlaceKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "double_option")]
    pub point: Option<Option<Point>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "double_option")]
    pub every_days: Option<Option<EveryDays>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "double_option")]
    pub retired_on: Option<Option<Day>>,
}

impl PatrolPlacePatch {
    /// Whether it does no more than move the point.
    pub fn only_moves(&self) -> bool {
        *self == Self { point: self.point, ..Self::default() }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PatrolPlaceFilter {
    #[serde(default, deserialize_with = "empty_is_none")]
    pub grid: Option<GridCode>,
    /// Also places that are not patrolled any more.
    pub retired: Option<bool>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

pub fn list_patrol_places(filter: &PatrolPlaceFilter) -> Call<Page<PatrolPlace>> {
    Call::list("/patrol-places", filter)
}

pub fn add_patrol_place(new: &NewPatrolPlace) -> Call<PatrolPlace> {
    Call::post("/patrol-places", new)
}

pub fn change_patrol_place(id: PatrolPlaceId, patch: &PatrolPlacePatch, version: i32) -> Call<PatrolPlace> {
    Call::patch(format!("/patrol-places/{id}"), patch, version)
}
