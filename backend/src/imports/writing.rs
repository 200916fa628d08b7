//! Tables that go out, all of their cells text: what a program makes of a long number or a day is nobody's business.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::error::Error;

/// A new workbook: the same content makes the same file, to the byte, whenever it is written.
pub fn workbook() -> Result<Workbook, Error> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 1, 1).map_err(Error::internal)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    Ok(workbook)
}

/// Writes a table under its header, which stays in sight; columns come with their widths.
pub fn fill(sheet: &mut Worksheet, name: &str, columns: &[(&str, u8)], rows: &[impl AsRef<[String]>]) -> Result<(), XlsxError> {
    let head = Format::new().set_bold().set_background_color("DCE6F4").set_align(FormatAlign::Center);
    let text = Format::new().set_num_format("@");
    sheet.set_name(name)?.set_freeze_panes(1, 0)?;
    for (i, (header, width)) in (0..).zip(columns) {
        sheet.write_with_format(0, i, *header, &head)?.set_column_width(i, f64::from(*width))?.set_column_format(i, &text)?;
    }
    for (row, cells) in (1..).zip(rows) {
        for (i, cell) in (0..).zip(cells.as_ref()).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string_with_format(row, i, cell, &text)?;
        }
    }
    Ok(())
}

/// CSV in UTF-8 with a mark, which Excel wants; what looks like a formula gets an apostrophe (OWASP: CSV injection).
pub fn csv<'a>(header: impl Iterator<Item = &'a str>, rows: &[impl AsRef<[String]>]) -> Result<Vec<u8>, Error> {
    let mut writer = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    writer.write_record(header).map_err(Error::internal)?;
    for row in rows {
        let safe = |text: &String| if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.clone() };
        writer.write_record(row.as_ref().iter().map(safe)).map_err(Error::internal)?;
    }
    writer.into_inner().map_err(|error| Error::internal(error.into_error()))
}
