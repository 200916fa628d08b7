//! Sending operations, and what an answer means for each.

use std::collections::HashSet;

use serde_json::json;

use crate::problem::{Code, Problem};
use crate::time::Moment;

use super::backoff;
use super::engine::{Engine, Heard, Line, SyncFault, Trouble, append, is_past, line_kept, put, says_lost, trouble};
use super::ops::{DeviceId, Op, OpId, OpResult, Outcome, Push, Pushed};
use super::outbox::{Entry, EntryState, Sent};
use super::store::{Durability, Shelf, Store, Write};
use super::uploads::UploadId;
use super::{DEFERRED_DAYS, MOST_OPS, MOST_PUSH_BYTES};

/// What a push takes beside its operations.
const FRAME_BYTES: usize = 256;

/// What became of a push.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    pub done: Vec<OpId>,
    pub deferred: Vec<OpId>,
    pub quarantined: Vec<OpId>,
    pub trouble: Option<Trouble>,
}

impl<S: Store> Engine<S> {
    /// The next operations to send, frozen from now on; `None` when there is nothing to send now.
    pub async fn next_push(&self, device: DeviceId, now: Moment) -> Result<Option<Push>, SyncFault<S::Fault>> {
        let mut line = self.line().await?;
        if !line.is_free(now) {
            return Ok(None);
        }
        let outbox = self.outbox().await?;
        let coming = if outbox.iter().all(|(_, entry)| entry.after.is_empty()) { Vec::new() } else { self.uploads().await? };
        let coming: HashSet<UploadId> = coming.iter().filter(|file| file.problem.is_none()).map(|file| file.upload.id).collect();
        let most = line.together.unwrap_or(MOST_OPS);
        // A lost phone hands in everything, whatever it waits for.
        let chosen = if line.lost { within(outbox, most) } else { chosen(outbox, &coming, most, now) };
        if chosen.is_empty() {
            return Ok(None);
        }
        line.lent(now);
        let mut writes = vec![line_kept(&line)?];
        let mut ops = Vec::with_capacity(chosen.len());
        for (key, entry) in chosen {
            let entry = Entry { attempts: entry.attempts + 1, first_attempt_at: entry.first_attempt_at.or(Some(now)), ..entry };
            writes.push(put(Shelf::Outbox, key, &entry)?);
            ops.push(entry.op);
        }
        // Before the first byte goes out it has to be on the disk that it did.
        self.keep(writes, Durability::Strict).await?;
        Ok(Some(Push { device, ops }))
    }

    /// Takes in what was heard of a push.
    pub async fn heard_push(&self, push: &Push, heard: &Heard, now: Moment, chance: f64) -> Result<Settled, SyncFault<S::Fault>> {
        let mut line = self.line().await?;
        let answered = match heard {
            Heard::Nothing => return self.troubled(line, Trouble::NoLine, None, now, chance).await,
            Heard::Answer(answered) => answered,
        };
        if let (200, Some(pushed)) = (answered.status, answered.read::<Pushed>().filter(|pushed| is_answer_to(pushed, push))) {
            line.good(Some(pushed.server_time), now);
            return self.settle(line, pushed, now, chance).await;
        }
        if let Some(problem) = says_lost(answered) {
            return self.handed_in(line, push, &problem.held, now, chance).await;
        }
        match trouble(answered) {
            Some(trouble) => self.troubled(line, trouble, answered.retry_after, now, chance).await,
            None => self.refused(line, push, answered.problem(), now, chance).await,
        }
    }

    async fn troubled(
        &self,
        mut line: Line,
        trouble: Trouble,
        retry_after: Option<i64>,
        now: Moment,
        chance: f64,
    ) -> Result<Settled, SyncFault<S::Fault>> {
        line.bad(trouble, retry_after, now, chance);
        self.keep(vec![line_kept(&line)?], Durability::Relaxed).await?;
        Ok(Settled { trouble: Some(trouble), ..Settled::default() })
    }

    /// The phone is lost: what the office keeps of the push leaves it.
    async fn handed_in(
        &self,
        mut line: Line,
        push: &Push,
        held: &[OpId],
        now: Moment,
        chance: f64,
    ) -> Result<Settled, SyncFault<S::Fault>> {
        line.good(None, now);
        line.lost = true;
        let kept = push.ops.iter().all(|op| held.contains(&op.id));
        if !kept {
            line.bad(Trouble::Refused, None, now, chance);
        }
        let mut writes = vec![line_kept(&line)?];
        for (key, entry) in self.outbox().await?.into_iter().filter(|(_, entry)| held.contains(&entry.op.id)) {
            writes.push(append(Shelf::Deletions, &json!({ "at": now, "reason": "handed_in", "op": entry.op.id }))?);
            writes.push(Write::Remove { shelf: Shelf::Outbox, key });
        }
        self.keep(writes, Durability::Strict).await?;
        Ok(Settled { trouble: (!kept).then_some(Trouble::Refused), ..Settled::default() })
    }

