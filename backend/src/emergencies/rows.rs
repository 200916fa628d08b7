//! Emergencies in the database.

pub mod carried;
pub mod households;
pub mod notices;
pub mod situation;
pub mod steps;

use std::collections::BTreeMap;

use diesel::prelude::*;
use shared::emergencies::{
    Closing, ERASED_AFTER_DAYS, Emergency, EmergencyFilter, EmergencyId, EmergencyKind, EmergencyTitle, PublicAlert, ShelterName,
};
use shared::grids::GridCode;
use shared::page::Page;
use shared::staffing::PersonId;
use shared::time::Moment;

use crate::cases::rows::people_named;
use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::Error;
use crate::input::moved_on;
use crate::listing::Stretch;
use crate::schema::{emergencies, emergency_evacuees, emergency_grids, emergency_households};

/// One emergency.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = emergencies, treat_none_as_null = true)]
pub struct EmergencyRow {
    pub id: EmergencyId,
    pub kind: EmergencyKind,
    pub title: EmergencyTitle,
    pub shelters: String,
    pub public: Option<PublicAlert>,
    pub opened_at: Moment,
    pub opened_by: PersonId,
    pub closed_at: Option<Moment>,
    pub closing: Option<Closing>,
    pub erased_at: Option<Moment>,
    pub version: i32,
    pub updated_at: Moment,
}

impl EmergencyRow {
    pub fn shelters(&self) -> Result<Vec<ShelterName>, Error> {
        serde_json::from_str(&self.shelters).map_err(Error::internal)
    }
}

pub fn find(conn: &mut Conn, id: EmergencyId) -> Result<Option<EmergencyRow>, Error> {
    Ok(emergencies::table.find(id).select(EmergencyRow::as_select()).first(conn).optional()?)
}

/// The emergency, for whoever adds to it: it is not closed meanwhile.
pub fn locked(conn: &mut Conn, id: EmergencyId) -> Result<Option<EmergencyRow>, Error> {
    diesel::update(emergencies::table.find(id)).set(emergencies::version.eq(emergencies::version)).execute(conn)?;
    find(conn, id)
}

/// The grids of an emergency, by code.
pub fn grids_of(conn: &mut Conn, id: EmergencyId) -> Result<Vec<GridCode>, Error> {
    Ok(emergency_grids::table
        .filter(emergency_grids::emergency.eq(id))
        .order(emergency_grids::grid)
        .select(emergency_grids::grid)
        .load(conn)?)
}

/// Emergencies with everything but their lists of people.
pub fn shapes(conn: &mut Conn, rows: Vec<EmergencyRow>) -> Result<Vec<Emergency>, Error> {
    let ids: Vec<EmergencyId> = rows.iter().map(|row| row.id).collect();
    let people = people_named(conn, rows.iter().map(|row| Some(row.opened_by)))?;
    let mut grids: BTreeMap<EmergencyId, Vec<GridCode>> = BTreeMap::new();
    let all: Vec<(EmergencyId, GridCode)> = emergency_grids::table
        .filter(emergency_grids::emergency.eq_any(&ids))
        .order((emergency_grids::emergency, emergency_grids::grid))
        .select((emergency_grids::emergency, emergency_grids::grid))
        .load(conn)?;
    for (id, grid) in all {
        grids.entry(id).or_default().push(grid);
    }
    let mut notices = notices::of_all(conn, &ids)?;
    let shape = |row: EmergencyRow| {
        Ok(Emergency {
            shelters: row.shelters()?,
            opened_by: people.get(&row.opened_by).cloned().ok_or_else(Error::not_found)?,
            grids: grids.remove(&row.id).unwrap_or_default(),
            notices: notices.remove(&row.id).unwrap_or_default(),
            id: row.id,
            kind: row.kind,
            title: row.title,
            public: row.public,
            opened_at: row.opened_at,
            closed_at: row.closed_at,
            closing: row.closing,
            version: row.version,
            updated_at: row.updated_at,
        })
    };
    rows.into_iter().map(shape).collect()
}

pub fn shape(conn: &mut Conn, row: EmergencyRow) -> Result<Emergency, Error> {
    shapes(conn, vec![row])?.pop().ok_or_else(Error::not_found)
}

