//! What the server has told: taking in a pull, and letting go of what has left.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::problem::Code;
use crate::time::Moment;

use super::digest::Digest;
use super::engine::{Engine, Heard, SyncFault, Trouble, append, line_kept, put, says_lost, trouble};
use super::ops::Op;
use super::pulling::{Bucket, BucketDigest, PullFilter, Pulled, RecordChange, RecordKind, ScopeChange};
use super::rows;
use super::store::{Durability, Shelf, Store, Write};

/// How often the digests are compared.
const DIGEST_SECONDS: i64 = 86_400;
const HELD: &str = "held";

/// A record on the phone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// As the server told it last; `None` until it comes with another bucket.
    pub body: Option<Value>,
    pub held_in: BTreeSet<Bucket>,
    /// It has left every bucket and stays, to be read only, until the last operation about it is sent.
    pub parting: bool,
}

/// A record with what was done to it on this phone and is not sent yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Viewed {
    pub record: Record,
    pub unsent: Vec<Op>,
}

/// That a bucket holds a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Holding {
    rev: i64,
    turn: u32,
}

/// Where the phone stands with the server.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Held {
    pub cursor: Option<String>,
    /// Whether everything there was has been fetched.
    pub whole: bool,
    pub buckets: BTreeMap<Bucket, BucketState>,
    pub digest_at: Option<Moment>,
    /// Buckets that differ from the server's and are fetched anew.
    pub afresh: BTreeSet<Bucket>,
    pub pulled_at: Option<Moment>,
}

/// A bucket on the phone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BucketState {
    /// Counts how often it was fetched from its beginning.
    turn: u32,
    /// What came with an earlier turn and not with this one is still to be let go.
    unswept: bool,
}

/// What became of a pull.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PullHeard {
    /// Taken in; `true` when there is more to fetch now.
    Taken {
        more: bool,
        changed: usize,
        scope: Option<ScopeChange>,
    },
    /// Another pull was faster.
    Late,
    /// The server does not know the cursor any more; the next pull begins anew, and what is on the phone stays until it is replaced.
    Anew,
    Trouble(Trouble),
}

impl<S: Store> Engine<S> {
    /// Where the phone stands.
    pub async fn held(&self) -> Result<Held, SyncFault<S::Fault>> {
        Ok(self.load(Shelf::Meta, HELD).await?.unwrap_or_default())
    }

    /// What to ask for next; `None` while the line is busy.
    pub async fn next_pull(&self, limit: Option<u16>, now: Moment) -> Result<Option<PullFilter>, SyncFault<S::Fault>> {
        let line = self.line().await?;
        if line.lost || !line.is_free(now) {
            return Ok(None);
        }
        let held = self.held().await?;
        let due = held.digest_at.is_none_or(|at| now.seconds_since(at) >= DIGEST_SECONDS || at > now);
        let digest = (held.whole && due).then_some(true);
        let afresh = held.afresh.first().filter(|_| held.cursor.is_some()).cloned();
        let unsent = self.store.scan(Shelf::Outbox, "").await?.len() + self.store.scan(Shelf::Uploads, "").await?.len();
        let unsent = Some(u16::try_from(unsent).unwrap_or(u16::MAX));
        Ok(Some(PullFilter { cursor: held.cursor, limit, digest, afresh, unsent }))
    }

    /// Takes in what was heard of a pull.
    pub async fn heard_pull(&self, asked: &PullFilter, heard: &Heard, now: Moment, chance: f64) -> Result<PullHeard, SyncFault<S::Fault>> {
        let mut line = self.line().await?;
        let (trouble, retry_after) = match heard {
            Heard::Nothing => (Trouble::NoLine, None),
            Heard::Answer(answered) => {
                if let Some(pulled) = answered.read::<Pulled>().filter(|pulled| answered.status == 200 && is_sound(pulled)) {
                    line.good(Some(pulled.server_time), now);
                    self.keep(vec![line_kept(&line)?], Durability::Relaxed).await?;
                    return self.take_in(asked, pulled, now).await;
                }
                if answered.problem().is_some_and(|problem| matches!(problem.code, Code::InvalidCursor | Code::Gone)) {
                    let held = Held { cursor: None, whole: false, ..self.held().await? };
                    self.keep(vec![put(Shelf::Meta, HELD, &held)?], Durability::Relaxed).await?;
                    return Ok(PullHeard::Anew);
                }
                if says_lost(answered).is_some() {
                    self.lost().await?;
                    return Ok(PullHeard::Trouble(Trouble::Refused));
                }
                if answered.problem().is_some_and(|problem| problem.code == Code::AppTooOld) {
                    // It may not fetch, but it may send: nothing has to wait for that.
                    line.good(None, now);
                    line.trouble = Some(Trouble::Refused);
                    self.keep(vec![line_kept(&line)?], Durability::Relaxed).await?;
                    return Ok(PullHeard::Trouble(Trouble::Refused));
                }
                (trouble(answered).unwrap_or(Trouble::Refused), answered.retry_after)
            }
        };
        line.bad(trouble, retry_after, now, chance);
        self.keep(vec![line_kept(&line)?], Durability::Relaxed).await?;
        Ok(PullHeard::Trouble(trouble))
    }