    /// The whole push was refused: half of it goes next, and a single operation is the one at fault.
    async fn refused(
        &self,
        mut line: Line,
        push: &Push,
        problem: Option<Problem>,
        now: Moment,
        chance: f64,
    ) -> Result<Settled, SyncFault<S::Fault>> {
        let (1, Some(op), Some(problem)) = (push.ops.len(), push.ops.first(), problem) else {
            line.together = Some((push.ops.len() / 2).max(1));
            return self.troubled(line, Trouble::Refused, Some(1), now, chance).await;
        };
        line.good(None, now);
        let result = OpResult {
            op: op.id,
            outcome: Outcome::Rejected,
            first: None,
            problem: Some(problem),
            case: None,
            version: None,
            filed: None,
            receipt: None,
        };
        self.settle(line, Pushed { results: vec![result], server_time: now }, now, chance).await
    }

    async fn settle(&self, mut line: Line, pushed: Pushed, now: Moment, chance: f64) -> Result<Settled, SyncFault<S::Fault>> {
        let mut settled = Settled::default();
        let mut writes = Vec::new();
        let mut outbox = self.outbox().await?;
        let mut freed = Vec::new();
        for result in pushed.results {
            let Some(at) = outbox.iter().position(|(_, entry)| entry.op.id == result.op) else { continue };
            match result.outcome {
                outcome if outcome.is_done() => {
                    let (key, entry) = outbox.remove(at);
                    settled.done.push(result.op);
                    writes.push(Write::Remove { shelf: Shelf::Outbox, key });
                    writes.push(put(Shelf::Receipts, result.op.to_string(), &sent(&entry, result))?);
                    freed.extend(entry.about);
                }
                outcome => {
                    let Some((key, entry)) = outbox.get_mut(at) else { continue };
                    put_off(entry, outcome, result.problem, now, chance);
                    let list = if entry.state == EntryState::Ready { &mut settled.deferred } else { &mut settled.quarantined };
                    list.push(result.op);
                    writes.push(put(Shelf::Outbox, &**key, entry)?);
                }
            }
        }
        // Whatever was too much before may go through now.
        line.together = line.together.map(|together| (together * 2).min(MOST_OPS)).filter(|together| *together < MOST_OPS);
        writes.push(line_kept(&line)?);
        self.keep(writes, Durability::Strict).await?;
        self.let_parting_go(&freed, now).await?;
        Ok(settled)
    }
}

fn is_answer_to(pushed: &Pushed, push: &Push) -> bool {
    pushed.results.iter().map(|result| result.op).eq(push.ops.iter().map(|op| op.id))
}

/// What goes next: oldest first, and nothing that is about the same as something older that waits, be it for files that are still coming.
fn chosen(outbox: Vec<(String, Entry)>, coming: &HashSet<UploadId>, most: usize, now: Moment) -> Vec<(String, Entry)> {
    let mut waits: HashSet<String> = HashSet::new();
    let (mut chosen, mut bytes) = (Vec::new(), FRAME_BYTES);
    for (key, entry) in outbox.into_iter().filter(|(_, entry)| entry.state == EntryState::Ready) {
        let keys = || entry.about.iter().chain(&entry.makes);
        let put_off = entry.next_at.is_some_and(|at| !is_past(at, now, backoff::LONGEST * 1000));
        if put_off || entry.after.iter().any(|file| coming.contains(file)) || keys().any(|key| waits.contains(key)) {
            waits.extend(keys().cloned());
            continue;
        }
        bytes += size(&entry.op);
        if chosen.len() == most || (bytes > MOST_PUSH_BYTES && !chosen.is_empty()) {
            break;
        }
        // What was put off once goes before all that is about the same, alone.
        if entry.deferred_since.is_some() {
            waits.extend(keys().cloned());
        }
        chosen.push((key, entry));
    }
    chosen
}

/// The oldest, as many as go together.
fn within(outbox: Vec<(String, Entry)>, most: usize) -> Vec<(String, Entry)> {
    let mut bytes = FRAME_BYTES;
    let mut fits = |(nth, (_, entry)): &(usize, (String, Entry))| {
        bytes += size(&entry.op);
        *nth == 0 || bytes <= MOST_PUSH_BYTES
    };
    outbox.into_iter().take(most).enumerate().take_while(|one| fits(one)).map(|(_, entry)| entry).collect()
}

fn size(op: &Op) -> usize {
    serde_json::to_vec(op).map_or(0, |bytes| bytes.len() + 1)
}

fn sent(entry: &Entry, result: OpResult) -> Sent {
    let Entry { op, about, makes, .. } = entry.clone();
    Sent { kind: op.kind, about, makes, captured_at: op.captured_at, result }
}

/// Puts an operation off, or aside when the server will not take it.
fn put_off(entry: &mut Entry, outcome: Outcome, problem: Option<Problem>, now: Moment, chance: f64) {
    entry.problem = problem;
    let since = *entry.deferred_since.get_or_insert(now);
    // The server broke over it: worth trying again, as if something were missing.
    let broke = entry.problem.as_ref().is_some_and(|problem| problem.code == Code::Internal);
    if (outcome == Outcome::Deferred || broke) && now.seconds_since(since) < DEFERRED_DAYS * 86_400 {
        entry.next_at = Some(Moment::from_millis(now.millis() + backoff::wait_ms(entry.attempts, chance)));
    } else {
        entry.state = EntryState::Quarantined;
        entry.next_at = None;
    }
}
