//! The table of photos: what each shows, whose it is, and which blobs hold it.

use diesel::prelude::*;
use shared::cases::CaseId;
use shared::photos::{MAX_PHOTOS, PhotoId, PhotoKind};
use shared::reports::ReportId;
use shared::staffing::PersonId;
use shared::time::Moment;

use crate::cases::rows::carried;
use crate::db::Conn;
use crate::error::Error;
use crate::say;
use crate::schema::photos;

/// One photo.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = photos)]
pub struct PhotoRow {
    pub id: PhotoId,
    pub case_id: CaseId,
    /// The report it came with; `None` for photos of the work.
    pub report_id: Option<ReportId>,
    pub kind: PhotoKind,
    /// SHA-256 of the file as it came.
    pub original: String,
    /// Blobs of the two renditions.
    pub large: String,
    pub small: String,
    /// Of the large rendition, in pixels.
    pub width: i32,
    pub height: i32,
    pub taken_at: Option<Moment>,
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub added_by: Option<PersonId>,
    pub received_at: Moment,
}

pub fn find(conn: &mut Conn, id: PhotoId) -> Result<PhotoRow, Error> {
    Ok(photos::table.find(id).select(PhotoRow::as_select()).first(conn)?)
}

/// All photos of a case, its reports' among them, in the order they came.
pub fn of_case(conn: &mut Conn, case: CaseId) -> Result<Vec<PhotoRow>, Error> {
    Ok(photos::table.filter(photos::case_id.eq(case)).order(photos::id).select(PhotoRow::as_select()).load(conn)?)
}

/// The photos of one report.
pub fn of_report(conn: &mut Conn, report: ReportId) -> Result<Vec<PhotoRow>, Error> {
    Ok(photos::table.filter(photos::report_id.eq(report)).order(photos::id).select(PhotoRow::as_select()).load(conn)?)
}

/// The first photo of each of these cases that has any, by case.
pub fn first_of(conn: &mut Conn, cases: &[CaseId]) -> Result<Vec<(CaseId, PhotoId)>, Error> {
    let mut found: Vec<(CaseId, PhotoId)> = photos::table
        .filter(photos::case_id.eq_any(cases))
        .select((photos::case_id, photos::id))
        .order((photos::case_id, photos::id))
        .load(conn)?;
    found.dedup_by_key(|(case, _)| *case);
    Ok(found)
}

/// The blobs that photos name.
pub fn blobs(conn: &mut Conn) -> Result<Vec<(String, String)>, Error> {
    Ok(photos::table.select((photos::large, photos::small)).load(conn)?)
}

/// Adds a photo, or finds the one that is there already when the same file was sent before. `true` when it is new.
/// Fails when its report, or its case for this kind, has as many as it may have.
pub fn add(conn: &mut Conn, new: PhotoRow) -> Result<(PhotoRow, bool), Error> {
    let beside: Vec<PhotoRow> =
        of_case(conn, new.case_id)?.into_iter().filter(|p| p.report_id == new.report_id && p.kind == new.kind).collect();
    if let Some(same) = beside.iter().find(|p| p.original == new.original) {
        return Ok((same.clone(), false));
    }
    room_for(beside.len(), 1)?;
    diesel::insert_into(photos::table).values(&new).execute(conn)?;
    carried::changed(conn, new.case_id, new.received_at)?;
    Ok((new, true))
}

/// Fails when `more` photos beside the ones `there` are too many.
pub fn room_for(there: usize, more: usize) -> Result<(), Error> {
    if there + more <= usize::from(MAX_PHOTOS) {
        return Ok(());
    }
    let words = say!("最多 {MAX_PHOTOS} 张照片，已有 {there} 张", "At most {MAX_PHOTOS} photos; there are {there} already");
    Err(Error::invalid("", "too_many_photos", words))
}
