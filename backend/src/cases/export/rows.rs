//! Reading all cases a filter finds, a page at a time.

use std::collections::HashMap;

use diesel::prelude::*;
use shared::cases::{CaseFilter, CaseId};
use shared::divisions::DivisionName;
use shared::grids::{GridCode, GridName};
use shared::lang::Lang;
use shared::may::{self, Caller};
use shared::reports::{Channel, ReportText};
use shared::staffing::{PersonId, PersonName, PersonRef};
use shared::time::Moment;
use shared::units::{UnitId, UnitName, UnitRef};
use shared::value::Phone;

use super::columns::{COLUMNS, Cell, row};
use crate::cases::listing::{self, Position};
use crate::cases::rows::{CaseRow, people_named, units_named};
use crate::db::Conn;
use crate::error::Error;
use crate::schema::{case_courses, reports};

/// Cases that are read together.
const PAGE: i64 = 1000;

/// A case with what an export says of it.
pub struct Whole {
    pub case: CaseRow,
    pub grid: GridName,
    pub village: String,
    pub unit: Option<UnitName>,
    pub assignee: Option<PersonName>,
    /// The first report.
    pub report: Option<Told>,
    pub course: Tally,
}

/// A report as far as an export tells it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = reports)]
pub struct Told {
    case_id: CaseId,
    pub text: ReportText,
    pub channel: Channel,
    pub reporter_name: Option<PersonName>,
    pub reporter_phone: Option<Phone>,
}

/// A course as far as an export tells it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = case_courses)]
pub struct Tally {
    case_id: CaseId,
    pub bounces: i32,
    pub extensions: i32,
    pub solved: Option<bool>,
    pub rating: Option<i32>,
}

/// A list that is read to its end. Names are remembered: there are few, and they come again and again.
pub struct Reading<'a> {
    conn: &'a mut Conn,
    caller: &'a Caller,
    filter: &'a CaseFilter,
    pub lang: Lang,
    now: Moment,
    position: Option<Position>,
    ended: bool,
    places: HashMap<GridCode, (GridName, DivisionName)>,
    people: HashMap<PersonId, PersonRef>,
    units: HashMap<UnitId, UnitRef>,
}

impl<'a> Reading<'a> {
    pub fn new(conn: &'a mut Conn, caller: &'a Caller, filter: &'a CaseFilter, lang: Lang, now: Moment) -> Self {
        let (places, people, units) = Default::default();
        Self { conn, caller, filter, lang, now, position: None, ended: false, places, people, units }
    }

    /// How many cases there are to read; of a search that is known only at its end.
    pub fn count(&mut self) -> Result<Option<i64>, Error> {
        match self.filter.q {
            Some(_) => Ok(None),
            None => listing::count(self.conn, self.caller, self.filter, self.now).map(Some),
        }
    }

    /// The next rows; none after the last.
    pub fn advance(&mut self) -> Result<Vec<[Cell; COLUMNS.len()]>, Error> {
        if self.ended {
            return Ok(Vec::new());
        }
        let page = listing::after(self.conn, self.caller, self.filter, self.position, PAGE, self.now)?;
        self.ended = page.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
        self.position = page.last().map(|(position, _)| *position).or(self.position);
        let cases: Vec<CaseRow> = page.into_iter().map(|(_, case)| case).collect();
        self.remember(&cases)?;
        let ids: Vec<CaseId> = cases.iter().map(|case| case.id).collect();
        let (mut reports, mut courses) = (first_reports(self.conn, &ids)?, tallies(self.conn, &ids)?);
        let with_reporter = may::see_reporters(self.caller);
        let whole = |case: CaseRow| {
            let (grid, village) = self.places.get(&case.grid).cloned()?;
            let whole = Whole {
                grid,
                village: village.short().to_owned(),
                unit: case.unit.and_then(|id| self.units.get(&id)).map(|unit| unit.name.clone()),
                assignee: case.assignee.and_then(|id| self.people.get(&id)).map(|person| person.name.clone()),
                report: reports.remove(&case.id),
                course: courses.remove(&case.id)?,
                case,
            };
            Some(row(whole, self.lang, with_reporter, self.now))
        };
        // A case's grid and course are always there: the database holds them together.
        Ok(cases.into_iter().filter_map(whole).collect())
    }

    /// Learns the names that are new.
    fn remember(&mut self, cases: &[CaseRow]) -> Result<(), Error> {
        let mut grids: Vec<GridCode> =
            cases.iter().map(|case| &case.grid).filter(|grid| !self.places.contains_key(*grid)).cloned().collect();
        grids.sort_unstable();
        grids.dedup();
        self.places.extend(listing::names_of(self.conn, grids)?);
        let people = cases.iter().map(|case| case.assignee.filter(|person| !self.people.contains_key(person)));
        self.people.extend(people_named(self.conn, people)?);
        let units = cases.iter().map(|case| case.unit.filter(|unit| !self.units.contains_key(unit)));
        self.units.extend(units_named(self.conn, units)?);
        Ok(())
    }
}

fn first_reports(conn: &mut Conn, cases: &[CaseId]) -> Result<HashMap<CaseId, Told>, Error> {
    let all: Vec<Told> = reports::table
        .filter(reports::case_id.eq_any(cases))
        .order((reports::case_id, reports::id))
        .select(Told::as_select())
        .load(conn)?;
    let mut first = HashMap::with_capacity(cases.len());
    for report in all {
        first.entry(report.case_id).or_insert(report);
    }
    Ok(first)
}

fn tallies(conn: &mut Conn, cases: &[CaseId]) -> Result<HashMap<CaseId, Tally>, Error> {
    let all: Vec<Tally> = case_courses::table.filter(case_courses::case_id.eq_any(cases)).select(Tally::as_select()).load(conn)?;
    Ok(all.into_iter().map(|tally| (tally.case_id, tally)).collect())
}
