//! Plans: how often places are patrolled, by the class of grid and place, by kind and season. The office changes them as it likes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::places::{EveryDays, PlaceKind};
use crate::call::Call;
use crate::divisions::Class;
use crate::time::{Day, Moment};
use crate::value::{Fault, text};

text!(
    /// What a plan is called: `汛期 · 山塘河道`.
    PlanName, 40
);

text!(
    /// A day of every year: `04-15`.
    MonthDay, max 5, "^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", |s| {
        let day = s.trim();
        // 29 February is a day of some years.
        let fit = day.len() == 5 && format!("2000-{day}").parse::<Day>().is_ok();
        if fit { Ok(day.to_owned()) } else { Err(Fault::Day) }
    }
);

/// A part of every year, both days included; it may go over the turn of the year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Season {
    pub from: MonthDay,
    pub to: MonthDay,
}

impl Season {
    /// Whether a day lies in it.
    pub fn contains(&self, day: &Day) -> bool {
        let day = day.as_str().get(5..).unwrap_or_default();
        let (from, to) = (self.from.as_str(), self.to.as_str());
        if from <= to { (from..=to).contains(&day) } else { day >= from || day <= to }
    }
}

/// How often the places it fits are patrolled. What is left out fits every one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PatrolPlan {
    pub name: PlanName,
    /// Of the grid; a grid counts as key when it is, or when its village is.
    #[serde(default)]
    pub area: Option<Class>,
    /// Of the place.
    #[serde(default)]
    pub place: Option<Class>,
    #[serde(default)]
    pub kind: Option<PlaceKind>,
    #[serde(default)]
    pub season: Option<Season>,
    pub every_days: EveryDays,
}

impl PatrolPlan {
    /// Whether it speaks of places of this sort on a day.
    pub fn fits(&self, area: Class, place: Class, kind: PlaceKind, day: &Day) -> bool {
        self.area.is_none_or(|class| class == area)
            && self.place.is_none_or(|class| class == place)
            && self.kind.is_none_or(|wanted| wanted == kind)
            && self.season.as_ref().is_none_or(|season| season.contains(day))
    }

    /// Whether it holds for all kinds all year.
    fn is_usual(&self) -> bool {
        self.kind.is_none() && self.season.is_none()
    }
}

/// Of the plans that fit, the one that asks for most counts.
pub fn every_days(plans: &[PatrolPlan], area: Class, place: Class, kind: PlaceKind, day: &Day) -> EveryDays {
    let fitting = plans.iter().filter(|plan| plan.fits(area, place, kind, day));
    fitting.map(|plan| plan.every_days).min().unwrap_or(EveryDays::MONTHLY)
}

/// The classes of grid and place that no plan speaks of all year.
pub fn left_out(plans: &[PatrolPlan]) -> Option<(Class, Class)> {
    let pairs = Class::ALL.iter().flat_map(|area| Class::ALL.iter().map(move |place| (*area, *place)));
    let spoken_of = |(area, place): &(Class, Class)| {
        plans
            .iter()
            .any(|plan| plan.is_usual() && plan.area.is_none_or(|class| class == *area) && plan.place.is_none_or(|class| class == *place))
    };
    pairs.into_iter().find(|pair| !spoken_of(pair))
}

/// The most plans there can be.
pub const MOST_PLANS: usize = 60;

/// The plans as they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PatrolPlans {
    #[schema(max_items = 60)]
    pub items: Vec<PatrolPlan>,
    /// 0 while they are those that come with the program.
    #[schema(minimum = 0)]
    pub version: i32,
    pub updated_at: Moment,
}

/// All plans anew.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPatrolPlans {
    #[schema(min_items = 1, max_items = 60)]
    pub items: Vec<PatrolPlan>,
}

type Shipped = (&'static str, Option<Class>, Option<Class>, Option<PlaceKind>, Option<(&'static str, &'static str)>, i32);

/// The plans that come with the program: key grids and key places more often; water and slopes in the flood season of Zhejiang (15 April
/// to 15 October), forests in the months of fire, fire exits and crowds in winter.
const SHIPPED: [Shipped; 9] = [
    ("重点网格 · 重点部位", Some(Class::Key), Some(Class::Key), None, None, 3),
    ("重点网格 · 一般部位", Some(Class::Key), Some(Class::Ordinary), None, None, 14),
    ("一般网格 · 重点部位", Some(Class::Ordinary), Some(Class::Key), None, None, 7),
    ("一般网格 · 一般部位", Some(Class::Ordinary), Some(Class::Ordinary), None, None, 30),
    ("汛期 · 山塘河道", None, None, Some(PlaceKind::Water), Some(("04-15", "10-15")), 3),
    ("汛期 · 地质灾害点", None, None, Some(PlaceKind::Slope), Some(("04-15", "10-15")), 3),
    ("森林防火期 · 山林", None, None, Some(PlaceKind::Forest), Some(("11-01", "04-30")), 7),
    ("冬春防火 · 消防通道", None, None, Some(PlaceKind::Fire), Some(("12-01", "03-31")), 7),
    ("冬春防火 · 人员密集", None, None, Some(PlaceKind::Gathering), Some(("12-01", "03-31")), 7),
];

/// The plans that come with the program.
pub fn shipped() -> Vec<PatrolPlan> {
    let plan = |(name, area, place, kind, season, every_days): Shipped| {
        let season = season.map(|(from, to)| Ok::<_, Fault>(Season { from: from.parse()?, to: to.parse()? })).transpose()?;
        Ok::<_, Fault>(PatrolPlan { name: name.parse()?, area, place, kind, season, every_days: every_days.try_into()? })
    };
    // A test reads them all.
    SHIPPED.into_iter().filter_map(|row| plan(row).ok()).collect()
}

pub fn find_patrol_plans() -> Call<PatrolPlans> {
    Call::get("/patrol-plans")
}

/// Replaces all plans.
pub fn replace_patrol_plans(new: &NewPatrolPlans, version: i32) -> Call<PatrolPlans> {
    Call::put("/patrol-plans", new).when(version)
}
