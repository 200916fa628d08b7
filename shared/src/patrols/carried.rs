//! Places and plans as a phone carries them, with the patrols that were made on it and are not sent yet.

use std::collections::BTreeMap;

use serde_json::Value;

use super::NewPatrol;
use super::places::PatrolPlace;
use super::plans::{PatrolPlan, PatrolPlans, shipped};
use crate::sync::ops::{Op, OpId, OpKind};
use crate::sync::outbox::record_key;
use crate::sync::pulling::RecordKind;
use crate::sync::rows::{KnownRecord, whole};
use crate::time::Day;

/// A place on the phone.
#[derive(Debug, Clone, PartialEq)]
pub struct CarriedPlace {
    pub place: PatrolPlace,
    /// A patrol that saw it is not sent yet.
    pub unsent: bool,
}

/// The places that are patrolled, as they stand on a day: those longest overdue first.
pub fn places(known: &[KnownRecord], plans: &[PatrolPlan], today: &Day) -> Vec<CarriedPlace> {
    let mut patrols: BTreeMap<OpId, Option<NewPatrol>> = BTreeMap::new();
    let mut carried: Vec<CarriedPlace> = known.iter().filter_map(|record| place(record, &mut patrols, plans, today)).collect();
    carried.retain(|it| it.place.retired_on.as_ref().is_none_or(|last| last >= today));
    carried.sort_by(|a, b| (&a.place.due.due_on, &a.place.id).cmp(&(&b.place.due.due_on, &b.place.id)));
    carried
}

fn place(record: &KnownRecord, patrols: &mut BTreeMap<OpId, Option<NewPatrol>>, plans: &[PatrolPlan], today: &Day) -> Option<CarriedPlace> {
    let mut place: PatrolPlace = whole(record.body.as_ref()?)?;
    let mut unsent = false;
    for op in record.unsent.iter().filter(|op| op.kind == OpKind::Patrol.name()) {
        // A patrol saw many places and is read once.
        let Some(patrol) = patrols.entry(op.id).or_insert_with(|| read(op)) else { continue };
        if patrol.places.iter().any(|seen| seen.place == place.id) {
            unsent = true;
            place.last_day = place.last_day.max(Some(patrol.started_at.day()));
        }
    }
    Some(CarriedPlace { place: place.on(plans, today), unsent })
}

fn read(op: &Op) -> Option<NewPatrol> {
    whole(&Value::Object(op.body.clone()))
}

/// The office's plans; those that come with the program until they have come.
pub fn plans(known: &[KnownRecord]) -> Vec<PatrolPlan> {
    let told = known.iter().find_map(|record| whole::<PatrolPlans>(record.body.as_ref()?));
    told.map_or_else(shipped, |plans| plans.items)
}

impl NewPatrol {
    /// The records it changes.
    pub fn about(&self) -> Vec<String> {
        self.places.iter().map(|seen| record_key(RecordKind::PatrolPlace, &seen.place)).collect()
    }
}
