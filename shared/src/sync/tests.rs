//! The engine alone: its store in memory, the server played by the test.

mod handover;
mod outbox;
mod pulls;
mod pure;
mod uploads;

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use serde::Serialize;

use super::engine::{Answered, Engine, Heard, SyncFault};
use super::memory::{Full, Memory};
use super::ops::{DeviceId, OpId, OpResult, Outcome, Push, Pushed};
use super::outbox::Work;
use crate::cases::CaseId;
use crate::problem::{Code, Problem};
use crate::time::Moment;

type Fault = Box<dyn std::error::Error>;

/// A store in memory never makes anybody wait.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => unreachable!("memory answers at once"),
    }
}

const NOON: Moment = Moment::from_millis(1_764_000_000_000);

fn later(seconds: i64) -> Moment {
    NOON.plus_seconds(seconds)
}

fn phone() -> (Engine<Memory>, DeviceId) {
    (Engine::new(Memory::default()), DeviceId::new())
}

fn remark(case: CaseId, words: &str) -> Result<Work, Fault> {
    use super::ops::{AboutCase, CaseRemark};
    let about = AboutCase { case: Some(case), report: None };
    Ok(Work::remark_case(&CaseRemark { about, note: words.parse()? }))
}

fn answer(status: u16, body: &impl Serialize) -> Heard {
    let kind = if status < 400 { "application/json" } else { "application/problem+json" };
    let body = serde_json::to_vec(body).unwrap_or_default();
    Heard::Answer(Answered { status, content_type: kind.into(), body, ..Answered::default() })
}

fn problem(code: Code, status: u16) -> Problem {
    Problem {
        kind: String::new(),
        title: String::new(),
        status,
        detail: "因为".into(),
        code,
        request_id: None,
        errors: Vec::new(),
        moves: Vec::new(),
        challenge: None,
        wipe: false,
        held: Vec::new(),
    }
}

fn result(op: OpId, outcome: Outcome) -> OpResult {
    let problem = (!outcome.is_done()).then(|| problem(Code::Conflict, 409));
    OpResult { op, outcome, first: None, problem, case: None, version: None, filed: None, receipt: None }
}

/// The answer that gives these outcomes to a push, in order.
fn settled(push: &Push, outcomes: &[Outcome], server_time: Moment) -> Heard {
    let results = push.ops.iter().zip(outcomes).map(|(op, outcome)| result(op.id, *outcome)).collect();
    answer(200, &Pushed { results, server_time })
}
