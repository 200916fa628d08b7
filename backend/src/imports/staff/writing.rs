//! Staff tables that go out: the template, and what is there.

use rust_xlsxwriter::{DataValidation, Format, Worksheet, XlsxError};
use shared::lang::Lang;
use shared::staffing::Duty;
use shared::time::Day;

use crate::db::Conn;
use crate::error::Error;
use crate::imports::staff::columns::{COLUMNS, Column};
use crate::imports::writing;
use crate::staffing::rows::many::{self, Held};

/// The sheet that is read back.
const SHEET: &str = "人员";

/// One row of a table, in the order of the columns.
pub type Row = [String; COLUMNS];

/// The staff within an area whose appointments hold or are to come, as rows of the template.
pub fn rows(conn: &mut Conn, area: &str, today: &Day) -> Result<Vec<Row>, Error> {
    let mut told = std::collections::HashSet::new();
    let row = |held: Held| {
        let Held { person, duty, area, unit, covering_for, from_day, to_day } = held;
        // Said once a person, so that the rows of one person cannot contradict each other when one is edited.
        let first = told.insert(person.id);
        let public = |public: bool| {
            if !first {
                String::new()
            } else if public {
                "是".into()
            } else {
                "否".into()
            }
        };
        let covering = covering_for.map(|covered| covered.phone.map_or_else(|| covered.name.to_string(), String::from));
        [
            person.name.to_string(),
            person.phone.map(String::from).unwrap_or_default(),
            duty.label(Lang::Zh).to_owned(),
            area.to_string(),
            covering.unwrap_or_default(),
            from_day.to_string(),
            to_day.map(String::from).unwrap_or_default(),
            public(person.phone_public),
            public(person.photo_public),
            unit.map(String::from).unwrap_or_default(),
        ]
    };
    Ok(many::held(conn, area, today)?.into_iter().map(row).collect())
}

pub fn csv(rows: &[Row]) -> Result<Vec<u8>, Error> {
    writing::csv(Column::ALL.into_iter().map(Column::header), rows)
}

/// A workbook with the rows, lists to choose from, and a sheet that explains the columns.
pub fn xlsx(rows: &[Row]) -> Result<Vec<u8>, Error> {
    let mut workbook = writing::workbook()?;
    fill(workbook.add_worksheet(), rows)
        .and_then(|()| explain(workbook.add_worksheet()))
        .and_then(|()| workbook.save_to_buffer())
        .map_err(Error::internal)
}

fn fill(sheet: &mut Worksheet, rows: &[Row]) -> Result<(), XlsxError> {
    let columns: Vec<(&str, u8)> = Column::ALL.into_iter().map(Column::header).zip([12, 16, 16, 20, 16, 13, 13, 10, 10, 22]).collect();
    writing::fill(sheet, SHEET, &columns, rows)?;
    let duties = Duty::ALL.iter().filter(|duty| duty.is_of_grid()).map(|duty| duty.label(Lang::Zh)).collect::<Vec<_>>();
    // A warning, not a ban: office duties are rare and still allowed.
    let choose = DataValidation::new().allow_list_strings(&duties)?.set_error_style(rust_xlsxwriter::DataValidationErrorStyle::Warning);
    let yes = DataValidation::new().allow_list_strings(&["是", "否"])?;
    sheet.add_data_validation(1, 2, 5000, 2, &choose)?.add_data_validation(1, 7, 5000, 8, &yes)?;
    Ok(())
}

fn explain(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name("填写说明")?.set_column_width(0, 20)?.set_column_width(1, 90)?;
    let bold = Format::new().set_bold();
    for (row, column) in (0..).zip(Column::ALL) {
        sheet.write_with_format(row, 0, column.header(), &bold)?.write(row, 1, meaning(column))?;
    }
    Ok(())
}

/// How to fill a column in.
const fn meaning(column: Column) -> &'static str {
    match column {
        Column::Name => "必填。一人担任几处职责就写几行。",
        Column::Phone => "11 位手机号，或带区号的座机。按电话认人：同一电话就是同一人。没有电话的按姓名认人。",
        Column::Duty => "网格长、专职网格员、兼职网格员、网格指导员；办公室职务由系统管理员导入。",
        Column::Area => "15 位网格编码；指导员也可以是 12 位村编码；办公室职务是 9 位街道代码。",
        Column::Covering => "替谁的班：对方的电话或姓名。替班必须写结束日期。",
        Column::From => "如 2026-03-01。空着时：已在任的不变，新任的从导入当天算起。",
        Column::To => "任职的最后一天；空着表示一直担任。",
        Column::PhonePublic => "本人是否同意在公示牌上公开电话：是或否。空着时不变，新人员为否。",
        Column::PhotoPublic => "本人是否同意在公示牌上公开照片：是或否。空着时不变，新人员为否。",
        Column::Unit => "部门处置员所在的办公室或部门，写系统里登记的单位全称。其他职责空着。",
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    #[test]
    fn the_hour_of_writing_is_not_in_the_file() -> anyhow::Result<()> {
        let mut about = String::new();
        zip::ZipArchive::new(Cursor::new(xlsx(&[])?))?.by_name("docProps/core.xml")?.read_to_string(&mut about)?;
        assert_eq!(about.matches(">2026-01-01T00:00:00Z<").count(), 2, "{about}");
        Ok(())
    }
}
