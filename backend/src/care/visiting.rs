//! Writing a visit down: one way for those who are online and for phones, all rules told at once.

use shared::care::visits::{CareResult, NewCareVisit};
use shared::may::Caller;
use shared::time::{CLOCK_AHEAD_SECONDS, Moment};

use super::rows::records::{self, CareRow};
use super::rows::visitors;
use super::rows::visits::{self, VisitRow};
use crate::changes::By;
use crate::db::Conn;
use crate::error::{Error, FieldFault};
use crate::say;
use crate::secrets::Secrets;

/// Writes it down. One that was written down before under its id is left as it is. It counts for whoever was asked to visit when it was
/// made, also when the record was handed over since.
pub fn visit(conn: &mut Conn, secrets: &Secrets, caller: &Caller, new: &NewCareVisit, now: Moment) -> Result<VisitRow, Error> {
    let at = new.at.min(now);
    let record = records::find(conn, new.record)?.ok_or_else(Error::not_found)?;
    if !visitors::visited_on(conn, record.id, caller.person, &at.day())? {
        return Err(Error::not_found());
    }
    if let Some(before) = visits::find(conn, new.id)? {
        let same = before.person_id == caller.person && before.record == new.record && before.result == new.result;
        let words = say!("这个编号已用于另一次走访，请换一个", "This id names another visit already; choose a new one");
        return if same { Ok(before) } else { Err(Error::conflict(words)) };
    }
    let faults = faults(new, now);
    if !faults.is_empty() {
        return Err(Error::fields(faults));
    }
    let mut row = VisitRow::new(secrets, new, record.grid.clone(), caller.person, now)?;
    // Who it was is erased already; what comes late is not kept either.
    row.note = row.note.filter(|_| record.person.is_some());
    let later = visits::results_after(conn, record.id, new.at)?;
    visits::add(conn, &row)?;
    let by = By { person: Some(caller.person), at: now };
    records::change(conn, with(record, new, &later, now), "visit", by)?;
    Ok(row)
}

/// The record with what the visit changes of it. What was found by later visits that arrived earlier stands.
fn with(mut row: CareRow, new: &NewCareVisit, later: &[CareResult], now: Moment) -> CareRow {
    let day = new.at.min(now).day();
    if later.is_empty() {
        (row.last_day, row.last_result) = (Some(day.clone()), Some(new.result));
    }
    if new.result.met() {
        row.met_on = row.met_on.take().max(Some(day.clone()));
    }
    let met_since = later.iter().any(|result| result.met());
    if let (Some(end), None, false) = (new.result.ends(row.basis.is_consent()), &row.ended_on, met_since) {
        (row.end_reason, row.ended_on) = (Some(end), Some(day));
    }
    row
}

fn faults(new: &NewCareVisit, now: Moment) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    if new.at > now.plus_seconds(CLOCK_AHEAD_SECONDS) {
        faults.push(FieldFault::new("/at", "out_of_range", say!("走访时间在将来", "The visit lies in the future")));
    }
    if new.result == CareResult::Needs && new.note.is_none() && new.report.is_none() {
        let words = say!("请写明需要什么，或者上报", "Say what is needed, or file a report");
        faults.push(FieldFault::new("/note", "required", words));
    }
    if new.result != CareResult::Needs && new.report.is_some() {
        let words = say!("有需求才有上报，请选“有需求”", "Only what is needed is reported; choose \"needs\"");
        faults.push(FieldFault::new("/result", "choice", words));
    }
    faults
}
