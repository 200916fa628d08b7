//! Searching cases in Chinese: any two characters of a report, a place, a person or a number are found, the newest case first.
//!
//! The index is written here and nowhere else: when a case gets a report, and when it is given to somebody or some unit.

mod grams;
mod postgres;
mod sqlite;

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary};
use shared::cases::{CaseFilter, CaseId, CaseNumber};
use shared::grids::GridCode;
use shared::may::{self, Caller};
use shared::reports::{PlaceText, ReportText};
use shared::staffing::{PersonId, PersonName};
use shared::time::Moment;
use shared::units::UnitId;
use shared::value::Phone;

use self::grams::Gram;
use super::rows::people_named;
use crate::db::Conn;
use crate::error::Error;
use crate::schema::{case_parts, cases, reports};

diesel::table! {
    /// Made beside the migrations: `backend/src/db/search`.
    search_documents (seq) {
        seq -> BigInt,
        case_id -> Binary,
        number -> Text,
        body -> Text,
        private -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(search_documents, cases);

/// The most characters of a case that are searched: some twenty long reports.
const MOST_CHARACTERS: usize = 40_000;
/// The most words that are looked for together.
const MOST_WORDS: usize = 8;
/// Shorter words are not looked for in case numbers.
const SHORTEST_IN_NUMBER: usize = 4;
/// Cases that are indexed together.
const BATCH: i64 = 500;
/// In more pieces the index is merged: a million cases that were filed one by one lie in some thirty.
const MOST_PIECES: i64 = 12;
/// How many cases an era holds, as powers of two, the shortest first: each kind is written down with every case in PostgreSQL's index
/// (`backend/src/db/search/postgres.sql`).
pub const ERAS: [u32; 3] = [8, 12, 16];

/// What is looked for.
pub struct Wanted {
    words: Vec<String>,
    /// Reporters' names and phones, too.
    private: bool,
    /// A case must have one mark of each of these.
    within: Vec<Vec<String>>,
}

/// A case that was found, and where it stands in the order of filing.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub struct Found {
    #[diesel(sql_type = BigInt)]
    pub seq: i64,
    #[diesel(sql_type = Binary)]
    pub case_id: CaseId,
}

impl Wanted {
    /// The words of a search, where the filter and what the caller may see narrow it down. Reporters are found only by those who may see
    /// them in every case.
    pub fn new(text: &str, caller: &Caller, filter: &CaseFilter) -> Self {
        let words = grams::folded(text).split_whitespace().take(MOST_WORDS).map(str::to_owned).collect();
        let areas = [filter.grid.as_deref(), filter.village.as_deref()].into_iter().flatten();
        let mut within: Vec<Vec<String>> = areas.map(|code| vec![grams::area_mark(code)]).collect();
        if !may::sees_all_cases(caller) {
            let held = caller.duties.iter().filter(|held| held.duty.is_of_grid());
            let mut any = vec![grams::person_mark(caller.person)];
            any.extend(held.map(|held| grams::area_mark(&held.area)));
            any.extend(caller.units().map(grams::unit_mark));
            within.push(any);
        }
        Self { words, private: may::see_reporters(caller), within }
    }

    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether reporters are looked at.
    pub fn is_private(&self) -> bool {
        self.private
    }

    /// Whether a word is looked for in case numbers: every number has some two digits.
    pub fn is_in_number(&self, word: &str) -> bool {
        word.chars().count() >= SHORTEST_IN_NUMBER
    }

    /// The grams that what is found has, all of them.
    fn grams(&self) -> Vec<String> {
        let mut grams: Vec<Gram> = self.words.iter().flat_map(|word| grams::of_word(word)).collect();
        grams.sort_unstable();
        grams.dedup();
        grams.into_iter().map(Gram::written).collect()
    }

    /// That each word stands in the text itself: SQL over `t`, with `place` for the n-th value, and the values.
    fn conditions(&self, contains: &str, place: impl Fn(usize) -> String) -> (String, Vec<String>) {
        let (mut values, mut all): (Vec<String>, Vec<String>) = Default::default();
        for word in &self.words {
            let columns = [("body", true), ("private", self.private), ("number", self.is_in_number(word))];
            let mut any = Vec::new();
            for (column, _) in columns.into_iter().filter(|(_, looked_at)| *looked_at) {
                any.push(format!("{contains}(t.{column}, {}) > 0", place(values.len())));
                values.push(word.clone());
            }
            all.push(format!("({})", any.join(" OR ")));
        }
        (all.join(" AND "), values)
    }
}

/// What one case can be found by.
struct Document {
    case: CaseId,
    number: CaseNumber,
    body: String,
    private: String,
    /// Where it lies, and whose it is.
    marks: Vec<String>,
}

impl Document {
    /// Its grams and its marks.
    fn terms(&self) -> Vec<String> {
        let mut grams = grams::of_text(&self.body);
        grams.extend(grams::of_text(&self.private));
        grams.extend(grams::of_number(&self.number));
        grams.sort_unstable();
        grams.dedup();
        grams.into_iter().map(Gram::written).chain(self.marks.iter().cloned()).collect()
    }
}

/// The cases that hold all words, the newest or the oldest first, beyond a place in the order of filing: at most so many. `eras` says how
/// PostgreSQL goes about it: some of [`ERAS`].
pub fn find(conn: &mut Conn, wanted: &Wanted, after: Option<i64>, newest: bool, most: i64, eras: &[u32]) -> Result<Vec<Found>, Error> {
    if wanted.words.is_empty() {
        return Ok(Vec::new());
    }
    match conn {
        Conn::Sqlite(conn) => sqlite::find(conn, wanted, after, newest, most),
        Conn::Postgres(conn) => postgres::find(conn, wanted, after, newest, most, eras),
    }
}

/// Writes down anew what a case can be found by.
pub fn index(conn: &mut Conn, case: CaseId) -> Result<(), Error> {
    let this = cases::table.find(case).select(Subject::as_select()).load(conn)?;
    write(conn, this)
}

/// Empties the index and fills it again, all at once.
pub fn rebuild(conn: &mut Conn) -> Result<(), Error> {
    empty(conn)?;
    let mut last = fill(conn, None)?;
    while last.is_some() {
        last = fill(conn, last)?;
    }
    let mut more = merge(conn, true)?;
    while more {
        more = merge(conn, false)?;
    }
    Ok(())
}

/// Empties the index, to fill it again with [`fill`] while others write, too.
pub fn empty(conn: &mut Conn) -> Result<(), Error> {
    match conn {
        Conn::Sqlite(conn) => sqlite::empty(conn),
        Conn::Postgres(conn) => postgres::empty(conn),
    }
}

/// Indexes the next cases in the order of filing; answers the last of them, `None` when there are no more.
pub fn fill(conn: &mut Conn, after: Option<(Moment, CaseId)>) -> Result<Option<(Moment, CaseId)>, Error> {
    let mut next = cases::table.order((cases::filed_at, cases::id)).limit(BATCH).select(Subject::as_select()).into_boxed();
    if let Some((at, id)) = after {
        next = next.filter(cases::filed_at.ge(at).and(cases::filed_at.gt(at).or(cases::id.gt(id))));
    }
    let next: Vec<Subject> = next.load(conn)?;
    let last = next.last().map(|subject| (subject.filed_at, subject.id));
    write(conn, next)?;
    Ok(last)
}

/// Whether the index lies in so many pieces that searches wait for it: [`merge`] helps. Only SQLite's comes in pieces, one from every
/// write, which it merges too lazily for words that have to be compared over many thousand cases.
pub fn is_scattered(conn: &mut Conn) -> Result<bool, Error> {
    match conn {
        Conn::Sqlite(conn) => Ok(sqlite::pieces(conn)? > MOST_PIECES),
        Conn::Postgres(_) => Ok(false),
    }
}

/// Makes one piece of the index, a part of the work at a time so that others write in between; whether there is more to do. What is
/// written meanwhile is a piece of its own.
pub fn merge(conn: &mut Conn, begin: bool) -> Result<bool, Error> {
    match conn {
        Conn::Sqlite(conn) => sqlite::merge(conn, begin),
        Conn::Postgres(_) => Ok(false),
    }
}

/// How many cases are not in the index.
pub fn missing(conn: &mut Conn) -> Result<i64, Error> {
    let (all, indexed): (i64, i64) = (cases::table.count().get_result(conn)?, search_documents::table.count().get_result(conn)?);
    Ok(all - indexed)
}

/// Whether there are cases, and none of them is in the index: it is new.
pub fn is_new(conn: &mut Conn) -> Result<bool, Error> {
    let any: bool = diesel::select(diesel::dsl::exists(cases::table.select(cases::id))).get_result(conn)?;
    let indexed: bool = diesel::select(diesel::dsl::exists(search_documents::table.select(search_documents::seq))).get_result(conn)?;
    Ok(any && !indexed)
}

/// A case as far as it is searched.
#[derive(Queryable, Selectable)]
#[diesel(table_name = cases)]
struct Subject {
    id: CaseId,
    number: CaseNumber,
    summary: String,
    grid: GridCode,
    place_text: Option<PlaceText>,
    unit: Option<UnitId>,
    assignee: Option<PersonId>,
    filed_by: Option<PersonId>,
    filed_at: Moment,
}

/// A report as far as it is searched.
#[derive(Queryable, Selectable)]
#[diesel(table_name = reports)]
struct Told {
    case_id: CaseId,
    text: ReportText,
    place_text: Option<PlaceText>,
    filed_by: Option<PersonId>,
    reporter_name: Option<PersonName>,
    reporter_phone: Option<Phone>,
}

fn write(conn: &mut Conn, subjects: Vec<Subject>) -> Result<(), Error> {
    let ids: Vec<CaseId> = subjects.iter().map(|subject| subject.id).collect();
    let told: Vec<Told> = reports::table.filter(reports::case_id.eq_any(&ids)).order(reports::id).select(Told::as_select()).load(conn)?;
    let of_cases = subjects.iter().flat_map(|subject| [subject.assignee, subject.filed_by]);
    let named = people_named(conn, of_cases.chain(told.iter().map(|report| report.filed_by)))?;
    let names: HashMap<PersonId, PersonName> = named.into_iter().map(|(id, person)| (id, person.name)).collect();
    let mut by_case: BTreeMap<CaseId, Vec<Told>> = BTreeMap::new();
    for report in told {
        by_case.entry(report.case_id).or_default().push(report);
    }
    let parts: Vec<(CaseId, UnitId)> =
        case_parts::table.filter(case_parts::case_id.eq_any(&ids)).select((case_parts::case_id, case_parts::unit)).load(conn)?;
    for subject in subjects {
        let reports = by_case.remove(&subject.id).unwrap_or_default();
        let this = subject.id;
        let parts = parts.iter().filter(|(case, _)| *case == this).map(|(_, unit)| *unit);
        let document = document(subject, &reports, parts, &names);
        match conn {
            Conn::Sqlite(conn) => sqlite::write(conn, &document)?,
            Conn::Postgres(conn) => postgres::write(conn, &document)?,
        }
    }
    Ok(())
}

fn document(subject: Subject, reports: &[Told], parts: impl Iterator<Item = UnitId>, names: &HashMap<PersonId, PersonName>) -> Document {
    let areas = [9, 12, 15].into_iter().filter_map(|digits| subject.grid.get(..digits)).map(grams::area_mark);
    let people = [subject.assignee, subject.filed_by].into_iter().flatten().map(grams::person_mark);
    let marks = areas.chain(people).chain(subject.unit.into_iter().chain(parts).map(grams::unit_mark)).collect();
    let mut body: Vec<&str> = Vec::new();
    // The summary is the first line of the first report.
    if reports.is_empty() {
        body.push(&subject.summary);
    }
    body.extend(subject.place_text.as_deref());
    let people = [subject.assignee, subject.filed_by].into_iter().chain(reports.iter().map(|report| report.filed_by));
    body.extend(people.flatten().filter_map(|person| names.get(&person)).map(|name| &**name));
    for report in reports {
        body.push(&report.text);
        body.extend(report.place_text.as_deref());
    }
    let private = reports.iter().flat_map(|report| [report.reporter_name.as_deref(), report.reporter_phone.as_deref()]).flatten();
    Document { case: subject.id, number: subject.number, private: joined(private), body: joined(body), marks }
}

/// Each once, folded, on lines of their own.
fn joined<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut once: Vec<&str> = Vec::new();
    for text in texts {
        if !once.contains(&text) {
            once.push(text);
        }
    }
    grams::folded(&once.join("\n")).chars().take(MOST_CHARACTERS).collect()
}
