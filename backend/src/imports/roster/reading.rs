//! Reading a roster table: each row a shift of a day in one place, with everybody on it.

use chrono::{Days, NaiveDate};
use shared::lang::Lang;
use shared::roster::{RosterRole, Shift};
use shared::staffing::{AreaCode, PersonName};
use shared::time::Day;
use shared::value::{Fault, Phone};

use super::columns::{Column, Layout, lay_out};
use crate::error::{Error, FieldFault, Words};
use crate::imports::outcome::Outcome;
use crate::imports::sheet::{Cell, Sheet};
use crate::imports::{csv, workbook};
use crate::say;

/// Somebody a row names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub role: RosterRole,
    pub name: PersonName,
    /// Told where two have the same name.
    pub phone: Option<Phone>,
}

/// A row that can be read; whether it fits what is there comes later.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// From 0.
    pub row: u32,
    pub area: AreaCode,
    pub day: Day,
    pub shift: Shift,
    pub people: Vec<Named>,
}

/// A roster table that was read.
pub struct RosterFile {
    sheet: Sheet,
    layout: Layout,
    pub lines: Vec<Line>,
}

impl RosterFile {
    /// What is wrong with a cell; `row` counts from 0.
    pub fn fault(&self, row: u32, column: Column, code: &'static str, words: Words) -> FieldFault {
        fault(&self.sheet, &self.layout, row, column, code, words)
    }
}

fn fault(sheet: &Sheet, layout: &Layout, row: u32, column: Column, code: &'static str, words: Words) -> FieldFault {
    sheet.fault(row, layout.place(column).unwrap_or_default(), column.header().0, code, words)
}

/// Reads XLSX or CSV. Fails when there is no roster in it; faults of cells are told in the outcome.
pub fn read(bytes: &[u8]) -> Result<(RosterFile, Outcome), Error> {
    let is_book = workbook::is_workbook(bytes) || workbook::is_old_or_locked(bytes);
    let mut sheets = if is_book { workbook::read(bytes)? } else { vec![csv::read(bytes)?] };
    let fitting = sheets.iter().position(|sheet| lay_out(sheet).is_ok()).unwrap_or_default();
    let sheet = if sheets.is_empty() { Sheet::default() } else { sheets.swap_remove(fitting) };
    let layout = lay_out(&sheet)?;
    let mut outcome = Outcome::default();
    let mut lines = Vec::new();
    for (row, cells) in sheet.rows.iter().filter(|(row, _)| *row > layout.header) {
        match line(&sheet, &layout, *row, cells) {
            Ok(line) => lines.push(line),
            Err(faults) => faults.into_iter().for_each(|fault| outcome.fault(fault)),
        }
    }
    Ok((RosterFile { sheet, layout, lines }, outcome))
}

fn line(sheet: &Sheet, layout: &Layout, row: u32, cells: &[Cell]) -> Result<Line, Vec<FieldFault>> {
    let cell = |column| layout.place(column).and_then(|at| cells.get(at)).cloned().unwrap_or_default();
    let mut faults = Vec::new();
    let mut wrong = |column, code, words| faults.push(fault(sheet, layout, row, column, code, words));
    let area = cell(Column::Area).shown().parse::<AreaCode>().map_err(|it| wrong(Column::Area, it.code(), it.into())).ok();
    let day = day(&cell(Column::Day)).map_err(|it| wrong(Column::Day, it.code(), it.into())).ok();
    let shift = shift(&cell(Column::Shift).shown());
    if shift.is_none() {
        wrong(Column::Shift, "choice", say!("应为 白班、夜班 或 全天", "Must be 白班 (day), 夜班 (night) or 全天 (whole day)"));
    }
    let mut people = Vec::new();
    for (column, role) in [(Column::Leads, RosterRole::Lead), (Column::Members, RosterRole::Member)] {
        match named(&cell(column).shown(), role) {
            Ok(some) => people.extend(some),
            Err(it) => wrong(column, it.code(), it.into()),
        }
    }
    if people.is_empty() {
        wrong(Column::Members, "required", say!("这一班没有写人", "Nobody stands in this shift"));
    }
    match (area, day, shift) {
        (Some(area), Some(day), Some(shift)) if faults.is_empty() => Ok(Line { row, area, day, shift, people }),
        _ => Err(faults),
    }
}

/// A day as people write it: `2026-12-01`, `2026/12/1`, or the number a spreadsheet keeps.
fn day(cell: &Cell) -> Result<Day, Fault> {
    match cell {
        Cell::Day(day) => Ok(day.clone()),
        // Excel counts days from 1899-12-30.
        Cell::Number(n) if n.fract() == 0.0 && (20_000.0..80_000.0).contains(n) => {
            let date = NaiveDate::from_ymd_opt(1899, 12, 30).and_then(|begin| begin.checked_add_days(Days::new(*n as u64)));
            date.map(Day::from).ok_or(Fault::Day)
        }
        other => {
            let text = other.shown().replace(['/', '.', '年', '月'], "-").replace('日', "");
            let parts: Vec<&str> = text.split('-').map(str::trim).collect();
            let [year, month, day] = parts.as_slice() else { return Err(Fault::Day) };
            format!("{year}-{month:0>2}-{day:0>2}").parse()
        }
    }
}

fn shift(text: &str) -> Option<Shift> {
    let known = |shift: &&Shift| text.eq_ignore_ascii_case(shift.as_str()) || text == shift.label(Lang::Zh);
    Shift::ALL.iter().find(known).copied().or(match text {
        "白" | "日班" => Some(Shift::Day),
        "夜" | "晚班" => Some(Shift::Night),
        "全" | "24小时" | "全日" => Some(Shift::WholeDay),
        _ => None,
    })
}

/// More names than this are no shift.
const MOST_NAMES: usize = 40;

/// The names in a cell, each with a phone where one stands behind it: `王芳、李明 13805701234`.
fn named(text: &str, role: RosterRole) -> Result<Vec<Named>, Fault> {
    let parts = text.split(['、', ',', '，', ';', '；', '/', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let one = |part: &str| {
        let digits: String = part.chars().filter(char::is_ascii_digit).collect();
        let name: String = part.chars().filter(|c| !c.is_ascii_digit() && !matches!(c, '(' | ')' | '（' | '）')).collect();
        let phone = if digits.is_empty() { None } else { Some(digits.parse()?) };
        Ok(Named { role, name: name.trim().parse()?, phone })
    };
    let parts: Vec<&str> = parts.take(MOST_NAMES + 1).collect();
    if parts.len() > MOST_NAMES { Err(Fault::OutOfRange) } else { parts.into_iter().map(one).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_days_are_read_as_people_write_them() -> Result<(), Fault> {
        let told = |text| named(text, RosterRole::Member).map(|all| all.into_iter().map(|it| it.name.to_string()).collect::<Vec<_>>());
        assert_eq!(told("王芳、李明 13805701234，周小平（13805700001）")?, ["王芳", "李明", "周小平"]);
        assert_eq!(named("李明13805701234", RosterRole::Lead)?[0].phone, Some("13805701234".parse()?));
        assert!(told("李明 138").is_err() && told("")?.is_empty());
        for text in ["2026-12-01", "2026/12/1", "2026年12月1日", "2026.12.1"] {
            assert_eq!(day(&Cell::Text(text.into()))?, "2026-12-01".parse()?, "{text}");
        }
        assert_eq!(day(&Cell::Number(46_357.0))?, "2026-12-01".parse()?);
        assert!(day(&Cell::Text("12月1日".into())).is_err());
        Ok(())
    }
}
