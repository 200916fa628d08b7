//! The times that hold for a case: the calendar and the limits of its category.

use std::collections::HashMap;
use std::sync::Arc;

use shared::cases::course::Times;
use shared::categories::standards::StandardCode;
use shared::categories::{CategoryCode, Limit};
use shared::sla::{Calendar, Stage};

use crate::db::Conn;
use crate::error::Error;
use crate::{holidays, sla};

/// The calendar and the limits, read once for a case.
pub struct CaseTimes {
    category: CategoryCode,
    calendar: Arc<Calendar>,
    /// What the office has set instead of the defaults.
    set: HashMap<Stage, Limit>,
}

impl CaseTimes {
    pub fn of(conn: &mut Conn, category: &CategoryCode) -> Result<Self, Error> {
        Ok(Self { category: category.clone(), calendar: holidays::calendar(conn)?, set: sla::limits_set(conn, category)? })
    }

    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Lends the times to a rule of the domain.
    pub fn lend<T>(&self, to: impl FnOnce(&Times<'_>) -> T) -> T {
        let limit = |stage: Stage, standard: Option<&StandardCode>| self.limit(stage, standard);
        to(&Times { calendar: self.calendar(), limit: &limit })
    }

    /// A standard for a special situation has a limit of its own; the category's first one has that of the category, which the office
    /// may have set.
    fn limit(&self, stage: Stage, standard: Option<&StandardCode>) -> Limit {
        let special = stage == Stage::Handle && standard.is_some_and(|chosen| !self.is_first(chosen));
        let set = self.set.get(&stage).filter(|_| !special);
        set.copied().unwrap_or_else(|| Times::default_limit(&self.category, stage, standard))
    }

    fn is_first(&self, standard: &StandardCode) -> bool {
        self.category.category().standards().first().is_some_and(|first| first.code == standard.as_str())
    }
}
