//! The table of what was done. Rows are added, never changed.

use std::collections::BTreeMap;

use diesel::prelude::*;
use shared::emergencies::EmergencyId;
use shared::emergencies::households::{HouseholdId, PropertyText};
use shared::emergencies::steps::{EmergencyStep, EmergencyStepId, NewEmergencyStep};
use shared::staffing::PersonId;
use shared::time::Moment;

use crate::db::Conn;
use crate::error::Error;
use crate::schema::emergency_steps;

/// The most lines of property on a report.
const MOST_PROPERTY: i64 = 1000;

/// One step.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = emergency_steps)]
pub struct StepRow {
    pub id: EmergencyStepId,
    pub emergency: EmergencyId,
    pub household: Option<HouseholdId>,
    pub by_person: PersonId,
    pub at: Moment,
    pub received_at: Moment,
    pub step: String,
}

impl StepRow {
    /// Of a household that is added only its id stays here: who they are lies in one place, to be erased there.
    pub fn new(new: &NewEmergencyStep, by: PersonId, now: Moment) -> Result<Self, Error> {
        let step = match &new.step {
            EmergencyStep::Household(_) => String::new(),
            step => serde_json::to_string(step).map_err(Error::internal)?,
        };
        let household = new.step.household();
        Ok(Self { id: new.id, emergency: new.emergency, household, by_person: by, at: new.at, received_at: now, step })
    }
}

pub fn find(conn: &mut Conn, id: EmergencyStepId) -> Result<Option<StepRow>, Error> {
    Ok(emergency_steps::table.find(id).select(StepRow::as_select()).first(conn).optional()?)
}

pub fn add(conn: &mut Conn, row: &StepRow) -> Result<(), Error> {
    diesel::insert_into(emergency_steps::table).values(row).execute(conn)?;
    Ok(())
}

/// What was done to households, in its order.
pub fn of_all(conn: &mut Conn, households: &[HouseholdId]) -> Result<BTreeMap<HouseholdId, Vec<NewEmergencyStep>>, Error> {
    let rows: Vec<StepRow> = emergency_steps::table
        .filter(emergency_steps::household.eq_any(households))
        .filter(emergency_steps::step.ne(""))
        .order((emergency_steps::at, emergency_steps::id))
        .select(StepRow::as_select())
        .load(conn)?;
    let mut all: BTreeMap<HouseholdId, Vec<NewEmergencyStep>> = BTreeMap::new();
    for row in rows {
        let step: EmergencyStep = serde_json::from_str(&row.step).map_err(Error::internal)?;
        if let Some(household) = row.household {
            all.entry(household).or_default().push(NewEmergencyStep { id: row.id, emergency: row.emergency, at: row.at, step });
        }
    }
    Ok(all)
}

/// What the moves of an emergency brought along, in their order.
pub fn with_property(conn: &mut Conn, emergency: EmergencyId) -> Result<Vec<(Moment, Option<PropertyText>)>, Error> {
    let rows: Vec<(Moment, String)> = emergency_steps::table
        .filter(emergency_steps::emergency.eq(emergency))
        .filter(emergency_steps::step.like("%\"property\"%"))
        .order((emergency_steps::at, emergency_steps::id))
        .limit(MOST_PROPERTY)
        .select((emergency_steps::at, emergency_steps::step))
        .load(conn)?;
    let moved = |(at, step): (Moment, String)| match serde_json::from_str(&step) {
        Ok(EmergencyStep::Move(moving)) => Ok((at, moving.property)),
        Ok(_) => Ok((at, None)),
        Err(error) => Err(Error::internal(error)),
    };
    rows.into_iter().map(moved).collect()
}

/// When the first and the last of it was done.
pub fn span(conn: &mut Conn, emergency: EmergencyId) -> Result<Option<(Moment, Moment)>, Error> {
    use diesel::dsl::{max, min};
    let done = emergency_steps::table.filter(emergency_steps::emergency.eq(emergency)).filter(emergency_steps::household.is_not_null());
    let (first, last): (Option<Moment>, Option<Moment>) = done.select((min(emergency_steps::at), max(emergency_steps::at))).first(conn)?;
    Ok(first.zip(last))
}
