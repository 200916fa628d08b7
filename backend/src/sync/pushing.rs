//! Taking in a push: one operation after the other, each in a savepoint of its own and each once.

use std::collections::HashSet;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use diesel::Connection;
use sha2::{Digest, Sha256};
use shared::lang::Lang;
use shared::may::Caller;
use shared::problem::{Code, Problem};
use shared::sync::MOST_OPS;
use shared::sync::ops::{DeviceId, Op, OpResult, Outcome, Push, Pushed};
use shared::time::Moment;

use super::applying::{Applied, apply, subjects};
use super::dating::Captured;
use super::receipts::Arrived;
use super::rows::{self, Before, Beginning};
use super::{dating, receipts};
use crate::config::Config;
use crate::db::Conn;
use crate::error::Error;
use crate::grids::locate::KeptMap;
use crate::input::Speak;
use crate::say;
use crate::secrets::Secrets;

/// What operations are done with.
#[derive(Clone)]
pub struct Tools {
    pub map: KeptMap,
    pub secrets: Secrets,
    pub public_url: String,
    lang: Lang,
}

impl FromRequest for Tools {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let tools = || {
            Some(Self {
                map: request.app_data::<Data<KeptMap>>()?.get_ref().clone(),
                secrets: request.app_data::<Data<Secrets>>()?.get_ref().clone(),
                public_url: request.app_data::<Data<Config>>()?.public_url.clone(),
                lang: Speak::of(request),
            })
        };
        ready(tools().ok_or_else(|| Error::internal(anyhow::anyhow!("the server was put together without a place for operations"))))
    }
}

impl Tools {
    /// An error as it is told.
    pub fn problem(&self, error: &Error) -> Problem {
        error.problem(self.lang, &self.public_url, None)
    }

    /// A desk for somebody's operations, which arrive now.
    pub const fn desk(self, caller: Caller, now: Moment) -> Desk {
        Desk { caller, tools: self, now, arrived: now }
    }
}

/// Where operations are taken in.
pub struct Desk {
    pub caller: Caller,
    pub tools: Tools,
    pub now: Moment,
    arrived: Moment,
}

/// 422 for a push of nothing, or of too much.
pub fn fits(push: &Push) -> Result<(), Error> {
    if (1..=MOST_OPS).contains(&push.ops.len()) {
        return Ok(());
    }
    let n = push.ops.len();
    let words = say!("一次可发送 1 到 {MOST_OPS} 项，这里有 {n} 项", "Between 1 and {MOST_OPS} operations go together; there are {n}");
    Err(Error::invalid("/ops", "out_of_range", words))
}

impl Desk {
    /// For what arrived before.
    pub const fn arrived_at(mut self, arrived: Moment) -> Self {
        self.arrived = arrived;
        self
    }

    /// Takes in a push. Fails only when nothing of it was done.
    pub fn take(&self, conn: &mut Conn, push: &Push) -> Result<Pushed, Error> {
        fits(push)?;
        let mut waiting = HashSet::new();
        let results = push.ops.iter().map(|op| self.one(conn, push.device, op, &mut waiting)).collect::<Result<_, _>>()?;
        Ok(Pushed { results, server_time: self.now })
    }

    fn one(&self, conn: &mut Conn, device: DeviceId, op: &Op, waiting: &mut HashSet<String>) -> Result<OpResult, Error> {
        let subjects = subjects(op);
        let done = if subjects.iter().any(|subject| waiting.contains(subject)) {
            Err(waits(say!("前面的一步还没有完成，等它完成后会自动再发", "An earlier step waits; this one goes after it")))
        } else {
            conn.transaction(|conn| self.once(conn, device, op))
        };
        let error = match done {
            Ok(result) => return Ok(result),
            // Nothing of this push is kept; the phone sends all of it again.
            Err(error) if error.code == Code::Busy => return Err(error),
            Err(error) => error,
        };
        let outcome = outcome_of(&error);
        if outcome == Outcome::Deferred {
            waiting.extend(subjects);
        }
        if let Some(cause) = error.cause() {
            tracing::error!(op = %op.id, kind = %op.kind, "an operation failed: {cause:#}");
        }
        Ok(OpResult { problem: Some(self.tools.problem(&error)), ..bare(op, outcome) })
    }

    /// Does an operation that was not done before.
    fn once(&self, conn: &mut Conn, device: DeviceId, op: &Op) -> Result<OpResult, Error> {
        let body = serde_json::to_vec(&op.body).map_err(Error::internal)?;
        let hash: [u8; 32] = Sha256::digest(&body).into();
        let Captured { at: captured_at, corrected } =
            dating::captured(op.captured_at, op.clock_offset_ms.millis(), op.last_heard_at, self.arrived);
        let beginning = Beginning {
            id: op.id,
            person_id: self.caller.person,
            device,
            kind: op.kind.to_string(),
            request: hash.to_vec(),
            captured_at,
            arrived_at: self.arrived,
        };
        if let Some(before) = rows::begin(conn, &beginning)? {
            return again(op, &beginning, &before);
        }
        let caller = dating::caller_then(conn, &self.caller, captured_at, self.now)?;
        let Applied { outcome, case, filed } = apply(conn, self, &caller, op, &body, captured_at)?;
        let arrived = Arrived {
            op: op.id,
            person: self.caller.person,
            kind: &op.kind,
            captured_at,
            arrived_at: self.arrived,
            corrected,
            sha256: hash,
        };
        let receipt = Some(receipts::signed(&self.tools.secrets, arrived)?);
        let result =
            OpResult { case: case.map(|(id, _)| id), version: case.map(|(_, version)| version), filed, receipt, ..bare(op, outcome) };
        rows::finish(conn, op.id, &serde_json::to_string(&result).map_err(Error::internal)?)?;
        Ok(result)
    }
}

fn bare(op: &Op, outcome: Outcome) -> OpResult {
    OpResult { op: op.id, outcome, first: None, problem: None, case: None, version: None, filed: None, receipt: None }
}

/// What was answered the first time, if it is the same operation of the same person.
fn again(op: &Op, now: &Beginning, before: &Before) -> Result<OpResult, Error> {
    if (before.person, &before.request) != (now.person_id, &now.request) {
        let words = say!("这个编号已用于另一项操作", "This id names another operation already");
        return Err(Error::new(Code::IdempotencyKeyReused).saying(words));
    }
    let answer = before.answer.as_deref().ok_or_else(|| Error::internal(anyhow::anyhow!("operation {} has no answer", op.id)))?;
    let first: OpResult = serde_json::from_str(answer).map_err(Error::internal)?;
    Ok(OpResult { first: Some(first.outcome), outcome: Outcome::Duplicate, ..first })
}

/// Something an operation builds on is not here yet.
pub fn waits(words: crate::error::Words) -> Error {
    Error::new(Code::PreconditionRequired).saying(words)
}

/// What became of an operation that was not done. Nothing of it is kept, so that it can be sent again.
fn outcome_of(error: &Error) -> Outcome {
    match error.code {
        // Somebody wrote at the same moment, or it was our fault: the next time may be better.
        Code::PreconditionRequired | Code::VersionConflict | Code::Internal => Outcome::Deferred,
        Code::MoveNotPossible | Code::Conflict => Outcome::Conflict,
        _ => Outcome::Rejected,
    }
}
