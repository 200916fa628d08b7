//! Answering an announcement: one way for those who are online and for phones.

use shared::announcements::{AnnouncementKind, NewAnnouncementAnswer};
use shared::may::Caller;
use shared::time::{CLOCK_AHEAD_SECONDS, Moment};

use super::rows::{self, answers};
use crate::db::Conn;
use crate::error::Error;
use crate::say;

/// Writes an answer down. One that was written down before under its id is left as it is.
pub fn answer(conn: &mut Conn, caller: &Caller, new: &NewAnnouncementAnswer, now: Moment) -> Result<(), Error> {
    let row = rows::find(conn, new.announcement)?.ok_or_else(Error::not_found)?;
    if row.kind == AnnouncementKind::News || !rows::is_for(conn, &row, caller)? {
        return Err(Error::not_found());
    }
    if let Some((person, of, result)) = answers::find(conn, new.id)? {
        let same = person == caller.person && of == new.announcement && result == new.result;
        let words = say!("这个编号已用于另一次答复，请换一个", "This id names another answer already; choose a new one");
        return if same { Ok(()) } else { Err(Error::conflict(words)) };
    }
    if new.at > now.plus_seconds(CLOCK_AHEAD_SECONDS) {
        return Err(Error::invalid("/at", "out_of_range", say!("时间在将来", "It lies in the future")));
    }
    if new.result.is_some() && row.kind != AnnouncementKind::Publicity {
        return Err(Error::invalid("/result", "choice", say!("只有宣传任务有结果", "Only a publicity task has a result")));
    }
    answers::add(conn, new, caller.person, now)
}
