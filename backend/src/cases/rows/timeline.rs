//! The timelines of cases: rows are added, never changed.

use diesel::prelude::*;
use shared::cases::{CaseId, CaseStatus, EventKind, Move};
use shared::staffing::PersonId;
use shared::time::Moment;
use shared::units::{UnitId, UnitLevel};
use uuid::Uuid;

use super::{CaseRow, carried};
use crate::db::Conn;
use crate::error::Error;
use crate::schema::{case_events, cases};

/// One line of a timeline as it is stored.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = case_events)]
pub struct Event {
    pub id: Vec<u8>,
    pub case_id: CaseId,
    pub at: Moment,
    pub kind: EventKind,
    pub by_move: Option<Move>,
    pub by_person: Option<PersonId>,
    pub status: CaseStatus,
    pub level: UnitLevel,
    pub unit: Option<UnitId>,
    pub assignee: Option<PersonId>,
    pub other: Option<CaseId>,
    pub until: Option<Moment>,
    pub reason: Option<String>,
    pub note: Option<String>,
}

impl Event {
    /// Something that happened to a case and left it where it is.
    pub fn of(case: &CaseRow, kind: EventKind, by: Option<PersonId>, now: Moment) -> Self {
        Self {
            id: Uuid::now_v7().as_bytes().to_vec(),
            case_id: case.id,
            at: now,
            kind,
            by_move: None,
            by_person: by,
            status: case.status,
            level: case.level,
            unit: case.unit,
            assignee: case.assignee,
            other: None,
            until: None,
            reason: None,
            note: None,
        }
    }
}

/// Adds a line to a timeline; the case as it is in this transaction then goes to the phones that carry it.
pub fn note(conn: &mut Conn, event: Event) -> Result<(), Error> {
    let (case, at) = (event.case_id, event.at);
    diesel::insert_into(case_events::table).values(event).execute(conn)?;
    carried::changed(conn, case, at)
}

/// Writes down that a photo or a report came to a case.
pub fn note_arrival(conn: &mut Conn, case: CaseId, kind: EventKind, by: Option<PersonId>, now: Moment) -> Result<(), Error> {
    let case = super::find(conn, case)?;
    diesel::update(cases::table.find(case.id)).set(cases::updated_at.eq(now)).execute(conn)?;
    note(conn, Event::of(&case, kind, by, now))
}

/// The timeline of a case, oldest first.
pub fn of_case(conn: &mut Conn, case: CaseId) -> Result<Vec<Event>, Error> {
    Ok(case_events::table.filter(case_events::case_id.eq(case)).order(case_events::id).select(Event::as_select()).load(conn)?)
}
