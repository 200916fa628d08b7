//! Reading CSV as offices make it: UTF-8 with or without a mark, or GB18030 as Excel in China saves it; commas or tabs.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_16LE};
use shared::problem::Code;

use crate::error::Error;
use crate::imports::sheet::{Cell, Sheet};
use crate::say;

/// The text of a file, from whichever encoding it is in, with `\n` at the end of lines.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Error> {
    let text = decoded(bytes)?;
    Ok(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text })
}

fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, Error> {
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return UTF_16LE.decode_without_bom_handling_and_without_replacement(rest).ok_or_else(not_text);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.contains(&0) {
        return Err(not_text());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.into()),
        Err(_) => GB18030.decode_without_bom_handling_and_without_replacement(bytes).ok_or_else(not_text),
    }
}

fn not_text() -> Error {
    Error::new(Code::FileUnreadable)
        .saying(say!("文件不是文本：请另存为 CSV UTF-8，或 .xlsx", "The file is not text: save it as CSV UTF-8, or as .xlsx"))
}

/// The records of a CSV text, each with its row as a spreadsheet counts it, from 0: an empty line is a row, and a line break inside
/// quotes begins none.
pub struct Records<'t> {
    text: &'t str,
    reader: csv::Reader<&'t [u8]>,
    record: csv::StringRecord,
    /// Lines that are the inside of quotes, of the records before.
    inner: u64,
}

impl<'t> Records<'t> {
    /// `text` comes from [`decode`], which leaves no carriage returns.
    pub fn new(text: &'t str, delimiter: u8) -> Self {
        let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
        Self { text, reader, record: csv::StringRecord::new(), inner: 0 }
    }

    /// The next record; `None` after the last.
    pub fn advance(&mut self) -> Result<Option<(u32, &csv::StringRecord)>, Error> {
        let more = self.reader.read_record(&mut self.record).map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            Error::new(Code::FileUnreadable).saying(say!("第 {line} 行不是有效的 CSV", "Line {line} is not valid CSV"))
        })?;
        let end = self.reader.position();
        let ended = usize::try_from(end.byte()).is_ok_and(|at| at > 0 && self.text.as_bytes().get(at - 1) == Some(&b'\n'));
        self.inner += self.record.iter().map(|field| field.matches('\n').count() as u64).sum::<u64>();
        // The line after the record, less the line breaks that begin no row, less the one that ends it.
        let row = u32::try_from((end.line() - self.inner).saturating_sub(1 + u64::from(ended))).unwrap_or(u32::MAX);
        Ok(more.then_some((row, &self.record)))
    }
}

/// Reads the whole file as one sheet.
pub fn read(bytes: &[u8]) -> Result<Sheet, Error> {
    let text = decode(bytes)?;
    let head = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let tabbed = head.matches('\t').count() > head.matches([',', '，']).count();
    let mut records = Records::new(&text, if tabbed { b'\t' } else { b',' });
    let mut sheet = Sheet::default();
    while let Some((row, record)) = records.advance()? {
        for (column, field) in record.iter().enumerate() {
            sheet.put(row, u32::try_from(column).unwrap_or(u32::MAX), Cell::text(field))?;
        }
    }
    Ok(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart() -> Result<(), Error> {
        let text = "姓名,职责\n张三,网格长\n";
        let (gb, _, _) = GB18030.encode(text);
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let marked = format!("\u{feff}{text}");
        for bytes in [text.as_bytes(), marked.as_bytes(), &gb, &utf16] {
            let sheet = read(bytes)?;
            assert_eq!(
                sheet.rows.first().map(|(_, cells)| cells.clone()),
                Some(vec![Cell::Text("姓名".into()), Cell::Text("职责".into())])
            );
        }
        assert!(read(b"\x89PNG\r\n\x1a\n\0\0").is_err());
        Ok(())
    }

    #[test]
    fn the_last_line_needs_no_end() -> Result<(), Error> {
        for text in ["a\r\n\r\nb", "a\n\nb\n", "a\r\rb\r"] {
            assert_eq!(read(text.as_bytes())?.rows.iter().map(|(row, _)| row + 1).collect::<Vec<_>>(), [1, 3], "{text:?}");
        }
        Ok(())
    }

    #[test]
    fn rows_are_counted_as_the_spreadsheet_does() -> Result<(), Error> {
        let sheet = read("a,b\n\n\"line\nbreak\",c\nd\n".as_bytes())?;
        assert_eq!(sheet.rows.iter().map(|(row, _)| row + 1).collect::<Vec<_>>(), [1, 3, 4]);
        assert_eq!(sheet.place(2, 1), "B3");
        Ok(())
    }
}
