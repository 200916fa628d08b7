//! The columns of a staff table, and where they are in one.

use crate::error::{Error, FieldFault, Words};
use crate::imports::outcome::wrong_header;
use crate::imports::sheet::{Cell, Sheet, letters};
use crate::say;

/// A column of the template, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Name,
    Phone,
    Duty,
    Area,
    Covering,
    From,
    To,
    PhonePublic,
    PhotoPublic,
    Unit,
}

/// How many there are.
pub const COLUMNS: usize = 10;

impl Column {
    pub const ALL: [Self; COLUMNS] = [
        Self::Name,
        Self::Phone,
        Self::Duty,
        Self::Area,
        Self::Covering,
        Self::From,
        Self::To,
        Self::PhonePublic,
        Self::PhotoPublic,
        Self::Unit,
    ];

    /// The header of the template, which is also what faults call the column.
    pub const fn header(self) -> &'static str {
        match self {
            Self::Name => "姓名",
            Self::Phone => "工作电话",
            Self::Duty => "职责",
            Self::Area => "网格编码或村编码",
            Self::Covering => "替班对象",
            Self::From => "起始日期",
            Self::To => "结束日期",
            Self::PhonePublic => "电话公开",
            Self::PhotoPublic => "照片公开",
            Self::Unit => "单位",
        }
    }

    /// Other headers that offices write for the same.
    const fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Name => &["人员姓名", "name"],
            Self::Phone => &["电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "phone"],
            Self::Duty => &["职务", "岗位", "duty"],
            Self::Area => &["网格编码", "网格代码", "村编码", "编码", "代码", "区域编码", "area"],
            Self::Covering => &["替班", "替谁", "covering_for"],
            Self::From => &["开始日期", "任职日期", "起始", "from_day"],
            Self::To => &["截止日期", "终止日期", "结束", "to_day"],
            Self::PhonePublic => &["公开电话", "电话是否公开", "phone_public"],
            Self::PhotoPublic => &["公开照片", "照片是否公开", "photo_public"],
            Self::Unit => &["所属单位", "部门", "科室", "unit"],
        }
    }

    const fn is_required(self) -> bool {
        matches!(self, Self::Name | Self::Duty | Self::Area)
    }

    /// The column a header names, whatever spaces, stars and notes in brackets it has.
    fn of(header: &str) -> Option<Self> {
        let bare: String = header
            .split(['（', '(', '【', '['])
            .next()
            .unwrap_or_default()
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '＊' | ':' | '：'))
            .collect();
        Self::ALL
            .into_iter()
            .find(|column| bare == column.header() || column.aliases().iter().any(|alias| bare.eq_ignore_ascii_case(alias)))
    }
}

/// Where the columns of a sheet are.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// The row of the header, from 0.
    pub header: u32,
    at: [Option<usize>; COLUMNS],
}

impl Layout {
    pub fn place(&self, column: Column) -> Option<usize> {
        self.at.get(column as usize).copied().flatten()
    }
}

/// How many rows may stand above the header, such as a title.
const MOST_ABOVE: u32 = 10;

/// The row that looks most like a header: it has at least two columns we know.
fn header_of(sheet: &Sheet) -> Option<(u32, &[Cell])> {
    let known = |cells: &[Cell]| cells.iter().filter(|cell| Column::of(&cell.shown()).is_some()).count();
    let rows = sheet.rows.iter().take_while(|(row, _)| *row <= MOST_ABOVE);
    rows.map(|(row, cells)| (*row, cells.as_slice())).find(|(_, cells)| known(cells) >= 2)
}

/// The sheet that holds staff: the only one with such a header, or the one called 人员.
pub fn choose(sheets: Vec<Sheet>) -> Result<Sheet, Error> {
    let names = sheets.iter().filter_map(|sheet| sheet.name.clone()).collect::<Vec<_>>().join("、");
    let mut fit: Vec<Sheet> = sheets.into_iter().filter(|sheet| header_of(sheet).is_some()).collect();
    if let Some(named) = fit.iter().position(|sheet| sheet.name.as_deref() == Some("人员")) {
        return Ok(fit.swap_remove(named));
    }
    let required = [Column::Name, Column::Duty, Column::Area].map(Column::header).join("、");
    match (fit.pop(), fit.is_empty()) {
        (Some(only), true) => Ok(only),
        (Some(_), false) => Err(wrong_header(vec![FieldFault::new(
            "",
            "several_sheets",
            say!(
                "有几个工作表都像人员表（{names}），请把要导入的一个命名为“人员”",
                "Several sheets look like a staff table ({names}); name the one to import 人员"
            ),
        )])),
        (None, _) => {
            let words = if names.is_empty() {
                say!(
                    "没有找到表头：前 {MOST_ABOVE} 行里应有 {required} 等列",
                    "There is no header: the first {MOST_ABOVE} rows should have the columns {required}"
                )
            } else {
                say!(
                    "没有找到人员表：工作表 {names} 的前 {MOST_ABOVE} 行里都没有 {required} 等列",
                    "There is no staff table: none of the sheets {names} has the columns {required} in its first {MOST_ABOVE} rows"
                )
            };
            Err(wrong_header(vec![FieldFault::new("", "no_header", words)]))
        }
    }
}

/// Finds the columns, and names those that are unknown, double or missing.
pub fn lay_out(sheet: &Sheet) -> Result<Layout, Error> {
    let Some((header, cells)) = header_of(sheet) else { return Err(wrong_header(Vec::new())) };
    let mut layout = Layout { header, at: [None; COLUMNS] };
    let mut faults = Vec::new();
    for (i, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
        let shown: String = cell.shown().chars().take(40).collect();
        match Column::of(&shown).and_then(|column| layout.at.get_mut(column as usize)) {
            None => faults.push(sheet.fault(header, i, &shown, "unknown_column", unknown_column())),
            Some(Some(first)) => {
                let first = letters(*first);
                faults.push(sheet.fault(header, i, &shown, "duplicate", say!("与 {first} 列重复", "The same as column {first}")));
            }
            Some(place) => *place = Some(i),
        }
    }
    for column in Column::ALL.into_iter().filter(|column| column.is_required()) {
        if layout.place(column).is_none() {
            let (row, name) = (header + 1, column.header());
            faults.push(FieldFault::new(
                sheet.place(header, cells.len()),
                "missing_column",
                say!("第 {row} 行表头缺少“{name}”列", "The header in row {row} lacks the column {name}"),
            ));
        }
    }
    if faults.is_empty() { Ok(layout) } else { Err(wrong_header(faults)) }
}

fn unknown_column() -> Words {
    let known = Column::ALL.map(Column::header).join("、");
    say!("不认识的列，可用的列：{known}", "Not a known column; known are {known}")
}
