//! Who works in a grid on a day.

use diesel::prelude::*;
use shared::grids::GridCode;
use shared::staffing::{Duty, PersonId};
use shared::time::Day;

use crate::db::Conn;
use crate::error::Error;
use crate::schema::appointments;

/// Who is appointed to a grid on a day, as (duty, person, covers somebody); those of its village after its own.
pub struct OnDuty(Vec<(Duty, PersonId, bool)>);

impl OnDuty {
    pub fn of(conn: &mut Conn, grid: &GridCode, day: &Day) -> Result<Self, Error> {
        let village = grid.as_str().get(..12).unwrap_or_default();
        let rows: Vec<(Duty, PersonId, Option<PersonId>)> = appointments::table
            .filter(appointments::area.eq_any([grid.as_str(), village]))
            .filter(appointments::from_day.le(day))
            .filter(appointments::to_day.is_null().or(appointments::to_day.ge(day)))
            .order((appointments::area.desc(), appointments::from_day, appointments::id))
            .select((appointments::duty, appointments::person_id, appointments::covering_for))
            .load(conn)?;
        Ok(Self(rows.into_iter().map(|(duty, person, covered)| (duty, person, covered.is_some())).collect()))
    }

    /// Who holds a duty in his or her own right; a cover only where nobody does.
    pub fn holds(&self, duty: Duty) -> Option<PersonId> {
        self.first(duty, false).or_else(|| self.first(duty, true))
    }

    /// Who does the work of a duty: today's cover, else who holds it.
    pub fn does(&self, duty: Duty) -> Option<PersonId> {
        self.first(duty, true).or_else(|| self.first(duty, false))
    }

    /// Who does the work: the full-time member or today's cover, else the leader or today's cover.
    pub fn works(&self) -> Option<PersonId> {
        [Duty::FullTime, Duty::Leader].into_iter().find_map(|duty| self.does(duty))
    }

    fn first(&self, duty: Duty, covering: bool) -> Option<PersonId> {
        self.0.iter().find(|(d, _, c)| *d == duty && *c == covering).map(|(_, person, _)| *person)
    }
}
