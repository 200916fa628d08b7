//! Files that go out, in the form they come in.

use shared::divisions::DivisionLevel;
use shared::imports::{ExportOptions, ImportKind, TableFormat};
use shared::staffing::AreaCode;
use shared::time::Day;

use crate::db::Conn;
use crate::error::Error;
use crate::grids;
use crate::imports::{divisions, holidays, roster, staff};

/// The media type of a workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
pub const CSV: &str = "text/csv; charset=utf-8";
pub const GEO_JSON: &str = "application/geo+json";

/// A file to hand out.
pub struct Written {
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// Writes a file of a kind; `sees` says of which areas the roster may be seen.
pub fn write(
    conn: &mut Conn,
    kind: ImportKind,
    options: &ExportOptions,
    sees: &dyn Fn(&AreaCode) -> bool,
    today: &Day,
) -> Result<Written, Error> {
    let area = options.area.as_ref().map_or("", |area| area.as_str());
    Ok(match kind {
        ImportKind::Divisions => {
            let level = options.level.unwrap_or(DivisionLevel::Village);
            let name = if level == DivisionLevel::Village { "villages" } else { "streets" };
            let mut bytes = Vec::new();
            divisions::export(conn, level, area, &mut bytes)?;
            Written { name: format!("{name}.csv"), media_type: CSV, bytes }
        }
        ImportKind::Staff => table("staff", &staff::writing::rows(conn, area, today)?, options.format)?,
        ImportKind::Boundaries => Written {
            name: "boundaries.geojson".into(),
            media_type: GEO_JSON,
            bytes: grids::rows::exported(conn, area, today)?.into_bytes(),
        },
        ImportKind::Roster => {
            let rows = roster::writing::rows(conn, area, options.week.as_ref(), sees, today)?;
            match options.format.unwrap_or(TableFormat::Xlsx) {
                TableFormat::Xlsx => Written { name: "roster.xlsx".into(), media_type: XLSX, bytes: roster::writing::xlsx(&rows)? },
                TableFormat::Csv => Written { name: "roster.csv".into(), media_type: CSV, bytes: roster::writing::csv(&rows)? },
            }
        }
        ImportKind::Holidays => Written { name: "holidays.csv".into(), media_type: CSV, bytes: holidays::export(conn)?.into_bytes() },
    })
}

/// The empty staff table.
pub fn staff_template(format: Option<TableFormat>) -> Result<Written, Error> {
    table("staff-template", &[], format)
}

fn table(name: &str, rows: &[staff::writing::Row], format: Option<TableFormat>) -> Result<Written, Error> {
    Ok(match format.unwrap_or(TableFormat::Xlsx) {
        TableFormat::Xlsx => Written { name: format!("{name}.xlsx"), media_type: XLSX, bytes: staff::writing::xlsx(rows)? },
        TableFormat::Csv => Written { name: format!("{name}.csv"), media_type: CSV, bytes: staff::writing::csv(rows)? },
    })
}
