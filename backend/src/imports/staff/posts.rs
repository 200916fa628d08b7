//! Which appointment each row of a staff table makes, changes or repeats.

use std::collections::HashMap;

use shared::lang::Lang;
use shared::staffing::{AreaCode, Duty, PersonId, PersonName};
use shared::time::Day;
use shared::units::UnitId;
use shared::value::Phone;

use crate::db::Conn;
use crate::error::{Error, Words};
use crate::imports::outcome::Outcome;
use crate::imports::staff::columns::Column;
use crate::imports::staff::people::Roll;
use crate::imports::staff::reading::{Line, StaffFile};
use crate::say;
use crate::staffing::rules::{self, Breach, Term, unfit_area};
use crate::units;

/// What a line does to the appointments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Post {
    /// It is about the person alone.
    None,
    New,
    /// Another last day.
    Ends,
    Same,
}

/// The appointments of a file beside those that are there.
pub struct Posts {
    /// Those there, with the ends the file gives them, and after them the new ones.
    pub terms: Vec<Term>,
    /// What each line does, and to which of the terms; none where that is a fault.
    pub of_lines: Vec<Option<(Post, usize)>>,
}

/// Whether somebody may appoint to a duty.
pub type Allowed<'a> = &'a dyn Fn(Duty) -> bool;

/// Finds or plans the appointment of every line, and checks them all beside each other.
pub fn settle(
    conn: &mut Conn,
    file: &StaffFile,
    roll: &Roll,
    allowed: Allowed<'_>,
    today: &Day,
    outcome: &mut Outcome,
) -> Result<Posts, Error> {
    let mut areas: Vec<AreaCode> = file.lines.iter().filter_map(|line| line.post.as_ref().map(|(_, area)| area.clone())).collect();
    areas.sort();
    areas.dedup();
    let mut posts = Posts { terms: rules::terms_of(conn, &areas)?, of_lines: Vec::new() };
    let units = units::rows::open_by_name(conn, today)?;
    let mut seen: HashMap<(PersonId, Duty, AreaCode, Option<UnitId>, Day), u32> = HashMap::new();
    for (line, person) in file.lines.iter().zip(&roll.of_lines) {
        let Some(person) = person.and_then(|place| roll.people.get(place)).map(|planned| planned.id) else {
            posts.of_lines.push(None);
            continue;
        };
        let post = match &line.post {
            None => without_post(file, line, outcome),
            Some((duty, area)) => {
                match fault_of(conn, line, *duty, area, allowed, today)?.map_or_else(|| unit_of(line, *duty, &units), Err) {
                    Err((column, code, words)) => {
                        outcome.fault(file.fault(line.row, column, code, words));
                        None
                    }
                    Ok(unit) => posts.place(file, line, Said { person, duty: *duty, area, unit }, roll, today, outcome),
                }
            }
        };
        if let Some((Post::New | Post::Ends | Post::Same, at)) = post
            && let Some(term) = posts.terms.get(at)
            && let Some(first) = seen.insert((term.person, term.duty, term.area.clone(), term.unit, term.from_day.clone()), line.row + 1)
        {
            outcome.fault(file.fault(
                line.row,
                Column::Name,
                "duplicate",
                say!("与第 {first} 行是同一人的同一任职", "The same appointment as in row {first}"),
            ));
        }
        posts.of_lines.push(post);
    }
    posts.check_beside(file, outcome);
    Ok(posts)
}

fn without_post(file: &StaffFile, line: &Line, outcome: &mut Outcome) -> Option<(Post, usize)> {
    if line.from.is_none() && line.to.is_none() && line.covering.is_none() && line.unit.is_none() {
        return Some((Post::None, 0));
    }
    outcome.fault(file.fault(
        line.row,
        Column::Duty,
        "empty",
        say!("填了日期、替班对象或单位，就要填职责和编码", "With days, a unit or somebody to cover for, duty and code are needed"),
    ));
    None
}

/// What is wrong with which cell.
type Fault = (Column, &'static str, Words);

/// Which appointment a line is about.
struct Said<'a> {
    person: PersonId,
    duty: Duty,
    area: &'a AreaCode,
    unit: Option<UnitId>,
}

/// The unit a line names: only handlers have one, and only one that is open.
fn unit_of(line: &Line, duty: Duty, units: &HashMap<String, UnitId>) -> Result<Option<UnitId>, Fault> {
    let Some(name) = &line.unit else { return Ok(None) };
    if duty != Duty::Handler {
        return Err((
            Column::Unit,
            "not_allowed",
            say!("只有部门处置员属于某个单位，这里请空着", "Only handlers belong to a unit; leave this empty"),
        ));
    }
    let found = units.get(name.as_str()).copied().ok_or_else(|| {
        let words = say!(
            "没有登记名为“{name}”的单位，或已经撤销；请先在“单位”页登记，或写登记的全称",
            "No unit called {name} is on record, or it was closed; add it first, or write its whole name"
        );
        (Column::Unit, "unknown_unit", words)
    });
    found.map(Some)
}

/// What is wrong with a line's post before it is looked up.
fn fault_of(conn: &mut Conn, line: &Line, duty: Duty, area: &AreaCode, allowed: Allowed<'_>, today: &Day) -> Result<Option<Fault>, Error> {
    if !duty.fits(area) {
        return Ok(Some((Column::Area, "area", unfit_area())));
    }
    if !allowed(duty) {
        let (zh, en) = (duty.label(Lang::Zh), duty.label(Lang::En));
        return Ok(Some((
            Column::Duty,
            "forbidden",
            Words { zh: format!("只有系统管理员可以任命{zh}"), en: format!("Only an administrator appoints a {en}") },
        )));
    }
    let from = line.from.as_ref().unwrap_or(today);
    Ok(rules::area_fault(conn, area, from)?.map(|words| (Column::Area, "unknown_area", words)))
}

