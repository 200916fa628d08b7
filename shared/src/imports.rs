//! Files that come in and go out: divisions, staff, boundaries, holidays, duty rosters.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::call::{Call, Method};
use crate::divisions::DivisionLevel;
use crate::problem::FieldError;
use crate::staffing::AreaCode;
use crate::time::Day;
use crate::value::{choice, empty_is_none};

choice! {
    ImportKind {
        /// CSV with the columns of the national list.
        Divisions = "divisions", "区划", "Divisions";
        /// XLSX or CSV by the template.
        Staff = "staff", "人员", "Staff";
        /// GeoJSON, one feature a grid.
        Boundaries = "boundaries", "网格边界", "Boundaries";
        /// CSV with the columns `day`, `kind` and `name`; the years it names are replaced.
        Holidays = "holidays", "放假与调休", "Holidays";
        /// XLSX or CSV as it is exported; the weeks it names are replaced.
        Roster = "roster", "值班表", "Duty rosters";
    }
}

choice! {
    /// The coordinates a boundary file is drawn in.
    CoordinateSystem {
        Wgs84 = "wgs84", "WGS-84 / CGCS2000", "WGS-84 / CGCS2000";
        /// Amap, Tencent.
        Gcj02 = "gcj02", "GCJ-02（高德、腾讯）", "GCJ-02 (Amap, Tencent)";
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ImportOptions {
    /// Only tell what would change.
    #[serde(default)]
    pub dry_run: bool,
    /// For boundaries whose file does not say; WGS-84 when left out.
    #[serde(default, deserialize_with = "empty_is_none")]
    pub coordinates: Option<CoordinateSystem>,
}

choice! {
    ChangeKind {
        Add = "add", "新增", "Add";
        Change = "change", "变更", "Change";
        Keep = "keep", "不变", "Keep";
        /// It is there, but not in the file that replaces it.
        Remove = "remove", "删除", "Remove";
    }
}

/// What a row of the file would change, or has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportChange {
    /// The row of the table, counted as the spreadsheet does, or the number of the feature; `null` for what the file does not name.
    #[schema(minimum = 1)]
    pub row: Option<u32>,
    pub kind: ChangeKind,
    /// The code or name the row is about.
    #[schema(max_length = 120)]
    pub subject: String,
    /// What changes, in words.
    #[schema(max_length = 300)]
    pub words: String,
}

/// What an import would do, or did. With any error nothing is imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportOutcome {
    pub kind: ImportKind,
    pub dry_run: bool,
    #[schema(minimum = 0)]
    pub rows: u32,
    #[schema(minimum = 0)]
    pub added: u32,
    #[schema(minimum = 0)]
    pub changed: u32,
    #[schema(minimum = 0)]
    pub kept: u32,
    #[schema(minimum = 0)]
    pub removed: u32,
    /// The first 500 additions, changes and removals.
    #[schema(max_items = 500)]
    pub changes: Vec<ImportChange>,
    /// The first 500 errors, each with its place (`Sheet!C5`); only a dry run answers with any.
    #[schema(max_items = 500)]
    pub errors: Vec<FieldError>,
}

impl ImportOutcome {
    /// How much it would change, or has changed.
    pub const fn differences(&self) -> u32 {
        self.added + self.changed + self.removed
    }
}

/// Imports a file, or tells what it would do. Errors of a real import come as problem `import_faulty`.
pub fn import(kind: ImportKind, options: &ImportOptions, content_type: &'static str, bytes: Vec<u8>) -> Call<ImportOutcome> {
    let coordinates = options.coordinates.map(|c| format!("&coordinates={c}")).unwrap_or_default();
    Call::send(Method::Post, format!("/imports/{kind}?dry_run={}{coordinates}", options.dry_run), content_type, bytes)
}

choice! {
    /// The kind of file a table is written as.
    TableFormat {
        Xlsx = "xlsx", "Excel 表格（.xlsx）", "Excel workbook (.xlsx)";
        Csv = "csv", "CSV（UTF-8）", "CSV (UTF-8)";
    }
}

/// What a file that goes out holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportOptions {
    /// Only what lies in this area.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "empty_is_none")]
    pub area: Option<AreaCode>,
    /// For divisions: villages (the default) or sub-districts, which the national list keeps in two files.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "empty_is_none")]
    pub level: Option<DivisionLevel>,
    /// For rosters: the week of this day alone; this week and all that come when left out.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "empty_is_none")]
    pub week: Option<Day>,
    /// For staff and rosters; XLSX when left out.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "empty_is_none")]
    pub format: Option<TableFormat>,
}

/// The address of an exported file: what imports take, so that it can go back in. The answer is the file itself, not JSON.
pub fn export_path(kind: ImportKind, options: &ExportOptions) -> String {
    Call::<()>::list(format!("/exports/{kind}"), options).path
}

/// The address of the empty staff table to fill in.
pub fn staff_template_path(format: TableFormat) -> String {
    Call::<()>::get(format!("/imports/staff/template?format={format}")).path
}
