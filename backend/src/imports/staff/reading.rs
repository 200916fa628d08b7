//! Reading a staff table: each row a person and an appointment.

use chrono::{Days, NaiveDate};
use shared::lang::Lang;
use shared::staffing::{AreaCode, Duty, PersonName};
use shared::time::Day;
use shared::units::UnitName;
use shared::value::{Fault, Phone};

use crate::error::{Error, FieldFault, Words};
use crate::imports::csv;
use crate::imports::outcome::Outcome;
use crate::imports::sheet::{Cell, Sheet};
use crate::imports::staff::columns::{Column, Layout, choose, lay_out};
use crate::imports::workbook;
use crate::say;

/// A row that can be read; whether it fits what is there comes later.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// From 0.
    pub row: u32,
    pub name: PersonName,
    pub phone: Option<Phone>,
    /// Duty and area; a row may be about the person alone.
    pub post: Option<(Duty, AreaCode)>,
    /// A phone or name, as it stands there.
    pub covering: Option<String>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub phone_public: Option<bool>,
    pub photo_public: Option<bool>,
    /// The office or department of a handler.
    pub unit: Option<UnitName>,
}

/// A staff table that was read.
pub struct StaffFile {
    sheet: Sheet,
    layout: Layout,
    pub lines: Vec<Line>,
}

impl StaffFile {
    /// Whether the table has the column at all.
    pub fn has(&self, column: Column) -> bool {
        self.layout.place(column).is_some()
    }

    /// What is wrong with a cell; `row` counts from 0.
    pub fn fault(&self, row: u32, column: Column, code: &'static str, words: Words) -> FieldFault {
        fault(&self.sheet, &self.layout, row, column, code, words)
    }
}

/// Reads XLSX or CSV. Fails when there is no staff table in it; faults of cells are told in the outcome.
pub fn read(bytes: &[u8]) -> Result<(StaffFile, Outcome), Error> {
    let sheets =
        if workbook::is_workbook(bytes) || workbook::is_old_or_locked(bytes) { workbook::read(bytes)? } else { vec![csv::read(bytes)?] };
    let sheet = choose(sheets)?;
    let layout = lay_out(&sheet)?;
    let mut outcome = Outcome::default();
    for merged in sheet.merged.iter().filter(|merged| merged.rows.1 > layout.header) {
        let (row, column) = (merged.rows.0.max(layout.header + 1), merged.columns.0 as usize);
        outcome.fault(sheet.fault(
            row,
            column,
            "合并单元格",
            "merged_cells",
            say!("数据行里有合并单元格，请取消合并并逐行填写", "Data rows have merged cells; unmerge them and fill in every row"),
        ));
    }
    let mut lines = Vec::new();
    for (row, cells) in sheet.rows.iter().filter(|(row, _)| *row > layout.header) {
        let reader = Reader { sheet: &sheet, layout: &layout, row: *row, cells };
        match reader.line() {
            Ok(line) => lines.extend(line),
            Err(faults) => faults.into_iter().for_each(|fault| outcome.fault(fault)),
        }
    }
    if lines.is_empty() && outcome.faults.is_empty() {
        let row = layout.header + 1;
        outcome.fault(FieldFault::new(sheet.place(row, 0), "no_rows", say!("表头下面没有任何人员", "There is nobody below the header")));
    }
    Ok((StaffFile { sheet, layout, lines }, outcome))
}

fn fault(sheet: &Sheet, layout: &Layout, row: u32, column: Column, code: &'static str, words: Words) -> FieldFault {
    sheet.fault(row, layout.place(column).unwrap_or_default(), column.header(), code, words)
}

/// Reads one row.
struct Reader<'a> {
    sheet: &'a Sheet,
    layout: &'a Layout,
    row: u32,
    cells: &'a [Cell],
}

