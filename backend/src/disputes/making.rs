//! Making a step of a mediation: the one door, for those who are online and for phones that send later.

use shared::cases::EventKind;
use shared::disputes::standing::{Standing, StepFault};
use shared::disputes::steps::{NewStep, Party, Step};
use shared::disputes::{FileNumber, MadeStep, PartyId, can_be_mediated, dues};
use shared::lang::Lang;
use shared::may::{self, Caller};
use shared::staffing::{PersonId, PersonRef};
use shared::time::Moment;

use super::carrying;
use super::rows::{self, DisputeRow, StepRow};
use crate::cases::rows::timeline::{self, Event};
use crate::cases::rows::{self as cases, CaseRow};
use crate::db::Conn;
use crate::error::{Error, Words};
use crate::say;
use crate::secrets::Secrets;

/// Whose step it is, when it was done and when it arrived.
#[derive(Clone, Copy)]
pub struct Hand<'a> {
    pub caller: &'a Caller,
    pub secrets: &'a Secrets,
    pub at: Moment,
    pub now: Moment,
}

/// Makes a step; one that was made already changes nothing.
pub fn make(conn: &mut Conn, hand: Hand<'_>, case: &CaseRow, new: NewStep) -> Result<(), Error> {
    let facts = cases::course::facts(conn, case, hand.now)?;
    Error::unless(may::mediate(hand.caller, &facts))?;
    fits(case, &new.step, hand.now)?;
    if let Some(before) = rows::find_step(conn, new.id)? {
        return again(&before, case, hand.caller.person, &new.step);
    }
    let dispute = rows::locked(conn, case.id)?;
    let step = sealed(conn, hand, case, new.step)?;
    let mut standing = Standing::of(&rows::steps(conn, case.id)?);
    let by = named(conn, hand.caller.person)?;
    let made = MadeStep { id: new.id, at: hand.at, by, step };
    standing.take(&made).map_err(refused)?;
    write(conn, hand, case, dispute, &standing, &made)?;
    let note = Some(format!("{}：{}", "调解", label(&standing, &made.step)));
    timeline::note(conn, Event { note, ..Event::of(case, EventKind::Remarked, Some(hand.caller.person), hand.now) })
}

/// What a step can be refused for without looking at the others.
fn fits(case: &CaseRow, step: &Step, now: Moment) -> Result<(), Error> {
    if !can_be_mediated(&case.category) {
        let words = say!("只有矛盾纠纷类案件可以调解，请先改类别", "Only disputes can be mediated; change the category first");
        return Err(Error::invalid("/step", "category", words));
    }
    match step {
        Step::Open(_) if !case.status.is_open() => {
            Err(Error::conflict(say!("案件已经办结，不能再开始调解", "The case has ended; no mediation can begin")))
        }
        Step::Session(session) if session.at > now => {
            let words = say!("调解时间不能晚于现在", "The session cannot have been held later than now");
            Err(Error::invalid("/step/session/at", "out_of_range", words))
        }
        _ => Ok(()),
    }
}

/// The step as it is stored: the ID number lies elsewhere, encrypted.
fn sealed(conn: &mut Conn, hand: Hand<'_>, case: &CaseRow, step: Step) -> Result<Step, Error> {
    let Step::Party(party) = step else { return Ok(step) };
    let kept = rows::identity(conn, party.id, case.id)?;
    let number = match (&party.id_number, kept) {
        (Some(number), _) => Some(number.clone()),
        (None, Some(kept)) => unsealed(hand.secrets, party.id, &kept),
        (None, None) => None,
    };
    Ok(Step::Party(Party { id_shown: number.map(|number| number.masked()), id_number: party.id_number, ..party }))
}

/// What an ID number is sealed for.
fn purpose(party: PartyId) -> String {
    format!("ID number of {party}")
}

