//! Operations that are not sent yet. What is in here leaves it in one of two ways: the server has it, or a person has thrown it away.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::cases::CaseId;
use crate::problem::Problem;
use crate::reports::{NewReport, ReportId};
use crate::time::Moment;

use super::engine::{Engine, SyncFault, append, put};
use super::ops::{AboutCase, CaseMove, CaseRemark, ClockOffset, Op, OpId, OpKind, OpName};
use super::pulling::RecordKind;
use super::store::{Durability, Shelf, Store, Write};
use super::uploading::UploadEntry;
use super::uploads::{NewUpload, UploadId};

/// Something a person has done, to be saved.
#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    pub kind: OpKind,
    pub body: Map<String, Value>,
    /// The keys (`kind/id`) of the records it is about: they stay on the phone until it is sent, and it keeps its place among all that
    /// is about the same.
    pub about: Vec<String>,
    /// The key of what it makes and others may build on.
    pub makes: Option<String>,
    /// Files that belong to it.
    pub photos: Vec<NewPhoto>,
    /// Whether it goes after its files, as what needs them does.
    pub after_photos: bool,
}

/// A file with what it is.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPhoto {
    pub upload: NewUpload,
    pub content: Vec<u8>,
}

impl Work {
    /// A report, under the id the phone has chosen.
    pub fn file_report(id: ReportId, report: &NewReport, photos: Vec<NewPhoto>) -> Self {
        let report = NewReport { id: Some(id), ..report.clone() };
        let about = report.joins.map(case_key).into_iter().collect();
        Self { kind: OpKind::FileReport, body: body(&report), about, makes: Some(report_key(id)), photos, after_photos: false }
    }

    /// A move of a case.
    pub fn move_case(wanted: &CaseMove, photos: Vec<NewPhoto>) -> Self {
        Self { kind: OpKind::MoveCase, body: body(wanted), about: about(wanted.about), makes: None, photos, after_photos: true }
    }

    /// Field work: `about` are the keys of the records it changes.
    pub fn field(kind: OpKind, shape: &impl Serialize, about: Vec<String>) -> Self {
        Self { kind, body: body(shape), about, makes: None, photos: Vec::new(), after_photos: false }
    }

    /// A remark on a case.
    pub fn remark_case(remark: &CaseRemark) -> Self {
        Self {
            kind: OpKind::RemarkCase,
            body: body(remark),
            about: about(remark.about),
            makes: None,
            photos: Vec::new(),
            after_photos: false,
        }
    }
}

/// The shapes of operations are objects.
fn body(shape: &impl Serialize) -> Map<String, Value> {
    serde_json::to_vec(shape).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

fn about(about: AboutCase) -> Vec<String> {
    about.case.map(case_key).into_iter().chain(about.report.map(report_key)).collect()
}

/// The key of a case among the records.
pub fn case_key(id: CaseId) -> String {
    record_key(RecordKind::Case, &id)
}

/// The key of a record of a kind.
pub fn record_key(kind: RecordKind, id: &impl std::fmt::Display) -> String {
    format!("{kind}/{id}")
}

/// The key of a report that is on its way.
pub fn report_key(id: ReportId) -> String {
    format!("report/{id}")
}

/// Where an operation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    /// To be sent, or sent and not heard of.
    Ready,
    /// The server did not take it; a person has to look at it. Others go on.
    Quarantined,
}

/// An operation in the outbox.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub op: Op,
    pub about: Vec<String>,
    pub makes: Option<String>,
    /// Files that go first.
    #[serde(default)]
    pub after: Vec<UploadId>,
    pub state: EntryState,
    pub attempts: u32,
    /// From then on it is frozen.
    pub first_attempt_at: Option<Moment>,
    /// Since when the server has said that something it builds on is missing.
    pub deferred_since: Option<Moment>,
    /// Not to be sent again before.
    pub next_at: Option<Moment>,
    /// What the server said last.
    pub problem: Option<Problem>,
}

/// What is kept of an operation the server has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sent {
    pub kind: OpName,
    pub about: Vec<String>,
    pub makes: Option<String>,
    pub captured_at: Moment,
    pub result: super::ops::OpResult,
}

