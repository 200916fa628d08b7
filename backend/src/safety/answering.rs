//! Answering for a grid's day: one way for those who are online and for phones.

use shared::may::{self, Caller};
use shared::safety::NewSafetyFeedback;
use shared::time::Moment;

use super::rows::{self, FeedbackRow};
use crate::changes::By;
use crate::db::Conn;
use crate::error::Error;
use crate::say;

/// Writes an answer down. One that was written down before under its id is left as it is.
pub fn answer(conn: &mut Conn, caller: &Caller, new: &NewSafetyFeedback, said_at: Moment, now: Moment) -> Result<FeedbackRow, Error> {
    Error::unless(may::work_in_field(caller, &new.grid))?;
    if let Some(before) = rows::find(conn, new.id)? {
        let same = before.person_id == caller.person && before.grid == new.grid && before.trouble == new.trouble;
        let words = say!("这个编号已用于另一次反馈，请换一个", "This id names another answer already; choose a new one");
        return if same { Ok(before) } else { Err(Error::conflict(words)) };
    }
    if new.trouble.is_none() && new.report.is_some() {
        let words = say!("平安无事就没有上报；有情况请写明", "All well has no report; say what is not well");
        return Err(Error::invalid("/trouble", "required", words));
    }
    rows::add(conn, new, said_at, By { person: Some(caller.person), at: now })
}
