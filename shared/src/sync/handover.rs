//! What a phone cannot send, in a file: somebody else brings it to the office, which has it done in its owner's name.
//!
//! Two lines of JSON. The first says what the second is: `{"wangge_handover":1,"bytes":…,"sum":"…"}`, with the length and the sum of the
//! second line, so that a file that was cut short or damaged on its way is known before anything of it is believed. The second is a
//! [`Handover`]. The operations keep their ids: what the phone sends itself later on is answered as a duplicate.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::call::{Call, Method};
use crate::problem::Problem;
use crate::staffing::{PersonId, PersonRef};
use crate::time::Moment;

use super::digest::sum_of;
use super::engine::{Engine, SyncFault, put};
use super::ops::{DeviceId, Op, OpId, OpResult};
use super::outbox::Entry;
use super::store::{Durability, Shelf, Store};
use super::uploads::{NewUpload, UploadId};

/// What a file is sent as.
pub const HANDOVER: &str = "application/x-ndjson";
/// The most operations of one file.
pub const MOST_HANDED_OPS: usize = 5000;
/// The most files in it.
pub const MOST_HANDED_PHOTOS: usize = 500;
/// The most bytes of one file.
pub const MOST_HANDOVER_BYTES: usize = 32 * 1024 * 1024;
/// The most bytes of photos in it, before they are written as text.
const MOST_PHOTO_BYTES: usize = 16 * 1024 * 1024;
const FORMAT: u32 = 1;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    wangge_handover: u32,
    bytes: usize,
    sum: String,
}

/// What somebody has done and could not send.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handover {
    pub person: PersonId,
    pub device: DeviceId,
    /// By the phone's clock.
    pub made_at: Moment,
    /// In the order they were done.
    pub ops: Vec<Op>,
    pub photos: Vec<HandedPhoto>,
}

/// A photo in a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandedPhoto {
    pub upload: NewUpload,
    /// In base64; left out where there was no more room, and the photo is on the phone still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
}

impl HandedPhoto {
    /// The photo itself, if it is here.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        STANDARD.decode(self.content.as_ref()?).ok()
    }
}

/// Why a file is not taken. Nothing of it was done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HandoverFault {
    #[error("it is larger than a hand-over file can be")]
    TooLarge,
    #[error("it is not a hand-over file")]
    NotOne,
    #[error("it is of version {0}, which is not known here")]
    Format(u32),
    #[error("it is damaged or cut short")]
    Damaged,
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    #[error("it has more than {MOST_HANDED_OPS} operations or {MOST_HANDED_PHOTOS} photos")]
    TooMany,
    #[error("{0} is in it twice")]
    Twice(OpId),
}

impl Handover {
    /// The file.
    pub fn write(&self) -> Result<Vec<u8>, serde_json::Error> {
        let body = serde_json::to_vec(self)?;
        let mut file = serde_json::to_vec(&Head { wangge_handover: FORMAT, bytes: body.len(), sum: sum_of(&body) })?;
        file.push(b'\n');
        file.extend_from_slice(&body);
        Ok(file)
    }

    /// Reads a file: whole and as it was written, or not at all.
    pub fn read(file: &[u8]) -> Result<Self, HandoverFault> {
        if file.len() > MOST_HANDOVER_BYTES {
            return Err(HandoverFault::TooLarge);
        }
        let end = file.iter().position(|byte| *byte == b'\n').ok_or(HandoverFault::NotOne)?;
        let (head, body) = (&file[..end], file[end + 1..].trim_ascii_end());
        let head: Head = serde_json::from_slice(head).map_err(|_| HandoverFault::NotOne)?;
        if head.wangge_handover != FORMAT {
            return Err(HandoverFault::Format(head.wangge_handover));
        }
        if (head.bytes, head.sum) != (body.len(), sum_of(body)) {
            return Err(HandoverFault::Damaged);
        }
        let handover: Self = serde_json::from_slice(body).map_err(|why| HandoverFault::Unreadable(why.to_string()))?;
        handover.fits()?;
        Ok(handover)
    }

