//! A table as people make it: cells by row and column, wherever it was read from.

use shared::problem::Code;
use shared::time::Day;

use crate::error::{Error, FieldFault, Words};
use crate::say;

/// More rows than any sub-district has staff.
pub const MOST_ROWS: u32 = 20_000;
pub const MOST_COLUMNS: u32 = 60;
/// The most bytes of text in all cells.
const MOST_HELD: usize = 8 * 1024 * 1024;
/// The most faults that are told of a file; people correct the first ones and try again.
pub const MOST_FAULTS: usize = 500;

/// One cell's content.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    #[default]
    Empty,
    /// Trimmed, not empty.
    Text(String),
    Number(f64),
    Day(Day),
    Yes(bool),
    /// A formula; a file must hold what it says, not how to work it out.
    Formula,
    /// What the spreadsheet shows as `#REF!` and the like.
    Broken,
}

impl Cell {
    pub fn text(text: &str) -> Self {
        // Ours and others' exports put an apostrophe before what a spreadsheet would take for a formula.
        let plain = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let plain = plain.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(plain);
        if plain.is_empty() { Self::Empty } else { Self::Text(plain.to_owned()) }
    }

    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// The content as text; whole numbers without a point.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(n) if n.fract() == 0.0 && n.abs() < 1e15 => format!("{n:.0}"),
            Self::Number(n) => n.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Yes(true) => "是".into(),
            Self::Yes(false) => "否".into(),
            Self::Formula => "=…".into(),
            Self::Broken => "#…".into(),
        }
    }
}

/// A rectangle of merged cells: first and last row, first and last column, all counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    pub rows: (u32, u32),
    pub columns: (u32, u32),
}

/// A sheet's rows that are not empty, in order, each with its number counted from 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// `None` for a file that is one table, such as CSV.
    pub name: Option<String>,
    pub rows: Vec<(u32, Vec<Cell>)>,
    pub merged: Vec<Merged>,
    /// How much text its cells hold: a small file can point to one text a million times.
    pub held: usize,
}

impl Sheet {
    /// The place of a cell as a spreadsheet names it: `人员!C5`, or `C5`.
    pub fn place(&self, row: u32, column: usize) -> String {
        let cell = format!("{}{}", letters(column), row + 1);
        self.name.as_ref().map_or_else(|| cell.clone(), |name| format!("{name}!{cell}"))
    }

    /// What is wrong with a cell, under the words of its column's header.
    pub fn fault(&self, row: u32, column: usize, header: &str, code: &'static str, words: Words) -> FieldFault {
        let (line, letter, Words { zh, en }) = (row + 1, letters(column), words);
        let place = self.name.as_ref().map_or_else(String::new, |name| format!("{name} "));
        FieldFault::new(
            self.place(row, column),
            code,
            say!("{place}第 {line} 行 {letter} 列（{header}）：{zh}", "{place}row {line}, column {letter} ({header}): {en}"),
        )
    }

    /// Adds a cell, growing its row; later rows come later.
    pub fn put(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), Error> {
        if cell.is_empty() {
            return Ok(());
        }
        if let Cell::Text(text) = &cell {
            self.held += text.len();
            if self.held > MOST_HELD {
                let mib = MOST_HELD / 1024 / 1024;
                let words = say!(
                    "单元格里的文字超过 {mib} MB，请只保留要导入的表",
                    "The cells hold more than {mib} MB of text; keep only the table to import"
                );
                return Err(Error::new(Code::TooLarge).saying(words));
            }
        }
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            let place = self.place(row, column as usize);
            let words = say!(
                "{place} 有内容：最多读 {MOST_ROWS} 行 {MOST_COLUMNS} 列，请删去多余的行列",
                "There is something in {place}: at most {MOST_ROWS} rows and {MOST_COLUMNS} columns are read; delete what is not needed"
            );
            return Err(Error::new(Code::FileUnreadable).saying(words));
        }
        if self.rows.last().is_none_or(|(last, _)| *last < row) {
            self.rows.push((row, Vec::new()));
        }
        // A cell of an earlier row out of order is put where it belongs.
        let at = self.rows.binary_search_by_key(&row, |(n, _)| *n);
        let at = at.unwrap_or_else(|place| {
            self.rows.insert(place, (row, Vec::new()));
            place
        });
        if let Some((_, cells)) = self.rows.get_mut(at) {
            let column = column as usize;
            if cells.len() <= column {
                cells.resize(column + 1, Cell::Empty);
            }
            cells[column] = cell;
        }
        Ok(())
    }
}

/// A column as spreadsheets letter it: A … Z, AA …
pub fn letters(column: usize) -> String {
    let (mut n, mut letters) = (column, Vec::new());
    loop {
        letters.push(char::from(b'A' + u8::try_from(n % 26).unwrap_or(0)));
        if n < 26 {
            break;
        }
        n = n / 26 - 1;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        for (column, expected) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), expected);
        }
    }

    #[test]
    fn an_apostrophe_before_a_formula_is_ours() {
        assert_eq!(Cell::text(" '=1+1 "), Cell::Text("=1+1".into()));
        assert_eq!(Cell::text("'quoted'"), Cell::Text("'quoted'".into()));
        assert_eq!(Cell::Number(330_881_003_207_001.0).shown(), "330881003207001");
    }
}