/// A page of the emergencies, latest first; only those of some grids where `of` is given.
pub fn list(
    conn: &mut Conn,
    filter: &EmergencyFilter,
    of: Option<&[GridCode]>,
    stretch: &Stretch<(Moment, EmergencyId)>,
) -> Result<Page<Emergency>, Error> {
    let mut query = emergencies::table.select(EmergencyRow::as_select()).into_boxed();
    if let Some(codes) = of {
        let there = emergency_grids::table.filter(emergency_grids::grid.eq_any(codes)).select(emergency_grids::emergency);
        query = query.filter(emergencies::id.eq_any(there));
    }
    if filter.open == Some(true) {
        query = query.filter(emergencies::closed_at.is_null());
    }
    if let Some((at, id)) = stretch.after {
        query = query.filter(emergencies::opened_at.lt(at).or(emergencies::opened_at.eq(at).and(emergencies::id.lt(id))));
    }
    let rows: Vec<EmergencyRow> =
        query.order((emergencies::opened_at.desc(), emergencies::id.desc())).limit(stretch.to_load()).load(conn)?;
    let Page { items, next_cursor } = stretch.page(rows, |row| (row.opened_at, row.id));
    Ok(Page { items: shapes(conn, items)?, next_cursor })
}

/// Adds grids to an emergency.
pub fn add_grids(conn: &mut Conn, id: EmergencyId, grids: &[GridCode]) -> Result<(), Error> {
    for grid in grids {
        let row = (emergency_grids::emergency.eq(id), emergency_grids::grid.eq(grid));
        diesel::insert_into(emergency_grids::table).values(row).execute(conn)?;
    }
    Ok(())
}

pub fn add(conn: &mut Conn, row: &EmergencyRow, grids: &[GridCode], by: By) -> Result<(), Error> {
    diesel::insert_into(emergencies::table).values(row).execute(conn)?;
    add_grids(conn, row.id, grids)?;
    changes::note(conn, by, "emergency", &row.id.to_string(), "open", &serde_json::json!({ "title": row.title, "grids": grids }))?;
    carried::changed(conn, row, by.at)
}

/// Changes an emergency from the version it was read at.
pub fn change(conn: &mut Conn, row: EmergencyRow, action: &str, detail: &impl serde::Serialize, by: By) -> Result<EmergencyRow, Error> {
    let seen = row.version;
    let row = EmergencyRow { version: seen + 1, updated_at: by.at, ..row };
    if diesel::update(emergencies::table.find(row.id).filter(emergencies::version.eq(seen))).set(&row).execute(conn)? == 0 {
        return Err(moved_on(seen + 1));
    }
    changes::note(conn, by, "emergency", &row.id.to_string(), action, detail)?;
    carried::changed(conn, &row, by.at)?;
    Ok(row)
}

/// The words on the boards of a grid while an emergency lasts there, latest first.
pub fn alerts_of(conn: &mut Conn, grid: &GridCode) -> Result<Vec<PublicAlert>, Error> {
    let alerts: Vec<Option<PublicAlert>> = emergencies::table
        .inner_join(emergency_grids::table)
        .filter(emergency_grids::grid.eq(grid))
        .filter(emergencies::closed_at.is_null())
        .filter(emergencies::public.is_not_null())
        .order(emergencies::opened_at.desc())
        .select(emergencies::public)
        .load(conn)?;
    Ok(alerts.into_iter().flatten().collect())
}

/// Erases who the people of old emergencies were; how many there were, and where they were brought, stays.
pub fn erase_old(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    let before = now.plus_seconds(-ERASED_AFTER_DAYS * 86_400);
    let old: Vec<EmergencyId> = emergencies::table
        .filter(emergencies::closed_at.lt(before))
        .filter(emergencies::erased_at.is_null())
        .select(emergencies::id)
        .load(conn)?;
    for id in old {
        const ERASED: &str = "已删除";
        let households = emergency_households::table.filter(emergency_households::emergency.eq(id));
        let nobody = (
            emergency_households::name.eq(ERASED),
            emergency_households::address.eq(None::<String>),
            emergency_households::phone.eq(None::<String>),
            emergency_households::note.eq(None::<String>),
        );
        diesel::update(households).set(nobody).execute(conn)?;
        let people = emergency_evacuees::table.filter(emergency_evacuees::emergency.eq(id));
        diesel::update(people).set(emergency_evacuees::name.eq(ERASED)).execute(conn)?;
        diesel::update(emergencies::table.find(id)).set(emergencies::erased_at.eq(now)).execute(conn)?;
        carried::gone(conn, id, now)?;
    }
    Ok(())
}
