//! Asking for leave, granting it with covers, declining it, and ending it.

use shared::leaves::{LeaveState, MOST_DAYS, NewCover, NewLeave, NewLeaveDecision};
use shared::may::{self, Caller};
use shared::problem::Code;
use shared::staffing::{Appointment, NewAppointment, PersonId};
use shared::time::{Day, Moment};

use super::rows::{self, LeaveRow};
use crate::care;
use crate::changes::By;
use crate::db::Conn;
use crate::error::{Error, FieldFault, Words};
use crate::input::Seen;
use crate::say;
use crate::session::rows::duties_on;
use crate::staffing::rows as staffing;
use crate::staffing::rules;

/// Asks for leave. What was asked for before under its id is answered as it stands.
pub fn ask(conn: &mut Conn, caller: &Caller, new: NewLeave, now: Moment) -> Result<LeaveRow, Error> {
    let person = new.person.unwrap_or(caller.person);
    Error::unless(if person == caller.person {
        may::ask_for_leave(caller) || may::decide_leaves(caller)
    } else {
        may::decide_leaves(caller)
    })?;
    staffing::hold(conn, person)?;
    if let Some(before) = rows::find(conn, new.id)? {
        let same = (before.person_id, &before.from_day, &before.to_day, &before.note) == (person, &new.from_day, &new.to_day, &new.note);
        let words = say!("这个编号已用于另一次请假，请换一个", "This id names another leave already; choose a new one");
        return if same { Ok(before) } else { Err(Error::conflict(words)) };
    }
    let faults = faults(conn, person, &new, &now.day())?;
    if !faults.is_empty() {
        return Err(Error::fields(faults));
    }
    if let Some(other) = rows::meeting(conn, person, &new.from_day, &new.to_day)? {
        let (from, to) = (other.from_day, other.to_day);
        return Err(Error::conflict(say!("{from} 至 {to} 已经请了假", "There is leave from {from} to {to} already")));
    }
    let NewLeave { id, person: _, from_day, to_day, note } = new;
    let row = LeaveRow {
        id,
        person_id: person,
        from_day,
        to_day,
        note,
        state: LeaveState::Asked,
        asked_at: now,
        decided_by: None,
        decided_at: None,
        reason: None,
        version: 1,
        updated_at: now,
    };
    rows::add(conn, &row, By { person: Some(caller.person), at: now })?;
    Ok(row)
}

fn faults(conn: &mut Conn, person: PersonId, new: &NewLeave, today: &Day) -> Result<Vec<FieldFault>, Error> {
    let mut faults = Vec::new();
    let mut wrong = |pointer: &str, code: &'static str, words: Words| faults.push(FieldFault::new(pointer, code, words));
    if !staffing::exists(conn, person)? {
        wrong("/person", "unknown_person", say!("没有这个人", "There is no such person"));
    } else if duties_on(conn, person, &new.from_day)?.iter().all(|held| !held.duty.is_of_grid()) {
        wrong("/from_day", "no_duty", say!("这一天没有网格或村里的职务", "There is no duty in a grid or village on this day"));
    }
    if new.from_day < *today {
        wrong("/from_day", "out_of_range", say!("开始日期已经过去", "The first day has passed"));
    }
    if new.to_day < new.from_day {
        wrong("/to_day", "day", say!("结束日期早于开始日期", "The last day is before the first"));
    } else if new.to_day >= new.from_day.shifted(MOST_DAYS) {
        wrong("/to_day", "out_of_range", say!("一次最多 {MOST_DAYS} 天", "At most {MOST_DAYS} days at once"));
    }
    Ok(faults)
}

