//! Households on the relocation list, and their people as they stand.

use std::collections::BTreeMap;

use diesel::prelude::*;
use shared::emergencies::EmergencyId;
use shared::emergencies::ShelterName;
use shared::emergencies::carried::ToldHousehold;
use shared::emergencies::households::{
    Evacuee, EvacueeId, EvacueeName, EvacueeState, Household, HouseholdAddress, HouseholdFilter, HouseholdId, HouseholdNote, NewHousehold,
    PropertyMoved, Whereabouts, standing,
};
use shared::emergencies::steps::NewEmergencyStep;
use shared::grids::GridCode;
use shared::page::Page;
use shared::staffing::PersonName;
use shared::time::Moment;
use shared::value::Phone;

use super::steps;
use crate::cases::listing::names_of;
use crate::db::Conn;
use crate::error::Error;
use crate::listing::Stretch;
use crate::on_either;
use crate::schema::{emergency_evacuees, emergency_households};

/// One household.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = emergency_households)]
pub struct HouseholdRow {
    pub id: HouseholdId,
    pub emergency: EmergencyId,
    pub grid: GridCode,
    pub name: PersonName,
    pub address: Option<HouseholdAddress>,
    pub phone: Option<Phone>,
    pub note: Option<HouseholdNote>,
    pub updated_at: Moment,
}

/// One person of a household, as he or she stands.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = emergency_evacuees)]
pub struct EvacueeRow {
    pub id: EvacueeId,
    pub household: HouseholdId,
    pub emergency: EmergencyId,
    pub grid: GridCode,
    pub position: i32,
    pub name: EvacueeName,
    pub needs_help: bool,
    pub state: EvacueeState,
    pub shelter: Option<ShelterName>,
}

pub fn find(conn: &mut Conn, id: HouseholdId) -> Result<Option<HouseholdRow>, Error> {
    Ok(emergency_households::table.find(id).select(HouseholdRow::as_select()).first(conn).optional()?)
}

/// The household, for whoever does something to it: nobody else does until the transaction ends.
pub fn locked(conn: &mut Conn, id: HouseholdId, now: Moment) -> Result<Option<HouseholdRow>, Error> {
    diesel::update(emergency_households::table.find(id)).set(emergency_households::updated_at.eq(now)).execute(conn)?;
    find(conn, id)
}

/// Whether one of these people is on a list already.
pub fn knows_any(conn: &mut Conn, people: &[EvacueeId]) -> Result<bool, Error> {
    let there = emergency_evacuees::table.filter(emergency_evacuees::id.eq_any(people));
    Ok(diesel::select(diesel::dsl::exists(there)).get_result(conn)?)
}

/// How many of these people belong to a household.
pub fn of_household(conn: &mut Conn, household: HouseholdId, people: &[EvacueeId]) -> Result<i64, Error> {
    let there = emergency_evacuees::table.filter(emergency_evacuees::household.eq(household)).filter(emergency_evacuees::id.eq_any(people));
    Ok(there.count().get_result(conn)?)
}

pub fn add(conn: &mut Conn, emergency: EmergencyId, new: &NewHousehold, now: Moment) -> Result<(), Error> {
    let NewHousehold { id, grid, name, address, phone, note, people } = new.clone();
    let row = HouseholdRow { id, emergency, grid: grid.clone(), name, address, phone, note, updated_at: now };
    diesel::insert_into(emergency_households::table).values(&row).execute(conn)?;
    let evacuee = |(position, person): (i32, Evacuee)| EvacueeRow {
        id: person.id,
        household: id,
        emergency,
        grid: grid.clone(),
        position,
        name: person.name,
        needs_help: person.needs_help,
        state: EvacueeState::Waiting,
        shelter: None,
    };
    let rows: Vec<EvacueeRow> = (0..).zip(people).map(evacuee).collect();
    on_either!(conn, diesel::insert_into(emergency_evacuees::table).values(&rows).execute(conn))?;
    Ok(())
}

/// Makes the people of a household stand as everything that was done to it says.
pub fn stand(conn: &mut Conn, household: HouseholdId) -> Result<(), Error> {
    let people: Vec<EvacueeRow> = of_all(conn, &[household])?.remove(&household).unwrap_or_default();
    let made: Vec<_> =
        steps::of_all(conn, &[household])?.remove(&household).unwrap_or_default().iter().map(NewEmergencyStep::made).collect();
    let evacuees: Vec<Evacuee> = people.iter().map(evacuee).collect();
    let (whereabouts, _) = standing(&evacuees, &made);
    for (row, now) in people.iter().zip(whereabouts) {
        if (row.state, &row.shelter) != (now.state, &now.to) {
            let stands = (emergency_evacuees::state.eq(now.state), emergency_evacuees::shelter.eq(now.to));
            diesel::update(emergency_evacuees::table.find(row.id)).set(stands).execute(conn)?;
        }
    }
    Ok(())
}

