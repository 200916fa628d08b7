//! The table of care visits. Rows are added, never changed.

use diesel::prelude::*;
use shared::care::CareRecordId;
use shared::care::visits::{CareNote, CareResult, CareVisit, CareVisitId, CareWay, NewCareVisit};
use shared::grids::GridCode;
use shared::may::Caller;
use shared::page::Page;
use shared::reports::ReportId;
use shared::staffing::{PersonId, PersonName, PersonRef};
use shared::time::{Day, Moment};

use crate::db::Conn;
use crate::error::Error;
use crate::listing::Stretch;
use crate::patrols::rows::walks::cases_of;
use crate::patrols::showing::case_seen;
use crate::schema::{care_visits, people};
use crate::secrets::Secrets;

/// One visit.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = care_visits)]
pub struct VisitRow {
    pub id: CareVisitId,
    pub record: CareRecordId,
    pub grid: GridCode,
    pub person_id: PersonId,
    pub day: Day,
    pub at: Moment,
    pub way: CareWay,
    pub result: CareResult,
    pub note: Option<Vec<u8>>,
    pub report: Option<ReportId>,
    pub received_at: Moment,
}

/// What a note is sealed for.
fn purpose(id: CareVisitId) -> String {
    format!("care visit {id}")
}

impl VisitRow {
    pub fn new(secrets: &Secrets, new: &NewCareVisit, grid: GridCode, person_id: PersonId, now: Moment) -> Result<Self, Error> {
        let note = new.note.as_ref().map(|note| secrets.seal(&purpose(new.id), note.as_bytes())).transpose()?;
        Ok(Self {
            id: new.id,
            record: new.record,
            grid,
            person_id,
            day: new.at.day(),
            at: new.at,
            way: new.way,
            result: new.result,
            note,
            report: new.report,
            received_at: now,
        })
    }

    fn opened(&self, secrets: &Secrets) -> Option<CareNote> {
        let plain = secrets.unseal(&purpose(self.id), self.note.as_deref()?)?;
        String::from_utf8(plain).ok()?.parse().ok()
    }
}

/// The visit that was written down under an id, if one was.
pub fn find(conn: &mut Conn, id: CareVisitId) -> Result<Option<VisitRow>, Error> {
    Ok(care_visits::table.find(id).select(VisitRow::as_select()).first(conn).optional()?)
}

/// What later visits than one at a moment found.
pub fn results_after(conn: &mut Conn, record: CareRecordId, at: Moment) -> Result<Vec<CareResult>, Error> {
    let later = care_visits::table.filter(care_visits::record.eq(record)).filter(care_visits::at.gt(at));
    Ok(later.order(care_visits::at).select(care_visits::result).load(conn)?)
}

pub fn add(conn: &mut Conn, row: &VisitRow) -> Result<(), Error> {
    diesel::insert_into(care_visits::table).values(row).execute(conn)?;
    Ok(())
}

/// A visit as those read it who visit.
pub fn told(conn: &mut Conn, secrets: &Secrets, row: VisitRow, name: PersonName, caller: &Caller, now: Moment) -> Result<CareVisit, Error> {
    let case = match row.report {
        Some(report) => cases_of(conn, &[report], row.person_id)?.remove(&report),
        None => None,
    };
    Ok(CareVisit {
        note: row.opened(secrets),
        case: case.map(|case| case_seen(conn, case, caller, now)).transpose()?.flatten(),
        id: row.id,
        record: row.record,
        by: PersonRef { id: row.person_id, name },
        day: row.day,
        at: row.at,
        way: row.way,
        result: row.result,
        report: row.report,
    })
}

/// A page of a record's visits, latest first.
pub fn list(
    conn: &mut Conn,
    secrets: &Secrets,
    record: CareRecordId,
    stretch: &Stretch<(Moment, CareVisitId)>,
    caller: &Caller,
    now: Moment,
) -> Result<Page<CareVisit>, Error> {
    let mut query = care_visits::table
        .inner_join(people::table)
        .filter(care_visits::record.eq(record))
        .select((VisitRow::as_select(), people::name))
        .into_boxed();
    if let Some((at, id)) = stretch.after {
        query = query.filter(care_visits::at.le(at)).filter(care_visits::at.lt(at).or(care_visits::id.lt(id)));
    }
    let rows: Vec<(VisitRow, PersonName)> =
        query.order((care_visits::at.desc(), care_visits::id.desc())).limit(stretch.to_load()).load(conn)?;
    let Page { items, next_cursor } = stretch.page(rows, |(row, _)| (row.at, row.id));
    let mut told_all = Vec::with_capacity(items.len());
    for (row, name) in items {
        told_all.push(told(conn, secrets, row, name, caller, now)?);
    }
    Ok(Page { items: told_all, next_cursor })
}
