//! Where something was seen: by the phone's position, by a point on the map, or by naming the grid. None of them ever blocks a report.

pub mod dots;
pub mod field;
pub mod fix;
pub mod grids;
mod leaflet;
pub mod map;

use serde::{Deserialize, Serialize};
use shared::boards::BoardSummary;
use shared::grids::{GridCode, GridName, NearbyGrid};
use shared::place::{Place, PlaceSource};
use shared::session::Me;

use crate::words::grid_title;

/// A grid that was chosen, with what people call it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChosenGrid {
    pub code: GridCode,
    pub name: String,
}

impl ChosenGrid {
    fn new(code: &GridCode, village: &str, name: &GridName) -> Self {
        Self { code: code.clone(), name: grid_title(village, name) }
    }
}

impl From<&NearbyGrid> for ChosenGrid {
    fn from(it: &NearbyGrid) -> Self {
        Self::new(&it.code, &it.village_name, &it.name)
    }
}

impl From<&BoardSummary> for ChosenGrid {
    fn from(it: &BoardSummary) -> Self {
        Self::new(&it.grid, &it.village_name, &it.name)
    }
}

/// The grids somebody is appointed to.
pub fn own_grids(me: &Me) -> Vec<ChosenGrid> {
    let mut own: Vec<ChosenGrid> = Vec::new();
    for appointment in me.appointments.iter().filter(|a| a.duty.is_of_grid()) {
        if let Ok(code) = appointment.area.as_str().parse::<GridCode>()
            && own.iter().all(|g| g.code != code)
        {
            own.push(ChosenGrid { code, name: appointment.area_name.clone() });
        }
    }
    own
}

/// Where, as far as is known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Where {
    pub place: Option<Place>,
    pub grid: Option<ChosenGrid>,
}

impl Where {
    /// Whether it is enough to file a report.
    pub fn is_known(&self) -> bool {
        self.grid.is_some()
    }

    /// Whether the phone found it by itself.
    pub fn is_by_phone(&self) -> bool {
        self.place.is_some_and(|p| p.source == PlaceSource::Gps)
    }
}