    async fn take_in(&self, asked: &PullFilter, pulled: Pulled, now: Moment) -> Result<PullHeard, SyncFault<S::Fault>> {
        let held = self.held().await?;
        if held.cursor != asked.cursor {
            return Ok(PullHeard::Late);
        }
        let mut page = Page { engine: self, held, records: BTreeMap::new(), writes: Vec::new(), unsent: self.keys_of_unsent().await?, now };
        for bucket in pulled.scope.iter().flat_map(|scope| &scope.lost) {
            page.lose(bucket).await?;
        }
        let mut changed = 0;
        for news in pulled.buckets {
            if news.reset {
                page.held.afresh.remove(&news.bucket);
                let state = page.held.buckets.entry(news.bucket.clone()).or_default();
                *state = BucketState { turn: state.turn.wrapping_add(1), unswept: true };
            }
            changed += news.changes.len();
            for change in news.changes {
                page.change(&news.bucket, change).await?;
            }
        }
        page.held.cursor = Some(pulled.cursor);
        page.held.whole = !pulled.more;
        page.held.pulled_at = Some(now);
        page.finish().await?;
        if !pulled.more {
            self.sweep(now).await?;
            self.compare(&pulled.digests, now).await?;
        }
        Ok(PullHeard::Taken { more: pulled.more, changed, scope: pulled.scope })
    }

    /// Lets go of what a bucket held before it was fetched anew and holds no more.
    async fn sweep(&self, now: Moment) -> Result<(), SyncFault<S::Fault>> {
        let held = self.held().await?;
        let unswept: Vec<(Bucket, u32)> =
            held.buckets.iter().filter(|(_, state)| state.unswept).map(|(bucket, state)| (bucket.clone(), state.turn)).collect();
        if unswept.is_empty() {
            return Ok(());
        }
        let mut page = Page { engine: self, held, records: BTreeMap::new(), writes: Vec::new(), unsent: self.keys_of_unsent().await?, now };
        for (bucket, turn) in unswept {
            for (key, holding) in self.holdings(&bucket).await? {
                if holding.turn != turn {
                    page.drop(&bucket, &key, "left").await?;
                }
            }
            page.held.buckets.insert(bucket, BucketState { turn, unswept: false });
        }
        page.finish().await
    }

    /// Compares the server's digests with what is here. A bucket that differs is fetched anew.
    async fn compare(&self, digests: &[BucketDigest], now: Moment) -> Result<(), SyncFault<S::Fault>> {
        if digests.is_empty() {
            return Ok(());
        }
        let mut held = self.held().await?;
        held.digest_at = Some(now);
        for theirs in digests {
            let mut ours = Digest::default();
            for (key, holding) in self.holdings(&theirs.bucket).await? {
                let (kind, id) = key.split_once('/').unwrap_or((&key, ""));
                ours.add(kind, id, holding.rev);
            }
            if (ours.count, ours.sum()) != (theirs.count, theirs.sum.clone()) {
                held.afresh.insert(theirs.bucket.clone());
            }
        }
        self.keep(vec![put(Shelf::Meta, HELD, &held)?], Durability::Relaxed).await
    }

    /// The record keys a bucket holds.
    async fn holdings(&self, bucket: &Bucket) -> Result<Vec<(String, Holding)>, SyncFault<S::Fault>> {
        let prefix = format!("{bucket}|");
        let all: Vec<(String, Holding)> = self.load_all(Shelf::Holdings, &prefix).await?;
        Ok(all.into_iter().map(|(key, holding)| (key[prefix.len()..].to_owned(), holding)).collect())
    }

    async fn keys_of_unsent(&self) -> Result<BTreeSet<String>, SyncFault<S::Fault>> {
        Ok(self.outbox().await?.into_iter().flat_map(|(_, entry)| entry.about).collect())
    }

    /// A record by its key (`kind/id`), with what is not sent of it.
    pub async fn view(&self, key: &str) -> Result<Option<Viewed>, SyncFault<S::Fault>> {
        let Some(record) = self.load::<Record>(Shelf::Records, key).await? else { return Ok(None) };
        let outbox = self.outbox().await?.into_iter();
        let unsent = outbox.filter(|(_, entry)| entry.about.iter().any(|about| about == key)).map(|(_, entry)| entry.op).collect();
        Ok(Some(Viewed { record, unsent }))
    }

    /// Lets go of everything the server has told and the phone could fetch again: its owner signs out.
    pub async fn forget_records(&self) -> Result<(), SyncFault<S::Fault>> {
        let mut writes = vec![Write::Remove { shelf: Shelf::Meta, key: HELD.into() }];
        for shelf in [Shelf::Records, Shelf::Rows, Shelf::Holdings, Shelf::Receipts] {
            let all = self.store.scan(shelf, "").await?;
            writes.extend(all.into_iter().map(|(key, _)| Write::Remove { shelf, key }));
        }
        self.keep(writes, Durability::Strict).await
    }

