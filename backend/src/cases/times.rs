//! The times that hold for a case: the calendar and the limits of its category.

use shared::cases::course::Times;
use shared::categories::CategoryCode;
use shared::categories::standards::StandardCode;
use shared::sla::{Calendar, Stage};

use crate::db::Conn;
use crate::error::Error;

/// The calendar and the limits, read once for a case.
pub struct CaseTimes {
    category: CategoryCode,
    calendar: &'static Calendar,
}

impl CaseTimes {
    pub fn of(_conn: &mut Conn, category: &CategoryCode) -> Result<Self, Error> {
        Ok(Self { category: category.clone(), calendar: Calendar::shipped() })
    }

    pub fn calendar(&self) -> &Calendar {
        self.calendar
    }

    /// Lends the times to a rule of the domain.
    pub fn lend<T>(&self, to: impl FnOnce(&Times<'_>) -> T) -> T {
        let limit = |stage: Stage, standard: Option<&StandardCode>| Times::default_limit(&self.category, stage, standard);
        to(&Times { calendar: self.calendar(), limit: &limit })
    }
}
