//! What must hold for a roster, whether it is written in the app or comes as a file.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use shared::leaves::LeaveState;
use shared::roster::{NewRosterEntry, week_of};
use shared::staffing::{AreaCode, PersonId};
use shared::time::Day;

use crate::db::Conn;
use crate::error::{Error, Words};
use crate::say;
use crate::schema::{appointments, leaves, people};
use crate::staffing::rows::AT_ONCE;

/// What is wrong with one of the entries, and with which member of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFault {
    pub entry: usize,
    /// `day` or `person`.
    pub member: &'static str,
    pub code: &'static str,
    pub words: Words,
}

/// A duty somebody holds, from a day to a day.
type Term = (PersonId, AreaCode, Day, Option<Day>);

/// The duties of some people, past ones too.
pub fn terms_of(conn: &mut Conn, people: &[PersonId]) -> Result<Vec<Term>, Error> {
    let mut terms = Vec::new();
    for some in people.chunks(AT_ONCE) {
        let rows: Vec<Term> = appointments::table
            .filter(appointments::person_id.eq_any(some))
            .select((appointments::person_id, appointments::area, appointments::from_day, appointments::to_day))
            .load(conn)?;
        terms.extend(rows);
    }
    Ok(terms)
}

/// Whether somebody holds a duty in an area, around it or within it on a day.
pub fn works(terms: &[Term], person: PersonId, area: &AreaCode, day: &Day) -> bool {
    terms.iter().any(|(who, place, from, to)| {
        let there = area.contains(place) || place.contains(area);
        *who == person && there && from <= day && to.as_ref().is_none_or(|to| day <= to)
    })
}

/// Days are of the week, nobody stands twice in a shift; and whoever is new on the roster, which was `before`, works there then and is not on
/// leave. What was right when it was written does not stand in the way of the rest.
pub fn faults(
    conn: &mut Conn,
    area: &AreaCode,
    week: &Day,
    entries: &[NewRosterEntry],
    before: &[NewRosterEntry],
) -> Result<Vec<EntryFault>, Error> {
    let ids: Vec<PersonId> = entries.iter().map(|entry| entry.person).collect();
    let names: HashMap<PersonId, String> =
        people::table.filter(people::id.eq_any(&ids)).select((people::id, people::name)).load(conn)?.into_iter().collect();
    let terms = terms_of(conn, &ids)?;
    let away: Vec<(PersonId, Day, Day)> = leaves::table
        .filter(leaves::person_id.eq_any(&ids))
        .filter(leaves::state.eq(LeaveState::Granted))
        .filter(leaves::from_day.le(week.shifted(6)))
        .filter(leaves::to_day.ge(week))
        .select((leaves::person_id, leaves::from_day, leaves::to_day))
        .load(conn)?;
    let (mut faults, mut seen) = (Vec::new(), HashSet::new());
    for (i, entry) in entries.iter().enumerate() {
        let mut wrong = |member, code, words| faults.push(EntryFault { entry: i, member, code, words });
        let NewRosterEntry { day, shift, person, .. } = entry;
        let Some(name) = names.get(person) else {
            wrong("person", "unknown_person", say!("没有这个人", "There is no such person"));
            continue;
        };
        if week_of(day) != *week {
            wrong("day", "out_of_range", say!("{day} 不在 {week} 这一周", "{day} is not in the week of {week}"));
        } else if !seen.insert((day, shift, person)) {
            wrong("person", "duplicate", say!("{name} 在 {day} 的同一班里写了两次", "{name} stands twice in the same shift of {day}"));
        } else if before.iter().any(|old| (&old.day, &old.shift, &old.person) == (day, shift, person)) {
            // It was looked at when it was written.
        } else if !works(&terms, *person, area, day) {
            wrong("person", "not_of_area", say!("{name} {day} 不在这里任职", "{name} holds no duty here on {day}"));
        } else if let Some((_, from, to)) = away.iter().find(|(who, from, to)| who == person && from <= day && day <= to) {
            let words = say!("{name} {from} 至 {to} 请假，请换人", "{name} is on leave from {from} to {to}; choose somebody else");
            wrong("person", "on_leave", words);
        }
    }
    Ok(faults)
}
