//! Announcements as a phone carries them, with what was answered on it and is not sent yet.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Announcement, AnnouncementId, AnnouncementKind, NewAnnouncementAnswer, PublicityResult};
use crate::may::{self, Caller};
use crate::sync::ops::{Op, OpKind};
use crate::sync::outbox::record_key;
use crate::sync::pulling::RecordKind;
use crate::sync::rows::{KnownRecord, whole};
use crate::time::Day;

/// What the phone's owner has answered, as the server knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnAnswer {
    pub announcement: AnnouncementId,
    pub result: Option<PublicityResult>,
}

/// An announcement on the phone.
#[derive(Debug, Clone, PartialEq)]
pub struct CarriedAnnouncement {
    pub announcement: Announcement,
    pub read: bool,
    pub result: Option<PublicityResult>,
    /// An answer is not sent yet.
    pub unsent: bool,
}

impl CarriedAnnouncement {
    /// Whether something is still to be done: to read it, or to do the task.
    pub fn is_open(&self) -> bool {
        !self.read || (self.announcement.kind == AnnouncementKind::Publicity && self.result.is_none())
    }
}

/// What is for the phone's owner and shown today: open ones first, then the latest. `answers` are the records of what was answered.
pub fn announcements(known: &[KnownRecord], answers: &[KnownRecord], owner: &Caller, today: &Day) -> Vec<CarriedAnnouncement> {
    let told = answers.iter().filter_map(|record| whole::<OwnAnswer>(record.body.as_ref()?));
    let mut of_each: BTreeMap<AnnouncementId, Option<PublicityResult>> = told.map(|it| (it.announcement, it.result)).collect();
    let mut unsent = Vec::new();
    for new in answers.iter().flat_map(|record| &record.unsent).filter_map(read) {
        let result = of_each.entry(new.announcement).or_default();
        *result = new.result.or_else(|| result.take());
        unsent.push(new.announcement);
    }
    let carried = |announcement: Announcement| {
        let answered = of_each.get(&announcement.id);
        let (read, result) = (answered.is_some(), answered.cloned().flatten());
        CarriedAnnouncement { unsent: unsent.contains(&announcement.id), read, result, announcement }
    };
    let shown = known
        .iter()
        .filter_map(|record| whole::<Announcement>(record.body.as_ref()?))
        .filter(|it| it.until >= *today && may::is_addressed(owner, &it.areas, &it.duties));
    let mut all: Vec<CarriedAnnouncement> = shown.map(carried).collect();
    all.sort_by_key(|it| (!it.is_open(), std::cmp::Reverse(it.announcement.published_at)));
    all
}

fn read(op: &Op) -> Option<NewAnnouncementAnswer> {
    if op.kind == OpKind::AnswerAnnouncement.name() { whole(&Value::Object(op.body.clone())) } else { None }
}

impl NewAnnouncementAnswer {
    /// What is not sent lies here; the server's records have ids of their own.
    pub fn about(&self) -> Vec<String> {
        vec![record_key(RecordKind::AnnouncementAnswer, &self.announcement)]
    }
}
