//! Rosters as a phone carries them.

use super::{Roster, RosterEntry, is_on_duty};
use crate::staffing::PersonId;
use crate::sync::rows::{KnownRecord, whole};
use crate::time::{Day, Moment};

/// The rosters on the phone, the smallest area first, then by week.
pub fn rosters(known: &[KnownRecord]) -> Vec<Roster> {
    let mut all: Vec<Roster> = known.iter().filter_map(|record| whole::<Roster>(record.body.as_ref()?)).collect();
    all.sort_by(|a, b| (b.area.len(), &a.area, &a.week).cmp(&(a.area.len(), &b.area, &b.week)));
    all
}

/// Who is on duty now, by roster.
pub fn on_duty(rosters: &[Roster], now: Moment) -> Vec<(&Roster, Vec<&RosterEntry>)> {
    let mut all: Vec<(&Roster, Vec<&RosterEntry>)> = Vec::new();
    for roster in rosters {
        // A night that began on the Sunday before stands on the roster of the week before.
        let entries = roster.entries.iter().filter(|entry| is_on_duty(&entry.day, entry.shift, now)).collect::<Vec<_>>();
        match all.last_mut() {
            _ if entries.is_empty() => {}
            Some((last, so_far)) if last.area == roster.area => so_far.extend(entries),
            _ => all.push((roster, entries)),
        }
    }
    all
}

/// The next time somebody is on duty, today's included.
pub fn next_duty<'r>(rosters: &'r [Roster], person: PersonId, today: &Day) -> Option<(&'r Roster, &'r RosterEntry)> {
    let own = rosters.iter().flat_map(|roster| roster.entries.iter().map(move |entry| (roster, entry)));
    own.filter(|(_, entry)| entry.person.id == person && entry.day >= *today).min_by_key(|(_, entry)| (entry.day.clone(), entry.shift))
}
