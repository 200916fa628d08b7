//! Writing the table: CSV as it comes, a workbook by way of the disk, neither of them in memory.

use std::io::Write;
use std::path::Path;

use rust_xlsxwriter::{Format, FormatAlign, Workbook};
use shared::cases::papers::MOST_IN_WORKBOOK;
use shared::time::Moment;

use super::Outlet;
use super::columns::{COLUMNS, Cell};
use super::rows::Reading;
use crate::error::Error;
use crate::say;

/// CSV in UTF-8 with a mark, which Excel wants; what looks like a formula gets an apostrophe (OWASP: CSV injection).
pub fn csv(reading: &mut Reading<'_>, outlet: &mut Outlet) -> Result<(), Error> {
    let lang = reading.lang;
    // Before the first byte, so that a search that is none is told as a problem.
    let mut rows = reading.advance()?;
    let marked = outlet.write_all(b"\xef\xbb\xbf").is_ok();
    let mut writer = csv::Writer::from_writer(outlet);
    let mut listens = marked && writer.write_record(COLUMNS.iter().map(|column| column.label(lang))).is_ok();
    while listens && !rows.is_empty() {
        // Writing fails only when nobody reads on.
        listens = rows.into_iter().all(|row| writer.write_record(row.into_iter().map(in_csv)).is_ok());
        rows = reading.advance()?;
    }
    drop(writer.flush());
    Ok(())
}

fn in_csv(cell: Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Number(number) => number.to_string(),
        Cell::At(moment) => moment.to_minute(),
        Cell::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) => format!("'{text}"),
        Cell::Text(text) => text,
    }
}

/// A workbook. Its rows go to a file in `folder` first, because their number must be known before they are packed.
pub fn xlsx(reading: &mut Reading<'_>, outlet: &mut Outlet, folder: &Path) -> Result<(), Error> {
    if let Some(count) = reading.count()?.filter(|count| *count > i64::from(MOST_IN_WORKBOOK)) {
        return Err(too_many(count));
    }
    let mut workbook = Workbook::new();
    workbook.set_tempdir(folder).map_err(Error::internal)?;
    if !fill(&mut workbook, reading, outlet)? {
        return Ok(());
    }
    let saved = workbook.save_to_writer(&mut *outlet).map_err(Error::internal).and_then(|()| outlet.flush().map_err(Error::internal));
    // A client that hung up is no fault of ours.
    if outlet.is_closed() { Ok(()) } else { saved }
}

fn too_many(count: i64) -> Error {
    let words = say!(
        "共 {count} 个案件，一个工作表最多放 {MOST_IN_WORKBOOK} 个：请导出为 CSV，或缩小筛选范围",
        "There are {count} cases, and a worksheet holds {MOST_IN_WORKBOOK}: export CSV, or narrow the filter"
    );
    Error::invalid("?format", "too_many", words)
}

/// Writes all rows; false when the client has hung up before the last.
fn fill(workbook: &mut Workbook, reading: &mut Reading<'_>, outlet: &Outlet) -> Result<bool, Error> {
    let head = Format::new().set_bold().set_align(FormatAlign::VerticalCenter);
    let time = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let lang = reading.lang;
    let sheet = workbook.add_worksheet_with_constant_memory().map_err(Error::internal)?;
    sheet.set_freeze_panes(1, 1).map_err(Error::internal)?;
    for (n, column) in (0..).zip(&COLUMNS) {
        sheet.set_column_width(n, column.width).map_err(Error::internal)?;
    }
    for (n, column) in (0..).zip(&COLUMNS) {
        sheet.write_string_with_format(0, n, column.label(lang), &head).map_err(Error::internal)?;
    }
    let mut line = 0;
    loop {
        let rows = reading.advance()?;
        if rows.is_empty() {
            return Ok(true);
        }
        if outlet.is_closed() {
            return Ok(false);
        }
        for row in rows {
            line += 1;
            if line > MOST_IN_WORKBOOK {
                return Err(too_many(line.into()));
            }
            for (n, cell) in (0..).zip(row) {
                match cell {
                    Cell::Empty => continue,
                    Cell::Text(text) => sheet.write_string(line, n, text),
                    Cell::Number(number) => sheet.write_number(line, n, number),
                    Cell::At(moment) => sheet.write_number_with_format(line, n, serial(moment), &time),
                }
                .map_err(Error::internal)?;
            }
        }
    }
}

/// A moment in China as spreadsheets count it: days since the end of 1899.
fn serial(moment: Moment) -> f64 {
    const HOURS: f64 = 8.0;
    const EPOCH: f64 = 25_569.0;
    let millis = u32::try_from(moment.millis() / 1000).map_or(0.0, f64::from);
    (millis / 3600.0 + HOURS) / 24.0 + EPOCH
}
