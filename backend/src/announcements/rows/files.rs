//! Material of announcements in the database; what is in the files is in the blobs.

use std::collections::BTreeMap;

use diesel::prelude::*;
use shared::announcements::AnnouncementId;
use shared::announcements::files::{AnnouncementFile, FileKind, FileName, MOST_SENT, file_path};
use shared::staffing::PersonId;
use shared::time::Moment;

use crate::db::Conn;
use crate::error::Error;
use crate::say;
use crate::schema::{announcement_files as files, announcements};

/// So long a file waits for its announcement.
const WAITS_SECONDS: i64 = 86_400;

/// A file that came.
pub struct New {
    pub name: FileName,
    pub kind: FileKind,
    pub size: usize,
    pub blob: String,
}

type Row = (AnnouncementId, i32, FileName, FileKind, i32);
type Columns = (files::announcement, files::position, files::name, files::media_type, files::bytes);
const COLUMNS: Columns = (files::announcement, files::position, files::name, files::media_type, files::bytes);

fn shape((announcement, position, name, kind, bytes): Row) -> AnnouncementFile {
    AnnouncementFile { position, name, kind, bytes, url: file_path(announcement, position) }
}

/// Adds a file behind those that are there. One with the same content and name is there once.
pub fn add(conn: &mut Conn, id: AnnouncementId, new: &New, person: PersonId, now: Moment) -> Result<AnnouncementFile, Error> {
    let there: Vec<(Row, String, PersonId)> = files::table
        .filter(files::announcement.eq(id))
        .order(files::position)
        .select((COLUMNS, files::blob, files::by_person))
        .load(conn)?;
    if there.iter().any(|(.., by)| *by != person) {
        return Err(Error::conflict(say!("这个编号已有别人传的文件，请换一个", "Somebody else's files have this id; choose a new one")));
    }
    let same = there.iter().find(|(row, blob, _)| row.2 == new.name && *blob == new.blob);
    if let Some((row, ..)) = same {
        return Ok(shape(row.clone()));
    }
    if there.len() >= MOST_SENT {
        let words = say!("已经传了 {MOST_SENT} 个文件，请关掉重新填写", "{MOST_SENT} files were sent already; begin anew");
        return Err(Error::conflict(words));
    }
    let position = i32::try_from(there.len()).map_err(Error::internal)? + 1;
    let bytes = i32::try_from(new.size).map_err(Error::internal)?;
    let row = (
        files::announcement.eq(id),
        files::position.eq(position),
        files::name.eq(&new.name),
        files::media_type.eq(new.kind),
        files::bytes.eq(bytes),
        files::blob.eq(&new.blob),
        files::by_person.eq(person),
        files::received_at.eq(now),
    );
    diesel::insert_into(files::table).values(row).execute(conn)?;
    Ok(shape((id, position, new.name.clone(), new.kind, bytes)))
}

/// Keeps those an announcement names and forgets the others; false when one of them is not there.
pub fn settle(conn: &mut Conn, id: AnnouncementId, positions: &[i32]) -> Result<bool, Error> {
    let others = files::table.filter(files::announcement.eq(id)).filter(files::position.ne_all(positions.to_vec()));
    diesel::delete(others).execute(conn)?;
    let there: i64 = files::table.filter(files::announcement.eq(id)).count().get_result(conn)?;
    Ok(usize::try_from(there).is_ok_and(|there| there == positions.len()))
}

/// One file and the blob that holds it.
pub fn find(conn: &mut Conn, id: AnnouncementId, position: i32) -> Result<(AnnouncementFile, String), Error> {
    let (row, blob): (Row, String) = files::table.find((id, position)).select((COLUMNS, files::blob)).first(conn)?;
    Ok((shape(row), blob))
}

/// The files of some announcements, in their order.
pub fn of(conn: &mut Conn, ids: &[AnnouncementId]) -> Result<BTreeMap<AnnouncementId, Vec<AnnouncementFile>>, Error> {
    let rows: Vec<Row> =
        files::table.filter(files::announcement.eq_any(ids)).order((files::announcement, files::position)).select(COLUMNS).load(conn)?;
    let mut all: BTreeMap<AnnouncementId, Vec<AnnouncementFile>> = BTreeMap::new();
    for row in rows {
        all.entry(row.0).or_default().push(shape(row));
    }
    Ok(all)
}

/// The hashes of all files.
pub fn blobs(conn: &mut Conn) -> Result<Vec<String>, Error> {
    Ok(files::table.select(files::blob).load(conn)?)
}

/// Forgets files whose announcement never came.
pub fn forget_old(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    let published = announcements::table.select(announcements::id);
    let waiting =
        files::table.filter(files::received_at.lt(now.plus_seconds(-WAITS_SECONDS))).filter(files::announcement.ne_all(published));
    diesel::delete(waiting).execute(conn)?;
    Ok(())
}
