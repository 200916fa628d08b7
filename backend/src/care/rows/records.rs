//! The table of people to look after.

use std::collections::BTreeSet;

use diesel::prelude::*;
use shared::care::due::Beat;
use shared::care::visits::CareResult;
use shared::care::{CareBasis, CareEnd, CareLevel, CarePerson, CareRecord, CareRecordFilter, CareRecordId, LastCall, NewCareRecord, label};
use shared::grids::GridCode;
use shared::page::Page;
use shared::patrols::places::EveryDays;
use shared::staffing::PersonId;
use shared::time::{Day, Moment};

use super::{carried, visitors};
use crate::cases::listing::names_of;
use crate::cases::rows::people_named;
use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::Error;
use crate::input::moved_on;
use crate::listing::Stretch;
use crate::schema::care_records;
use crate::secrets::Secrets;

/// One record.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = care_records, treat_none_as_null = true)]
pub struct CareRow {
    pub id: CareRecordId,
    pub grid: GridCode,
    pub visitor: Option<PersonId>,
    pub second: Option<PersonId>,
    pub level: CareLevel,
    pub every_days: Option<i32>,
    pub basis: CareBasis,
    pub basis_day: Day,
    pub since: Day,
    pub met_on: Option<Day>,
    pub last_day: Option<Day>,
    pub last_result: Option<CareResult>,
    pub due_on: Day,
    pub late_from: Day,
    pub ended_on: Option<Day>,
    pub end_reason: Option<CareEnd>,
    pub person: Option<Vec<u8>>,
    pub version: i32,
    pub updated_at: Moment,
}

/// What a person is sealed for.
fn purpose(id: CareRecordId) -> String {
    format!("care {id}")
}

/// A person as the table keeps it.
pub fn sealed(secrets: &Secrets, id: CareRecordId, person: &CarePerson) -> Result<Vec<u8>, Error> {
    secrets.seal(&purpose(id), &serde_json::to_vec(person).map_err(Error::internal)?)
}

impl CareRow {
    pub fn new(new: &NewCareRecord, visitor: PersonId, person: Vec<u8>, now: Moment) -> Self {
        let today = now.day();
        let row = Self {
            id: new.id,
            grid: new.grid.clone(),
            visitor: Some(visitor),
            second: new.second,
            level: new.level,
            every_days: new.every_days.map(Into::into),
            basis: new.basis,
            basis_day: new.basis_day.clone(),
            since: today.clone(),
            met_on: None,
            last_day: None,
            last_result: None,
            due_on: today.clone(),
            late_from: today,
            ended_on: None,
            end_reason: None,
            person: Some(person),
            version: 1,
            updated_at: now,
        };
        row.due_again()
    }

    fn own_rhythm(&self) -> Option<EveryDays> {
        self.every_days.and_then(|days| days.try_into().ok())
    }

    /// With the due day that follows from the rest.
    #[must_use]
    pub fn due_again(mut self) -> Self {
        let beat = Beat { level: self.level, own: self.own_rhythm(), since: &self.since, met: self.met_on.as_ref() };
        let due = beat.on(&self.since);
        (self.due_on, self.late_from) = (due.due_on, due.late_from);
        self
    }

    pub const fn visitors(&self) -> [Option<PersonId>; 2] {
        [self.visitor, self.second]
    }

    /// Who it is; `None` once it is erased.
    pub fn opened(&self, secrets: &Secrets) -> Option<CarePerson> {
        let plain = secrets.unseal(&purpose(self.id), self.person.as_deref()?)?;
        serde_json::from_slice(&plain).ok()
    }
}

/// Records as they stand on a day, without who it is.
pub fn shapes(conn: &mut Conn, rows: Vec<CareRow>, today: &Day) -> Result<Vec<CareRecord>, Error> {
    let codes: BTreeSet<GridCode> = rows.iter().map(|row| row.grid.clone()).collect();
    let names = names_of(conn, codes.into_iter().collect())?;
    let people = people_named(conn, rows.iter().flat_map(CareRow::visitors))?;
    let shape = |row: CareRow| {
        // A record's grid is always there: the database holds the two together.
        let (grid_name, village) = names.get(&row.grid).cloned()?;
        let (every_days, named) = (row.own_rhythm(), |id: Option<PersonId>| id.and_then(|id| people.get(&id).cloned()));
        let beat = Beat { level: row.level, own: every_days, since: &row.since, met: row.met_on.as_ref() };
        Some(CareRecord {
            due: beat.on(today),
            id: row.id,
            label: label(row.id),
            grid_name,
            village_name: village.short().to_owned(),
            level: row.level,
            every_days,
            basis: row.basis,
            basis_day: row.basis_day,
            since: row.since,
            visitor: named(row.visitor),
            second: named(row.second),
            met_on: row.met_on,
            last: row.last_day.zip(row.last_result).map(|(day, result)| LastCall { day, result }),
            ended_on: row.ended_on,
            end: row.end_reason,
            person: None,
            grid: row.grid,
            version: row.version,
            updated_at: row.updated_at,
        })
    };
    Ok(rows.into_iter().filter_map(shape).collect())
}

