//! Which phones carry an announcement: those of the grids it is for, or all where it is for everybody.

use diesel::prelude::*;
use serde_json::Value;
use shared::announcements::carried::OwnAnswer;
use shared::announcements::{AnnouncementId, AnnouncementKind};
use shared::grids::GridCode;
use shared::staffing::{AreaCode, PersonId};
use shared::sync::pulling::RecordKind;
use shared::time::Moment;

use super::{AnnouncementRow, answers, areas_of};
use crate::db::Conn;
use crate::error::Error;
use crate::feed;
use crate::schema::{announcement_areas, announcements};

/// So long after the announcement's last day an answer stays on the phone of whoever gave it.
const ANSWER_DAYS: i64 = 30;

/// Writes down in the change feed that an announcement has changed.
pub fn changed(conn: &mut Conn, row: &AnnouncementRow, now: Moment) -> Result<(), Error> {
    let leaves_at = row.until.shifted(1).begins();
    let areas = areas_of(conn, &[row.id])?.remove(&row.id).unwrap_or_default();
    let buckets = if row.kind == AnnouncementKind::News || leaves_at <= now { Vec::new() } else { feed::of_areas(conn, &areas, now)? };
    feed::put(conn, RecordKind::Announcement, &row.id.to_string(), &buckets, Some(leaves_at), now)
}

/// Carries the announcements around a grid that is new.
pub fn grid_added(conn: &mut Conn, grid: &GridCode, now: Moment) -> Result<(), Error> {
    let shown: Vec<AnnouncementRow> = announcements::table
        .inner_join(announcement_areas::table)
        .filter(announcement_areas::area.eq_any(AreaCode::from(grid.clone()).around()))
        .filter(announcements::until.ge(now.day()))
        .select(AnnouncementRow::as_select())
        .distinct()
        .load(conn)?;
    shown.iter().try_for_each(|row| changed(conn, row, now))
}

/// Writes down that somebody has answered.
pub fn answered(conn: &mut Conn, announcement: AnnouncementId, person: PersonId, now: Moment) -> Result<(), Error> {
    let row = super::find(conn, announcement)?.ok_or_else(Error::not_found)?;
    let leaves_at = Some(row.until.begins().max(now).plus_seconds(ANSWER_DAYS * 86_400));
    let record = feed::own_record(announcement, person);
    feed::put(conn, RecordKind::AnnouncementAnswer, &record, &[feed::of_person(person)], leaves_at, now)
}

/// Fills a feed that knows of no announcement.
pub fn fill(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    if feed::knows_any(conn, RecordKind::Announcement)? {
        return Ok(());
    }
    let shown: Vec<AnnouncementRow> =
        announcements::table.filter(announcements::until.ge(now.day())).select(AnnouncementRow::as_select()).load(conn)?;
    shown.iter().try_for_each(|row| changed(conn, row, now))
}

/// An announcement, for everybody who works where it is for: whom it is for by duty is decided on the phone, whose owner may be given
/// another duty tomorrow.
pub fn body(conn: &mut Conn, record: &str) -> Result<Option<Value>, Error> {
    let Ok(id) = record.parse::<AnnouncementId>() else { return Ok(None) };
    let Some(row) = super::find(conn, id)? else { return Ok(None) };
    serde_json::to_value(super::shape(conn, row)?).map(Some).map_err(Error::internal)
}

/// What somebody has answered.
pub fn answer_body(conn: &mut Conn, record: &str, person: PersonId) -> Result<Option<Value>, Error> {
    let Some(announcement) = feed::owned::<AnnouncementId>(record) else { return Ok(None) };
    let answer = answers::of_person(conn, announcement, person)?;
    let own = answer.map(|answer| OwnAnswer { announcement, result: answer.result });
    own.map(serde_json::to_value).transpose().map_err(Error::internal)
}
