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

/// What is wrong with one of the entries, and with which member of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFault {
    pub entry: usize,
    /// `day` or `person`.
    pub member: &'static str,
    pub code: &'static str,
    pub words: Words,
}

type Term = (PersonId, AreaCode, Day, Option<Day>);

/// Days are of the week, nobody stands twice in a shift, everybody works there then, and nobody is on leave.
pub fn faults(conn: &mut Conn, area: &AreaCode, week: &Day, entries: &[NewRosterEntry]) -> Result<Vec<EntryFault>, Error> {
    let ids: Vec<PersonId> = entries.iter().map(|entry| entry.person).collect();
    let names: HashMap<PersonId, String> =
        people::table.filter(people::id.eq_any(&ids)).select((people::id, people::name)).load(conn)?.into_iter().collect();
    let terms: Vec<Term> = appointments::table
        .filter(appointments::person_id.eq_any(&ids))
        .select((appointments::person_id, appointments::area, appointments::from_day, appointments::to_day))
        .load(conn)?;
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
        let works = |(who, place, from, to): &Term| {
            let there = area.contains(place) || place.contains(area);
            who == person && there && from <= day && to.as_ref().is_none_or(|to| day <= to)
        };
        if week_of(day) != *week {
            wrong("day", "out_of_range", say!("{day} 不在 {week} 这一周", "{day} is not in the week of {week}"));
        } else if !terms.iter().any(works) {
            wrong("person", "not_of_area", say!("{name} {day} 不在这里任职", "{name} holds no duty here on {day}"));
        } else if let Some((_, from, to)) = away.iter().find(|(who, from, to)| who == person && from <= day && day <= to) {
            let words = say!("{name} {from} 至 {to} 请假，请换人", "{name} is on leave from {from} to {to}; choose somebody else");
            wrong("person", "on_leave", words);
        } else if !seen.insert((day, shift, person)) {
            wrong("person", "duplicate", say!("{name} 在 {day} 的同一班里写了两次", "{name} stands twice in the same shift of {day}"));
        }
    }
    Ok(faults)
}
