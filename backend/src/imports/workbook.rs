//! Reading XLSX. The file is looked over before anything is unpacked for good, because a small file can hold a huge one.

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx, XlsxError};
use shared::problem::Code;
use zip::ZipArchive;

use crate::error::{Error, Words};
use crate::imports::sheet::{Cell, Merged, Sheet};
use crate::say;

/// The most bytes of the file itself.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
/// The most bytes it may unpack to.
const MOST_UNPACKED: u64 = 50 * 1024 * 1024;
const MOST_ENTRIES: usize = 1000;
const MOST_SHEETS: usize = 30;

/// Whether the bytes begin like a ZIP archive, which XLSX is.
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK")
}

/// Whether the bytes are of the kind Excel wrote before 2007, and still writes with a password.
pub fn is_old_or_locked(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xd0\xcf\x11\xe0")
}

/// All sheets of a workbook.
pub fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Error> {
    if is_old_or_locked(bytes) {
        return Err(unreadable(say!(
            "这是旧版 .xls 或加了密码的文件：请去掉密码，另存为 .xlsx 后再导入",
            "This is an old .xls or a file with a password: take the password off and save it as .xlsx"
        )));
    }
    look_over(bytes)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let names = workbook.sheet_names();
    if names.len() > MOST_SHEETS {
        let n = names.len();
        return Err(unreadable(say!("有 {n} 个工作表，最多 {MOST_SHEETS} 个", "There are {n} sheets, at most {MOST_SHEETS} are read")));
    }
    names.into_iter().map(|name| read_sheet(&mut workbook, name)).collect()
}

fn read_sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: String) -> Result<Sheet, Error> {
    let mut sheet = Sheet { name: Some(name.clone()), ..Sheet::default() };
    match read_cells(workbook, &name, &mut sheet) {
        // A chart sheet has no cells.
        Ok(()) | Err(Trouble::Xlsx(XlsxError::NotAWorksheet(_))) => {}
        Err(Trouble::Xlsx(error)) => return Err(damaged(&error)),
        Err(Trouble::Told(error)) => return Err(error),
    }
    let merged = workbook.merge_cells_by_sheet_name(&name).unwrap_or_default();
    sheet.merged = merged.iter().map(|m| Merged { rows: (m.start.0, m.end.0), columns: (m.start.1, m.end.1) }).collect();
    Ok(sheet)
}

enum Trouble {
    Xlsx(XlsxError),
    Told(Error),
}

impl From<XlsxError> for Trouble {
    fn from(error: XlsxError) -> Self {
        Self::Xlsx(error)
    }
}

fn read_cells(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, sheet: &mut Sheet) -> Result<(), Trouble> {
    let mut cells = workbook.worksheet_cells_reader(name)?;
    while let Some(record) = cells.next_cell_with_formula_metadata()? {
        let cell = if record.formula.is_some() { Cell::Formula } else { cell(&record.value) };
        sheet.put(record.pos.0, record.pos.1, cell).map_err(Trouble::Told)?;
    }
    Ok(())
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(n) => Cell::text(&n.to_string()),
        DataRef::Float(n) => Cell::Number(*n),
        DataRef::String(text) | DataRef::DurationIso(text) => Cell::text(text),
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::Bool(yes) => Cell::Yes(*yes),
        DataRef::DateTime(moment) if !(1.0..80_000.0).contains(&moment.as_f64()) => Cell::Number(moment.as_f64()),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}").parse().map_or(Cell::Number(moment.as_f64()), Cell::Day)
        }
        DataRef::DateTimeIso(text) => text.get(..10).and_then(|day| day.parse().ok()).map_or_else(|| Cell::text(text), Cell::Day),
        DataRef::Error(_) => Cell::Broken,
    }
}

/// Unpacks every entry once, counting and keeping nothing.
fn look_over(bytes: &[u8]) -> Result<(), Error> {
    if bytes.len() > MOST_BYTES {
        let mib = MOST_BYTES / 1024 / 1024;
        return Err(Error::new(Code::TooLarge).saying(say!("表格文件最大 {mib} MB", "A spreadsheet may have {mib} MB")));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if archive.len() > MOST_ENTRIES {
        let n = archive.len();
        return Err(unreadable(say!(
            "压缩包里有 {n} 个文件，不像正常的表格",
            "The archive holds {n} files, which is no ordinary spreadsheet"
        )));
    }
    let mut room = MOST_UNPACKED;
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).map_err(|error| damaged(&error))?;
        let is_xml = entry.name().map_err(|error| damaged(&error))?.to_ascii_lowercase().ends_with(".xml");
        let mut content = Vec::new();
        let read = entry.by_ref().take(room + 1).read_to_end(&mut content).map_err(|error| damaged(&error))? as u64;
        room = room.checked_sub(read).ok_or_else(|| {
            let mib = MOST_UNPACKED / 1024 / 1024;
            let words = say!(
                "解压后超过 {mib} MB，已停止读取；请只保留人员表，另存后再试",
                "It unpacks to more than {mib} MB and was not read; keep only the staff table, save it anew and try again"
            );
            Error::new(Code::TooLarge).saying(words)
        })?;
        if is_xml && has_absurd_formula(&content) {
            return Err(unreadable(say!("表格已损坏：公式编号不正常", "The spreadsheet is damaged: a formula has an absurd number")));
        }
    }
    Ok(())
}