fn evacuee(row: &EvacueeRow) -> Evacuee {
    Evacuee { id: row.id, name: row.name.clone(), needs_help: row.needs_help }
}

/// The people of households, in the order they were entered.
fn of_all(conn: &mut Conn, households: &[HouseholdId]) -> Result<BTreeMap<HouseholdId, Vec<EvacueeRow>>, Error> {
    let rows: Vec<EvacueeRow> = emergency_evacuees::table
        .filter(emergency_evacuees::household.eq_any(households))
        .order((emergency_evacuees::household, emergency_evacuees::position))
        .select(EvacueeRow::as_select())
        .load(conn)?;
    let mut all: BTreeMap<HouseholdId, Vec<EvacueeRow>> = BTreeMap::new();
    for row in rows {
        all.entry(row.household).or_default().push(row);
    }
    Ok(all)
}

/// Households as they stand, with what they stand on.
fn told(conn: &mut Conn, rows: Vec<HouseholdRow>) -> Result<Vec<ToldHousehold>, Error> {
    let ids: Vec<HouseholdId> = rows.iter().map(|row| row.id).collect();
    let mut codes: Vec<GridCode> = rows.iter().map(|row| row.grid.clone()).collect();
    codes.sort_unstable();
    codes.dedup();
    let names = names_of(conn, codes)?;
    let (mut people, mut done) = (of_all(conn, &ids)?, steps::of_all(conn, &ids)?);
    let told = |row: HouseholdRow| {
        // A household's grid is always there: the database holds the two together.
        let (grid_name, village) = names.get(&row.grid).cloned()?;
        let steps = done.remove(&row.id).unwrap_or_default();
        let made: Vec<_> = steps.iter().map(NewEmergencyStep::made).collect();
        let evacuees: Vec<Evacuee> = people.remove(&row.id).unwrap_or_default().iter().map(evacuee).collect();
        let (people, property): (Vec<Whereabouts>, _) = standing(&evacuees, &made);
        let household = Household {
            id: row.id,
            emergency: row.emergency,
            grid_name,
            village_name: village.short().to_owned(),
            grid: row.grid,
            name: row.name,
            address: row.address,
            phone: row.phone,
            note: row.note,
            people,
            property,
            updated_at: row.updated_at,
        };
        Some(ToldHousehold { household, steps })
    };
    Ok(rows.into_iter().filter_map(told).collect())
}

/// What was brought to safety in an emergency, first of all what came first.
pub fn property_of(conn: &mut Conn, emergency: EmergencyId) -> Result<Vec<PropertyMoved>, Error> {
    let done = steps::with_property(conn, emergency)?;
    Ok(done.into_iter().filter_map(|(at, what)| Some(PropertyMoved { what: what?, at })).collect())
}

/// Those of some households that are there.
pub fn find_all(conn: &mut Conn, ids: &[HouseholdId]) -> Result<Vec<ToldHousehold>, Error> {
    let rows = emergency_households::table.filter(emergency_households::id.eq_any(ids)).select(HouseholdRow::as_select()).load(conn)?;
    told(conn, rows)
}

/// A page of the households of an emergency, by grid; only those of some grids where `of` is given.
pub fn list(
    conn: &mut Conn,
    emergency: EmergencyId,
    filter: &HouseholdFilter,
    of: Option<&[GridCode]>,
    stretch: &Stretch<(GridCode, HouseholdId)>,
) -> Result<Page<Household>, Error> {
    let mut query =
        emergency_households::table.filter(emergency_households::emergency.eq(emergency)).select(HouseholdRow::as_select()).into_boxed();
    if let Some(codes) = of {
        query = query.filter(emergency_households::grid.eq_any(codes));
    }
    if let Some(grid) = &filter.grid {
        query = query.filter(emergency_households::grid.eq(grid));
    }
    if let Some(state) = filter.state {
        // Asked of each household in turn until the page is full, not of everybody on the list.
        let there = emergency_evacuees::table
            .filter(emergency_evacuees::household.eq(emergency_households::id))
            .filter(emergency_evacuees::state.eq(state));
        query = query.filter(diesel::dsl::exists(there));
    }
    if let Some((grid, id)) = &stretch.after {
        let later = emergency_households::grid.gt(grid).or(emergency_households::grid.eq(grid).and(emergency_households::id.gt(*id)));
        query = query.filter(later);
    }
    let rows: Vec<HouseholdRow> =
        query.order((emergency_households::grid, emergency_households::id)).limit(stretch.to_load()).load(conn)?;
    let Page { items, next_cursor } = stretch.page(rows, |row| (row.grid.clone(), row.id));
    let items = told(conn, items)?.into_iter().map(|told| told.household).collect();
    Ok(Page { items, next_cursor })
}
