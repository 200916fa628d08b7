//! The situation, counted.

use std::collections::BTreeMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use shared::emergencies::households::EvacueeState;
use shared::emergencies::situation::{GridSituation, Heads, ShelterSituation, Situation};
use shared::emergencies::{EmergencyId, ShelterName};
use shared::grids::GridCode;
use shared::time::Moment;

use super::{grids_of, notices};
use crate::cases::listing::names_of;
use crate::db::Conn;
use crate::error::Error;
use crate::schema::{emergency_evacuees, emergency_households};

/// Everybody on the list, and who has read what was told; of some grids where `of` is given.
pub fn of(conn: &mut Conn, emergency: EmergencyId, of: Option<&[GridCode]>, now: Moment) -> Result<Situation, Error> {
    let mut grids = grids_of(conn, emergency)?;
    grids.retain(|grid| of.is_none_or(|of| of.contains(grid)));
    let counted = by_grid(conn, emergency, &grids)?;
    let heads = counted.iter().fold(Heads::default(), |sum, it| sum.plus(it.heads));
    Ok(Situation {
        emergency,
        at: now,
        heads,
        need_help: counted.iter().map(|it| it.need_help).sum(),
        shelters: by_shelter(conn, emergency, &grids)?,
        notices: notices::receipts(conn, emergency, &grids)?,
        grids: counted,
    })
}

fn by_grid(conn: &mut Conn, emergency: EmergencyId, grids: &[GridCode]) -> Result<Vec<GridSituation>, Error> {
    type Counted = (GridCode, EvacueeState, bool, i64);
    let people: Vec<Counted> = emergency_evacuees::table
        .filter(emergency_evacuees::emergency.eq(emergency))
        .filter(emergency_evacuees::grid.eq_any(grids))
        .group_by((emergency_evacuees::grid, emergency_evacuees::state, emergency_evacuees::needs_help))
        .select((emergency_evacuees::grid, emergency_evacuees::state, emergency_evacuees::needs_help, count_star()))
        .load(conn)?;
    let households: Vec<(GridCode, i64)> = emergency_households::table
        .filter(emergency_households::emergency.eq(emergency))
        .filter(emergency_households::grid.eq_any(grids))
        .group_by(emergency_households::grid)
        .select((emergency_households::grid, count_star()))
        .load(conn)?;
    let names = names_of(conn, grids.to_vec())?;
    let of_grid = |grid: &GridCode| {
        let (grid_name, village) = names.get(grid).cloned()?;
        let here = || people.iter().filter(|(of, ..)| of == grid);
        let waits = |(_, state, needs_help, _): &&Counted| *needs_help && *state == EvacueeState::Waiting;
        Some(GridSituation {
            grid: grid.clone(),
            grid_name,
            village_name: village.short().to_owned(),
            households: households.iter().find(|(of, _)| of == grid).map_or(0, |(_, n)| *n),
            heads: here().fold(Heads::default(), |heads, (_, state, _, n)| heads.with(*state, *n)),
            need_help: here().filter(waits).map(|(.., n)| n).sum(),
        })
    };
    Ok(grids.iter().filter_map(of_grid).collect())
}

fn by_shelter(conn: &mut Conn, emergency: EmergencyId, grids: &[GridCode]) -> Result<Vec<ShelterSituation>, Error> {
    let rows: Vec<(Option<ShelterName>, EvacueeState, i64)> = emergency_evacuees::table
        .filter(emergency_evacuees::emergency.eq(emergency))
        .filter(emergency_evacuees::grid.eq_any(grids))
        .filter(emergency_evacuees::shelter.is_not_null())
        .group_by((emergency_evacuees::shelter, emergency_evacuees::state))
        .select((emergency_evacuees::shelter, emergency_evacuees::state, count_star()))
        .load(conn)?;
    let mut of_shelter: BTreeMap<ShelterName, (i64, i64, i64)> = BTreeMap::new();
    for (name, state, n) in rows {
        let Some(name) = name else { continue };
        let (people, present, brought) = of_shelter.entry(name).or_default();
        *people += if matches!(state, EvacueeState::Moved | EvacueeState::Present) { n } else { 0 };
        *present += if state == EvacueeState::Present { n } else { 0 };
        *brought += n;
    }
    Ok(of_shelter.into_iter().map(|(name, (people, present, brought))| ShelterSituation { name, people, present, brought }).collect())
}