impl Reader<'_> {
    /// The line, nothing for an empty row, or everything that is wrong with it.
    fn line(&self) -> Result<Option<Line>, Vec<FieldFault>> {
        if self.cells.iter().all(Cell::is_empty) {
            return Ok(None);
        }
        let mut faults = Vec::new();
        for (i, _) in self
            .cells
            .iter()
            .enumerate()
            .filter(|(i, cell)| !cell.is_empty() && Column::ALL.iter().all(|c| self.layout.place(*c) != Some(*i)))
        {
            faults.push(self.sheet.fault(
                self.row,
                i,
                "-",
                "no_header",
                say!("这一列没有表头，请删去或补上表头", "This column has no header; delete it or give it one"),
            ));
        }
        let name = self.value(Column::Name, &mut faults, |cell| cell.shown().parse::<PersonName>().map_err(Into::into));
        let phone = self.value(Column::Phone, &mut faults, |cell| cell.shown().parse::<Phone>().map_err(Into::into));
        let duty = self.value(Column::Duty, &mut faults, |cell| duty(&cell.shown()));
        let area = self.value(Column::Area, &mut faults, |cell| area(&cell.shown()));
        let covering = self.value(Column::Covering, &mut faults, |cell| Ok(cell.shown()));
        let from = self.value(Column::From, &mut faults, day);
        let to = self
            .value(Column::To, &mut faults, |cell| {
                if ["至今", "长期"].contains(&cell.shown().as_str()) { Ok(None) } else { day(cell).map(Some) }
            })
            .flatten();
        let phone_public = self.value(Column::PhonePublic, &mut faults, yes);
        let photo_public = self.value(Column::PhotoPublic, &mut faults, yes);
        let unit = self.value(Column::Unit, &mut faults, |cell| cell.shown().parse::<UnitName>().map_err(Into::into));
        let is_empty = |column| self.cell(column).is_empty();
        if is_empty(Column::Name) {
            faults.push(self.fault(Column::Name, "empty", Fault::Empty.into()));
        }
        if is_empty(Column::Duty) != is_empty(Column::Area) {
            let missing = if is_empty(Column::Duty) { Column::Duty } else { Column::Area };
            faults.push(self.fault(missing, "empty", say!("职责和编码要么都填，要么都不填", "Give both duty and code, or neither")));
        }
        match (name, faults.is_empty()) {
            (Some(name), true) => {
                Ok(Some(Line { row: self.row, name, phone, post: duty.zip(area), covering, from, to, phone_public, photo_public, unit }))
            }
            _ => Err(faults),
        }
    }

    fn cell(&self, column: Column) -> &Cell {
        self.layout.place(column).and_then(|i| self.cells.get(i)).unwrap_or(&Cell::Empty)
    }

    fn fault(&self, column: Column, code: &'static str, words: Words) -> FieldFault {
        fault(self.sheet, self.layout, self.row, column, code, words)
    }

    /// The value of a cell; nothing when it is empty or wrong, and then the fault is noted.
    fn value<T>(&self, column: Column, faults: &mut Vec<FieldFault>, read: impl FnOnce(&Cell) -> Result<T, Told>) -> Option<T> {
        let told = match self.cell(column) {
            Cell::Empty => return None,
            Cell::Formula => {
                Told("formula", say!("这里是公式，请“粘贴为数值”后再导入", "This is a formula; paste it as a value and import again"))
            }
            Cell::Broken => {
                Told("broken", say!("这里显示错误值（#REF! 之类），请更正", "This shows an error (#REF! or the like); correct it"))
            }
            cell => match read(cell) {
                Ok(value) => return Some(value),
                Err(told) => told,
            },
        };
        faults.push(self.fault(column, told.0, told.1));
        None
    }
}

