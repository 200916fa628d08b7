//! The way of a case as its reporter is told it: what the table of moves tells, and what he said himself. What other reporters of the
//! same case said stays with those who handle it.

use std::collections::HashSet;

use shared::cases::{CaseStatus, EventKind, Move, Mover, Telling, transition};
use shared::lang::Lang;
use shared::receipts::ReceiptStep;
use shared::time::Moment;

use super::words::Words;
use crate::cases::rows::timeline::Event;

/// What a reporter said: the event, when, which kind, the words.
pub type Line = (Vec<u8>, Moment, EventKind, Option<String>);

/// The steps since the report came in. `way` holds the timelines of its case and of those that one was merged into, in turn; `result`
/// stands on its own and is not told twice.
pub fn steps(received_at: Moment, way: &[Vec<Event>], own: &[Line], result: Option<&str>, lang: Lang) -> Vec<ReceiptStep> {
    let mut steps = vec![ReceiptStep { at: received_at, words: lang.received() }];
    // First what was said, then what followed from it at the same moment.
    let remarks = own.iter().filter(|(_, _, kind, _)| *kind == EventKind::Remarked);
    steps.extend(remarks.map(|(_, at, _, words)| ReceiptStep { at: *at, words: lang.you_added(words.as_deref().unwrap_or_default()) }));
    let said: HashSet<&[u8]> = own.iter().map(|(id, ..)| id.as_slice()).collect();
    let mut since = received_at;
    for (turn, timeline) in way.iter().enumerate() {
        // What happened to the other case before and while they were joined is not this reporter's.
        let begun = |at: Moment| if turn == 0 { at >= since } else { at > since };
        let mut from = CaseStatus::Filed;
        for event in timeline {
            let words = told(event, from, received_at, said.contains(event.id.as_slice()), result, lang);
            from = event.status;
            steps.extend(words.filter(|_| begun(event.at)).map(|words| ReceiptStep { at: event.at, words }));
        }
        since = timeline.iter().rev().find(|event| event.by_move == Some(Move::Merge)).map_or(since, |event| event.at);
    }
    steps.sort_by_key(|step| step.at);
    steps
}

fn told(event: &Event, from: CaseStatus, received_at: Moment, own: bool, result: Option<&str>, lang: Lang) -> Option<String> {
    match event.kind {
        EventKind::Joined if event.at > received_at => return Some(lang.joined()),
        EventKind::Absorbed => return Some(lang.absorbed()),
        _ => {}
    }
    let row = event.by_move.and_then(|by| transition(by, from)).filter(|row| row.telling != Telling::Silent)?;
    let happened = row.by.to_reporter(lang);
    // The words of one reporter are not for the others.
    let for_this_one = row.mover != Mover::Reporter || event.by_person.is_some() || own;
    let reason = event.reason.as_deref().filter(|reason| row.telling == Telling::Reason && for_this_one && result != Some(*reason));
    Some(match (reason, lang) {
        (None, _) => happened.to_owned(),
        (Some(reason), Lang::Zh) => format!("{happened}：{reason}"),
        (Some(reason), Lang::En) => format!("{happened}: {reason}"),
    })
}
