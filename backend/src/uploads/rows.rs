//! The tables of files that come in pieces.

use diesel::prelude::*;
use shared::cases::CaseId;
use shared::photos::{PhotoId, PhotoKind};
use shared::reports::ReportId;
use shared::staffing::PersonId;
use shared::sync::uploads::{UPLOAD_DAYS, Upload, UploadId, UploadState};
use shared::time::Moment;

use crate::db::Conn;
use crate::error::Error;
use crate::schema::{upload_pieces as pieces, uploads};

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = uploads)]
pub struct UploadRow {
    pub id: UploadId,
    pub person_id: PersonId,
    pub report_id: Option<ReportId>,
    pub case_id: Option<CaseId>,
    pub kind: PhotoKind,
    pub bytes: i64,
    pub received: i64,
    pub sha256: String,
    pub keep_place: bool,
    pub state: UploadState,
    pub photo_id: Option<PhotoId>,
    pub announced_at: Moment,
}

impl UploadRow {
    /// As it is told.
    pub fn shown(&self) -> Upload {
        Upload { id: self.id, state: self.state, offset: self.received, bytes: self.bytes, photo: self.photo_id }
    }
}

/// Somebody's own upload.
pub fn find(conn: &mut Conn, id: UploadId, person: PersonId) -> Result<UploadRow, Error> {
    Ok(uploads::table.find(id).filter(uploads::person_id.eq(person)).select(UploadRow::as_select()).first(conn)?)
}

/// The upload that was announced under an id before, whoever did.
pub fn announced(conn: &mut Conn, id: UploadId) -> Result<Option<UploadRow>, Error> {
    Ok(uploads::table.find(id).select(UploadRow::as_select()).first(conn).optional()?)
}

pub fn add(conn: &mut Conn, row: &UploadRow) -> Result<(), Error> {
    diesel::insert_into(uploads::table).values(row).execute(conn)?;
    Ok(())
}

/// Adds a piece that begins where the ones before end; false when it does not, for somebody was faster.
pub fn add_piece(conn: &mut Conn, id: UploadId, from: i64, blob: &str, bytes: i64) -> Result<bool, Error> {
    let that = uploads::table.find(id).filter(uploads::received.eq(from)).filter(uploads::state.eq(UploadState::Open));
    if diesel::update(that).set(uploads::received.eq(from + bytes)).execute(conn)? == 0 {
        return Ok(false);
    }
    let row = (pieces::upload.eq(id), pieces::from_byte.eq(from), pieces::blob.eq(blob), pieces::bytes.eq(bytes));
    diesel::insert_into(pieces::table).values(row).execute(conn)?;
    Ok(true)
}

/// The blobs of the pieces, in order.
pub fn pieces(conn: &mut Conn, id: UploadId) -> Result<Vec<String>, Error> {
    Ok(pieces::table.filter(pieces::upload.eq(id)).order(pieces::from_byte).select(pieces::blob).load(conn)?)
}

/// Ends an upload, or has it begin anew (`open`). Answers the blobs of its pieces that nothing names any more.
pub fn end(conn: &mut Conn, id: UploadId, state: UploadState, photo: Option<PhotoId>) -> Result<Vec<String>, Error> {
    let mut blobs = pieces(conn, id)?;
    diesel::delete(pieces::table.filter(pieces::upload.eq(id))).execute(conn)?;
    let received = (state != UploadState::Done).then_some(uploads::received.eq(0));
    diesel::update(uploads::table.find(id)).set((uploads::state.eq(state), uploads::photo_id.eq(photo), received)).execute(conn)?;
    let named: Vec<String> = pieces::table.filter(pieces::blob.eq_any(&blobs)).select(pieces::blob).load(conn)?;
    blobs.retain(|blob| !named.contains(blob));
    Ok(blobs)
}

/// How many of somebody's uploads have not become photos yet, or are not known.
pub fn missing(conn: &mut Conn, person: PersonId, ids: &[UploadId]) -> Result<usize, Error> {
    let done =
        uploads::table.filter(uploads::id.eq_any(ids)).filter(uploads::person_id.eq(person)).filter(uploads::state.eq(UploadState::Done));
    let done: Vec<UploadId> = done.select(uploads::id).load(conn)?;
    Ok(ids.iter().filter(|id| !done.contains(id)).count())
}

/// The blobs that pieces are.
pub fn blobs(conn: &mut Conn) -> Result<Vec<String>, Error> {
    Ok(pieces::table.select(pieces::blob).load(conn)?)
}

/// Forgets uploads that took too long or are long done. Their pieces' blobs are named by nothing then.
pub fn forget_old(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    let old = || uploads::table.filter(uploads::announced_at.lt(now.plus_seconds(-UPLOAD_DAYS * 86_400)));
    diesel::delete(pieces::table.filter(pieces::upload.eq_any(old().select(uploads::id)))).execute(conn)?;
    diesel::delete(old()).execute(conn)?;
    Ok(())
}
