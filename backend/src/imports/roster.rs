//! Duty rosters as XLSX or CSV: the weeks a file names are replaced, each place's as a whole, so that a week is one file.

pub mod columns;
mod reading;
pub mod writing;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;
use shared::imports::ChangeKind;
use shared::lang::Lang;
use shared::roster::{MOST_ENTRIES, NewRosterEntry, week_of};
use shared::staffing::{AreaCode, PersonId, PersonName};
use shared::time::Day;
use shared::value::Phone;

use self::columns::Column;
use self::reading::{Line, Named};
pub use self::reading::{RosterFile, read};
use crate::changes::By;
use crate::db::Conn;
use crate::error::{Error, FieldFault, Words};
use crate::imports::outcome::Outcome;
use crate::input::Seen;
use crate::roster::{rows, rules};
use crate::say;
use crate::schema::people;
use crate::staffing::rows::AT_ONCE;
use crate::staffing::rules::area_fault;

/// The entries of one place and week, each with the place of its row among the lines.
type Week = Vec<(usize, NewRosterEntry)>;

/// Compares with what is there, and replaces the weeks unless `dry_run`. `keeps` says of which areas the importer may write the roster.
pub fn run(
    conn: &mut Conn,
    file: &RosterFile,
    mut outcome: Outcome,
    keeps: &dyn Fn(&AreaCode) -> bool,
    dry_run: bool,
    by: By,
) -> Result<Outcome, Error> {
    let weeks = settle(conn, file, keeps, &by.at.day(), &mut outcome)?;
    for ((area, week), entries) in &weeks {
        check(conn, file, (area, week), entries, &mut outcome)?;
    }
    if !dry_run {
        outcome.faultless()?;
    }
    if !outcome.faults.is_empty() {
        return Ok(outcome);
    }
    for ((area, week), entries) in &weeks {
        let before = rows::find(conn, area, week)?;
        let there: BTreeSet<NewRosterEntry> = before.entries.iter().map(Into::into).collect();
        compare(file, entries, &there, &mut outcome);
        let new: Vec<NewRosterEntry> = entries.iter().map(|(_, entry)| entry.clone()).collect();
        for gone in before.entries.iter().filter(|entry| !new.contains(&NewRosterEntry::from(*entry))) {
            outcome.remove(|| {
                let name = &gone.person.name;
                (format!("{} {}", before.area_name, gone.day), say!("{name} 不再值这一班", "{name} is off this shift"))
            });
        }
        if !dry_run && there != new.iter().cloned().collect() {
            rows::replace(conn, area, week, &new, Seen::of(before.version), by)?;
        }
    }
    Ok(outcome)
}

/// Tells row by row what changes.
fn compare(file: &RosterFile, entries: &Week, there: &BTreeSet<NewRosterEntry>, outcome: &mut Outcome) {
    let mut of_line: BTreeMap<usize, Vec<&NewRosterEntry>> = BTreeMap::new();
    entries.iter().for_each(|(line, entry)| of_line.entry(*line).or_default().push(entry));
    for (at, entries) in of_line {
        let Some(line) = file.lines.get(at) else { continue };
        if entries.iter().all(|entry| there.contains(*entry)) {
            outcome.keep();
            continue;
        }
        let known = there.iter().any(|old| old.day == line.day && old.shift == line.shift);
        let kind = if known { ChangeKind::Change } else { ChangeKind::Add };
        outcome.count(line.row + 1, kind, || (format!("{} {}", line.area, line.day), in_words(line)));
    }
}

fn in_words(line: &Line) -> Words {
    let told = |lang| {
        let each = line.people.iter().map(|it| format!("{}（{}）", it.name, it.role.label(lang)));
        format!("{} {}", line.shift.label(lang), each.collect::<Vec<_>>().join("、"))
    };
    Words { zh: told(Lang::Zh), en: told(Lang::En) }
}

