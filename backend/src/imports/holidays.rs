//! Holidays as CSV: `day`, `kind`, `name`. The years a file names are replaced as a whole, so that a year's notice is one file.

use std::collections::{BTreeMap, BTreeSet};

use shared::holidays::{Holiday, HolidayName, Year};
use shared::imports::ChangeKind;
use shared::lang::Lang;
use shared::problem::Code;
use shared::sla::{Calendar, DayKind};
use shared::time::Day;
use shared::value::Fault;

use crate::cases::rows::retiming::retime;
use crate::changes::{self, By};
use crate::db::Conn;
use crate::error::{Error, FieldFault, Words};
use crate::holidays::{calendar, rows};
use crate::imports::csv;
use crate::imports::outcome::{Outcome, wrong_header};
use crate::imports::sheet::{Cell, Sheet};
use crate::say;

/// The most bytes of a file: a century of holidays has a tenth of it.
pub const MOST_BYTES: usize = 1024 * 1024;

/// The columns, as programs name them and as offices do.
const COLUMNS: [(&str, &str); 3] = [("day", "日期"), ("kind", "类型"), ("name", "名称")];

/// The days of a file by their rows, counted from 1, and the years they replace.
pub struct HolidayFile {
    days: Vec<(u32, Holiday)>,
    years: BTreeSet<Year>,
}

/// Reads a file; with `only`, days of other years are faults and the year is replaced even by none. Fails when it is no such table.
pub fn read(bytes: &[u8], only: Option<Year>) -> Result<(HolidayFile, Outcome), Error> {
    let sheet = csv::read(bytes)?;
    let mut rows = sheet.rows.iter().filter(|(_, cells)| !is_remark(cells));
    let Some((header_row, header)) = rows.next() else {
        return Err(Error::new(Code::FileUnreadable).saying(say!("文件是空的", "The file is empty")));
    };
    let columns = columns(&sheet, *header_row, header)?;
    let mut outcome = Outcome::default();
    let mut file = HolidayFile { days: Vec::new(), years: only.into_iter().collect() };
    let mut seen = BTreeSet::new();
    for (row, cells) in rows {
        match holiday(&sheet, *row, cells, columns, only) {
            Err(fault) => outcome.fault(fault),
            Ok(found) if !seen.insert(found.day.clone()) => {
                outcome.fault(sheet.fault(
                    *row,
                    columns[0],
                    "day",
                    "duplicate",
                    say!("这一天在前面已出现", "This day stands further up already"),
                ));
            }
            Ok(found) => {
                file.years.extend(Year::of(&found.day));
                file.days.push((row + 1, found));
            }
        }
    }
    file.days.sort_by(|(_, a), (_, b)| a.day.cmp(&b.day));
    Ok((file, outcome))
}

/// A line that only says something to whoever reads the file.
fn is_remark(cells: &[Cell]) -> bool {
    matches!(cells.first(), Some(Cell::Text(text)) if text.starts_with('#'))
}

/// Where day, kind and name are.
fn columns(sheet: &Sheet, row: u32, header: &[Cell]) -> Result<[usize; 3], Error> {
    let names: Vec<String> = header.iter().map(|cell| cell.shown().to_ascii_lowercase()).collect();
    let mut faults = Vec::new();
    for (i, name) in names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        let shown: String = name.chars().take(40).collect();
        if !COLUMNS.iter().any(|(en, zh)| name == en || name == zh) {
            let words = say!("不认识的列，应为 day（日期）、kind（类型）、name（名称）", "Not a known column; known are day, kind, name");
            faults.push(sheet.fault(row, i, &shown, "unknown_column", words));
        }
    }
    let at = COLUMNS.map(|(en, zh)| {
        let mut found = names.iter().enumerate().filter(|(_, name)| *name == en || *name == zh).map(|(i, _)| i);
        let first = found.next();
        if first.is_none() {
            let line = row + 1;
            faults.push(FieldFault::new(format!("{line}"), "missing_column", say!("缺少 {en}（{zh}）列", "The column {en} is missing")));
        }
        faults.extend(found.map(|i| sheet.fault(row, i, en, "duplicate", say!("这一列出现了两次", "This column is given twice"))));
        first.unwrap_or_default()
    });
    if faults.is_empty() { Ok(at) } else { Err(wrong_header(faults)) }
}

