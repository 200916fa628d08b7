//! Mediations, their steps, and the ID numbers of parties.

use diesel::prelude::*;
use shared::cases::{CaseId, CaseNumber};
use shared::categories::CategoryCode;
use shared::disputes::dues::{Due, DueKind};
use shared::disputes::steps::Step;
use shared::disputes::{DisputeFilter, DisputeStatus, DisputeSummary, FileNumber, MadeStep, PartyId, StepId};
use shared::divisions::DivisionName;
use shared::grids::{GridCode, GridName};
use shared::may::{self, Caller};
use shared::page::Page;
use shared::staffing::{PersonId, PersonName, PersonRef};
use shared::time::{Day, Moment};
use shared::units::UnitId;
use uuid::Uuid;

use crate::cases::listing::choosing::codes_in;
use crate::db::Conn;
use crate::error::Error;
use crate::listing::Stretch;
use crate::on_either;
use crate::schema::{
    case_parts, cases, dispute_identities, dispute_numbers, dispute_reveals, dispute_steps, disputes, divisions, grids, people,
};

/// One mediation.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = disputes, primary_key(case_id), treat_none_as_null = true)]
pub struct DisputeRow {
    pub case_id: CaseId,
    pub number: FileNumber,
    pub grid: GridCode,
    pub status: DisputeStatus,
    pub mediator: PersonId,
    pub steps: i32,
    pub opened_at: Moment,
    pub due: Option<Day>,
    pub due_kind: Option<DueKind>,
    pub reminded_at: Option<Moment>,
    pub version: i32,
    pub updated_at: Moment,
}

/// A step as it is stored.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = dispute_steps)]
pub struct StepRow {
    pub id: StepId,
    pub case_id: CaseId,
    pub position: i32,
    pub at: Moment,
    pub arrived_at: Moment,
    pub by_person: PersonId,
    pub step: String,
}

impl StepRow {
    pub fn step(&self) -> Result<Step, Error> {
        serde_json::from_str(&self.step).map_err(Error::internal)
    }
}

/// Where a mediation stands in the list: the day it is due or nothing, when it was opened, its case.
pub type Position = (Option<Day>, Moment, CaseId);

pub fn of_case(conn: &mut Conn, case: CaseId) -> Result<Option<DisputeRow>, Error> {
    Ok(disputes::table.find(case).select(DisputeRow::as_select()).first(conn).optional()?)
}

/// The mediation, for whoever adds a step to it: nobody else does until the transaction ends.
pub fn locked(conn: &mut Conn, case: CaseId) -> Result<Option<DisputeRow>, Error> {
    diesel::update(disputes::table.find(case)).set(disputes::version.eq(disputes::version + 1)).execute(conn)?;
    of_case(conn, case)
}

pub fn add(conn: &mut Conn, row: &DisputeRow) -> Result<(), Error> {
    diesel::insert_into(disputes::table).values(row).execute(conn)?;
    Ok(())
}

pub fn change(conn: &mut Conn, row: &DisputeRow) -> Result<(), Error> {
    diesel::update(disputes::table.find(row.case_id)).set(row).execute(conn)?;
    Ok(())
}

pub fn find_step(conn: &mut Conn, id: StepId) -> Result<Option<StepRow>, Error> {
    Ok(dispute_steps::table.find(id).select(StepRow::as_select()).first(conn).optional()?)
}

pub fn add_step(conn: &mut Conn, row: &StepRow) -> Result<(), Error> {
    diesel::insert_into(dispute_steps::table).values(row).execute(conn)?;
    Ok(())
}

/// Everything that was done, in its order.
pub fn steps(conn: &mut Conn, case: CaseId) -> Result<Vec<MadeStep>, Error> {
    let rows: Vec<(StepRow, PersonName)> = dispute_steps::table
        .inner_join(people::table)
        .filter(dispute_steps::case_id.eq(case))
        .order(dispute_steps::position)
        .select((StepRow::as_select(), people::name))
        .load(conn)?;
    let made = |(row, name): (StepRow, PersonName)| {
        Ok(MadeStep { id: row.id, at: row.at, by: PersonRef { id: row.by_person, name }, step: row.step()? })
    };
    rows.into_iter().map(made).collect()
}

/// The next number of a year. Its row is locked until the transaction ends, so no number is given twice.
pub fn next_number(conn: &mut Conn, now: Moment) -> Result<FileNumber, Error> {
    let year = now.in_china().format("%Y").to_string();
    let first = (dispute_numbers::year.eq(&year), dispute_numbers::last.eq(0));
    on_either!(conn, diesel::insert_into(dispute_numbers::table).values(first).on_conflict_do_nothing().execute(conn))?;
    diesel::update(dispute_numbers::table.find(&year)).set(dispute_numbers::last.eq(dispute_numbers::last + 1)).execute(conn)?;
    let last: i32 = dispute_numbers::table.find(&year).select(dispute_numbers::last).first(conn)?;
    FileNumber::of(&year, last.into()).map_err(Error::internal)
}

