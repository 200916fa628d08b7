//! The columns of a roster table: a row is a shift of a day in one place, with everybody on it.

use crate::error::{Error, FieldFault};
use crate::imports::outcome::wrong_header;
use crate::imports::sheet::{Cell, Sheet};
use crate::say;

/// A column, in the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Area,
    /// Only to be read by people.
    AreaName,
    Day,
    /// Only to be read by people.
    Weekday,
    Shift,
    Leads,
    Members,
    /// Only to be read by people.
    Phones,
}

/// How many there are.
pub const COLUMNS: usize = 8;

impl Column {
    pub const ALL: [Self; COLUMNS] =
        [Self::Area, Self::AreaName, Self::Day, Self::Weekday, Self::Shift, Self::Leads, Self::Members, Self::Phones];

    /// The header, and how wide the column is.
    pub const fn header(self) -> (&'static str, u8) {
        match self {
            Self::Area => ("地点编码", 18),
            Self::AreaName => ("地点", 18),
            Self::Day => ("日期", 13),
            Self::Weekday => ("星期", 8),
            Self::Shift => ("班次", 8),
            Self::Leads => ("带班", 18),
            Self::Members => ("值班", 30),
            Self::Phones => ("电话", 30),
        }
    }

    /// Other headers for the same.
    const fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Area => &["area", "编码", "代码", "网格编码", "村编码"],
            Self::AreaName => &["area_name", "单位", "值班地点"],
            Self::Day => &["day", "值班日期"],
            Self::Weekday => &["weekday", "周几"],
            Self::Shift => &["shift", "班"],
            Self::Leads => &["leads", "带班领导", "带班人员", "带班人"],
            Self::Members => &["members", "值班人员", "值班员", "值班人"],
            Self::Phones => &["phones", "值班电话", "联系电话"],
        }
    }

    const fn is_required(self) -> bool {
        matches!(self, Self::Area | Self::Day | Self::Shift | Self::Members)
    }

    fn of(header: &str) -> Option<Self> {
        let bare: String = header.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        Self::ALL.into_iter().find(|column| bare == column.header().0 || column.aliases().contains(&bare.as_str()))
    }
}

/// Where the columns are, and the row of the header from 0.
#[derive(Debug, Clone)]
pub struct Layout {
    pub header: u32,
    at: [Option<usize>; COLUMNS],
}

impl Layout {
    pub const fn place(&self, column: Column) -> Option<usize> {
        self.at[column as usize]
    }
}

/// How many rows may stand above the header, such as a title.
const MOST_ABOVE: u32 = 10;

/// Finds the header: the first row with at least two columns we know.
pub fn lay_out(sheet: &Sheet) -> Result<Layout, Error> {
    let known = |cells: &[Cell]| cells.iter().filter(|cell| Column::of(&cell.shown()).is_some()).count();
    let mut rows = sheet.rows.iter().take_while(|(row, _)| *row <= MOST_ABOVE);
    let Some((header, cells)) = rows.find(|(_, cells)| known(cells) >= 2) else {
        let words = say!(
            "没有找到表头：前 {MOST_ABOVE} 行里应有 地点编码、日期、班次、带班、值班 等列，可以先导出一份再改",
            "There is no header: the first {MOST_ABOVE} rows should have the columns 地点编码, 日期, 班次, 带班, 值班; export a roster and change that"
        );
        return Err(wrong_header(vec![FieldFault::new("", "missing_header", words)]));
    };
    let mut at = [None; COLUMNS];
    let mut faults = Vec::new();
    for (i, cell) in cells.iter().enumerate() {
        let Some(column) = Column::of(&cell.shown()) else { continue };
        let (header_words, _) = column.header();
        if at[column as usize].replace(i).is_some() {
            faults.push(sheet.fault(*header, i, header_words, "duplicate", say!("这一列出现了两次", "This column is given twice")));
        }
    }
    for column in Column::ALL.into_iter().filter(|column| column.is_required() && at[*column as usize].is_none()) {
        let (line, (name, _)) = (header + 1, column.header());
        faults.push(FieldFault::new(format!("{line}"), "missing_column", say!("缺少“{name}”列", "The column {name} is missing")));
    }
    if faults.is_empty() { Ok(Layout { header: *header, at }) } else { Err(wrong_header(faults)) }
}
