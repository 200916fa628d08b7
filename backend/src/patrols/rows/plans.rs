//! The plans: what the office has set, or what comes with the program.

use diesel::prelude::*;
use shared::divisions::Class;
use shared::patrols::places::PlaceKind;
use shared::patrols::plans::{MonthDay, NewPatrolPlans, PatrolPlan, PatrolPlans, PlanName, Season, shipped};
use shared::time::Moment;

use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::Error;
use crate::input::{Seen, moved_on};
use crate::on_either;
use crate::schema::{patrol_plan_version as versions, patrol_plans};

/// One plan, in its place.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = patrol_plans)]
struct PlanRow {
    position: i32,
    name: PlanName,
    area: Option<Class>,
    place: Option<Class>,
    kind: Option<PlaceKind>,
    season_from: Option<MonthDay>,
    season_to: Option<MonthDay>,
    every_days: i32,
}

impl PlanRow {
    fn of(position: i32, plan: &PatrolPlan) -> Self {
        let PatrolPlan { name, area, place, kind, season, every_days } = plan.clone();
        let (season_from, season_to) = season.map(|season| (season.from, season.to)).unzip();
        Self { position, name, area, place, kind, season_from, season_to, every_days: every_days.into() }
    }

    fn plan(self) -> Result<PatrolPlan, Error> {
        let Self { name, area, place, kind, season_from, season_to, every_days, .. } = self;
        let season = season_from.zip(season_to).map(|(from, to)| Season { from, to });
        Ok(PatrolPlan { name, area, place, kind, season, every_days: every_days.try_into().map_err(Error::internal)? })
    }
}

/// The plans as they are.
pub fn find(conn: &mut Conn) -> Result<PatrolPlans, Error> {
    let (version, updated_at): (i32, Moment) = versions::table.select((versions::version, versions::updated_at)).first(conn)?;
    let items = if version == 0 {
        shipped()
    } else {
        let rows: Vec<PlanRow> = patrol_plans::table.order(patrol_plans::position).select(PlanRow::as_select()).load(conn)?;
        rows.into_iter().map(PlanRow::plan).collect::<Result<_, _>>()?
    };
    Ok(PatrolPlans { items, version, updated_at })
}

/// What they say.
pub fn in_force(conn: &mut Conn) -> Result<Vec<PatrolPlan>, Error> {
    Ok(find(conn)?.items)
}

/// Replaces the plans that `seen` was read from.
pub fn replace(conn: &mut Conn, new: &NewPatrolPlans, seen: Seen, by: By) -> Result<PatrolPlans, Error> {
    let version: i32 = versions::table.select(versions::version).first(conn)?;
    seen.check(version)?;
    let raised = (versions::version.eq(version + 1), versions::updated_at.eq(by.at));
    if diesel::update(versions::table.filter(versions::version.eq(version))).set(raised).execute(conn)? == 0 {
        return Err(moved_on(version + 1));
    }
    diesel::delete(patrol_plans::table).execute(conn)?;
    let rows: Vec<PlanRow> = (1..).zip(&new.items).map(|(position, plan)| PlanRow::of(position, plan)).collect();
    on_either!(conn, diesel::insert_into(patrol_plans::table).values(&rows).execute(conn))?;
    changes::note(conn, by, "patrol_plans", "*", "replace", new)?;
    find(conn)
}