/// Who the names of each row are, gathered by place and week.
fn settle(
    conn: &mut Conn,
    file: &RosterFile,
    keeps: &dyn Fn(&AreaCode) -> bool,
    today: &Day,
    outcome: &mut Outcome,
) -> Result<BTreeMap<(AreaCode, Day), Week>, Error> {
    let known = Known::of(conn, file)?;
    let mut areas: HashMap<&AreaCode, Option<(&'static str, Words)>> = HashMap::new();
    let mut weeks: BTreeMap<(AreaCode, Day), Week> = BTreeMap::new();
    for (at, line) in file.lines.iter().enumerate() {
        if !areas.contains_key(&line.area) {
            let words = if keeps(&line.area) {
                area_fault(conn, &line.area, today)?.map(|words| ("unknown_area", words))
            } else {
                Some(("not_allowed", say!("您不能编这里的值班表", "You may not write the roster of this place")))
            };
            areas.insert(&line.area, words);
        }
        if let Some(Some((code, words))) = areas.get(&line.area) {
            outcome.fault(file.fault(line.row, Column::Area, code, words.clone()));
            continue;
        }
        for named in &line.people {
            match known.who(named, line) {
                Ok(person) => {
                    let entry = NewRosterEntry { day: line.day.clone(), role: named.role, shift: line.shift, person };
                    let week = weeks.entry((line.area.clone(), week_of(&line.day))).or_default();
                    // One more shows that there are too many.
                    if week.len() <= MOST_ENTRIES {
                        week.push((at, entry));
                    }
                }
                Err((code, words)) => outcome.fault(file.fault(line.row, column_of(named), code, words)),
            }
        }
    }
    Ok(weeks)
}

fn column_of(named: &Named) -> Column {
    if named.role == shared::roster::RosterRole::Lead { Column::Leads } else { Column::Members }
}

/// Everybody who has one of the names of a file, and what they do.
struct Known {
    people: HashMap<PersonName, Vec<(PersonId, Option<Phone>)>>,
    terms: Vec<(PersonId, AreaCode, Day, Option<Day>)>,
}

impl Known {
    fn of(conn: &mut Conn, file: &RosterFile) -> Result<Self, Error> {
        let names: BTreeSet<&PersonName> = file.lines.iter().flat_map(|line| line.people.iter().map(|it| &it.name)).collect();
        let names: Vec<&PersonName> = names.into_iter().collect();
        let (mut known, mut ids) = (HashMap::<PersonName, Vec<(PersonId, Option<Phone>)>>::new(), Vec::new());
        for some in names.chunks(AT_ONCE) {
            let found: Vec<(PersonId, PersonName, Option<Phone>)> = people::table
                .filter(people::name.eq_any(some.iter().map(|name| name.as_str())))
                .select((people::id, people::name, people::phone))
                .load(conn)?;
            for (id, name, phone) in found {
                ids.push(id);
                known.entry(name).or_default().push((id, phone));
            }
        }
        Ok(Self { people: known, terms: rules::terms_of(conn, &ids)? })
    }

    /// The one person meant: by name, by phone where one is told, else the only one of the name who works there.
    fn who(&self, Named { name, phone, .. }: &Named, line: &Line) -> Result<PersonId, (&'static str, Words)> {
        let of_name = self.people.get(name).map(Vec::as_slice).unwrap_or_default();
        let mut meant: Vec<PersonId> = of_name.iter().filter(|(_, number)| phone.is_none() || phone == number).map(|(id, _)| *id).collect();
        if meant.len() > 1 {
            meant.retain(|id| rules::works(&self.terms, *id, &line.area, &line.day));
        }
        match meant.as_slice() {
            [only] => Ok(*only),
            [] => {
                let words =
                    say!("没有叫 {name} 的人在这里任职，或电话不对", "Nobody called {name} works here, or the phone is another one");
                Err(("unknown_person", words))
            }
            several => {
                let n = several.len();
                let words =
                    say!("有 {n} 个人叫 {name}，请在姓名后面写手机号", "{n} people are called {name}; write the phone behind the name");
                Err(("ambiguous_person", words))
            }
        }
    }
}

/// The same rules as in the app, told at the cells.
fn check(conn: &mut Conn, file: &RosterFile, of: (&AreaCode, &Day), entries: &Week, outcome: &mut Outcome) -> Result<(), Error> {
    let (area, week) = of;
    let row_of = |at: usize| entries.get(at).and_then(|(line, _)| file.lines.get(*line)).map_or(0, |line| line.row);
    if entries.len() > MOST_ENTRIES {
        let words = say!("{area} 这一周超过 {MOST_ENTRIES} 人次", "More than {MOST_ENTRIES} entries for {area} in this week");
        outcome.fault(file.fault(row_of(MOST_ENTRIES), Column::Members, "too_many", words));
    }
    let new: Vec<NewRosterEntry> = entries.iter().map(|(_, entry)| entry.clone()).collect();
    let before: Vec<NewRosterEntry> = rows::find(conn, area, week)?.entries.iter().map(Into::into).collect();
    for rules::EntryFault { entry, member, code, words } in rules::faults(conn, area, week, &new, &before)? {
        let role = new.get(entry).map(|entry| entry.role);
        let column = match (member, role) {
            ("day", _) => Column::Day,
            (_, Some(shared::roster::RosterRole::Lead)) => Column::Leads,
            _ => Column::Members,
        };
        let fault: FieldFault = file.fault(row_of(entry), column, code, words);
        outcome.fault(fault);
    }
    Ok(())
}
