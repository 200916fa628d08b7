//! The table of reports. Rows are added, never changed.

pub mod similar;

use diesel::prelude::*;
use shared::cases::CaseId;
use shared::categories::CategoryCode;
use shared::grids::GridCode;
use shared::photos::Photo;
use shared::place::PlaceSource;
use shared::receipts::ReceiptCode;
use shared::reports::{Channel, PlaceText, Report, ReportId, ReportText};
use shared::staffing::{PersonId, PersonName, PersonRef};
use shared::time::Moment;
use shared::value::Phone;

use crate::cases::rows::place;
use crate::db::Conn;
use crate::error::Error;
use crate::schema::reports;

/// One report.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = reports)]
pub struct ReportRow {
    pub id: ReportId,
    pub case_id: CaseId,
    pub receipt: ReceiptCode,
    pub category: CategoryCode,
    pub text: ReportText,
    pub grid: GridCode,
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub accuracy_m: Option<f64>,
    pub place_source: Option<PlaceSource>,
    pub place_text: Option<PlaceText>,
    pub channel: Channel,
    /// The member who entered it; `None` for a resident.
    pub filed_by: Option<PersonId>,
    pub reporter_name: Option<PersonName>,
    pub reporter_phone: Option<Phone>,
    pub captured_at: Option<Moment>,
    pub received_at: Moment,
    pub photo_count: i32,
}

impl ReportRow {
    /// As staff read it; who the resident is only where the reader may know.
    pub fn shown(self, with_reporter: bool, filed_by: Option<PersonRef>, photos: Vec<Photo>) -> Report {
        Report {
            place: place(self.lon, self.lat, self.accuracy_m, self.place_source),
            photo_count: self.announced(),
            id: self.id,
            case: self.case_id,
            category: self.category,
            text: self.text,
            grid: self.grid,
            place_text: self.place_text,
            channel: self.channel,
            filed_by,
            reporter_name: self.reporter_name.filter(|_| with_reporter).map(Into::into),
            reporter_phone: self.reporter_phone.filter(|_| with_reporter).map(Into::into),
            captured_at: self.captured_at,
            received_at: self.received_at,
            photos,
            receipt: self.receipt,
        }
    }

    /// How many photos were announced.
    pub fn announced(&self) -> u8 {
        u8::try_from(self.photo_count).unwrap_or_default()
    }
}

pub fn find(conn: &mut Conn, id: ReportId) -> Result<ReportRow, Error> {
    Ok(reports::table.find(id).select(ReportRow::as_select()).first(conn)?)
}

/// The report that was filed under an id before, if one was.
pub fn filed_as(conn: &mut Conn, id: ReportId) -> Result<Option<ReportRow>, Error> {
    Ok(reports::table.find(id).select(ReportRow::as_select()).first(conn).optional()?)
}

pub fn by_receipt(conn: &mut Conn, receipt: &ReceiptCode) -> Result<ReportRow, Error> {
    Ok(reports::table.filter(reports::receipt.eq(receipt)).select(ReportRow::as_select()).first(conn)?)
}

/// The reports of a case, oldest first; a hundred at most.
pub fn of_case(conn: &mut Conn, case: CaseId) -> Result<Vec<ReportRow>, Error> {
    Ok(reports::table
        .filter(reports::case_id.eq(case))
        .order((reports::received_at, reports::id))
        .limit(100)
        .select(ReportRow::as_select())
        .load(conn)?)
}

pub fn add(conn: &mut Conn, row: &ReportRow) -> Result<(), Error> {
    diesel::insert_into(reports::table).values(row).execute(conn)?;
    Ok(())
}
