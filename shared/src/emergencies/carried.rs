//! Emergencies as a phone carries them, with what was done on it and is not sent yet.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::households::{EvacueeState, Household, Whereabouts, standing};
use super::situation::Heads;
use super::steps::{EmergencyStep, MadeStep, NewEmergencyStep};
use super::{Emergency, EmergencyId, EmergencyNotice, EmergencyNoticeId};
use crate::sync::ops::{Op, OpKind};
use crate::sync::outbox::record_key;
use crate::sync::pulling::RecordKind;
use crate::sync::rows::{KnownRecord, whole};

/// A household on the phone.
#[derive(Debug, Clone, PartialEq)]
pub struct CarriedHousehold {
    pub household: Household,
    /// Something about it is not sent yet.
    pub unsent: bool,
}

/// What the server tells a phone of a household: how it stands, and what it stands on, so that later steps of the phone find their place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToldHousehold {
    pub household: Household,
    pub steps: Vec<NewEmergencyStep>,
}

/// Which messages the phone's owner has read, as the server knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadNotices {
    pub notices: Vec<EmergencyNoticeId>,
}

/// The emergencies on the phone: those that last first, latest first.
pub fn emergencies(known: &[KnownRecord]) -> Vec<Emergency> {
    let mut all: Vec<Emergency> = known.iter().filter_map(|record| whole(record.body.as_ref()?)).collect();
    all.sort_by_key(|it| (it.closed_at.is_some(), std::cmp::Reverse(it.opened_at)));
    all
}

/// The households of an emergency: those with somebody who needs help first, then those with somebody in danger, then the others.
pub fn households(known: &[KnownRecord], emergency: &Emergency) -> Vec<CarriedHousehold> {
    let mut all: Vec<CarriedHousehold> = known.iter().filter_map(|record| household(record, emergency)).collect();
    all.sort_by(|a, b| {
        let rank = |it: &CarriedHousehold| (!it.household.waits_for_help(), !it.household.is_open());
        let place = |it: &CarriedHousehold| (it.household.grid.clone(), it.household.id);
        rank(a).cmp(&rank(b)).then_with(|| place(a).cmp(&place(b)))
    });
    all
}

fn household(known: &KnownRecord, emergency: &Emergency) -> Option<CarriedHousehold> {
    let unsent: Vec<NewEmergencyStep> = known.unsent.iter().filter_map(read).filter(|new| new.emergency == emergency.id).collect();
    let told: Option<ToldHousehold> = known.body.as_ref().and_then(whole);
    let (mut household, mut steps): (Household, Vec<MadeStep>) = match told {
        Some(told) if told.household.emergency == emergency.id => (told.household, told.steps.iter().map(NewEmergencyStep::made).collect()),
        Some(_) => return None,
        None => (unsent.iter().find_map(begun)?, Vec::new()),
    };
    let ids: BTreeSet<_> = steps.iter().map(|made| made.id).collect();
    steps.extend(unsent.iter().filter(|new| !ids.contains(&new.id)).map(NewEmergencyStep::made));
    let people: Vec<_> = household.people.iter().map(|it| it.person.clone()).collect();
    (household.people, household.property) = standing(&people, &steps);
    Some(CarriedHousehold { household, unsent: !unsent.is_empty() })
}

/// A household that was added on this phone and is not sent yet.
fn begun(new: &NewEmergencyStep) -> Option<Household> {
    let EmergencyStep::Household(household) = &new.step else { return None };
    let household = household.clone();
    let waiting = |person| Whereabouts { person, state: EvacueeState::Waiting, to: None, at: None };
    Some(Household {
        id: household.id,
        emergency: new.emergency,
        grid_name: household.grid.as_str().parse().ok()?,
        village_name: String::new(),
        grid: household.grid,
        name: household.name,
        address: household.address,
        phone: household.phone,
        note: household.note,
        people: household.people.into_iter().map(waiting).collect(),
        property: Vec::new(),
        updated_at: new.at,
    })
}

fn read(op: &Op) -> Option<NewEmergencyStep> {
    if op.kind == OpKind::EmergencyStep.name() { whole(&Value::Object(op.body.clone())) } else { None }
}

/// How many people are where, of some households.
pub fn heads(households: &[CarriedHousehold]) -> Heads {
    households.iter().flat_map(|it| &it.household.people).fold(Heads::default(), |heads, it| heads.with(it.state, 1))
}

/// The messages the phone's owner has not read, oldest first; `read` are the records of what was.
pub fn unread<'a>(emergency: &'a Emergency, read: &[KnownRecord]) -> Vec<&'a EmergencyNotice> {
    let told = read.iter().filter_map(|record| whole::<ReadNotices>(record.body.as_ref()?)).flat_map(|it| it.notices);
    let ops = read.iter().flat_map(|record| &record.unsent).filter_map(self::read);
    let unsent = ops.filter_map(|new| match new.step {
        EmergencyStep::Receive(it) => Some(it.notice),
        _ => None,
    });
    let all: BTreeSet<EmergencyNoticeId> = told.chain(unsent).collect();
    let mut unread: Vec<&EmergencyNotice> = emergency.notices.iter().filter(|notice| !all.contains(&notice.id)).collect();
    unread.reverse();
    unread
}

/// What the phone's owner has read and is not sent lies here; the server's records have ids of their own.
fn receipts_key(emergency: EmergencyId) -> String {
    record_key(RecordKind::EmergencyReceipts, &emergency)
}

impl NewEmergencyStep {
    /// The record it changes.
    pub fn about(&self) -> Vec<String> {
        match self.step.household() {
            Some(household) => vec![record_key(RecordKind::EmergencyHousehold, &household)],
            None => vec![receipts_key(self.emergency)],
        }
    }
}