/// Keeps the ID number of a party, encrypted.
pub fn keep_identity(conn: &mut Conn, party: PartyId, case: CaseId, sealed: &[u8], now: Moment) -> Result<(), Error> {
    let changed = (dispute_identities::sealed.eq(sealed), dispute_identities::kept_at.eq(now));
    let known = dispute_identities::table.find(party).filter(dispute_identities::case_id.eq(case));
    if diesel::update(known).set(changed).execute(conn)? == 0 {
        let new = (dispute_identities::party.eq(party), dispute_identities::case_id.eq(case));
        diesel::insert_into(dispute_identities::table).values((new, changed)).execute(conn)?;
    }
    Ok(())
}

pub fn identity(conn: &mut Conn, party: PartyId, case: CaseId) -> Result<Option<Vec<u8>>, Error> {
    let of_case = dispute_identities::table.find(party).filter(dispute_identities::case_id.eq(case));
    Ok(of_case.select(dispute_identities::sealed).first(conn).optional()?)
}

/// Writes down that somebody has read an ID number.
pub fn note_reveal(conn: &mut Conn, party: PartyId, by: PersonId, purpose: &str, now: Moment) -> Result<(), Error> {
    let row = (
        dispute_reveals::id.eq(Uuid::now_v7().as_bytes().to_vec()),
        dispute_reveals::party.eq(party),
        dispute_reveals::by_person.eq(by),
        dispute_reveals::at.eq(now),
        dispute_reveals::purpose.eq(purpose),
    );
    diesel::insert_into(dispute_reveals::table).values(row).execute(conn)?;
    Ok(())
}

/// Those of which something falls due by a day and nobody was reminded, with who works on the case now.
pub fn to_remind(conn: &mut Conn, by: &Day, most: i64) -> Result<Vec<(CaseId, PersonId, Option<PersonId>)>, Error> {
    Ok(disputes::table
        .inner_join(cases::table)
        .filter(disputes::due.le(by))
        .filter(disputes::reminded_at.is_null())
        .order((disputes::due, disputes::case_id))
        .limit(most)
        .select((disputes::case_id, disputes::mediator, cases::assignee))
        .load(conn)?)
}

pub fn note_reminder(conn: &mut Conn, case: CaseId, now: Moment) -> Result<(), Error> {
    diesel::update(disputes::table.find(case)).set(disputes::reminded_at.eq(now)).execute(conn)?;
    Ok(())
}

type Listed = (DisputeRow, CaseNumber, CategoryCode, PersonName, GridName, DivisionName);

/// A page of the mediations the caller may see.
pub fn list(conn: &mut Conn, caller: &Caller, filter: &DisputeFilter, stretch: &Stretch<Position>) -> Result<Page<DisputeSummary>, Error> {
    let mut query = disputes::table
        .inner_join(cases::table.inner_join(grids::table.inner_join(divisions::table)))
        .inner_join(people::table)
        .select((DisputeRow::as_select(), cases::number, cases::category, people::name, grids::name, divisions::name))
        .into_boxed();
    // What `may::see_dispute` lets the caller see.
    if !may::see_all_disputes(caller) {
        query = query.filter(cases::assignee.eq(caller.person).assume_not_null());
        let units: Vec<UnitId> = caller.units().collect();
        if !units.is_empty() {
            let parts = case_parts::table.filter(case_parts::unit.eq_any(units.clone())).select(case_parts::case_id);
            query = query.or_filter(cases::unit.eq_any(units).assume_not_null()).or_filter(cases::id.eq_any(parts));
        }
        for held in caller.duties.iter().filter(|held| may::sees_restricted_of(held)) {
            let (from, to) = codes_in(&held.area);
            query = query.or_filter(cases::grid.ge(from).and(cases::grid.le(to)));
        }
    }
    if let Some(status) = filter.status {
        query = query.filter(disputes::status.eq(status));
    }
    if let Some(grid) = &filter.grid {
        query = query.filter(disputes::grid.eq(grid));
    }
    query = match (&filter.due_by, &stretch.after) {
        (None, None) => query.order((disputes::opened_at.desc(), disputes::case_id.desc())),
        (None, Some((_, at, id))) => query
            .filter(disputes::opened_at.lt(*at).or(disputes::opened_at.eq(*at).and(disputes::case_id.lt(*id))))
            .order((disputes::opened_at.desc(), disputes::case_id.desc())),
        (Some(day), after) => {
            query = query.filter(disputes::due.le(day));
            if let Some((Some(due), _, id)) = after {
                query = query.filter(disputes::due.gt(due).or(disputes::due.eq(due).and(disputes::case_id.gt(*id))));
            }
            query.order((disputes::due, disputes::case_id))
        }
    };
    let rows: Vec<Listed> = query.limit(stretch.to_load()).load(conn)?;
    let page = stretch.page(rows, |(row, ..)| (row.due.clone(), row.opened_at, row.case_id));
    Ok(page.map(summary))
}

fn summary((row, case_number, category, mediator, grid_name, village): Listed) -> DisputeSummary {
    let due = row.due.zip(row.due_kind).map(|(on, kind)| Due { on, kind, party: None, promise: None });
    DisputeSummary {
        case: row.case_id,
        case_number,
        number: row.number,
        category,
        grid: row.grid,
        grid_name,
        village_name: village.short().to_owned(),
        status: row.status,
        mediator: PersonRef { id: row.mediator, name: mediator },
        due,
        opened_at: row.opened_at,
        updated_at: row.updated_at,
    }
}