impl Posts {
    /// Finds the appointment a line means: the one that begins on its day, or without a day the one that has not ended; else plans one.
    fn place(
        &mut self,
        file: &StaffFile,
        line: &Line,
        Said { person, duty, area, unit }: Said<'_>,
        roll: &Roll,
        today: &Day,
        outcome: &mut Outcome,
    ) -> Option<(Post, usize)> {
        let covering = match &line.covering {
            None => None,
            Some(said) => match self.covered(file, said, duty, area, roll) {
                Ok(covered) => Some(covered),
                Err(words) => {
                    outcome.fault(file.fault(line.row, Column::Covering, "covering_for", words));
                    return None;
                }
            },
        };
        let means = |term: &Term| {
            let when = match &line.from {
                Some(from) => term.from_day == *from,
                None => term.to_day.as_ref().is_none_or(|to| to >= today),
            };
            when && term.person == person && term.duty == duty && term.area == *area
        };
        // An empty cell says nothing of the unit somebody is in already.
        let found = self
            .terms
            .iter()
            .position(|term| means(term) && term.unit == unit)
            .or_else(|| self.terms.iter().position(|term| means(term) && unit.is_none() && term.id.is_some()));
        let Some(at) = found else {
            let (name, phone) = (line.name.clone(), line.phone.clone());
            let from_day = line.from.clone().unwrap_or_else(|| today.clone());
            self.terms.push(Term {
                id: None,
                version: 0,
                person,
                name,
                phone,
                duty,
                area: area.clone(),
                unit,
                covering_for: covering,
                from_day,
                to_day: line.to.clone(),
            });
            return Some((Post::New, self.terms.len() - 1));
        };
        let term = self.terms.get_mut(at)?;
        if covering.is_some() && term.covering_for != covering {
            let from = &term.from_day;
            outcome.fault(file.fault(
                line.row,
                Column::Covering,
                "covering_for",
                say!(
                    "{from} 起的这次任职已登记了别的替班情况，不能更改；请结束它，另起一次",
                    "The appointment from {from} is on record with other covering, which cannot be changed; end it and begin another"
                ),
            ));
            return None;
        }
        // A table without the column says nothing about ends; with it, an empty cell says there is none.
        if file.has(Column::To) && term.to_day != line.to {
            term.to_day.clone_from(&line.to);
            return Some((if term.id.is_some() { Post::Ends } else { Post::New }, at));
        }
        Some((if term.id.is_some() { Post::Same } else { Post::New }, at))
    }

    /// Who is covered for: by phone, or by name among those who hold the duty there.
    fn covered(&self, file: &StaffFile, said: &str, duty: Duty, area: &AreaCode, roll: &Roll) -> Result<PersonId, Words> {
        let phone: Option<Phone> = said.parse().ok();
        let in_file = file
            .lines
            .iter()
            .zip(&roll.of_lines)
            .filter(|(line, _)| line.covering.is_none() && line.post.as_ref().is_some_and(|(d, a)| *d == duty && a == area));
        let in_file = in_file
            .filter_map(|(_, person)| roll.people.get((*person)?))
            .map(|planned| (planned.id, planned.name.clone(), planned.phone.clone()));
        let there = self
            .terms
            .iter()
            .filter(|t| t.covering_for.is_none() && t.duty == duty && t.area == *area)
            .map(|t| (t.person, t.name.clone(), t.phone.clone()));
        let fits = |(_, name, has): &(PersonId, PersonName, Option<Phone>)| match &phone {
            Some(phone) => has.as_ref() == Some(phone),
            None => name.as_str() == said,
        };
        let mut all: Vec<PersonId> = in_file.chain(there).filter(fits).map(|(id, ..)| id).collect();
        all.sort();
        all.dedup();
        match all.as_slice() {
            [only] => Ok(*only),
            [] => Err(say!(
                "“{said}”在这里没有担任这一职责，请填担任者的电话或姓名",
                "{said} does not hold this duty here; give the phone or name of who does"
            )),
            _ => Err(say!("这里有几位“{said}”，请改填电话", "There are several called {said} here; give the phone instead")),
        }
    }

    /// Tells what breaks a rule once everything in the file is in force.
    fn check_beside(&self, file: &StaffFile, outcome: &mut Outcome) {
        let mut by_area: HashMap<&AreaCode, Vec<usize>> = HashMap::new();
        for (at, term) in self.terms.iter().enumerate() {
            by_area.entry(&term.area).or_default().push(at);
        }
        for (line, post) in file.lines.iter().zip(&self.of_lines) {
            let Some((Post::New | Post::Ends, at)) = post else { continue };
            let Some(term) = self.terms.get(*at) else { continue };
            let others =
                by_area.get(&term.area).into_iter().flatten().filter(|other| *other != at).filter_map(|other| self.terms.get(*other));
            let others: Vec<Term> = others.cloned().collect();
            if let Some(Breach { member, code, words, .. }) = rules::breach(term, &others) {
                let column = match member {
                    "area" => Column::Area,
                    "covering_for" => Column::Covering,
                    "to_day" => Column::To,
                    _ => Column::From,
                };
                outcome.fault(file.fault(line.row, column, code, words));
            }
        }
    }
}