/// The reader keeps shared formulas (`si="7"`) in a list by their number, so a number of ten digits would take all memory.
/// Text that is not of ASCII's family could hide one.
fn has_absurd_formula(xml: &[u8]) -> bool {
    let value_of = |rest: &[u8]| {
        let skip = |b: &&u8| b.is_ascii_whitespace() || **b == b'=' || **b == b'"' || **b == b'\'';
        let from = rest.iter().take_while(skip).count();
        rest.iter().skip(from).take_while(|b| !matches!(**b, b'"' | b'\'' | b'>' | b' ')).take(8).count()
    };
    let attribute = |w: &[u8]| w.first().is_some_and(u8::is_ascii_whitespace) && w.ends_with(b"si");
    xml.contains(&0)
        || xml.windows(3).enumerate().any(|(i, w)| {
            attribute(w) && matches!(xml.get(i + 3), Some(b'=' | b' ' | b'\t' | b'\n' | b'\r')) && value_of(&xml[i + 3..]) > 6
        })
}

fn unreadable(words: Words) -> Error {
    Error::new(Code::FileUnreadable).saying(words)
}

fn damaged(error: &dyn std::fmt::Display) -> Error {
    let said: String = error.to_string().chars().filter(|c| !c.is_control()).take(120).collect();
    unreadable(say!("表格文件已损坏或不是 .xlsx：{said}", "The spreadsheet is damaged or is no .xlsx: {said}"))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, XlsxError};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn cells_keep_their_kind() -> Result<(), XlsxError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet().set_name("人员")?;
        sheet.write(0, 0, "姓名")?.write(1, 0, " 张三 ")?.write(1, 1, 13_805_701_234_f64)?.write(1, 2, true)?;
        sheet.write_with_format(1, 3, ExcelDateTime::from_ymd(2026, 3, 1)?, &Format::new().set_num_format("yyyy-mm-dd"))?;
        sheet.write_formula(1, 4, Formula::new("=1+1"))?;
        sheet.merge_range(3, 0, 4, 1, "merged", &Format::new())?;
        let sheets = read(&workbook.save_to_buffer()?).unwrap_or_default();
        let expected = [
            Cell::Text("张三".into()),
            Cell::Number(13_805_701_234.0),
            Cell::Yes(true),
            "2026-03-01".parse().map_or(Cell::Empty, Cell::Day),
            Cell::Formula,
        ];
        assert_eq!(sheets[0].rows[1].1, expected);
        assert_eq!(sheets[0].merged, [Merged { rows: (3, 4), columns: (0, 1) }]);
        assert_eq!(sheets[0].place(1, 4), "人员!E2");
        Ok(())
    }

    fn packed(name: &str, content: &[u8]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let done = zip.start_file(name, SimpleFileOptions::default()).map_err(std::io::Error::from).and_then(|()| zip.write_all(content));
        assert!(done.is_ok());
        zip.finish().map(Cursor::into_inner).unwrap_or_default()
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let bomb = packed("xl/worksheets/sheet1.xml", &vec![b' '; 100 * 1024 * 1024]);
        assert!(bomb.len() < 200_000);
        let refused = read(&bomb).err();
        assert_eq!(refused.as_ref().map(|e| e.code), Some(Code::TooLarge));
        assert!(refused.and_then(|e| e.detail).is_some_and(|words| words.zh.contains("50 MB")));
    }

    #[test]
    fn damaged_files_are_refused() {
        for bytes in [
            &b"PK"[..],
            b"PK\x03\x04\0\0\0\0",
            &packed("a.txt", b"x"),
            &packed("xl/worksheets/sheet1.xml", br#"<c><f t="shared" si="4000000000">A1</f></c>"#),
        ] {
            assert_eq!(read(bytes).err().map(|e| e.code), Some(Code::FileUnreadable));
        }
        assert!(!has_absurd_formula(br#"<f t="shared" ref="A1:A9" si="12">B1</f><si><t>x</t></si> si yes"#));
    }
}
