//! A file of any kind, read and ready to be imported; the same for the API and the command line.

use shared::imports::{CoordinateSystem, ImportKind};
use shared::staffing::{AreaCode, Duty};

use crate::changes::By;
use crate::db::Conn;
use crate::error::Error;
use crate::grids::boundaries::{self, BoundaryFile};
use crate::imports::holidays::{self, HolidayFile};
use crate::imports::outcome::Outcome;
use crate::imports::roster::{self, RosterFile};
use crate::imports::staff::reading::StaffFile;
use crate::imports::{boundaries as drawing, divisions, staff, workbook};

/// What was read, and what is wrong with it so far.
pub enum File {
    Divisions(divisions::Checked, Outcome),
    Staff(StaffFile, Outcome),
    Boundaries(BoundaryFile),
    Holidays(HolidayFile, Outcome),
    Roster(RosterFile, Outcome),
}

/// What the importer may do.
pub struct Allowed<'a> {
    /// To which duties he may appoint.
    pub appoints: &'a dyn Fn(Duty) -> bool,
    /// Of which areas he may write the roster.
    pub keeps: &'a dyn Fn(&AreaCode) -> bool,
}

/// The most bytes a file of a kind may have.
pub const fn most_bytes(kind: ImportKind) -> usize {
    match kind {
        ImportKind::Divisions => divisions::MOST_BYTES,
        ImportKind::Staff | ImportKind::Roster => workbook::MOST_BYTES,
        ImportKind::Boundaries => boundaries::MOST_BYTES,
        ImportKind::Holidays => holidays::MOST_BYTES,
    }
}

impl File {
    /// Reads a file without touching the database. Fails when it is not of its kind at all.
    pub fn read(kind: ImportKind, bytes: &[u8], coordinates: Option<CoordinateSystem>) -> Result<Self, Error> {
        Ok(match kind {
            ImportKind::Divisions => {
                let (file, outcome) = divisions::check(bytes)?;
                Self::Divisions(file, outcome)
            }
            ImportKind::Staff => {
                let (file, outcome) = staff::reading::read(bytes)?;
                Self::Staff(file, outcome)
            }
            ImportKind::Boundaries => Self::Boundaries(boundaries::read(bytes, coordinates.unwrap_or(CoordinateSystem::Wgs84))?),
            ImportKind::Holidays => {
                let (file, outcome) = holidays::read(bytes, None)?;
                Self::Holidays(file, outcome)
            }
            ImportKind::Roster => {
                let (file, outcome) = roster::read(bytes)?;
                Self::Roster(file, outcome)
            }
        })
    }

    /// Imports all of it or, with any fault, nothing; with `dry_run` only tells what it would do.
    pub fn import(self, conn: &mut Conn, allowed: &Allowed<'_>, dry_run: bool, by: By) -> Result<Outcome, Error> {
        match self {
            Self::Divisions(file, outcome) => divisions::run(conn, &file, outcome, dry_run, by),
            Self::Staff(file, outcome) => staff::run(conn, &file, outcome, allowed.appoints, dry_run, by),
            Self::Boundaries(file) => drawing::run(conn, file, dry_run, by),
            Self::Holidays(file, outcome) => holidays::run(conn, &file, outcome, dry_run, by),
            Self::Roster(file, outcome) => roster::run(conn, &file, outcome, allowed.keeps, dry_run, by),
        }
    }
}