/// Grants a leave, appointing those who cover for just as long, or declines it.
pub fn decide(
    conn: &mut Conn,
    caller: &Caller,
    row: LeaveRow,
    decision: NewLeaveDecision,
    seen: Seen,
    now: Moment,
) -> Result<LeaveRow, Error> {
    Error::unless(may::decide_leaves(caller))?;
    seen.check(row.version)?;
    if row.state != LeaveState::Asked {
        return Err(Error::conflict(say!("这次请假已经处理过了", "This leave was decided on already")));
    }
    if row.person_id == caller.person {
        return Err(Error::new(Code::Forbidden).saying(say!("不能批准自己的请假", "Nobody decides on his own leave")));
    }
    let by = By { person: Some(caller.person), at: now };
    let decided = LeaveRow { decided_by: Some(caller.person), decided_at: Some(now), ..row };
    match decision {
        NewLeaveDecision::Grant { covers } => {
            if decided.to_day < now.day() {
                return Err(Error::conflict(say!("请假的日子已经过去", "The days asked for have passed")));
            }
            grant(conn, &decided, &covers, by)?;
            rows::change(conn, LeaveRow { state: LeaveState::Granted, ..decided }, "grant", by)
        }
        NewLeaveDecision::Decline { reason } => {
            rows::change(conn, LeaveRow { state: LeaveState::Declined, reason: Some(reason), ..decided }, "decline", by)
        }
    }
}

/// Appoints each cover to the duty of whoever is away, from the first day (or today) to the last.
fn grant(conn: &mut Conn, row: &LeaveRow, covers: &[NewCover], by: By) -> Result<(), Error> {
    let from = row.from_day.clone().max(by.at.day());
    let held: Vec<Appointment> = staffing::appointments_of(conn, row.person_id, &from)?;
    for (i, cover) in covers.iter().enumerate() {
        let wrong = |member: &str, code, words| Error::invalid(format!("/grant/covers/{i}/{member}"), code, words);
        let own = held.iter().find(|it| it.id == cover.appointment && it.covering_for.is_none() && it.duty.is_of_grid());
        let Some(own) = own else {
            let words = say!("请假的人 {from} 不担任这一职务", "Whoever is away does not hold this duty on {from}");
            return Err(wrong("appointment", "unknown_appointment", words));
        };
        if covers.iter().take(i).any(|other| other.appointment == cover.appointment && other.person == cover.person) {
            return Err(wrong("person", "duplicate", say!("同一职务的替班人写了两次", "The same cover is named twice")));
        }
        if let Some(away) = rows::meeting(conn, cover.person, &from, &row.to_day)? {
            let (from, to) = (away.from_day, away.to_day);
            let words = say!("替班的人 {from} 至 {to} 自己也请假", "Whoever covers is on leave from {from} to {to}");
            return Err(wrong("person", "on_leave", words));
        }
        let new = NewAppointment {
            person: cover.person,
            duty: own.duty,
            area: own.area.clone(),
            unit: None,
            covering_for: Some(row.person_id),
            from_day: from.clone(),
            to_day: Some(row.to_day.clone()),
        };
        rules::check(conn, &new).map_err(|error| error.within(&format!("/grant/covers/{i}")))?;
        let appointment = staffing::appoint(conn, &new, by)?;
        rows::add_cover(conn, row.id, appointment)?;
    }
    Ok(())
}

/// Takes a leave back that has not begun, or ends it today: covers that have begun end today, the others never were.
pub fn end(conn: &mut Conn, caller: &Caller, row: LeaveRow, seen: Seen, now: Moment) -> Result<LeaveRow, Error> {
    Error::unless(row.person_id == caller.person || may::decide_leaves(caller))?;
    seen.check(row.version)?;
    let (today, by) = (now.day(), By { person: Some(caller.person), at: now });
    let over = !matches!(row.state, LeaveState::Asked | LeaveState::Granted) || row.to_day < today;
    if over {
        return Err(Error::conflict(say!("这次请假已经结束", "This leave is over already")));
    }
    for cover in rows::covers_of(conn, &[row.id])?.remove(&row.id).unwrap_or_default() {
        if cover.from_day > today {
            rows::take_back_cover(conn, row.id, &cover, by)?;
        } else if cover.to_day.as_ref().is_none_or(|to| *to > today) {
            staffing::end_appointment(conn, cover.id, cover.version, Some(&today), by)?;
        }
    }
    let begun = row.state == LeaveState::Granted && row.from_day <= today;
    let ended = if begun { LeaveRow { to_day: today, ..row } } else { LeaveRow { state: LeaveState::Withdrawn, ..row } };
    let ended = rows::change(conn, ended, "end", by)?;
    care::rows::visitors::let_go(conn, None, by)?;
    Ok(ended)
}
