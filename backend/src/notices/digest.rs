//! The digest: once a day, one line for everybody for whom something waits.

use shared::notices::loads;
use shared::time::Moment;

use super::rows;
use crate::db::Conn;
use crate::error::Error;
use crate::settings;

/// Writes the day's digest once its hour has come; of several servers one does. `true` when this one did.
pub fn write(conn: &mut Conn, now: Moment) -> Result<bool, Error> {
    let hour: i32 = settings::find(conn)?.digest_hour.into();
    let day = now.day();
    let due = day.begins().plus_seconds(i64::from(hour) * 3600);
    if now < due || !rows::begin_digest(conn, &day, now)? {
        return Ok(false);
    }
    let open = rows::open_cases(conn, now)?;
    let staff = rows::staff_on(conn, &day)?;
    rows::add_digests(conn, &loads(&open, &staff), now)?;
    Ok(true)
}