    fn fits(&self) -> Result<(), HandoverFault> {
        if self.ops.len() > MOST_HANDED_OPS || self.photos.len() > MOST_HANDED_PHOTOS {
            return Err(HandoverFault::TooMany);
        }
        let mut ids: Vec<OpId> = self.ops.iter().map(|op| op.id).collect();
        ids.sort_unstable();
        ids.windows(2).find(|two| two[0] == two[1]).map_or(Ok(()), |two| Err(HandoverFault::Twice(two[0])))
    }
}

/// What became of a photo of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PhotoResult {
    pub upload: UploadId,
    /// It is a photo on the server now, or was before.
    pub done: bool,
    /// Why it is none.
    pub problem: Option<Problem>,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct HandedOver {
    /// In whose name it was done.
    pub person: PersonRef,
    pub device: DeviceId,
    pub made_at: Moment,
    /// In the order of the file.
    #[schema(max_items = 5000)]
    pub ops: Vec<OpResult>,
    #[schema(max_items = 500)]
    pub photos: Vec<PhotoResult>,
}

/// Has a file done. The office answers for whose it is; the same file twice is done once.
pub fn hand_over(file: Vec<u8>) -> Call<HandedOver> {
    Call::send(Method::Post, "/sync/handovers", HANDOVER, file)
}

/// A file, and what there was no room for in it: that stays unsent, and goes into the next one once this one's work is known to be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Exported {
    pub file: Vec<u8>,
    pub ops: usize,
    pub photos: usize,
    pub left_out: usize,
}

impl<S: Store> Engine<S> {
    /// Writes all that is unsent into a file, put aside or not. It stays unsent here until the server has said that it has it; from now on
    /// it is frozen, as if it had been sent.
    pub async fn export(&self, person: PersonId, device: DeviceId, now: Moment) -> Result<Exported, SyncFault<S::Fault>> {
        let outbox = self.outbox().await?;
        let all = outbox.len();
        let (mut writes, mut ops) = (Vec::new(), Vec::with_capacity(all));
        for (key, entry) in outbox.into_iter().take(MOST_HANDED_OPS) {
            ops.push(entry.op.clone());
            if entry.first_attempt_at.is_none() {
                writes.push(put(Shelf::Outbox, key, &Entry { first_attempt_at: Some(now), ..entry })?);
            }
        }
        if !writes.is_empty() {
            self.keep(writes, Durability::Strict).await?;
        }
        let (photos, without) = self.exported_photos().await?;
        let handover = Handover { person, device, made_at: now, ops, photos };
        let file = handover.write().map_err(|why| SyncFault::Unreadable {
            shelf: Shelf::Outbox.name(),
            key: String::new(),
            why: why.to_string(),
        })?;
        let (ops, photos) = (handover.ops.len(), handover.photos.len() - without);
        Ok(Exported { file, ops, photos, left_out: all - ops + without })
    }

    /// The photos, smallest first, and how many of them are only named.
    async fn exported_photos(&self) -> Result<(Vec<HandedPhoto>, usize), SyncFault<S::Fault>> {
        let mut uploads = self.uploads().await?;
        uploads.sort_by_key(|entry| (entry.upload.bytes, entry.upload.id));
        let (mut photos, mut room, mut without) = (Vec::new(), MOST_PHOTO_BYTES, 0);
        for entry in uploads {
            let content = match usize::try_from(entry.upload.bytes) {
                Ok(bytes) if bytes <= room && photos.len() < MOST_HANDED_PHOTOS => {
                    room -= bytes;
                    Some(STANDARD.encode(self.store.piece(&entry.upload.id.to_string(), 0, usize::MAX).await?))
                }
                _ => None,
            };
            without += usize::from(content.is_none());
            if photos.len() < MOST_HANDED_PHOTOS {
                photos.push(HandedPhoto { upload: entry.upload, content });
            }
        }
        Ok((photos, without))
    }
}
