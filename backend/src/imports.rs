//! Files that come in and go out.

pub mod csv;
pub mod sheet;
pub mod workbook;
