//! Cases as this phone knows them: what the server told last, and on top of it what was done here and is not sent yet.

use std::rc::Rc;

use serde_json::Value;
use shared::cases::carried::CarriedCase as Row;
use shared::cases::{Case, CaseSummary, Move, transition};
use shared::may::Caller;
use shared::sla::Calendar;
use shared::staffing::PersonRef;
use shared::sync::ops::{CaseMove, Op, OpKind};
use shared::sync::outbox::Entry;
use shared::sync::records::Viewed;
use shared::sync::rows::whole;
use shared::time::Moment;

use crate::phone::CarriedCase;

/// A case with its moves; `None` where the phone has only its name.
pub fn shown(viewed: &Viewed, by: &PersonRef, caller: &Caller, calendar: &Calendar, now: Moment) -> Option<CarriedCase> {
    let case: Case = whole(viewed.record.body.as_ref()?)?;
    let moved = moves(&viewed.unsent).fold(case, |case, (made, at)| case.after(&made.transition, by, calendar, at));
    let mut case = moved.at(caller, calendar, now);
    if viewed.record.parting {
        (case.moves, case.acts) = (Vec::new(), Vec::new());
    }
    let unsent = viewed.unsent.iter().map(|op| op.id).collect();
    Some(CarriedCase { case: Rc::new(case), unsent, parting: viewed.record.parting })
}

/// The moves among operations, with when they were made.
fn moves<'a>(ops: impl IntoIterator<Item = &'a Op>) -> impl Iterator<Item = (CaseMove, Moment)> {
    let moves = ops.into_iter().filter(|op| op.kind == OpKind::MoveCase.name());
    moves.filter_map(|op| Some((whole(&Value::Object(op.body.clone()))?, op.captured_at)))
}

/// The rows of all cases as they will be once the moves about them are sent.
pub fn rows(cases: Vec<Row>, unsent: &[Entry], by: &PersonRef, calendar: &Calendar, now: Moment) -> Vec<CaseSummary> {
    let made: Vec<CaseMove> = moves(unsent.iter().map(|entry| &entry.op)).map(|(made, _)| made).collect();
    let of = |row: &Row| {
        let mut summary = row.at(calendar, now);
        for made in made.iter().filter(|made| made.about.case == Some(summary.id)) {
            let Some(step) = transition(made.transition.by, summary.status) else { continue };
            summary.status = step.leads_to(summary.status);
            match step.by {
                Move::Take | Move::SelfHandle => summary.assignee = Some(by.clone()),
                Move::Assign | Move::Dispatch | Move::Escalate => summary.assignee = None,
                _ => {}
            }
        }
        summary
    };
    cases.iter().map(of).collect()
}