pub fn shape(conn: &mut Conn, row: CareRow, today: &Day) -> Result<CareRecord, Error> {
    shapes(conn, vec![row], today)?.pop().ok_or_else(Error::not_found)
}

pub fn find(conn: &mut Conn, id: CareRecordId) -> Result<Option<CareRow>, Error> {
    Ok(care_records::table.find(id).select(CareRow::as_select()).first(conn).optional()?)
}

/// A page of the records, by grid: those of some grids, and those somebody visits.
pub fn list(
    conn: &mut Conn,
    filter: &CareRecordFilter,
    grids: &[GridCode],
    person: PersonId,
    stretch: &Stretch<(GridCode, CareRecordId)>,
    today: &Day,
) -> Result<Page<CareRecord>, Error> {
    let visits = care_records::visitor.eq(person).or(care_records::second.eq(person));
    let mut query = care_records::table.select(CareRow::as_select()).into_boxed();
    query = match filter.mine == Some(true) {
        true => query.filter(visits.assume_not_null()),
        false => query.filter(care_records::grid.eq_any(grids.to_vec()).or(visits.assume_not_null())),
    };
    if let Some(grid) = &filter.grid {
        query = query.filter(care_records::grid.eq(grid));
    }
    if !filter.ended.unwrap_or(false) {
        query = query.filter(care_records::ended_on.is_null());
    }
    if let Some((grid, id)) = &stretch.after {
        query = query.filter(care_records::grid.gt(grid).or(care_records::grid.eq(grid).and(care_records::id.gt(*id))));
    }
    let rows = query.order((care_records::grid, care_records::id)).limit(stretch.to_load()).load::<CareRow>(conn)?;
    let Page { items, next_cursor } = stretch.page(rows, |row| (row.grid.clone(), row.id));
    Ok(Page { items: shapes(conn, items, today)?, next_cursor })
}

/// Adds a record. What the history keeps of it says neither who it is nor why.
pub fn add(conn: &mut Conn, row: &CareRow, by: By) -> Result<(), Error> {
    diesel::insert_into(care_records::table).values(row).execute(conn)?;
    note(conn, row, "add", by)?;
    visitors::follow(conn, row, by.at)?;
    carried::changed(conn, row, by.at)
}

/// Changes a record from the version it was read at.
pub fn change(conn: &mut Conn, row: CareRow, action: &str, by: By) -> Result<CareRow, Error> {
    let seen = row.version;
    let row = CareRow { version: seen + 1, updated_at: by.at, ..row.due_again() };
    let as_read = care_records::table.find(row.id).filter(care_records::version.eq(seen));
    if diesel::update(as_read).set(&row).execute(conn)? == 0 {
        return Err(moved_on(seen + 1));
    }
    note(conn, &row, action, by)?;
    visitors::follow(conn, &row, by.at)?;
    carried::changed(conn, &row, by.at)?;
    Ok(row)
}

/// Writes down that somebody read who it is.
pub fn note_read(conn: &mut Conn, row: &CareRow, by: By) -> Result<(), Error> {
    changes::note(conn, by, "care_record", &row.id.to_string(), "read", &serde_json::json!({}))
}

fn note(conn: &mut Conn, row: &CareRow, action: &str, by: By) -> Result<(), Error> {
    let detail = serde_json::json!({
        "grid": row.grid, "visitor": row.visitor, "second": row.second, "level": row.level, "every_days": row.every_days,
        "basis": row.basis, "basis_day": row.basis_day, "ended_on": row.ended_on, "end": row.end_reason,
    });
    changes::note(conn, by, "care_record", &row.id.to_string(), action, &detail)
}
