//! Sending files: announce, ask how much has arrived, bring the rest. A report never waits for its photos; photos wait for their report.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::problem::Problem;
use crate::time::Moment;

use super::engine::{Answered, Engine, Heard, SyncFault, Trouble, append, line_kept, put, says_lost, trouble};
use super::outbox::report_key;
use super::store::{Durability, Shelf, Store, Write};
use super::uploads::{NewUpload, Upload, UploadId, UploadState};

/// Bytes of a piece on a line that has just broken.
pub const SMALL_PIECE: usize = 64 * 1024;

/// A file that is not sent yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UploadEntry {
    pub upload: NewUpload,
    /// The server knows of it.
    pub announced: bool,
    /// How much the server has, where that is known.
    pub offset: Option<i64>,
    /// How often the line broke over it.
    pub broken: u32,
    /// The server did not take it, for this reason; a person has to look at it.
    pub problem: Option<Problem>,
}

impl UploadEntry {
    pub const fn new(upload: NewUpload) -> Self {
        Self { upload, announced: false, offset: None, broken: 0, problem: None }
    }
}

/// What to send next for a file.
#[derive(Debug, Clone, PartialEq)]
pub enum UploadStep {
    /// [`super::uploads::announce`]
    Announce(NewUpload),
    /// [`super::uploads::find_upload`]
    Ask(UploadId),
    /// [`super::uploads::add_piece`], with the header `Upload-Offset`.
    Piece { id: UploadId, offset: i64, piece: Vec<u8> },
}

impl UploadStep {
    pub const fn id(&self) -> UploadId {
        match self {
            Self::Announce(new) => new.id,
            Self::Ask(id) | Self::Piece { id, .. } => *id,
        }
    }
}

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadHeard {
    /// There is more to send.
    GoesOn,
    /// The server has it; it is gone from the phone.
    Done,
    /// The server will not take it.
    Refused,
    Trouble(Trouble),
    /// It is not here any more.
    Unknown,
}

impl<S: Store> Engine<S> {
    /// The next step of the smallest file whose report the server has; `None` when there is nothing to send now.
    pub async fn next_upload(&self, now: Moment) -> Result<Option<UploadStep>, SyncFault<S::Fault>> {
        let mut line = self.line().await?;
        if line.lost || !line.is_free(now) {
            return Ok(None);
        }
        let coming: Vec<String> = self.outbox().await?.into_iter().filter_map(|(_, entry)| entry.makes).collect();
        let waits = |new: &NewUpload| new.report.is_some_and(|report| coming.contains(&report_key(report)));
        let all = self.uploads().await?;
        let ready = all.into_iter().filter(|entry| entry.problem.is_none() && !waits(&entry.upload));
        let Some(next) = ready.min_by_key(|entry| (entry.upload.bytes, entry.upload.id)) else { return Ok(None) };
        let step = self.step(&next).await?;
        line.lent(now);
        self.keep(vec![line_kept(&line)?], Durability::Relaxed).await?;
        Ok(Some(step))
    }

    async fn step(&self, entry: &UploadEntry) -> Result<UploadStep, SyncFault<S::Fault>> {
        let id = entry.upload.id;
        let offset = match (entry.announced, entry.offset) {
            (false, _) => return Ok(UploadStep::Announce(entry.upload.clone())),
            (true, None) => return Ok(UploadStep::Ask(id)),
            (true, Some(offset)) => offset,
        };
        let from = usize::try_from(offset).unwrap_or_default();
        // All of it at once; in pieces after the line broke.
        let most = if entry.broken == 0 { usize::MAX } else { SMALL_PIECE };
        let piece = self.store.piece(&id.to_string(), from, most).await?;
        Ok(UploadStep::Piece { id, offset, piece })
    }

    /// Files that are not sent yet.
    pub async fn uploads(&self) -> Result<Vec<UploadEntry>, SyncFault<S::Fault>> {
        Ok(self.load_all(Shelf::Uploads, "").await?.into_iter().map(|(_, entry)| entry).collect())
    }

