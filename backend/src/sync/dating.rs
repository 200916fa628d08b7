//! When something was done, and what whoever did it was appointed to then: responsibility is dated.

use shared::may::Caller;
use shared::sync::REMEMBERED_DAYS;
use shared::time::Moment;

use crate::db::Conn;
use crate::error::Error;
use crate::session;

/// When an operation was captured: by the phone's clock, put right by what it knew of the server's, and never after it arrived.
pub fn captured(by_phone: Moment, clock_offset_ms: i64, arrived: Moment) -> Moment {
    Moment::from_millis(by_phone.millis().saturating_add(clock_offset_ms).clamp(0, arrived.millis()))
}

/// Somebody with today's duties and those of the day something was captured on: work does not become void because a phone was out of
/// reach when its owner was moved to another grid. What was captured too long ago is judged by today's duties alone.
pub fn caller_then(conn: &mut Conn, caller: &Caller, captured: Moment, now: Moment) -> Result<Caller, Error> {
    let day = captured.day();
    if day == now.day() || now.seconds_since(captured) > REMEMBERED_DAYS * 86_400 {
        return Ok(caller.clone());
    }
    let mut duties = caller.duties.clone();
    for held in session::rows::duties_on(conn, caller.person, &day)? {
        if !duties.contains(&held) {
            duties.push(held);
        }
    }
    Ok(Caller { person: caller.person, duties })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_captured_after_it_arrived() {
        let (noon, at) = (Moment::from_millis(1_764_000_000_000), Moment::from_millis);
        assert_eq!(captured(noon, 0, noon), noon);
        assert_eq!(captured(at(noon.millis() - 5000), 2000, noon), at(noon.millis() - 3000));
        assert_eq!(captured(at(noon.millis() + 63_000_000_000), 0, noon), noon, "two years ahead");
        assert_eq!(captured(at(i64::MAX), i64::MAX, noon), noon);
        assert_eq!(captured(at(i64::MIN), i64::MIN, noon), at(0));
    }
}