/// A fault's code and words.
struct Told(&'static str, Words);

impl From<Fault> for Told {
    fn from(fault: Fault) -> Self {
        Self(fault.code(), fault.into())
    }
}

/// What offices call the duties.
fn duty(text: &str) -> Result<Duty, Told> {
    let named =
        |duty: &&Duty| [duty.label(Lang::Zh), duty.label(Lang::En), duty.as_str()].iter().any(|name| name.eq_ignore_ascii_case(text));
    let short = match text {
        "专职" | "专职员" => Some(Duty::FullTime),
        "兼职" | "兼职员" => Some(Duty::PartTime),
        "指导员" | "驻村干部" | "联村干部" => Some(Duty::Instructor),
        _ => None,
    };
    short.or_else(|| Duty::ALL.iter().find(named).copied()).ok_or_else(|| {
        let shown: String = text.chars().take(20).collect();
        let known = Duty::ALL.iter().map(|duty| duty.label(Lang::Zh)).collect::<Vec<_>>().join("、");
        Told("choice", say!("“{shown}”不是职责，可填：{known}", "\"{shown}\" is no duty; known are {known}"))
    })
}

fn area(text: &str) -> Result<AreaCode, Told> {
    text.parse().map_err(|_| {
        let shown: String = text.chars().take(20).collect();
        Told(
            "digits",
            say!(
                "“{shown}”不是 15 位网格编码、12 位村编码或 9 位街道代码",
                "\"{shown}\" is no code of 15 digits (grid), 12 (village) or 9 (sub-district)"
            ),
        )
    })
}

fn yes(cell: &Cell) -> Result<bool, Told> {
    match (cell, cell.shown().to_ascii_lowercase().as_str()) {
        (Cell::Yes(yes), _) => Ok(*yes),
        (_, "是" | "公开" | "同意" | "y" | "yes" | "true" | "1" | "√" | "✓") => Ok(true),
        (_, "否" | "不公开" | "不同意" | "n" | "no" | "false" | "0" | "×") => Ok(false),
        _ => Err(Told("choice", say!("请填“是”或“否”", "Write 是 (yes) or 否 (no)"))),
    }
}

/// A day as spreadsheets keep it (a count from 1900) or as people write it.
fn day(cell: &Cell) -> Result<Day, Told> {
    if let Cell::Day(day) = cell {
        return Ok(day.clone());
    }
    let text = cell.shown();
    // Days since 1899-12-30, from 1954 to 2119; eight digits are a date without hyphens.
    let serial = text.parse::<u64>().ok().filter(|n| (20_000..80_000).contains(n));
    let counted = serial.and_then(|n| NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(n)));
    let written = || {
        let plain = if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
            format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..])
        } else {
            text.replace(['年', '月', '/', '.', '．'], "-").replace('日', "")
        };
        let parts: Vec<&str> = plain.split('-').map(str::trim).collect();
        match parts.as_slice() {
            [year, month, day] if year.len() == 4 => NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?),
            _ => None,
        }
    };
    let day = counted.or_else(written).and_then(|date| Day::from(date).as_str().parse().ok());
    day.ok_or_else(|| {
        let shown: String = text.chars().take(20).collect();
        Told("day", say!("“{shown}”不是日期，请写成 2026-03-01 或 2026年3月1日", "\"{shown}\" is no date; write it like 2026-03-01"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<(String, &'static str)> {
        match read(text.as_bytes()) {
            Ok((_, outcome)) => outcome.faults.into_iter().map(|f| (f.pointer, f.code)).collect(),
            Err(error) => error.fields.into_iter().map(|f| (f.pointer, f.code)).collect(),
        }
    }

    #[test]
    fn headers_and_values_are_read_as_people_write_them() -> Result<(), Error> {
        let text = "清湖街道人员表,,,\n职 务,姓名*,联系电话（手机）,网格编码,起始日期,结束日期,电话公开\n专职,张 三,138 0570 1234,330881003207001,2026年3月1日,至今,是\n,,,,,,\n网格长,李四,0570-4012345,330881003207001,2026/3/1,20261231,\n";
        let (file, outcome) = read(text.as_bytes())?;
        assert_eq!(outcome.faults, []);
        let lines: Vec<_> = file
            .lines
            .iter()
            .map(|l| {
                (
                    l.row,
                    l.name.as_str(),
                    l.phone.as_deref(),
                    l.from.as_ref().map(Day::as_str),
                    l.to.as_ref().map(Day::as_str),
                    l.phone_public,
                )
            })
            .collect();
        assert_eq!(
            lines,
            [
                (2, "张 三", Some("13805701234"), Some("2026-03-01"), None, Some(true)),
                (4, "李四", Some("0570-4012345"), Some("2026-03-01"), Some("2026-12-31"), None)
            ]
        );
        assert_eq!(file.lines.iter().map(|l| l.post.as_ref().map(|p| p.0)).collect::<Vec<_>>(), [Some(Duty::FullTime), Some(Duty::Leader)]);
        Ok(())
    }

    #[test]
    fn every_wrong_cell_is_named() {
        assert_eq!(faults("姓名,职责\n张三,网格长\n"), [("C1".into(), "missing_column")]);
        assert_eq!(faults("姓名,职责,编码,星座\n"), [("D1".into(), "unknown_column")]);
        assert_eq!(faults("姓名,职责,编码,职务\n"), [("D1".into(), "duplicate")]);
        assert_eq!(faults("甲,乙\n1,2\n"), [(String::new(), "no_header")]);
        assert_eq!(faults("姓名,职责,编码\n"), [("A2".into(), "no_rows")]);
        let rows = "姓名,电话,职责,编码,起始日期,电话公开\n张三,12345678901,网格长,330881003207001,2026-02-30,也许\n,,村长,33,,\n王五,,网格长,,,,多余\n";
        let expected = [
            ("B2", "phone"),
            ("E2", "day"),
            ("F2", "choice"),
            ("C3", "choice"),
            ("D3", "digits"),
            ("A3", "empty"),
            ("G4", "no_header"),
            ("D4", "empty"),
        ];
        assert_eq!(faults(rows), expected.map(|(place, code)| (place.to_owned(), code)));
    }

    #[test]
    fn days_come_in_many_forms() {
        for (cell, expected) in [
            (Cell::Number(46_082.0), Some("2026-03-01")),
            (Cell::Text("46082".into()), Some("2026-03-01")),
            (Cell::Text("2026.3.1".into()), Some("2026-03-01")),
            (Cell::Text("2026 - 03 - 01".into()), Some("2026-03-01")),
            (Cell::Text("26-3-1".into()), None),
            (Cell::Text("2026-13-01".into()), None),
            (Cell::Text("三月".into()), None),
            (Cell::Text("９９９９９９９９".into()), None),
        ] {
            assert_eq!(day(&cell).ok().map(String::from).as_deref(), expected, "{cell:?}");
        }
    }
}