/// The ID number of a party, if it can be read.
pub fn unsealed(secrets: &Secrets, party: PartyId, sealed: &[u8]) -> Option<shared::disputes::identity::IdNumber> {
    String::from_utf8(secrets.unseal(&purpose(party), sealed)?).ok()?.parse().ok()
}

/// Without what is stored elsewhere.
fn bare(step: &Step) -> Step {
    match step {
        Step::Party(party) => Step::Party(Party { id_number: None, ..party.clone() }),
        other => other.clone(),
    }
}

/// The same step of the same person is no news; another one under its id is refused.
fn again(before: &StepRow, case: &CaseRow, by: PersonId, step: &Step) -> Result<(), Error> {
    let told = |step: &Step| match bare(step) {
        Step::Party(party) => Step::Party(Party { id_shown: None, ..party }),
        other => other,
    };
    let same = before.case_id == case.id && before.by_person == by && told(&before.step()?) == told(step);
    if same { Ok(()) } else { Err(Error::conflict(say!("这个编号已用于另一步", "This id names another step already"))) }
}

fn named(conn: &mut Conn, person: PersonId) -> Result<PersonRef, Error> {
    let named = cases::people_named(conn, [Some(person)])?;
    named.get(&person).cloned().ok_or_else(Error::not_found)
}

/// A step that cannot be made: what others did makes it a conflict, all else a fault at its place.
fn refused(fault: StepFault) -> Error {
    let words = Words { zh: fault.in_words(Lang::Zh), en: fault.in_words(Lang::En) };
    if fault.is_conflict() { Error::conflict(words) } else { Error::invalid(format!("/step{}", fault.pointer()), "step", words) }
}

fn write(
    conn: &mut Conn,
    hand: Hand<'_>,
    case: &CaseRow,
    dispute: Option<DisputeRow>,
    standing: &Standing,
    made: &MadeStep,
) -> Result<(), Error> {
    let due = dues::of(standing).into_iter().next();
    let new = dispute.is_none();
    let before = match dispute {
        Some(dispute) => dispute,
        None => opened(case, rows::next_number(conn, hand.now)?, hand),
    };
    // A reminder is for what was due then.
    let same_due = before.due == due.as_ref().map(|due| due.on.clone()) && before.due_kind == due.as_ref().map(|due| due.kind);
    let row = DisputeRow {
        status: standing.status,
        steps: i32::from(standing.steps),
        due: due.as_ref().map(|due| due.on.clone()),
        due_kind: due.map(|due| due.kind),
        reminded_at: before.reminded_at.filter(|_| same_due),
        updated_at: hand.now,
        ..before
    };
    if new {
        rows::add(conn, &row)?
    } else {
        rows::change(conn, &row)?
    }
    if let Step::Party(Party { id, id_number: Some(number), .. }) = &made.step {
        rows::keep_identity(conn, *id, case.id, &hand.secrets.seal(&purpose(*id), number.as_bytes())?, hand.now)?;
    }
    let step = StepRow {
        id: made.id,
        case_id: case.id,
        position: row.steps,
        at: made.at,
        arrived_at: hand.now,
        by_person: hand.caller.person,
        step: serde_json::to_string(&bare(&made.step)).map_err(Error::internal)?,
    };
    rows::add_step(conn, &step)?;
    carrying::changed(conn, case, &row, hand.now)
}

fn opened(case: &CaseRow, number: FileNumber, hand: Hand<'_>) -> DisputeRow {
    DisputeRow {
        case_id: case.id,
        number,
        grid: case.grid.clone(),
        status: shared::disputes::DisputeStatus::UnderWay,
        mediator: hand.caller.person,
        steps: 0,
        opened_at: hand.at,
        due: None,
        due_kind: None,
        reminded_at: None,
        version: 1,
        updated_at: hand.now,
    }
}

/// What the timeline of the case says of a step: nothing of the parties.
fn label(standing: &Standing, step: &Step) -> String {
    match step {
        Step::Session(_) => format!("第 {} 次调解", standing.sessions),
        other => other.label(Lang::Zh).to_owned(),
    }
}