impl<S: Store> Engine<S> {
    /// Saves what somebody has done, with its files, all or nothing. Only when this has answered may the app say 已存本机.
    pub async fn save(&self, work: Work, now: Moment) -> Result<OpId, SyncFault<S::Fault>> {
        let line = self.line().await?;
        let (clock_offset_ms, last_heard_at) = (ClockOffset::near(line.clock_offset_ms), line.heard_at);
        let Work { kind, body, about, makes, photos, after_photos } = work;
        let op = Op { id: OpId::new(), kind: kind.name(), captured_at: now, clock_offset_ms, last_heard_at, body };
        let id = op.id;
        let entry = Entry {
            op,
            about,
            makes,
            after: photos.iter().filter(|_| after_photos).map(|photo| photo.upload.id).collect(),
            state: EntryState::Ready,
            attempts: 0,
            first_attempt_at: None,
            deferred_since: None,
            next_at: None,
            problem: None,
        };
        let mut writes = vec![append(Shelf::Outbox, &entry)?];
        for NewPhoto { upload, content } in photos {
            let key = upload.id.to_string();
            writes.push(put(Shelf::Uploads, &*key, &UploadEntry::new(upload))?);
            writes.push(Write::PutFile { key, bytes: content });
        }
        self.keep(writes, Durability::Strict).await?;
        Ok(id)
    }

    /// Everything that is not sent yet, oldest first; also what a person exports to hand it over in a file.
    pub async fn unsent(&self) -> Result<Vec<Entry>, SyncFault<S::Fault>> {
        Ok(self.outbox().await?.into_iter().map(|(_, entry)| entry).collect())
    }

    pub(super) async fn outbox(&self) -> Result<Vec<(String, Entry)>, SyncFault<S::Fault>> {
        self.load_all(Shelf::Outbox, "").await
    }

    /// What became of an operation that the server has.
    pub async fn sent(&self, op: OpId) -> Result<Option<Sent>, SyncFault<S::Fault>> {
        self.load(Shelf::Receipts, &op.to_string()).await
    }

    /// Everything the server has of this phone and is remembered here, latest first.
    pub async fn sent_lately(&self) -> Result<Vec<Sent>, SyncFault<S::Fault>> {
        let mut sent: Vec<(String, Sent)> = self.load_all(Shelf::Receipts, "").await?;
        sent.sort_by_key(|(_, sent)| std::cmp::Reverse(sent.captured_at));
        Ok(sent.into_iter().map(|(_, sent)| sent).collect())
    }

    /// Forgets what was sent before a moment; the server keeps it.
    pub async fn forget_sent(&self, before: Moment) -> Result<(), SyncFault<S::Fault>> {
        let sent: Vec<(String, Sent)> = self.load_all(Shelf::Receipts, "").await?;
        let old = sent.into_iter().filter(|(_, sent)| sent.captured_at < before);
        let writes: Vec<Write> = old.map(|(key, _)| Write::Remove { shelf: Shelf::Receipts, key }).collect();
        if writes.is_empty() { Ok(()) } else { self.keep(writes, Durability::Relaxed).await }
    }

    async fn find(&self, op: OpId) -> Result<(String, Entry), SyncFault<S::Fault>> {
        self.outbox().await?.into_iter().find(|(_, entry)| entry.op.id == op).ok_or(SyncFault::Unknown)
    }

    /// Changes what was not sent yet. Once it was, nobody knows whether the server has it: then a change is an operation of its own.
    pub async fn change(&self, op: OpId, body: Map<String, Value>) -> Result<(), SyncFault<S::Fault>> {
        let (key, mut entry) = self.find(op).await?;
        if entry.first_attempt_at.is_some() {
            return Err(SyncFault::Frozen);
        }
        entry.op.body = body;
        self.keep(vec![put(Shelf::Outbox, key, &entry)?], Durability::Strict).await
    }

    /// Sends again what was quarantined.
    pub async fn retry(&self, op: OpId) -> Result<(), SyncFault<S::Fault>> {
        let (key, entry) = self.find(op).await?;
        let entry = Entry { state: EntryState::Ready, deferred_since: None, next_at: None, ..entry };
        self.keep(vec![put(Shelf::Outbox, key, &entry)?], Durability::Strict).await
    }

    /// Throws away what was quarantined, on the word of a person; its words stay in the list of what was removed.
    pub async fn discard(&self, op: OpId, now: Moment) -> Result<(), SyncFault<S::Fault>> {
        let (key, entry) = self.find(op).await?;
        if entry.state != EntryState::Quarantined {
            return Err(SyncFault::Frozen);
        }
        let note = json!({ "at": now, "reason": "discarded", "entry": entry });
        let about = entry.about;
        let writes = vec![Write::Remove { shelf: Shelf::Outbox, key }, append(Shelf::Deletions, &note)?];
        self.keep(writes, Durability::Strict).await?;
        // What stayed on the phone only for it goes with it.
        self.let_parting_go(&about, now).await
    }
}
