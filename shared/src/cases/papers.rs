//! Cases as files: a table of many, a paper of one. The answers are the files themselves, not JSON.

use crate::call::Call;
use crate::imports::TableFormat;

use super::{CaseFilter, CaseId, list_cases};

/// The most cases a workbook holds: the rows of a sheet but for the head.
pub const MOST_IN_WORKBOOK: u32 = 1_048_575;

/// The address of the table of all cases a filter finds, in the order of the list.
pub fn export_path(format: TableFormat, filter: &CaseFilter) -> String {
    let whole = CaseFilter { cursor: None, limit: None, ..filter.clone() };
    let list = list_cases(&whole).path;
    let query = list.split_once('?').map(|(_, query)| format!("&{query}")).unwrap_or_default();
    Call::<()>::get(format!("/cases/export?format={format}{query}")).path
}

/// The address of a case's file (PDF, A4).
pub fn case_file_path(id: CaseId) -> String {
    Call::<()>::get(format!("/cases/{id}/file")).path
}
