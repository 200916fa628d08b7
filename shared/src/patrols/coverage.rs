//! Coverage: what of a grid was patrolled in a month. It is counted from patrols and from nothing else: not from opening the app, not from
//! positions, not from hours.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::places::{PatrolPlace, PatrolPlaceId};
use super::plans::PatrolPlan;
use crate::call::Call;
use crate::divisions::{Class, DivisionCode};
use crate::grids::{GridCode, GridName};
use crate::page::Page;
use crate::time::{Day, Month};
use crate::value::empty_is_none;

/// A patrol as coverage counts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    pub day: Day,
    pub places: Vec<PatrolPlaceId>,
    pub findings: i64,
}

/// A day with patrols.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CoverageDay {
    pub day: Day,
    #[schema(minimum = 1)]
    pub patrols: i64,
    /// Different places that were seen.
    #[schema(minimum = 0)]
    pub places: i64,
    #[schema(minimum = 0)]
    pub findings: i64,
}

/// A place, and on how many days of the month it was seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CoveredPlace {
    pub place: PatrolPlace,
    #[schema(minimum = 0)]
    pub days: i64,
}

/// A grid's month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Coverage {
    pub grid: GridCode,
    pub grid_name: GridName,
    #[schema(max_length = 60)]
    pub village_name: String,
    pub month: Month,
    /// The day as of which places are done, due or late: the month's last, or today.
    pub as_of: Day,
    /// Days without a patrol are left out.
    #[schema(max_items = 31)]
    pub days: Vec<CoverageDay>,
    #[schema(max_items = 1000)]
    pub places: Vec<CoveredPlace>,
}

impl Coverage {
    /// How many patrols there were.
    pub fn patrols(&self) -> i64 {
        self.days.iter().map(|day| day.patrols).sum()
    }

    /// How many reports came of them.
    pub fn findings(&self) -> i64 {
        self.days.iter().map(|day| day.findings).sum()
    }
}

/// One line of the list of all grids, which is in the order of their codes: nobody is ranked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GridCoverage {
    pub grid: GridCode,
    pub grid_name: GridName,
    #[schema(max_length = 60)]
    pub village_name: String,
    pub class: Option<Class>,
    #[schema(minimum = 0)]
    pub patrols: i64,
    #[schema(minimum = 0)]
    pub findings: i64,
    #[schema(minimum = 0)]
    pub places: i64,
    /// Of the places, those that are due or late today.
    #[schema(minimum = 0)]
    pub due: i64,
    /// Of those, the ones that are late.
    #[schema(minimum = 0)]
    pub late: i64,
    /// The day of the grid's last patrol.
    pub last_day: Option<Day>,
}

/// The days of a month that have patrols, in order.
pub fn days(walks: &[Walk]) -> Vec<CoverageDay> {
    let mut of_day: BTreeMap<&Day, (i64, BTreeSet<PatrolPlaceId>, i64)> = BTreeMap::new();
    for walk in walks {
        let (patrols, places, findings) = of_day.entry(&walk.day).or_default();
        *patrols += 1;
        places.extend(&walk.places);
        *findings += walk.findings;
    }
    let told = |(day, (patrols, places, findings)): (&Day, (i64, BTreeSet<PatrolPlaceId>, i64))| CoverageDay {
        day: day.clone(),
        patrols,
        places: places.len() as i64,
        findings,
    };
    of_day.into_iter().map(told).collect()
}

