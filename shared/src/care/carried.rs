//! Care records as a phone carries them, with the visits that were made on it and are not sent yet.

use serde_json::Value;

use super::visits::NewCareVisit;
use super::{CareRecord, LastCall};
use crate::sync::ops::{Op, OpKind};
use crate::sync::outbox::record_key;
use crate::sync::pulling::RecordKind;
use crate::sync::rows::{KnownRecord, whole};
use crate::time::Day;

/// A record on the phone.
#[derive(Debug, Clone, PartialEq)]
pub struct CarriedCare {
    pub record: CareRecord,
    /// A visit is not sent yet.
    pub unsent: bool,
    /// The day of a visit that was just sent; how it was comes down with the record.
    pub sent: Option<Day>,
}

impl CarriedCare {
    /// Whether somebody has to go there today: it is due, and nobody called in vain today already.
    pub fn is_for(&self, today: &Day) -> bool {
        let last = self.record.last.as_ref().map(|last| &last.day);
        self.record.is_due() && last != Some(today) && self.sent.as_ref() != Some(today)
    }
}

/// Whom one visits, as it stands on a day: those longest overdue first. What has ended is left out.
pub fn records(known: &[KnownRecord], today: &Day) -> Vec<CarriedCare> {
    let mut carried: Vec<CarriedCare> = known.iter().filter_map(|record| carried(record, today)).collect();
    carried.retain(|it| it.record.ended_on.is_none() && it.record.person.is_some());
    carried.sort_by(|a, b| (&a.record.due.due_on, a.record.id).cmp(&(&b.record.due.due_on, b.record.id)));
    carried
}

fn carried(known: &KnownRecord, today: &Day) -> Option<CarriedCare> {
    let mut record: CareRecord = whole(known.body.as_ref()?)?;
    let visits: Vec<NewCareVisit> = known.unsent.iter().filter_map(read).filter(|visit| visit.record == record.id).collect();
    for visit in &visits {
        record.visited(visit);
    }
    Some(CarriedCare { record: record.on(today), unsent: !visits.is_empty(), sent: None })
}

fn read(op: &Op) -> Option<NewCareVisit> {
    if op.kind == OpKind::CareVisit.name() { whole(&Value::Object(op.body.clone())) } else { None }
}

impl CareRecord {
    /// Takes in a visit that is not sent yet, as the server will.
    pub fn visited(&mut self, visit: &NewCareVisit) {
        let day = visit.at.day();
        if self.last.as_ref().is_none_or(|last| last.day <= day) {
            self.last = Some(LastCall { day: day.clone(), result: visit.result });
        }
        if visit.result.met() {
            self.met_on = self.met_on.take().max(Some(day.clone()));
        }
        if let (Some(end), None) = (visit.result.ends(self.basis.is_consent()), &self.ended_on) {
            (self.end, self.ended_on) = (Some(end), Some(day));
        }
    }
}

impl NewCareVisit {
    /// The record it changes.
    pub fn about(&self) -> Vec<String> {
        vec![record_key(RecordKind::CareRecord, &self.record)]
    }
}
