//! When something was done, and what whoever did it was appointed to then: responsibility is dated.

use shared::may::Caller;
use shared::sync::REMEMBERED_DAYS;
use shared::time::Moment;

use crate::db::Conn;
use crate::error::Error;
use crate::session;

/// How far a moment may be moved before it is told: phones' clocks are never quite right.
const MARGIN_MS: u64 = 600_000;

/// When something was captured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Captured {
    pub at: Moment,
    /// The phone's clock was wrong by more than what is usual.
    pub corrected: bool,
}

/// When an operation was captured: by the phone's clock, put right by what it knew of the server's; never after it arrived, and never
/// before the server had last answered the phone. It is the phone that knows what it had heard by then: the server's own last receipt may
/// be of later work that went ahead.
pub fn captured(by_phone: Moment, clock_offset_ms: i64, last_heard: Option<Moment>, arrived: Moment) -> Captured {
    let told = by_phone.millis().saturating_add(clock_offset_ms);
    let earliest = last_heard.map_or(0, |at| at.millis().clamp(0, arrived.millis()));
    let at = told.clamp(earliest, arrived.millis());
    Captured { at: Moment::from_millis(at), corrected: at.abs_diff(told) > MARGIN_MS }
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

    const NOON: i64 = 1_764_000_000_000;
    const HOUR: i64 = 3_600_000;

    fn dated(by_phone: i64, offset: i64, last_heard: Option<i64>) -> (i64, bool) {
        let at = Moment::from_millis;
        let Captured { at, corrected } = captured(at(by_phone), offset, last_heard.map(at), at(NOON));
        (at.millis() - NOON, corrected)
    }

    #[test]
    fn nothing_is_captured_after_it_arrived() {
        assert_eq!(dated(NOON, 0, None), (0, false));
        assert_eq!(dated(NOON - 5000, 2000, None), (-3000, false));
        assert_eq!(dated(NOON + 5000, 0, None), (0, false), "no clock is quite right");
        assert_eq!(dated(NOON + 63_000_000_000, 0, None), (0, true), "two years ahead");
        assert_eq!(dated(i64::MAX, i64::MAX, None), (0, true));
        assert_eq!(dated(i64::MIN, i64::MIN, None), (-NOON, true));
    }

    #[test]
    fn nothing_is_captured_before_the_phone_last_heard_from_the_server() {
        let last = Some(NOON - 3 * HOUR);
        assert_eq!(dated(NOON - 2 * HOUR, 0, last), (-2 * HOUR, false));
        assert_eq!(dated(NOON - 24 * HOUR, 0, last), (-3 * HOUR, true), "a day behind");
        assert_eq!(dated(NOON - 3 * HOUR - 2000, 0, last), (-3 * HOUR, false));
        assert_eq!(dated(NOON - 24 * HOUR, 0, Some(NOON + HOUR)), (0, true), "nobody has heard from the future");
    }
}