/// The places with the days they were seen on; they stand as of a day. `before` is the last patrol of each before the month.
pub fn places(
    places: Vec<PatrolPlace>,
    before: &BTreeMap<PatrolPlaceId, Day>,
    walks: &[Walk],
    plans: &[PatrolPlan],
    as_of: &Day,
) -> Vec<CoveredPlace> {
    let mut seen: BTreeMap<PatrolPlaceId, BTreeSet<&Day>> = BTreeMap::new();
    for walk in walks {
        for place in &walk.places {
            seen.entry(*place).or_default().insert(&walk.day);
        }
    }
    let covered = |mut place: PatrolPlace| {
        let days = seen.get(&place.id);
        let last = days.and_then(|days| days.last().map(|day| (*day).clone()));
        place.last_day = last.or_else(|| before.get(&place.id).cloned());
        CoveredPlace { days: days.map_or(0, |days| days.len() as i64), place: place.on(plans, as_of) }
    };
    places.into_iter().map(covered).collect()
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CoverageFilter {
    /// This month when left out.
    #[serde(default, deserialize_with = "empty_is_none")]
    pub month: Option<Month>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GridCoverageFilter {
    /// This month when left out.
    #[serde(default, deserialize_with = "empty_is_none")]
    pub month: Option<Month>,
    #[serde(default, deserialize_with = "empty_is_none")]
    pub village: Option<DivisionCode>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

pub fn find_coverage(grid: &GridCode, filter: &CoverageFilter) -> Call<Coverage> {
    Call::list(format!("/grids/{grid}/coverage"), filter)
}

pub fn list_coverage(filter: &GridCoverageFilter) -> Call<Page<GridCoverage>> {
    Call::list("/patrol-coverage", filter)
}

#[cfg(test)]
mod tests {
    use super::super::due::DueState;
    use super::super::places::{EveryDays, PlaceKind};
    use super::super::plans::shipped;
    use super::*;
    use crate::time::Moment;
    use crate::value::Fault;

    fn place(id: PatrolPlaceId) -> Result<PatrolPlace, Fault> {
        let since: Day = "2026-01-01".parse()?;
        let place = PatrolPlace {
            id,
            grid: "330881003207001".parse()?,
            grid_name: "十村一网格".parse()?,
            name: "村口桥".parse()?,
            kind: PlaceKind::Road,
            class: Class::Key,
            point: None,
            every_days: None,
            since: since.clone(),
            retired_on: None,
            // What the table remembers as the last patrol is of no account here.
            last_day: Some("2026-12-31".parse()?),
            key_periods: Vec::new(),
            due: super::super::due::Due { every_days: EveryDays::MONTHLY, due_on: since.clone(), late_from: since, state: DueState::Late },
            version: 1,
            // Nor is it when anybody touched the record.
            updated_at: Moment::from_millis(1_790_000_000_000),
        };
        Ok(place)
    }

    #[test]
    fn coverage_is_counted_from_patrols_alone() -> Result<(), Fault> {
        let (bridge, pond) = (PatrolPlaceId::new(), PatrolPlaceId::new());
        let walk =
            |day: &str, places: &[PatrolPlaceId], findings| Ok::<_, Fault>(Walk { day: day.parse()?, places: places.to_vec(), findings });
        let walks = [walk("2026-06-03", &[bridge, pond], 1)?, walk("2026-06-03", &[bridge], 0)?, walk("2026-06-20", &[pond], 2)?];
        let days = days(&walks);
        let told: Vec<_> = days.iter().map(|day| (day.day.as_str(), day.patrols, day.places, day.findings)).collect();
        assert_eq!(told, [("2026-06-03", 2, 2, 1), ("2026-06-20", 1, 1, 2)]);

        let as_of: Day = "2026-06-22".parse()?;
        let before = BTreeMap::from([(bridge, "2026-05-30".parse()?)]);
        let covered = |walks: &[Walk]| -> Result<Vec<_>, Fault> {
            let all = places(vec![place(bridge)?, place(pond)?], &before, walks, &shipped(), &as_of);
            Ok(all.into_iter().map(|it| (it.days, it.place.last_day.map(String::from), it.place.due.state)).collect())
        };
        let (third, twentieth) = (Some("2026-06-03".to_owned()), Some("2026-06-20".to_owned()));
        assert_eq!(covered(&walks)?, [(1, third, DueState::Late), (2, twentieth, DueState::Done)]);
        // Without patrols there is no coverage, whatever else is known.
        assert_eq!(covered(&[])?, [(0, Some("2026-05-30".to_owned()), DueState::Late), (0, None, DueState::Late)]);
        Ok(())
    }
}