fn holiday(sheet: &Sheet, row: u32, cells: &[Cell], columns: [usize; 3], only: Option<Year>) -> Result<Holiday, FieldFault> {
    let text = |which: usize| cells.get(columns[which]).map(Cell::shown).unwrap_or_default();
    let wrong = |which: usize, code, words: Words| sheet.fault(row, columns[which], COLUMNS[which].0, code, words);
    let faulty = |which: usize| move |fault: Fault| wrong(which, fault.code(), fault.into());
    let day: Day = text(0).parse().map_err(faulty(0))?;
    let year = Year::of(&day).map_err(faulty(0))?;
    if let Some(only) = only.filter(|only| *only != year) {
        return Err(wrong(0, "other_year", say!("这一天不在 {only} 年", "This day is not in {only}")));
    }
    let kind = kind(&text(1)).ok_or_else(|| {
        wrong(1, "choice", say!("应为 off（放假）或 workday（上班）", "Must be off (a holiday) or workday (a weekend worked in exchange)"))
    })?;
    if kind == DayKind::Workday && Calendar::new([]).is_workday(&day) {
        return Err(wrong(1, "weekday", say!("这一天是周一至周五，本来就上班", "This is a Monday to Friday, worked anyway")));
    }
    let name: HolidayName = text(2).parse().map_err(faulty(2))?;
    Ok(Holiday { day, kind, name })
}

fn kind(text: &str) -> Option<DayKind> {
    match text {
        "休" | "休息" => Some(DayKind::Off),
        "班" | "上班" => Some(DayKind::Workday),
        other => DayKind::ALL.iter().find(|kind| kind.as_str().eq_ignore_ascii_case(other) || kind.label(Lang::Zh) == other).copied(),
    }
}

/// Compares with what is there, and replaces the years unless `dry_run`: then clocks that run are due anew.
pub fn run(conn: &mut Conn, file: &HolidayFile, mut outcome: Outcome, dry_run: bool, by: By) -> Result<Outcome, Error> {
    if !dry_run {
        outcome.faultless()?;
    }
    if !outcome.faults.is_empty() {
        return Ok(outcome);
    }
    let differs_from = compare(conn, file, &mut outcome)?;
    let Some(first) = differs_from.filter(|_| !dry_run) else { return Ok(outcome) };
    let Outcome { rows, added, changed, removed, .. } = outcome;
    let days: Vec<Holiday> = file.days.iter().map(|(_, holiday)| holiday.clone()).collect();
    rows::replace(conn, &file.years, &days, by.at)?;
    let calendar = calendar(conn)?;
    retime(conn, &calendar, &first, by.at)?;
    let years: Vec<String> = file.years.iter().map(ToString::to_string).collect();
    let detail = serde_json::json!({ "rows": rows, "added": added, "changed": changed, "removed": removed, "days": days });
    changes::note(conn, by, "holidays", &years.join(","), "replace", &detail)?;
    Ok(outcome)
}

/// Tells what differs from what is there, and the first day that does.
fn compare(conn: &mut Conn, file: &HolidayFile, outcome: &mut Outcome) -> Result<Option<Day>, Error> {
    let mut there: BTreeMap<Day, Holiday> = BTreeMap::new();
    for year in &file.years {
        there.extend(rows::list(conn, Some(*year))?.days.into_iter().map(|holiday| (holiday.day.clone(), holiday)));
    }
    let mut differing = BTreeSet::new();
    for (row, new) in &file.days {
        let telling = |was: Option<&Holiday>| (format!("{} {}", new.day, new.name), told(was, new));
        let old = there.remove(&new.day);
        if old.as_ref() == Some(new) {
            outcome.keep();
            continue;
        }
        let kind = if old.is_some() { ChangeKind::Change } else { ChangeKind::Add };
        outcome.count(*row, kind, || telling(old.as_ref()));
        differing.insert(new.day.clone());
    }
    for old in there.values() {
        outcome.remove(|| {
            (format!("{} {}", old.day, old.name), say!("文件里没有这一天，恢复为平日", "Not in the file: an ordinary day again"))
        });
    }
    differing.extend(there.into_keys());
    Ok(differing.pop_first())
}

fn told(was: Option<&Holiday>, new: &Holiday) -> Words {
    let (zh, en) = (new.kind.label(Lang::Zh), new.kind.label(Lang::En));
    match was {
        Some(old) if old.kind != new.kind => {
            let (old_zh, old_en) = (old.kind.label(Lang::Zh), old.kind.label(Lang::En));
            say!("由{old_zh}改为{zh}", "{old_en} becomes {en}")
        }
        Some(old) => {
            let (before, after) = (&old.name, &new.name);
            say!("名称由“{before}”改为“{after}”", "Renamed from {before} to {after}")
        }
        None => say!("{zh}", "{en}"),
    }
}

/// Writes the whole table as it is read.
pub fn export(conn: &mut Conn) -> Result<String, Error> {
    let mut text = String::from("day,kind,name\n");
    for Holiday { day, kind, name } in rows::list(conn, None)?.days {
        // A name is one line of text; only commas, quotes and what a spreadsheet would take for a formula need care.
        let formula = if name.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
        let name = name.replace('"', "\"\"");
        text.push_str(&format!("{day},{kind},\"{formula}{name}\"\n"));
    }
    Ok(text)
}