    /// Removes records that only stayed for operations which are sent now.
    pub(super) async fn let_parting_go(&self, keys: &[String], now: Moment) -> Result<(), SyncFault<S::Fault>> {
        let unsent = self.keys_of_unsent().await?;
        let mut writes = Vec::new();
        for key in keys.iter().filter(|key| !unsent.contains(*key)) {
            if self.load::<Record>(Shelf::Records, key).await?.is_some_and(|record| record.parting) {
                writes.extend(gone(key.clone()));
                writes.push(append(Shelf::Deletions, &json!({ "at": now, "reason": "sent", "record": key }))?);
            }
        }
        if writes.is_empty() { Ok(()) } else { self.keep(writes, Durability::Relaxed).await }
    }
}

/// Whether an answer can be meant. One that takes everything away is not: `me` and `config` are everybody's.
fn is_sound(pulled: &Pulled) -> bool {
    pulled.scope.as_ref().is_none_or(|scope| {
        let holds = |bucket: &Bucket| scope.held.contains(bucket);
        holds(&Bucket::me()) && holds(&Bucket::config()) && !scope.lost.iter().any(holds)
    })
}

/// A record leaves the phone, and its row with it.
fn gone(key: String) -> [Write; 2] {
    [Write::Remove { shelf: Shelf::Rows, key: key.clone() }, Write::Remove { shelf: Shelf::Records, key }]
}

/// A page being taken in: what changes, in one commit with the cursor.
struct Page<'a, S> {
    engine: &'a Engine<S>,
    held: Held,
    /// Records as they are after the changes so far; `None` for what is removed.
    records: BTreeMap<String, Option<Record>>,
    writes: Vec<Write>,
    unsent: BTreeSet<String>,
    now: Moment,
}

impl<S: Store> Page<'_, S> {
    async fn record(&mut self, key: &str) -> Result<Option<Record>, SyncFault<S::Fault>> {
        match self.records.get(key) {
            Some(record) => Ok(record.clone()),
            None => self.engine.load(Shelf::Records, key).await,
        }
    }

    async fn change(&mut self, bucket: &Bucket, change: RecordChange) -> Result<(), SyncFault<S::Fault>> {
        let key = format!("{}/{}", change.kind, change.id);
        if change.gone {
            return self.drop(bucket, &key, "left").await;
        }
        let turn = self.held.buckets.entry(bucket.clone()).or_default().turn;
        let before = self.record(&key).await?;
        let mut record = before.unwrap_or(Record { body: None, held_in: BTreeSet::new(), parting: false });
        record.held_in.insert(bucket.clone());
        record.parting = false;
        record.body = change.body.or(record.body);
        self.records.insert(key.clone(), Some(record));
        self.writes.push(put(Shelf::Holdings, format!("{bucket}|{key}"), &Holding { rev: change.rev, turn })?);
        Ok(())
    }

    /// A bucket is the caller's no more.
    async fn lose(&mut self, bucket: &Bucket) -> Result<(), SyncFault<S::Fault>> {
        for (key, _) in self.engine.holdings(bucket).await? {
            self.drop(bucket, &key, "scope").await?;
        }
        self.held.buckets.remove(bucket);
        self.held.afresh.remove(bucket);
        Ok(())
    }

    /// A record has left a bucket; when it was the last, it leaves the phone, unless something about it is not sent yet.
    async fn drop(&mut self, bucket: &Bucket, key: &str, reason: &str) -> Result<(), SyncFault<S::Fault>> {
        self.writes.push(Write::Remove { shelf: Shelf::Holdings, key: format!("{bucket}|{key}") });
        let Some(mut record) = self.record(key).await? else { return Ok(()) };
        record.held_in.remove(bucket);
        let last = record.held_in.is_empty();
        record.parting = last && self.unsent.contains(key);
        // Who somebody in care is does not stay for that.
        if record.parting && key.split_once('/').is_some_and(|(kind, _)| kind == RecordKind::CareRecord.as_str()) {
            record.body = None;
        }
        if last && !record.parting {
            self.writes.push(append(Shelf::Deletions, &json!({ "at": self.now, "reason": reason, "record": key, "bucket": bucket }))?);
            self.records.insert(key.to_owned(), None);
        } else {
            self.records.insert(key.to_owned(), Some(record));
        }
        Ok(())
    }

    async fn finish(mut self) -> Result<(), SyncFault<S::Fault>> {
        for (key, record) in std::mem::take(&mut self.records) {
            match record {
                Some(record) => {
                    self.writes.extend(record.body.as_ref().and_then(|body| rows::row(&key, body)));
                    self.writes.push(put(Shelf::Records, key, &record)?);
                }
                None => self.writes.extend(gone(key)),
            }
        }
        self.writes.push(put(Shelf::Meta, HELD, &self.held)?);
        self.engine.keep(self.writes, Durability::Relaxed).await
    }
}
