//! What a photo belongs to, and who may add it there.

use shared::cases::CaseId;
use shared::may::{self, Caller};
use shared::photos::PhotoKind;
use shared::reports::ReportId;
use shared::time::Moment;

use super::taking::Owner;
use crate::db::Conn;
use crate::error::Error;
use crate::{cases, reports, say};

/// One's own report.
pub fn of_report(conn: &mut Conn, caller: &Caller, report: ReportId, now: Moment) -> Result<Owner, Error> {
    let report = reports::rows::find(conn, report)?;
    let case = cases::rows::find(conn, report.case_id)?;
    // Whoever may not see the case is not told that the report is there.
    let facts = cases::rows::course::facts(conn, &case, now)?;
    if !may::see_case(caller, &facts) {
        return Err(Error::not_found());
    }
    Error::unless(report.filed_by == Some(caller.person))?;
    Ok(Owner::of_report(&report, Some(caller.person)))
}

/// A case one handles, while it is open.
pub fn of_case(conn: &mut Conn, caller: &Caller, case: CaseId, kind: PhotoKind, now: Moment) -> Result<Owner, Error> {
    let case = cases::rows::find(conn, case)?;
    let facts = cases::rows::course::facts(conn, &case, now)?;
    if !may::see_case(caller, &facts) {
        return Err(Error::not_found());
    }
    Error::unless(may::handle_case(caller, &facts))?;
    if !case.status.is_open() {
        return Err(Error::conflict(say!("案件已经结束，不能再补充照片", "The case has ended; photos can no longer be added")));
    }
    Ok(Owner { case: case.id, report: None, kind, by: Some(caller.person) })
}

/// Refuses what is no photo of the work.
pub fn of_the_work(kind: PhotoKind, pointer: &str) -> Result<(), Error> {
    match kind {
        PhotoKind::Scene => {
            Err(Error::invalid(pointer, "choice", say!("请选择“处置前”（before）或“处置后”（after）", "Choose before or after")))
        }
        PhotoKind::Before | PhotoKind::After => Ok(()),
    }
}
