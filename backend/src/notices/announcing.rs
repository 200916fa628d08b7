//! Telling people of an event, in the transaction of the event: in their inboxes, and through the channels that want it.

use shared::cases::EventKind;
use shared::notices::{News, NoticeKind, Part, parts, recipients};
use shared::staffing::PersonId;
use shared::time::Moment;
use shared::units::UnitId;

use super::rows;
use crate::cases::rows::course;
use crate::cases::rows::timeline::Event;
use crate::cases::rows::{CaseRow, names_of};
use crate::channels;
use crate::db::Conn;
use crate::error::Error;

/// Something to be told that the kind of an event alone does not say.
#[derive(Debug, Clone, Copy)]
pub struct Announcement {
    pub kind: NoticeKind,
    /// Who did it.
    pub by: Option<PersonId>,
    pub appellant: Option<PersonId>,
    /// The unit that was asked for a part.
    pub helper: Option<UnitId>,
    pub at: Moment,
}

/// Tells those whom an event of a case concerns; `case` is the case as it stands after the event.
pub fn tell(conn: &mut Conn, case: &CaseRow, event: &Event) -> Result<(), Error> {
    let Some(kind) = NoticeKind::of(event.kind, event.by_move) else { return Ok(()) };
    // Such an event names the unit that is asked, and not the one the case lies with.
    let helper = event.unit.filter(|_| event.kind == EventKind::PartAsked);
    announce(conn, case, Announcement { kind, by: event.by_person, appellant: None, helper, at: event.at })
}

/// Tells those whom something concerns.
pub fn announce(conn: &mut Conn, case: &CaseRow, what: Announcement) -> Result<(), Error> {
    let facts = course::facts(conn, case, what.at)?;
    let asker = match parts(what.kind).contains(&Part::Asker) {
        true => rows::last_asker(conn, case.id)?,
        false => None,
    };
    let involved = [facts.assignee, facts.filed_by, facts.completed_by, asker, what.appellant];
    let staff = rows::staff_around(conn, &case.grid, involved, &what.at.day())?;
    let news = News { kind: what.kind, by: what.by, case: &facts, asker, appellant: what.appellant, helper: what.helper };
    let told = recipients(&news, &staff);
    rows::add(conn, told.iter().copied(), what.kind, case.id, what.at)?;
    let (grid, village) = names_of(conn, &case.grid)?;
    let about = rows::about(case, &grid, &village);
    channels::posting::post(conn, case, &about, what.kind, &told, what.at)
}