    /// Takes in what was heard of a step.
    pub async fn heard_upload(
        &self,
        step: &UploadStep,
        heard: &Heard,
        now: Moment,
        chance: f64,
    ) -> Result<UploadHeard, SyncFault<S::Fault>> {
        let (mut line, key) = (self.line().await?, step.id().to_string());
        let Some(mut entry) = self.load::<UploadEntry>(Shelf::Uploads, &key).await? else { return Ok(UploadHeard::Unknown) };
        if let Heard::Answer(answered) = heard
            && says_lost(answered).is_some()
        {
            self.lost().await?;
            return Ok(UploadHeard::Trouble(Trouble::Refused));
        }
        let (happened, retry_after) = match heard {
            Heard::Nothing => (Happened::Trouble(Trouble::NoLine), None),
            Heard::Answer(answered) => (happened(step, answered), answered.retry_after),
        };
        if let Happened::Trouble(trouble) = happened {
            line.bad(trouble, retry_after, now, chance);
            // Nobody knows how much of it has arrived.
            entry = UploadEntry { offset: None, broken: entry.broken.saturating_add(1), ..entry };
        } else {
            line.good(None, now);
        }
        let (told, entry) = match happened {
            Happened::Has(offset) => (UploadHeard::GoesOn, UploadEntry { announced: true, offset: Some(offset), ..entry }),
            Happened::Lost => (UploadHeard::GoesOn, UploadEntry { announced: false, offset: None, ..entry }),
            Happened::OutOfStep => (UploadHeard::GoesOn, UploadEntry { offset: None, ..entry }),
            Happened::Refused(problem) => (UploadHeard::Refused, UploadEntry { problem: Some(*problem), ..entry }),
            Happened::Trouble(trouble) => (UploadHeard::Trouble(trouble), entry),
            Happened::Done => {
                let gone = [Write::Remove { shelf: Shelf::Uploads, key: key.clone() }, Write::RemoveFile { key }];
                self.keep(gone.into_iter().chain([line_kept(&line)?]).collect(), Durability::Strict).await?;
                return Ok(UploadHeard::Done);
            }
        };
        self.keep(vec![put(Shelf::Uploads, key, &entry)?, line_kept(&line)?], Durability::Strict).await?;
        Ok(told)
    }

    /// Sends again what the server did not take.
    pub async fn retry_upload(&self, id: UploadId) -> Result<(), SyncFault<S::Fault>> {
        let entry: UploadEntry = self.load(Shelf::Uploads, &id.to_string()).await?.ok_or(SyncFault::Unknown)?;
        let entry = UploadEntry::new(entry.upload);
        self.keep(vec![put(Shelf::Uploads, id.to_string(), &entry)?], Durability::Strict).await
    }

    /// Throws away a file the server did not take, on the word of a person.
    pub async fn discard_upload(&self, id: UploadId, now: Moment) -> Result<(), SyncFault<S::Fault>> {
        let (key, entry) = (id.to_string(), self.load::<UploadEntry>(Shelf::Uploads, &id.to_string()).await?.ok_or(SyncFault::Unknown)?);
        if entry.problem.is_none() {
            return Err(SyncFault::Frozen);
        }
        let note = append(Shelf::Deletions, &json!({ "at": now, "reason": "discarded", "upload": entry }))?;
        let writes = vec![note, Write::Remove { shelf: Shelf::Uploads, key: key.clone() }, Write::RemoveFile { key }];
        self.keep(writes, Durability::Strict).await
    }
}

/// What an answer says of a file.
enum Happened {
    /// So much of it has arrived.
    Has(i64),
    Done,
    /// The server knows nothing of it any more.
    Lost,
    /// It has another part of it than we thought.
    OutOfStep,
    Refused(Box<Problem>),
    Trouble(Trouble),
}

fn happened(step: &UploadStep, answered: &Answered) -> Happened {
    let announcing = matches!(step, UploadStep::Announce(_));
    match (answered.status, step) {
        (200 | 201, UploadStep::Announce(_) | UploadStep::Ask(_)) => match answered.read::<Upload>() {
            Some(upload) if upload.id == step.id() => of_state(&upload),
            _ => Happened::Trouble(Trouble::NotOurs),
        },
        (204, UploadStep::Piece { offset, piece, .. }) => match answered.upload_offset {
            Some(at) if at > *offset || piece.is_empty() => Happened::Has(at),
            _ => Happened::Trouble(Trouble::NotOurs),
        },
        // The last piece: the server has made a photo of it.
        (200, UploadStep::Piece { .. }) => match answered.read::<Upload>() {
            Some(upload) if upload.id == step.id() => of_state(&upload),
            _ => Happened::Trouble(Trouble::NotOurs),
        },
        (409, _) if !announcing && answered.problem().is_some() => Happened::OutOfStep,
        (404 | 410, _) if !announcing && answered.problem().is_some() => Happened::Lost,
        _ => match (trouble(answered), answered.problem()) {
            (Some(trouble), _) => Happened::Trouble(trouble),
            (None, Some(problem)) => Happened::Refused(Box::new(problem)),
            (None, None) => Happened::Trouble(Trouble::NotOurs),
        },
    }
}

fn of_state(upload: &Upload) -> Happened {
    match upload.state {
        UploadState::Done => Happened::Done,
        UploadState::Open => Happened::Has(upload.offset),
        // The last piece was refused and the answer lost: sending it again tells why.
        UploadState::Refused => Happened::Lost,
    }
}
